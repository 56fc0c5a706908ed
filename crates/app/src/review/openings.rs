//! Review items for what a case is opened to: a case that was protected is opened to Migrationsverket,
//! the way is open for less than a day and somebody uses it (X1), or a closed case is opened again (X4).

use disclosure::TellingRecipient;
use jiff::SignedDuration;
use store::reviews::StoredReview;
use vocabulary::{audience::Audience, choice::Choice as _, review::ReviewKind};

use crate::{App, Caller, clock::stamp, error::AppError, projection::Change, randomness::Purpose};

/// How long the way to Migrationsverket is open at least without looking odd.
const BRIEF: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// The items that a change raises.
    pub(crate) fn of_openings(
        &self,
        caller: &Caller,
        change: &Change<'_>,
    ) -> Result<Vec<StoredReview>, AppError> {
        let mut raised = Vec::new();
        let asked = change.after.case.awaits_confirmation.as_ref();
        let before = change
            .before
            .and_then(|before| before.case.awaits_confirmation.as_ref());
        if let Some(asked) = asked.filter(|asked| before != Some(asked)) {
            let reason = format!(
                "Fastställde gruppen {} i ett ärende som har varit skyddat. En kollega ska bekräfta \
                 den innan Migrationsverket får veta något.",
                asked.value.swedish().to_lowercase()
            );
            let source = format!("opened/{}/{}", change.after.key, change.after.version);
            raised.push(self.opening_item(
                caller,
                change,
                ReviewKind::ProtectionLeft,
                source,
                reason,
            )?);
        }
        let was_closed = change.before.is_some_and(|before| !before.case.is_open());
        if was_closed && change.after.case.is_open() {
            let reason = "Öppnade ett avslutat ärende igen. Fråga enheten varför.".to_owned();
            let source = format!("reopened/{}/{}", change.after.key, change.after.version);
            raised.push(self.opening_item(caller, change, ReviewKind::Reopened, source, reason)?);
        }
        if self.told_while_briefly_open(change)? {
            let reason = "Ärendet var öppet mot Migrationsverket i mindre än ett dygn, och \
                          Migrationsverket fick veta något under tiden. Fråga enheten varför."
                .to_owned();
            let source = format!("brief/{}/{}", change.after.key, change.after.version);
            raised.push(self.opening_item(
                caller,
                change,
                ReviewKind::BrieflyOpen,
                source,
                reason,
            )?);
        }
        Ok(raised)
    }

    fn told_while_briefly_open(&self, change: &Change<'_>) -> Result<bool, AppError> {
        let Some(before) = change.before else {
            return Ok(false);
        };
        let closes = before.case.migration_agency_may_know()
            && !change.after.case.migration_agency_may_know();
        let since = before.case.agency_may_know_since;
        let Some(since) = since.filter(|since| closes && change.now.duration_since(*since) < BRIEF)
        else {
            return Ok(false);
        };
        let told = if let Some(told) = before.told.get() {
            told.clone()
        } else {
            let journal = before.journal();
            let consequences = self.consequences(None, &journal)?;
            consequences.placed(1, &journal).journal
        };
        let agency = TellingRecipient::Outside(Audience::MigrationAgency);
        let told = told.iter().filter(|told| told.telling.to == agency);
        let mut told = told.filter_map(|told| {
            let place = usize::try_from(told.place).ok()?.checked_sub(1)?;
            before.entries.get(place)
        });
        Ok(told.any(|entry| entry.at >= since))
    }

    fn opening_item(
        &self,
        caller: &Caller,
        change: &Change<'_>,
        kind: ReviewKind,
        source: String,
        reason: String,
    ) -> Result<StoredReview, AppError> {
        Ok(StoredReview {
            id: self.public_id(change.now, Purpose::Review)?.to_string(),
            source,
            organisation: caller.unit().organisation.clone(),
            kind: kind.code().to_owned(),
            staff: caller.staff_id().to_owned(),
            unit: caller.unit().hsa_id.as_str().to_owned(),
            case_key: Some(change.after.key.clone()),
            happened_at: stamp(change.now),
            reason,
            rows: "[]".to_owned(),
            created_at: stamp(change.now),
            concerns: Vec::new(),
            rank: i64::from(kind.rank()),
            decided: None,
        })
    }
}

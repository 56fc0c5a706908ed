//! Emergency access (nödöppning): somebody in regional care reads one case for half an hour, by the
//! person's exact number and birth date and with a reason, and answers for it afterwards.
//!
//! A search without a hit is answered as for a case that does not exist. Every attempt is logged
//! and counted in the store, so a restart does not reset the count. An opening is separate from the
//! case and changes nothing in it: no party, no audience, no command.

use disclosure::{
    Disclosed, EmergencyOpening,
    audience::{EmergencyReader, RegionalCare},
    views::{self, EmergencyRow, EmergencyView},
};
use jiff::{SignedDuration, Timestamp};
use store::{
    Work,
    emergency::{self, FollowedOpening, StoredOpening},
    identifiers, journal,
    reviews::{self, StoredReview},
};
use vocabulary::{
    choice::Choice as _,
    emergency::{EmergencyReason, OpenInEmergency},
    hsa_id::HsaId,
    public_id::PublicId,
    review::{ReviewKind, ReviewOutcome},
    search,
};

use crate::{
    App, Caller,
    access_log::{Action, entry},
    case_cache::{Loaded, Which, loaded_of},
    clock::{stamp, unstamp},
    error::AppError,
    randomness,
};

/// How long an opening lasts.
const LASTS: SignedDuration = SignedDuration::from_mins(30);
/// The period over which attempts are counted.
const COUNTED: SignedDuration = SignedDuration::from_hours(1);
/// How many attempts one user may make in that period.
const TRIES_OF_USER: i64 = 5;
/// How many attempts one unit may make in that period.
const TRIES_OF_UNIT: i64 = 15;
/// How many openings a case's page shows.
const SHOWN: i64 = 50;

/// The answer to a request for emergency access that found a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmergencyAnswer {
    /// The case is open under this id for half an hour.
    Opened(PublicId),
    /// The caller's unit is a party, so the case is reached in the ordinary way.
    OwnCase(PublicId),
}

impl App {
    /// Opens a case in an emergency.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when no case fits, or the caller is not in regional care;
    /// [`AppError::TooManyEmergencies`] after too many attempts, whether or not they found a case.
    pub async fn open_in_emergency(
        &self,
        caller: &Caller,
        asked: &OpenInEmergency,
    ) -> Result<EmergencyAnswer, AppError> {
        let now = self.now();
        if !self.may(caller, "open_in_emergency") {
            self.note(caller, Action::Deny, None, "emergency").await?;
            return Err(AppError::NotFound);
        }
        let counted = self.count_try(caller, now).await?;
        let born = search::birth_term(asked.birth_date);
        let find = |number: &str| identifiers::find_born(number, &born);
        let holders = self.holders_of_number(asked.number.0.trim(), find).await?;
        let mut keys: Vec<String> = holders
            .iter()
            .filter(|holder| holder.born)
            .map(|holder| holder.case_key.clone())
            .collect();
        if keys.is_empty() {
            // If the number fits and the date does not, the attempt is logged on the case. No journal
            // is read: the time must not tell that there is a case.
            let key = holders.first().map(|holder| holder.case_key.as_str());
            self.note(caller, Action::Deny, key, "emergency").await?;
            return Err(AppError::NotFound);
        }
        keys.sort();
        keys.dedup();
        let found = self.read_again(&keys).await?;
        let found = found
            .iter()
            .filter(|loaded| loaded.case.person.birth_date == asked.birth_date)
            .max_by_key(|loaded| (loaded.case.is_open(), loaded.case.opened_at));
        let Some(loaded) = found else {
            self.note(caller, Action::Deny, None, "emergency").await?;
            return Err(AppError::NotFound);
        };
        if self.knows(caller, &loaded.case) {
            self.uncount(&counted).await?;
            self.note(caller, Action::Search, Some(&loaded.key), "hit")
                .await?;
            return Ok(EmergencyAnswer::OwnCase(loaded.case.id));
        }
        self.open_found(caller, asked, loaded, &counted, now).await
    }

    async fn open_found(
        &self,
        caller: &Caller,
        asked: &OpenInEmergency,
        loaded: &Loaded,
        counted: &str,
        now: Timestamp,
    ) -> Result<EmergencyAnswer, AppError> {
        let id = self.public_id(now, randomness::Purpose::Emergency)?;
        let until = now.saturating_add(LASTS).unwrap_or(Timestamp::MAX);
        let opening = EmergencyOpening {
            case: loaded.case.id,
            staff: caller.staff_id().to_owned(),
            unit: caller.unit().hsa_id.clone(),
            until,
        };
        let verdict =
            self.inner
                .guard
                .may_read_in_emergency(&caller.actor, &loaded.case, &opening, now);
        if !verdict.allowed {
            self.note(caller, Action::Deny, Some(&loaded.key), "emergency")
                .await?;
            return Err(AppError::NotFound);
        }
        let mut work = Work::new();
        // Each opening is reviewed; only attempts that find nothing are limited.
        work.push(emergency::uncount(counted));
        work.push(emergency::open(StoredOpening {
            id: id.to_string(),
            case_key: loaded.key.clone(),
            staff: opening.staff,
            unit: opening.unit.as_str().to_owned(),
            reason: asked.reason.code().to_owned(),
            words: asked.words.0.clone(),
            opened_at: stamp(now),
            until_at: stamp(until),
        }));
        work.push(reviews::raise(&StoredReview {
            id: self
                .public_id(now, randomness::Purpose::Emergency)?
                .to_string(),
            source: emergency::source(&id.to_string()),
            organisation: caller.unit().organisation.clone(),
            kind: ReviewKind::Emergency.code().to_owned(),
            staff: caller.staff_id().to_owned(),
            unit: caller.unit().hsa_id.as_str().to_owned(),
            case_key: Some(loaded.key.clone()),
            happened_at: stamp(now),
            reason: format!("{}. {}", asked.reason.swedish(), asked.words.0),
            rows: "[]".to_owned(),
            created_at: stamp(now),
            concerns: Vec::new(),
            rank: i64::from(ReviewKind::Emergency.rank()),
            decided: None,
        }));
        work.log(entry(
            caller,
            Action::Emergency,
            Some(&loaded.key),
            asked.reason.code(),
            now,
        ));
        self.inner.database.write(work).await?;
        Ok(EmergencyAnswer::Opened(id))
    }

    /// The case that the caller has opened in an emergency under this id.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller has no such opening, or its time has run out.
    pub async fn read_in_emergency(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Disclosed<EmergencyReader, EmergencyView>, AppError> {
        let now = self.now();
        let asked = PublicId::parse(id).unwrap_or(PublicId::from_random([0; 16]));
        let query = emergency::of_reader(&asked.to_string(), caller.staff_id());
        let Some(row) = self.inner.database.read_one(query).await? else {
            self.note(caller, Action::Deny, None, "emergency").await?;
            return Err(AppError::NotFound);
        };
        let loaded = self.load_by_key(&row.case_key).await?;
        let opening = EmergencyOpening {
            case: loaded.case.id,
            unit: HsaId::parse(&row.unit).map_err(|_| unreadable())?,
            until: unstamp(&row.until_at).ok_or_else(unreadable)?,
            staff: row.staff,
        };
        let view = self.inner.guard.emergency_case(
            &caller.actor,
            &loaded.case,
            &opening,
            &loaded.journal(),
            loaded.version,
            &self.inner.library,
            now,
        );
        self.shown(caller, &loaded, "emergency", view).await
    }

    /// Who has opened a case in an emergency, the latest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn emergencies(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<EmergencyRow>>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        let query = emergency::of_case(&loaded.key, SHOWN);
        let mut rows = Vec::new();
        for found in self.inner.database.read(query).await? {
            rows.push(self.emergency_row(found).await?);
        }
        self.inner
            .guard
            .emergencies(&caller.actor, &loaded.case, rows)
            .ok_or(AppError::NotFound)
    }

    async fn emergency_row(&self, found: FollowedOpening) -> Result<EmergencyRow, AppError> {
        let opening = found.opening;
        let moment = |text: &str| unstamp(text).map(views::Moment).ok_or_else(unreadable);
        let reason = EmergencyReason::from_code(&opening.reason).ok_or_else(unreadable)?;
        let outcome = found.outcome.as_deref().and_then(ReviewOutcome::from_code);
        Ok(EmergencyRow {
            at: moment(&opening.opened_at)?,
            until: moment(&opening.until_at)?,
            by: self.staff_name(&opening.staff).await?,
            unit: self.unit_name(&opening.unit),
            reason: reason.swedish(),
            words: opening.words,
            outcome: outcome.map(ReviewOutcome::swedish),
            decided_at: found.decided_at.as_deref().map(moment).transpose()?,
        })
    }

    /// Counts an attempt before anything is looked up, so that the limit reveals nothing about
    /// which cases exist. Returns the attempt's key: one that finds a case is taken back, and so is one
    /// that is refused.
    async fn count_try(&self, caller: &Caller, now: Timestamp) -> Result<String, AppError> {
        let (staff, unit) = (caller.staff_id(), caller.unit().hsa_id.as_str());
        let key = randomness::row_key(now)?;
        let mut work = Work::new();
        work.push(emergency::tried(&key, staff, unit, &stamp(now)));
        self.inner.database.write(work).await?;
        let since = now.saturating_sub(COUNTED).unwrap_or(Timestamp::MIN);
        let query = emergency::tries(staff, unit, &stamp(since));
        let (of_user, of_unit) = self.inner.database.read_one(query).await?.unwrap_or((0, 0));
        if of_user > TRIES_OF_USER || of_unit > TRIES_OF_UNIT {
            self.uncount(&key).await?;
            self.note(caller, Action::Deny, None, "emergency-limit")
                .await?;
            return Err(AppError::TooManyEmergencies);
        }
        Ok(key)
    }

    async fn uncount(&self, key: &str) -> Result<(), AppError> {
        let mut work = Work::new();
        work.push(emergency::uncount(key));
        self.inner.database.write(work).await?;
        Ok(())
    }

    /// Cases read from the journal, not the cache.
    async fn read_again(&self, keys: &[String]) -> Result<Vec<Loaded>, AppError> {
        let query = journal::events_of_cases(keys);
        let events = self.inner.database.read(query).await?;
        let cases = events.chunk_by(|one, next| one.case_key == next.case_key);
        cases
            .filter_map(|events| Some(loaded_of(&events.first()?.case_key, events)))
            .collect()
    }
}

fn unreadable() -> AppError {
    AppError::Fault {
        place: "emergency access",
        detail: "a row cannot be read".to_owned(),
    }
}

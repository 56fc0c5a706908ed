//! The patient's extract of the access log (PDL 8 kap. 5 §): what was done with the case, when and
//! at which unit, in plain Swedish. The coordinating unit hands it over, and making it is logged.

use disclosure::{
    Disclosed,
    audience::Patient,
    views::{Moment, PatientLog, PatientLogRow},
};
use jiff::{SignedDuration, Timestamp};
use store::audit;
use vocabulary::refusal::Refusal;

use crate::{
    App, Caller,
    access_log::{Action, entry},
    clock::{stamp, unstamp},
    error::AppError,
    review::words,
};

/// The most rows of the log that an extract reads.
const ROWS: i64 = 20_000;
/// How long after it was shown a page may be printed.
const ON_SCREEN: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// The patient's extract of the log, which staff hand over in person.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller may not know of the case; a refusal when the caller's
    /// unit does not coordinate it.
    pub async fn patient_log(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Disclosed<Patient, PatientLog>, AppError> {
        let loaded = self.load_for(caller, id).await?;
        let guard = &self.inner.guard;
        if !guard.may_hand_over_log(&caller.actor, &loaded.case) {
            self.note(caller, Action::Deny, Some(&loaded.key), "log-extract")
                .await?;
            return Err(Refusal::NotYourTask.into());
        }
        self.note(caller, Action::Export, Some(&loaded.key), "log-extract")
            .await?;
        self.log_written().await;
        let log = self
            .inner
            .database
            .read(audit::of_case(&loaded.key, ROWS))
            .await?;
        // The extract includes itself, as the latest thing that the unit did. Within a request its
        // row is written once it has been shown.
        let now = self.now();
        let itself = entry(
            caller,
            Action::Export,
            Some(&loaded.key),
            "log-extract",
            now,
        );
        let mut rows: Vec<PatientLogRow> = Vec::new();
        for entry in [&itself]
            .into_iter()
            .chain(log.iter().map(|row| &row.entry))
        {
            let told = words::told_the_patient(&entry.action, &entry.detail, |unit| {
                self.unit_name(unit.as_str())
            });
            let (Some(what), Some(at)) = (told, unstamp(&entry.at)) else {
                continue;
            };
            let unit = if vocabulary::leak::seeded("log-extract") {
                self.staff_name(&entry.actor).await?
            } else {
                self.unit_name(&entry.unit)
            };
            let next = PatientLogRow {
                at: Moment(at),
                unit,
                what,
            };
            // The same act by a unit within the same minute is listed once.
            let again = rows.iter().rev().take(20).any(|known| {
                let minute = |at: &Moment| at.0.as_second().div_euclid(60);
                known.unit == next.unit
                    && known.what == next.what
                    && minute(&known.at) == minute(&next.at)
            });
            if !again {
                rows.push(next);
            }
        }
        self.inner
            .guard
            .patient_log(&caller.actor, &loaded.case, rows)
            .ok_or(AppError::Refused(Refusal::NotYourTask))
    }

    /// Logs that somebody printed a page of a case, as their browser reports. Only a browser knows,
    /// so what it says is held to what may be true: the caller may print the case, and was shown it
    /// within the last day. Anything else leaves no row, and who may not know of the case is denied.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such case or the caller may not know of it.
    pub async fn printed(&self, caller: &Caller, case: &str) -> Result<(), AppError> {
        let loaded = self.load_for(caller, case).await?;
        if !self
            .inner
            .guard
            .prints_pages_of(&caller.actor, &loaded.case)
        {
            return Ok(());
        }
        self.log_written().await;
        let since = self.now().saturating_sub(ON_SCREEN);
        let since = stamp(since.unwrap_or(Timestamp::MIN));
        let shown = audit::shown_to(&loaded.key, caller.staff_id(), &since);
        if self.inner.database.read_one(shown).await?.is_none() {
            return Ok(());
        }
        self.note(caller, Action::Print, Some(&loaded.key), "page")
            .await
    }
}

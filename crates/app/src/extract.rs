//! The patient's extract of the access log (PDL 8 kap. 5 §): what was done with the case, when and
//! at which unit, in plain Swedish. The coordinating unit hands it over, and making it is logged.

use disclosure::{
    Disclosed,
    audience::Patient,
    views::{Moment, PatientLog, PatientLogRow},
};
use store::audit;
use vocabulary::refusal::Refusal;

use crate::{App, Caller, access_log::Action, clock::unstamp, error::AppError, review::words};

/// The most rows of the log that an extract reads.
const ROWS: i64 = 20_000;

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
        // The extract includes itself, as the latest thing that the unit did.
        self.note(caller, Action::Export, Some(&loaded.key), "log-extract")
            .await?;
        self.log_written().await;
        let log = self
            .inner
            .database
            .read(audit::of_case(&loaded.key, ROWS))
            .await?;
        let mut rows: Vec<PatientLogRow> = Vec::new();
        for row in &log {
            let entry = &row.entry;
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

    /// Logs that somebody printed a page. `case` is the id in the page's URL. A case that the
    /// caller may not know of is logged as no case, because nobody prints what they cannot open.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn printed(&self, caller: &Caller, case: Option<&str>) -> Result<(), AppError> {
        let loaded = match case {
            None => None,
            Some(id) => {
                Some(self.load(caller, id).await?).filter(|loaded| self.knows(caller, &loaded.case))
            }
        };
        let key = loaded.as_ref().map(|loaded| loaded.key.as_str());
        self.note(caller, Action::Print, key, "page").await
    }
}

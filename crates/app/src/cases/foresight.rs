//! What a case would be if it were opened now: its pathway with the reason and who may be told.
//! Nothing is written, so that the last page before opening can say what the opening means.

use disclosure::audience::RegionalCare;
use disclosure::{
    Disclosed,
    views::{AudienceRow, CaseView},
};
use domain::{Entry, open::NotOpened};
use vocabulary::{calendar::local_date, opening::OpenCase};

use super::Notice;
use crate::{App, Caller, error::AppError, fresh, moment::Moment};

/// A case that has not been opened.
#[derive(Debug)]
pub struct Foreseen {
    /// The case as its opener would see it.
    pub case: Disclosed<RegionalCare, CaseView>,
    /// Who would see what.
    pub audiences: Disclosed<RegionalCare, Vec<AudienceRow>>,
    /// What the opener should look at first.
    pub warnings: Vec<Notice>,
}

impl App {
    /// What opening this case would make of it.
    ///
    /// # Errors
    /// As [`App::open_case`] would answer: a refusal or mistakes.
    pub async fn foresee_case(
        &self,
        caller: &Caller,
        asked: &OpenCase,
        moment: Moment,
    ) -> Result<Foreseen, AppError> {
        let entries = self.opening(caller, asked, moment)?;
        let after = Self::after(None, fresh::row_key(moment.at)?, &entries)?;
        let guard = &self.inner.guard;
        let actor = &caller.actor;
        let case = guard
            .regional_case(
                actor,
                &after.case,
                after.version,
                &self.inner.library,
                moment.at,
            )
            .ok_or(AppError::NotFound)?;
        let audiences = guard
            .audiences(actor, &after.case, &entries, &[])
            .ok_or(AppError::NotFound)?;
        let warnings = self
            .number_warnings(caller, &after.case, &asked.identifiers)
            .await?;
        Ok(Foreseen {
            case,
            audiences,
            warnings,
        })
    }

    /// The events that open a case.
    pub(super) fn opening(
        &self,
        caller: &Caller,
        asked: &OpenCase,
        moment: Moment,
    ) -> Result<Vec<Entry>, AppError> {
        self.command_right(caller, None, "open_case")?;
        let context = self.context(caller, moment, &[])?;
        let guidance = self.inner.library.current(local_date(moment.at));
        let guidance = guidance.map(guidance::Pack::name).unwrap_or_default();
        domain::open(&context, asked, &guidance).map_err(|not| match not {
            NotOpened::Refused(refusal) => AppError::Refused(refusal),
            NotOpened::Mistaken(mistake) => AppError::Mistakes(vec![mistake]),
        })
    }
}

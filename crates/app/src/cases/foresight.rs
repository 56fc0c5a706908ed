//! What a case would be if it were opened now: its pathway with the reason and who may be told.
//! Nothing is written, so that the last page before opening can say what the opening means.

use disclosure::audience::RegionalCare;
use disclosure::{
    Disclosed,
    views::{AudienceRow, CaseView},
};
use domain::{Entry, open::NotOpened};
use vocabulary::{calendar::local_date, command::Command, opening::OpenCase};

use super::{Beyond, Notice};
use crate::{App, Caller, error::AppError, fresh, journal_of_access::Action, moment::Moment};

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
        let entries = self.opening(caller, asked, moment).await?;
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

    /// What a command that changes the group would bring; nothing for other commands, or when the
    /// command would be refused.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn foresee_group(
        &self,
        caller: &Caller,
        id: &str,
        command: &Command,
        moment: Moment,
    ) -> Result<Option<Disclosed<RegionalCare, Vec<String>>>, AppError> {
        match Beyond::from(command) {
            Beyond::Group => {}
            Beyond::LetterQueued
            | Beyond::LetterRead(_)
            | Beyond::LetterPrinted(_)
            | Beyond::Invitation
            | Beyond::Number(_)
            | Beyond::Residence(_)
            | Beyond::Nothing => return Ok(None),
        }
        let before = self.load_for(caller, id).await?;
        let context = self.context(caller, moment, &[])?;
        let Ok(entries) = domain::decide(&before.case, &context, command) else {
            return Ok(None);
        };
        let after = Self::after(Some(&before), before.key.clone(), &entries)?;
        let library = &self.inner.library;
        let pack = library.current(local_date(moment.at));
        let answer = pack.map(|pack| library.guidance(pack).banner("inbound_answer").to_owned());
        self.inner
            .guard
            .group_change(
                &caller.actor,
                &before.case,
                &after.case,
                answer.as_deref().unwrap_or_default(),
            )
            .ok_or(AppError::NotFound)
            .map(Some)
    }

    /// The events that open a case.
    pub(super) async fn opening(
        &self,
        caller: &Caller,
        asked: &OpenCase,
        moment: Moment,
    ) -> Result<Vec<Entry>, AppError> {
        if let Err(error) = self.command_right(caller, None, "open_case") {
            self.note(caller, Action::Deny, None, "open_case").await?;
            return Err(error);
        }
        let context = self.context(caller, moment, &[])?;
        let guidance = self.inner.library.current(local_date(moment.at));
        let guidance = guidance.map(guidance::Pack::name).unwrap_or_default();
        domain::open(&context, asked, &guidance).map_err(|not| match not {
            NotOpened::Refused(refusal) => AppError::Refused(refusal),
            NotOpened::Mistaken(mistake) => AppError::Mistakes(vec![mistake]),
        })
    }
}

//! What an opening or a command would do. It is decided but not stored, so that the last page
//! before opening can say what the opening means.

use disclosure::audience::RegionalCare;
use disclosure::{
    Disclosed,
    views::{AudienceRow, CaseView, Reading},
};
use domain::{Context, Entry, open::NotOpened};
use vocabulary::{calendar::local_date, command::Command, opening::OpenCase, refusal::Refusal};

use super::{Beyond, Notice};
use crate::{
    App, Caller, access_log::Action, case_cache::Which, command_context::Moment, error::AppError,
    randomness,
};

/// A case that is not opened yet.
#[derive(Debug)]
pub struct Foreseen {
    /// The case as its opener would see it.
    pub case: Disclosed<RegionalCare, CaseView>,
    /// Who would see what.
    pub audiences: Disclosed<RegionalCare, Vec<AudienceRow>>,
    /// What the opener should look at first.
    pub warnings: Vec<Notice>,
}

/// The effects of a command that has not been given yet.
#[derive(Debug)]
pub struct Preview {
    /// What each recipient would read.
    pub readings: Disclosed<RegionalCare, Vec<Reading>>,
    /// What a change of group would lead to, one Swedish sentence each; `None` for other commands.
    pub group: Option<Disclosed<RegionalCare, Vec<String>>>,
}

impl App {
    /// What opening this case would lead to.
    ///
    /// # Errors
    /// The refusal or mistakes that [`App::open_case`] would give.
    pub async fn foresee_case(
        &self,
        caller: &Caller,
        asked: &OpenCase,
        moment: Moment,
    ) -> Result<Foreseen, AppError> {
        let entries = self.opening(caller, asked, moment).await?;
        let consequences = self.consequences(None, &entries)?;
        let key = randomness::row_key(moment.at)?;
        let (after, told) = Self::after(None, key, &entries, consequences)?;
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
            .audiences(actor, &after.case, &entries, &told.journal, &[], &[])
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

    /// What a command would do, without doing it: what each recipient would read, and what a change
    /// of group would lead to. `None` for a caller who does not see the whole case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller may not know of the case; otherwise the refusal that
    /// the command would get.
    pub async fn preview(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
        command: &Command,
        moment: Moment,
    ) -> Result<Option<Preview>, AppError> {
        let before = self.load_for(caller, which).await?;
        let guard = &self.inner.guard;
        let context = Context {
            case_named: self.case_named(caller, before.case.id, command).await?,
            ..self.context(caller, moment, Some(command))?
        };
        let entries = domain::decide(&before.case, &context, command)?;
        let consequences = self.consequences(Some(&before), &entries)?;
        if !consequences.allowed {
            return Err(Refusal::MayNotBeTold.into());
        }
        let later = consequences.later.clone();
        let key = before.key.clone();
        let (after, told) = Self::after(Some(&before), key, &entries, consequences)?;
        let beyond = Beyond::from(command);
        self.check_delivery((&before, &after), &beyond).await?;
        self.check_by_hand((&before, &after), &beyond)?;
        let (directory, today) = (self.directory(), local_date(moment.at));
        let readings = guard.readings(
            &caller.actor,
            (&before.case, &after.case),
            &told.journal,
            &later,
            directory.letterhead(),
            today,
        );
        let Some(readings) = readings else {
            return Ok(None);
        };
        let group = match beyond {
            Beyond::Group => {
                let library = &self.inner.library;
                let pack = library.current(today);
                let answer = pack.map(|pack| {
                    let guidance = library.guidance(pack);
                    guidance.banner("inbound_answer").to_owned()
                });
                guard.group_change(
                    &caller.actor,
                    &before.case,
                    &after.case,
                    answer.as_deref().unwrap_or_default(),
                )
            }
            Beyond::Queues(_)
            | Beyond::Reviews(_)
            | Beyond::CarriesOut(_)
            | Beyond::PostedByHand(_)
            | Beyond::PaperToAgency
            | Beyond::Number(_)
            | Beyond::Residence(_)
            | Beyond::Nothing => None,
        };
        Ok(Some(Preview { readings, group }))
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
        self.may_go_on_from(caller, asked).await?;
        let context = self.context(caller, moment, None)?;
        let guidance = self.inner.library.current(local_date(moment.at));
        let guidance = guidance.map(guidance::Pack::name).unwrap_or_default();
        domain::open(&context, asked, &guidance).map_err(|not| match not {
            NotOpened::Refused(refusal) => AppError::Refused(refusal),
            NotOpened::Mistaken(mistake) => AppError::Mistakes(vec![mistake]),
        })
    }
}

//! The text of letters, as staff read it before and after it is printed. Commands move the queue
//! itself (`queue_letter`, `review_letter`, `print_letter`, `settle_letter`), and everything is
//! decided again as for every delivery (`delivery`).

use disclosure::{
    Disclosed,
    audience::RegionalCare,
    views::{LetterRefusal, LetterView},
};
use vocabulary::{
    audience::ContactSubject,
    calendar::local_date,
    letter::{LetterKind, LetterStage},
    public_id::PublicId,
    refusal::Refusal,
};

use crate::{
    App, Caller, Notice,
    access_log::Action,
    case_cache::{Loaded, Which},
    cases::Beyond,
    delivery::Content,
    error::AppError,
    renderer::Renderer,
};

impl App {
    /// The case's letters, with the text of those that may still be posted.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn letters(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Disclosed<RegionalCare, Vec<LetterView>>, AppError> {
        let which = which.into();
        let loaded = self.load_for(caller, which).await?;
        let directory = self.directory();
        let letters = self
            .inner
            .guard
            .letters(&caller.actor, &loaded.case, directory.letterhead());
        self.shown_on(which, caller, &loaded, "letters", letters)
            .await
    }

    /// The text of a letter before it is queued, or the reason why there is none.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn letter_to_come(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
        kind: LetterKind,
    ) -> Result<Disclosed<RegionalCare, Result<String, LetterRefusal>>, AppError> {
        let which = which.into();
        let loaded = self.load_for(caller, which).await?;
        let (directory, today) = (self.directory(), local_date(self.now()));
        let letter = self.inner.guard.letter_to_come(
            &caller.actor,
            &loaded.case,
            kind,
            directory.letterhead(),
            today,
        );
        self.shown_on(which, caller, &loaded, "letter", letter)
            .await
    }

    /// A letter that has been taken out of the queue to be printed, drawn by `renderer`. Everything is
    /// decided again.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller may not know of the case; a refusal when the caller's
    /// unit does not coordinate it, or the letter may not be printed now.
    pub async fn letter_paper<R: Renderer + ?Sized + Sync>(
        &self,
        caller: &Caller,
        id: &str,
        letter: &str,
        renderer: &R,
    ) -> Result<R::Output, AppError> {
        let loaded = self.load_for(caller, id).await?;
        let guard = &self.inner.guard;
        let may = guard.may_command(&caller.actor, Some(&loaded.case), "print_letter");
        if !may.allowed {
            self.note(caller, Action::Deny, Some(&loaded.key), "letter")
                .await?;
            return Err(AppError::Refused(Refusal::NotYourTask));
        }
        let printed = PublicId::parse(letter)
            .and_then(|letter| loaded.case.letter(letter))
            .filter(|letter| letter.stage == LetterStage::Printed)
            .ok_or(AppError::Refused(Refusal::LetterNotThere))?;
        let paper = match self.carried_out(&loaded, printed.outbox).await? {
            Content::Letter(paper) => paper,
            Content::Mail(_) => return Err(AppError::Refused(Refusal::LetterNotThere)),
        };
        self.note(caller, Action::Print, Some(&loaded.key), "letter")
            .await?;
        Ok(renderer.render(&paper))
    }

    /// A notice to whoever made a change that recalled printed letters.
    pub(crate) fn recalled(before: &Loaded, after: &Loaded) -> Option<Notice> {
        let recalled = |loaded: &Loaded| {
            let letters = loaded.case.letters.iter();
            letters
                .filter(|letter| letter.stage == LetterStage::Recalled)
                .count()
        };
        (recalled(after) > recalled(before)).then(|| Notice {
            case: None,
            code: "letter-recalled".to_owned(),
            detail:
                "Ett utskrivet brev får inte postas längre. Makulera det. Det står under Kopior."
                    .to_owned(),
        })
    }

    /// Checks what leaves beside the queue: one reader posts a letter by their own means, and what is
    /// marked is not for one reader.
    pub(crate) fn check_by_hand(
        &self,
        (before, after): (&Loaded, &Loaded),
        beyond: &Beyond<'_>,
    ) -> Result<(), AppError> {
        match beyond {
            Beyond::PostedByHand(kind) => self.unmarked(before, *kind),
            Beyond::PaperToAgency => {
                let recorded = after.case.contacts.last();
                let paper = recorded.and_then(|contact| match contact.subject {
                    ContactSubject::Certificate => Some(LetterKind::Certificate),
                    ContactSubject::Plan => Some(LetterKind::Plan),
                    ContactSubject::Need
                    | ContactSubject::SipMeeting
                    | ContactSubject::Report
                    | ContactSubject::MissingCard
                    | ContactSubject::Other => None,
                });
                paper.map_or(Ok(()), |kind| self.unmarked(before, kind))
            }
            Beyond::Queues(_)
            | Beyond::Reviews(_)
            | Beyond::CarriesOut(_)
            | Beyond::Number(_)
            | Beyond::Residence(_)
            | Beyond::Group
            | Beyond::Nothing => Ok(()),
        }
    }

    /// Refuses what leaves beside the queue while the check finds something in it.
    fn unmarked(&self, loaded: &Loaded, kind: LetterKind) -> Result<(), AppError> {
        let directory = self.directory();
        let (guard, letterhead) = (&self.inner.guard, directory.letterhead());
        if guard.letter_is_marked(&loaded.case, kind, letterhead) {
            return Err(Refusal::PostGoesByTheQueue.into());
        }
        Ok(())
    }
}

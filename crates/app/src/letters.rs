//! The text of letters, and the last decision before one is printed. Commands move the queue itself
//! (`queue_letter`, `review_letter`, `print_letter`, `settle_letter`).

use disclosure::{
    Disclosed,
    audience::RegionalCare,
    views::{LetterRefusal, LetterView, PostedLetter},
};
use domain::Event;
use store::{Statement, outbox};
use vocabulary::{
    audience::{ContactSubject, OutboundChannel},
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
    clock::stamp,
    error::AppError,
    projection::{Change, Intention},
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
        let paper = self.decided_letter(&loaded, printed.outbox).await?;
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
            code: "letter-recalled".to_owned(),
            detail:
                "Ett utskrivet brev får inte postas längre. Makulera det. Det står under Kopior."
                    .to_owned(),
        })
    }

    /// Checks what a command on a letter needs from outside the case: the addresses, and that the
    /// text is still the queued text.
    pub(crate) async fn check_letter(
        &self,
        (before, after): (&Loaded, &Loaded),
        beyond: &Beyond<'_>,
    ) -> Result<(), AppError> {
        match beyond {
            Beyond::LetterQueued => {
                let directory = self.directory();
                let (guard, letterhead) = (&self.inner.guard, directory.letterhead());
                let queued = after.case.letters.last();
                let receipt =
                    queued.map(|letter| guard.letter_receipt(&after.case, letter, letterhead));
                match receipt {
                    Some(Ok(_)) => Ok(()),
                    Some(Err(no)) => Err(refusal_of(no).unwrap_or(Refusal::NoLetterhead).into()),
                    None => Err(Refusal::NoLetterhead.into()),
                }
            }
            // The second reader approves the text that was queued, and that text can be read.
            Beyond::LetterRead(letter) => self.same_letter(before, *letter).await,
            Beyond::LetterPrinted(letter) => self.decided_letter(before, *letter).await.map(drop),
            // One reader posts a letter by their own means: what is marked is not for one reader.
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
            Beyond::Invitation
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

    /// The letter, if the guard allows it now and it is still the one that was queued.
    async fn decided_letter(
        &self,
        loaded: &Loaded,
        letter: PublicId,
    ) -> Result<PostedLetter, AppError> {
        self.same_letter(loaded, letter).await?;
        let known = loaded.case.letter(letter);
        let known = known.ok_or(AppError::Refused(Refusal::LetterNotThere))?;
        let directory = self.directory();
        let (guard, letterhead) = (&self.inner.guard, directory.letterhead());
        guard
            .letter(&loaded.case, known, letterhead)
            .map_err(|no| AppError::Refused(refusal_of(no).unwrap_or(Refusal::LetterChanged)))
    }

    /// Checks that a letter's text has not changed since it was queued.
    async fn same_letter(&self, loaded: &Loaded, letter: PublicId) -> Result<(), AppError> {
        let known = loaded.case.letter(letter);
        let known = known.ok_or(AppError::Refused(Refusal::LetterNotThere))?;
        let directory = self.directory();
        let (guard, letterhead) = (&self.inner.guard, directory.letterhead());
        let row = outbox::by_id(&letter.to_string());
        let row = self.inner.database.read_one(row).await?;
        let receipt = guard.letter_receipt(&loaded.case, known, letterhead);
        let same = row.is_some_and(|row| {
            receipt.is_ok_and(|receipt| receipt == row.content_hash)
                && i64::try_from(loaded.case.group_version).ok() == Some(row.group_version)
        });
        same.then_some(())
            .ok_or(AppError::Refused(Refusal::LetterChanged))
    }
}

/// The refusal that says what is wrong with a letter's text; `None` where something else is.
fn refusal_of(no: LetterRefusal) -> Option<Refusal> {
    match no {
        LetterRefusal::NamesKin => Some(Refusal::PlanNamesKin),
        LetterRefusal::SaysANumber => Some(Refusal::LetterSaysANumber),
        LetterRefusal::SecondReader => Some(Refusal::SecondReaderMissing),
        LetterRefusal::NotAllowed
        | LetterRefusal::NotNow
        | LetterRefusal::NoAddress
        | LetterRefusal::SenderNamesAUnit => None,
    }
}

/// The subject of a letter's outbox row: which kind of letter, and nothing about the person.
fn subject(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Certificate => "Läkarintyget",
        LetterKind::Plan => "Den fastställda planen",
        LetterKind::PatientCopy => "Kopia av planen",
    }
}

impl App {
    pub(crate) fn queued_letter(
        &self,
        change: &Change<'_>,
        id: PublicId,
    ) -> Result<Statement, AppError> {
        let case = &change.after.case;
        let queued = case.letter(id).ok_or_else(|| AppError::Fault {
            place: "letter",
            detail: "queued and not there".to_owned(),
        })?;
        let directory = self.directory();
        let receipt = self
            .inner
            .guard
            .letter_receipt(case, queued, directory.letterhead());
        let intention = Intention {
            audience: queued.kind.addressee(),
            channel: OutboundChannel::Post,
            subject: subject(queued.kind),
            content_hash: receipt.unwrap_or_default(),
        };
        Ok(outbox::queue(self.outbox_row(change, &id, intention)?))
    }

    /// Stops the outbox row of each letter that the case no longer allows. No message is sent about
    /// it (X1, X3).
    pub(crate) fn hold_back_letters(change: &Change<'_>) -> Vec<Statement> {
        let Some(before) = change.before else {
            return Vec::new();
        };
        if vocabulary::leak::seeded("letter-not-stopped") {
            return Vec::new();
        }
        let gone = |stage| matches!(stage, LetterStage::Stopped | LetterStage::Recalled);
        let said: Vec<Said> = change
            .entries
            .iter()
            .map(|entry| said(&entry.event))
            .collect();
        let letters = change.after.case.letters.iter();
        letters
            .filter(|letter| gone(letter.stage) && !said.contains(&Said::Stopped(letter.outbox)))
            .filter(|letter| {
                let known = before.case.letter(letter.outbox);
                known.is_some_and(|known| known.stage.is_on_its_way())
            })
            .map(|letter| {
                // The sentence is ours: the second reader's own words may name somebody, and an
                // outbox row must hold no words about a person.
                let refused = said.contains(&Said::Read(letter.outbox));
                let sentence = if refused {
                    "En kollega har läst brevet och sagt nej"
                } else {
                    "Ärendets uppgifter har ändrats"
                };
                let reason = if letter.stage == LetterStage::Recalled {
                    format!("{sentence}. Makulera brevet")
                } else {
                    sentence.to_owned()
                };
                outbox::hold_back_letter(&letter.outbox.to_string(), &reason, &stamp(change.now))
            })
            .collect()
    }
}

/// What an event itself says about a letter, so that no other reason is given.
#[derive(PartialEq, Eq)]
enum Said {
    Stopped(PublicId),
    /// A second person read it, and may have rejected it.
    Read(PublicId),
    Nothing,
}

fn said(event: &Event) -> Said {
    match event {
        Event::LetterStopped { outbox, .. } => Said::Stopped(*outbox),
        Event::LetterRead { outbox, .. } => Said::Read(*outbox),
        Event::CaseOpened { .. }
        | Event::ConsentRecorded { .. }
        | Event::PartyAdded { .. }
        | Event::PartyRemoved { .. }
        | Event::ContactRecorded { .. }
        | Event::GroupEstablished { .. }
        | Event::GroupUnestablished { .. }
        | Event::GroupConfirmationAsked { .. }
        | Event::GroupConfirmed { .. }
        | Event::GroupVerified { .. }
        | Event::MigrationAgencyClosed { .. }
        | Event::NeedsEstablished { .. }
        | Event::SettingChanged { .. }
        | Event::CoordinationHandedOver { .. }
        | Event::WrongDisclosureReported { .. }
        | Event::InboundQuestionRecorded { .. }
        | Event::ResidenceEstablished { .. }
        | Event::MunicipalityAsked { .. }
        | Event::MunicipalityAnswered { .. }
        | Event::QuestionWithdrawn { .. }
        | Event::ReadyForDischarge { .. }
        | Event::CaseClosed { .. }
        | Event::IdentifierAdded { .. }
        | Event::PersonCorrected { .. }
        | Event::ProtectedIdentityMarked { .. }
        | Event::LinkedProtectedPersonMarked { .. }
        | Event::LinkedProtectedPersonLiftAsked { .. }
        | Event::LetterQueued { .. }
        | Event::LetterPrinted { .. }
        | Event::LetterPosted { .. }
        | Event::LetterReturned { .. }
        | Event::CertificateWritten { .. }
        | Event::SipMeetingPlanned { .. }
        | Event::InvitationQueued { .. }
        | Event::InvitationSent { .. }
        | Event::InvitationMailed { .. }
        | Event::InvitationStopped { .. }
        | Event::InvitationUncertain { .. }
        | Event::InterpreterBooked { .. }
        | Event::InstitutionRecorded { .. }
        | Event::TransportSettled { .. }
        | Event::DeviceOrdered { .. }
        | Event::SipMeetingHeld { .. }
        | Event::CopyHandedOut { .. }
        | Event::FollowUpDecided { .. }
        | Event::CareRequestSent { .. }
        | Event::CareRequestAnswered { .. }
        | Event::AgreementDrawnUp { .. }
        | Event::AgreementSigned { .. }
        | Event::InvoicingFormRecorded { .. }
        | Event::PurchasesEnded { .. }
        | Event::InformationSheetGiven { .. }
        | Event::CountyRoutineFollowed { .. }
        | Event::Undone { .. } => Said::Nothing,
    }
}

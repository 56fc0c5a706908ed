//! The post queue: letters are queued, read by a second person, printed, posted, and sometimes come
//! back (V6A.7, V6B.13). Each letter has one recipient. This module does not decide what a letter
//! may say: `disclosure` writes the text, and checks it again when it is printed.

use jiff::{SignedDuration, Timestamp};
use vocabulary::{
    command::{
        DeliverCertificate, HandOutCopy, MarkLinkedProtectedPerson, PrintLetter, QueueLetter,
        ReviewLetter, SettleLetter,
    },
    letter::{LetterAddressee, LetterKind, LetterOutcome, LetterPart, LetterReading, LetterStage},
    public_id::PublicId,
    refusal::Refusal,
    sip::{CopyRecipient, HandOver},
};

use super::{Decision, consents, contacts, sip};
use crate::{
    case::{Case, Letter},
    context::Context,
    event::Event,
};

/// Marks that a person with protected identity is linked to the case; that person's name may occur
/// in its texts. One person can set the mark, but it takes two to remove it: whoever could remove
/// it alone could also post a letter alone.
pub(super) fn mark(
    case: &Case,
    context: &Context,
    command: &MarkLinkedProtectedPerson,
) -> Decision {
    let stays = command.linked && case.lift_asked.is_some();
    if case.linked_protected_person == command.linked && !stays {
        return Err(Refusal::NothingChanges);
    }
    // The mark protects the letters, so it stays while any letter is on its way.
    let live = |letter: &Letter| {
        !matches!(
            letter.stage,
            LetterStage::Posted | LetterStage::Returned | LetterStage::Stopped
        )
    };
    if !command.linked && case.letters.iter().any(live) {
        return Err(Refusal::LettersOnTheirWay);
    }
    if !command.linked {
        match &case.lift_asked {
            None => {
                return Ok(vec![Event::LinkedProtectedPersonLiftAsked {
                    reason: command.reason.0.clone(),
                }]);
            }
            Some(asked) if asked.by.staff == context.actor.staff => {
                return Err(Refusal::SecondPersonLifts);
            }
            Some(_) => {}
        }
    }
    Ok(vec![Event::LinkedProtectedPersonMarked {
        linked: command.linked,
        reason: command.reason.0.clone(),
    }])
}

pub(super) fn queue(case: &Case, context: &Context, command: &QueueLetter) -> Decision {
    may_post(case, command.letter)?;
    if case
        .letters
        .iter()
        .any(|letter| letter.kind == command.letter && letter.stage.is_on_its_way())
    {
        return Err(Refusal::LetterOnItsWay);
    }
    Ok(vec![Event::LetterQueued {
        outbox: context.fresh.id(),
        letter: command.letter,
    }])
}

/// Records what the second reader says. Whoever queued a letter, or has ever written what it says,
/// cannot be its second reader.
pub(super) fn review(case: &Case, context: &Context, command: &ReviewLetter) -> Decision {
    let letter = known(case, command.letter)?;
    if !letter.stage.is_on_its_way() {
        return Err(Refusal::LetterNotThere);
    }
    let reader = &context.actor.staff;
    if letter.queued_by.staff == *reader || case.has_written(letter.kind, reader) {
        return Err(Refusal::SecondReaderIsAnother);
    }
    if command.reading == LetterReading::Approved && letter.read_by.is_some() {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![Event::LetterRead {
        outbox: letter.outbox,
        approved: command.reading == LetterReading::Approved,
        reason: command.reason.as_ref().map(|reason| reason.0.clone()),
    }])
}

pub(super) fn print(case: &Case, command: &PrintLetter) -> Decision {
    let letter = known(case, command.letter)?;
    if letter.stage != LetterStage::Waiting {
        return Err(Refusal::LetterNotThere);
    }
    may_post(case, letter.kind)?;
    read_by_two(case, letter)?;
    Ok(vec![Event::LetterPrinted {
        outbox: letter.outbox,
    }])
}

/// Records what happened to the letter: posted, returned or destroyed.
pub(super) fn settle(case: &Case, command: &SettleLetter) -> Decision {
    let letter = known(case, command.letter)?;
    let outbox = letter.outbox;
    match (command.outcome, letter.stage) {
        (LetterOutcome::Posted, LetterStage::Printed) => {
            after_it_was_printed(letter, command.at.0)?;
            may_post(case, letter.kind)?;
            read_by_two(case, letter)?;
            let mut events = told(case, letter, command)?;
            events.push(Event::LetterPosted {
                outbox,
                posted_at: command.at.0,
                late: false,
            });
            Ok(events)
        }
        // It was posted while that was still allowed and is recorded afterwards; that is a fact.
        (LetterOutcome::Posted, LetterStage::Recalled)
            if before_it_was_recalled(letter, command.at.0)
                && read_by_two(case, letter).is_ok() =>
        {
            after_it_was_printed(letter, command.at.0)?;
            Ok(vec![Event::LetterPosted {
                outbox,
                posted_at: command.at.0,
                late: true,
            }])
        }
        (LetterOutcome::Posted, LetterStage::Recalled) => Err(Refusal::LetterRecalled),
        (LetterOutcome::Returned, LetterStage::Posted) => Ok(vec![Event::LetterReturned {
            outbox,
            returned_at: command.at.0,
        }]),
        (
            LetterOutcome::Destroyed,
            LetterStage::Waiting | LetterStage::Printed | LetterStage::Recalled,
        ) => Ok(vec![Event::LetterStopped {
            outbox,
            reason: if letter.stage == LetterStage::Waiting {
                "Enheten har tagit bort brevet ur kön"
            } else {
                "Enheten har makulerat brevet"
            }
            .to_owned(),
        }]),
        _ => Err(Refusal::LetterNotThere),
    }
}

/// What a posted letter means for the case: the certificate is delivered, or a copy is handed out.
/// The rules are the same as when staff record a letter that they posted themselves.
fn told(case: &Case, letter: &Letter, command: &SettleLetter) -> Decision {
    match letter.kind {
        LetterKind::Certificate => contacts::certificate_delivered(
            case,
            &DeliverCertificate {
                how: HandOver::Post,
                at: command.at,
            },
        ),
        LetterKind::Plan => sip::copied(
            case,
            &HandOutCopy {
                recipient: CopyRecipient::MigrationAgency,
                how: HandOver::Post,
                at: command.at,
            },
        ),
        LetterKind::PatientCopy => sip::copied(
            case,
            &HandOutCopy {
                recipient: CopyRecipient::Patient,
                how: HandOver::Post,
                at: command.at,
            },
        ),
    }
}

/// Refuses unless a letter of this kind may be posted now, and says why.
fn may_post(case: &Case, kind: LetterKind) -> Result<(), Refusal> {
    match kind.goes_to() {
        LetterAddressee::MigrationAgency => {
            if !case.migration_agency_may_know() {
                return Err(case.agency_refusal());
            }
            consents::not_stopped(case)?;
            consents::beyond_care(case)?;
        }
        LetterAddressee::Patient if case.is_protected() => {
            return Err(Refusal::ProtectedCopiesByHand);
        }
        LetterAddressee::Patient if case.residence.is_none() => {
            return Err(Refusal::NoAddress);
        }
        LetterAddressee::Patient => {}
    }
    if case.letter_may_leave(kind) {
        return Ok(());
    }
    Err(if !kind.parts().contains(&LetterPart::Certificate) {
        sip::no_version(case)
    } else if case.certificate.is_none() {
        Refusal::NoCertificate
    } else {
        Refusal::StepNotInPathway
    })
}

/// Whether a time given in whole minutes is certainly before the letter was recalled.
fn before_it_was_recalled(letter: &Letter, at: Timestamp) -> bool {
    let ended = at.checked_add(SignedDuration::from_mins(1));
    let recalled = letter.recalled_at;
    ended.is_ok_and(|ended| recalled.is_some_and(|recalled| ended <= recalled))
}

/// Refuses a time before the printing. Times are given in whole minutes, so one minute is allowed
/// for.
fn after_it_was_printed(letter: &Letter, at: Timestamp) -> Result<(), Refusal> {
    let minute = SignedDuration::from_mins(1);
    let printed = letter.printed_at.and_then(|at| at.checked_sub(minute).ok());
    if printed.is_some_and(|printed| at <= printed) {
        return Err(Refusal::NotPrintedThen);
    }
    Ok(())
}

/// Requires two readers when a protected person is linked to the case.
fn read_by_two(case: &Case, letter: &Letter) -> Result<(), Refusal> {
    if case.linked_protected_person && letter.read_by.is_none() {
        return Err(Refusal::SecondReaderMissing);
    }
    Ok(())
}

/// A letter that staff post themselves has one reader only, so it is refused when a protected
/// person is linked to the case.
pub(super) fn not_beside_the_queue(case: &Case) -> Result<(), Refusal> {
    if case.linked_protected_person {
        return Err(Refusal::PostGoesByTheQueue);
    }
    Ok(())
}

/// A printed letter has to be posted or destroyed before the case goes to another unit or is
/// closed.
pub(super) fn none_on_paper(case: &Case) -> Result<(), Refusal> {
    if case.has_letter_on_paper() {
        return Err(Refusal::LetterOnPaper);
    }
    Ok(())
}

fn known(case: &Case, outbox: PublicId) -> Result<&Letter, Refusal> {
    case.letter(outbox).ok_or(Refusal::LetterNotThere)
}

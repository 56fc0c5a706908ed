//! How letters move, and what holds them back.

use jiff::Timestamp;
use vocabulary::{
    letter::{LetterKind, LetterStage},
    public_id::PublicId,
};

use crate::{
    case::{Case, Letter},
    event::{Entry, Event, Former},
};

/// The case after an event of the post queue; none when it is about a letter that is not there.
pub(super) fn apply(case: &mut Case, entry: &Entry) -> Option<()> {
    if let Event::LetterQueued { outbox, letter } = &entry.event {
        case.letters.push(Letter {
            outbox: *outbox,
            kind: *letter,
            stage: LetterStage::Waiting,
            queued_at: entry.at,
            queued_by: entry.by.clone(),
            read_by: None,
            printed_at: None,
            recalled_at: None,
            posted_at: None,
            returned_at: None,
            reason: None,
        });
    }
    if let Event::LetterRead {
        outbox,
        approved,
        reason,
    } = &entry.event
    {
        let letter = letter(case, *outbox)?;
        letter.read_by = approved.then(|| entry.by.clone());
        if !approved {
            let said = "En kollega har läst brevet och sagt nej";
            let reason = reason
                .as_ref()
                .map_or_else(|| said.to_owned(), |reason| format!("{said}: {reason}"));
            hold_back_one(letter, reason, entry.at);
        }
    }
    if let Event::LetterPrinted { outbox } = &entry.event {
        let letter = letter(case, *outbox)?;
        letter.stage = LetterStage::Printed;
        letter.printed_at = Some(entry.at);
    }
    if let Event::LetterPosted {
        outbox, posted_at, ..
    } = &entry.event
    {
        let letter = letter(case, *outbox)?;
        letter.stage = LetterStage::Posted;
        letter.reason = None;
        letter.posted_at = Some(*posted_at);
    }
    if let Event::LetterReturned {
        outbox,
        returned_at,
    } = &entry.event
    {
        let letter = letter(case, *outbox)?;
        letter.stage = LetterStage::Returned;
        letter.returned_at = Some(*returned_at);
    }
    if let Event::LetterStopped { outbox, reason } = &entry.event {
        let letter = letter(case, *outbox)?;
        letter.stage = LetterStage::Stopped;
        letter.reason = Some(reason.clone());
    }
    Some(())
}

fn letter(case: &mut Case, outbox: PublicId) -> Option<&mut Letter> {
    case.letters
        .iter_mut()
        .find(|letter| letter.outbox == outbox)
}

/// What may not leave any more is not in the queue any more, and what is on paper must not be posted
/// (X1, X3). Nothing is sent to say so. A letter whose words have changed is read anew.
pub(super) fn hold_back(case: &mut Case, entry: &Entry) {
    let (event, at) = (&entry.event, entry.at);
    if let Event::LinkedProtectedPersonMarked { linked: true, .. } = event {
        // Who read it before did not know whom to look for.
        for letter in case.letters.iter_mut().filter(|letter| live(letter)) {
            letter.read_by = None;
        }
    }
    let gone: Vec<PublicId> = case
        .letters
        .iter()
        .filter(|letter| live(letter))
        .filter(|letter| !case.letter_may_leave(letter.kind) || rewrites(event, letter.kind))
        .map(|letter| letter.outbox)
        .collect();
    for letter in &mut case.letters {
        if gone.contains(&letter.outbox) {
            hold_back_one(letter, "Ärendets uppgifter har ändrats".to_owned(), at);
        }
    }
}

fn live(letter: &Letter) -> bool {
    letter.stage.is_on_its_way()
}

fn hold_back_one(letter: &mut Letter, reason: String, at: Timestamp) {
    if letter.stage == LetterStage::Printed {
        letter.stage = LetterStage::Recalled;
        letter.recalled_at = Some(at);
    } else {
        letter.stage = LetterStage::Stopped;
    }
    letter.reason = Some(reason);
}

/// Whether an event changes what a letter of a kind says, or on what it was allowed.
fn rewrites(event: &Event, kind: LetterKind) -> bool {
    let for_all = matches!(
        event,
        Event::GroupEstablished { .. }
            | Event::GroupUnestablished { .. }
            | Event::MigrationAgencyClosed { .. }
            | Event::PersonCorrected { .. }
            | Event::Undone {
                former: Former::Person(_)
            }
    );
    for_all
        || match kind {
            LetterKind::Certificate => matches!(
                event,
                Event::CertificateWritten { .. } | Event::IdentifierAdded { .. }
            ),
            LetterKind::Plan => matches!(
                event,
                Event::SipMeetingHeld { .. } | Event::IdentifierAdded { .. }
            ),
            LetterKind::PatientCopy => matches!(
                event,
                Event::SipMeetingHeld { .. }
                    | Event::ResidenceEstablished { .. }
                    | Event::FollowUpDecided { .. }
                    | Event::Undone {
                        former: Former::Residence(_) | Former::FollowUp(_)
                    }
            ),
        }
}

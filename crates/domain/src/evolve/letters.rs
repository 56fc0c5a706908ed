//! How letters move through the queue, and what stops them.

use jiff::Timestamp;
use vocabulary::{
    letter::{LetterKind, LetterStage},
    public_id::PublicId,
};

use crate::{
    case::{Case, Letter},
    event::Entry,
};

pub(super) fn queued(case: &mut Case, entry: &Entry, outbox: PublicId, kind: LetterKind) {
    case.letters.push(Letter {
        outbox,
        kind,
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

/// A second person has read the letter and approved or rejected it.
pub(super) fn read(
    case: &mut Case,
    entry: &Entry,
    outbox: PublicId,
    approved: bool,
    reason: Option<&str>,
) -> Option<()> {
    let letter = letter(case, outbox)?;
    letter.read_by = approved.then(|| entry.by.clone());
    if !approved {
        let said = "En kollega har läst brevet och sagt nej";
        let reason = reason.map_or_else(|| said.to_owned(), |reason| format!("{said}: {reason}"));
        hold_back_one(letter, reason, entry.at);
    }
    Some(())
}

pub(super) fn printed(case: &mut Case, entry: &Entry, outbox: PublicId) -> Option<()> {
    let letter = letter(case, outbox)?;
    letter.stage = LetterStage::Printed;
    letter.printed_at = Some(entry.at);
    Some(())
}

pub(super) fn posted(case: &mut Case, outbox: PublicId, posted_at: Timestamp) -> Option<()> {
    let letter = letter(case, outbox)?;
    letter.stage = LetterStage::Posted;
    letter.reason = None;
    letter.posted_at = Some(posted_at);
    Some(())
}

pub(super) fn returned(case: &mut Case, outbox: PublicId, returned_at: Timestamp) -> Option<()> {
    let letter = letter(case, outbox)?;
    letter.stage = LetterStage::Returned;
    letter.returned_at = Some(returned_at);
    Some(())
}

pub(super) fn stopped(case: &mut Case, outbox: PublicId, reason: &str) -> Option<()> {
    let letter = letter(case, outbox)?;
    letter.stage = LetterStage::Stopped;
    letter.reason = Some(reason.to_owned());
    Some(())
}

/// Sets or removes the mark of a linked protected person.
pub(super) fn marked(case: &mut Case, linked: bool) {
    case.linked_protected_person = linked;
    case.lift_asked = None;
    if linked {
        // Whoever read a letter before the mark did not know whose name to look for, so it is read
        // again.
        for letter in case.letters.iter_mut().filter(|letter| live(letter)) {
            letter.read_by = None;
        }
    }
}

fn letter(case: &mut Case, outbox: PublicId) -> Option<&mut Letter> {
    case.letters
        .iter_mut()
        .find(|letter| letter.outbox == outbox)
}

/// Stops queued letters and recalls printed ones that may no longer be sent (X1, X3). No message
/// goes out about it. A letter whose text has changed has to be queued and read again.
pub(super) fn hold_back(case: &mut Case, entry: &Entry) {
    let rewritten = entry.event.rewrites();
    let gone: Vec<PublicId> = case
        .letters
        .iter()
        .filter(|letter| live(letter))
        .filter(|letter| {
            let parts = letter.kind.parts();
            !case.letter_may_leave(letter.kind) || parts.iter().any(|part| rewritten.contains(part))
        })
        .map(|letter| letter.outbox)
        .collect();
    if gone.is_empty() {
        return;
    }
    for letter in case.letters.iter_mut() {
        if gone.contains(&letter.outbox) {
            hold_back_one(
                letter,
                "Ärendets uppgifter har ändrats".to_owned(),
                entry.at,
            );
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

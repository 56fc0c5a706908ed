//! The check page before something is saved: what each recipient will read, made from the
//! recipient's own share or the message itself, and what is left out.

use std::collections::BTreeSet;

use domain::{Actor, Case, case::Letter};
use jiff::civil::Date;
use serde::Serialize;
use vocabulary::{
    choice::Choice as _,
    letter::{LetterKind, LetterStage},
};

use super::{
    Letterhead, TextPiece,
    audiences::told::{known_name, way},
};
use crate::{
    AnyCase, CaseRef, Channel, Class, Disclosed, Guard, Means, PlacedTelling, Section, Telling,
    TellingRecipient,
    audience::RegionalCare,
    share::{Share, shares},
    telling::class_of_letter,
};

/// What one recipient will read.
#[derive(Clone, Serialize)]
pub struct Reading {
    /// The recipient's name.
    pub name: String,
    /// The channel, in Swedish with a capital letter.
    pub channel: String,
    pub text: String,
    /// The same text, with what the check of letters has found in it.
    #[serde(skip)]
    pub pieces: Vec<TextPiece>,
    /// The parts that are left out, in Swedish.
    pub left_out: Vec<&'static str>,
}

impl Guard {
    /// What each recipient would read of a command that is decided but not stored.
    #[must_use]
    pub fn readings(
        &self,
        actor: &Actor,
        (before, after): (&dyn AnyCase, &dyn AnyCase),
        told: &[PlacedTelling],
        later: &[Telling],
        letterhead: &Letterhead,
        today: Date,
    ) -> Option<Disclosed<RegionalCare, Vec<Reading>>> {
        if !self.sees_whole_case(actor, before) {
            return None;
        }
        let after = &after.asked();
        let evaluation = self.evaluation(after);
        let shares = shares(&evaluation, after);
        let letter = moved_letter(&before.asked(), after);
        let told: BTreeSet<&Telling> = told.iter().map(|placed| &placed.telling).collect();
        let told = told.into_iter().map(|telling| (telling, false));
        let later = later.iter().map(|telling| (telling, true));
        let readings = told.chain(later).map(|(telling, later)| {
            let share = shares.iter().find(|(holder, share)| {
                *holder == telling.to && telling.class == Some(share.class())
            });
            let pieces = self.text(
                after,
                telling,
                share.map(|(_, share)| share),
                letter,
                (letterhead, today),
            );
            Reading {
                name: name(after, &telling.to),
                channel: channel(telling.means, later),
                text: pieces.iter().map(|piece| piece.text.as_str()).collect(),
                pieces,
                left_out: left_out(telling.class),
            }
        });
        Some(Disclosed::decided(readings.collect()))
    }

    fn text(
        &self,
        after: &CaseRef<'_>,
        telling: &Telling,
        share: Option<&Share<'_>>,
        moved: Option<LetterKind>,
        (letterhead, today): (&Letterhead, Date),
    ) -> Vec<TextPiece> {
        let Some(class) = telling.class else {
            return Vec::new();
        };
        if let (Some(share), false) = (share, telling.sections.is_empty()) {
            let lines: Vec<String> = telling
                .sections
                .iter()
                .flat_map(|section| share.lines(*section))
                .collect();
            return vec![TextPiece::plain(lines.join("\n"))];
        }
        if class == Class::Invitation {
            let message = self.invitation(after);
            return message
                .map(|message| vec![TextPiece::plain(message.view().reviewed())])
                .unwrap_or_default();
        }
        // Several letters may be of one class. Which of them it is, the letter says that is queued or
        // posted; a paper that staff post beside the queue is the first of its class.
        let all = LetterKind::ALL.iter().copied();
        let letter = moved.into_iter().chain(all).find(|kind| {
            class_of_letter(*kind) == class && telling.means == Means::By(Channel::Post)
        });
        let letter = letter.and_then(|kind| self.text_to_come(after, kind, letterhead, today));
        letter.unwrap_or_else(|| vec![TextPiece::plain(class.swedish())])
    }
}

/// The kind of the letter that a command queues or posts.
fn moved_letter(before: &Case, after: &Case) -> Option<LetterKind> {
    let stage_before = |letter: &Letter| before.letter(letter.outbox).map(|known| known.stage);
    let mut letters = after.letters.iter().filter(|letter| {
        matches!(letter.stage, LetterStage::Waiting | LetterStage::Posted)
            && stage_before(letter) != Some(letter.stage)
    });
    letters.next().map(|letter| letter.kind)
}

fn name(case: &Case, to: &TellingRecipient) -> String {
    if let TellingRecipient::Unit(unit) = to {
        return known_name(case, unit);
    }
    to.swedish().unwrap_or_default().to_owned()
}

fn channel(means: Means, later: bool) -> String {
    match (means, later) {
        (Means::By(Channel::Email), true) => {
            "Med e-post, när Vårdbron har skickat mejlet".to_owned()
        }
        (Means::By(Channel::Post), true) => "Med post, när någon har skrivit ut brevet".to_owned(),
        (means, _) => way(means).1.to_owned(),
    }
}

fn left_out(class: Option<Class>) -> Vec<&'static str> {
    let left_out = class.map(Section::left_out).unwrap_or_default();
    left_out.into_iter().map(Section::swedish).collect()
}

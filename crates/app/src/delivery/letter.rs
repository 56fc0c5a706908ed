//! The letters of the post queue: printed and posted by a person (V6A.7, V6B.13).

use disclosure::views::LetterRefusal;
use domain::{Case, Event, delivery::Delivery};
use vocabulary::{
    audience::OutboundChannel, letter::LetterStage, public_id::PublicId, refusal::Refusal,
};

use super::{Carrier, Content, LEFT_BEHIND, Label, Making, No, Rules};

/// The rules of letters, whatever they say.
pub(super) struct Letter;

impl Rules for Letter {
    fn channel(&self) -> OutboundChannel {
        OutboundChannel::Post
    }

    fn carrier(&self) -> Carrier {
        Carrier::Person {
            changed: Refusal::LetterChanged,
        }
    }

    fn label(&self, case: &Case, row: PublicId) -> Option<Label> {
        let kind = case.letter(row)?.kind;
        Some(Label {
            audience: kind.addressee(),
            subject: kind.subject(),
        })
    }

    fn on_their_way(&self, case: &Case) -> Vec<PublicId> {
        let letters = case.letters.iter();
        letters
            .filter(|letter| letter.stage.is_on_its_way())
            .map(|letter| letter.outbox)
            .collect()
    }

    // What two have to read is reviewed as if they had; whether they have is asked of the content.
    fn receipt(&self, making: &Making<'_>, row: PublicId) -> Result<String, No> {
        let letter = making.case.letter(row).ok_or(NOT_THERE)?;
        let receipt = making
            .guard
            .letter_receipt(making.case, letter, making.letterhead);
        receipt.map_err(|no| No {
            reason: no.swedish(),
            refusal: refusal_of(no).or(Some(Refusal::NoLetterhead)),
        })
    }

    fn content(&self, making: &Making<'_>, row: PublicId) -> Result<Content, No> {
        let letter = making.case.letter(row).ok_or(NOT_THERE)?;
        let letter = making.guard.letter(making.case, letter, making.letterhead);
        letter.map(Content::Letter).map_err(|no| No {
            reason: no.swedish(),
            refusal: refusal_of(no),
        })
    }

    // The person who has the paper records what became of it.
    fn fact(&self, _: PublicId, _: Delivery) -> Option<Event> {
        None
    }

    fn also_said(&self, after: &Case, row: PublicId) -> &'static str {
        let letter = after.letter(row);
        if letter.is_some_and(|letter| letter.stage == LetterStage::Recalled) {
            ". Makulera brevet"
        } else {
            ""
        }
    }
}

const NOT_THERE: No = No {
    reason: LEFT_BEHIND,
    refusal: Some(Refusal::LetterNotThere),
};

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

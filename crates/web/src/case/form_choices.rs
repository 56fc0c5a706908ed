//! The Swedish phrase of every code that a command's field may hold. A command's shape lists codes
//! only; the phrases are defined with their types.

use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith, WrongRecipient},
    choice::Choice as Closed,
    command::{CareRequestAnswer, Signatory},
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    group::{Group, VerifiedIn},
    identifier::IdentifierKind,
    intervention::{Intervention, MunicipalityAnswer, Per},
    letter::{LetterKind, LetterOutcome, LetterReading},
    need::NursingNeed,
    reading::Shape,
    setting::{Housing, Setting},
    sip::{CopyRecipient, HandOver, InvitationOutcome, MeetingForm},
};

use crate::html::field::FieldChoice;

/// The possible answers for a shape, or for its elements; empty when it is no choice.
pub(super) fn of(shape: &Shape) -> Vec<FieldChoice> {
    match shape {
        Shape::Choice(codes) => phrased(codes),
        Shape::List(of) => self::of(of),
        Shape::Text { .. }
        | Shape::Boolean
        | Shape::Count { .. }
        | Shape::Date
        | Shape::Instant
        | Shape::HsaId
        | Shape::Municipality
        | Shape::PostalCode
        | Shape::Language
        | Shape::PublicId
        | Shape::Object(_) => Vec::new(),
    }
}

fn phrased(codes: &[&str]) -> Vec<FieldChoice> {
    macro_rules! first_of {
        ($($type:ty),+ $(,)?) => {
            $( if codes == <$type as Closed>::CODES { return all::<$type>(); } )+
        };
    }
    first_of!(
        CareRequestAnswer,
        ConsentAnswer,
        ConsentForm,
        ConsentKind,
        ContactChannel,
        ContactSubject,
        ContactWith,
        CopyRecipient,
        Group,
        HandOver,
        Housing,
        IdentifierKind,
        Intervention,
        InvitationOutcome,
        LetterKind,
        LetterOutcome,
        LetterReading,
        MeetingForm,
        MunicipalityAnswer,
        NursingNeed,
        Per,
        Setting,
        Signatory,
        VerifiedIn,
        WrongRecipient,
    );
    Vec::new()
}

/// All alternatives of a type.
pub(super) fn all<T: Closed>() -> Vec<FieldChoice> {
    T::ALL
        .iter()
        .map(|choice| FieldChoice::new(choice.code(), choice.swedish()))
        .collect()
}

#[cfg(test)]
mod tests {
    use vocabulary::{command::Command, reading::Shape};

    use super::of;

    fn closed(shape: &Shape) -> bool {
        if let Shape::List(of) = shape {
            closed(of)
        } else {
            matches!(shape, Shape::Choice(_))
        }
    }

    #[test]
    fn every_choice_of_every_command_is_read_in_swedish() {
        let mut seen = 0;
        for command in Command::shapes() {
            for field in command.fields.iter().filter(|field| closed(&field.shape)) {
                seen += 1;
                let name = format!("{}.{}", command.name, field.name);
                assert!(
                    !of(&field.shape).is_empty(),
                    "{name} has codes without words"
                );
            }
        }
        assert!(seen > 15);
    }
}

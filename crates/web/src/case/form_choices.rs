//! The alternatives of a command's field as a form shows them.

use vocabulary::{choice::Alternative, reading::Shape};

use crate::html::field::FieldChoice;

/// The possible answers for a shape, or for its elements; empty when it is no choice.
pub(super) fn of(shape: &Shape) -> Vec<FieldChoice> {
    match shape {
        Shape::Choice(all) => shown(all),
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

/// Alternatives as a form shows them.
pub(super) fn shown(all: &[Alternative]) -> Vec<FieldChoice> {
    let choice = |one: &Alternative| FieldChoice::new(one.code, one.swedish);
    all.iter().map(choice).collect()
}

//! The alternatives of a command's field as a form shows them.

use vocabulary::{choice::Alternative, reading::Shape};

use crate::html::field::FieldChoice;

/// The possible answers for a shape, or for its elements; empty when it is no choice.
pub(super) fn of(shape: &Shape) -> Vec<FieldChoice> {
    shown(shape.alternatives())
}

/// Alternatives as a form shows them.
pub(super) fn shown(all: &[Alternative]) -> Vec<FieldChoice> {
    let choice = |one: &Alternative| FieldChoice::new(one.code, one.swedish);
    all.iter().map(choice).collect()
}

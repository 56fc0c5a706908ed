//! Questions to the municipality and their answers.

use vocabulary::hsa_id::HsaId;

use super::stamped;
use crate::{
    case::{Answer, Case, Question},
    event::Entry,
};

/// Adds a question. It replaces an unanswered question to the same unit, so that the unit sees one
/// question at a time.
pub(super) fn asked(case: &mut Case, question: Question) {
    for earlier in case.questions.iter_mut() {
        if earlier.unit.hsa_id == question.unit.hsa_id && earlier.waits() {
            earlier.withdrawn = true;
        }
    }
    case.questions.push(question);
}

pub(super) fn answered(
    case: &mut Case,
    entry: &Entry,
    unit: &HsaId,
    answer: &Answer,
) -> Option<()> {
    latest_question(case, unit)?.answer = Some(stamped(entry, answer));
    Some(())
}

pub(super) fn withdrawn(case: &mut Case, unit: &HsaId) -> Option<()> {
    latest_question(case, unit)?.withdrawn = true;
    Some(())
}

fn latest_question<'a>(case: &'a mut Case, unit: &HsaId) -> Option<&'a mut Question> {
    case.questions
        .iter_mut()
        .rev()
        .find(|question| question.unit.hsa_id == *unit)
}

//! The care request and the agreement.

use super::stamped;
use crate::{
    case::{Agreement, CareDecision, Case, Signature},
    event::Entry,
};

/// Journals from before 2026-12 may hold an answer to a request that a reopening had taken away: it
/// answers nothing, and the case stays readable.
pub(super) fn answered(case: &mut Case, entry: &Entry, decision: &CareDecision) {
    if let Some(request) = case.care_request.as_mut() {
        request.answer = Some(stamped(entry, decision));
    }
}

/// A new agreement starts the purchases again and has no signatures yet.
pub(super) fn drawn_up(case: &mut Case, agreement: Agreement) {
    case.purchases_ended = None;
    case.agreement = Some(agreement);
}

pub(super) fn signed(case: &mut Case, entry: &Entry, signature: &Signature) -> Option<()> {
    let agreement = case.agreement.as_mut()?;
    agreement.signatures.push(stamped(entry, signature));
    Some(())
}

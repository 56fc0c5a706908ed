//! The care request and the agreement.

use super::stamped;
use crate::{
    case::{Agreement, CareDecision, Case, Signature},
    event::Entry,
};

pub(super) fn answered(case: &mut Case, entry: &Entry, decision: &CareDecision) -> Option<()> {
    case.care_request.as_mut()?.answer = Some(stamped(entry, decision));
    Some(())
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

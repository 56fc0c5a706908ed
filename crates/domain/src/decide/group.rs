//! The person's group: established on evidence, checked again, or made unestablished. The
//! consequences of a change are in [`super::settle`].

use vocabulary::{
    command::{EstablishGroup, UnestablishGroup, VerifyGroup},
    group::Group,
    refusal::Refusal,
};

use super::Decision;
use crate::{
    case::Case,
    context::Context,
    event::{Event, GroupEvidence},
};

pub(super) fn establish(case: &Case, context: &Context, command: &EstablishGroup) -> Decision {
    if command.group == Group::Unestablished {
        return make_unestablished(case, &command.evidence.0);
    }
    Ok(vec![Event::GroupEstablished {
        group: command.group,
        evidence: GroupEvidence {
            text: command.evidence.0.clone(),
            verified_in: command.verified_in,
            at: context.at,
            by: context.actor.signature(),
        },
    }])
}

fn make_unestablished(case: &Case, reason: &str) -> Decision {
    if case.group == Group::Unestablished {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![Event::GroupUnestablished {
        reason: reason.to_owned(),
    }])
}

pub(super) fn unestablish(case: &Case, command: &UnestablishGroup) -> Decision {
    make_unestablished(case, &command.reason.0)
}

/// A failed check says nothing about the person. It makes the group unestablished, which protects
/// the case until somebody has asked (V3.7).
pub(super) fn verify(case: &Case, command: &VerifyGroup) -> Decision {
    if case.group == Group::Unestablished {
        return Err(Refusal::NothingChanges);
    }
    let checked = Event::GroupVerified {
        verified_in: command.verified_in,
        still_valid: command.still_valid,
        answer: command.answer.0.clone(),
    };
    if command.still_valid {
        return Ok(vec![checked]);
    }
    Ok(vec![
        checked,
        Event::GroupUnestablished {
            reason: command.answer.0.clone(),
        },
    ])
}

//! The person's group: established on evidence, checked again, or made unestablished. The
//! consequences of a change are in [`super::settle`].

use vocabulary::{
    command::{ConfirmGroup, EstablishGroup, UnestablishGroup, VerifyGroup},
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
    let opens = !case.migration_agency_may_know() && command.group.covered_by_reception_act();
    if opens && (command.verified_in.is_none() || says_nothing(&command.evidence.0)) {
        return Err(Refusal::GroupNotVerified);
    }
    // What is not answered again stands, as long as the group is the same.
    let known = case.evidence.as_ref();
    let known = known.filter(|_| case.group == command.group);
    let mut events = vec![Event::GroupEstablished {
        group: command.group,
        evidence: GroupEvidence {
            text: command.evidence.0.clone(),
            verified_in: command.verified_in,
            at: context.at,
            by: context.actor.signature(),
            card_current: still(command.card_current, known, |known| known.card_current)
                .filter(|_| command.group == Group::AsylumSeeker),
            permit_from: still(command.permit_from.map(|day| day.0), known, |known| {
                known.permit_from
            })
            .filter(|_| command.group == Group::MassRefugee),
        },
    }];
    if opens && case.ever_protected {
        events.push(Event::GroupConfirmationAsked {
            group: command.group,
        });
    }
    Ok(events)
}

/// The answer, or what was known before.
fn still<T>(
    answer: Option<T>,
    known: Option<&GroupEvidence>,
    part: impl Fn(&GroupEvidence) -> Option<T>,
) -> Option<T> {
    answer.or_else(|| known.and_then(part))
}

/// Whether a text is too short to say what somebody saw: "." or "ok".
fn says_nothing(text: &str) -> bool {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
        < LEAST_SAID
}

/// The fewest letters and digits that say what somebody saw, such as "Kort".
const LEAST_SAID: usize = 4;

pub(super) fn confirm(case: &Case, context: &Context, command: &ConfirmGroup) -> Decision {
    let Some(asked) = &case.awaits_confirmation else {
        return Err(Refusal::NothingChanges);
    };
    if asked.by.staff == context.actor.staff {
        return Err(Refusal::GroupConfirmedByAnother);
    }
    if says_nothing(&command.seen.0) {
        return Err(Refusal::GroupNotVerified);
    }
    Ok(vec![Event::GroupConfirmed {
        seen: command.seen.0.clone(),
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
        permit_from: command
            .permit_from
            .map(|day| day.0)
            .filter(|_| case.group == Group::MassRefugee),
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

//! What follows by itself from what was decided: placeholders come with the consent to the case,
//! and a change of group closes every path that the new group forbids, at once (X3).

use vocabulary::{consent::ConsentKind, group::Group, refusal::Refusal};

use crate::{
    case::{Case, ConsentStanding},
    context::Context,
    event::{Basis, Entry, Event},
    evolve::evolve,
    pathway::Pathway,
};

/// The events that follow from `entries`.
pub(super) fn consequences(
    before: &Case,
    entries: &[Entry],
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let mut after = before.clone();
    for entry in entries {
        // A misfit here is a fault in decide; the property test holds it to none.
        after = evolve(Some(after), entry).map_err(|_| Refusal::NothingChanges)?;
    }
    let mut follow = Vec::new();
    follow.extend(placeholders(&after, context));
    follow.extend(group_change(before, &after, context));
    if before.is_open() && !after.is_open() {
        follow.extend(withdrawn_questions(&after));
    }
    Ok(follow)
}

/// Fiktiv vårdcentral and fiktiv kommun become parties when consent to the case is given in 6B or
/// 6C (V6B.3, V6C.2).
fn placeholders(after: &Case, context: &Context) -> Vec<Event> {
    let needed = after.is_open()
        && after
            .pathway()
            .is_some_and(Pathway::starts_with_placeholders);
    let basis = match after.consent(ConsentKind::Case) {
        ConsentStanding::Given => Basis::CaseConsent,
        ConsentStanding::Incapable => Basis::Incapable,
        ConsentStanding::NotAsked | ConsentStanding::Refused => return Vec::new(),
    };
    if !needed {
        return Vec::new();
    }
    context
        .placeholders
        .iter()
        .filter(|unit| !after.is_party(&unit.hsa_id))
        .map(|unit| Event::PartyAdded {
            unit: unit.clone(),
            basis,
        })
        .collect()
}

fn group_change(before: &Case, after: &Case, context: &Context) -> Vec<Event> {
    let mut follow = Vec::new();
    if before.group == after.group {
        return follow;
    }
    if before.migration_agency_may_know() && !after.migration_agency_may_know() {
        follow.push(Event::MigrationAgencyClosed {
            sip_number: context.fresh.sip_number(),
        });
    }
    follow.extend(withdrawn_questions(after));
    if after.group == Group::Resident && after.purchases_ended.is_none() {
        follow.push(Event::PurchasesEnded {
            reason: "Personen är folkbokförd eller har uppehållstillstånd".to_owned(),
        });
    }
    follow
}

/// A question without an answer is gone from the municipality's view on a group change or a close.
fn withdrawn_questions(after: &Case) -> Vec<Event> {
    let mut units: Vec<_> = after
        .questions
        .iter()
        .filter(|question| question.waits())
        .map(|question| question.unit.hsa_id.clone())
        .collect();
    units.dedup();
    units
        .into_iter()
        .map(|unit| Event::QuestionWithdrawn { unit })
        .collect()
}

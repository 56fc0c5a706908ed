//! What follows automatically from a decision: placeholders join when there is consent to the case,
//! and a change of group closes at once every path that the new group forbids (X3).

use vocabulary::{
    consent::ConsentKind,
    group::Group,
    plan::PlanEnd,
    refusal::Refusal,
    unit::{UnitCard, UnitKind},
};

use super::{consents, plan};
use crate::{
    case::{Case, ConsentStanding, Party, Question},
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
        // An event that does not fit here is a bug in decide; the property test looks for that.
        after = evolve(Some(after), entry).map_err(|_| Refusal::NothingChanges)?;
    }
    let mut follow = Vec::new();
    follow.extend(placeholders(&after, context));
    follow.extend(parties_without_ground(before, &after));
    follow.extend(group_change(before, &after, context));
    follow.extend(moved(before, &after));
    if before.is_open() && !after.is_open() {
        follow.extend(taken_back(&after, Question::waits));
    }
    let after = follow.iter().try_fold(after, |after, event| {
        let entry = Entry {
            at: context.at,
            by: (&context.actor).into(),
            event: event.clone(),
        };
        evolve(Some(after), &entry).map_err(|_| Refusal::NothingChanges)
    })?;
    follow.extend(plan::follows(before, &after));
    Ok(follow)
}

/// When a consent is taken back, the parties that joined on it leave and get nothing more
/// (domain.md, Consent). The coordinating unit stays, and so does the unit that opened the case.
fn parties_without_ground(before: &Case, after: &Case) -> Vec<Event> {
    if before.consents == after.consents {
        return Vec::new();
    }
    let lost = |party: &&Party| {
        let unit = &party.unit.hsa_id;
        let lost_its_ground = if party.unit.kind == UnitKind::MunicipalPrimaryCare {
            consents::has_lost_a_ground(before, after, unit)
        } else {
            consents::for_party(before, unit).is_ok() && consents::for_party(after, unit).is_err()
        };
        *unit != after.coordinator && party.basis.is_a_consent() && lost_its_ground
    };
    let removed = |party: &Party| Event::PartyRemoved {
        unit: party.unit.hsa_id.clone(),
        name: party.unit.name.clone(),
        reason: "Samtycket gäller inte längre".to_owned(),
    };
    after.parties.values().filter(lost).map(removed).collect()
}

/// When the person moves to another municipality, the old municipality no longer sees what it was
/// asked and is no longer a party to care that it will not give (V3.1, V6B.7).
fn moved(before: &Case, after: &Case) -> Vec<Event> {
    if before.municipality() == after.municipality() {
        return Vec::new();
    }
    let elsewhere = |unit: &UnitCard| unit.municipality.as_ref() != after.municipality();
    // Also when the answer was yes: a yes from another municipality does not count here, nor when the
    // person comes back.
    let mut follow = taken_back(after, |question| {
        elsewhere(&question.unit) && stands(after, question)
    });
    follow.extend(
        after
            .parties
            .values()
            .filter(|party| {
                party.unit.kind == UnitKind::MunicipalPrimaryCare && elsewhere(&party.unit)
            })
            .map(|party| Event::PartyRemoved {
                unit: party.unit.hsa_id.clone(),
                name: party.unit.name.clone(),
                reason: "Patienten bor i en annan kommun".to_owned(),
            }),
    );
    follow
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
        .filter(|unit| unit.kind.is_placeholder() && !after.is_party(&unit.hsa_id))
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
    // Any other change leaves the questions where they are: a question that disappears would tell
    // the municipality that the group has changed.
    if after.group == Group::Resident {
        follow.extend(taken_back(after, Question::waits));
    }
    let noticed = !vocabulary::leak::without("X3");
    if noticed && after.group == Group::Resident && after.purchases_ended.is_none() {
        follow.push(Event::PurchasesEnded {
            reason: "Patienten är folkbokförd eller har uppehållstillstånd".to_owned(),
        });
    }
    if noticed
        && after.group == Group::Resident
        && after.sip.is_begun()
        && after.sip.ended.is_none()
    {
        follow.push(Event::SipEnded {
            cause: PlanEnd::OrdinaryRoutine,
            reason: None,
        });
    }
    follow
}

/// Whether a question is the latest one to its unit, and waits or was answered with a yes.
pub(super) fn stands(case: &Case, question: &Question) -> bool {
    let latest = case.question_to(&question.unit.hsa_id);
    latest.is_some_and(|latest| latest.id == question.id)
        && (question.waits() || question.confirmed())
}

/// Takes back the questions that a municipality may no longer see.
pub(super) fn taken_back(after: &Case, which: impl Fn(&Question) -> bool) -> Vec<Event> {
    after
        .questions
        .iter()
        .filter(|question| which(question))
        .map(|question| Event::QuestionWithdrawn {
            unit: question.unit.hsa_id.clone(),
        })
        .collect()
}

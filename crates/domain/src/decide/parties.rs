//! Parties: who may join, leave, or take over coordination.

use vocabulary::{
    command::{AddParty, HandOverCoordination, LinkCase, MoveWard, RemoveParty},
    group::Group,
    refusal::{Refusal, Rule},
    unit::{UnitCard, UnitKind},
};

use super::{Decision, consents, letters, municipality};
use crate::{
    case::{Case, Question},
    context::Context,
    event::{Basis, Event, Person},
    pathway::Pathway,
};

/// The never-rules: social services and municipal rehab are never a party, in any case (X1, V5.3).
pub(super) fn never(unit: &UnitCard) -> Result<(), Refusal> {
    if vocabulary::leak::seeded("party-list") {
        return Ok(());
    }
    match unit.kind {
        UnitKind::SocialServices => Err(Refusal::SocialServicesNeverParty),
        UnitKind::MunicipalRehab => Err(Refusal::MunicipalRehabNeverParty),
        UnitKind::HospitalWard
        | UnitKind::SpecialistClinic
        | UnitKind::HealthCentre
        | UnitKind::RegionalRehab
        | UnitKind::HeadOffice
        | UnitKind::MunicipalPrimaryCare
        | UnitKind::PlaceholderHealthCentre
        | UnitKind::PlaceholderMunicipality => Ok(()),
    }
}

/// The requirement by which municipal primary care may join, in this pathway.
fn confirmed_rule(pathway: Option<Pathway>) -> Rule {
    match pathway {
        Some(Pathway::SixC) => "V6C.6",
        Some(Pathway::SevenB) => "V7B.2",
        Some(Pathway::SevenC) => "V7C.2",
        Some(Pathway::SixA | Pathway::SixB | Pathway::SevenA) | None => "V6B.8",
    }
}

pub(super) fn add(case: &Case, context: &Context, command: &AddParty) -> Decision {
    let unit = context
        .units
        .get(&command.unit)
        .ok_or(Refusal::UnitCannotTakePart)?;
    never(unit)?;
    if case.group == Group::Resident {
        return Err(Refusal::OrdinaryRoutineApplies);
    }
    if case.another_region_is_responsible() {
        return Err(Refusal::AnotherRegionResponsible);
    }
    if unit.kind.is_placeholder() {
        return Err(Refusal::PlaceholderFollowsConsent);
    }
    // Koncernkontoret gets the agreement and the invoice basis, but never a case (domain.md).
    if unit.kind == UnitKind::HeadOffice {
        return Err(Refusal::UnitCannotTakePart);
    }
    if case.is_party(&unit.hsa_id) {
        return Err(Refusal::AlreadyParty);
    }
    if unit.kind == UnitKind::MunicipalPrimaryCare {
        municipality::of_residence(case, unit)?;
        let confirmed = case
            .question_to(&unit.hsa_id)
            .is_some_and(Question::confirmed);
        if !confirmed {
            return Err(Refusal::MunicipalityHasNotConfirmed(confirmed_rule(
                case.pathway(),
            )));
        }
    }
    let basis = consents::for_party(case, &unit.hsa_id)?;
    Ok(vec![Event::PartyAdded {
        unit: unit.clone(),
        basis,
    }])
}

pub(super) fn remove(case: &Case, command: &RemoveParty) -> Decision {
    let party = case.parties.get(&command.unit).ok_or(Refusal::NotAParty)?;
    if party.unit.kind.is_placeholder() {
        return Err(Refusal::PlaceholderFollowsConsent);
    }
    if case.coordinator == command.unit {
        return Err(Refusal::CoordinatorStays);
    }
    Ok(vec![Event::PartyRemoved {
        unit: command.unit.clone(),
        name: party.unit.name.clone(),
        reason: command.reason.0.clone(),
    }])
}

pub(super) fn hand_over(
    case: &Case,
    context: &Context,
    command: &HandOverCoordination,
) -> Decision {
    if let Some(unit) = context.units.get(&command.unit) {
        never(unit)?;
    }
    if case.coordinator == command.unit {
        return Err(Refusal::NothingChanges);
    }
    let party = case.parties.get(&command.unit).ok_or(Refusal::NotAParty)?;
    if !party.unit.kind.is_regional_care() {
        return Err(Refusal::UnitCannotTakePart);
    }
    letters::none_on_paper(case)?;
    Ok(vec![Event::CoordinationHandedOver {
        unit: command.unit.clone(),
        name: party.unit.name.clone(),
    }])
}

/// Moves the person to another ward of the hospital, which takes part without consent, since the care is the
/// same (X4), and takes over the coordination. The room of the ward that was left no longer holds.
pub(super) fn move_ward(case: &Case, context: &Context, command: &MoveWard) -> Decision {
    let unit = context
        .units
        .get(&command.unit)
        .ok_or(Refusal::UnitCannotTakePart)?;
    never(unit)?;
    if case.coordinator == command.unit {
        return Err(Refusal::NothingChanges);
    }
    if !case
        .hospital()
        .is_some_and(|hospital| hospital.has_ward(unit))
    {
        return Err(Refusal::AnotherHospital);
    }
    letters::none_on_paper(case)?;
    let mut events = Vec::new();
    if !case.is_party(&unit.hsa_id) {
        consents::not_refused_by_name(case, &unit.hsa_id)?;
        events.push(Event::PartyAdded {
            unit: unit.clone(),
            basis: Basis::SameHospital,
        });
    }
    events.push(Event::CoordinationHandedOver {
        unit: unit.hsa_id.clone(),
        name: unit.name.clone(),
    });
    let room = command.room.as_ref().map(|room| room.0.clone());
    if case.person.room != room {
        events.push(Event::PersonCorrected {
            person: Person {
                room,
                ..Person::clone(&case.person)
            },
        });
    }
    Ok(events)
}

/// Links the case with another of the unit that is about the same person (X4). Neither is changed by it.
pub(super) fn link(case: &Case, context: &Context, command: &LinkCase) -> Decision {
    let other = context.case_named.ok_or(Refusal::NoSuchCase)?;
    let known = case.related.iter().any(|related| related.case == other);
    if known || other == case.id {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![Event::CaseLinked {
        case: other,
        reason: command.reason.0.clone(),
    }])
}

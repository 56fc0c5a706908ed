//! The question to municipal primary care, and its answer (V6B.7, V6B.8).

use vocabulary::{
    command::{AskMunicipality, InterventionOrder, RecordMunicipalityAnswer},
    group::Group,
    intervention::{Intervention, MunicipalityAnswer, Purchasable},
    refusal::Refusal,
    unit::{UnitCard, UnitKind},
};

use super::{Decision, consents, parties};
use crate::{case::Case, context::Context, event::Event};

pub(super) fn ask(case: &Case, context: &Context, command: &AskMunicipality) -> Decision {
    let unit = context
        .units
        .get(&command.unit)
        .ok_or(Refusal::UnitCannotTakePart)?;
    parties::never(unit)?;
    if unit.kind != UnitKind::MunicipalPrimaryCare {
        return Err(Refusal::UnitCannotTakePart);
    }
    if case.group == Group::Resident {
        return Err(Refusal::OrdinaryRoutineApplies);
    }
    purchasable(&command.interventions)?;
    if case.lives_in_another_region() {
        return Err(Refusal::AnotherRegionResponsible);
    }
    let municipality = of_residence(case, unit)?;
    consents::not_stopped(case)?;
    if case
        .question_to(&command.unit)
        .is_some_and(|question| question.waits() && question.answer.is_none())
    {
        return Err(Refusal::AlreadyAsked);
    }
    Ok(vec![Event::MunicipalityAsked {
        question: context.fresh.id(),
        unit: unit.clone(),
        municipality,
        interventions: command.interventions.clone(),
        starts: command.starts.0,
        ends: command.ends.map(|ends| ends.0),
    }])
}

/// Rehab is never bought (V5.3), nor anything above primary-care level or a takeover (V5.2).
pub(super) fn purchasable(orders: &[InterventionOrder]) -> Result<(), Refusal> {
    let any = |wanted| {
        orders
            .iter()
            .any(|order| order.code.purchasable() == wanted)
    };
    if any(Purchasable::Rehab) {
        return Err(Refusal::RehabNotPurchased);
    }
    if any(Purchasable::OutsidePrimaryCareLevel) {
        return Err(Refusal::OutsidePrimaryCareLevel);
    }
    Ok(())
}

/// Only the municipality where the person stays may be asked.
pub(super) fn of_residence(
    case: &Case,
    unit: &UnitCard,
) -> Result<vocabulary::geography::MunicipalityCode, Refusal> {
    match (case.municipality(), &unit.municipality) {
        (Some(stays), Some(asked)) if stays == asked => Ok(*stays),
        _ => Err(Refusal::NotTheMunicipalityOfResidence),
    }
}

pub(super) fn answer(case: &Case, command: &RecordMunicipalityAnswer) -> Decision {
    let question = case
        .question_to(&command.unit)
        .filter(|question| !question.withdrawn)
        .ok_or(Refusal::NothingAsked)?;
    if !question.waits() {
        return Err(Refusal::AlreadyAnswered);
    }
    let asked: Vec<Intervention> = question
        .interventions
        .iter()
        .map(|order| order.code)
        .collect();
    let named = command.accepted.clone().unwrap_or_default();
    // A yes that names interventions covers only those.
    let accepted = match command.answer {
        MunicipalityAnswer::Yes if named.is_empty() => asked,
        MunicipalityAnswer::Yes | MunicipalityAnswer::Partly => {
            if named.is_empty() || named.iter().any(|code| !asked.contains(code)) {
                return Err(Refusal::OutsideTheQuestion);
            }
            named
        }
        MunicipalityAnswer::No | MunicipalityAnswer::MoreInformation => Vec::new(),
    };
    Ok(vec![Event::MunicipalityAnswered {
        unit: command.unit.clone(),
        answer: command.answer,
        accepted,
        answered_by: command.answered_by.0.clone(),
        comment: command.comment.as_ref().map(|comment| comment.0.clone()),
    }])
}

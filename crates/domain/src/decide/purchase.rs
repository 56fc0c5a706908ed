//! Care request, agreement and invoicing form: what each needs before it (C3.1, C4.1, V6B.15).

use vocabulary::{
    command::{
        AnswerCareRequest, CareRequestAnswer, DrawUpAgreement, RecordInvoicingForm,
        SendCareRequest, SignAgreement, Signatory,
    },
    intervention::{Intervention, MunicipalityAnswer},
    refusal::Refusal,
    role::Role,
    unit::UnitKind,
};

use super::{Decision, consents, municipality};
use crate::{
    case::{Case, Party},
    context::Context,
    event::Event,
};

fn municipal_party(case: &Case) -> Result<&Party, Refusal> {
    case.party_of_kind(UnitKind::MunicipalPrimaryCare)
        .ok_or(Refusal::CareRequestNeedsParty)
}

pub(super) fn send_request(case: &Case, command: &SendCareRequest) -> Decision {
    let party = municipal_party(case)?;
    consents::not_stopped(case)?;
    consents::for_care_request(case, &party.unit.hsa_id)?;
    let waits = case
        .care_request
        .as_ref()
        .is_some_and(|request| request.answer.is_none());
    if waits {
        return Err(Refusal::AlreadyAsked);
    }
    Ok(vec![Event::CareRequestSent {
        question: command.question.0.clone(),
        health_state: command.health_state.0.clone(),
        follow_up: command.follow_up.0.clone(),
        medicines: command.medicines.as_ref().map(|text| text.0.clone()),
    }])
}

pub(super) fn answer_request(case: &Case, command: &AnswerCareRequest) -> Decision {
    let request = case.care_request.as_ref().ok_or(Refusal::NoCareRequest)?;
    if request.answer.is_some() {
        return Err(Refusal::AlreadyAnswered);
    }
    let party = municipal_party(case)?;
    let accepted = match command.answer {
        CareRequestAnswer::Accepted => agreed_interventions(case),
        CareRequestAnswer::AcceptedInPart => {
            let named = command.accepted.clone().unwrap_or_default();
            if named
                .iter()
                .any(|code| !agreed_interventions(case).contains(code))
            {
                return Err(Refusal::NotCoveredByAgreement);
            }
            named
        }
        CareRequestAnswer::Declined | CareRequestAnswer::Returned => Vec::new(),
    };
    let answered = Event::CareRequestAnswered {
        answer: command.answer,
        reason: command.reason.as_ref().map(|reason| reason.0.clone()),
        accepted,
    };
    if command.answer == CareRequestAnswer::Declined {
        return Ok(vec![
            answered,
            Event::PartyRemoved {
                unit: party.unit.hsa_id.clone(),
                name: party.unit.name.clone(),
                reason: "Kommunen avböjde vårdbegäran".to_owned(),
            },
        ]);
    }
    Ok(vec![answered])
}

/// What the municipality's yes covers.
fn agreed_interventions(case: &Case) -> Vec<Intervention> {
    case.latest_question()
        .and_then(|question| question.answer.as_ref())
        .filter(|answer| {
            matches!(
                answer.value.answer,
                MunicipalityAnswer::Yes | MunicipalityAnswer::Partly
            )
        })
        .map(|answer| answer.value.accepted.clone())
        .unwrap_or_default()
}

/// Interventions the accepted care request covers.
fn accepted_interventions(case: &Case) -> Option<Vec<Intervention>> {
    let decision = &case.care_request.as_ref()?.answer.as_ref()?.value;
    match decision.answer {
        CareRequestAnswer::Accepted | CareRequestAnswer::AcceptedInPart => {
            Some(decision.accepted.clone())
        }
        CareRequestAnswer::Declined | CareRequestAnswer::Returned => None,
    }
}

pub(super) fn draw_up(case: &Case, command: &DrawUpAgreement) -> Decision {
    municipality::purchasable(&command.interventions)?;
    let accepted = accepted_interventions(case).ok_or(Refusal::AgreementNeedsRequestAndPlan)?;
    if case.sip.held.is_none() {
        return Err(Refusal::AgreementNeedsRequestAndPlan);
    }
    municipal_party(case)?;
    if command
        .interventions
        .iter()
        .any(|order| !accepted.contains(&order.code))
    {
        return Err(Refusal::NotCoveredByAgreement);
    }
    Ok(vec![Event::AgreementDrawnUp {
        interventions: command.interventions.clone(),
        starts: command.starts,
        ends: command.ends,
        follow_up: command.follow_up.0.clone(),
    }])
}

/// Signed by the regional developer and the municipality's head of operations, each for
/// themselves, or recorded from paper by the coordinating unit naming who signed (C5.1).
pub(super) fn sign(case: &Case, context: &Context, command: &SignAgreement) -> Decision {
    let agreement = case.agreement.as_ref().ok_or(Refusal::NoAgreement)?;
    if agreement.signed_by(command.signatory) {
        return Err(Refusal::AlreadySigned);
    }
    let own = match command.signatory {
        Signatory::RegionalDeveloper => context.actor.role == Role::RegionalDeveloper,
        Signatory::HeadOfOperations => context.actor.role == Role::HeadOfOperations,
    };
    let signed_by = match (&command.signed_by, own) {
        (_, true) => context.actor.signature(),
        (Some(named), false) if context.actor.unit.kind.is_regional_care() => named.0.clone(),
        (_, false) => return Err(Refusal::NotYourTask),
    };
    Ok(vec![Event::AgreementSigned {
        signatory: command.signatory,
        signed_by,
    }])
}

pub(super) fn invoicing_form(case: &Case, command: &RecordInvoicingForm) -> Decision {
    if !case
        .agreement
        .as_ref()
        .is_some_and(crate::case::Agreement::is_signed)
    {
        return Err(Refusal::NoAgreement);
    }
    Ok(vec![Event::InvoicingFormRecorded {
        reference: command.reference.0.clone(),
    }])
}

//! Care request, agreement and invoicing form: what has to be in place before each (C3.1, C4.1,
//! V6B.15).

use vocabulary::{
    command::{
        AnswerCareRequest, CareRequestAnswer, DrawUpAgreement, RecordInvoicingForm,
        SendCareRequest, SignAgreement, Signatory,
    },
    hsa_id::HsaId,
    intervention::Intervention,
    refusal::Refusal,
    role::Role,
    text::Prose,
    unit::UnitKind,
};

use super::{Decision, consents, municipality};
use crate::{
    case::{CareRequest, Case, Party, Question},
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
        .is_some_and(|request| request.unit == party.unit.hsa_id && request.answer.is_none());
    if waits {
        return Err(Refusal::AlreadyAsked);
    }
    Ok(vec![Event::CareRequestSent {
        unit: party.unit.hsa_id.clone(),
        question: command.question.secret(),
        health_state: command.health_state.secret(),
        follow_up: command.follow_up.0.clone(),
        medicines: command.medicines.as_ref().map(Prose::secret),
    }])
}

pub(super) fn answer_request(case: &Case, command: &AnswerCareRequest) -> Decision {
    let request = case.care_request.as_ref().ok_or(Refusal::NoCareRequest)?;
    if request.answer.is_some() {
        return Err(Refusal::AlreadyAnswered);
    }
    // Only the unit that the request was sent to may answer, and only while it is a party.
    let party = case
        .parties
        .get(&request.unit)
        .ok_or(Refusal::CareRequestNeedsParty)?;
    let confirmed = case.confirmed_interventions(&request.unit);
    let accepted = match command.answer {
        CareRequestAnswer::Accepted => confirmed,
        CareRequestAnswer::AcceptedInPart => {
            let named = command.accepted.clone().unwrap_or_default();
            if named.is_empty() || named.iter().any(|code| !confirmed.contains(code)) {
                return Err(Refusal::OutsideTheQuestion);
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
        // The municipality's yes to the question falls with the decline: it has to be asked again
        // before it may become a party again (V6B.8).
        return Ok(vec![
            answered,
            Event::QuestionWithdrawn {
                unit: party.unit.hsa_id.clone(),
            },
            Event::PartyRemoved {
                unit: party.unit.hsa_id.clone(),
                name: party.unit.name.clone(),
                reason: "Kommunen avböjde vårdbegäran".to_owned(),
            },
        ]);
    }
    Ok(vec![answered])
}

/// The latest question before a care request that its unit has answered with a yes that still stands.
/// When that yes was taken back because the person moved, the care request no longer counts (V6B.7).
fn standing_yes<'c>(case: &'c Case, request: &CareRequest) -> Option<&'c Question> {
    case.questions.iter().rev().find(|question| {
        question.unit.hsa_id == request.unit
            && question.confirmed()
            && question.asked_at <= request.sent_at
    })
}

/// The unit that accepted the care request, and the interventions it accepted.
fn accepted_interventions(case: &Case) -> Option<(&HsaId, &[Intervention])> {
    let request = case.care_request.as_ref()?;
    let decision = &request.answer.as_ref()?.value;
    match decision.answer {
        CareRequestAnswer::Accepted | CareRequestAnswer::AcceptedInPart => {
            Some((&request.unit, decision.accepted.as_slice()))
        }
        CareRequestAnswer::Declined | CareRequestAnswer::Returned => None,
    }
}

pub(super) fn draw_up(case: &Case, command: &DrawUpAgreement) -> Decision {
    municipality::purchasable(&command.interventions)?;
    consents::not_stopped(case)?;
    let (unit, accepted) =
        accepted_interventions(case).ok_or(Refusal::AgreementNeedsRequestAndPlan)?;
    if case.sip.held.is_none() {
        return Err(Refusal::AgreementNeedsRequestAndPlan);
    }
    if !case.is_party(unit) {
        return Err(Refusal::CareRequestNeedsParty);
    }
    let request = case.care_request.as_ref();
    let yes = request.and_then(|request| standing_yes(case, request));
    let yes = yes.ok_or(Refusal::AgreementNeedsRequestAndPlan)?;
    if command
        .interventions
        .iter()
        .any(|order| !accepted.contains(&order.code))
    {
        return Err(Refusal::NotCoveredByAgreement);
    }
    if command.starts.0 < yes.starts {
        return Err(Refusal::StartsBeforeAsked);
    }
    Ok(vec![Event::AgreementDrawnUp {
        unit: unit.clone(),
        interventions: command.interventions.clone(),
        starts: command.starts.0,
        ends: command.ends.map(|ends| ends.0),
        follow_up: command.follow_up.0.clone(),
    }])
}

/// Signs the agreement: the regional developer and the municipality's head of operations each sign
/// for themselves, or the coordinating unit records a paper signature with the signer's name
/// (C5.1).
pub(super) fn sign(case: &Case, context: &Context, command: &SignAgreement) -> Decision {
    let agreement = case.agreement.as_ref().ok_or(Refusal::NoAgreement)?;
    consents::not_stopped(case)?;
    if !case.is_party(&agreement.unit) {
        return Err(Refusal::CareRequestNeedsParty);
    }
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

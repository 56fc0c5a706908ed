//! Care request and agreement.

use domain::case::{Agreement, CareDecision, CareRequest, Signature};
use jiff::civil::Date;
use serde::Serialize;
use vocabulary::{
    choice::Choice as _,
    command::{CareRequestAnswer, Signatory},
    hsa_id::HsaId,
    intervention::Intervention,
};

use super::{Moment, OrderView, Recorded};

/// The care request (C9.1).
#[derive(Clone, Serialize)]
pub struct CareRequestView {
    /// The municipal unit that it was sent to.
    pub unit: HsaId,
    /// Which interventions the region asks for.
    pub question: String,
    pub health_state: String,
    /// Who calls to the follow-up, and when.
    pub follow_up: String,
    pub medicines: Option<String>,
    pub sent_at: Moment,
    pub answer: Option<Recorded<CareDecisionView>>,
}

/// The municipality's decision on a care request.
#[derive(Clone, Serialize)]
pub struct CareDecisionView {
    pub answer: CareRequestAnswer,
    pub answer_name: &'static str,
    /// Why it was declined, or what is missing.
    pub reason: Option<String>,
    /// The interventions accepted, when it was accepted in part.
    pub accepted: Vec<Intervention>,
}

/// The agreement, Bilaga 1.
#[derive(Clone, Serialize)]
pub struct AgreementView {
    /// The municipal unit that performs the care.
    pub unit: HsaId,
    pub interventions: Vec<OrderView>,
    /// First day.
    pub starts: Date,
    /// Last day.
    pub ends: Option<Date>,
    /// Who follows up, and when.
    pub follow_up: String,
    pub drawn_up_at: Moment,
    pub signatures: Vec<SignatureView>,
    /// Whether both parties have signed (C5.1).
    pub signed: bool,
}

/// A signature on the agreement (C5.1).
#[derive(Clone, Serialize)]
pub struct SignatureView {
    pub signatory: Signatory,
    pub signatory_name: &'static str,
    /// Name and function of the person who signed.
    pub signed_by: String,
    /// When the signature was recorded.
    pub at: Moment,
}

impl CareRequestView {
    pub(crate) fn of(request: &CareRequest) -> Self {
        let CareRequest {
            question,
            health_state,
            follow_up,
            medicines,
            sent_at,
            answer,
            unit,
        } = request;
        Self {
            unit: unit.clone(),
            question: question.reveal().clone(),
            health_state: health_state.reveal().clone(),
            follow_up: follow_up.clone(),
            medicines: medicines.as_ref().map(|words| words.reveal().clone()),
            sent_at: Moment(*sent_at),
            answer: answer.as_ref().map(|found| {
                Recorded::of(found, |decision: &CareDecision| CareDecisionView {
                    answer: decision.answer,
                    answer_name: decision.answer.swedish(),
                    reason: decision.reason.clone(),
                    accepted: decision.accepted.clone(),
                })
            }),
        }
    }
}

impl AgreementView {
    pub(crate) fn of(agreement: &Agreement) -> Self {
        Self {
            unit: agreement.unit.clone(),
            interventions: OrderView::all(&agreement.interventions),
            starts: agreement.starts,
            ends: agreement.ends,
            follow_up: agreement.follow_up.clone(),
            drawn_up_at: Moment(agreement.drawn_up_at),
            signatures: agreement
                .signatures
                .iter()
                .map(|stamped| {
                    let Signature {
                        signatory,
                        signed_by,
                    } = &stamped.value;
                    SignatureView {
                        signatory: *signatory,
                        signatory_name: signatory.swedish(),
                        signed_by: signed_by.clone(),
                        at: Moment(stamped.at),
                    }
                })
                .collect(),
            signed: agreement.is_signed(),
        }
    }
}

//! The question to municipal primary care: as the region sees it, and as the asked unit sees it.

use domain::{Case, case::Question};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vocabulary::{
    choice::Choice as _,
    command::InterventionOrder,
    geography::MunicipalityCode,
    hsa_id::HsaId,
    intervention::{Intervention, MunicipalityAnswer, Per},
    public_id::PublicId,
    unit::UnitKind,
};

use super::{Moment, Recorded, person::municipality_name};
use crate::{
    AnyCase, Channel, Class, Disclosed, Guard, Recipient,
    audience::{AskedMunicipality, RegionalCare},
    guard::entity_facts::visible_questions,
    share::QuestionShare,
};

/// An intervention and its extent.
#[derive(Clone, Serialize, Deserialize)]
pub struct OrderView {
    pub code: Intervention,
    pub times: u32,
    pub per: Per,
    /// For example "Såromläggning, 3 gånger per vecka".
    pub text: String,
}

impl OrderView {
    pub(crate) fn all(orders: &[InterventionOrder]) -> Vec<Self> {
        orders
            .iter()
            .map(|order| Self {
                code: order.code,
                times: order.times.0,
                per: order.per,
                text: order_text(order),
            })
            .collect()
    }
}

/// For example "Såromläggning, 3 gånger per vecka".
pub(crate) fn order_text(order: &InterventionOrder) -> String {
    let times = if order.times.0 == 1 {
        "gång"
    } else {
        "gånger"
    };
    format!(
        "{}, {} {times} {}",
        order.code.swedish(),
        order.times.0,
        order.per.swedish()
    )
}

/// A question as the asked unit sees it before its yes: what, how much, when and where. No person,
/// no ward, no group, and an id of its own.
#[derive(Clone, Serialize, Deserialize)]
pub struct QuestionView {
    /// The question's own id.
    pub id: PublicId,
    /// The unit that is asked.
    pub unit: HsaId,
    /// "NU-sjukvården" or "Vårdcentral", never the ward.
    pub asked_by: String,
    pub municipality: MunicipalityCode,
    pub municipality_name: String,
    pub interventions: Vec<OrderView>,
    pub starts: Date,
    pub ends: Option<Date>,
    pub asked_at: Moment,
    /// What the unit has answered.
    pub answer: Option<MunicipalityAnswer>,
    /// What a partial yes covers.
    pub accepted: Vec<Intervention>,
    /// The unit's own comment.
    pub comment: Option<String>,
}

/// A question to a municipality as the region's care units see it.
#[derive(Clone, Serialize)]
pub struct CaseQuestionView {
    /// The question's own id.
    pub id: PublicId,
    /// The unit that is asked.
    pub unit: HsaId,
    pub unit_name: String,
    pub municipality: MunicipalityCode,
    pub municipality_name: String,
    pub interventions: Vec<OrderView>,
    pub starts: Date,
    pub ends: Option<Date>,
    pub asked_at: Moment,
    /// Whether it still waits for an answer.
    pub waits: bool,
    pub withdrawn: bool,
    pub answer: Option<Recorded<AnswerView>>,
}

/// What the municipality answered.
#[derive(Clone, Serialize)]
pub struct AnswerView {
    pub answer: MunicipalityAnswer,
    pub answer_name: &'static str,
    pub accepted: Vec<Intervention>,
    /// Function (job title) of whoever answered.
    pub answered_by: String,
    pub comment: Option<String>,
}

impl CaseQuestionView {
    pub(crate) fn all(case: &Case) -> Vec<Self> {
        case.questions
            .iter()
            .map(|question| Self {
                id: question.id,
                unit: question.unit.hsa_id.clone(),
                unit_name: question.unit.name.clone(),
                municipality: question.municipality,
                municipality_name: municipality_name(question.municipality),
                interventions: OrderView::all(&question.interventions),
                starts: question.starts,
                ends: question.ends,
                asked_at: Moment(question.asked_at),
                waits: question.waits(),
                withdrawn: question.withdrawn,
                answer: question.answer.as_ref().map(|stamped| {
                    Recorded::of(stamped, |answer| AnswerView {
                        answer: answer.answer,
                        answer_name: answer.answer.swedish(),
                        accepted: answer.accepted.clone(),
                        answered_by: answer.answered_by.clone(),
                        comment: answer.comment.clone(),
                    })
                }),
            })
            .collect()
    }
}

impl QuestionView {
    fn of(case: &Case, question: &Question) -> Self {
        let QuestionShare { question, asked_by } = QuestionShare::of(case, question);
        let answer = question.answer.as_ref().map(|answer| &answer.value);
        Self {
            id: question.id,
            unit: question.unit.hsa_id.clone(),
            asked_by: asked_by.to_owned(),
            municipality: question.municipality,
            municipality_name: municipality_name(question.municipality),
            interventions: OrderView::all(&question.interventions),
            starts: question.starts,
            ends: question.ends,
            asked_at: Moment(question.asked_at),
            answer: answer.map(|answer| answer.answer),
            accepted: answer
                .map(|answer| answer.accepted.clone())
                .unwrap_or_default(),
            comment: answer.and_then(|answer| answer.comment.clone()),
        }
    }
}

impl Guard {
    /// What the asked unit's list may show of a question; `None` when the unit may no longer see
    /// it: after a no, close or group change, or when it was taken back. For the projection.
    #[must_use]
    pub fn question_row(&self, case: &dyn AnyCase, question: PublicId) -> Option<QuestionView> {
        let case = case.asked();
        let question = visible_questions(&case).find(|asked| asked.id == question)?;
        let recipient = Recipient::Unit(&question.unit);
        self.may_disclose(recipient, &case, Class::Question, Channel::Message)
            .allowed
            .then(|| QuestionView::of(&case, question))
    }

    /// A question, as the asked unit's manager or nurse sees it.
    #[must_use]
    pub fn question(
        &self,
        actor: &domain::Actor,
        case: &dyn AnyCase,
        question: PublicId,
    ) -> Option<Disclosed<AskedMunicipality, QuestionView>> {
        let case = case.asked();
        let question = visible_questions(&case)
            .find(|asked| asked.id == question && asked.unit.hsa_id == actor.unit.hsa_id)?;
        self.may_disclose(
            Recipient::Staff(actor),
            &case,
            Class::Question,
            Channel::Page,
        )
        .allowed
        .then(|| Disclosed::decided(QuestionView::of(&case, question)))
    }

    /// The questions of the actor's own unit, from the projection. Rows of another unit are left
    /// out.
    #[must_use]
    pub fn questions(
        &self,
        actor: &domain::Actor,
        rows: Vec<QuestionView>,
    ) -> Option<Disclosed<AskedMunicipality, Vec<QuestionView>>> {
        let municipal = actor.unit.kind == UnitKind::MunicipalPrimaryCare;
        (municipal && self.may_command(actor, None, "list_cases").allowed).then(|| {
            let own = rows.into_iter().filter(|row| row.unit == actor.unit.hsa_id);
            Disclosed::decided(own.collect())
        })
    }

    /// The questions of a case, for the region's care units.
    #[must_use]
    pub fn case_questions(
        &self,
        actor: &domain::Actor,
        case: &dyn AnyCase,
    ) -> Option<Disclosed<RegionalCare, Vec<CaseQuestionView>>> {
        let case = case.asked();
        self.sees_whole_case(actor, &case)
            .then(|| Disclosed::decided(CaseQuestionView::all(&case)))
    }
}

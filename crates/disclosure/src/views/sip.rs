//! The SIP: its meeting, the plan, copies and follow-up.

use domain::{
    Case,
    case::{Copy, Held, HeldFollowUp, Sip},
    event::{EvaluatedGoal, FollowUp, Meeting, OutsidePlace},
};
use jiff::Timestamp;
use serde::Serialize;
use vocabulary::{
    choice::Choice as _,
    hsa_id::HsaId,
    meeting_point::MeetingPoint,
    plan::{PlanEnd, PlanField, PlanRowKind, PlanState},
    public_id::PublicId,
    sip::{
        Attendee, CopyRecipient, GoalOutcome, HandOver, HousingAnswer, HousingDecision, MeetingForm,
    },
};

use super::{Moment, Recorded, record::signature};
use crate::share::EvaluationShare;

/// The SIP, as the region's care units see it.
#[derive(Clone, Serialize)]
pub struct SipView {
    pub number: String,
    /// Numbers it had before a change of group. Nothing is found by them.
    pub former_numbers: Vec<String>,
    pub meeting: Option<Recorded<MeetingView>>,
    pub invitation: InvitationView,
    /// The meeting that was held.
    pub held: Option<Recorded<HeldView>>,
    /// How far the plan has come; its rows are read by themselves.
    pub plan: PlanProgressView,
    pub copies: Vec<Recorded<CopyView>>,
    pub follow_up: Option<Recorded<FollowUpView>>,
    /// The follow-ups that were held, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follow_ups_held: Vec<Recorded<HeldFollowUpView>>,
    /// The meeting of an A pathway, and what came of the offer made there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub housing: Option<HousingView>,
}

/// A planned SIP meeting (V6A.4).
#[derive(Clone, Serialize)]
pub struct MeetingView {
    pub at: Moment,
    pub form: MeetingForm,
    pub form_name: &'static str,
    /// A neutral place.
    pub meeting_point: Option<String>,
    pub link: Option<String>,
    /// The place of the register, when one is chosen; for the form that plans the meeting again.
    #[serde(skip)]
    pub chosen_point: Option<PublicId>,
    /// The place as somebody has typed it, for the same form.
    #[serde(skip)]
    pub typed_point: Option<String>,
    /// The link as somebody has typed it, for the same form.
    #[serde(skip)]
    pub typed_link: Option<String>,
    pub kin_invited: bool,
    /// Questions to answer before the meeting.
    pub questions: Option<String>,
}

/// The state of the de-identified invitation (V6A.6).
#[derive(Clone, Serialize)]
pub struct InvitationView {
    /// Set while it waits to be sent.
    pub queued_at: Option<Moment>,
    /// Set while it is unclear whether it was sent.
    pub uncertain_since: Option<Moment>,
    pub sent_at: Option<Moment>,
}

/// The meeting that was held.
#[derive(Clone, Serialize)]
pub struct HeldView {
    pub at: Moment,
    /// Who attended, in Swedish.
    pub attended: Vec<&'static str>,
}

/// How far the plan has come.
#[derive(Clone, Serialize)]
pub struct PlanProgressView {
    pub state: PlanState,
    pub state_name: &'static str,
    pub begun_at: Option<Moment>,
    /// The version that holds; 0 while nobody has agreed on one.
    pub version: u32,
    pub agreed_at: Option<Moment>,
    pub ended: Option<Recorded<EndedPlanView>>,
    /// The goals of the version that holds; for the form that evaluates them.
    #[serde(skip)]
    pub goals: Vec<String>,
}

/// The cause, and in words what it does not say.
#[derive(Clone, Serialize)]
pub struct EndedPlanView {
    pub cause: PlanEnd,
    pub cause_name: &'static str,
    pub reason: Option<String>,
}

/// A copy of the plan that was handed out.
#[derive(Clone, Serialize)]
pub struct CopyView {
    pub plan_version: u32,
    pub recipient: CopyRecipient,
    pub recipient_name: &'static str,
    pub how: HandOver,
    pub how_name: &'static str,
    pub at: Moment,
}

/// The follow-up meeting that was decided (V6B.14).
#[derive(Clone, Serialize)]
pub struct FollowUpView {
    pub at: Moment,
    /// The unit mainly responsible for the meeting.
    pub unit: HsaId,
    pub unit_name: String,
    /// Name of the treating unit that follows up and evaluates (C8.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluated_by: Option<String>,
}

/// A follow-up that was held (V6B.14).
#[derive(Clone, Serialize)]
pub struct HeldFollowUpView {
    /// Who attended, in Swedish.
    pub attended: Vec<&'static str>,
    pub evaluation: EvaluationView,
}

/// When a follow-up was held, and how far each goal was reached.
#[derive(Clone, Serialize)]
pub struct EvaluationView {
    pub at: Moment,
    pub goals: Vec<GoalView>,
}

/// A goal, and how far it was reached.
#[derive(Clone, Serialize)]
pub struct GoalView {
    pub goal: String,
    pub outcome: GoalOutcome,
    pub outcome_name: &'static str,
    pub why: Option<String>,
    /// How far it was reached and why, in Swedish.
    #[serde(skip)]
    pub said: String,
}

/// Institution housing: the meeting where it is offered, the patient's answer, and Migrationsverket's decision.
#[derive(Clone, Serialize)]
pub struct HousingView {
    pub meeting: Option<Recorded<HousingMeetingView>>,
    pub answer: Option<Recorded<HousingAnswerView>>,
    pub decision: Option<Recorded<HousingDecisionView>>,
}

/// The meeting of an A pathway (V6A.4.2).
#[derive(Clone, Serialize)]
pub struct HousingMeetingView {
    pub at: Moment,
    /// Who attended, in Swedish.
    pub attended: Vec<&'static str>,
    pub informed: bool,
    pub offered: bool,
}

/// What the patient answered (V4.3).
#[derive(Clone, Serialize)]
pub struct HousingAnswerView {
    pub answer: HousingAnswer,
    pub answer_name: &'static str,
    pub at: Moment,
    pub reason: Option<String>,
}

/// What Migrationsverket decided (V4.3, V6A.9).
#[derive(Clone, Serialize)]
pub struct HousingDecisionView {
    pub decision: HousingDecision,
    pub decision_name: &'static str,
    pub at: Moment,
    pub reason: Option<String>,
}

impl SipView {
    pub(crate) fn of(case: &Case) -> Self {
        let sip = &case.sip;
        Self {
            number: sip.number.shown(),
            former_numbers: sip
                .former_numbers
                .iter()
                .map(vocabulary::sip::SipNumber::shown)
                .collect(),
            meeting: sip
                .meeting
                .as_ref()
                .map(|found| Recorded::of(found, MeetingView::of)),
            invitation: InvitationView {
                queued_at: sip
                    .invitation_queued
                    .as_ref()
                    .map(|queued| Moment(queued.at)),
                uncertain_since: sip.invitation_uncertain.as_ref().map(|row| Moment(row.at)),
                sent_at: sip.invitation_sent.as_ref().map(|sent| Moment(sent.value)),
            },
            held: sip
                .held
                .as_ref()
                .map(|found| Recorded::of(found, HeldView::of)),
            plan: PlanProgressView::of(case),
            copies: sip
                .copies
                .iter()
                .map(|found| Recorded::of(found, CopyView::of))
                .collect(),
            follow_up: sip
                .follow_up
                .as_ref()
                .map(|found| Recorded::of(found, FollowUpView::of)),
            follow_ups_held: sip
                .follow_ups_held
                .iter()
                .map(|found| Recorded::of(found, HeldFollowUpView::of))
                .collect(),
            housing: HousingView::of(sip),
        }
    }
}

impl HousingView {
    fn of(sip: &Sip) -> Option<Self> {
        let view = Self {
            meeting: sip.housing_meeting.as_ref().map(|found| {
                Recorded::of(found, |held| HousingMeetingView {
                    at: Moment(held.at),
                    attended: names(&held.attended),
                    informed: held.informed,
                    offered: held.offered,
                })
            }),
            answer: sip.housing_answer.as_ref().map(|found| {
                Recorded::of(found, |answered| HousingAnswerView {
                    answer: answered.answer,
                    answer_name: answered.answer.swedish(),
                    at: Moment(answered.at),
                    reason: answered.reason.as_ref().map(|text| text.reveal().clone()),
                })
            }),
            decision: sip.housing_decision.as_ref().map(|found| {
                Recorded::of(found, |decided| HousingDecisionView {
                    decision: decided.decision,
                    decision_name: decided.decision.swedish(),
                    at: Moment(decided.at),
                    reason: decided.reason.as_ref().map(|text| text.reveal().clone()),
                })
            }),
        };
        let any = view.meeting.is_some() || view.answer.is_some() || view.decision.is_some();
        any.then_some(view)
    }
}

impl HeldFollowUpView {
    fn of(held: &HeldFollowUp) -> Self {
        Self {
            attended: names(&held.attended),
            evaluation: EvaluationView::of(held.at, &held.evaluations),
        }
    }
}

impl EvaluationView {
    fn of(at: Timestamp, goals: &[EvaluatedGoal]) -> Self {
        let goals = goals.iter().map(|evaluated| GoalView {
            goal: evaluated.goal.reveal().clone(),
            outcome: evaluated.outcome,
            outcome_name: evaluated.outcome.swedish(),
            why: evaluated.why.as_ref().map(|why| why.reveal().clone()),
            said: evaluated.said(),
        });
        Self {
            at: Moment(at),
            goals: goals.collect(),
        }
    }

    /// As municipal primary care knows it.
    pub(crate) fn known_to(share: &EvaluationShare<'_>) -> Recorded<Self> {
        Recorded {
            at: Moment(share.recorded_at),
            by: signature(share.by),
            unit: share.by.unit_name.clone(),
            value: Self::of(share.held_at, share.goals),
        }
    }
}

fn names(attended: &[Attendee]) -> Vec<&'static str> {
    attended.iter().map(|who| who.swedish()).collect()
}

impl MeetingView {
    pub(crate) fn of(meeting: &Meeting) -> Self {
        let (chosen, made) = match &meeting.outside {
            Some(OutsidePlace::Point { point }) => (Some(point), None),
            Some(OutsidePlace::Room { link }) => (None, Some(link.as_str())),
            None => (None, None),
        };
        let shown = chosen.map(MeetingPoint::shown);
        let typed_point = meeting
            .meeting_point()
            .filter(|point| shown.as_deref() != Some(*point));
        let typed_link = meeting.link().filter(|link| made != Some(*link));
        Self {
            chosen_point: chosen.map(|point| point.id),
            typed_point: typed_point.map(str::to_owned),
            typed_link: typed_link.map(str::to_owned),
            at: Moment(meeting.at),
            form: meeting.form(),
            form_name: meeting.form().swedish(),
            meeting_point: meeting.meeting_point().map(str::to_owned),
            link: meeting.link().map(str::to_owned),
            kin_invited: meeting.kin_invited,
            questions: meeting.questions.clone(),
        }
    }
}

impl HeldView {
    fn of(held: &Held) -> Self {
        Self {
            at: Moment(held.at),
            attended: names(&held.attended),
        }
    }
}

impl PlanProgressView {
    fn of(case: &Case) -> Self {
        let sip = &case.sip;
        let state = sip.plan_state();
        let rows = case.plan.agreed().map(|agreed| &*agreed.rows);
        let goals = rows
            .into_iter()
            .flatten()
            .filter(|row| row.kind == PlanRowKind::Goal);
        Self {
            state,
            state_name: state.swedish(),
            begun_at: sip.begun.map(Moment),
            version: sip.plan_version,
            agreed_at: sip.agreed.as_ref().map(|agreed| Moment(agreed.at)),
            ended: sip.ended.as_ref().map(|found| {
                Recorded::of(found, |ended| EndedPlanView {
                    cause: ended.cause,
                    cause_name: ended.cause.swedish(),
                    reason: ended.reason.clone(),
                })
            }),
            goals: goals
                .filter_map(|goal| goal.value(PlanField::Text))
                .map(str::to_owned)
                .collect(),
        }
    }
}

impl CopyView {
    fn of(copy: &Copy) -> Self {
        Self {
            plan_version: copy.plan_version,
            recipient: copy.recipient,
            recipient_name: copy.recipient.swedish(),
            how: copy.how,
            how_name: copy.how.swedish(),
            at: Moment(copy.at),
        }
    }
}

impl FollowUpView {
    pub(crate) fn of(follow_up: &FollowUp) -> Self {
        Self {
            at: Moment(follow_up.at),
            unit: follow_up.unit.clone(),
            unit_name: follow_up.unit_name.clone(),
            evaluated_by: follow_up
                .evaluated_by
                .as_ref()
                .map(|unit| unit.name.clone()),
        }
    }
}

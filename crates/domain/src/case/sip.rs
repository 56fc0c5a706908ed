//! The SIP of a case: its meeting, plan, copies and follow-up.

use jiff::Timestamp;
use vocabulary::{
    plan::{PlanEnd, PlanState},
    public_id::PublicId,
    secret::Words,
    sip::{Attendee, CopyRecipient, HandOver, HousingAnswer, HousingDecision, SipNumber},
};

use super::Stamped;
use crate::event::{EvaluatedGoal, FollowUp, Meeting};

/// The SIP (coordinated individual plan): meeting, plan, copies and follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sip {
    pub number: SipNumber,
    /// Numbers it had before a group change. Nothing is found by them.
    pub former_numbers: Vec<SipNumber>,
    pub meeting: Option<Stamped<Meeting>>,
    /// The outbox row of the invitation, while it is queued.
    pub invitation_queued: Option<Stamped<PublicId>>,
    /// The outbox row of an invitation that may or may not have been sent.
    pub invitation_uncertain: Option<Stamped<PublicId>>,
    pub invitation_sent: Option<Stamped<Timestamp>>,
    /// When invitations to earlier plannings were sent. Migrationsverket has been told of those
    /// meetings, even if the meeting was planned anew.
    pub former_invitations: Vec<Stamped<Timestamp>>,
    pub held: Option<Stamped<Held>>,
    /// Since when anybody has written in the plan.
    pub begun: Option<Timestamp>,
    /// The version of the plan that holds; 0 while nobody has agreed on one.
    pub plan_version: u32,
    /// When that version was agreed on.
    pub agreed: Option<Stamped<AgreedPlan>>,
    /// Set when the plan ended.
    pub ended: Option<Stamped<EndedPlan>>,
    pub copies: Vec<Stamped<Copy>>,
    pub follow_up: Option<Stamped<FollowUp>>,
    /// The meeting that a group change made void and that has to be planned anew.
    pub void_meeting: Option<Stamped<Meeting>>,
    /// The follow-up that a group change made void and that has to be decided anew.
    pub void_follow_up: Option<Stamped<FollowUp>>,
    /// The follow-ups that have been held, in order.
    pub follow_ups_held: Vec<Stamped<HeldFollowUp>>,
    /// The latest meeting about institution housing (V6A.4.2).
    pub housing_meeting: Option<Stamped<HousingMeeting>>,
    /// The patient's latest answer to the offer of institution housing (V4.3).
    pub housing_answer: Option<Stamped<HousingAnswered>>,
    /// Migrationsverket's latest decision on it.
    pub housing_decision: Option<Stamped<HousingDecided>>,
}

impl Sip {
    /// The SIP of a case that is opened.
    pub(crate) fn begun(number: SipNumber) -> Self {
        Self {
            number,
            former_numbers: Vec::new(),
            meeting: None,
            invitation_queued: None,
            invitation_uncertain: None,
            invitation_sent: None,
            former_invitations: Vec::new(),
            held: None,
            begun: None,
            plan_version: 0,
            agreed: None,
            ended: None,
            copies: Vec::new(),
            follow_up: None,
            void_meeting: None,
            void_follow_up: None,
            follow_ups_held: Vec::new(),
            housing_meeting: None,
            housing_answer: None,
            housing_decision: None,
        }
    }
}

impl Sip {
    /// The meeting as municipal primary care knows it. A meeting that a group change made void stays
    /// until another is planned: if it disappeared, it would tell that the group has changed.
    #[must_use]
    pub fn meeting_known_to_municipality(&self) -> Option<&Stamped<Meeting>> {
        self.meeting.as_ref().or(self.void_meeting.as_ref())
    }

    /// The follow-up as municipal primary care knows it; a void one stays in the same way.
    #[must_use]
    pub fn follow_up_known_to_municipality(&self) -> Option<&Stamped<FollowUp>> {
        self.follow_up.as_ref().or(self.void_follow_up.as_ref())
    }
}

impl Sip {
    /// Whether there is anything of a plan.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.begun.is_some()
    }

    /// How far the plan has come.
    #[must_use]
    pub fn plan_state(&self) -> PlanState {
        if self.ended.is_some() {
            PlanState::Ended
        } else if self.plan_version > 0 {
            if self.follow_ups_held.is_empty() {
                PlanState::Agreed
            } else {
                PlanState::FollowedUp
            }
        } else if self.held.is_some() {
            PlanState::Held
        } else if self.meeting.is_some() {
            PlanState::Invited
        } else {
            PlanState::Draft
        }
    }

    /// Since when a meeting that was planned then has been held; `None` while it has not.
    #[must_use]
    pub fn held_since(&self, planned: Timestamp) -> Option<Timestamp> {
        let plan = self.held.as_ref().map(|held| held.at);
        let housing = self.housing_meeting.as_ref().map(|held| held.at);
        plan.max(housing).filter(|held| *held >= planned)
    }

    /// The planned meeting that has not been held.
    #[must_use]
    pub fn meeting_to_hold(&self) -> Option<&Stamped<Meeting>> {
        let planned = self.meeting.as_ref();
        planned.filter(|meeting| self.held_since(meeting.at).is_none())
    }

    /// When the latest meeting took place.
    #[must_use]
    pub fn met_at(&self) -> Option<Timestamp> {
        let plan = self.held.as_ref().map(|held| held.value.at);
        let housing = self.housing_meeting.as_ref().map(|held| held.value.at);
        plan.max(housing)
    }

    /// The decided follow-up that has not been held.
    #[must_use]
    pub fn follow_up_to_hold(&self) -> Option<&Stamped<FollowUp>> {
        let mut held = self.follow_ups_held.iter();
        let decided = self.follow_up.as_ref()?;
        let is_held = held.any(|held| held.value.decided_for == decided.value.at);
        (!is_held).then_some(decided)
    }
}

/// The meeting of an A pathway (V6A.4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HousingMeeting {
    pub at: Timestamp,
    pub attended: Vec<Attendee>,
    /// Whether the patient was told how the nursing needs are met.
    pub informed: bool,
    /// Whether the patient was offered to apply for institution housing.
    pub offered: bool,
}

/// What the patient answered to the offer of institution housing (V4.3).
#[derive(Clone, PartialEq, Eq)]
pub struct HousingAnswered {
    pub answer: HousingAnswer,
    pub at: Timestamp,
    pub reason: Option<Words>,
}

/// What Migrationsverket decided about institution housing (V4.3, V6A.9).
#[derive(Clone, PartialEq, Eq)]
pub struct HousingDecided {
    pub decision: HousingDecision,
    pub at: Timestamp,
    pub reason: Option<Words>,
}

/// A follow-up that has been held (V6B.14, C8.1).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HeldFollowUp {
    /// For when it was decided.
    pub decided_for: Timestamp,
    pub at: Timestamp,
    pub attended: Vec<Attendee>,
    pub evaluations: Vec<EvaluatedGoal>,
}

/// The SIP meeting that was held.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Held {
    pub at: Timestamp,
    /// Who attended; empty for a meeting that was noted when the plan was four texts.
    pub attended: Vec<Attendee>,
}

/// The version of the plan that holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AgreedPlan {
    /// From 1.
    pub version: u32,
    /// A hash of what its rows say; `None` for a version that was four texts.
    pub hash: Option<String>,
}

/// The cause, and in words what it does not say.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EndedPlan {
    pub cause: PlanEnd,
    /// In words; absent beside a code that says enough.
    pub reason: Option<String>,
}

/// A copy of the plan that was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    pub plan_version: u32,
    pub recipient: CopyRecipient,
    pub how: HandOver,
    pub at: Timestamp,
}

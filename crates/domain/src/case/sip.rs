//! The SIP of a case: its meeting, plan, copies and follow-up.

use jiff::Timestamp;
use vocabulary::{
    public_id::PublicId,
    secret::Words,
    sip::{CopyRecipient, HandOver, SipNumber},
};

use super::Stamped;
use crate::event::{FollowUp, Meeting};

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
    /// Number of meetings held so far; each one makes a new version of the plan. 0 means no plan.
    pub plan_version: u32,
    pub copies: Vec<Stamped<Copy>>,
    pub follow_up: Option<Stamped<FollowUp>>,
    /// The meeting that a group change made void and that has to be planned anew.
    pub void_meeting: Option<Stamped<Meeting>>,
    /// The follow-up that a group change made void and that has to be decided anew.
    pub void_follow_up: Option<Stamped<FollowUp>>,
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
            plan_version: 0,
            copies: Vec::new(),
            follow_up: None,
            void_meeting: None,
            void_follow_up: None,
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

/// A meeting held and the plan made at it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Held {
    pub at: Timestamp,
    /// What matters to the person.
    pub what_matters: Words,
    pub needs: Words,
    /// Who is responsible for meeting each need.
    pub responsibilities: Words,
    pub attended: Words,
}

/// A copy of the plan that was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    pub plan_version: u32,
    pub recipient: CopyRecipient,
    pub how: HandOver,
    pub at: Timestamp,
}

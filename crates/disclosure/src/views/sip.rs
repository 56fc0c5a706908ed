//! The SIP: its meeting, the plan, copies and follow-up.

use domain::{
    Case,
    case::{Copy, Held},
    event::{FollowUp, Meeting, OutsidePlace},
};
use serde::Serialize;
use vocabulary::{
    choice::Choice as _,
    hsa_id::HsaId,
    meeting_point::MeetingPoint,
    public_id::PublicId,
    sip::{CopyRecipient, HandOver, MeetingForm},
};

use super::{Moment, Recorded};

/// The SIP, as the region's care units see it.
#[derive(Clone, Serialize)]
pub struct SipView {
    pub number: String,
    /// Numbers it had before a change of group. Nothing is found by them.
    pub former_numbers: Vec<String>,
    pub meeting: Option<Recorded<MeetingView>>,
    pub invitation: InvitationView,
    /// The meeting that was held, with its plan.
    pub held: Option<Recorded<HeldView>>,
    pub copies: Vec<Recorded<CopyView>>,
    pub follow_up: Option<Recorded<FollowUpView>>,
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

/// A meeting held and the plan made at it.
#[derive(Clone, Serialize)]
pub struct HeldView {
    pub at: Moment,
    /// In the person's own words.
    pub what_matters: String,
    pub needs: String,
    /// Who is responsible for meeting each need.
    pub responsibilities: String,
    pub attended: String,
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
    /// The unit mainly responsible.
    pub unit: HsaId,
    pub unit_name: String,
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
            copies: sip
                .copies
                .iter()
                .map(|found| Recorded::of(found, CopyView::of))
                .collect(),
            follow_up: sip
                .follow_up
                .as_ref()
                .map(|found| Recorded::of(found, FollowUpView::of)),
        }
    }
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
    pub(crate) fn of(held: &Held) -> Self {
        Self {
            at: Moment(held.at),
            what_matters: held.what_matters.reveal().clone(),
            needs: held.needs.reveal().clone(),
            responsibilities: held.responsibilities.reveal().clone(),
            attended: held.attended.reveal().clone(),
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
        }
    }
}

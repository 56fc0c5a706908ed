//! The SIP meeting, its invitation and the plan.

use jiff::Timestamp;
use vocabulary::public_id::PublicId;

use super::{plan, stamped};
use crate::{
    case::{Case, Held, HousingAnswered, HousingMeeting, Stamped},
    event::{Entry, Meeting, ProsePlan},
};

/// Plans a meeting. An invitation already sent was for the earlier planning, so it moves to the
/// history.
pub(super) fn planned(case: &mut Case, entry: &Entry, meeting: &Meeting) {
    case.sip.meeting = Some(stamped(entry, meeting));
    // A plan that had ended goes on with the new meeting.
    case.sip.ended = None;
    case.sip.invitation_queued = None;
    let sent = case.sip.invitation_sent.take();
    case.sip.former_invitations.extend(sent);
}

pub(super) fn invitation_queued(case: &mut Case, entry: &Entry, outbox: PublicId) {
    case.sip.invitation_queued = Some(stamped(entry, &outbox));
    case.sip.invitation_uncertain = None;
}

/// A person sent the invitation by their own means.
pub(super) fn invitation_sent(case: &mut Case, entry: &Entry, sent_at: Timestamp) {
    let sent = case.sip.invitation_sent.replace(stamped(entry, &sent_at));
    case.sip.former_invitations.extend(sent);
    case.sip.invitation_queued = None;
    case.sip.invitation_uncertain = None;
}

/// Vårdbron sent the invitation, or somebody found that it had arrived.
pub(super) fn invitation_mailed(
    case: &mut Case,
    entry: &Entry,
    outbox: PublicId,
    sent_at: Timestamp,
) {
    let sent = stamped(entry, &sent_at);
    let former = if invites_to_the_planned_meeting(case, outbox) {
        case.sip.invitation_sent.replace(sent)
    } else {
        // It was on its way when the meeting was planned anew: it was sent, but for the earlier
        // planning.
        Some(sent)
    };
    case.sip.former_invitations.extend(former);
    no_longer_on_its_way(case, outbox);
}

pub(super) fn invitation_uncertain(case: &mut Case, entry: &Entry, outbox: PublicId) {
    no_longer_on_its_way(case, outbox);
    case.sip.invitation_uncertain = Some(stamped(entry, &outbox));
}

pub(super) fn held(case: &mut Case, entry: &Entry, held: &Held, prose: Option<&ProsePlan>) {
    case.sip.held = Some(stamped(entry, held));
    case.sip.invitation_queued = None;
    if let Some(prose) = prose {
        plan::was_prose(case, entry, prose);
    }
}

/// A meeting that was held without the offer leaves what the patient has answered before.
pub(super) fn housing_meeting_held(
    case: &mut Case,
    entry: &Entry,
    held: &HousingMeeting,
    answer: Option<&HousingAnswered>,
) {
    case.sip.housing_meeting = Some(stamped(entry, held));
    if let Some(answer) = answer {
        case.sip.housing_answer = Some(stamped(entry, answer));
    }
    case.sip.invitation_queued = None;
}

/// Whether an outbox row is the invitation to the meeting as it is planned now.
fn invites_to_the_planned_meeting(case: &Case, outbox: PublicId) -> bool {
    let sip = &case.sip;
    let is_it = |row: &Stamped<PublicId>| row.value == outbox;
    let queued = sip.invitation_queued.as_ref().is_some_and(is_it);
    let uncertain = sip.invitation_uncertain.as_ref().is_some_and(|row| {
        is_it(row)
            && sip
                .meeting
                .as_ref()
                .is_some_and(|meeting| meeting.at <= row.at)
    });
    queued || uncertain
}

/// The invitation of this outbox row is no longer queued or uncertain.
pub(super) fn no_longer_on_its_way(case: &mut Case, outbox: PublicId) {
    let sip = &mut *case.sip;
    for row in [&mut sip.invitation_queued, &mut sip.invitation_uncertain] {
        if row.as_ref().is_some_and(|row| row.value == outbox) {
            *row = None;
        }
    }
}

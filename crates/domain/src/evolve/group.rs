//! The group, and what a change of it removes from the case.

use jiff::{Timestamp, civil::Date};
use vocabulary::{group::Group, sip::SipNumber};

use super::stamped;
use crate::{
    case::Case,
    event::{Entry, GroupEvidence, Transport},
};

pub(super) fn established(case: &mut Case, entry: &Entry, group: Group, evidence: &GroupEvidence) {
    if case.group != group {
        case.group_since = entry.at;
    }
    case.group = group;
    case.evidence = Some(evidence.clone());
    case.group_checked_at = Some(entry.at);
    case.awaits_confirmation = None;
    case.ever_protected |= group == Group::WithoutPermits;
    case.group_version += 1;
}

pub(super) fn confirmation_asked(case: &mut Case, entry: &Entry, group: Group) {
    case.awaits_confirmation = Some(stamped(entry, &group));
}

pub(super) fn confirmed(case: &mut Case) {
    case.awaits_confirmation = None;
    case.group_version += 1;
}

pub(super) fn unestablished(case: &mut Case, entry: &Entry) {
    case.group = Group::Unestablished;
    case.group_since = entry.at;
    case.evidence = None;
    case.group_checked_at = None;
    case.awaits_confirmation = None;
    case.group_version += 1;
}

pub(super) fn migration_agency_closed(case: &mut Case, entry: &Entry, sip_number: &SipNumber) {
    let former = std::mem::replace(&mut case.sip.number, sip_number.clone());
    case.sip.former_numbers.push(former);
    forget_what_migration_agency_knows(case, entry.at);
}

/// Forgets the future times, places and institution that Migrationsverket may have been told: they
/// have to be planned anew (X3). What is past stays as history.
fn forget_what_migration_agency_knows(case: &mut Case, now: Timestamp) {
    let to_come = |at: Timestamp| at > now;
    let held = case.sip.met_at().is_some();
    if let Some(meeting) = &case.sip.meeting
        && (!held || to_come(meeting.value.at))
    {
        case.sip.void_meeting = case.sip.meeting.take();
    }
    case.sip.invitation_queued = None;
    case.institution = None;
    case.sip.housing_decision = None;
    if let Some(follow_up) = &case.sip.follow_up
        && to_come(follow_up.value.at)
    {
        case.sip.void_follow_up = case.sip.follow_up.take();
    }
    case.interpreter = case.interpreter.take().filter(|i| !to_come(i.value.at));
    case.transport = case.transport.take().filter(
        |transport| !matches!(&transport.value, Transport::Ordered { at, .. } if to_come(*at)),
    );
}

/// A check says when it was made, and may say from when the permit is (V3.6).
pub(super) fn verified(case: &mut Case, entry: &Entry, permit_from: Option<Date>) {
    case.group_checked_at = Some(entry.at);
    if let (Some(evidence), Some(day)) = (&mut case.evidence, permit_from) {
        evidence.permit_from = Some(day);
    }
}

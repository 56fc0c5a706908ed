//! Certificate, SIP meeting, invitation, copies and follow-up.

use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith},
    command::{
        DecideFollowUp, HandOutCopy, HoldFollowUp, HoldSipMeeting, PlanSipMeeting,
        RecordInvitationSent, ResolveInvitation, WriteCertificate,
    },
    meeting_point::MeetingPoint,
    refusal::Refusal,
    secret::Words,
    sip::{CopyRecipient, HandOver, InvitationOutcome, MeetingForm},
};

use super::{Decision, consents, housing, letters};
use crate::{
    case::{Case, Stamped},
    context::Context,
    event::{EvaluatedGoal, Event, FollowUp, Meeting, MeetingPlace, NamedUnit, OutsidePlace},
    pathway::Pathway,
};

/// The certificate supports the nursing needs of the A pathways (V6A.3).
pub(super) fn certificate(case: &Case, command: &WriteCertificate) -> Decision {
    if !case.pathway().is_some_and(Pathway::seeks_institution) {
        return Err(Refusal::StepNotInPathway);
    }
    Ok(vec![Event::CertificateWritten {
        content: command.content.secret(),
    }])
}

pub(super) fn plan(case: &Case, context: &Context, command: &PlanSipMeeting) -> Decision {
    consents::not_stopped(case)?;
    consents::for_sip(case)?;
    let (place, outside) = place(context, command)?;
    Ok(vec![Event::SipMeetingPlanned {
        meeting: Meeting {
            at: command.at.0,
            place,
            outside,
            kin_invited: command.kin_invited,
            questions: command.questions.as_ref().map(|text| text.0.clone()),
        },
    }])
}

/// Where the meeting is held, and what of it somebody outside may be told: a place of the register,
/// or a link that Vårdbron makes.
fn place(
    context: &Context,
    command: &PlanSipMeeting,
) -> Result<(MeetingPlace, Option<OutsidePlace>), Refusal> {
    let chosen = context
        .meeting_point
        .as_ref()
        .filter(|point| Some(point.id) == command.chosen_point.map(|chosen| chosen.0));
    let typed = command.meeting_point.as_ref().map(|text| text.0.clone());
    let point = typed.or_else(|| chosen.map(MeetingPoint::shown));
    let typed_link = command.link.as_ref().map(|text| text.0.clone());
    match command.form {
        MeetingForm::InPerson => {
            let point = point.ok_or(Refusal::NoMeetingPlanned)?;
            let outside = chosen.cloned().map(|point| OutsidePlace::Point { point });
            let link = typed_link;
            Ok((MeetingPlace::InPerson { point, link }, outside))
        }
        MeetingForm::Digital => {
            if let Some(link) = typed_link {
                return Ok((MeetingPlace::Digital { link, point }, None));
            }
            let host = context.meeting_host.as_ref();
            let link = host.ok_or(Refusal::NoMeetingHost)?.link(context.fresh.id());
            let outside = OutsidePlace::Room { link: link.clone() };
            Ok((MeetingPlace::Digital { link, point }, Some(outside)))
        }
    }
}

/// Refuses unless the de-identified invitation may be sent, and says why (V6A.6, X1).
fn may_invite(case: &Case) -> Result<(), Refusal> {
    if !case.migration_agency_may_know() {
        return Err(case.agency_refusal());
    }
    consents::not_stopped(case)?;
    consents::beyond_care(case)?;
    if !case.invitation_may_leave() {
        return Err(Refusal::NoMeetingPlanned);
    }
    let meeting = case.sip.meeting.as_ref();
    if meeting.is_none_or(|meeting| meeting.value.outside.is_none()) {
        return Err(Refusal::MeetingPlaceNotChosen);
    }
    Ok(())
}

pub(super) fn send_invitation(case: &Case, context: &Context) -> Decision {
    may_invite(case)?;
    if case.sip.invitation_uncertain.is_some() {
        return Err(Refusal::InvitationUncertain);
    }
    if case.sip.invitation_queued.is_some() || case.sip.invitation_sent.is_some() {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![Event::InvitationQueued {
        outbox: context.fresh.id(),
    }])
}

pub(super) fn invitation_sent(case: &Case, command: &RecordInvitationSent) -> Decision {
    may_invite(case)?;
    Ok(vec![Event::InvitationSent {
        sent_at: command.at.0,
    }])
}

/// Records what somebody found out about an invitation that may or may not have been sent. That it
/// arrived, or will not be sent, can always be recorded; sending it again needs the same checks as
/// sending.
pub(super) fn resolve(case: &Case, command: &ResolveInvitation) -> Decision {
    let row = case
        .sip
        .invitation_uncertain
        .as_ref()
        .ok_or(Refusal::NothingChanges)?;
    let outbox = row.value;
    let event = match command.outcome {
        InvitationOutcome::Arrived => Event::InvitationMailed {
            outbox,
            sent_at: row.at,
        },
        InvitationOutcome::SendAgain => {
            may_invite(case)?;
            if case
                .sip
                .meeting
                .as_ref()
                .is_none_or(|meeting| meeting.at > row.at)
            {
                return Err(Refusal::MeetingPlannedAnew);
            }
            if case.sip.invitation_sent.is_some() {
                return Err(Refusal::NothingChanges);
            }
            Event::InvitationQueued { outbox }
        }
        InvitationOutcome::Stop => Event::InvitationStopped {
            outbox,
            reason: "Enheten har valt att inte skicka den".to_owned(),
        },
    };
    Ok(vec![event])
}

pub(super) fn hold(case: &Case, command: &HoldSipMeeting) -> Decision {
    consents::not_stopped(case)?;
    consents::for_sip(case)?;
    if case.sip.meeting.is_none() {
        return Err(Refusal::NoMeetingPlanned);
    }
    housing::may_attend(case, &command.attended)?;
    Ok(vec![Event::SipMeetingHeld {
        held_at: command.at.0,
        attended: command.attended.clone(),
        plan: None,
    }])
}

/// Why there is no plan to hand out: the meeting has not been held, or nobody has agreed on a plan.
pub(super) fn no_version(case: &Case) -> Refusal {
    if case.sip.held.is_none() {
        Refusal::MeetingNotHeld
    } else {
        Refusal::PlanNotAgreed
    }
}

/// Hands out a copy of the plan. Migrationsverket gets it by post only, and never in a protected
/// group's case; a protected person gets it by hand only (V6B.13, domain.md).
pub(super) fn copy(case: &Case, command: &HandOutCopy) -> Decision {
    let copied = copied(case, command)?;
    if command.how == HandOver::Post {
        letters::not_beside_the_queue(case)?;
    }
    Ok(copied)
}

/// Records that a copy was handed out, by the post queue or outside it.
pub(super) fn copied(case: &Case, command: &HandOutCopy) -> Decision {
    if command.recipient == CopyRecipient::MigrationAgency && !case.migration_agency_may_know() {
        return Err(case.agency_refusal());
    }
    if case.sip.plan_version == 0 {
        return Err(no_version(case));
    }
    let copied = Event::CopyHandedOut {
        plan_version: case.sip.plan_version,
        recipient: command.recipient,
        how: command.how,
        handed_at: command.at.0,
    };
    let by_hand_only = case.is_protected() && command.how != HandOver::ByHand;
    match command.recipient {
        CopyRecipient::MigrationAgency => {
            consents::not_stopped(case)?;
            consents::beyond_care(case)?;
            if command.how != HandOver::Post {
                return Err(Refusal::PlanByPostOnly);
            }
            let told = Event::ContactRecorded {
                with: ContactWith::MigrationAgency,
                channel: ContactChannel::Post,
                subject: ContactSubject::Plan,
                contact_at: command.at.0,
                summary: Words::new("Den fastställda planen skickad med post".to_owned()),
                with_function: None,
            };
            Ok(vec![copied, told])
        }
        CopyRecipient::Patient | CopyRecipient::Kin if by_hand_only => {
            Err(Refusal::ProtectedCopiesByHand)
        }
        // Parties see their share in the product. A letter would reveal that the person exists.
        CopyRecipient::Parties if case.is_protected() && command.how == HandOver::Post => {
            Err(Refusal::ProtectedCopiesByHand)
        }
        // The patient always has a right to their own copy, even if consents have changed since.
        CopyRecipient::Patient => Ok(vec![copied]),
        CopyRecipient::Kin => {
            consents::beyond_care(case)?;
            let invited = |meeting: &Stamped<Meeting>| meeting.value.kin_invited;
            if !case.sip.meeting.as_ref().is_some_and(invited) {
                return Err(Refusal::KinNotInvited);
            }
            Ok(vec![copied])
        }
        CopyRecipient::Parties => {
            consents::not_stopped(case)?;
            consents::for_sip(case)?;
            Ok(vec![copied])
        }
    }
}

pub(super) fn follow_up(case: &Case, command: &DecideFollowUp) -> Decision {
    if case.sip.met_at().is_none() {
        return Err(Refusal::MeetingNotHeld);
    }
    let party = case.parties.get(&command.unit).ok_or(Refusal::NotAParty)?;
    if party.unit.kind.is_placeholder() {
        return Err(Refusal::UnitCannotTakePart);
    }
    Ok(vec![Event::FollowUpDecided {
        follow_up: FollowUp {
            at: command.at.0,
            unit: command.unit.clone(),
            unit_name: party.unit.name.clone(),
            evaluated_by: Some(evaluator(case, command)?),
        },
    }])
}

/// The treating unit of the region that follows up and evaluates (C8.1): the coordinating one unless another
/// is named.
fn evaluator(case: &Case, command: &DecideFollowUp) -> Result<NamedUnit, Refusal> {
    let unit = command.evaluated_by.as_ref().unwrap_or(&case.coordinator);
    let party = case.parties.get(unit);
    let party = party.filter(|party| party.unit.kind.is_regional_care());
    let party = party.ok_or(Refusal::FollowUpByTheRegion)?;
    Ok(NamedUnit {
        unit: unit.clone(),
        name: party.unit.name.clone(),
    })
}

/// Holds the decided follow-up (V6B.14). Another can be decided after it.
pub(super) fn held_follow_up(case: &Case, command: &HoldFollowUp) -> Decision {
    consents::not_stopped(case)?;
    consents::for_sip(case)?;
    let decided = case.sip.follow_up_to_hold();
    let decided = decided.ok_or(Refusal::NoFollowUpDecided)?;
    if case.sip.met_at().is_some_and(|met| command.at.0 < met) {
        return Err(Refusal::FollowUpBeforeMeeting);
    }
    housing::may_attend(case, &command.attended)?;
    let evaluations = command.evaluations.iter();
    let evaluations = evaluations.map(|evaluation| EvaluatedGoal {
        goal: Words::new(evaluation.goal.0.clone()),
        outcome: evaluation.outcome,
        why: evaluation.why.as_ref().map(|why| Words::new(why.0.clone())),
    });
    Ok(vec![Event::FollowUpHeld {
        decided_for: decided.value.at,
        held_at: command.at.0,
        attended: command.attended.clone(),
        evaluations: evaluations.collect(),
    }])
}

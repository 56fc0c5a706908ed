//! What is still open when somebody wants to close a case (X4). Each field of the case is named
//! here: whoever adds one is asked by the compiler whether it can leave something open.

use jiff::{Timestamp, civil::Date};
use vocabulary::{
    calendar::local_date,
    command::CareRequestAnswer,
    letter::{LetterKind, LetterStage},
    unit::UnitCard,
};

use crate::{
    case::{Case, Letter, Question, Sip, Stamped},
    event::{InterpreterBooking, Transport},
};

/// Something that somebody has to be told, or that stops, when the case is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenEnd {
    /// A SIP meeting is planned and has not been held.
    Meeting {
        at: Timestamp,
        /// Whether its time has passed, and nobody has recorded that it was held.
        passed: bool,
        agency: AgencyAtMeeting,
    },
    /// The invitation waits to be sent.
    InvitationQueued,
    /// Nobody knows whether the invitation was sent.
    InvitationUncertain {
        /// Whether Migrationsverket may be asked.
        agency_may_know: bool,
    },
    /// An interpreter is booked for a time to come.
    Interpreter {
        at: Timestamp,
        reference: Option<String>,
    },
    /// A journey is ordered for a time to come.
    Transport {
        at: Timestamp,
        reference: Option<String>,
    },
    /// A letter waits in the post queue, or lies on paper.
    Letter {
        kind: LetterKind,
        stage: UnpostedLetter,
    },
    /// A municipal unit has not answered its question.
    Question { unit: UnitCard },
    /// A municipal unit has not decided on the care request.
    CareRequest {
        /// The unit's name; `None` when it takes no part any more.
        unit: Option<String>,
        /// Whether the unit has sent it back for more information.
        returned: bool,
    },
    /// The region buys care from a municipal unit.
    Purchase {
        /// The unit's name; `None` when it takes no part any more.
        unit: Option<String>,
        ends: Option<Date>,
        /// Whether both have signed the agreement.
        signed: bool,
    },
    /// A follow-up is decided and has not been held.
    FollowUp {
        at: Timestamp,
        /// Whether its time has passed.
        passed: bool,
        unit: String,
    },
}

/// What Migrationsverket knows of a meeting that does not take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgencyAtMeeting {
    /// It has no invitation.
    NotInvited,
    /// It has an invitation, and may be told that the meeting does not take place.
    MayBeTold,
    /// It has an invitation from before, and may not be told anything any more (X1).
    MayNotBeTold,
}

/// Where a letter is that has not been posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnpostedLetter {
    /// In the queue.
    Waiting,
    /// On paper, and may be posted.
    Printed,
    /// On paper, and must not be posted.
    Recalled,
}

/// What is still open in a case at an instant, in the order in which it is dealt with.
#[must_use]
pub fn open_ends(case: &Case, now: Timestamp) -> Vec<OpenEnd> {
    if vocabulary::leak::without("X4") {
        return Vec::new();
    }
    let Case {
        sip,
        interpreter,
        transport,
        letters,
        questions,
        // Read through the municipality where the person stays.
        care_request: _,
        agreement,
        purchases_ended,
        parties,
        // Who the person is, what is needed and what has been told leave nothing to cancel.
        id: _,
        guidance: _,
        opened_at: _,
        opened_by: _,
        person: _,
        identifiers: _,
        setting: _,
        admitted_at: _,
        group: _,
        stated_group: _,
        group_since: _,
        evidence: _,
        group_checked_at: _,
        awaits_confirmation: _,
        agency_may_know_since: _,
        ever_protected: _,
        group_version: _,
        needs: _,
        consents: _,
        former_parties: _,
        coordinator: _,
        contacts: _,
        residence: _,
        ready_for_discharge: _,
        certificate: _,
        certificate_writers: _,
        plan: _,
        institution: _,
        linked_protected_person: _,
        lift_asked: _,
        devices: _,
        invoicing_form: _,
        information_sheet: _,
        county_routine: _,
        wrong_disclosures: _,
        inbound_questions: _,
        closed: _,
        related: _,
        reversible: _,
    } = case;
    let unit = |id| parties.get(id).map(|party| party.unit.name.clone());
    let mut ends = meeting(case, sip, now);
    ends.extend(ordered(interpreter.as_ref(), transport.as_ref(), now));
    ends.extend(letters.iter().filter_map(letter));
    let waiting = questions
        .iter()
        .filter(|question| Question::waits(question));
    ends.extend(waiting.map(|question| OpenEnd::Question {
        unit: question.unit.clone(),
    }));
    let undecided = case.care_request_here().filter(|request| {
        let answer = request.answer.as_ref().map(|decided| decided.value.answer);
        matches!(answer, None | Some(CareRequestAnswer::Returned))
    });
    ends.extend(undecided.map(|request| OpenEnd::CareRequest {
        unit: unit(&request.unit),
        returned: request.answer.is_some(),
    }));
    let today = local_date(now);
    let bought = agreement.iter().filter(|agreement| {
        purchases_ended.is_none() && agreement.ends.is_none_or(|last| last >= today)
    });
    ends.extend(bought.map(|agreement| OpenEnd::Purchase {
        unit: unit(&agreement.unit),
        ends: agreement.ends,
        signed: agreement.is_signed(),
    }));
    ends.extend(sip.follow_up_to_hold().map(|decided| OpenEnd::FollowUp {
        at: decided.value.at,
        passed: decided.value.at <= now,
        unit: decided.value.unit_name.clone(),
    }));
    ends
}

/// The meeting to come, and its invitation.
fn meeting(case: &Case, sip: &Sip, now: Timestamp) -> Vec<OpenEnd> {
    let mut ends = Vec::new();
    // A meeting that a change of group made void still stands in people's calendars.
    if let Some(meeting) = sip.meeting_known_to_municipality()
        && sip.held_since(meeting.at).is_none()
    {
        ends.push(OpenEnd::Meeting {
            at: meeting.value.at,
            passed: meeting.value.at <= now,
            agency: match (&sip.invitation_sent, case.migration_agency_may_know()) {
                (None, _) => AgencyAtMeeting::NotInvited,
                (Some(_), true) => AgencyAtMeeting::MayBeTold,
                (Some(_), false) => AgencyAtMeeting::MayNotBeTold,
            },
        });
    }
    if sip.invitation_queued.is_some() {
        ends.push(OpenEnd::InvitationQueued);
    }
    if sip.invitation_uncertain.is_some() {
        ends.push(OpenEnd::InvitationUncertain {
            agency_may_know: case.migration_agency_may_know(),
        });
    }
    ends
}

/// What is ordered outside the product for a time to come.
fn ordered(
    interpreter: Option<&Stamped<InterpreterBooking>>,
    transport: Option<&Stamped<Transport>>,
    now: Timestamp,
) -> Vec<OpenEnd> {
    let mut ends = Vec::new();
    if let Some(booked) = interpreter
        && booked.value.at > now
    {
        ends.push(OpenEnd::Interpreter {
            at: booked.value.at,
            reference: booked.value.reference.clone(),
        });
    }
    if let Some(ordered) = transport
        && let Transport::Ordered { at, reference, .. } = &ordered.value
        && *at > now
    {
        ends.push(OpenEnd::Transport {
            at: *at,
            reference: reference.clone(),
        });
    }
    ends
}

fn letter(letter: &Letter) -> Option<OpenEnd> {
    let stage = match letter.stage {
        LetterStage::Waiting => UnpostedLetter::Waiting,
        LetterStage::Printed => UnpostedLetter::Printed,
        LetterStage::Recalled => UnpostedLetter::Recalled,
        LetterStage::Posted | LetterStage::Returned | LetterStage::Stopped => return None,
    };
    Some(OpenEnd::Letter {
        kind: letter.kind,
        stage,
    })
}

//! Institution housing in the A pathways: the meeting where it is offered, the patient's answer, and
//! Migrationsverket's decision.

use vocabulary::{
    command::{HoldHousingMeeting, RecordHousingAnswer, RecordHousingDecision},
    refusal::Refusal,
    sip::Attendee,
    text::Prose,
};

use super::{Decision, consents};
use crate::{case::Case, event::Event, pathway::Pathway};

/// The meeting is where the patient takes part, is told how the needs are met, and is offered to apply
/// (V6A.4.2).
pub(super) fn meeting(case: &Case, command: &HoldHousingMeeting) -> Decision {
    consents::not_stopped(case)?;
    consents::for_sip(case)?;
    sought(case)?;
    if case.sip.meeting.is_none() {
        return Err(Refusal::NoMeetingPlanned);
    }
    may_attend(case, &command.attended)?;
    Ok(vec![Event::HousingMeetingHeld {
        held_at: command.at.0,
        attended: command.attended.clone(),
        informed: command.informed,
        offered: command.offered,
        answer: command.answer,
        reason: command.reason.as_ref().map(Prose::secret),
    }])
}

/// What the patient answers afterwards (V4.3).
pub(super) fn answer(case: &Case, command: &RecordHousingAnswer) -> Decision {
    offered(case)?;
    let reason = command.reason.as_ref().map(Prose::secret);
    let known = case.sip.housing_answer.as_ref().map(|known| &known.value);
    if known.is_some_and(|known| known.answer == command.answer && known.reason == reason) {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![Event::HousingAnswered {
        answer: command.answer,
        answered_at: command.at.0,
        reason,
    }])
}

/// What Migrationsverket decided (V4.3, V6A.9).
pub(super) fn decision(case: &Case, command: &RecordHousingDecision) -> Decision {
    if !case.migration_agency_may_know() {
        return Err(case.agency_refusal());
    }
    offered(case)?;
    Ok(vec![Event::HousingDecided {
        decision: command.decision,
        decided_at: command.at.0,
        reason: command.reason.as_ref().map(Prose::secret),
    }])
}

/// Migrationsverket's officer at the table is told what is said there, so it is no attendee of a case that it
/// may not know of (V6A.7, X1).
pub(super) fn may_attend(case: &Case, attended: &[Attendee]) -> Result<(), Refusal> {
    if attended.contains(&Attendee::MigrationAgency) && !case.migration_agency_may_know() {
        return Err(case.agency_refusal());
    }
    Ok(())
}

fn sought(case: &Case) -> Result<(), Refusal> {
    if case.pathway().is_some_and(Pathway::seeks_institution) {
        Ok(())
    } else {
        Err(Refusal::NoInstitutionNeeded)
    }
}

fn offered(case: &Case) -> Result<(), Refusal> {
    sought(case)?;
    let meeting = case.sip.housing_meeting.as_ref();
    // A later meeting without the offer takes none back.
    let offered = meeting.is_some_and(|meeting| meeting.value.offered);
    if offered || case.sip.housing_answer.is_some() {
        Ok(())
    } else {
        Err(Refusal::HousingNotOffered)
    }
}

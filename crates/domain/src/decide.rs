//! Turns a command into events, or into a refusal that names its rule.
//!
//! Who may give which command is decided earlier, by the policies in `disclosure`. This module
//! decides what the sources allow in the state the case is in. When several refusals apply, the
//! first in the order of api.md is given: never-rules, rehab and level, municipality, its yes,
//! consent refused, consent missing.

mod closing;
pub(crate) mod consents;
mod contacts;
mod group;
mod housing;
mod letters;
mod municipality;
mod parties;
mod person;
mod plan;
mod purchase;
mod settle;
mod sip;
mod steps;

use vocabulary::{
    command::{Command, CommandKind},
    group::Group,
    refusal::Refusal,
};

use crate::{
    case::Case,
    context::Context,
    event::{By, Entry, Event},
};

/// The events of a decision, before they get an author and a time.
type Decision = Result<Vec<Event>, Refusal>;

/// Decides a command on a case.
///
/// # Errors
/// The refusal, which names the rule behind it.
pub fn decide(case: &Case, context: &Context, command: &Command) -> Result<Vec<Entry>, Refusal> {
    gate(case, command.kind())?;
    let events = events(case, context, command)?;
    let sign = |event| Entry {
        at: context.at,
        by: By::from(&context.actor),
        event,
    };
    let mut entries: Vec<Entry> = events.into_iter().map(sign).collect();
    let follow = settle::consequences(case, &entries, context)?;
    entries.extend(follow.into_iter().map(sign));
    Ok(entries)
}

/// Refuses commands that the state of the whole case rules out: the case is closed, the person is a
/// resident, or another region is responsible (V3.1, X3).
fn gate(case: &Case, kind: CommandKind) -> Result<(), Refusal> {
    let stops = stops(kind);
    if stops >= Stops::Closed && !case.is_open() {
        return Err(Refusal::CaseClosed);
    }
    if stops >= Stops::Resident && case.group == Group::Resident {
        return Err(Refusal::OrdinaryRoutineApplies);
    }
    if stops >= Stops::AnotherRegion && case.another_region_is_responsible() {
        return Err(Refusal::AnotherRegionResponsible);
    }
    Ok(())
}

/// Which states of the case stop a command before its own rules are checked. Each value includes
/// the ones before it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Stops {
    Nothing,
    Closed,
    Resident,
    AnotherRegion,
}

/// Whether the state of a case rules out every command of this kind, before its own rules are checked.
#[must_use]
pub fn ruled_out(case: &Case, kind: CommandKind) -> bool {
    gate(case, kind).is_err()
}

fn stops(kind: CommandKind) -> Stops {
    match kind {
        // A wrong disclosure that has happened can always be reported. So can what became of a
        // letter; `letters::settle` checks whether it was allowed to be posted.
        // A case is opened again only when it is closed, which that command checks itself.
        // Cases are linked also when one of them, or both, are closed.
        CommandKind::ReportWrongDisclosure
        | CommandKind::SettleLetter
        | CommandKind::LinkCase
        | CommandKind::ReopenCase => Stops::Nothing,
        // The last three check never-rules of their own first, so that those refusals come before
        // the one about a resident or another region.
        CommandKind::CloseCase
        | CommandKind::EndPlan
        | CommandKind::EstablishGroup
        | CommandKind::UnestablishGroup
        | CommandKind::ConfirmGroup
        | CommandKind::EstablishResidence
        | CommandKind::RecordConsent
        | CommandKind::RecordInboundQuestion
        | CommandKind::RemoveParty
        | CommandKind::AddIdentifier
        | CommandKind::CorrectPerson
        | CommandKind::MarkProtectedIdentity
        | CommandKind::MarkLinkedProtectedPerson
        | CommandKind::UndoLatest
        | CommandKind::AddParty
        | CommandKind::AskMunicipality
        | CommandKind::RecordContact => Stops::Closed,
        CommandKind::HandOverCoordination | CommandKind::MoveWard => Stops::Resident,
        CommandKind::VerifyGroup
        | CommandKind::EstablishNeeds
        | CommandKind::ChangeSetting
        | CommandKind::MarkReadyForDischarge
        | CommandKind::RecordMunicipalityAnswer
        | CommandKind::QueueLetter
        | CommandKind::ReviewLetter
        | CommandKind::PrintLetter
        | CommandKind::WriteCertificate
        | CommandKind::DeliverCertificate
        | CommandKind::PlanSipMeeting
        | CommandKind::SendInvitation
        | CommandKind::RecordInvitationSent
        | CommandKind::ResolveInvitation
        | CommandKind::HoldSipMeeting
        | CommandKind::ChangePlan
        | CommandKind::ApprovePlan
        | CommandKind::AgreePlan
        | CommandKind::HandOutCopy
        | CommandKind::DecideFollowUp
        | CommandKind::HoldFollowUp
        | CommandKind::HoldHousingMeeting
        | CommandKind::RecordHousingAnswer
        | CommandKind::RecordHousingDecision
        | CommandKind::BookInterpreter
        | CommandKind::RecordInstitution
        | CommandKind::OrderTransport
        | CommandKind::DeclineTransport
        | CommandKind::OrderDevice
        | CommandKind::GiveInformationSheet
        | CommandKind::FollowCountyRoutine
        | CommandKind::SendCareRequest
        | CommandKind::AnswerCareRequest
        | CommandKind::DrawUpAgreement
        | CommandKind::SignAgreement
        | CommandKind::RecordInvoicingForm => Stops::AnotherRegion,
    }
}

fn events(case: &Case, context: &Context, command: &Command) -> Decision {
    match command {
        Command::RecordConsent(command) => consents::record(case, context, command),
        Command::RecordContact(command) => contacts::record(case, command),
        Command::ReportWrongDisclosure(command) => Ok(contacts::wrong_disclosure(command)),
        Command::RecordInboundQuestion(command) => Ok(contacts::inbound_question(command)),
        Command::EstablishGroup(command) => group::establish(case, context, command),
        Command::UnestablishGroup(command) => group::unestablish(case, command),
        Command::ConfirmGroup(command) => group::confirm(case, context, command),
        Command::VerifyGroup(command) => group::verify(case, command),
        Command::EstablishNeeds(command) => Ok(person::needs(case, command)),
        Command::ChangeSetting(command) => person::setting(case, context, command),
        Command::EstablishResidence(command) => Ok(person::residence(command)),
        Command::AddIdentifier(command) => person::identifier(case, command),
        Command::CorrectPerson(command) => person::correct(case, context, command),
        Command::MarkProtectedIdentity(command) => person::protect(case, command),
        Command::MarkReadyForDischarge(command) => Ok(person::ready(command)),
        Command::UndoLatest(_) => person::undo(case, context),
        Command::HandOverCoordination(command) => parties::hand_over(case, context, command),
        Command::AddParty(command) => parties::add(case, context, command),
        Command::RemoveParty(command) => parties::remove(case, command),
        Command::AskMunicipality(command) => municipality::ask(case, context, command),
        Command::RecordMunicipalityAnswer(command) => municipality::answer(case, command),
        Command::MarkLinkedProtectedPerson(command) => letters::mark(case, context, command),
        Command::QueueLetter(command) => letters::queue(case, context, command),
        Command::ReviewLetter(command) => letters::review(case, context, command),
        Command::PrintLetter(command) => letters::print(case, command),
        Command::SettleLetter(command) => letters::settle(case, command),
        Command::WriteCertificate(command) => sip::certificate(case, command),
        Command::DeliverCertificate(command) => contacts::deliver_certificate(case, command),
        Command::PlanSipMeeting(command) => sip::plan(case, context, command),
        Command::SendInvitation(_) => sip::send_invitation(case, context),
        Command::RecordInvitationSent(command) => sip::invitation_sent(case, command),
        Command::ResolveInvitation(command) => sip::resolve(case, command),
        Command::HoldSipMeeting(command) => sip::hold(case, command),
        Command::ChangePlan(command) => plan::change(case, context, command),
        Command::ApprovePlan(command) => plan::approve(case, context, command),
        Command::AgreePlan(command) => plan::agree(case, context, command),
        Command::EndPlan(command) => plan::end(case, command),
        Command::HandOutCopy(command) => sip::copy(case, command),
        Command::DecideFollowUp(command) => sip::follow_up(case, command),
        Command::HoldFollowUp(command) => sip::held_follow_up(case, command),
        Command::HoldHousingMeeting(command) => housing::meeting(case, command),
        Command::RecordHousingAnswer(command) => housing::answer(case, command),
        Command::RecordHousingDecision(command) => housing::decision(case, command),
        Command::BookInterpreter(command) => steps::interpreter(case, command),
        Command::RecordInstitution(command) => steps::institution(case, command),
        Command::OrderTransport(command) => Ok(steps::transport(command)),
        Command::DeclineTransport(command) => Ok(steps::no_transport(command)),
        Command::OrderDevice(command) => Ok(steps::device(command)),
        Command::GiveInformationSheet(command) => steps::information_sheet(case, command),
        Command::FollowCountyRoutine(command) => steps::county_routine(case, command),
        Command::SendCareRequest(command) => purchase::send_request(case, command),
        Command::AnswerCareRequest(command) => purchase::answer_request(case, command),
        Command::DrawUpAgreement(command) => purchase::draw_up(case, command),
        Command::SignAgreement(command) => purchase::sign(case, context, command),
        Command::RecordInvoicingForm(command) => purchase::invoicing_form(case, command),
        Command::MoveWard(command) => parties::move_ward(case, context, command),
        Command::LinkCase(command) => parties::link(case, context, command),
        Command::CloseCase(command) => closing::close(case, command),
        Command::ReopenCase(command) => closing::reopen(case, command),
    }
}

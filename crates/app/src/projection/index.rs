//! The numbers and words by which a case is found.

use std::collections::BTreeSet;

use domain::{Case, Event, event::Former};
use store::{Statement, identifiers, search};
use vocabulary::{choice::Choice as _, hsa_id::HsaId, identifier::Identifier};

use super::Change;

/// What an event adds to or removes from the index.
pub(super) fn of(change: &Change<'_>, event: &Event) -> Vec<Statement> {
    let (key, case) = (&change.after.key, &change.after.case);
    match event {
        Event::CaseOpened {
            identifiers,
            sip_number,
            ..
        } => {
            let mut statements: Vec<Statement> = identifiers
                .iter()
                .map(|identifier| number(key, identifier))
                .collect();
            statements.push(identifiers::add(&sip_number.shown(), SIP_NUMBER, key));
            statements
        }
        Event::MigrationAgencyClosed { .. } => {
            // From now on nothing is found by the former SIP number (X3).
            let mut statements = vec![identifiers::remove_case(key)];
            statements.extend(numbers(key, case));
            statements
        }
        Event::IdentifierAdded { identifier } => vec![number(key, identifier)],
        Event::PartyAdded { unit, .. } if unit.kind.is_placeholder() => Vec::new(),
        Event::PartyAdded { unit, .. } => terms(key, case, &unit.hsa_id),
        Event::PartyRemoved { unit, .. } => vec![search::remove(key, unit.as_str())],
        Event::PersonCorrected { .. } => renamed(key, case),
        Event::Undone { former } => match former {
            Former::Person(_) => renamed(key, case),
            Former::Residence(_)
            | Former::Needs(_)
            | Former::Interpreter(_)
            | Former::Institution(_)
            | Former::Transport(_)
            | Former::FollowUp(_)
            | Former::ReadyForDischarge(_) => Vec::new(),
        },
        Event::ConsentRecorded { .. }
        | Event::ContactRecorded { .. }
        | Event::GroupEstablished { .. }
        | Event::GroupUnestablished { .. }
        | Event::GroupConfirmationAsked { .. }
        | Event::GroupConfirmed { .. }
        | Event::GroupVerified { .. }
        | Event::NeedsEstablished { .. }
        | Event::SettingChanged { .. }
        | Event::CoordinationHandedOver { .. }
        | Event::WrongDisclosureReported { .. }
        | Event::InboundQuestionRecorded { .. }
        | Event::ResidenceEstablished { .. }
        | Event::MunicipalityAsked { .. }
        | Event::MunicipalityAnswered { .. }
        | Event::QuestionWithdrawn { .. }
        | Event::ReadyForDischarge { .. }
        | Event::CaseClosed { .. }
        | Event::ProtectedIdentityMarked { .. }
        | Event::LinkedProtectedPersonMarked { .. }
        | Event::LinkedProtectedPersonLiftAsked { .. }
        | Event::LetterQueued { .. }
        | Event::LetterRead { .. }
        | Event::LetterPrinted { .. }
        | Event::LetterPosted { .. }
        | Event::LetterReturned { .. }
        | Event::LetterStopped { .. }
        | Event::CertificateWritten { .. }
        | Event::SipMeetingPlanned { .. }
        | Event::InvitationQueued { .. }
        | Event::InvitationSent { .. }
        | Event::InvitationMailed { .. }
        | Event::InvitationStopped { .. }
        | Event::InvitationUncertain { .. }
        | Event::InterpreterBooked { .. }
        | Event::InstitutionRecorded { .. }
        | Event::TransportSettled { .. }
        | Event::DeviceOrdered { .. }
        | Event::SipMeetingHeld { .. }
        | Event::CopyHandedOut { .. }
        | Event::FollowUpDecided { .. }
        | Event::CareRequestSent { .. }
        | Event::CareRequestAnswered { .. }
        | Event::AgreementDrawnUp { .. }
        | Event::AgreementSigned { .. }
        | Event::InvoicingFormRecorded { .. }
        | Event::PurchasesEnded { .. }
        | Event::InformationSheetGiven { .. }
        | Event::CountyRoutineFollowed { .. } => Vec::new(),
    }
}

fn renamed(key: &str, case: &Case) -> Vec<Statement> {
    let mut statements = vec![search::remove_case(key)];
    statements.extend(terms_of_parties(key, case));
    statements
}

/// Used only by the leak that is seeded on purpose; no other file of this crate can read a name.
pub(super) fn leaked_name(case: &Case) -> String {
    case.person.name.reveal().clone()
}

/// The kind under which the store keeps a SIP number among a case's numbers.
const SIP_NUMBER: &str = "sip_number";

/// All numbers by which a case is found.
pub(crate) fn numbers(key: &str, case: &Case) -> Vec<Statement> {
    let mut statements: Vec<Statement> = case
        .identifiers
        .iter()
        .map(|known| number(key, &known.identifier))
        .collect();
    statements.push(identifiers::add(&case.sip.number.shown(), SIP_NUMBER, key));
    statements
}

/// The words by which each party finds a case.
pub(crate) fn terms_of_parties(key: &str, case: &Case) -> Vec<Statement> {
    let parties = case
        .parties
        .values()
        .filter(|party| !party.unit.kind.is_placeholder());
    parties
        .flat_map(|party| terms(key, case, &party.unit.hsa_id))
        .collect()
}

fn number(key: &str, identifier: &Identifier) -> Statement {
    identifiers::add(identifier.stored(), identifier.kind().code(), key)
}

fn terms(key: &str, case: &Case, unit: &HsaId) -> Vec<Statement> {
    let terms: BTreeSet<String> = search::terms(
        case.person.name.reveal(),
        &case.person.birth_date.to_string(),
    )
    .into_iter()
    .collect();
    terms
        .iter()
        .map(|term| search::add(unit.as_str(), term, key))
        .collect()
}

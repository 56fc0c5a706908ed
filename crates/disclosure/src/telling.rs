//! Which events tell somebody outside the unit something about the person: the access log calls
//! them disclosures (HSLF-FS 2016:40), other events changes.

use domain::{Entry, Event, event::Transport};

/// Whether an entry of the journal tells another unit, an authority, a company or a person
/// something.
#[must_use]
pub fn tells(entry: &Entry) -> bool {
    match &entry.event {
        // The unit that opens the case is its first party, and is told nothing; a placeholder has
        // nobody who could be told.
        Event::PartyAdded { unit, .. } => {
            unit.hsa_id != entry.by.unit && !unit.kind.is_placeholder()
        }
        Event::ContactRecorded { .. }
        | Event::InvitationSent { .. }
        | Event::InvitationMailed { .. }
        // It may have told them: that is logged as if it had.
        | Event::InvitationUncertain { .. }
        | Event::CopyHandedOut { .. }
        | Event::LetterPosted { .. }
        | Event::MunicipalityAsked { .. }
        | Event::InterpreterBooked { .. }
        | Event::TransportSettled {
            transport: Transport::Ordered { .. },
        }
        | Event::InformationSheetGiven { .. }
        | Event::CareRequestSent { .. } => true,
        Event::CaseOpened { .. }
        | Event::ConsentRecorded { .. }
        | Event::PartyRemoved { .. }
        | Event::GroupEstablished { .. }
        | Event::GroupUnestablished { .. }
        | Event::GroupVerified { .. }
        | Event::MigrationAgencyClosed { .. }
        | Event::NeedsEstablished { .. }
        | Event::SettingChanged { .. }
        | Event::CoordinationHandedOver { .. }
        | Event::InboundQuestionRecorded { .. }
        | Event::WrongDisclosureReported { .. }
        | Event::ResidenceEstablished { .. }
        | Event::MunicipalityAnswered { .. }
        | Event::QuestionWithdrawn { .. }
        | Event::ReadyForDischarge { .. }
        | Event::CaseClosed { .. }
        | Event::IdentifierAdded { .. }
        | Event::PersonCorrected { .. }
        | Event::ProtectedIdentityMarked { .. }
        | Event::LinkedProtectedPersonMarked { .. }
        | Event::LinkedProtectedPersonLiftAsked { .. }
        | Event::LetterQueued { .. }
        | Event::LetterRead { .. }
        | Event::LetterPrinted { .. }
        | Event::LetterReturned { .. }
        | Event::LetterStopped { .. }
        | Event::CertificateWritten { .. }
        | Event::SipMeetingPlanned { .. }
        | Event::InvitationQueued { .. }
        | Event::InvitationStopped { .. }
        | Event::InstitutionRecorded { .. }
        | Event::TransportSettled {
            transport: Transport::NotNeeded { .. },
        }
        | Event::DeviceOrdered { .. }
        | Event::SipMeetingHeld { .. }
        | Event::FollowUpDecided { .. }
        | Event::CareRequestAnswered { .. }
        | Event::AgreementDrawnUp { .. }
        | Event::AgreementSigned { .. }
        | Event::InvoicingFormRecorded { .. }
        | Event::PurchasesEnded { .. }
        | Event::CountyRoutineFollowed { .. }
        | Event::Undone { .. } => false,
    }
}

//! The units and the place to meet that a command names, so that they are looked up in the directory
//! before anything is decided: a unit's kind and a place's name are never taken from a client.

use super::Command;
use crate::{hsa_id::HsaId, public_id::PublicId};

impl Command {
    /// The place of the register that the command names, in its field `chosen_point`.
    #[must_use]
    pub fn point_named(&self) -> Option<PublicId> {
        match self {
            Self::PlanSipMeeting(plan) => plan.chosen_point,
            Self::AddParty(_)
            | Self::RemoveParty(_)
            | Self::AskMunicipality(_)
            | Self::RecordMunicipalityAnswer(_)
            | Self::HandOverCoordination(_)
            | Self::ChangeSetting(_)
            | Self::DecideFollowUp(_)
            | Self::RecordConsent(_)
            | Self::RecordContact(_)
            | Self::EstablishGroup(_)
            | Self::UnestablishGroup(_)
            | Self::ConfirmGroup(_)
            | Self::VerifyGroup(_)
            | Self::EstablishNeeds(_)
            | Self::ReportWrongDisclosure(_)
            | Self::RecordInboundQuestion(_)
            | Self::EstablishResidence(_)
            | Self::MarkReadyForDischarge(_)
            | Self::CloseCase(_)
            | Self::AddIdentifier(_)
            | Self::CorrectPerson(_)
            | Self::MarkProtectedIdentity(_)
            | Self::MarkLinkedProtectedPerson(_)
            | Self::QueueLetter(_)
            | Self::ReviewLetter(_)
            | Self::PrintLetter(_)
            | Self::SettleLetter(_)
            | Self::WriteCertificate(_)
            | Self::DeliverCertificate(_)
            | Self::SendInvitation(_)
            | Self::RecordInvitationSent(_)
            | Self::ResolveInvitation(_)
            | Self::BookInterpreter(_)
            | Self::RecordInstitution(_)
            | Self::OrderTransport(_)
            | Self::DeclineTransport(_)
            | Self::OrderDevice(_)
            | Self::HoldSipMeeting(_)
            | Self::HandOutCopy(_)
            | Self::SendCareRequest(_)
            | Self::AnswerCareRequest(_)
            | Self::DrawUpAgreement(_)
            | Self::SignAgreement(_)
            | Self::RecordInvoicingForm(_)
            | Self::GiveInformationSheet(_)
            | Self::FollowCountyRoutine(_)
            | Self::UndoLatest(_) => None,
        }
    }

    /// Every unit that the command names, with the name of its field.
    #[must_use]
    pub fn units_named(&self) -> Vec<(&'static str, HsaId)> {
        let one = |unit: &HsaId| vec![("unit", unit.clone())];
        match self {
            Self::AddParty(command) => one(&command.unit),
            Self::RemoveParty(command) => one(&command.unit),
            Self::AskMunicipality(command) => one(&command.unit),
            Self::RecordMunicipalityAnswer(command) => one(&command.unit),
            Self::HandOverCoordination(command) => one(&command.unit),
            Self::ChangeSetting(command) => one(&command.unit),
            Self::DecideFollowUp(command) => one(&command.unit),
            Self::RecordConsent(command) => command
                .units
                .iter()
                .flatten()
                .map(|unit| ("units", unit.clone()))
                .collect(),
            Self::RecordContact(_)
            | Self::EstablishGroup(_)
            | Self::UnestablishGroup(_)
            | Self::ConfirmGroup(_)
            | Self::VerifyGroup(_)
            | Self::EstablishNeeds(_)
            | Self::ReportWrongDisclosure(_)
            | Self::RecordInboundQuestion(_)
            | Self::EstablishResidence(_)
            | Self::MarkReadyForDischarge(_)
            | Self::CloseCase(_)
            | Self::AddIdentifier(_)
            | Self::CorrectPerson(_)
            | Self::MarkProtectedIdentity(_)
            | Self::MarkLinkedProtectedPerson(_)
            | Self::QueueLetter(_)
            | Self::ReviewLetter(_)
            | Self::PrintLetter(_)
            | Self::SettleLetter(_)
            | Self::WriteCertificate(_)
            | Self::DeliverCertificate(_)
            | Self::PlanSipMeeting(_)
            | Self::SendInvitation(_)
            | Self::RecordInvitationSent(_)
            | Self::ResolveInvitation(_)
            | Self::BookInterpreter(_)
            | Self::RecordInstitution(_)
            | Self::OrderTransport(_)
            | Self::DeclineTransport(_)
            | Self::OrderDevice(_)
            | Self::HoldSipMeeting(_)
            | Self::HandOutCopy(_)
            | Self::SendCareRequest(_)
            | Self::AnswerCareRequest(_)
            | Self::DrawUpAgreement(_)
            | Self::SignAgreement(_)
            | Self::RecordInvoicingForm(_)
            | Self::GiveInformationSheet(_)
            | Self::FollowCountyRoutine(_)
            | Self::UndoLatest(_) => Vec::new(),
        }
    }
}

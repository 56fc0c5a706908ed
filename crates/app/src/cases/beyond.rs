//! What a command needs from outside the case, which `decide` cannot know. One match covers all
//! commands, so a new command does not compile until it has a place here.

use vocabulary::{
    audience::{ContactChannel, ContactWith},
    command::{Command, EstablishResidence},
    identifier::Identifier,
    letter::LetterKind,
    public_id::PublicId,
    sip::{CopyRecipient, HandOver},
};

use crate::delivery::DeliveryKind;

pub(crate) enum Beyond<'a> {
    /// Check that what is to be delivered can be made: its addresses, and the names in it.
    Queues(DeliveryKind),
    /// Check that what a delivery says has not changed since it was queued.
    Reviews(PublicId),
    /// Check that a delivery may still be carried out as it was queued.
    CarriesOut(PublicId),
    /// Check that a letter that somebody posts or hands over by their own means needs no second
    /// reader.
    PostedByHand(LetterKind),
    /// The same for a contact that may have been the certificate or the plan on paper; which of them
    /// it was about, the case says when it is recorded.
    PaperToAgency,
    /// Look for other cases with the number.
    Number(&'a Identifier),
    /// Check that the postal code fits the municipality.
    Residence(&'a EstablishResidence),
    /// Find out what a change of group leads to.
    Group,
    Nothing,
}

impl<'a> From<&'a Command> for Beyond<'a> {
    fn from(command: &'a Command) -> Self {
        match command {
            Command::QueueLetter(_) => Self::Queues(DeliveryKind::Letter),
            Command::ReviewLetter(review) => Self::Reviews(review.letter),
            Command::PrintLetter(print) => Self::CarriesOut(print.letter),
            Command::SendInvitation(_) => Self::Queues(DeliveryKind::Invitation),
            Command::AddIdentifier(add) => Self::Number(&add.identifier),
            Command::EstablishResidence(residence) => Self::Residence(residence),
            Command::EstablishGroup(_)
            | Command::UnestablishGroup(_)
            | Command::ConfirmGroup(_) => Self::Group,
            Command::DeliverCertificate(_) => Self::PostedByHand(LetterKind::Certificate),
            Command::RecordContact(contact)
                if contact.audience == ContactWith::MigrationAgency
                    && contact.channel != ContactChannel::Phone =>
            {
                Self::PaperToAgency
            }
            Command::HandOutCopy(copy)
                if copy.how == HandOver::Post
                    && copy.recipient == CopyRecipient::MigrationAgency =>
            {
                Self::PostedByHand(LetterKind::Plan)
            }
            Command::RecordConsent(_)
            | Command::RecordContact(_)
            | Command::VerifyGroup(_)
            | Command::EstablishNeeds(_)
            | Command::ChangeSetting(_)
            | Command::HandOverCoordination(_)
            | Command::ReportWrongDisclosure(_)
            | Command::RecordInboundQuestion(_)
            | Command::AddParty(_)
            | Command::RemoveParty(_)
            | Command::AskMunicipality(_)
            | Command::RecordMunicipalityAnswer(_)
            | Command::MarkReadyForDischarge(_)
            | Command::CloseCase(_)
            | Command::ReopenCase(_)
            | Command::CorrectPerson(_)
            | Command::MarkProtectedIdentity(_)
            | Command::MarkLinkedProtectedPerson(_)
            | Command::SettleLetter(_)
            | Command::WriteCertificate(_)
            | Command::PlanSipMeeting(_)
            | Command::RecordInvitationSent(_)
            | Command::ResolveInvitation(_)
            | Command::BookInterpreter(_)
            | Command::RecordInstitution(_)
            | Command::OrderTransport(_)
            | Command::DeclineTransport(_)
            | Command::OrderDevice(_)
            | Command::HoldSipMeeting(_)
            | Command::ChangePlan(_)
            | Command::ApprovePlan(_)
            | Command::AgreePlan(_)
            | Command::EndPlan(_)
            | Command::HandOutCopy(_)
            | Command::DecideFollowUp(_)
            | Command::HoldFollowUp(_)
            | Command::HoldHousingMeeting(_)
            | Command::RecordHousingAnswer(_)
            | Command::RecordHousingDecision(_)
            | Command::SendCareRequest(_)
            | Command::AnswerCareRequest(_)
            | Command::DrawUpAgreement(_)
            | Command::SignAgreement(_)
            | Command::RecordInvoicingForm(_)
            | Command::GiveInformationSheet(_)
            | Command::FollowCountyRoutine(_)
            | Command::LinkCase(_)
            | Command::MoveWard(_)
            | Command::UndoLatest(_) => Self::Nothing,
        }
    }
}

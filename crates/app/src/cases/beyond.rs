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

pub(crate) enum Beyond<'a> {
    /// Check that a letter can be written: its addresses, and the names in it.
    LetterQueued,
    /// Check that a letter's text has not changed since it was queued.
    LetterRead(PublicId),
    /// Check that a letter may still be sent with the text that was queued.
    LetterPrinted(PublicId),
    /// Check that a letter that somebody posts or hands over by their own means needs no second
    /// reader.
    PostedByHand(LetterKind),
    /// The same for a contact that may have been the certificate or the plan on paper; which of them
    /// it was about, the case says when it is recorded.
    PaperToAgency,
    /// Check that the invitation names nobody.
    Invitation,
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
            Command::QueueLetter(_) => Self::LetterQueued,
            Command::ReviewLetter(review) => Self::LetterRead(review.letter),
            Command::PrintLetter(print) => Self::LetterPrinted(print.letter),
            Command::SendInvitation(_) => Self::Invitation,
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
            | Command::HandOutCopy(_)
            | Command::DecideFollowUp(_)
            | Command::SendCareRequest(_)
            | Command::AnswerCareRequest(_)
            | Command::DrawUpAgreement(_)
            | Command::SignAgreement(_)
            | Command::RecordInvoicingForm(_)
            | Command::GiveInformationSheet(_)
            | Command::FollowCountyRoutine(_)
            | Command::UndoLatest(_) => Self::Nothing,
        }
    }
}

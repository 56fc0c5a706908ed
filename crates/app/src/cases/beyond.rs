//! What a command touches beyond the case, which `decide` cannot know: one match over all commands, so
//! that a new command is given its place here, or does not compile.

use vocabulary::{
    command::{Command, EstablishResidence},
    identifier::Identifier,
    public_id::PublicId,
};

/// What has to be looked up or asked beside the case.
pub(crate) enum Beyond<'a> {
    /// Whether a letter can be written: addresses, and whom it names.
    LetterQueued,
    /// Whether a letter says what it said when it was put in the queue.
    LetterRead(PublicId),
    /// Whether a letter may still leave as it was put in the queue.
    LetterPrinted(PublicId),
    /// Whether the invitation names somebody.
    Invitation,
    /// Whether another case has the number.
    Number(&'a Identifier),
    /// Whether the postal code fits the municipality.
    Residence(&'a EstablishResidence),
    /// What a change of group brings.
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
            Command::EstablishGroup(_) | Command::UnestablishGroup(_) => Self::Group,
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
            | Command::DeliverCertificate(_)
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

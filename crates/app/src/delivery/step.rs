//! What an event does to a row of the outbox. One match over all events, for whatever asks: queueing,
//! holding back, who ordered a row.

use domain::Event;
use vocabulary::{
    consent::{ConsentAnswer, ConsentKind},
    public_id::PublicId,
};

use super::DeliveryKind;

/// What an event does to the deliveries of its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step<'e> {
    /// Somebody has ordered a delivery, or ordered an uncertain one again.
    Queued(DeliveryKind, PublicId),
    /// A person has taken it out of the queue and carries it out.
    TakenOut(DeliveryKind, PublicId),
    Sent(DeliveryKind, PublicId),
    /// A person has sent it by their own means, whether or not it was queued.
    SentByHand(DeliveryKind),
    CameBack(DeliveryKind, PublicId),
    /// It will not be sent, for this reason.
    Stopped(DeliveryKind, PublicId, &'e str),
    /// It may or may not have been sent.
    Uncertain(DeliveryKind, PublicId),
    /// If the case no longer counts on it after this event, this is the reason.
    HeldBack(DeliveryKind, &'static str),
    /// The same for one row.
    RowHeldBack(DeliveryKind, PublicId, &'static str),
    /// Nothing is to be sent from the case any more, for this reason.
    CaseStopped(&'static str),
    Nothing,
}

impl<'e> From<&'e Event> for Step<'e> {
    fn from(event: &'e Event) -> Self {
        use DeliveryKind::{Invitation, Letter};
        match event {
            Event::InvitationQueued { outbox } => Self::Queued(Invitation, *outbox),
            Event::InvitationSent { .. } => Self::SentByHand(Invitation),
            Event::InvitationMailed { outbox, .. } => Self::Sent(Invitation, *outbox),
            Event::InvitationStopped { outbox, reason } => {
                Self::Stopped(Invitation, *outbox, reason)
            }
            Event::InvitationUncertain { outbox } => Self::Uncertain(Invitation, *outbox),
            Event::MigrationAgencyClosed { .. } => {
                Self::HeldBack(Invitation, "Gruppen har ändrats")
            }
            Event::SipMeetingPlanned { .. } => Self::HeldBack(Invitation, "Mötet har planerats om"),
            Event::LetterQueued { outbox, .. } => Self::Queued(Letter, *outbox),
            // The sentence is ours: the second reader's own words may name somebody, and an outbox
            // row must hold no words about a person.
            Event::LetterRead { outbox, .. } => {
                Self::RowHeldBack(Letter, *outbox, "En kollega har läst brevet och sagt nej")
            }
            Event::LetterPrinted { outbox } => Self::TakenOut(Letter, *outbox),
            Event::LetterPosted { outbox, .. } => Self::Sent(Letter, *outbox),
            Event::LetterReturned { outbox, .. } => Self::CameBack(Letter, *outbox),
            Event::LetterStopped { outbox, reason } => Self::Stopped(Letter, *outbox, reason),
            Event::CaseClosed { .. } => Self::CaseStopped("Ärendet är avslutat"),
            Event::ConsentRecorded {
                consent, answer, ..
            } => consented(*consent, *answer),
            Event::CaseOpened { .. }
            | Event::PartyAdded { .. }
            | Event::PartyRemoved { .. }
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
            | Event::IdentifierAdded { .. }
            | Event::PersonCorrected { .. }
            | Event::ProtectedIdentityMarked { .. }
            | Event::LinkedProtectedPersonMarked { .. }
            | Event::LinkedProtectedPersonLiftAsked { .. }
            | Event::CertificateWritten { .. }
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
            | Event::CountyRoutineFollowed { .. }
            | Event::Undone { .. } => Self::Nothing,
        }
    }
}

impl Step<'_> {
    /// The row that it orders to be sent.
    pub(crate) fn queues(self) -> Option<(DeliveryKind, PublicId)> {
        match self {
            Self::Queued(kind, row) => Some((kind, row)),
            Self::TakenOut(..)
            | Self::Sent(..)
            | Self::SentByHand(_)
            | Self::CameBack(..)
            | Self::Stopped(..)
            | Self::Uncertain(..)
            | Self::HeldBack(..)
            | Self::RowHeldBack(..)
            | Self::CaseStopped(_)
            | Self::Nothing => None,
        }
    }

    /// Whether it says by itself what became of a row, so that no other reason is given.
    pub(crate) fn settles(self, kind: DeliveryKind, row: PublicId) -> bool {
        match self {
            Self::Sent(of, id) | Self::Stopped(of, id, _) | Self::Uncertain(of, id) => {
                of == kind && id == row
            }
            Self::SentByHand(of) => of == kind,
            Self::Queued(..)
            | Self::TakenOut(..)
            | Self::CameBack(..)
            | Self::HeldBack(..)
            | Self::RowHeldBack(..)
            | Self::CaseStopped(_)
            | Self::Nothing => false,
        }
    }

    /// Why it holds back a row that the case no longer counts on.
    pub(crate) fn holds_back(self, kind: DeliveryKind, row: PublicId) -> Option<&'static str> {
        match self {
            Self::HeldBack(of, reason) => (of == kind).then_some(reason),
            Self::RowHeldBack(of, id, reason) => (of == kind && id == row).then_some(reason),
            Self::Queued(..)
            | Self::TakenOut(..)
            | Self::Sent(..)
            | Self::SentByHand(_)
            | Self::CameBack(..)
            | Self::Stopped(..)
            | Self::Uncertain(..)
            | Self::CaseStopped(_)
            | Self::Nothing => None,
        }
    }
}

fn consented(consent: ConsentKind, answer: ConsentAnswer) -> Step<'static> {
    let opens = matches!(consent, ConsentKind::Sip | ConsentKind::Case);
    let closed = matches!(answer, ConsentAnswer::Withdrawn | ConsentAnswer::Refused);
    if opens && closed {
        Step::CaseStopped("Samtycket gäller inte längre")
    } else {
        Step::Nothing
    }
}

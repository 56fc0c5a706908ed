//! What an event does beside the journal: to the deliveries of its case, to the words and numbers by
//! which the case is found, and to the municipality's questions. One match over all events for the
//! whole crate: a new event does not compile until it has its place, and needs only this one.

use domain::{Event, event::Former};
use vocabulary::{
    consent::{ConsentAnswer, ConsentKind},
    hsa_id::HsaId,
    identifier::Identifier,
    intervention::MunicipalityAnswer,
    public_id::PublicId,
    sip::SipNumber,
    unit::UnitCard,
};

use crate::delivery::{DeliveryKind, Step};

/// What an event does beside the journal.
#[derive(Clone, Copy)]
pub(crate) struct Effects<'e> {
    pub(crate) delivery: Step<'e>,
    pub(crate) register: Register<'e>,
}

/// What an event does to the registers of cases and of questions.
#[derive(Clone, Copy)]
pub(crate) enum Register<'e> {
    /// The case is found by its numbers.
    Opened(&'e [Identifier], &'e SipNumber),
    /// It is found by other numbers than before.
    Renumbered,
    NumberAdded(&'e Identifier),
    /// One more unit finds it by the person's name.
    UnitJoined(&'e UnitCard),
    UnitLeft(&'e HsaId),
    /// It is found by another name, or by another case's number.
    Renamed,
    Asked(PublicId, &'e UnitCard),
    Answered(&'e HsaId, MunicipalityAnswer),
    Withdrawn(&'e HsaId),
    /// No question of the case is open any more.
    Closed,
    /// It is found as an open case again.
    Reopened,
    /// Another case of the patient may be told of it, or no longer.
    Consented,
    Unchanged,
}

impl<'e> Effects<'e> {
    const NOTHING: Self = Self {
        delivery: Step::Nothing,
        register: Register::Unchanged,
    };

    fn of_delivery(delivery: Step<'e>) -> Self {
        Self {
            delivery,
            ..Self::NOTHING
        }
    }

    fn of_register(register: Register<'e>) -> Self {
        Self {
            register,
            ..Self::NOTHING
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm per event; splitting would hide a missing one"
    )]
    pub(crate) fn of(event: &'e Event) -> Self {
        use DeliveryKind::{Invitation, Letter};
        match event {
            Event::CaseOpened {
                identifiers,
                sip_number,
                ..
            } => Self::of_register(Register::Opened(identifiers, sip_number)),
            Event::CaseClosed { .. } => Self {
                delivery: Step::CaseStopped("Ärendet är avslutat"),
                register: Register::Closed,
            },
            Event::CaseReopened { .. } => Self::of_register(Register::Reopened),
            // From now on nothing is found by the former SIP number (X3).
            Event::MigrationAgencyClosed { .. } => Self {
                delivery: Step::HeldBack(Invitation, "Gruppen har ändrats"),
                register: Register::Renumbered,
            },
            Event::IdentifierAdded { identifier } => {
                Self::of_register(Register::NumberAdded(identifier))
            }
            Event::PartyAdded { unit, .. } => Self::of_register(Register::UnitJoined(unit)),
            Event::PartyRemoved { unit, .. } => Self::of_register(Register::UnitLeft(unit)),
            Event::PersonCorrected { .. } | Event::CaseLinked { .. } => {
                Self::of_register(Register::Renamed)
            }
            Event::Undone { former } => Self::of_register(undone(former)),
            Event::MunicipalityAsked { question, unit, .. } => {
                Self::of_register(Register::Asked(*question, unit))
            }
            Event::MunicipalityAnswered { unit, answer, .. } => {
                Self::of_register(Register::Answered(unit, *answer))
            }
            Event::QuestionWithdrawn { unit } => Self::of_register(Register::Withdrawn(unit)),
            Event::InvitationQueued { outbox } => {
                Self::of_delivery(Step::Queued(Invitation, *outbox))
            }
            Event::InvitationSent { .. } => Self::of_delivery(Step::SentByHand(Invitation)),
            Event::InvitationMailed { outbox, .. } => {
                Self::of_delivery(Step::Sent(Invitation, *outbox))
            }
            Event::InvitationStopped { outbox, reason } => {
                Self::of_delivery(Step::Stopped(Invitation, *outbox, reason))
            }
            Event::InvitationUncertain { outbox } => {
                Self::of_delivery(Step::Uncertain(Invitation, *outbox))
            }
            Event::SipMeetingPlanned { .. } => {
                Self::of_delivery(Step::HeldBack(Invitation, "Mötet har planerats om"))
            }
            Event::LetterQueued { outbox, .. } => Self::of_delivery(Step::Queued(Letter, *outbox)),
            // The sentence is ours: the second reader's own words may name somebody, and an outbox
            // row must hold no words about a person.
            Event::LetterRead { outbox, .. } => Self::of_delivery(Step::RowHeldBack(
                Letter,
                *outbox,
                "En kollega har läst brevet och sagt nej",
            )),
            Event::LetterPrinted { outbox } => Self::of_delivery(Step::TakenOut(Letter, *outbox)),
            Event::LetterPosted { outbox, .. } => Self::of_delivery(Step::Sent(Letter, *outbox)),
            Event::LetterReturned { outbox, .. } => {
                Self::of_delivery(Step::CameBack(Letter, *outbox))
            }
            Event::LetterStopped { outbox, reason } => {
                Self::of_delivery(Step::Stopped(Letter, *outbox, reason))
            }
            Event::ConsentRecorded {
                consent, answer, ..
            } => consented(*consent, *answer),
            Event::ContactRecorded { .. }
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
            | Event::ReadyForDischarge { .. }
            | Event::ProtectedIdentityMarked { .. }
            | Event::LinkedProtectedPersonMarked { .. }
            | Event::LinkedProtectedPersonLiftAsked { .. }
            | Event::CertificateWritten { .. }
            | Event::InterpreterBooked { .. }
            | Event::InstitutionRecorded { .. }
            | Event::TransportSettled { .. }
            | Event::DeviceOrdered { .. }
            | Event::SipMeetingHeld { .. }
            | Event::SipPlanBegun {}
            | Event::SipPlanAgreed { .. }
            | Event::SipEnded { .. }
            | Event::PlanChanged { .. }
            | Event::PlanApproved { .. }
            | Event::PlanVersionAgreed { .. }
            | Event::PlanEnded {}
            | Event::PlanResumed {}
            | Event::HousingMeetingHeld { .. }
            | Event::HousingAnswered { .. }
            | Event::HousingDecided { .. }
            | Event::FollowUpHeld { .. }
            | Event::CopyHandedOut { .. }
            | Event::FollowUpDecided { .. }
            | Event::CareRequestSent { .. }
            | Event::CareRequestAnswered { .. }
            | Event::AgreementDrawnUp { .. }
            | Event::AgreementSigned { .. }
            | Event::InvoicingFormRecorded { .. }
            | Event::PurchasesEnded { .. }
            | Event::InformationSheetGiven { .. }
            | Event::CountyRoutineFollowed { .. } => Self::NOTHING,
        }
    }
}

fn consented(consent: ConsentKind, answer: ConsentAnswer) -> Effects<'static> {
    let opens = matches!(consent, ConsentKind::Sip | ConsentKind::Case);
    let closed = matches!(answer, ConsentAnswer::Withdrawn | ConsentAnswer::Refused);
    let delivery = if opens && closed {
        Step::CaseStopped("Samtycket gäller inte längre")
    } else {
        Step::Nothing
    };
    Effects {
        delivery,
        register: Register::Consented,
    }
}

fn undone(former: &Former) -> Register<'static> {
    match former {
        Former::Person(_) => Register::Renamed,
        Former::Residence(_)
        | Former::Needs(_)
        | Former::Interpreter(_)
        | Former::Institution(_)
        | Former::Transport(_)
        | Former::FollowUp(_)
        | Former::ReadyForDischarge(_) => Register::Unchanged,
    }
}

//! The case: one patient's need of coordination from one occasion to its close, as its events have
//! made it.

mod standing;

pub use standing::ConsentStanding;

use std::{collections::BTreeMap, fmt};

use jiff::{Timestamp, civil::Date};
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith, WrongRecipient},
    command::{CareRequestAnswer, InterventionOrder, Signatory},
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    geography::MunicipalityCode,
    group::Group,
    hsa_id::HsaId,
    identifier::{Identifier, IdentifierKind},
    intervention::{Intervention, MunicipalityAnswer},
    letter::{LetterKind, LetterStage},
    public_id::PublicId,
    secret::Words,
    setting::Setting,
    sip::{CopyRecipient, HandOver, SipNumber},
    unit::UnitCard,
};

use crate::event::{
    Basis, By, FollowUp, Former, GroupEvidence, Institution, InterpreterBooking, Meeting, Needs,
    Person, Residence, Transport,
};

/// A value with when it was recorded and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped<T> {
    /// When it was recorded.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
    /// The value.
    pub value: T,
}

/// A number of the person, with since when it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIdentifier {
    /// The number.
    pub identifier: Identifier,
    /// Since when.
    pub since: Timestamp,
    /// Who saw it.
    pub seen_by: String,
    /// Whether it is the one in use.
    pub in_use: bool,
}

/// An answer to a request for consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The answer.
    pub answer: ConsentAnswer,
    /// Spoken or written.
    pub form: ConsentForm,
    /// Units named; none means all care parties.
    pub units: Option<Vec<HsaId>>,
    /// When it was given.
    pub given_at: Timestamp,
    /// Who asked.
    pub by: By,
    /// Who answered for the person, and how.
    pub note: Option<String>,
    /// Legal ground for a person who cannot consent.
    pub legal_ground: Option<String>,
    /// Function that assessed it.
    pub assessor: Option<String>,
}

/// A unit taking part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The unit.
    pub unit: UnitCard,
    /// Since when.
    pub since: Timestamp,
    /// On what ground.
    pub basis: Basis,
}

/// A contact outside the product.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// With whom.
    pub with: ContactWith,
    /// How.
    pub channel: ContactChannel,
    /// About what.
    pub subject: ContactSubject,
    /// When.
    pub at: Timestamp,
    /// What was said.
    pub summary: Words,
    /// The function spoken to.
    pub with_function: Option<String>,
    /// Who recorded it.
    pub by: By,
}

/// A question to municipal primary care and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question's own id.
    pub id: PublicId,
    /// The unit asked.
    pub unit: UnitCard,
    /// The municipality asked about.
    pub municipality: MunicipalityCode,
    /// Interventions asked for.
    pub interventions: Vec<InterventionOrder>,
    /// First day.
    pub starts: Date,
    /// Last day.
    pub ends: Option<Date>,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// The answer.
    pub answer: Option<Stamped<Answer>>,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

/// What the municipality answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Yes, partly, no, or more information.
    pub answer: MunicipalityAnswer,
    /// Interventions accepted.
    pub accepted: Vec<Intervention>,
    /// The function that answered.
    pub answered_by: String,
    /// A comment.
    pub comment: Option<String>,
}

impl Question {
    /// Whether the municipality said yes to all or some of it (V6B.8).
    #[must_use]
    pub fn confirmed(&self) -> bool {
        !self.withdrawn
            && self.answer.as_ref().is_some_and(|answer| {
                matches!(
                    answer.value.answer,
                    MunicipalityAnswer::Yes | MunicipalityAnswer::Partly
                )
            })
    }

    /// Whether the question still waits for an answer.
    #[must_use]
    pub fn waits(&self) -> bool {
        !self.withdrawn
            && self
                .answer
                .as_ref()
                .is_none_or(|answer| answer.value.answer == MunicipalityAnswer::MoreInformation)
    }
}

/// The SIP as far as this issue goes: meeting, plan, copies, follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sip {
    /// Its public number.
    pub number: SipNumber,
    /// Numbers it had before a group change; they answer nothing.
    pub former_numbers: Vec<SipNumber>,
    /// The planned meeting.
    pub meeting: Option<Stamped<Meeting>>,
    /// The invitation's outbox row, while queued.
    pub invitation_queued: Option<Stamped<PublicId>>,
    /// The outbox row of an invitation of which nobody knows whether it was sent.
    pub invitation_uncertain: Option<Stamped<PublicId>>,
    /// When the invitation to the planned meeting was sent.
    pub invitation_sent: Option<Stamped<Timestamp>>,
    /// When earlier invitations were sent: they have been told, whatever was planned since.
    pub former_invitations: Vec<Stamped<Timestamp>>,
    /// The meeting held, with its plan.
    pub held: Option<Stamped<Held>>,
    /// Which version the plan has: how many times a meeting has made one.
    pub plan_version: u32,
    /// Copies handed out.
    pub copies: Vec<Stamped<Copy>>,
    /// The follow-up decided.
    pub follow_up: Option<Stamped<FollowUp>>,
}

/// A meeting held and the plan made at it.
#[derive(Clone, PartialEq, Eq)]
pub struct Held {
    /// When.
    pub at: Timestamp,
    /// What matters to the person.
    pub what_matters: Words,
    /// Needs.
    pub needs: Words,
    /// Responsibility for each.
    pub responsibilities: Words,
    /// Who attended.
    pub attended: Words,
}

/// A copy of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Of which version.
    pub plan_version: u32,
    /// To whom.
    pub recipient: CopyRecipient,
    /// How.
    pub how: HandOver,
    /// When.
    pub at: Timestamp,
}

/// A letter of the post queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its outbox row.
    pub outbox: PublicId,
    /// Which letter.
    pub kind: LetterKind,
    /// How far it has come.
    pub stage: LetterStage,
    /// When it was put in the queue.
    pub queued_at: Timestamp,
    /// By whom.
    pub queued_by: By,
    /// Who has read it as the second, and said yes.
    pub read_by: Option<By>,
    /// When it was printed.
    pub printed_at: Option<Timestamp>,
    /// When it was recalled: the case had come to forbid it.
    pub recalled_at: Option<Timestamp>,
    /// When it was posted.
    pub posted_at: Option<Timestamp>,
    /// When it came back.
    pub returned_at: Option<Timestamp>,
    /// Why it will not be posted.
    pub reason: Option<String>,
}

/// The care request.
#[derive(Clone, PartialEq, Eq)]
pub struct CareRequest {
    /// The municipal primary care unit it was sent to: no other may see or answer it.
    pub unit: HsaId,
    /// Which interventions are necessary.
    pub question: Words,
    /// Health state.
    pub health_state: Words,
    /// Who calls to follow-up and when.
    pub follow_up: String,
    /// Medicines.
    pub medicines: Option<Words>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The municipality's decision.
    pub answer: Option<Stamped<CareDecision>>,
}

/// The municipality's decision on a care request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareDecision {
    /// The decision.
    pub answer: CareRequestAnswer,
    /// Reason, or what is missing.
    pub reason: Option<String>,
    /// Interventions accepted, of a partial acceptance.
    pub accepted: Vec<Intervention>,
}

/// The agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// The municipal primary care unit that performs it.
    pub unit: HsaId,
    /// Interventions covered.
    pub interventions: Vec<InterventionOrder>,
    /// First day.
    pub starts: Date,
    /// Last day.
    pub ends: Option<Date>,
    /// Who follows up and when.
    pub follow_up: String,
    /// When it was drawn up.
    pub drawn_up_at: Timestamp,
    /// Signatures.
    pub signatures: Vec<Stamped<Signature>>,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// As whom.
    pub signatory: Signatory,
    /// Name and function.
    pub signed_by: String,
}

impl Agreement {
    /// Whether this party has signed.
    #[must_use]
    pub fn signed_by(&self, signatory: Signatory) -> bool {
        self.signatures
            .iter()
            .any(|signature| signature.value.signatory == signatory)
    }

    /// Whether both have signed (C5.1).
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.signed_by(Signatory::RegionalDeveloper) && self.signed_by(Signatory::HeadOfOperations)
    }
}

/// A wrong disclosure, or a question from an authority.
#[derive(Clone, PartialEq, Eq)]
pub struct Incident {
    /// Whom it concerned.
    pub audience: WrongRecipient,
    /// When it happened.
    pub at: Timestamp,
    /// What.
    pub what: Words,
    /// Who recorded it.
    pub by: By,
}

/// A device ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceOrder {
    /// Which.
    pub device: String,
    /// Ground that it cannot wait.
    pub ground: Option<String>,
    /// Reference.
    pub reference: Option<String>,
}

/// A change that its author may still undo: nothing has happened since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversible {
    /// The staff member who made it.
    pub staff: String,
    /// The value before.
    pub former: Former,
}

/// One patient's case.
#[derive(Clone, PartialEq, Eq)]
pub struct Case {
    /// Public id.
    pub id: PublicId,
    /// The guidance version it was opened under (VV.1).
    pub guidance: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// By whom.
    pub opened_by: By,
    /// Who it is about.
    pub person: Person,
    /// The person's numbers.
    pub identifiers: Vec<KnownIdentifier>,
    /// Inpatient or outpatient.
    pub setting: Setting,
    /// When admitted.
    pub admitted_at: Option<Timestamp>,
    /// The group that rules: unestablished unless it rests on something.
    pub group: Group,
    /// The group as it was stated at opening.
    pub stated_group: Group,
    /// Since when the group has been what it is.
    pub group_since: Timestamp,
    /// What the group rests on.
    pub evidence: Option<GroupEvidence>,
    /// When the group was last checked.
    pub group_checked_at: Option<Timestamp>,
    /// Counts group changes, for receipts.
    pub group_version: u64,
    /// Needs.
    pub needs: Needs,
    /// Consents, the latest of each kind.
    pub consents: BTreeMap<ConsentKind, Consent>,
    /// Parties now.
    pub parties: BTreeMap<HsaId, Party>,
    /// Parties that have left, with when.
    pub former_parties: Vec<(Party, Timestamp)>,
    /// The coordinating unit.
    pub coordinator: HsaId,
    /// Contacts.
    pub contacts: Vec<Contact>,
    /// Residence.
    pub residence: Option<Stamped<Residence>>,
    /// Questions to municipalities.
    pub questions: Vec<Question>,
    /// Ready for discharge since.
    pub ready_for_discharge: Option<Stamped<Timestamp>>,
    /// Certificate.
    pub certificate: Option<Stamped<Words>>,
    /// SIP.
    pub sip: Sip,
    /// Interpreter.
    pub interpreter: Option<Stamped<InterpreterBooking>>,
    /// Institution.
    pub institution: Option<Stamped<Institution>>,
    /// Transport.
    pub transport: Option<Stamped<Transport>>,
    /// Letters, in the order they were put in the queue.
    pub letters: Vec<Letter>,
    /// Whether the case belongs together with a protected person: two read each letter.
    pub linked_protected_person: bool,
    /// Why that mark should be lifted, and who asked for it: somebody else lifts it.
    pub lift_asked: Option<Stamped<String>>,
    /// Devices.
    pub devices: Vec<Stamped<DeviceOrder>>,
    /// Care request.
    pub care_request: Option<CareRequest>,
    /// Agreement.
    pub agreement: Option<Agreement>,
    /// Invoicing form.
    pub invoicing_form: Option<Stamped<String>>,
    /// Purchases ended, and why.
    pub purchases_ended: Option<Stamped<String>>,
    /// Information sheet.
    pub information_sheet: Option<Stamped<Timestamp>>,
    /// County routine followed.
    pub county_routine: Option<Stamped<String>>,
    /// Wrong disclosures.
    pub wrong_disclosures: Vec<Incident>,
    /// Questions from authorities.
    pub inbound_questions: Vec<Incident>,
    /// Closed, and why.
    pub closed: Option<Stamped<String>>,
    /// What may still be undone.
    pub reversible: Option<Reversible>,
}

impl Case {
    /// The person's number in use of a kind.
    #[must_use]
    pub fn identifier(&self, kind: IdentifierKind) -> Option<&Identifier> {
        self.identifiers
            .iter()
            .rev()
            .map(|known| &known.identifier)
            .find(|identifier| identifier.kind() == kind)
    }

    /// The letter of an outbox row.
    #[must_use]
    pub fn letter(&self, outbox: PublicId) -> Option<&Letter> {
        self.letters.iter().find(|letter| letter.outbox == outbox)
    }

    /// Whether a letter waits for somebody else than who put it in the queue to read it (X1).
    #[must_use]
    pub fn needs_second_reader(&self, letter: &Letter) -> bool {
        letter.stage.is_on_its_way() && self.linked_protected_person && letter.read_by.is_none()
    }

    /// Whether a letter is on paper and not settled: somebody has it in their hand.
    #[must_use]
    pub fn has_letter_on_paper(&self) -> bool {
        self.letters
            .iter()
            .any(|letter| matches!(letter.stage, LetterStage::Printed | LetterStage::Recalled))
    }

    /// The question last put to a unit.
    #[must_use]
    pub fn question_to(&self, unit: &HsaId) -> Option<&Question> {
        self.questions
            .iter()
            .rev()
            .find(|question| question.unit.hsa_id == *unit)
    }

    /// What a unit has said yes to, by the latest question that it has answered.
    #[must_use]
    pub fn confirmed_interventions(&self, unit: &HsaId) -> Vec<Intervention> {
        self.questions
            .iter()
            .rev()
            .find(|question| question.unit.hsa_id == *unit && !question.waits())
            .filter(|question| question.confirmed())
            .and_then(|question| question.answer.as_ref())
            .map(|answer| answer.value.accepted.clone())
            .unwrap_or_default()
    }

    /// The latest question, to whichever unit, that was not taken back and is about the municipality
    /// where the person stays: what another one answered is history (V6B.7).
    #[must_use]
    pub fn latest_question(&self) -> Option<&Question> {
        self.questions
            .iter()
            .rev()
            .find(|question| !question.withdrawn && self.stays_in(question.municipality))
    }

    /// The care request, unless it went to a municipality that the person has left.
    #[must_use]
    pub fn care_request_here(&self) -> Option<&CareRequest> {
        self.care_request.as_ref().filter(|request| {
            let asked = self.question_to(&request.unit);
            asked.is_none_or(|question| self.stays_in(question.municipality))
        })
    }

    fn stays_in(&self, municipality: MunicipalityCode) -> bool {
        self.municipality()
            .is_none_or(|stays| *stays == municipality)
    }

    /// Contacts with somebody.
    pub fn contacts_with(&self, with: ContactWith) -> impl Iterator<Item = &Contact> {
        self.contacts
            .iter()
            .filter(move |contact| contact.with == with)
    }
}

/// Gives `Debug` that names the type only: what is in a case never reaches a log.
macro_rules! named_only {
    ($( $name:ident ),+) => {
        $(
            impl fmt::Debug for $name {
                fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                    out.write_str(stringify!($name))
                }
            }
        )+
    };
}

named_only!(Case, Contact, Held, CareRequest, Incident);

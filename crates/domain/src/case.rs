//! The case: one patient's need of coordination, from one occasion until it is closed, built from
//! its events.

mod sip;
mod standing;

pub use sip::{
    AgreedPlan, Copy, EndedPlan, Held, HeldFollowUp, HousingAnswered, HousingDecided,
    HousingMeeting, Sip,
};
pub use standing::ConsentStanding;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use jiff::{Timestamp, civil::Date};
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith, WrongRecipient},
    choice::Choice,
    command::{CareRequestAnswer, CloseCause, InterventionOrder, Signatory},
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    geography::MunicipalityCode,
    group::Group,
    hsa_id::HsaId,
    identifier::{Identifier, IdentifierKind},
    intervention::{Intervention, MunicipalityAnswer},
    letter::{LetterKind, LetterPart, LetterStage},
    public_id::PublicId,
    secret::Words,
    setting::Setting,
    unit::{UnitCard, UnitKind},
};

use crate::{
    copy_on_write::Shared,
    event::{
        Basis, By, Former, GroupEvidence, Institution, InterpreterBooking, Needs, Person,
        Representative, Residence, Transport,
    },
    plan::Plan,
};

/// A value with the time of its event and who recorded it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stamped<T> {
    pub at: Timestamp,
    pub by: By,
    pub value: T,
}

/// One of the person's identity numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KnownIdentifier {
    pub identifier: Identifier,
    /// When it was recorded in the case.
    pub since: Timestamp,
    /// Name of the staff member who recorded it.
    pub seen_by: String,
    /// Whether it is the number recorded last; only one is in use at a time.
    pub in_use: bool,
}

/// An answer to a request for consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub answer: ConsentAnswer,
    pub form: ConsentForm,
    /// Units that the consent names; `None` means all care parties.
    pub units: Option<Vec<HsaId>>,
    pub given_at: Timestamp,
    /// Who recorded the answer.
    pub by: By,
    /// Who answered for the person, and how.
    pub note: Option<String>,
    /// The legal ground, when the person cannot consent.
    pub legal_ground: Option<String>,
    /// Function (job title) of whoever assessed that the person cannot consent.
    pub assessor: Option<String>,
    /// Who answered, when it was not the patient.
    pub representative: Option<Box<Representative>>,
}

/// A unit taking part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    pub unit: UnitCard,
    pub since: Timestamp,
    pub basis: Basis,
    /// Whether a consent has been withdrawn that would have removed it in some pathway. The
    /// municipality does not see it then, whatever the pathway is: a unit that leaves in one group and
    /// stays in another would tell the group.
    pub hidden_from_municipality: bool,
}

/// A contact outside the product.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    pub with: ContactWith,
    pub channel: ContactChannel,
    pub subject: ContactSubject,
    pub at: Timestamp,
    pub summary: Words,
    /// Function (job title) of whoever was spoken to.
    pub with_function: Option<String>,
    /// Who recorded it.
    pub by: By,
}

/// A question to municipal primary care and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    /// The question's own id, separate from the case's.
    pub id: PublicId,
    pub unit: UnitCard,
    /// The municipality where the person stayed when the question was asked.
    pub municipality: MunicipalityCode,
    pub interventions: Vec<InterventionOrder>,
    /// First day of the interventions.
    pub starts: Date,
    /// Last day; `None` means no end is set.
    pub ends: Option<Date>,
    pub asked_at: Timestamp,
    pub answer: Option<Stamped<Answer>>,
    pub withdrawn: bool,
}

/// What the municipality answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Answer {
    pub answer: MunicipalityAnswer,
    pub accepted: Vec<Intervention>,
    /// Function (job title) of whoever answered.
    pub answered_by: String,
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

    /// Whether the question still waits for an answer; a request for more information is no answer.
    #[must_use]
    pub fn waits(&self) -> bool {
        !self.withdrawn
            && self
                .answer
                .as_ref()
                .is_none_or(|answer| answer.value.answer == MunicipalityAnswer::MoreInformation)
    }
}

/// A letter of the post queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub outbox: PublicId,
    pub kind: LetterKind,
    pub stage: LetterStage,
    pub queued_at: Timestamp,
    pub queued_by: By,
    /// The second reader, once they have approved the letter.
    pub read_by: Option<By>,
    pub printed_at: Option<Timestamp>,
    /// When it was recalled: already printed, but the case no longer allowed it.
    pub recalled_at: Option<Timestamp>,
    pub posted_at: Option<Timestamp>,
    pub returned_at: Option<Timestamp>,
    /// Why it will not be posted, in Swedish.
    pub reason: Option<String>,
}

/// The request to municipal primary care for interventions, with its answer (C3.1, C4.1).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CareRequest {
    /// The municipal primary care unit it was sent to. No other unit may see or answer it.
    pub unit: HsaId,
    /// Which interventions the region asks for.
    pub question: Words,
    pub health_state: Words,
    /// Who calls to the follow-up, and when.
    pub follow_up: String,
    pub medicines: Option<Words>,
    pub sent_at: Timestamp,
    pub answer: Option<Stamped<CareDecision>>,
}

/// The municipality's decision on a care request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CareDecision {
    pub answer: CareRequestAnswer,
    /// Why it was declined, or what is missing from a returned request.
    pub reason: Option<String>,
    /// The interventions accepted; fewer than asked for when it was accepted in part.
    pub accepted: Vec<Intervention>,
}

/// The agreement that the region buys health care from a municipality.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Agreement {
    /// The municipal primary care unit that performs the care.
    pub unit: HsaId,
    pub interventions: Vec<InterventionOrder>,
    pub starts: Date,
    pub ends: Option<Date>,
    /// Who follows up, and when.
    pub follow_up: String,
    pub drawn_up_at: Timestamp,
    pub signatures: Vec<Stamped<Signature>>,
}

/// A signature on the agreement (C5.1).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signature {
    pub signatory: Signatory,
    /// Name and function of the person who signed.
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
    pub audience: WrongRecipient,
    pub at: Timestamp,
    pub what: Words,
    pub by: By,
}

/// A device that was prescribed or ordered in Web Sesam (V5.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceOrder {
    pub device: String,
    /// Why the device cannot wait.
    pub ground: Option<String>,
    pub reference: Option<String>,
}

/// Why a case was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    pub cause: Option<CloseCause>,
    /// In words; may be empty beside a code.
    pub reason: String,
}

impl Closing {
    /// The code and the words, in Swedish.
    #[must_use]
    pub fn said(&self) -> String {
        let code = self.cause.map(Choice::swedish).unwrap_or_default();
        let parts = [code, self.reason.as_str()];
        let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(": ")
    }
}

/// A change that its author may still undo, because nothing has happened since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversible {
    /// Staff id of the author.
    pub staff: String,
    /// The value before the change.
    pub former: Former,
}

/// Another case about the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelatedCase {
    pub case: PublicId,
    pub relation: Relation,
}

/// How two cases belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// This case goes on from the other, which is closed.
    Continues,
    /// Staff have found that both are about one person.
    SamePerson,
}

/// The hospital that the patient lies in. The directory has no hospitals: wards of one organisation in one
/// municipality count as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hospital {
    organisation: String,
    municipality: MunicipalityCode,
}

impl Hospital {
    /// Whether a unit is a ward of the hospital.
    #[must_use]
    pub fn has_ward(&self, unit: &UnitCard) -> bool {
        unit.kind == UnitKind::HospitalWard
            && unit.organisation == self.organisation
            && unit.municipality == Some(self.municipality)
    }
}

/// One patient's case.
#[derive(Clone, PartialEq, Eq)]
pub struct Case {
    pub id: PublicId,
    /// The guidance version it was opened under (VV.1).
    pub guidance: String,
    pub opened_at: Timestamp,
    pub opened_by: Shared<By>,
    pub person: Shared<Person>,
    pub identifiers: Shared<Vec<KnownIdentifier>>,
    pub setting: Setting,
    /// When the person was admitted; `None` in outpatient care.
    pub admitted_at: Option<Timestamp>,
    /// The group that the rules go by. It is unestablished unless it rests on evidence.
    pub group: Group,
    /// The group that was stated at opening, also when no evidence supported it.
    pub stated_group: Group,
    pub group_since: Timestamp,
    pub evidence: Option<GroupEvidence>,
    pub group_checked_at: Option<Timestamp>,
    /// The group that one person has established and a second has not confirmed yet.
    pub awaits_confirmation: Option<Stamped<Group>>,
    /// When Migrationsverket last became somebody who may know; `None` when it never was.
    pub agency_may_know_since: Option<Timestamp>,
    /// Whether it was ever without permits, or had a protected identity.
    pub ever_protected: bool,
    /// Number of group changes so far; receipts use it.
    pub group_version: u64,
    pub needs: Needs,
    /// The latest consent of each kind.
    pub consents: Shared<BTreeMap<ConsentKind, Consent>>,
    /// Current parties.
    pub parties: Shared<BTreeMap<HsaId, Party>>,
    /// Parties that have left, and when they left.
    pub former_parties: Shared<Vec<(Party, Timestamp)>>,
    pub coordinator: HsaId,
    pub contacts: Shared<Vec<Arc<Contact>>>,
    pub residence: Option<Stamped<Residence>>,
    pub questions: Shared<Vec<Question>>,
    pub ready_for_discharge: Option<Stamped<Timestamp>>,
    pub certificate: Option<Stamped<Words>>,
    /// Everybody who has written the certificate since the case was opened, also what has been
    /// written anew: who changes a comma is not the only author.
    pub certificate_writers: Shared<BTreeSet<String>>,
    pub sip: Shared<Sip>,
    /// The rows of the plan, from its own stream. Empty where a case is read without them.
    pub plan: Shared<Plan>,
    pub interpreter: Option<Stamped<InterpreterBooking>>,
    pub institution: Option<Stamped<Institution>>,
    pub transport: Option<Stamped<Transport>>,
    /// Letters, in the order they were queued.
    pub letters: Shared<Vec<Letter>>,
    /// Whether a person with protected identity is linked to the case. If so, two people read each
    /// letter before it is posted.
    pub linked_protected_person: bool,
    /// The request to remove that mark: why, and who asked. Somebody else has to agree.
    pub lift_asked: Option<Stamped<String>>,
    pub devices: Shared<Vec<Stamped<DeviceOrder>>>,
    pub care_request: Option<CareRequest>,
    pub agreement: Option<Agreement>,
    pub invoicing_form: Option<Stamped<String>>,
    /// Set when purchases ended; the value is the reason in Swedish.
    pub purchases_ended: Option<Stamped<String>>,
    /// When the information sheet was given.
    pub information_sheet: Option<Stamped<Timestamp>>,
    /// The note about the county routine that was followed instead.
    pub county_routine: Option<Stamped<String>>,
    pub wrong_disclosures: Shared<Vec<Incident>>,
    pub inbound_questions: Shared<Vec<Incident>>,
    /// Set when the case was closed.
    pub closed: Option<Stamped<Closing>>,
    /// Other cases about the same person.
    pub related: Shared<Vec<RelatedCase>>,
    pub reversible: Option<Reversible>,
}

impl Case {
    /// The hospital that the patient lies in; none in outpatient care.
    #[must_use]
    pub fn hospital(&self) -> Option<Hospital> {
        let ward = self.coordinating_unit()?;
        let lies_there = self.setting == Setting::Inpatient && ward.kind == UnitKind::HospitalWard;
        let municipality = ward.municipality.filter(|_| lies_there)?;
        Some(Hospital {
            organisation: ward.organisation.clone(),
            municipality,
        })
    }

    /// Whether the patient, or who represents the patient, has said yes to the units of the region working
    /// together on the case.
    #[must_use]
    pub fn has_consented(&self) -> bool {
        [ConsentKind::Case, ConsentKind::Sip]
            .iter()
            .filter_map(|kind| self.consents.get(kind))
            .any(|consent| consent.answer == ConsentAnswer::Given)
    }

    /// The unit that coordinates the case.
    #[must_use]
    pub fn coordinating_unit(&self) -> Option<&UnitCard> {
        Some(&self.parties.get(&self.coordinator)?.unit)
    }

    /// The person's latest number of a kind.
    #[must_use]
    pub fn identifier(&self, kind: IdentifierKind) -> Option<&Identifier> {
        self.identifiers
            .iter()
            .rev()
            .map(|known| &known.identifier)
            .find(|identifier| identifier.kind() == kind)
    }

    #[must_use]
    pub fn letter(&self, outbox: PublicId) -> Option<&Letter> {
        self.letters.iter().find(|letter| letter.outbox == outbox)
    }

    /// Whether the letter waits for a second reader: somebody other than the one who queued it
    /// (X1).
    #[must_use]
    pub fn needs_second_reader(&self, letter: &Letter) -> bool {
        letter.stage.is_on_its_way() && self.linked_protected_person && letter.read_by.is_none()
    }

    /// Whether somebody has ever written what a letter of this kind says. They cannot be its second
    /// reader.
    #[must_use]
    pub fn has_written(&self, kind: LetterKind, staff: &str) -> bool {
        kind.parts().iter().any(|part| match part {
            LetterPart::Certificate => self.certificate_writers.contains(staff),
            LetterPart::Plan => self.plan.writers.contains(staff),
            LetterPart::Group
            | LetterPart::Person
            | LetterPart::Numbers
            | LetterPart::Home
            | LetterPart::FollowUp => false,
        })
    }

    /// Whether a letter is printed but neither posted nor destroyed, so that somebody holds it.
    #[must_use]
    pub fn has_letter_on_paper(&self) -> bool {
        self.letters
            .iter()
            .any(|letter| matches!(letter.stage, LetterStage::Printed | LetterStage::Recalled))
    }

    /// The latest question to a unit.
    #[must_use]
    pub fn question_to(&self, unit: &HsaId) -> Option<&Question> {
        self.questions
            .iter()
            .rev()
            .find(|question| question.unit.hsa_id == *unit)
    }

    /// The interventions that a unit has said yes to, in the latest question that it has answered.
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

    /// The latest question to any unit that was not taken back and is about the municipality where
    /// the person stays now. What another municipality answered no longer counts (V6B.7).
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

    pub fn contacts_with(&self, with: ContactWith) -> impl Iterator<Item = &Contact> {
        self.contacts
            .iter()
            .map(AsRef::as_ref)
            .filter(move |contact| contact.with == with)
    }
}

/// Implements `Debug` so that it prints the type name only: case content must never reach a log.
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

named_only!(
    Case,
    Contact,
    HousingAnswered,
    HousingDecided,
    CareRequest,
    Incident
);

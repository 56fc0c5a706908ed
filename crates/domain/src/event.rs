//! What has happened to a case. Events are append-only; a stored sample of every version is a
//! test, and the decoder of every old version stays.

mod values;

pub use values::{
    Basis, FollowUp, Former, GroupEvidence, Institution, InterpreterBooking, Meeting, Needs,
    Person, Residence, Transport,
};

use std::fmt;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith, WrongRecipient},
    command::{CareRequestAnswer, InterventionOrder, Signatory},
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    geography::MunicipalityCode,
    group::{Group, VerifiedIn},
    hsa_id::HsaId,
    identifier::Identifier,
    intervention::{Intervention, MunicipalityAnswer},
    letter::LetterKind,
    public_id::PublicId,
    role::Role,
    secret::{Words, stored},
    setting::Setting,
    sip::{CopyRecipient, HandOver, SipNumber},
    unit::UnitCard,
};

use crate::context::Actor;

/// The version of the events this build writes.
pub const EVENT_VERSION: u32 = 1;

/// Who did something, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// The staff member's id in the store.
    pub staff: String,
    /// Name, as it stood then.
    pub name: String,
    /// Role, as it stood then.
    pub role: Role,
    /// Unit, as it stood then.
    pub unit: HsaId,
    /// The unit's name, as it stood then.
    pub unit_name: String,
}

/// What the journal calls Vårdbron itself, where it has carried out what a person ordered.
pub const VARDBRON: &str = "vardbron";

impl By {
    /// Vårdbron, for the unit whose staff ordered what it has done.
    #[must_use]
    pub fn vardbron(ordered: &Self) -> Self {
        Self {
            staff: VARDBRON.to_owned(),
            name: "Vårdbron".to_owned(),
            ..ordered.clone()
        }
    }

    /// Whether it was Vårdbron itself.
    #[must_use]
    pub fn is_vardbron(&self) -> bool {
        self.staff == VARDBRON
    }
}

impl From<&Actor> for By {
    fn from(actor: &Actor) -> Self {
        Self {
            staff: actor.staff.clone(),
            name: actor.name.clone(),
            role: actor.role,
            unit: actor.unit.hsa_id.clone(),
            unit_name: actor.unit.name.clone(),
        }
    }
}

/// An event with its instant and its author: one row of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it was recorded.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
    /// What happened.
    pub event: Event,
}

/// Something that has happened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "fields carry the meaning of the command's field of that name"
)]
#[expect(
    clippy::large_enum_variant,
    reason = "an event lives for one decision; boxing buys nothing"
)]
pub enum Event {
    /// The case was opened by a regional unit (V5.1, V6A.1).
    CaseOpened {
        id: PublicId,
        sip_number: SipNumber,
        person: Person,
        identifiers: Vec<Identifier>,
        setting: Setting,
        admitted_at: Option<Timestamp>,
        group: Group,
        stated_group: Group,
        evidence: Option<GroupEvidence>,
        needs: Needs,
        unit: UnitCard,
        guidance: String,
    },
    /// Consent was asked for and answered.
    ConsentRecorded {
        consent: ConsentKind,
        answer: ConsentAnswer,
        form: ConsentForm,
        units: Option<Vec<HsaId>>,
        given_at: Timestamp,
        note: Option<String>,
        legal_ground: Option<String>,
        assessor: Option<String>,
    },
    /// A unit became a party.
    PartyAdded { unit: UnitCard, basis: Basis },
    /// A unit's part ended.
    PartyRemoved {
        unit: HsaId,
        name: String,
        reason: String,
    },
    /// A contact outside the product was recorded.
    ContactRecorded {
        with: ContactWith,
        channel: ContactChannel,
        subject: ContactSubject,
        contact_at: Timestamp,
        #[serde(with = "stored")]
        summary: Words,
        with_function: Option<String>,
    },
    /// The group was established.
    GroupEstablished {
        group: Group,
        evidence: GroupEvidence,
    },
    /// The group was made unestablished.
    GroupUnestablished { reason: String },
    /// The group was checked again.
    GroupVerified {
        verified_in: VerifiedIn,
        still_valid: bool,
        answer: String,
    },
    /// Every path to Migrationsverket closed: queued messages stop, the SIP gets a new number and
    /// a planned meeting must be planned anew (X3).
    MigrationAgencyClosed { sip_number: SipNumber },
    /// Needs were established.
    NeedsEstablished { needs: Needs },
    /// The case moved between ward and open care.
    SettingChanged {
        setting: Setting,
        unit: UnitCard,
        admitted_at: Option<Timestamp>,
    },
    /// Coordination was handed over.
    CoordinationHandedOver { unit: HsaId, name: String },
    /// A wrong disclosure was reported.
    WrongDisclosureReported {
        audience: WrongRecipient,
        disclosed_at: Timestamp,
        #[serde(with = "stored")]
        what: Words,
    },
    /// An authority asked and got the one answer.
    InboundQuestionRecorded {
        audience: WrongRecipient,
        asked_at: Timestamp,
        #[serde(with = "stored")]
        what: Words,
    },
    /// Residence was established.
    ResidenceEstablished { residence: Residence },
    /// The municipality was asked.
    MunicipalityAsked {
        question: PublicId,
        unit: UnitCard,
        municipality: MunicipalityCode,
        interventions: Vec<InterventionOrder>,
        starts: Date,
        ends: Option<Date>,
    },
    /// The municipality answered.
    MunicipalityAnswered {
        unit: HsaId,
        answer: MunicipalityAnswer,
        accepted: Vec<Intervention>,
        answered_by: String,
        comment: Option<String>,
    },
    /// A question was taken back, unanswered or after the care request was declined: it is gone
    /// from the municipality's view, and a yes to it holds no more.
    QuestionWithdrawn { unit: HsaId },
    /// Ready for discharge.
    ReadyForDischarge { from: Timestamp },
    /// The case was closed.
    CaseClosed { reason: String },
    /// A number was added and taken into use.
    IdentifierAdded { identifier: Identifier },
    /// The person's details were corrected.
    PersonCorrected { person: Person },
    /// Protected identity was marked or unmarked.
    ProtectedIdentityMarked { protected: bool, reason: String },
    /// The case was marked, or not any more, as belonging together with a protected person.
    LinkedProtectedPersonMarked { linked: bool, reason: String },
    /// Somebody asked for that mark to be lifted; it stays until a second person says so too (X1).
    LinkedProtectedPersonLiftAsked { reason: String },
    /// A letter was put in the post queue.
    LetterQueued {
        outbox: PublicId,
        letter: LetterKind,
    },
    /// A second person read a letter.
    LetterRead {
        outbox: PublicId,
        approved: bool,
        reason: Option<String>,
    },
    /// A letter was printed.
    LetterPrinted { outbox: PublicId },
    /// A letter was given to the post; `late` when it was recorded after the case had come to forbid
    /// what it still allowed when the letter was posted.
    LetterPosted {
        outbox: PublicId,
        posted_at: Timestamp,
        late: bool,
    },
    /// A letter came back from the post.
    LetterReturned {
        outbox: PublicId,
        returned_at: Timestamp,
    },
    /// A letter will not be posted.
    LetterStopped { outbox: PublicId, reason: String },
    /// The physician's certificate was written.
    CertificateWritten {
        #[serde(with = "stored")]
        content: Words,
    },
    /// The SIP meeting was planned and the participants called.
    SipMeetingPlanned { meeting: Meeting },
    /// The de-identified invitation was queued.
    InvitationQueued { outbox: PublicId },
    /// The de-identified invitation was sent.
    InvitationSent { sent_at: Timestamp },
    /// Vårdbron mailed the invitation of an outbox row, or a person found that it had arrived.
    InvitationMailed {
        outbox: PublicId,
        sent_at: Timestamp,
    },
    /// The invitation of an outbox row will not be sent.
    InvitationStopped { outbox: PublicId, reason: String },
    /// It is not known whether the invitation of an outbox row was sent: a person decides.
    InvitationUncertain { outbox: PublicId },
    /// An interpreter was booked.
    InterpreterBooked { booking: InterpreterBooking },
    /// The institution was named.
    InstitutionRecorded { institution: Institution },
    /// Transport was ordered or is not needed.
    TransportSettled { transport: Transport },
    /// A device was ordered.
    DeviceOrdered {
        device: String,
        ground: Option<String>,
        reference: Option<String>,
    },
    /// The SIP meeting was held.
    SipMeetingHeld {
        held_at: Timestamp,
        #[serde(with = "stored")]
        what_matters: Words,
        #[serde(with = "stored")]
        needs: Words,
        #[serde(with = "stored")]
        responsibilities: Words,
        #[serde(with = "stored")]
        attended: Words,
    },
    /// A copy of the plan was handed out.
    CopyHandedOut {
        plan_version: u32,
        recipient: CopyRecipient,
        how: HandOver,
        handed_at: Timestamp,
    },
    /// The follow-up was decided.
    FollowUpDecided { follow_up: FollowUp },
    /// The care request was sent.
    CareRequestSent {
        unit: HsaId,
        #[serde(with = "stored")]
        question: Words,
        #[serde(with = "stored")]
        health_state: Words,
        follow_up: String,
        #[serde(with = "stored::optional", default)]
        medicines: Option<Words>,
    },
    /// The care request was answered.
    CareRequestAnswered {
        answer: CareRequestAnswer,
        reason: Option<String>,
        accepted: Vec<Intervention>,
    },
    /// The agreement was drawn up.
    AgreementDrawnUp {
        unit: HsaId,
        interventions: Vec<InterventionOrder>,
        starts: Date,
        ends: Option<Date>,
        follow_up: String,
    },
    /// The agreement was signed.
    AgreementSigned {
        signatory: Signatory,
        signed_by: String,
    },
    /// The invoicing form was filled in.
    InvoicingFormRecorded { reference: String },
    /// Purchases ended.
    PurchasesEnded { reason: String },
    /// The information sheet was handed over.
    InformationSheetGiven { given_at: Timestamp },
    /// The county-wide routine is followed.
    CountyRoutineFollowed { note: String },
    /// A reversible change was undone.
    Undone { former: Former },
}

impl Event {
    /// The event's kind as the journal names it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CaseOpened { .. } => "case_opened",
            Self::ConsentRecorded { .. } => "consent_recorded",
            Self::PartyAdded { .. } => "party_added",
            Self::PartyRemoved { .. } => "party_removed",
            Self::ContactRecorded { .. } => "contact_recorded",
            Self::GroupEstablished { .. } => "group_established",
            Self::GroupUnestablished { .. } => "group_unestablished",
            Self::GroupVerified { .. } => "group_verified",
            Self::MigrationAgencyClosed { .. } => "migration_agency_closed",
            Self::NeedsEstablished { .. } => "needs_established",
            Self::SettingChanged { .. } => "setting_changed",
            Self::CoordinationHandedOver { .. } => "coordination_handed_over",
            Self::WrongDisclosureReported { .. } => "wrong_disclosure_reported",
            Self::InboundQuestionRecorded { .. } => "inbound_question_recorded",
            Self::ResidenceEstablished { .. } => "residence_established",
            Self::MunicipalityAsked { .. } => "municipality_asked",
            Self::MunicipalityAnswered { .. } => "municipality_answered",
            Self::QuestionWithdrawn { .. } => "question_withdrawn",
            Self::ReadyForDischarge { .. } => "ready_for_discharge",
            Self::CaseClosed { .. } => "case_closed",
            Self::IdentifierAdded { .. } => "identifier_added",
            Self::PersonCorrected { .. } => "person_corrected",
            Self::ProtectedIdentityMarked { .. } => "protected_identity_marked",
            Self::LinkedProtectedPersonMarked { .. } => "linked_protected_person_marked",
            Self::LinkedProtectedPersonLiftAsked { .. } => "linked_protected_person_lift_asked",
            Self::LetterQueued { .. } => "letter_queued",
            Self::LetterRead { .. } => "letter_read",
            Self::LetterPrinted { .. } => "letter_printed",
            Self::LetterPosted { .. } => "letter_posted",
            Self::LetterReturned { .. } => "letter_returned",
            Self::LetterStopped { .. } => "letter_stopped",
            Self::CertificateWritten { .. } => "certificate_written",
            Self::SipMeetingPlanned { .. } => "sip_meeting_planned",
            Self::InvitationQueued { .. } => "invitation_queued",
            Self::InvitationSent { .. } => "invitation_sent",
            Self::InvitationMailed { .. } => "invitation_mailed",
            Self::InvitationStopped { .. } => "invitation_stopped",
            Self::InvitationUncertain { .. } => "invitation_uncertain",
            Self::InterpreterBooked { .. } => "interpreter_booked",
            Self::InstitutionRecorded { .. } => "institution_recorded",
            Self::TransportSettled { .. } => "transport_settled",
            Self::DeviceOrdered { .. } => "device_ordered",
            Self::SipMeetingHeld { .. } => "sip_meeting_held",
            Self::CopyHandedOut { .. } => "copy_handed_out",
            Self::FollowUpDecided { .. } => "follow_up_decided",
            Self::CareRequestSent { .. } => "care_request_sent",
            Self::CareRequestAnswered { .. } => "care_request_answered",
            Self::AgreementDrawnUp { .. } => "agreement_drawn_up",
            Self::AgreementSigned { .. } => "agreement_signed",
            Self::InvoicingFormRecorded { .. } => "invoicing_form_recorded",
            Self::PurchasesEnded { .. } => "purchases_ended",
            Self::InformationSheetGiven { .. } => "information_sheet_given",
            Self::CountyRoutineFollowed { .. } => "county_routine_followed",
            Self::Undone { .. } => "undone",
        }
    }
}

/// Names the kind only: what an event says never reaches a log.
impl fmt::Debug for Event {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.kind())
    }
}

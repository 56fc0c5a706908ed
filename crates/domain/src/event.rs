//! What has happened to a case. Every event is declared here, once. Events are append-only: a test
//! keeps a stored sample of every version, and the reader of every old version stays in the code.

mod declared;
mod earlier;
mod row;
mod values;

pub use row::{JournalError, decode};
pub use values::{
    Basis, EvaluatedGoal, FollowUp, Former, GroupEvidence, Institution, InterpreterBooking,
    Meeting, MeetingPlace, NamedUnit, Needs, OutsidePlace, Person, PlanCellSet, ProsePlan,
    Replaced, Representative, Residence, RowChange, Transport,
};

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith, WrongRecipient},
    command::{CareRequestAnswer, CloseCause, InterventionOrder, Signatory},
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    geography::MunicipalityCode,
    group::{Group, VerifiedIn},
    hsa_id::HsaId,
    identifier::Identifier,
    intervention::{Intervention, MunicipalityAnswer},
    letter::{LetterKind, LetterPart},
    plan::PlanEnd,
    public_id::PublicId,
    role::Role,
    secret::{Words, stored},
    setting::Setting,
    sip::{Attendee, CopyRecipient, HandOver, HousingAnswer, HousingDecision, SipNumber},
    unit::UnitCard,
};

use crate::context::Actor;
use declared::events;

/// Who did something, as the journal stores it. Name, role and unit are kept as they were at the
/// time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// Staff id in the store, or [`VARDBRON`].
    pub staff: String,
    pub name: String,
    pub role: Role,
    pub unit: HsaId,
    pub unit_name: String,
}

/// The staff id is left out, because nobody is shown it: the version of a share, which is a hash,
/// follows from what its reader sees and nothing else.
impl Hash for By {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            staff: _,
            name,
            role,
            unit,
            unit_name,
        } = self;
        (name, role, unit, unit_name).hash(state);
    }
}

/// The staff id that the journal uses for Vårdbron itself, when it carries out what a person
/// ordered.
pub const VARDBRON: &str = "vardbron";

impl By {
    /// Vårdbron as author, acting for the unit whose staff ordered it.
    #[must_use]
    pub fn vardbron(ordered: &Self) -> Self {
        Self {
            staff: VARDBRON.to_owned(),
            name: "Vårdbron".to_owned(),
            ..ordered.clone()
        }
    }

    /// Whether Vårdbron itself is the author.
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

/// An event with its time and author: one row of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub at: Timestamp,
    pub by: By,
    pub event: Event,
}

/// Which part of a case an event is about. `decide` and `evolve` have a file for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The case as a whole: opened, closed, or a change undone.
    Case,
    Consent,
    Party,
    Contact,
    /// The legal group, and what a change of it closes.
    Group,
    /// The person: details, numbers, needs, and where they stay and get care.
    Person,
    Municipality,
    /// Letters by post, and the mark of a linked protected person.
    Letter,
    /// Certificate, meeting, invitation, plan, copies and follow-up.
    Sip,
    /// The rows of the plan. These events stand in a stream of their own.
    Plan,
    /// A step done once: interpreter, institution, transport, device, information.
    Step,
    Purchase,
}

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// The case's journal, whose length is the case's version.
    Case,
    /// The plan's stream beside it, `plan/<case>`.
    Plan,
}

impl Event {
    /// Where it stands.
    #[must_use]
    pub fn stream(&self) -> Stream {
        match self.subject() {
            Subject::Plan => Stream::Plan,
            Subject::Case
            | Subject::Consent
            | Subject::Party
            | Subject::Contact
            | Subject::Group
            | Subject::Person
            | Subject::Municipality
            | Subject::Letter
            | Subject::Sip
            | Subject::Step
            | Subject::Purchase => Stream::Case,
        }
    }
}

events! {
    /// The case was opened by a regional unit (V5.1, V6A.1).
    CaseOpened = "case_opened" version 2 in Case rewrites [] also reads 1 {
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
        /// The closed case that this one goes on from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        continues: Option<PublicId>,
    }
    /// Consent was asked for and answered.
    ConsentRecorded = "consent_recorded" version 1 in Consent rewrites [] {
        consent: ConsentKind,
        answer: ConsentAnswer,
        form: ConsentForm,
        units: Option<Vec<HsaId>>,
        given_at: Timestamp,
        note: Option<String>,
        legal_ground: Option<String>,
        assessor: Option<String>,
        /// Who answered, when it was not the patient.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        representative: Option<Box<Representative>>,
    }
    /// A unit became a party.
    PartyAdded = "party_added" version 2 in Party rewrites [] also reads 1 {
        unit: UnitCard,
        basis: Basis,
    }
    /// A unit stopped taking part.
    PartyRemoved = "party_removed" version 1 in Party rewrites [] {
        unit: HsaId,
        name: String,
        reason: String,
    }
    /// A contact outside the product was recorded.
    ContactRecorded = "contact_recorded" version 1 in Contact rewrites [] {
        with: ContactWith,
        channel: ContactChannel,
        subject: ContactSubject,
        contact_at: Timestamp,
        #[serde(with = "stored")]
        summary: Words,
        with_function: Option<String>,
    }
    /// The group was established.
    GroupEstablished = "group_established" version 1 in Group
        rewrites [Group] {
        group: Group,
        evidence: GroupEvidence,
    }
    /// The group was established in a case that was protected before: a second person has to confirm
    /// it before Migrationsverket may be told (X1).
    GroupConfirmationAsked = "group_confirmation_asked" version 1 in Group
        rewrites [Group] { group: Group, }
    /// A second person confirmed the group.
    GroupConfirmed = "group_confirmed" version 1 in Group
        rewrites [Group] { seen: String, }
    /// The group was made unestablished.
    GroupUnestablished = "group_unestablished" version 1 in Group
        rewrites [Group] { reason: String, }
    /// The group was checked again.
    GroupVerified = "group_verified" version 1 in Group rewrites [] {
        verified_in: VerifiedIn,
        still_valid: bool,
        answer: String,
        /// The first day of the permit (V3.6).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        permit_from: Option<Date>,
    }
    /// Every path to Migrationsverket closed: queued messages stop, the SIP gets a new number, and
    /// a planned meeting has to be planned anew (X3).
    MigrationAgencyClosed = "migration_agency_closed" version 1 in Group
        rewrites [Group] { sip_number: SipNumber, }
    /// Needs were established.
    NeedsEstablished = "needs_established" version 1 in Person undoes Needs rewrites [] { needs: Needs, }
    /// The case moved between inpatient and outpatient care, or between wards.
    SettingChanged = "setting_changed" version 1 in Person rewrites [] {
        setting: Setting,
        unit: UnitCard,
        admitted_at: Option<Timestamp>,
    }
    /// Coordination was handed over.
    CoordinationHandedOver = "coordination_handed_over" version 1 in Party rewrites [] {
        unit: HsaId,
        name: String,
    }
    /// A wrong disclosure was reported.
    WrongDisclosureReported = "wrong_disclosure_reported" version 1 in Contact rewrites [] {
        audience: WrongRecipient,
        disclosed_at: Timestamp,
        #[serde(with = "stored")]
        what: Words,
    }
    /// An authority asked about a person and got the fixed answer that everybody gets.
    InboundQuestionRecorded = "inbound_question_recorded" version 1 in Contact rewrites [] {
        audience: WrongRecipient,
        asked_at: Timestamp,
        #[serde(with = "stored")]
        what: Words,
    }
    /// Residence was established.
    ResidenceEstablished = "residence_established" version 1 in Person undoes Residence
        rewrites [Home] {
        residence: Residence,
    }
    /// The municipality was asked.
    MunicipalityAsked = "municipality_asked" version 1 in Municipality rewrites [] {
        question: PublicId,
        unit: UnitCard,
        municipality: MunicipalityCode,
        interventions: Vec<InterventionOrder>,
        starts: Date,
        ends: Option<Date>,
    }
    /// Municipal primary care answered the question (V6B.8).
    MunicipalityAnswered = "municipality_answered" version 1 in Municipality rewrites [] {
        unit: HsaId,
        answer: MunicipalityAnswer,
        accepted: Vec<Intervention>,
        answered_by: String,
        comment: Option<String>,
    }
    /// A question was taken back, unanswered or after the care request was declined. The
    /// municipality no longer sees it, and a yes to it no longer counts.
    QuestionWithdrawn = "question_withdrawn" version 1 in Municipality rewrites [] { unit: HsaId, }
    /// The patient was declared ready for discharge.
    ReadyForDischarge = "ready_for_discharge" version 1 in Person undoes ReadyForDischarge rewrites [] {
        from: Timestamp,
    }
    /// The case was closed.
    CaseClosed = "case_closed" version 1 in Case rewrites [] {
        /// The code, which cases closed before there were codes lack.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<CloseCause>,
        /// In words; may be empty beside a code.
        reason: String,
    }
    /// A case that was closed by mistake was opened again (X4).
    CaseReopened = "case_reopened" version 1 in Case rewrites [] { reason: String, }
    /// An identity number was added and is now the one in use.
    IdentifierAdded = "identifier_added" version 1 in Person
        rewrites [Numbers] { identifier: Identifier, }
    /// The person's details were corrected.
    PersonCorrected = "person_corrected" version 2 in Person undoes Person
        rewrites [Person] also reads 1 { person: Person, }
    /// Protected identity was marked or unmarked.
    ProtectedIdentityMarked = "protected_identity_marked" version 1 in Person rewrites [] {
        protected: bool,
        reason: String,
    }
    /// A link to a protected person was marked, or the mark was removed.
    LinkedProtectedPersonMarked = "linked_protected_person_marked" version 1 in Letter rewrites [] {
        linked: bool,
        reason: String,
    }
    /// Somebody asked to remove that mark. It stays until a second person agrees (X1).
    LinkedProtectedPersonLiftAsked = "linked_protected_person_lift_asked" version 1 in Letter rewrites [] {
        reason: String,
    }
    /// A letter was put in the post queue.
    LetterQueued = "letter_queued" version 1 in Letter rewrites [] {
        outbox: PublicId,
        letter: LetterKind,
    }
    /// A second person read a letter and approved or rejected it.
    LetterRead = "letter_read" version 1 in Letter rewrites [] {
        outbox: PublicId,
        approved: bool,
        reason: Option<String>,
    }
    /// A letter was printed.
    LetterPrinted = "letter_printed" version 1 in Letter rewrites [] { outbox: PublicId, }
    /// A letter was posted. `late` means it was recorded after the case had come to forbid the
    /// letter, though the letter was posted while it was still allowed.
    LetterPosted = "letter_posted" version 1 in Letter rewrites [] {
        outbox: PublicId,
        posted_at: Timestamp,
        late: bool,
    }
    /// A letter came back from the post.
    LetterReturned = "letter_returned" version 1 in Letter rewrites [] {
        outbox: PublicId,
        returned_at: Timestamp,
    }
    /// A letter will not be posted.
    LetterStopped = "letter_stopped" version 1 in Letter rewrites [] { outbox: PublicId, reason: String, }
    /// The physician's certificate was written.
    CertificateWritten = "certificate_written" version 1 in Sip
        rewrites [Certificate] {
        #[serde(with = "stored")]
        content: Words,
    }
    /// The SIP meeting was planned and the participants called.
    SipMeetingPlanned = "sip_meeting_planned" version 3 in Sip rewrites []
        reads { 1 as SipMeetingPlannedV1, 2 as SipMeetingPlannedV2 } { meeting: Meeting, }
    /// The de-identified invitation was queued.
    InvitationQueued = "invitation_queued" version 1 in Sip rewrites [] { outbox: PublicId, }
    /// Somebody sent the de-identified invitation by their own means.
    InvitationSent = "invitation_sent" version 1 in Sip rewrites [] { sent_at: Timestamp, }
    /// Vårdbron sent the invitation of an outbox row, or somebody found that it had arrived.
    InvitationMailed = "invitation_mailed" version 1 in Sip rewrites [] {
        outbox: PublicId,
        sent_at: Timestamp,
    }
    /// The invitation of an outbox row will not be sent.
    InvitationStopped = "invitation_stopped" version 1 in Sip rewrites [] { outbox: PublicId, reason: String, }
    /// The invitation of an outbox row may or may not have been sent; a person has to find out.
    InvitationUncertain = "invitation_uncertain" version 1 in Sip rewrites [] { outbox: PublicId, }
    /// An interpreter was booked.
    InterpreterBooked = "interpreter_booked" version 1 in Step undoes Interpreter rewrites [] {
        booking: InterpreterBooking,
    }
    /// The institution was named.
    InstitutionRecorded = "institution_recorded" version 1 in Step undoes Institution rewrites [] {
        institution: Institution,
    }
    /// Transport was ordered or is not needed.
    TransportSettled = "transport_settled" version 1 in Step undoes Transport rewrites [] {
        transport: Transport,
    }
    /// A device was ordered.
    DeviceOrdered = "device_ordered" version 1 in Step rewrites [] {
        device: String,
        ground: Option<String>,
        reference: Option<String>,
    }
    /// The SIP meeting was held.
    SipMeetingHeld = "sip_meeting_held" version 2 in Sip
        rewrites [Plan] reads { 1 as SipMeetingHeldV1 } {
        held_at: Timestamp,
        attended: Vec<Attendee>,
        /// Until December 2026 the plan was written here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plan: Option<ProsePlan>,
    }
    /// The first row of the plan was written.
    SipPlanBegun = "sip_plan_begun" version 1 in Sip rewrites [] {}
    /// The plan was agreed on, and holds in this version.
    SipPlanAgreed = "sip_plan_agreed" version 1 in Sip rewrites [Plan] {
        /// From 1.
        plan_version: u32,
        /// SHA-256 of what its rows say, in hexadecimal.
        hash: String,
    }
    /// The plan ended.
    SipEnded = "sip_ended" version 1 in Sip rewrites [] {
        cause: PlanEnd,
        reason: Option<String>,
    }
    /// Rows of the plan were changed.
    PlanChanged = "plan_changed" version 1 in Plan rewrites [] { changes: Vec<RowChange>, }
    /// A party approved the plan as it stands here.
    PlanApproved = "plan_approved" version 1 in Plan rewrites [] { unit: HsaId, }
    /// What is written here was agreed on.
    PlanVersionAgreed = "plan_version_agreed" version 1 in Plan rewrites [] {
        plan_version: u32,
        /// The parties that were asked to approve it.
        asked: Vec<HsaId>,
    }
    /// The plan ended, and cannot be changed.
    PlanEnded = "plan_ended" version 1 in Plan rewrites [] {}
    /// The plan that had ended goes on.
    PlanResumed = "plan_resumed" version 1 in Plan rewrites [] {}
    /// A copy of the plan was handed out.
    CopyHandedOut = "copy_handed_out" version 1 in Sip rewrites [] {
        plan_version: u32,
        recipient: CopyRecipient,
        how: HandOver,
        handed_at: Timestamp,
    }
    /// The meeting of an A pathway was held, where the patient is offered institution housing.
    HousingMeetingHeld = "housing_meeting_held" version 1 in Sip rewrites [] {
        held_at: Timestamp,
        attended: Vec<Attendee>,
        informed: bool,
        offered: bool,
        answer: Option<HousingAnswer>,
        #[serde(with = "stored::optional", default)]
        reason: Option<Words>,
    }
    /// The patient answered the offer of institution housing after the meeting.
    HousingAnswered = "housing_answered" version 1 in Sip rewrites [] {
        answer: HousingAnswer,
        answered_at: Timestamp,
        #[serde(with = "stored::optional", default)]
        reason: Option<Words>,
    }
    /// Migrationsverket decided on institution housing.
    HousingDecided = "housing_decided" version 1 in Sip rewrites [] {
        decision: HousingDecision,
        decided_at: Timestamp,
        #[serde(with = "stored::optional", default)]
        reason: Option<Words>,
    }
    /// The follow-up was decided.
    FollowUpDecided = "follow_up_decided" version 2 in Sip undoes FollowUp
        rewrites [FollowUp] also reads 1 { follow_up: FollowUp, }
    /// The decided follow-up was held and its goals evaluated.
    FollowUpHeld = "follow_up_held" version 1 in Sip rewrites [] {
        /// For when it was decided.
        decided_for: Timestamp,
        held_at: Timestamp,
        attended: Vec<Attendee>,
        evaluations: Vec<EvaluatedGoal>,
    }
    /// The care request was sent.
    CareRequestSent = "care_request_sent" version 1 in Purchase rewrites [] {
        unit: HsaId,
        #[serde(with = "stored")]
        question: Words,
        #[serde(with = "stored")]
        health_state: Words,
        follow_up: String,
        #[serde(with = "stored::optional", default)]
        medicines: Option<Words>,
    }
    /// The care request was answered.
    CareRequestAnswered = "care_request_answered" version 1 in Purchase rewrites [] {
        answer: CareRequestAnswer,
        reason: Option<String>,
        accepted: Vec<Intervention>,
    }
    /// The agreement was drawn up.
    AgreementDrawnUp = "agreement_drawn_up" version 1 in Purchase rewrites [] {
        unit: HsaId,
        interventions: Vec<InterventionOrder>,
        starts: Date,
        ends: Option<Date>,
        follow_up: String,
    }
    /// The agreement was signed.
    AgreementSigned = "agreement_signed" version 1 in Purchase rewrites [] {
        signatory: Signatory,
        signed_by: String,
    }
    /// The invoicing form was filled in.
    InvoicingFormRecorded = "invoicing_form_recorded" version 1 in Purchase rewrites [] { reference: String, }
    /// All purchases of the case ended, because the person became resident.
    PurchasesEnded = "purchases_ended" version 1 in Purchase rewrites [] { reason: String, }
    /// The information sheet was handed over.
    InformationSheetGiven = "information_sheet_given" version 1 in Step rewrites [] { given_at: Timestamp, }
    /// Another case is about the same person (X4).
    CaseLinked = "case_linked" version 1 in Case rewrites [] { case: PublicId, reason: String, }
    /// The county-wide routine is followed.
    CountyRoutineFollowed = "county_routine_followed" version 1 in Step rewrites [] { note: String, }
    /// A reversible change was undone.
    Undone = "undone" version 3 in Case rewrites [] as former also reads 1, 2 { former: Former, }
}

/// Prints the kind only: the content of an event must never reach a log.
impl fmt::Debug for Event {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.kind())
    }
}

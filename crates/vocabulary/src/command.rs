//! Commands: what somebody asks to have done to a case, one imperative name per use case.
//!
//! The API and the forms are read by the same code, so that a field means the same in both. Reading
//! checks each value by itself; `domain` decides whether the command is allowed.

mod comparing;
mod declared;
mod goal_evaluation;
mod intervention_order;

use jiff::Timestamp;
use serde_json::{Map, Value};

use declared::commands;
pub use goal_evaluation::GoalEvaluation;
pub use intervention_order::InterventionOrder;

use crate::{
    audience::{ContactChannel, ContactSubject, ContactWith, WrongRecipient},
    birth_date::BirthDate,
    choice,
    consent::{ConsentAnswer, ConsentForm, ConsentGiver, ConsentKind},
    geography::{MunicipalityCode, PostalCode},
    group::{Group, VerifiedIn},
    hsa_id::HsaId,
    identifier::Identifier,
    intervention::{Intervention, MunicipalityAnswer},
    letter::{LetterKind, LetterOutcome, LetterReading},
    mistake::{Fault, Mistake},
    need::NursingNeed,
    plan::{PlanChange, PlanEnd},
    public_id::PublicId,
    reading::{
        ChosenPoint, Door, Field, FieldShape, Fields, PastDate, PastInstant, PlannedDate,
        PlannedInstant, mistakes,
    },
    search::CaseNumber,
    setting::{Housing, Setting},
    sip::{
        Attendee, CopyRecipient, HandOver, HousingAnswer, HousingDecision, InvitationOutcome,
        MeetingForm,
    },
    text::{Language, Line, Phone, Prose},
};

choice! {
    /// In what capacity somebody signs an agreement (C5.1).
    pub enum Signatory {
        /// The regional developer at Koncernkontoret.
        RegionalDeveloper = "regional_developer", "Regionutvecklare";
        /// The municipality's head of operations.
        HeadOfOperations = "head_of_operations", "Kommunens verksamhetsansvarig";
    }
}

choice! {
    /// What the municipality decides on a care request (C4.1, C9.2).
    pub enum CareRequestAnswer {
        Accepted = "accepted", "Ja";
        /// Accepted for some of the interventions.
        AcceptedInPart = "accepted_in_part", "Ja, en del";
        /// Declined, with a reason.
        Declined = "declined", "Nej";
        /// Returned for completion, saying what is missing.
        Returned = "returned", "Behöver kompletteras";
    }
}

choice! {
    /// Why a case is closed (X4).
    pub enum CloseCause {
        /// What was planned is done.
        Completed = "completed", "Det som planerades är klart";
        /// Somebody else has taken over the care.
        HandedOver = "handed_over", "Någon annan har tagit över vården";
        /// The sources no longer apply (X3).
        OrdinaryRoutine = "ordinary_routine", "Den ordinarie rutinen gäller";
        AnotherRegion = "another_region", "Patienten har flyttat till en annan region";
        /// The patient does not want the care to be coordinated.
        Declined = "declined", "Patienten vill inte ha samordning";
        LeftWithoutNotice = "left_without_notice", "Patienten har lämnat utan att säga till";
        Deceased = "deceased", "Patienten har avlidit";
        OpenedByMistake = "opened_by_mistake", "Ärendet startades av misstag";
        /// Something else, in words.
        Other = "other", "Annat";
    }
}
impl CommandKind {
    /// Whether it is decided on the version of the case that its author saw. A wrong disclosure has happened
    /// whatever the case looks like now; a change of the plan says itself what its author saw.
    #[must_use]
    pub fn rests_on_a_version(self) -> bool {
        !matches!(
            self,
            Self::ReportWrongDisclosure | Self::ChangePlan | Self::ApprovePlan | Self::AgreePlan
        )
    }
}

/// A command's name, documentation and fields, as the API shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandShape {
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    pub fields: Vec<FieldShape>,
}

commands! {
    /// Records what the person answered when asked for consent (domain.md, Consent).
    RecordConsent = "record_consent" compared by comparing::consent {
        /// What the consent is for.
        kind: ConsentKind,
        answer: ConsentAnswer,
        /// Spoken or written.
        form: ConsentForm,
        /// For information transfer: the named units; absent means all care parties.
        units: Option<Vec<HsaId>>,
        /// When the answer was given; absent means now.
        at: Option<PastInstant>,
        /// Who answered for the person (guardian), or how an interpreter took part.
        note: Option<Prose>,
        /// For a person who cannot consent: the legal ground.
        legal_ground: Option<Line>,
        /// For a person who cannot consent: the function that assessed it.
        assessor: Option<Line>,
        /// Who answered; absent means the patient.
        answered_by: Option<ConsentGiver>,
        /// What the god man's appointment covers.
        mandate: Option<Line>,
        /// The function that has seen the appointment.
        mandate_seen_by: Option<Line>,
        /// What the child says, by age and maturity.
        childs_view: Option<Prose>,
    }
    /// Records a contact made outside the product: a call, a letter, a meeting.
    RecordContact = "record_contact" {
        audience: ContactWith,
        channel: ContactChannel,
        /// Must not be in the future.
        at: PastInstant,
        /// A short summary of what was said.
        summary: Prose,
        /// What it was about, where that does not follow from the state of the case.
        subject: Option<ContactSubject>,
        /// The function of the person spoken to.
        with_function: Option<Line>,
    }
    /// Establishes the person's group, with what it rests on (V3.5–V3.7, X3).
    EstablishGroup = "establish_group" {
        group: Group,
        /// The evidence, in words.
        evidence: Prose,
        /// Where it was verified.
        verified_in: Option<VerifiedIn>,
        /// For an asylum seeker: whether the LMA card is current (C2.2).
        card_current: Option<bool>,
        /// For a mass refugee: the first day of the permit, as the UT card says it (V3.6).
        permit_from: Option<PastDate>,
    }
    /// Makes the group unestablished again: treated as protected from this moment (V3.7).
    UnestablishGroup = "unestablish_group" {
        reason: Prose,
    }
    /// A second person confirms the group of a case that was protected before (X1). Until then
    /// Migrationsverket may not be told.
    ConfirmGroup = "confirm_group" {
        /// What the second person has seen, in words.
        seen: Prose,
    }
    /// Records a renewed check of the group, as at each care contact (V3.5).
    VerifyGroup = "verify_group" {
        /// Where it was checked.
        verified_in: VerifiedIn,
        /// Whether the group is still correct.
        still_valid: bool,
        /// The result of the check, in words.
        answer: Prose,
        /// For a mass refugee: the first day of the permit, as the UT card says it (V3.6).
        permit_from: Option<PastDate>,
    }
    /// Records what the person needs (V6A.3); the pathway follows.
    EstablishNeeds = "establish_needs" {
        nursing_need: NursingNeed,
        /// Need of health-care interventions at home.
        health_care_need: bool,
        device_need: bool,
        /// Whether rehab interventions are needed (V5.6).
        rehab_intervention_need: Option<bool>,
        /// Whether regional primary care is needed after discharge (V6B.6).
        regional_primary_care_need: Option<bool>,
        /// Whether municipal primary care is needed (V6B.7).
        municipal_primary_care_need: Option<bool>,
        /// Whether devices beyond the hospital's cannot wait (V6B.9).
        rehab_need: Option<bool>,
        /// Whether a specialist clinic keeps responsibility (V6B.10).
        specialist_follow_up: Option<bool>,
    }
    /// Moves the case between ward and open care.
    ChangeSetting = "change_setting" {
        /// The new setting.
        setting: Setting,
        /// The unit that treats the person from now on.
        unit: HsaId,
        /// For a ward: when the person was admitted; absent means now.
        admitted_at: Option<PastInstant>,
    }
    /// Hands the coordination of the case to another regional party.
    HandOverCoordination = "hand_over_coordination" {
        /// The unit that takes over.
        unit: HsaId,
    }
    /// Reports a wrong disclosure that has happened; never refused.
    ReportWrongDisclosure = "report_wrong_disclosure" {
        /// Who the information reached.
        audience: WrongRecipient,
        at: PastInstant,
        /// What was disclosed.
        what: Prose,
    }
    /// Records a question from an authority, answered with the one answer text.
    RecordInboundQuestion = "record_inbound_question" {
        /// Who asked.
        audience: WrongRecipient,
        at: PastInstant,
        /// What was asked.
        what: Prose,
    }
    /// Records where the person stays after discharge (V6B.5).
    EstablishResidence = "establish_residence" {
        municipality: MunicipalityCode,
        /// Street address.
        address: Line,
        postal_code: PostalCode,
        /// Housing form.
        housing: Housing,
    }
    /// Adds a unit as a party.
    AddParty = "add_party" {
        unit: HsaId,
    }
    /// Ends a unit's part in the case.
    RemoveParty = "remove_party" {
        unit: HsaId,
        reason: Prose,
    }
    /// Asks municipal primary care whether named interventions can be performed (V6B.7).
    AskMunicipality = "ask_municipality" compared by comparing::asked_period {
        /// The municipal primary care unit.
        unit: HsaId,
        /// The interventions asked for.
        interventions: Vec<InterventionOrder>,
        starts: PlannedDate,
        /// Absent while the last day is not known.
        ends: Option<PlannedDate>,
    }
    /// Records what the municipality answered (V6B.8).
    RecordMunicipalityAnswer = "record_municipality_answer" compared by comparing::municipality_answer {
        /// The unit that was asked.
        unit: HsaId,
        answer: MunicipalityAnswer,
        /// For a partial yes: the accepted interventions.
        accepted: Option<Vec<Intervention>>,
        /// The function of the person who answered.
        answered_by: Line,
        comment: Option<Prose>,
    }
    /// Records that the person no longer needs the hospital's specialist care.
    MarkReadyForDischarge = "mark_ready_for_discharge" {
        at: Timestamp,
    }
    /// Closes the case.
    CloseCase = "close_case" compared by comparing::closing {
        /// Why, as a code.
        cause: Option<CloseCause>,
        /// Why, in words; needed without a code, and when it is something else.
        reason: Option<Prose>,
    }
    /// Opens a case again that was closed by mistake (X4).
    ReopenCase = "reopen_case" {
        /// Why it was wrong to close it.
        reason: Prose,
    }
    /// Adds a number to the person and takes it into use.
    AddIdentifier = "add_identifier" {
        identifier: Identifier,
    }
    /// Corrects the person's name, birth date, language, room or need of interpreter.
    CorrectPerson = "correct_person" compared by comparing::corrected_person {
        name: Option<Line>,
        birth_date: Option<BirthDate>,
        /// Whether the person is under 18, where the birth date does not tell it (V3.3).
        under_18: Option<bool>,
        language: Option<Language>,
        /// Whether an interpreter is needed.
        interpreter_needed: Option<bool>,
        /// Room or place.
        room: Option<Line>,
    }
    /// Marks or unmarks protected identity.
    MarkProtectedIdentity = "mark_protected_identity" {
        /// Whether the identity is protected.
        protected: bool,
        /// The grounds, in words.
        reason: Prose,
    }
    /// Marks that the case belongs together with a protected person, so that two read each letter
    /// before it is posted (X1), or unmarks it: the first who says so asks, a second person lifts it.
    MarkLinkedProtectedPerson = "mark_linked_protected_person" {
        /// Whether the case is connected with a protected person.
        linked: bool,
        /// The grounds, in words.
        reason: Prose,
    }
    /// Puts a letter to one recipient in the post queue (V6A.7, V6B.13).
    QueueLetter = "queue_letter" {
        letter: LetterKind,
    }
    /// Says as the second reader whether a letter may be posted (X1).
    ReviewLetter = "review_letter" compared by comparing::letter_reading {
        letter: PublicId,
        /// The second reader's decision.
        reading: LetterReading,
        /// Why the letter must not be posted.
        reason: Option<Line>,
    }
    /// Takes a letter out of the queue to be printed; everything is decided again (X1).
    PrintLetter = "print_letter" {
        letter: PublicId,
    }
    /// Records what became of a letter: posted, come back, destroyed (V6A.7, V6B.13).
    SettleLetter = "settle_letter" {
        letter: PublicId,
        /// What happened to it.
        outcome: LetterOutcome,
        /// Must not be in the future.
        at: PastInstant,
    }
    /// Writes the physician's certificate on nursing needs (V6A.3).
    WriteCertificate = "write_certificate" {
        /// The nursing needs that the certificate states.
        content: Prose,
    }
    /// Records that the certificate was posted or handed over (V6A.7).
    DeliverCertificate = "deliver_certificate" {
        /// By post, or by hand at a meeting in person.
        how: HandOver,
        /// Must not be in the future.
        at: PastInstant,
    }
    /// Plans the SIP meeting and calls the participants (V6A.4).
    PlanSipMeeting = "plan_sip_meeting" compared by comparing::meeting {
        /// When the meeting starts.
        at: PlannedInstant,
        /// In person or digital.
        form: MeetingForm,
        /// A neutral place of the register. Only such a place is told to somebody outside.
        chosen_point: Option<ChosenPoint>,
        /// A place in words, for those who work together; nobody outside is told.
        meeting_point: Option<Line>,
        /// A link in words, for those who work together; nobody outside is told. Without it Vårdbron
        /// makes the link to a digital meeting.
        link: Option<Line>,
        /// Whether kin are invited.
        kin_invited: bool,
        /// Questions before the meeting.
        questions: Option<Prose>,
    }
    /// Queues the de-identified invitation by e-mail to Migrationsverket (V6A.6).
    SendInvitation = "send_invitation" {}
    /// Records that the de-identified invitation was sent from the unit's own mailbox (V6A.6).
    RecordInvitationSent = "record_invitation_sent" {
        /// Must not be in the future.
        at: PastInstant,
    }
    /// Decides what became of an invitation of which nobody knows whether it was sent (V6A.6).
    ResolveInvitation = "resolve_invitation" {
        /// What happened to it.
        outcome: InvitationOutcome,
    }
    /// Records the booking of an interpreter who attends in person (V6A.8, C6.1).
    BookInterpreter = "book_interpreter" {
        language: Language,
        /// When it is. It may have been: what was booked is sometimes noted afterwards.
        at: Timestamp,
        /// The interpreter agency's reference.
        reference: Option<Line>,
    }
    /// Records the institution that Migrationsverket's officer named (V6A.9).
    RecordInstitution = "record_institution" {
        name: Line,
        phone: Phone,
        /// Where the institution is.
        address: Option<Line>,
    }
    /// Records the meeting of an A pathway as held: what the patient was told and offered (V6A.4.2).
    HoldHousingMeeting = "hold_housing_meeting" compared by comparing::housing_meeting {
        /// When it was held; never after now.
        at: PastInstant,
        attended: Vec<Attendee>,
        /// Whether the patient was told how the nursing needs are met.
        informed: bool,
        /// Whether the patient was offered to apply for institution housing.
        offered: bool,
        /// What the patient answered, when it was offered.
        answer: Option<HousingAnswer>,
        /// The patient's reason, or what was agreed instead.
        reason: Option<Prose>,
    }
    /// Records what the patient answers afterwards to the offer of institution housing (V4.3).
    RecordHousingAnswer = "record_housing_answer" {
        answer: HousingAnswer,
        /// When it was answered; never after now.
        at: PastInstant,
        /// The patient's reason, or what was agreed instead.
        reason: Option<Prose>,
    }
    /// Records Migrationsverket's decision on institution housing (V4.3, V6A.9).
    RecordHousingDecision = "record_housing_decision" {
        decision: HousingDecision,
        /// The day of the decision; never after now.
        at: PastInstant,
        /// Its reason, as Migrationsverket gives it.
        reason: Option<Prose>,
    }
    /// Records that patient transport was ordered (V6A.11, V7A.9).
    OrderTransport = "order_transport" {
        destination: Line,
        /// When the journey is. It may have been.
        at: Timestamp,
        /// Reference of the order.
        reference: Option<Line>,
    }
    /// Records that transport is not needed, with the reason (V7A.9).
    DeclineTransport = "decline_transport" {
        reason: Prose,
    }
    /// Records devices prescribed or ordered in Web Sesam (V5.4, V6B.9).
    OrderDevice = "order_device" {
        device: Line,
        /// The prescriber's reason why it cannot wait.
        ground: Option<Prose>,
        /// Reference of the order.
        reference: Option<Line>,
    }
    /// Changes rows of the plan (V6B.13). What others have changed meanwhile is kept too: of a field that
    /// two have changed, both texts are kept until somebody chooses.
    ChangePlan = "change_plan" compared by comparing::plan_changes {
        /// The rows that are changed or added.
        changes: Vec<PlanChange>,
    }
    /// Approves the plan for the actor's unit, as it has been read.
    ApprovePlan = "approve_plan" {
        /// What the plan's answer calls `approval.seen`: which version has been read.
        seen: Line,
    }
    /// Makes the plan a version that holds (V6B.13); the parties are asked to approve it.
    AgreePlan = "agree_plan" {
        /// What the plan's answer calls `seen`: which version has been read.
        seen: Line,
    }
    /// Ends the plan. It can be read, and a new meeting opens it again.
    EndPlan = "end_plan" compared by comparing::plan_end {
        cause: PlanEnd,
        /// Why, in words; needed when the patient does not want a plan, and when it is something else.
        reason: Option<Prose>,
    }
    /// Records the SIP meeting as held (V6B.13).
    HoldSipMeeting = "hold_sip_meeting" compared by comparing::held_meeting {
        /// When it was held; never after now.
        at: PastInstant,
        attended: Vec<Attendee>,
    }
    /// Records a copy of the plan handed out (V6B.13).
    HandOutCopy = "hand_out_copy" compared by comparing::copy {
        recipient: CopyRecipient,
        how: HandOver,
        /// Must not be in the future.
        at: PastInstant,
    }
    /// Records the follow-up meeting and who is mainly responsible for it (V6B.14).
    DecideFollowUp = "decide_follow_up" compared by comparing::follow_up {
        /// When the follow-up meeting is.
        at: PlannedInstant,
        /// The unit mainly responsible for the meeting.
        unit: HsaId,
        /// The treating unit of the region that follows up and evaluates (C8.1); absent means the
        /// coordinating unit.
        evaluated_by: Option<HsaId>,
    }
    /// Records the follow-up as held, with an evaluation of each goal (V6B.14, C8.1).
    HoldFollowUp = "hold_follow_up" compared by comparing::held_follow_up {
        /// When it was held; never after now.
        at: PastInstant,
        attended: Vec<Attendee>,
        /// Each goal and how far it was reached.
        evaluations: Vec<GoalEvaluation>,
    }
    /// Sends the care request to municipal primary care (C3.1, C9.1).
    SendCareRequest = "send_care_request" {
        /// Exactly which interventions are necessary at home (C9.1.10).
        question: Prose,
        /// Health state: diagnoses and impairments (C9.1.13).
        health_state: Prose,
        /// Who arranges the follow-up, and when (C1.2, C9.1.9).
        follow_up: Prose,
        /// How medicines are handled (C9.1.21).
        medicines: Option<Prose>,
    }
    /// Answers the care request (C4.1, C9.2).
    AnswerCareRequest = "answer_care_request" compared by comparing::care_request_answer {
        /// The municipality's decision.
        answer: CareRequestAnswer,
        /// The reason for declining, or what is missing.
        reason: Option<Prose>,
        /// For a partial acceptance: the accepted interventions.
        accepted: Option<Vec<Intervention>>,
    }
    /// Draws up the agreement, Bilaga 1 (V6B.15, V5.2).
    DrawUpAgreement = "draw_up_agreement" compared by comparing::agreed_period {
        /// The interventions that the agreement covers.
        interventions: Vec<InterventionOrder>,
        starts: PlannedDate,
        ends: Option<PlannedDate>,
        /// Who follows up, and when.
        follow_up: Prose,
    }
    /// Signs the agreement (C5.1).
    SignAgreement = "sign_agreement" {
        /// In what capacity.
        signatory: Signatory,
        /// Function and name of the person who signed on paper, when somebody else records it.
        signed_by: Option<Line>,
    }
    /// Records that the invoicing form, Bilaga 2, is filled in (V6B.15).
    RecordInvoicingForm = "record_invoicing_form" {
        /// The form's reference.
        reference: Line,
    }
    /// Records that the neutral information sheet was handed over (V4.4).
    GiveInformationSheet = "give_information_sheet" {
        /// Must not be in the future.
        at: PastInstant,
    }
    /// Records that the county-wide routine, chapter Consent, is followed (V6B.4).
    FollowCountyRoutine = "follow_county_routine" {
        /// What was done under the routine.
        note: Prose,
    }
    /// Records that another case of the unit is about the same person, so that each leads to the other (X4).
    LinkCase = "link_case" {
        /// The other case's number.
        case: CaseNumber,
        /// How it is known that it is the same person.
        reason: Prose,
    }
    /// Moves the person to another ward of the same hospital, which takes over the coordination (X4).
    MoveWard = "move_ward" {
        /// The ward that takes over.
        unit: HsaId,
        /// Room or place there.
        room: Option<Line>,
    }
    /// Undoes your latest reversible change.
    UndoLatest = "undo_latest" {}
}

/// The part of the policies' schema with the actions on a case, one for each command. The guard and
/// its proof read the schema with it, so that a command is declared once.
#[must_use]
pub fn policy_actions() -> String {
    let names = Command::NAMES.join(", ");
    format!("action {names} appliesTo {{ principal: Staff, resource: Case }};\n")
}

impl Command {
    /// Reads a command from the fields of a request; the field `command` holds its name.
    ///
    /// # Errors
    /// Every mistake in the request, by field.
    pub fn read(
        map: &Map<String, Value>,
        door: Door,
        now: Timestamp,
    ) -> Result<Self, Vec<Mistake>> {
        let Some(name) = map.get("command") else {
            return Err(vec![Mistake::new(
                "command",
                "required",
                "Ange kommandots namn i command.",
            )]);
        };
        let name = name.as_str().unwrap_or_default();
        let command = Self::read_named(name, Fields::new(map, door, now)).map_err(mistakes)?;
        let faults = command.faults(now);
        if faults.is_empty() {
            Ok(command)
        } else {
            Err(mistakes(faults))
        }
    }
}

//! The forms that commands are given through: headings, questions and help, as data. What a field
//! accepts is defined by the command (`vocabulary::command`); a check compares the two.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use vocabulary::{audience::Audience, unit::UnitKind};

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// One line.
    Text,
    /// Several lines.
    Prose,
    Date,
    /// A date and a time.
    Instant,
    /// One of a few choices, all shown.
    Radio,
    /// One of many choices, in a drop-down list.
    Select,
    /// A single box to tick.
    Checkbox,
    /// Yes or no, as two visible choices.
    YesNo,
    /// Any number of choices.
    Checkboxes,
    /// Rows, each with the field's columns.
    Rows,
    Unit,
    /// Any number of units.
    Units,
    Municipality,
    PostalCode,
    Language,
    /// One identity number of the person: kind and value.
    Identifier,
    /// All identity numbers of the person.
    Identifiers,
    /// One place of the register of places to meet.
    MeetingPoint,
    /// One letter of the case, chosen before the form is shown.
    Letter,
}

/// Something that is known before a question is asked, and that its answer starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The time now, for what is recorded as it happens.
    Now,
    /// The language that the person speaks.
    Language,
    /// When the planned SIP meeting starts.
    MeetingAt,
    /// When the decided follow-up is.
    FollowUpAt,
    MeetingForm,
    /// The place of the register that is chosen for the meeting.
    MeetingChosenPoint,
    /// The place that somebody typed.
    MeetingTypedPoint,
    /// The link that somebody typed.
    MeetingTypedLink,
    MeetingKinInvited,
    MeetingQuestions,
    NursingNeed,
    HealthCareNeed,
    DeviceNeed,
    RehabInterventionNeed,
    RegionalPrimaryCareNeed,
    MunicipalPrimaryCareNeed,
    RehabNeed,
    SpecialistFollowUp,
    /// Where the person stays.
    Municipality,
    Address,
    PostalCode,
    Housing,
    /// The municipal unit that has not yet answered a question.
    UnitThatIsAsked,
    /// What the agreement says, or before it what the municipality has said yes to.
    AgreedInterventions,
    AgreedStarts,
    AgreedEnds,
    AgreedFollowUp,
    /// The goals of the version of the plan that holds.
    PlanGoals,
    Setting,
    /// The opposite of what is marked now, because a mark is asked for to be changed.
    NotLinkedProtectedPerson,
    /// The opposite of what is marked now.
    NotProtectedIdentity,
}

impl Known {
    /// Whether an answer of this kind can start with it.
    pub(crate) fn fits(self, kind: FormKind) -> bool {
        match self {
            Self::Now | Self::MeetingAt | Self::FollowUpAt => kind == FormKind::Instant,
            Self::Language => kind == FormKind::Language,
            Self::MeetingForm | Self::NursingNeed | Self::Housing | Self::Setting => {
                matches!(kind, FormKind::Radio | FormKind::Select)
            }
            Self::MeetingChosenPoint => kind == FormKind::MeetingPoint,
            Self::MeetingTypedPoint
            | Self::MeetingTypedLink
            | Self::MeetingQuestions
            | Self::Address
            | Self::AgreedFollowUp => matches!(kind, FormKind::Text | FormKind::Prose),
            Self::MeetingKinInvited
            | Self::HealthCareNeed
            | Self::DeviceNeed
            | Self::RehabInterventionNeed
            | Self::RegionalPrimaryCareNeed
            | Self::MunicipalPrimaryCareNeed
            | Self::RehabNeed
            | Self::SpecialistFollowUp
            | Self::NotLinkedProtectedPerson
            | Self::NotProtectedIdentity => matches!(kind, FormKind::YesNo | FormKind::Checkbox),
            Self::Municipality => kind == FormKind::Municipality,
            Self::PostalCode => kind == FormKind::PostalCode,
            Self::UnitThatIsAsked => kind == FormKind::Unit,
            Self::AgreedInterventions | Self::PlanGoals => kind == FormKind::Rows,
            Self::AgreedStarts | Self::AgreedEnds => kind == FormKind::Date,
        }
    }
}

/// Which units a question offers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferedUnits {
    /// Units near where the person stays, parties first.
    #[default]
    Near,
    /// Units near where the person stays that take no part yet, of the kinds that the step names.
    New,
    /// Those that take part.
    Parties,
    /// Those that take part, without the coordinating unit.
    OtherParties,
    /// Those that have been asked a question.
    Asked,
    /// The other wards of the hospital where the patient lies.
    SameHospital,
}

/// A list of the case that narrows a question's alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Narrowing {
    /// The interventions that the municipality was asked for.
    AskedFor,
}

/// What a form shows of the case above its questions or before it is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// What the agreement covers.
    Agreement,
    /// The letter that it is about, as the recipient would read it.
    Letter,
    /// What is still open in the case, and what to do about it.
    OpenEnds,
}

/// What of the case shows what a command has recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Summary {
    Contacts,
    Consent,
    Residence,
    Meeting,
    Invitation,
    Interpreter,
    Institution,
    Transport,
    Devices,
    Certificate,
    Questions,
    CareRequest,
    /// The plan of the SIP meeting with its copies.
    Plan,
    FollowUp,
    /// The meeting of an A pathway, the patient's answer and Migrationsverket's decision.
    Housing,
    Agreement,
    /// Ready for discharge.
    Ready,
    /// The information sheet.
    Sheet,
    /// The county-wide routine.
    Routine,
}

/// A state of the case that a side action waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// A group that a colleague has established waits for a second person.
    GroupAwaitsConfirmation,
    /// Nothing else can be done in the case any more.
    CaseClosed,
}

/// What is said after a form has been carried out, when there is more to say than that it is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    PartyAdded,
    PartyRemoved,
    Asked,
    Sent,
    Signed,
    Closed,
    Reopened,
    Reported,
}

/// A column of a question that is answered in rows, for one field of the row. What it accepts is
/// defined by the row's type.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormColumn {
    /// Name of the row's field.
    pub name: String,
    /// Its heading.
    pub label: String,
    /// Whether free text has several lines.
    #[serde(default)]
    pub long: bool,
    /// By code, phrases that fit under the heading better than the choice's own.
    #[serde(default)]
    pub phrases: BTreeMap<String, String>,
    /// The columns of the rows inside each row.
    #[serde(default, rename = "column")]
    pub columns: Vec<FormColumn>,
    /// Text of the button that adds a row inside the row.
    #[serde(default)]
    pub add: String,
}

/// A question of a form, for one field of the command.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormLink {
    pub label: String,
    /// A page of the product that says nothing of a case.
    pub href: String,
}

/// A question of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Name of the command's field.
    pub(crate) name: Spanned<String>,
    /// The question.
    pub label: String,
    /// Help text below the question.
    #[serde(default)]
    pub help: String,
    /// What to write, said when the answer is missing; empty means by the kind of answer.
    #[serde(default)]
    pub missing: String,
    /// How it is answered.
    pub kind: FormKind,
    /// When the answer is a unit: the kinds of unit to choose from.
    #[serde(default)]
    pub unit_kinds: Vec<UnitKind>,
    /// What the answer starts with.
    #[serde(default)]
    pub prefill: Option<Known>,
    /// Which units it offers.
    #[serde(default)]
    pub units: OfferedUnits,
    /// Codes that it never offers, because another form gives them.
    #[serde(default)]
    pub without: Vec<String>,
    /// What narrows its alternatives.
    #[serde(default)]
    pub only: Option<Narrowing>,
    /// Whether it reads as a question that has to be answered although the command may lack the answer,
    /// because another answer decides whether it is needed.
    #[serde(default)]
    pub needed: bool,
    /// Whether a municipality reads the answer, which may not say the patient's group.
    #[serde(default)]
    pub read_by_municipality: bool,
    /// Whether it is asked first and alone, because other questions depend on it.
    #[serde(default)]
    pub first: bool,
    /// The answers, by field, that it depends on: it is asked when each of those fields has one of
    /// its codes, or no answer yet.
    #[serde(default)]
    pub when: BTreeMap<String, Vec<String>>,
    /// When it is answered in rows: the columns.
    #[serde(default, rename = "column")]
    pub columns: Vec<FormColumn>,
    /// Text of the button that adds a row.
    #[serde(default)]
    pub add: String,
}

impl FormField {
    /// Name of the command's field.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.get_ref()
    }
}

/// The pages of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseTab {
    /// Steps and the current step's form.
    Steps,
    /// Parties and who sees what.
    Parties,
    Consents,
    /// Contacts by phone, by post and in person.
    Contacts,
    /// Events, and who has looked at the case.
    Events,
    /// The plan of the SIP.
    Plan,
    /// Copies on paper.
    Copies,
    /// Patient and group.
    Patient,
}

/// Something that can be done beside the steps, under its own URL. A URL says what is done and
/// nothing about the case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideAction {
    /// The last part of its URL. It is stored with drafts and never changes.
    pub slug: String,
    /// The command that it gives, which is the form's.
    #[serde(skip)]
    pub command: String,
    /// The page it belongs to and returns to.
    pub tab: CaseTab,
    /// Its place among all side actions.
    pub(crate) place: u16,
    /// Text of the link.
    pub label: String,
    /// Answers that the form starts with.
    #[serde(default)]
    pub preset: BTreeMap<String, String>,
    /// Whether it is offered on the row that it concerns, without a link of its own.
    #[serde(default)]
    pub by_row: bool,
    /// Whom a mail was for of which nobody knows whether it was sent, when that is settled here. It is
    /// linked to on the mail's row.
    #[serde(default)]
    pub uncertain_to: Option<Audience>,
    /// What it waits for before it is offered.
    #[serde(default)]
    pub only_when: Option<Awaited>,
}

/// The form through which a command is given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub(crate) command: Spanned<String>,
    pub heading: String,
    /// Text before the questions.
    #[serde(default)]
    pub intro: String,
    /// What stands there instead while Migrationsverket may not know of the case (X1).
    #[serde(default)]
    pub intro_when_agency_may_not_know: Option<String>,
    /// Pages to open before the questions are answered, such as one to print.
    #[serde(default)]
    pub links: Vec<FormLink>,
    /// Text of the button that sends the form.
    pub submit: String,
    /// Whether a confirmation page is shown first: for sending, signing and closing.
    #[serde(default)]
    pub confirm: bool,
    /// What is said after it has been carried out.
    #[serde(default)]
    pub receipt: Option<Receipt>,
    /// The page of the case where the command is given instead, which has a form of its own.
    #[serde(default)]
    pub page: Option<CaseTab>,
    /// What it shows of the case.
    #[serde(default)]
    pub shows: Option<Shown>,
    /// What a finished step shows of what it recorded.
    #[serde(default)]
    pub summary: Option<Summary>,
    /// How it is reached beside the steps.
    #[serde(default)]
    pub(crate) beside: Vec<SideAction>,
    /// The questions in order.
    #[serde(default, rename = "field")]
    pub fields: Vec<FormField>,
    /// Index of the library's file that defines it.
    #[serde(skip)]
    pub(crate) file: usize,
}

impl Form {
    /// The command's name.
    #[must_use]
    pub fn command(&self) -> &str {
        self.command.get_ref()
    }

    /// Whether it is about a letter of the case, or makes one.
    #[must_use]
    pub fn concerns_a_letter(&self) -> bool {
        self.field("letter").is_some()
    }

    /// Whether a letter of the case is chosen before it is shown.
    #[must_use]
    pub fn is_of_a_letter(&self) -> bool {
        self.fields
            .iter()
            .any(|field| field.kind == FormKind::Letter)
    }

    /// The question that is asked first and alone.
    #[must_use]
    pub fn first(&self) -> Option<&FormField> {
        self.fields.iter().find(|field| field.first)
    }

    /// The question of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FormField> {
        self.fields.iter().find(|field| field.name() == name)
    }
}

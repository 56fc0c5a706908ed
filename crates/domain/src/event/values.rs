//! Values inside events: the person, needs, residence, meeting, and the value that a change
//! replaced. They are written into the journal as they are, so changing a field here means a new
//! version of every event that contains it.

use std::fmt;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use vocabulary::{
    birth_date::BirthDate,
    choice::Choice as _,
    consent::ConsentGiver,
    geography::{MunicipalityCode, PostalCode},
    group::VerifiedIn,
    hsa_id::HsaId,
    meeting_point::MeetingPoint,
    need::NursingNeed,
    plan::{PlanField, PlanRowKind},
    public_id::PublicId,
    search::{is_same_name, namesake_terms},
    secret::{Words, stored},
    setting::Housing,
    sip::{GoalOutcome, MeetingForm},
    text::Language,
};

/// Who the case is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name as on the card, or as the person gave it.
    #[serde(with = "stored")]
    pub name: Words,
    pub birth_date: BirthDate,
    /// Whether the person is under 18, as staff have answered where the birth date does not tell it (V3.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_18: Option<bool>,
    pub language: Option<Language>,
    pub interpreter_needed: bool,
    /// Room or place on the unit.
    pub room: Option<String>,
    /// Sekretessmarkering, or a threat against the person.
    pub protected_identity: bool,
    /// How kin take part, as noted at opening. It never appears in anything sent to
    /// Migrationsverket.
    #[serde(with = "stored::optional", default)]
    pub kin: Option<Words>,
}

impl Person {
    /// Whether the rules for children apply on a day (V3.3).
    #[must_use]
    pub fn is_child_on(&self, day: Date) -> bool {
        self.birth_date.is_child_on(day, self.under_18)
    }

    /// By what cases about somebody with the same name and birth date are searched for.
    #[must_use]
    pub fn namesake_terms(&self) -> Vec<String> {
        namesake_terms(self.name.reveal(), self.birth_date)
    }

    /// Whether both have the same name and birth date.
    #[must_use]
    pub fn is_namesake(&self, other: &Self) -> bool {
        self.birth_date == other.birth_date && is_same_name(self.name.reveal(), other.name.reveal())
    }
}

/// Who answered a request for consent for the patient (X4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    pub giver: ConsentGiver,
    /// What a god man's appointment covers.
    pub mandate: Option<String>,
    /// The function that has seen the appointment.
    pub seen_by: Option<String>,
    /// What the child says.
    pub childs_view: Option<String>,
}

/// What a group rests on, who saw it and when (V3.5–V3.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupEvidence {
    /// What was seen, in the words of whoever saw it.
    pub text: String,
    pub verified_in: Option<VerifiedIn>,
    pub at: Timestamp,
    /// Name of whoever saw it.
    pub by: String,
    /// Whether the LMA card was current; `None` when nobody has said (C2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_current: Option<bool>,
    /// The first day of the permit (V3.6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permit_from: Option<Date>,
}

/// What the person needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    pub nursing: NursingNeed,
    /// Health-care interventions at home.
    pub health_care: bool,
    pub device: bool,
    /// Rehab interventions (V5.6); `None` while nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rehab_interventions: Option<bool>,
    /// Regional primary care after discharge; `None` while nobody has said.
    pub regional_primary_care: Option<bool>,
    /// `None` while nobody has said.
    pub municipal_primary_care: Option<bool>,
    /// Devices that cannot wait; `None` while nobody has said.
    pub rehab: Option<bool>,
    /// Whether a specialist clinic keeps responsibility; `None` while nobody has said.
    pub specialist_follow_up: Option<bool>,
}

/// Where the person stays.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Residence {
    pub municipality: MunicipalityCode,
    #[serde(with = "stored")]
    pub address: Words,
    pub postal_code: PostalCode,
    pub housing: Housing,
}

/// A planned SIP meeting.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Meeting {
    pub at: Timestamp,
    pub place: MeetingPlace,
    /// What somebody outside may be told of the place: never what somebody has typed. `None` for a
    /// meeting that nobody outside can be invited to before the place has been chosen.
    pub outside: Option<OutsidePlace>,
    pub kin_invited: bool,
    /// Questions to answer before the meeting.
    pub questions: Option<String>,
}

/// Where people meet, for somebody outside.
#[derive(Debug, Clone, PartialEq, Hash, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OutsidePlace {
    /// A neutral place, as the register had it when it was chosen.
    Point { point: MeetingPoint },
    /// A link that Vårdbron has made: its host and a random room.
    Room { link: String },
}

/// How and where people meet. Each form requires the field that nobody could attend without; the
/// optional field is for those who attend the other way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum MeetingPlace {
    InPerson {
        /// Where, in words: the chosen place, or what somebody has typed.
        point: String,
        /// A link for those who cannot come.
        link: Option<String>,
    },
    /// By video or phone.
    Digital {
        /// The link that everybody uses.
        link: String,
        /// A place where some of the participants sit together.
        point: Option<String>,
    },
}

impl Meeting {
    #[must_use]
    pub fn form(&self) -> MeetingForm {
        match self.place {
            MeetingPlace::InPerson { .. } => MeetingForm::InPerson,
            MeetingPlace::Digital { .. } => MeetingForm::Digital,
        }
    }

    /// The meeting point; also set for a digital meeting where some sit together.
    #[must_use]
    pub fn meeting_point(&self) -> Option<&str> {
        match &self.place {
            MeetingPlace::InPerson { point, .. } => Some(point),
            MeetingPlace::Digital { point, .. } => point.as_deref(),
        }
    }

    /// The link; also set for a meeting in person that some join from elsewhere.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        match &self.place {
            MeetingPlace::InPerson { link, .. } => link.as_deref(),
            MeetingPlace::Digital { link, .. } => Some(link),
        }
    }
}

/// A booked interpreter who attends in person (V6A.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterpreterBooking {
    pub language: Language,
    pub at: Timestamp,
    pub reference: Option<String>,
}

/// Institution housing, as named by Migrationsverket's officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Institution {
    pub name: String,
    pub phone: String,
    pub address: Option<String>,
}

/// Patient transport: ordered, or not needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Transport {
    Ordered {
        destination: String,
        /// When the journey is.
        at: Timestamp,
        /// Reference of the order.
        reference: Option<String>,
    },
    NotNeeded {
        reason: String,
    },
}

/// The follow-up decided at the meeting.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FollowUp {
    pub at: Timestamp,
    /// The unit mainly responsible for the meeting.
    pub unit: HsaId,
    /// The name of that unit.
    pub unit_name: String,
    /// The treating unit that follows up and evaluates (C8.1); absent in follow-ups that were decided
    /// before it was asked for.
    #[serde(default)]
    pub evaluated_by: Option<NamedUnit>,
}

/// A unit with the name that it had.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NamedUnit {
    pub unit: HsaId,
    pub name: String,
}

/// A goal of the plan, as it was evaluated when it was followed up (V6B.14).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EvaluatedGoal {
    #[serde(with = "stored")]
    pub goal: Words,
    pub outcome: GoalOutcome,
    /// Why, or what is done next.
    #[serde(with = "stored::optional", default)]
    pub why: Option<Words>,
}

/// Why a unit is a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    Opened,
    CaseConsent,
    SipConsent,
    InformationTransfer,
    /// The person cannot consent; the consent holds the legal ground.
    Incapable,
    /// The person was moved to it within the hospital, which asks for no consent (X4).
    SameHospital,
}

impl Basis {
    /// Whether the unit takes part on a consent, and leaves with it.
    pub(crate) fn is_a_consent(self) -> bool {
        match self {
            Self::CaseConsent | Self::SipConsent | Self::InformationTransfer | Self::Incapable => {
                true
            }
            Self::Opened | Self::SameHospital => false,
        }
    }
}

/// A change of one row of the plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RowChange {
    Added {
        row: PublicId,
        #[serde(rename = "row_kind")]
        kind: PlanRowKind,
        cells: Vec<PlanCellSet>,
    },
    /// A field says something else; without a value it is empty.
    Set {
        row: PublicId,
        field: PlanField,
        #[serde(with = "stored::optional", default)]
        value: Option<Words>,
    },
    /// Somebody wrote this without having seen what the field says. Both are kept.
    Contested {
        row: PublicId,
        field: PlanField,
        #[serde(with = "stored::optional", default)]
        value: Option<Words>,
    },
    Removed {
        row: PublicId,
    },
    /// Somebody wanted to remove the row without having seen what it says. It stays.
    RemovalContested {
        row: PublicId,
    },
    /// Somebody changed a row that another had removed. It is there again.
    Restored {
        row: PublicId,
    },
    /// The row stays, though somebody wanted to remove it.
    Kept {
        row: PublicId,
    },
}

/// What a field of a new row says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCellSet {
    pub field: PlanField,
    #[serde(with = "stored::optional", default)]
    pub value: Option<Words>,
}

/// A plan from the time when it was four texts, written when the meeting was noted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProsePlan {
    #[serde(with = "stored")]
    pub what_matters: Words,
    #[serde(with = "stored")]
    pub needs: Words,
    /// Who is responsible for meeting each need.
    #[serde(with = "stored")]
    pub responsibilities: Words,
    #[serde(with = "stored")]
    pub attended: Words,
}

/// Which value of a case an event replaces, for events that their author may undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    Residence,
    Needs,
    Interpreter,
    Institution,
    Transport,
    FollowUp,
    ReadyForDischarge,
    Person,
}

/// A value as it was before a reversible change; each variant holds the value it is named after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Former {
    Residence(Option<Residence>),
    Needs(Needs),
    Interpreter(Option<InterpreterBooking>),
    Institution(Option<Institution>),
    Transport(Option<Transport>),
    FollowUp(Option<FollowUp>),
    ReadyForDischarge(Option<Timestamp>),
    Person(Person),
}

impl Former {
    pub(super) fn replaced(&self) -> Replaced {
        match self {
            Self::Residence(_) => Replaced::Residence,
            Self::Needs(_) => Replaced::Needs,
            Self::Interpreter(_) => Replaced::Interpreter,
            Self::Institution(_) => Replaced::Institution,
            Self::Transport(_) => Replaced::Transport,
            Self::FollowUp(_) => Replaced::FollowUp,
            Self::ReadyForDischarge(_) => Replaced::ReadyForDischarge,
            Self::Person(_) => Replaced::Person,
        }
    }
}

impl EvaluatedGoal {
    /// How far it was reached, in Swedish, and why.
    #[must_use]
    pub fn said(&self) -> String {
        let outcome = self.outcome.swedish();
        match &self.why {
            Some(why) => format!("{outcome}. {}", why.reveal()),
            None => outcome.to_owned(),
        }
    }
}

/// Prints the type name only: the content must never reach a log.
impl fmt::Debug for Person {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Person")
    }
}

/// As above.
impl fmt::Debug for EvaluatedGoal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("EvaluatedGoal")
    }
}

/// As above.
impl fmt::Debug for RowChange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RowChange")
    }
}

/// As above.
impl fmt::Debug for PlanCellSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PlanCellSet")
    }
}

/// As above.
impl fmt::Debug for ProsePlan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("ProsePlan")
    }
}

/// As above.
impl fmt::Debug for Residence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Residence")
    }
}

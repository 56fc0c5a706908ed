//! What events carry: the person, needs, the residence, a meeting, and what a change has replaced.
//! Written into the journal as they stand, so that a changed field here is a new version of every
//! event that carries it.

use std::fmt;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use vocabulary::{
    geography::{MunicipalityCode, PostalCode},
    group::VerifiedIn,
    hsa_id::HsaId,
    need::NursingNeed,
    secret::{Words, stored},
    setting::Housing,
    sip::MeetingForm,
    text::Language,
};

/// Who the case is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name as on the card or as given.
    #[serde(with = "stored")]
    pub name: Words,
    /// Birth date.
    pub birth_date: Date,
    /// Language.
    pub language: Option<Language>,
    /// Whether an interpreter is needed.
    pub interpreter_needed: bool,
    /// Room or place on the unit.
    pub room: Option<String>,
    /// Sekretessmarkering or threat.
    pub protected_identity: bool,
    /// How kin take part, as noted at opening; never in anything to Migrationsverket.
    #[serde(with = "stored::optional", default)]
    pub kin: Option<Words>,
}

/// What a group rests on, who saw it and when (V3.5–V3.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupEvidence {
    /// In words.
    pub text: String,
    /// Where it was verified.
    pub verified_in: Option<VerifiedIn>,
    /// When it was seen.
    pub at: Timestamp,
    /// Who saw it.
    pub by: String,
}

/// What the person needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// Nursing need.
    pub nursing: NursingNeed,
    /// Health-care interventions at home.
    pub health_care: bool,
    /// Devices.
    pub device: bool,
    /// Regional primary care after discharge; none while nobody has said.
    pub regional_primary_care: Option<bool>,
    /// Municipal primary care; none while nobody has said.
    pub municipal_primary_care: Option<bool>,
    /// Devices that cannot wait beyond the hospital's; none while nobody has said.
    pub rehab: Option<bool>,
    /// A specialist clinic keeps responsibility; none while nobody has said.
    pub specialist_follow_up: Option<bool>,
}

/// Where the person stays.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields' names and types say what they are")]
pub struct Residence {
    pub municipality: MunicipalityCode,
    #[serde(with = "stored")]
    pub address: Words,
    pub postal_code: PostalCode,
    pub housing: Housing,
}

/// A planned SIP meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// When it starts.
    pub at: Timestamp,
    /// How and where people meet.
    pub place: MeetingPlace,
    /// Whether kin are invited.
    pub kin_invited: bool,
    /// Questions before the meeting.
    pub questions: Option<String>,
}

/// How and where people meet. Each form has what nobody could come without; the other is for those
/// who attend otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum MeetingPlace {
    /// At a neutral meeting point.
    InPerson {
        /// Where, never a ward's name.
        point: String,
        /// For those who cannot come.
        link: Option<String>,
    },
    /// By video or telephone.
    Digital {
        /// The link that all use.
        link: String,
        /// Where some sit together.
        point: Option<String>,
    },
}

impl Meeting {
    /// In person or digital.
    #[must_use]
    pub fn form(&self) -> MeetingForm {
        match self.place {
            MeetingPlace::InPerson { .. } => MeetingForm::InPerson,
            MeetingPlace::Digital { .. } => MeetingForm::Digital,
        }
    }

    /// The meeting point, also of a digital meeting where some sit together.
    #[must_use]
    pub fn meeting_point(&self) -> Option<&str> {
        match &self.place {
            MeetingPlace::InPerson { point, .. } => Some(point),
            MeetingPlace::Digital { point, .. } => point.as_deref(),
        }
    }

    /// The link, also to a meeting in person.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        match &self.place {
            MeetingPlace::InPerson { link, .. } => link.as_deref(),
            MeetingPlace::Digital { link, .. } => Some(link),
        }
    }
}

/// An interpreter's booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterpreterBooking {
    /// Language.
    pub language: Language,
    /// For when.
    pub at: Timestamp,
    /// The agency's reference.
    pub reference: Option<String>,
}

/// Institution housing as Migrationsverket's officer named it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields' names say what they are")]
pub struct Institution {
    pub name: String,
    pub phone: String,
    pub address: Option<String>,
}

/// Patient transport: ordered, or not needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Transport {
    /// Ordered.
    Ordered {
        /// Where to.
        destination: String,
        /// When the journey is.
        at: Timestamp,
        /// The order's reference.
        reference: Option<String>,
    },
    /// Not needed.
    NotNeeded {
        /// Why.
        reason: String,
    },
}

/// The follow-up decided at the meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// When.
    pub at: Timestamp,
    /// The unit mainly responsible.
    pub unit: HsaId,
    /// Its name.
    pub unit_name: String,
}

/// On what ground a unit is a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// It opened the case.
    Opened,
    /// Consent to the case.
    CaseConsent,
    /// Consent to SIP.
    SipConsent,
    /// Consent to information transfer.
    InformationTransfer,
    /// The person cannot consent; the legal ground stands in the consent.
    Incapable,
}

/// What of a case an event replaces that its author may undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named as the value in `Former`")]
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

/// A value as it was before a reversible change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each variant holds the value it is named after"
)]
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

/// Names the type only.
impl fmt::Debug for Person {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Person")
    }
}

/// Names the type only.
impl fmt::Debug for Residence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Residence")
    }
}

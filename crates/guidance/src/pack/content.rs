//! What the files of a document hold besides steps.

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;
use vocabulary::{calendar::PhoneHours, group::Group, need::NursingNeed, setting::Setting};

use crate::condition::Condition;

/// What a document is, who stands for it, and how long it holds (VV.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its id, the same in every version.
    pub(crate) id: Spanned<String>,
    /// Its version: the day it holds from, or was last changed.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Its title in short, for citations.
    pub short_title: String,
    /// Who owns it.
    pub owner: String,
    /// Functions that reviewed it.
    pub reviewers: Vec<String>,
    /// What was decided about it, and by whom.
    #[serde(default)]
    pub decided: Option<String>,
    /// First valid day.
    #[serde(deserialize_with = "day")]
    pub valid_from: Date,
    /// Last valid day; absent means until further notice.
    #[serde(default, deserialize_with = "some_day")]
    pub valid_to: Option<Date>,
    /// What it governs.
    pub governs: String,
    /// Other documents whose steps and rules it uses, as `id@version`.
    #[serde(default)]
    pub(crate) uses: Vec<Spanned<String>>,
}

impl Document {
    /// Its id, the same in every version.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.get_ref()
    }

    pub(super) fn nameless() -> Self {
        Self {
            id: Spanned::new(0..0, String::new()),
            version: String::new(),
            title: String::new(),
            short_title: String::new(),
            owner: String::new(),
            reviewers: Vec::new(),
            decided: None,
            valid_from: Date::MIN,
            valid_to: None,
            governs: String::new(),
            uses: Vec::new(),
        }
    }
}

/// TOML has dates of its own; here they are text, so that one reading serves all.
fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map_err(|_| serde::de::Error::custom("not a date: write \"2025-07-01\""))
}

fn some_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    day(deserializer).map(Some)
}

/// A pathway: for whom it is, and its steps in order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayRule {
    /// As the guidance writes it: `6A`.
    pub(crate) code: Spanned<String>,
    /// Its title.
    pub title: String,
    /// Groups it is for.
    pub groups: Vec<Group>,
    /// Settings it is for.
    pub settings: Vec<Setting>,
    /// Nursing needs it is for.
    pub nursing_needs: Vec<NursingNeed>,
    /// Its steps in order.
    pub(crate) steps: Vec<Spanned<String>>,
}

impl PathwayRule {
    /// As the guidance writes it: `6A`.
    #[must_use]
    pub fn code(&self) -> &str {
        self.code.get_ref()
    }

    /// The requirement ids of its steps, in order.
    pub fn step_ids(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map(|id| id.get_ref().as_str())
    }
}

/// The steps of a resident's case (X3).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepList {
    pub(super) steps: Vec<Spanned<String>>,
}

/// What ends every open step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// When.
    pub when: Condition,
    /// In these pathways; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Steps that stay open.
    #[serde(default)]
    pub(crate) except: Vec<Spanned<String>>,
    /// Why, as each step says it.
    pub reason: String,
}

/// A fixed text shown around a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Banner {
    /// Its name in the code: `protected`, `unestablished`, `expired` …
    pub name: String,
    /// What it says.
    pub text: String,
}

/// Where a rule is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownAt {
    /// The case page.
    Case,
    /// Opening a case and establishing the group.
    Group,
    /// What the person is entitled to.
    Entitlement,
    /// Parties and who sees what.
    Parties,
    /// Question to the municipality, agreement and purchase.
    Purchase,
    /// The care request.
    CareRequest,
    /// Invoice basis and tariffs.
    Invoice,
    /// Orders of devices, products, medicines and transport.
    Orders,
    /// Booking an interpreter.
    Interpreter,
    /// Follow-up.
    FollowUp,
    /// Contacts.
    Contacts,
    /// The guidance itself.
    Guidance,
}

/// What a document says that is no step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The requirement.
    pub(crate) id: Spanned<String>,
    /// Its heading.
    pub title: String,
    /// What it says, in own words.
    pub text: String,
    /// Where in the document.
    pub citation: String,
    /// Where it is shown.
    pub shown: Vec<ShownAt>,
    /// Which of the pack's files it stands in.
    #[serde(skip)]
    pub(crate) file: usize,
}

impl Rule {
    /// The requirement id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.get_ref()
    }
}

/// Adult or child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// 18 or older.
    Adult,
    /// Under 18.
    Child,
}

/// What persons of some groups and an age are entitled to (V3.2–V3.4).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntitlementRule {
    /// Groups.
    pub groups: Vec<Group>,
    /// Age.
    pub age: Age,
    /// First day it holds.
    #[serde(deserialize_with = "day")]
    pub valid_from: Date,
    /// Last day it holds; absent means until further notice.
    #[serde(default, deserialize_with = "some_day")]
    pub valid_to: Option<Date>,
    /// In a line.
    pub heading: String,
    /// The statute; absent where the group decides which.
    pub statute: Option<String>,
    /// What the person is entitled to.
    pub items: Vec<String>,
    /// Devices (V3.4).
    pub devices: String,
}

/// A document or link that the guidance leans on (V2.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its address inside the guidance view.
    pub slug: String,
    /// Title.
    pub title: String,
    /// What it governs.
    pub governs: String,
    /// Link.
    pub url: String,
    /// Something to know about the link.
    pub note: Option<String>,
}

/// Where two documents disagree, and which governs (X2).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// Its address inside the guidance view.
    pub slug: String,
    /// What it is about.
    pub title: String,
    /// What the older document says.
    pub older: String,
    /// Where.
    pub older_citation: String,
    /// What the later document says.
    pub later: String,
    /// Where.
    pub later_citation: String,
    /// What governs, and what Vårdbron does.
    pub governs: String,
}

/// A contact an administrator starts from and keeps (VB1.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Its id.
    pub id: String,
    /// Organisation and unit.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Telephone.
    pub phone: Option<String>,
    /// When the phone is answered.
    pub hours: Option<PhoneHours>,
    /// Function mailbox.
    pub mailbox: Option<String>,
    /// How often the mailbox is read.
    pub mailbox_note: Option<String>,
    /// Postal address, line by line.
    #[serde(default)]
    pub post: Vec<String>,
    /// Functions to ask for; names are local data that an administrator adds.
    #[serde(default)]
    pub functions: Vec<ContactFunction>,
}

/// A function at a contact.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactFunction {
    /// What it is called.
    pub title: String,
    /// What to ask it for.
    pub task: String,
}

/// Limits in days and hours.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// How old a check of the group may be, in days (V3.5).
    pub(crate) group_check_days: Spanned<u16>,
    /// After how many years a mass refugee may become resident (V3.6).
    pub mass_refugee_years: i16,
    /// How many days before a coming change a case warns.
    pub warn_days: u16,
    /// When Migrationsverket answers its phone (V6A.2).
    pub migration_agency_hours: PhoneHours,
}

impl Limits {
    /// How old a check of the group may be, in days (V3.5).
    #[must_use]
    pub fn group_check_days(&self) -> u16 {
        *self.group_check_days.get_ref()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PathwayFile {
    pub(super) pathway: Vec<PathwayRule>,
    pub(super) resident: Option<StepList>,
    #[serde(default)]
    pub(super) stop: Vec<Stop>,
    #[serde(default)]
    pub(super) banner: Vec<Banner>,
}

macro_rules! file_of {
    ($name:ident, $field:ident: $type:ty) => {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            pub(super) $field: Vec<$type>,
        }
    };
}

file_of!(RuleFile, rule: Rule);
file_of!(EntitlementFile, entitlement: EntitlementRule);
file_of!(ReferenceFile, reference: Reference);
file_of!(ConflictFile, conflict: Conflict);
file_of!(ContactFile, contact: Contact);

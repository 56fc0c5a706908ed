//! The content of a document's files other than steps.

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;
use vocabulary::{calendar::PhoneHours, group::Group, need::NursingNeed, setting::Setting};

use crate::{condition::Condition, step::Addition};

/// A document's title, owner and period of validity (VV.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The same in every version.
    pub(crate) id: Spanned<String>,
    /// The day from which it is valid, or on which it was last changed.
    pub version: String,
    pub title: String,
    /// For citations.
    pub short_title: String,
    /// Who is responsible for its content; none where the document names nobody.
    #[serde(default)]
    pub owners: Vec<String>,
    /// The functions (not persons) that reviewed it; none where the document names nobody.
    #[serde(default)]
    pub reviewers: Vec<String>,
    /// To whom it was presented, and when.
    #[serde(default)]
    pub presented: Option<String>,
    /// When it was written and changed, if the document says so.
    #[serde(default)]
    pub dated: Option<String>,
    /// First valid day.
    #[serde(deserialize_with = "day")]
    pub valid_from: Date,
    /// Last valid day; absent means until further notice.
    #[serde(default, deserialize_with = "some_day")]
    pub valid_to: Option<Date>,
    pub governs: String,
    /// Other documents whose steps and rules it uses, as `id@version`.
    #[serde(default)]
    pub(crate) uses: Vec<Spanned<String>>,
}

impl Document {
    /// The same in every version.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.get_ref()
    }

    /// Who is responsible for its content, or that the document names nobody.
    #[must_use]
    pub fn owner_line(&self) -> String {
        named(&self.owners)
    }

    /// Who reviewed it, or that the document names nobody.
    #[must_use]
    pub fn reviewer_line(&self) -> String {
        named(&self.reviewers)
    }

    pub(super) fn nameless() -> Self {
        Self {
            id: Spanned::new(0..0, String::new()),
            version: String::new(),
            title: String::new(),
            short_title: String::new(),
            owners: Vec::new(),
            reviewers: Vec::new(),
            presented: None,
            dated: None,
            valid_from: Date::MIN,
            valid_to: None,
            governs: String::new(),
            uses: Vec::new(),
        }
    }
}

fn named(names: &[String]) -> String {
    if names.is_empty() {
        "Dokumentet nämner ingen".to_owned()
    } else {
        names.join(", ")
    }
}

/// Reads a date from text. TOML's own dates are not used, so that all dates are read in the same
/// way.
fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map_err(|_| serde::de::Error::custom("not a date: write \"2025-07-01\""))
}

fn some_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    day(deserializer).map(Some)
}

/// A pathway: which cases it is for, and its steps in order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayRule {
    /// As the guidance writes it: `6A`.
    pub(crate) code: Spanned<String>,
    pub title: String,
    pub groups: Vec<Group>,
    pub settings: Vec<Setting>,
    /// The nursing needs of the cases it is for.
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

/// A condition that closes every open step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    pub when: Condition,
    /// The pathways that it holds for; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Steps that stay open.
    #[serde(default)]
    pub(crate) except: Vec<Spanned<String>>,
    /// The reason that each closed step shows.
    pub reason: String,
}

/// A fixed text shown around a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Banner {
    /// The name that pages use: `protected`, `unestablished`, `expired` …
    pub name: String,
    pub text: String,
}

/// A page on which a rule is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownAt {
    /// The case page.
    Case,
    /// Opening a case and establishing the group.
    Group,
    /// Kinds of care.
    Entitlement,
    /// Parties and who sees what.
    Parties,
    /// Question to the municipality, agreement and purchase.
    Purchase,
    CareRequest,
    /// Invoice basis and tariffs.
    Invoice,
    /// Orders of devices, products, medicines and transport.
    Orders,
    /// Booking an interpreter.
    Interpreter,
    FollowUp,
    Contacts,
    /// The guidance itself.
    Guidance,
}

/// A statement of a document that is no step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The requirement.
    pub(crate) id: Spanned<String>,
    /// Its heading.
    pub title: String,
    /// What the cited place of the document says, in our words and no more.
    pub text: String,
    #[serde(default)]
    pub additions: Vec<Addition>,
    /// Its place in the document.
    pub citation: String,
    pub shown: Vec<ShownAt>,
    /// Index of the pack's file that defines it.
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

/// The age group of a rule.
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
    pub groups: Vec<Group>,
    pub age: Age,
    /// First valid day.
    #[serde(deserialize_with = "day")]
    pub valid_from: Date,
    /// Last valid day; absent means until further notice.
    #[serde(default, deserialize_with = "some_day")]
    pub valid_to: Option<Date>,
    /// One line, in Swedish.
    pub heading: String,
    /// Absent where the statute depends on the group.
    pub statute: Option<String>,
    /// Kinds of care.
    pub items: Vec<String>,
    /// What holds for devices (V3.4).
    pub devices: String,
}

/// A document or link that the guidance refers to (V2.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its part of the URL in the guidance view.
    pub slug: String,
    pub title: String,
    pub governs: String,
    pub url: String,
    /// A remark about the link.
    pub note: Option<String>,
}

/// What the places that some steps and rules cite say, in key words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonRow {
    /// The steps and rules.
    pub(crate) ids: Vec<Spanned<String>>,
    pub source: String,
}

impl ComparisonRow {
    /// The requirement ids of its steps and rules.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(|id| id.get_ref().as_str())
    }
}

/// Where two documents disagree, and which governs (X2).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// Its part of the URL in the guidance view.
    pub slug: String,
    /// The subject of the disagreement.
    pub title: String,
    /// What the older document says.
    pub older: String,
    pub older_citation: String,
    /// What the later document says.
    pub later: String,
    pub later_citation: String,
    /// Which one governs, and what Vårdbron does.
    pub governs: String,
}

/// A neutral information sheet, the same for everybody of an age: no name, no code, no ward (V4.4).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Its part of the URL.
    pub slug: String,
    pub age: Age,
    pub heading: String,
    pub paragraphs: Vec<String>,
}

/// A contact that an administrator starts from and keeps up to date (VB1.1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub id: String,
    /// Name of the organisation and unit.
    pub name: String,
    pub purpose: String,
    /// Telephone.
    pub phone: Option<String>,
    /// When the phone is answered.
    pub hours: Option<PhoneHours>,
    /// E-mail address of the function's mailbox.
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
    /// Its part of the contact's id in the directory; never changed.
    pub id: String,
    pub title: String,
    /// What to contact the function about.
    pub task: String,
}

/// Time limits and phone hours.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Days until a check of the group is too old (V3.5).
    pub(crate) group_check_days: Spanned<u16>,
    /// Years until a mass refugee may become resident (V3.6).
    pub mass_refugee_years: i16,
    /// Days after which a mass refugee's decision has normally come, "inom några veckor" (V3.6).
    pub permit_reminder_days: u16,
    /// Days before a coming change that a case begins to warn.
    pub warn_days: u16,
    /// When Migrationsverket answers its phone (V6A.2).
    pub migration_agency_hours: PhoneHours,
}

impl Limits {
    /// Days until a check of the group is too old (V3.5).
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
file_of!(ComparisonFile, row: ComparisonRow);
file_of!(ConflictFile, conflict: Conflict);
file_of!(ContactFile, contact: Contact);
file_of!(SheetFile, sheet: Sheet);

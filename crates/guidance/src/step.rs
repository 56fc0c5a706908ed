//! A step as guidance files define it.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use vocabulary::{group::Group, role::Role};

use crate::{
    condition::Condition,
    fact::Fact,
    recipient::{Recipient, Way},
};

/// A step of the guidance, with its texts and conditions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The requirement that it carries out; the id is also its public name.
    pub(crate) id: Spanned<String>,
    /// The step's part of URLs. The pathways share it, so that a URL reveals nothing about the
    /// person's group (domain.md, A step).
    pub slug: String,
    /// What is to be done.
    pub title: String,
    /// Titles that say what has happened, while it is not done; the first that holds is shown.
    #[serde(default)]
    pub news: Vec<StepNews>,
    /// What the cited place of the document says, in our words and no more.
    pub help: String,
    #[serde(default)]
    pub additions: Vec<Addition>,
    /// Its place in the document: "avsnitt 6 A steg 2".
    pub citation: String,
    pub acts: Vec<Role>,
    /// Listed only for these groups; absent means all.
    #[serde(default)]
    pub only_for_groups: Vec<Group>,
    /// When it applies; absent means always.
    pub applies: Option<Condition>,
    pub done: Condition,
    /// Holds when some of it is done.
    pub started: Option<Condition>,
    /// Who or what it may wait for; the first that holds is shown.
    #[serde(default)]
    pub waiting: Vec<Wait>,
    /// Reasons why it does not apply; the first that holds is shown.
    #[serde(default)]
    pub not_applicable: Vec<Reason>,
    /// When it is due.
    pub deadline: Option<DeadlineRule>,
    /// For a step that must be done promptly but has no deadline: the fact that it waits since.
    pub promptly_since: Option<Fact>,
    /// The actions that perform it, in order.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// Who it tells what.
    #[serde(default)]
    pub discloses: Vec<DisclosureRule>,
    /// Index of the pack's file that defines it.
    #[serde(skip)]
    pub(crate) file: usize,
}

impl Step {
    /// The requirement id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.get_ref()
    }

    /// Whether two definitions have the same content, even in different files.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        *self
            == Self {
                file: self.file,
                ..other.clone()
            }
    }
}

/// What stands beside a statement of the source: Vårdbron's own rule with its reason, or what another
/// place of the documents says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    pub text: String,
    /// Why Vårdbron adds it; absent for what the documents say.
    pub reason: Option<String>,
    /// The other place of the documents; absent for what Vårdbron adds.
    pub from: Option<String>,
}

/// A title that says what has happened since, such as that the municipality has said yes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepNews {
    pub when: Condition,
    pub title: String,
}

/// Somebody or something a step waits for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    pub when: Condition,
    /// Who or what, as written after "Väntar på".
    pub r#for: String,
    /// The fact that it waits since.
    pub since: Option<Fact>,
}

/// A reason why a step does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// When this is the reason; absent means in all other cases.
    pub when: Option<Condition>,
    pub text: String,
}

/// How a step's due instant is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineRule {
    /// When Migrationsverket's phone closes on the first working day after admission, or after the
    /// group was established if that came later (V6A.2, domain.md).
    FirstWorkingDayAfterAdmission,
    /// When the planned SIP meeting is, until it is recorded as held (V6A.4.2).
    PlannedMeeting,
    /// When the decided follow-up is, until it is recorded as held (V6B.14).
    DecidedFollowUp,
}

/// A command that performs a step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The command's name.
    pub(crate) command: Spanned<String>,
    /// Text of the button; absent means the form's own.
    pub label: Option<String>,
    /// When it is offered; absent means always.
    pub when: Option<Condition>,
    /// Answers that the form starts with, by field.
    #[serde(default)]
    pub preset: BTreeMap<String, String>,
}

impl Action {
    /// The command's name.
    #[must_use]
    pub fn command(&self) -> &str {
        self.command.get_ref()
    }
}

/// Who a step tells what, how and when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureRule {
    pub(crate) to: Spanned<Recipient>,
    pub what: String,
    pub way: Way,
    /// When it does; absent means always.
    pub when: Option<Condition>,
}

impl DisclosureRule {
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        *self.to.get_ref()
    }
}

/// The steps of one file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepFile {
    pub(crate) step: Vec<Step>,
}

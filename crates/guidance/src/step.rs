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

/// A step of the guidance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The requirement it carries out; also its public name.
    pub(crate) id: Spanned<String>,
    /// Its address on pages: words that the pathways share, so that an address never tells the
    /// group (domain.md, A step).
    pub slug: String,
    /// What is to be done.
    pub title: String,
    /// How, and what to think of.
    pub help: String,
    /// Where in the document it stands: "avsnitt 6 A steg 2".
    pub citation: String,
    /// Who acts.
    pub acts: Vec<Role>,
    /// Listed only for these groups; absent means all.
    #[serde(default)]
    pub only_for_groups: Vec<Group>,
    /// When it applies; absent means always.
    pub applies: Option<Condition>,
    /// When it is done.
    pub done: Condition,
    /// When some of it is done.
    pub started: Option<Condition>,
    /// For whom it waits, the first that holds.
    #[serde(default)]
    pub waiting: Vec<Wait>,
    /// Why it does not apply, the first that holds.
    #[serde(default)]
    pub not_applicable: Vec<Reason>,
    /// When it is due.
    pub deadline: Option<DeadlineRule>,
    /// For what is to be done promptly without a clock: the fact since which it waits.
    pub promptly_since: Option<Fact>,
    /// What performs it, in order.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// Whom it tells what.
    #[serde(default)]
    pub discloses: Vec<DisclosureRule>,
    /// Which of the pack's files it stands in.
    #[serde(skip)]
    pub(crate) file: usize,
}

impl Step {
    /// The requirement id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.get_ref()
    }

    /// Whether two definitions say the same, wherever they stand.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        *self
            == Self {
                file: self.file,
                ..other.clone()
            }
    }
}

/// Somebody or something a step waits for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// When it waits.
    pub when: Condition,
    /// For whom, as it stands after "Väntar på".
    pub r#for: String,
    /// The fact since which it waits.
    pub since: Option<Fact>,
}

/// A reason why a step does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// When this is the reason; absent means otherwise.
    pub when: Option<Condition>,
    /// The reason.
    pub text: String,
}

/// When a step is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineRule {
    /// When Migrationsverket's phone closes on the first working day after admission, or after the
    /// group was established if that came later (V6A.2, domain.md).
    FirstWorkingDayAfterAdmission,
}

/// A command that performs a step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The command's name.
    pub(crate) command: Spanned<String>,
    /// What the button says, where it is not the form's own.
    pub label: Option<String>,
    /// When it is offered; absent means always.
    pub when: Option<Condition>,
    /// Answers that the step gives beforehand, by field.
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

/// That a step tells somebody something, and when it does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureRule {
    /// Whom.
    pub(crate) to: Spanned<Recipient>,
    /// What.
    pub what: String,
    /// By which way.
    pub way: Way,
    /// When it does; absent means always.
    pub when: Option<Condition>,
}

impl DisclosureRule {
    /// Whom.
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

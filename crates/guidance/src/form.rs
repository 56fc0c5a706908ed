//! The forms that commands are given through: headings, questions and help, as data. What a field
//! accepts is defined by the command (`vocabulary::command`); a check compares the two.

use serde::Deserialize;
use toml::Spanned;
use vocabulary::unit::UnitKind;

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
    /// Rows of interventions, each with its extent.
    Interventions,
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

/// A question of a form, for one field of the command.
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
    /// How it is answered.
    pub kind: FormKind,
    /// When the answer is a unit: the kinds of unit to choose from.
    #[serde(default)]
    pub unit_kinds: Vec<UnitKind>,
}

impl FormField {
    /// Name of the command's field.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.get_ref()
    }
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
    /// Text of the button that sends the form.
    pub submit: String,
    /// Whether a confirmation page is shown first: for sending, signing and closing.
    #[serde(default)]
    pub confirm: bool,
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

    /// The question of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FormField> {
        self.fields.iter().find(|field| field.name() == name)
    }
}

//! The forms that commands are given through: headings, questions and help, as data. What a field
//! may hold is the command's matter (`vocabulary::command`); a test pairs the two.

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
    /// A date.
    Date,
    /// A date and a time.
    Instant,
    /// One of a few, all shown.
    Radio,
    /// One of many, from a list.
    Select,
    /// One thing to tick.
    Checkbox,
    /// Yes or no, both shown.
    YesNo,
    /// Any of these.
    Checkboxes,
    /// Rows of interventions with extent.
    Interventions,
    /// One unit.
    Unit,
    /// Any number of units.
    Units,
    /// A municipality.
    Municipality,
    /// A postal code.
    PostalCode,
    /// A language.
    Language,
    /// One number of the person: kind and value.
    Identifier,
    /// The numbers of the person.
    Identifiers,
    /// One letter of the case, chosen beforehand.
    Letter,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// The command's field.
    pub(crate) name: Spanned<String>,
    /// The question.
    pub label: String,
    /// What helps to answer it.
    #[serde(default)]
    pub help: String,
    /// How it is answered.
    pub kind: FormKind,
    /// For a unit: the kinds offered.
    #[serde(default)]
    pub unit_kinds: Vec<UnitKind>,
}

impl FormField {
    /// The command's field.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.get_ref()
    }
}

/// The form of a command.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The command.
    pub(crate) command: Spanned<String>,
    /// Its heading.
    pub heading: String,
    /// What to know before answering.
    #[serde(default)]
    pub intro: String,
    /// The button.
    pub submit: String,
    /// Whether a page asks once more before it is done: sending, signing, closing.
    #[serde(default)]
    pub confirm: bool,
    /// The questions in order.
    #[serde(default, rename = "field")]
    pub fields: Vec<FormField>,
    /// Which of the library's files it stands in.
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

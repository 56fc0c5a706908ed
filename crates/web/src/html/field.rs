//! One question of a form, whatever it asks for, so that every step's form is data.

use std::fmt;

use askama::Template;

use super::{part::Icon, prints_itself};

/// A question with its answer so far.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/field.html")]
pub struct FieldView {
    /// The name it is posted under; also its address on the page (`f-{name}`).
    pub name: String,
    /// The question.
    pub label: String,
    /// What helps to answer it.
    pub help: String,
    /// What is wrong with the answer, and how to put it right.
    pub error: Option<String>,
    /// How it is answered.
    pub kind: FieldKind,
    /// The answer so far. Text kinds, selects and radios have at most one.
    pub values: Vec<String>,
    /// Whether it must be answered; other fields are marked "frivilligt".
    pub required: bool,
    /// Whether two such fields stand beside each other.
    pub half: bool,
    /// Set apart from a field of the same name in another form on the page; see
    /// [`super::form::FormView::scoped`].
    pub scope: String,
    /// The browser's `autocomplete`; empty means off, as it must be for anything about a patient.
    pub autocomplete: &'static str,
}

/// How a question is answered.
#[derive(Debug, Clone, Default)]
pub enum FieldKind {
    /// One line.
    #[default]
    Text,
    /// One line of digits.
    Digits,
    /// A password.
    Password,
    /// Several lines, as many as given at first.
    Textarea(u8),
    /// A date as text: ÅÅÅÅ-MM-DD, 6/4, 260406 or 6 april. The server writes back what it understood.
    Date,
    /// A time as text: 13.00 or 1300.
    Time,
    /// One of many, from a list that opens.
    Select(Vec<FieldChoice>),
    /// One of a few, all shown.
    Radio(Vec<FieldChoice>),
    /// Any of these.
    Checkboxes(Vec<FieldChoice>),
    /// One thing to tick; posted as `ja`.
    Checkbox,
    /// A unit, from a list in groups by kind. Blocked units are absent, not greyed.
    UnitPicker(Vec<UnitChoice>),
    /// Rows of answers, such as interventions.
    Rows(RowsView),
    /// A file.
    File(String),
    /// Posted without being shown.
    Hidden,
    /// Not a question: a heading before the questions that follow, `name` being its anchor.
    Heading,
    /// Not a question: text between questions, in `help`.
    TextOnly,
}

/// One possible answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldChoice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What helps to choose; may be empty.
    pub help: String,
}

impl FieldChoice {
    /// An answer without help.
    pub fn new(value: &str, label: &str) -> Self {
        Self {
            value: value.to_owned(),
            label: label.to_owned(),
            help: String::new(),
        }
    }
}

/// A unit that can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitChoice {
    /// What is posted.
    pub hsa_id: String,
    /// Name and place.
    pub name: String,
    /// The kind of unit; units of one kind must stand together.
    pub group: String,
}

/// Answers in rows. A cell is posted as `{field}.{row}.{column}`, rows from 0; "Lägg till rad"
/// posts `lagg-till={field}` and expects the page back with one row more.
#[derive(Debug, Clone, Default)]
pub struct RowsView {
    /// What each row is asked.
    pub columns: Vec<RowColumn>,
    /// The rows, each with one cell a column; give one empty row more than is filled.
    pub rows: Vec<Vec<RowCell>>,
    /// The button ("Lägg till insats"); empty when no row can be added.
    pub add: String,
}

/// One column of the rows.
#[derive(Debug, Clone, Default)]
pub struct RowColumn {
    /// The name its cells are posted under.
    pub name: String,
    /// Its heading.
    pub label: String,
    /// What may be chosen; free text when empty.
    pub choices: Vec<FieldChoice>,
    /// Whether free text has several lines.
    pub long: bool,
}

/// One answer in a row.
#[derive(Debug, Clone, Default)]
pub struct RowCell {
    /// The answer so far.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl RowCell {
    /// An answer without fault.
    pub fn new(value: &str) -> Self {
        Self {
            value: value.to_owned(),
            error: None,
        }
    }
}

impl RowsView {
    /// The cells of a row with their columns.
    fn paired<'a>(
        &'a self,
        row: &'a [RowCell],
    ) -> impl Iterator<Item = (&'a RowColumn, &'a RowCell)> {
        self.columns.iter().zip(row)
    }

    /// The rows in which the municipality is asked for interventions: which, how many times, per
    /// day or week (columns `code`, `times`, `per`).
    pub fn interventions(interventions: Vec<FieldChoice>, rows: Vec<Vec<RowCell>>) -> Self {
        let per = vec![
            FieldChoice::new("day", "dag"),
            FieldChoice::new("week", "vecka"),
        ];
        let column = |name: &str, label: &str, choices| RowColumn {
            name: name.to_owned(),
            label: label.to_owned(),
            choices,
            long: false,
        };
        Self {
            columns: vec![
                column("code", "Insats", interventions),
                column("times", "Antal gånger", Vec::new()),
                column("per", "Per", per),
            ],
            rows,
            add: "Lägg till insats".to_owned(),
        }
    }
}

impl FieldView {
    /// A question of a kind.
    pub fn new(name: &str, label: &str, kind: FieldKind) -> Self {
        Self {
            name: name.to_owned(),
            label: label.to_owned(),
            kind,
            ..Self::default()
        }
    }

    /// One line of text.
    pub fn text(name: &str, label: &str) -> Self {
        Self::new(name, label, FieldKind::Text)
    }

    /// Something posted without being shown.
    pub fn hidden(name: &str, value: &str) -> Self {
        Self::new(name, "", FieldKind::Hidden).value(value)
    }

    /// A heading before the questions that follow.
    pub fn heading(anchor: &str, text: &str) -> Self {
        Self::new(anchor, text, FieldKind::Heading)
    }

    /// With help.
    #[must_use]
    pub fn help(mut self, help: &str) -> Self {
        help.clone_into(&mut self.help);
        self
    }

    /// With an answer so far; may be repeated for checkboxes.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        self.values.push(value.to_owned());
        self
    }

    /// With a fault.
    #[must_use]
    pub fn error(mut self, error: &str) -> Self {
        self.error = Some(error.to_owned());
        self
    }

    /// That must be answered.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Beside another half field.
    #[must_use]
    pub fn half(mut self) -> Self {
        self.half = true;
        self
    }

    /// With the browser's own filling-in, for the member of staff's own data only.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// The single answer so far, or nothing.
    pub fn single(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    /// Whether this possible answer is chosen.
    pub fn has(&self, value: &str) -> bool {
        self.values.iter().any(|chosen| chosen == value)
    }

    /// The address of its control on the page.
    pub fn id(&self) -> String {
        if self.scope.is_empty() {
            format!("f-{}", self.name)
        } else {
            format!("f-{}-{}", self.scope, self.name)
        }
    }

    /// The address of one of several controls; the first is the field's own.
    fn option_id(&self, index: usize) -> String {
        if index == 0 {
            self.id()
        } else {
            format!("{}-{index}", self.id())
        }
    }

    /// The address of one cell.
    fn cell_id(&self, row: impl fmt::Display, column: &str) -> String {
        format!("{}.{row}.{column}", self.id())
    }

    /// What the error summary says about it: the address of the faulty control and the message.
    pub fn mistakes(&self) -> Vec<(String, &str)> {
        let own = self.error.iter().map(|error| (self.id(), error.as_str()));
        let mut all: Vec<_> = own.collect();
        if let FieldKind::Rows(view) = &self.kind {
            for (index, row) in view.rows.iter().enumerate() {
                for (column, cell) in view.columns.iter().zip(row) {
                    if let Some(error) = &cell.error {
                        all.push((self.cell_id(index, &column.name), error));
                    }
                }
            }
        }
        all
    }

    /// What `aria-describedby` lists; empty when there is nothing to read.
    fn described_by(&self) -> String {
        let help = if self.help_text().is_empty() { "" } else { "h" };
        let error = if self.error.is_some() { "e" } else { "" };
        [help, error]
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| format!("{part}-{}", self.id()))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The help given, or for dates and times how they may be written.
    fn help_text(&self) -> &str {
        let plain = match &self.kind {
            FieldKind::Date => "Till exempel 2026-04-06. Du kan också skriva 6/4 eller 6 april.",
            FieldKind::Time => "Till exempel 13.00.",
            FieldKind::Text
            | FieldKind::Digits
            | FieldKind::Password
            | FieldKind::Textarea(_)
            | FieldKind::Select(_)
            | FieldKind::Radio(_)
            | FieldKind::Checkboxes(_)
            | FieldKind::Checkbox
            | FieldKind::UnitPicker(_)
            | FieldKind::Rows(_)
            | FieldKind::File(_)
            | FieldKind::Hidden
            | FieldKind::Heading
            | FieldKind::TextOnly => "",
        };
        if self.help.is_empty() {
            plain
        } else {
            &self.help
        }
    }

    /// Whether the browser may check what is typed: it may do so on somebody else's machine.
    fn spell_checked() -> bool {
        vocabulary::leak::seeded("spell-check")
    }

    fn autocomplete_value(&self) -> &str {
        if vocabulary::leak::seeded("autofill") {
            "on"
        } else if self.autocomplete.is_empty() {
            "off"
        } else {
            self.autocomplete
        }
    }
}

impl UnitChoice {
    /// Units in the order given, gathered under their kind.
    fn in_groups(units: &[Self]) -> Vec<(&str, Vec<&Self>)> {
        let mut groups: Vec<(&str, Vec<&Self>)> = Vec::new();
        for unit in units {
            match groups.last_mut() {
                Some((group, members)) if *group == unit.group => members.push(unit),
                Some(_) | None => groups.push((&unit.group, vec![unit])),
            }
        }
        groups
    }
}

prints_itself!(FieldView);

//! A question of a form. All kinds of questions are data, so that every step's form is data.

use std::fmt;

use askama::Template;

use super::{part::Icon, prints_itself};

/// A question with its current answer.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/field.html")]
pub struct FieldView {
    /// The name it is posted under; also part of its id on the page (`f-{name}`).
    pub name: String,
    /// The question.
    pub label: String,
    /// Help text.
    pub help: String,
    /// What is wrong with the answer, and how to correct it.
    pub error: Option<String>,
    /// How it is answered.
    pub kind: FieldKind,
    /// The current answer. Text kinds, selects and radios have at most one value.
    pub values: Vec<String>,
    /// Whether it must be answered; other fields are marked "frivilligt".
    pub required: bool,
    /// Whether two such fields are placed side by side.
    pub half: bool,
    /// Distinguishes it from a field of the same name in another form on the page; see
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
    Password,
    /// Several lines; the number is the initial height.
    Textarea(u8),
    /// A date as text: ÅÅÅÅ-MM-DD, 6/4, 260406 or 6 april. The server shows the date that it
    /// understood.
    Date,
    /// A time as text: 13.00 or 1300.
    Time,
    /// One of many choices, in a drop-down list.
    Select(Vec<FieldChoice>),
    /// One of a few choices, all shown.
    Radio(Vec<FieldChoice>),
    /// Any number of choices.
    Checkboxes(Vec<FieldChoice>),
    /// A single box to tick; posted as `ja`.
    Checkbox,
    /// A unit, from a list grouped by kind. Units that may not be chosen are absent, not greyed
    /// out.
    UnitPicker(Vec<UnitChoice>),
    /// Rows of answers, such as interventions.
    Rows(RowsView),
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
    /// The value that is posted.
    pub value: String,
    /// The text that users read.
    pub label: String,
    /// Help text; may be empty.
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

/// A unit to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitChoice {
    /// The value that is posted.
    pub hsa_id: String,
    /// Name and place.
    pub name: String,
    /// The kind of unit; units of one kind must be adjacent.
    pub group: String,
}

/// Answers in rows. A cell is posted as `{field}.{row}.{column}`, rows from 0; a cell of a row inside
/// a row as `{field}.{row}.{column}.{row}.{column}`. "Lägg till rad" posts `lagg-till={field}`, or
/// `lagg-till={field}.{row}.{column}`, and expects the page with one more row.
#[derive(Debug, Clone, Default)]
pub struct RowsView {
    /// The questions of each row.
    pub columns: Vec<RowColumn>,
    /// The rows, each with one cell per column, and one empty row after the filled ones.
    pub rows: Vec<Vec<RowCell>>,
    /// Text of the button ("Lägg till insats"); empty when no row can be added.
    pub add: String,
}

/// One column of the rows.
#[derive(Debug, Clone, Default)]
pub struct RowColumn {
    /// The name that its cells are posted under.
    pub name: String,
    /// Its heading.
    pub label: String,
    /// The choices; empty means free text.
    pub choices: Vec<FieldChoice>,
    /// Whether free text has several lines.
    pub long: bool,
}

/// One answer in a row.
#[derive(Debug, Clone, Default)]
pub struct RowCell {
    /// The current answer.
    pub value: String,
    /// What is wrong with the answer.
    pub error: Option<String>,
    /// The rows inside the row, when the column has rows of its own.
    pub rows: Option<RowsView>,
}

/// The head and the rows of a table of answers.
#[derive(Template)]
#[template(path = "html/rows.html")]
struct RowsPart<'a> {
    view: &'a RowsView,
    /// The HTML id of the whole.
    id: String,
    /// The name that it is posted under.
    name: String,
    /// The numbers of the rows that it stands in, from 1, each with a full stop.
    number: String,
}

prints_itself!(RowsPart<'_>);

impl RowsPart<'_> {
    fn cell_id(&self, row: impl fmt::Display, column: &str) -> String {
        format!("{}.{row}.{column}", self.id)
    }

    /// The rows inside the row with this index and number.
    fn inner<'a>(
        &self,
        view: &'a RowsView,
        row: impl fmt::Display,
        number: impl fmt::Display,
        column: &str,
    ) -> RowsPart<'a> {
        RowsPart {
            view,
            id: self.cell_id(&row, column),
            name: format!("{}.{row}.{column}", self.name),
            number: format!("{}{number}.", self.number),
        }
    }

    fn spell_checked() -> bool {
        FieldView::spell_checked()
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

    /// What is wrong with the answers, by the HTML id of their control.
    fn mistakes(&self, id: &str, all: &mut Vec<(String, String)>) {
        for (index, row) in self.rows.iter().enumerate() {
            for (column, cell) in self.paired(row) {
                let id = format!("{id}.{index}.{}", column.name);
                if let Some(inner) = &cell.rows {
                    inner.mistakes(&id, all);
                }
                if let Some(error) = &cell.error {
                    let text = format!("Rad {}, {}: {error}", index + 1, column.label);
                    all.push((id, text));
                }
            }
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

    /// Adds a help text.
    #[must_use]
    pub fn help(mut self, help: &str) -> Self {
        help.clone_into(&mut self.help);
        self
    }

    /// Sets the current answer; may be repeated for checkboxes.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        self.values.push(value.to_owned());
        self
    }

    /// Adds a mistake.
    #[must_use]
    pub fn error(mut self, error: &str) -> Self {
        self.error = Some(error.to_owned());
        self
    }

    /// Makes an answer required.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Places it beside another half field.
    #[must_use]
    pub fn half(mut self) -> Self {
        self.half = true;
        self
    }

    /// Allows the browser's autocomplete, for the user's own data only.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// The single current answer, or an empty text.
    pub fn single(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    /// Whether this choice is selected.
    pub fn has(&self, value: &str) -> bool {
        self.values.iter().any(|chosen| chosen == value)
    }

    /// The HTML id of its control.
    pub fn id(&self) -> String {
        if self.scope.is_empty() {
            format!("f-{}", self.name)
        } else {
            format!("f-{}-{}", self.scope, self.name)
        }
    }

    /// The HTML id of one of several controls; the first has the field's own id.
    fn option_id(&self, index: usize) -> String {
        if index == 0 {
            self.id()
        } else {
            format!("{}-{index}", self.id())
        }
    }

    /// The rows of an answer in rows.
    fn rows<'a>(&self, view: &'a RowsView) -> RowsPart<'a> {
        RowsPart {
            view,
            id: self.id(),
            name: self.name.clone(),
            number: String::new(),
        }
    }

    /// What is said when the answer is missing, by the kind of question.
    pub fn missing(&self) -> String {
        let what = self.label.trim_end_matches([':', '.']);
        match &self.kind {
            FieldKind::Radio(_)
            | FieldKind::Select(_)
            | FieldKind::Checkboxes(_)
            | FieldKind::UnitPicker(_) => "Välj ett alternativ.".to_owned(),
            FieldKind::Date => "Skriv ett datum, till exempel 6 april.".to_owned(),
            FieldKind::Time => "Skriv ett klockslag, till exempel 10.42.".to_owned(),
            FieldKind::Rows(_) => "Fyll i minst en rad.".to_owned(),
            FieldKind::Text
            | FieldKind::Digits
            | FieldKind::Password
            | FieldKind::Textarea(_)
            | FieldKind::Checkbox
            | FieldKind::File(_)
            | FieldKind::Hidden
            | FieldKind::Heading
            | FieldKind::TextOnly => {
                if what.ends_with('?') {
                    "Svara på frågan.".to_owned()
                } else {
                    format!("Fyll i {}.", what.to_lowercase())
                }
            }
        }
    }

    /// The entries for the error summary: the HTML id of the control, and the message, which names
    /// the question.
    pub fn mistakes(&self) -> Vec<(String, String)> {
        let named = |error: &String| {
            let label = self.label.trim_end_matches([':', '.']);
            let separator = if label.ends_with('?') { "" } else { ":" };
            (
                self.id(),
                format!("{label}{separator} {error}")
                    .trim_start()
                    .to_owned(),
            )
        };
        let mut all: Vec<_> = self.error.iter().map(named).collect();
        if let FieldKind::Rows(view) = &self.kind {
            view.mistakes(&self.id(), &mut all);
        }
        all
    }

    /// The value of `aria-describedby`; empty when there is nothing to read.
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

    /// The help text; by default, for dates and times, how to write them.
    fn help_text(&self) -> &str {
        let plain = match &self.kind {
            // An answer that is filled in shows how it is written.
            FieldKind::Date | FieldKind::Time if !self.single().is_empty() => "",
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

    /// Whether the browser's spell checker is on: never, because some browsers send the text to
    /// another machine. Only a seeded leak turns it on.
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
    /// The units in their order, grouped by kind.
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

//! The plan of a SIP: its rows as one form, edited in place, and as a list to read.

use askama::Template;

use super::{
    part::{Alert, Icon},
    prints_itself,
};

/// The whole plan as one form.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/plan.html")]
pub struct PlanEditor {
    /// URL that the form is posted to; drafts too, since the plan is a draft of everybody's.
    pub action: String,
    pub alerts: Vec<Alert>,
    /// Why it was not saved, apart from mistakes in single fields.
    pub refusals: Vec<String>,
    pub sections: Vec<PlanSection>,
    /// Whether the reader can write anything in it.
    pub writable: bool,
    /// Whether it is shown to everybody in the room.
    pub meeting: bool,
    /// What the button posts that saves in spite of what was pointed out.
    pub save_anyway: Option<&'static str>,
    /// When it was last written, and by whom.
    pub written: String,
    /// What happens when it is saved, in sentences.
    pub on_save: Vec<String>,
}

/// The rows of one kind.
#[derive(Debug, Clone, Default)]
pub struct PlanSection {
    /// Code of the kind; also part of its id on the page (`plan-{code}`).
    pub code: &'static str,
    pub heading: String,
    pub help: String,
    /// The headings of the fields that every row shows.
    pub columns: Vec<&'static str>,
    pub rows: Vec<PlanRowForm>,
    /// Whether there can be more than one row.
    pub many: bool,
}

/// A row of the form.
#[derive(Debug, Clone, Default)]
pub struct PlanRowForm {
    pub id: String,
    /// Code of the kind, for a row that is not there yet.
    pub add: Option<&'static str>,
    /// What it is called: "Insats 2".
    pub name: String,
    /// Whether the reader may change it.
    pub open: bool,
    /// The fields that every row shows.
    pub cells: Vec<PlanCellForm>,
    /// The other fields, which unfold.
    pub more: Vec<PlanCellForm>,
    /// What those say, in short.
    pub more_said: String,
    /// Who wants to remove it; nobody has decided.
    pub removal: Option<String>,
}

/// A field of a row.
#[derive(Debug, Clone, Default)]
pub struct PlanCellForm {
    /// The name it is posted under, `r.{row}.{field}`.
    pub name: String,
    pub label: &'static str,
    /// With the row's name, for screen readers.
    pub spoken: String,
    pub kind: PlanCellKind,
    /// As it is kept, or as it was typed.
    pub value: String,
    /// As the reader saw it.
    pub was: String,
    /// As a person reads it, for a row that the reader cannot change.
    pub said: String,
    pub error: Option<String>,
    /// Who wrote it, and when.
    pub written: String,
    /// What others have written there at the same time.
    pub others: Vec<PlanOtherText>,
}

/// How a field is written.
#[derive(Debug, Clone, Default)]
pub enum PlanCellKind {
    #[default]
    Line,
    /// Several lines.
    Area,
    /// One of these values, with what a person reads.
    Choice(Vec<(String, String)>),
}

/// A text beside the one that stands in a field.
#[derive(Debug, Clone, Default)]
pub struct PlanOtherText {
    /// The name under which it is posted when it is chosen.
    pub pick: String,
    pub value: String,
    pub said: String,
    /// Who wrote it, and when.
    pub written: String,
}

impl PlanCellForm {
    /// Its HTML id.
    pub fn id(&self) -> String {
        format!("f-{}", self.name)
    }

    /// The ids of the texts that describe it; empty when there is none.
    fn described_by(&self) -> String {
        match self.error {
            Some(_) => format!("{}-fel", self.id()),
            None => String::new(),
        }
    }

    fn row_and_field(&self) -> &str {
        self.name.strip_prefix("r.").unwrap_or(&self.name)
    }
}

impl PlanEditor {
    /// Each mistake with the HTML id of its control.
    fn mistakes(&self) -> Vec<(String, String)> {
        let rows = self.sections.iter().flat_map(|section| &section.rows);
        let cells = rows.flat_map(|row| row.cells.iter().chain(&row.more));
        cells
            .filter_map(|cell| {
                Some((
                    cell.id(),
                    format!("{}: {}", cell.spoken, cell.error.clone()?),
                ))
            })
            .collect()
    }

    fn has_faults(&self) -> bool {
        !self.refusals.is_empty() || !self.mistakes().is_empty()
    }
}

impl PlanRowForm {
    /// Whether what it folds away has to be seen.
    fn unfolds(&self) -> bool {
        let mut more = self.more.iter();
        more.any(|cell| cell.error.is_some() || !cell.others.is_empty())
    }
}

/// The plan as a list: needs with their goals, goals with their interventions.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/plan_outline.html")]
pub struct PlanOutline {
    pub items: Vec<PlanOutlineItem>,
}

/// A row of the list.
#[derive(Debug, Clone, Default)]
pub struct PlanOutlineItem {
    /// What kind of row it is.
    pub kind: String,
    pub text: String,
    pub under: PlanOutline,
}

/// How a version differs from the one before it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/plan_changes.html")]
pub struct PlanChanges {
    pub heading: String,
    /// Who agreed on it, and when.
    pub written: String,
    pub rows: Vec<PlanChangedRow>,
}

/// A row that differs.
#[derive(Debug, Clone, Default)]
pub struct PlanChangedRow {
    /// "Ny insats: Såromläggning".
    pub heading: String,
    pub fields: Vec<PlanChangedField>,
}

/// A field that differs, word by word.
#[derive(Debug, Clone, Default)]
pub struct PlanChangedField {
    pub label: String,
    /// Each text with `same`, `added` or `removed`.
    pub pieces: Vec<(&'static str, String)>,
}

prints_itself!(PlanEditor, PlanOutline, PlanChanges);

//! Builds the plan's form from the plan as its reader may see it.

use disclosure::{
    offered::withheld,
    text_check::group_words,
    views::{PlanCellView, PlanRowView, PlanView, WrittenView, kept_from},
};
use vocabulary::{
    calendar::relative_moment,
    choice::{Alternative, Choice as _},
    plan::{FieldContent, PlanField, PlanRowKind},
    public_id::PublicId,
};

use super::{NotSaved, Posted, posted::SAVE_ANYWAY};
use crate::{
    case::{
        form_options,
        opened_case::{CaseShare, OpenedCase},
    },
    html::{
        block::{Block, TextPart, TextView},
        part::{Alert, PageLink, Tone},
        plan::{
            PlanCellForm, PlanCellKind, PlanEditor, PlanOtherText, PlanOutline, PlanOutlineItem,
            PlanRowForm, PlanSection,
        },
    },
    pages::capital,
};

/// The fields that every row of a kind shows; the others unfold.
fn main_fields(kind: PlanRowKind) -> &'static [PlanField] {
    use PlanField::{Extent, Text, Under, Unit};
    if kind == PlanRowKind::Intervention {
        &[Text, Under, Unit, Extent]
    } else {
        kind.fields()
    }
}

fn help(kind: PlanRowKind) -> &'static str {
    match kind {
        PlanRowKind::WhatMatters => "Med patientens egna ord, i jag-form.",
        PlanRowKind::Need => "En rad för varje behov.",
        PlanRowKind::Goal => "Patientens egna mål och vårdens. Ett delmål hör till ett annat mål.",
        PlanRowKind::Intervention => "En rad för varje insats. Varje insats har en ansvarig enhet.",
        PlanRowKind::Measure => "Det som ingen av parterna gör.",
        PlanRowKind::Participant => "Vilka som är kallade, och vem som får besluta för sin enhet.",
        PlanRowKind::Responsibility => "Den enhet som håller ihop planen.",
        PlanRowKind::Note => "Bara för regionens vård.",
    }
}

struct Drawing<'a> {
    opened: &'a OpenedCase,
    plan: &'a PlanView,
    again: Option<(&'a Posted, &'a NotSaved)>,
    /// What a row can belong to.
    above: Vec<(PublicId, (String, String))>,
}

/// The plan's form, with what could not be saved.
pub(super) fn of(
    opened: &OpenedCase,
    plan: &PlanView,
    again: Option<(&Posted, &NotSaved)>,
    meeting: bool,
    on_save: Vec<String>,
) -> PlanEditor {
    let drawing = Drawing {
        opened,
        plan,
        again,
        above: above(plan),
    };
    // Notes for the region's care units are not for everybody in the room.
    let shown = |kind: &&PlanRowKind| !(meeting && **kind == PlanRowKind::Note);
    let kinds = PlanRowKind::ALL.iter().filter(shown);
    PlanEditor {
        action: format!("{}/plan", opened.base()),
        alerts: drawing.alerts(),
        refusals: drawing.refusals(),
        sections: kinds
            .filter_map(|kind| drawing.section(*kind, meeting))
            .collect(),
        writable: !plan.ended && (!plan.may_add.is_empty() || plan.rows.iter().any(|row| row.open)),
        meeting,
        save_anyway: matches!(again, Some((_, NotSaved::TellsGroup(_)))).then_some(SAVE_ANYWAY),
        written: plan
            .last_written
            .as_ref()
            .map_or_else(String::new, |written| {
                format!("Senast ändrad {}", said(written, opened))
            }),
        on_save,
    }
}

/// "i dag 10.41, Karin Lind, vårdpersonal".
fn said(written: &WrittenView, opened: &OpenedCase) -> String {
    let when = relative_moment(written.at.0, opened.now);
    format!("{when}, {}, {}", written.by, written.unit)
}

impl Drawing<'_> {
    fn refusals(&self) -> Vec<String> {
        match self.again {
            Some((_, NotSaved::Refused(refusal))) => vec![refusal.detail().to_owned()],
            Some((_, NotSaved::NotStored(why))) => vec![why.clone()],
            Some((_, NotSaved::TellsGroup(words))) => vec![format!(
                "Det du skrev är inte sparat. Det kan visa vilken grupp patienten tillhör: {}. Kommunen läser \
                 planen och får inte veta gruppen. Ändra texten, eller tryck på Spara ändå.",
                words.join(", ")
            )],
            Some((_, NotSaved::Mistakes(mistakes))) => {
                let whole = mistakes
                    .iter()
                    .filter(|mistake| !mistake.field.starts_with("r."));
                whole.map(|mistake| mistake.detail.clone()).collect()
            }
            None => Vec::new(),
        }
    }

    fn alerts(&self) -> Vec<Alert> {
        let mut alerts = Vec::new();
        if self.plan.ended {
            let text = "Den går att läsa men inte att ändra.".to_owned();
            alerts.push(Alert {
                heading: "Planen är avslutad".to_owned(),
                text,
                ..Alert::default()
            });
        }
        if let Some((posted, _)) = self.again {
            let open = self.plan.rows.iter().filter(|row| row.open);
            let mut rows: Vec<String> = open.map(|row| row.id.to_string()).collect();
            rows.extend(
                self.plan
                    .may_add
                    .iter()
                    .flat_map(|kind| posted.new_rows(*kind)),
            );
            let lost = posted.elsewhere(&rows);
            if !lost.is_empty() {
                alerts.push(Alert {
                    tone: Tone::Warning,
                    heading: "Det här är inte sparat. Kopiera det du behöver".to_owned(),
                    text: lost.join(" | "),
                    ..Alert::default()
                });
            }
        }
        let told = self.group_told();
        if !told.is_empty() {
            alerts.push(Alert {
                tone: Tone::Warning,
                heading: "Planen kan visa vilken grupp patienten tillhör".to_owned(),
                text: format!(
                    "Kommunen läser planen och får inte veta gruppen. Ändra om det inte måste stå \
                     där: {}.",
                    told.join(", ")
                ),
                ..Alert::default()
            });
        }
        alerts
    }

    /// The words in rows that a municipality reads which may tell the group (X1).
    fn group_told(&self) -> Vec<String> {
        let CaseShare::Regional(_) = &self.opened.seen else {
            return Vec::new();
        };
        let read = self.plan.rows.iter().flat_map(|row| &row.cells);
        let read = read.filter(|cell| cell.read_by_municipality);
        let mut told: Vec<String> = read
            .flat_map(|cell| group_words(&cell.said))
            .map(|word| format!("”{word}”"))
            .collect();
        told.sort_unstable();
        told.dedup();
        told
    }

    /// What a section is for, and from whom it is kept. On a screen that everybody sees, and to whoever reads a
    /// share, the latter is not said.
    fn help(&self, kind: PlanRowKind, meeting: bool) -> String {
        let whole = matches!(self.opened.seen, CaseShare::Regional(_));
        let kept = if whole && !meeting {
            kept_from(kind)
        } else {
            Vec::new()
        };
        [vec![help(kind)], kept].concat().join(" ")
    }

    fn section(&self, kind: PlanRowKind, meeting: bool) -> Option<PlanSection> {
        let own = self.plan.rows.iter().filter(|row| row.kind == kind);
        let mut rows: Vec<PlanRowForm> = (1..)
            .zip(own)
            .map(|(number, row)| self.row(row, number))
            .collect();
        if self.plan.may_add.contains(&kind) {
            rows.extend(self.unsaved(kind, rows.len()));
            let blank = self
                .new_id()
                .map(|id| self.blank(kind, rows.len() + 1, &id));
            rows.extend(blank);
        }
        (!rows.is_empty()).then(|| PlanSection {
            code: kind.code(),
            heading: heading(kind).to_owned(),
            help: self.help(kind, meeting),
            columns: main_fields(kind)
                .iter()
                .map(|field| kind.label(*field))
                .collect(),
            rows,
            many: !kind.is_single(),
        })
    }

    /// An id for a row that may be written; without random bits there is no such row.
    fn new_id(&self) -> Option<String> {
        Some(self.opened.signed.app.row_id().ok()?.to_string())
    }

    /// Rows that were typed and could not be saved.
    fn unsaved(&self, kind: PlanRowKind, from: usize) -> Vec<PlanRowForm> {
        let Some((posted, _)) = self.again else {
            return Vec::new();
        };
        let known = |id: &String| self.plan.rows.iter().any(|row| row.id.to_string() == *id);
        let ids = posted.new_rows(kind);
        let ids = ids.into_iter().filter(|id| !known(id));
        (from + 1..)
            .zip(ids)
            .map(|(number, id)| self.blank(kind, number, &id))
            .collect()
    }

    /// A row to write in that is not there yet.
    fn blank(&self, kind: PlanRowKind, number: usize, id: &str) -> PlanRowForm {
        let name = format!("{} {number}", kind.swedish());
        let cell = |field: &PlanField| self.cell(kind, *field, (id, &name), None);
        let main = main_fields(kind);
        let more = kind.fields().iter().filter(|field| !main.contains(field));
        let more = more.filter(|field| self.is_offered(**field, None));
        PlanRowForm {
            id: id.to_owned(),
            add: Some(kind.code()),
            open: true,
            cells: main.iter().map(cell).collect(),
            more: more.map(cell).collect(),
            name,
            ..PlanRowForm::default()
        }
    }

    fn row(&self, row: &PlanRowView, number: usize) -> PlanRowForm {
        let kind = row.kind;
        let name = if kind.is_single() {
            kind.swedish().to_owned()
        } else {
            format!("{} {number}", kind.swedish())
        };
        let id = row.id.to_string();
        let cell = |field: &PlanField| self.cell(kind, *field, (&id, &name), Some(row));
        let main = main_fields(kind);
        let more = kind.fields().iter().filter(|field| !main.contains(field));
        let more = more.filter(|field| row.open && self.is_offered(**field, Some(row)));
        let more: Vec<PlanCellForm> = more.map(cell).collect();
        let folded = row.cells.iter().filter(|cell| !main.contains(&cell.field));
        let more_said: Vec<&str> = folded.map(|cell| cell.said.as_str()).collect();
        let more_said = more_said.join(", ");
        let mut cells: Vec<PlanCellForm> = main.iter().map(cell).collect();
        // Who cannot change the row reads all of it.
        if !row.open
            && !more_said.is_empty()
            && let Some(first) = cells.first_mut()
        {
            first.said = format!("{}. {more_said}", first.said);
        }
        PlanRowForm {
            id: id.clone(),
            add: None,
            open: row.open,
            cells,
            more,
            more_said,
            removal: row.removal.as_ref().map(|removal| {
                format!(
                    "{} ville ta bort den.",
                    capital(&said(removal, self.opened))
                )
            }),
            name,
        }
    }

    /// Whether a field that unfolds is offered: what is bought is chosen for a municipality only.
    fn is_offered(&self, field: PlanField, row: Option<&PlanRowView>) -> bool {
        if field != PlanField::Bought {
            return true;
        }
        let unit = row.and_then(|row| row.value(PlanField::Unit));
        let mut units = self.plan.units.iter();
        row.is_some_and(|row| row.value(field).is_some())
            || units.any(|known| {
                !known.bought.is_empty() && unit.is_none_or(|unit| known.unit.as_str() == unit)
            })
    }

    fn cell(
        &self,
        kind: PlanRowKind,
        field: PlanField,
        (id, row_name): (&str, &str),
        row: Option<&PlanRowView>,
    ) -> PlanCellForm {
        let view = row.and_then(|row| row.cell(field));
        let name = format!("r.{id}.{}", field.code());
        let kept = view.and_then(|cell| cell.value.clone()).unwrap_or_default();
        let place = (id.to_owned(), field.code().to_owned());
        let typed = self
            .again
            .and_then(|(posted, _)| posted.typed.get(&place).cloned());
        let was = self
            .again
            .and_then(|(posted, _)| posted.was.get(&place).cloned());
        let label = kind.label(field);
        let spoken = if main_fields(kind).len() == 1 {
            row_name.to_owned()
        } else {
            format!("{label}, {}", row_name.to_lowercase())
        };
        let error = match self.again {
            Some((_, NotSaved::Mistakes(mistakes))) => {
                let own = mistakes.iter().find(|mistake| mistake.field == name);
                own.map(|mistake| mistake.detail.clone())
            }
            _ => None,
        };
        let others = view.map(|cell| self.others(cell, id)).unwrap_or_default();
        PlanCellForm {
            kind: self.kind(field, row),
            label,
            spoken,
            value: typed.unwrap_or_else(|| kept.clone()),
            was: was.unwrap_or(kept),
            said: view.map(|cell| cell.said.clone()).unwrap_or_default(),
            error,
            // Who wrote is said where somebody chooses.
            written: view
                .filter(|cell| !cell.others.is_empty())
                .map(|cell| said(&cell.written, self.opened))
                .unwrap_or_default(),
            others,
            name,
        }
    }

    fn others(&self, cell: &PlanCellView, id: &str) -> Vec<PlanOtherText> {
        let others = (0..).zip(&cell.others);
        others
            .map(|(number, other): (usize, _)| PlanOtherText {
                pick: format!("o.{id}.{}.{number}", cell.field.code()),
                value: other.value.clone().unwrap_or_default(),
                said: other.said.clone(),
                written: said(&other.written, self.opened),
            })
            .collect()
    }

    fn kind(&self, field: PlanField, row: Option<&PlanRowView>) -> PlanCellKind {
        let choices = |all: Vec<Alternative>| {
            let case = form_options::offered_in(self.opened);
            let shape = vocabulary::reading::Shape::Choice(all.clone());
            let withheld = withheld(&shape, case);
            let now = row.and_then(|row| row.value(field));
            let offered = all
                .into_iter()
                .filter(|one| !withheld.contains(&one.code) || now == Some(one.code));
            offered
                .map(|one| (one.code.to_owned(), one.swedish.to_owned()))
                .collect()
        };
        match field.content() {
            FieldContent::Prose => PlanCellKind::Area,
            FieldContent::Line | FieldContent::Day => PlanCellKind::Line,
            FieldContent::Choice(all) if field == PlanField::Bought => {
                let unit = row.and_then(|row| row.value(PlanField::Unit));
                let own = self
                    .plan
                    .units
                    .iter()
                    .filter(|known| unit.is_none_or(|unit| known.unit.as_str() == unit));
                let bought: Vec<&str> = own
                    .flat_map(|known| &known.bought)
                    .map(|one| one.code())
                    .collect();
                let now = row.and_then(|row| row.value(field));
                let all = all()
                    .into_iter()
                    .filter(|one| bought.contains(&one.code) || now == Some(one.code));
                PlanCellKind::Choice(choices(all.collect()))
            }
            FieldContent::Choice(all) => PlanCellKind::Choice(choices(all())),
            FieldContent::Unit => PlanCellKind::Choice(self.units(row)),
            FieldContent::Row => PlanCellKind::Choice(self.rows_above(row)),
        }
    }

    /// The units to choose from, and the one that is chosen though it has left.
    fn units(&self, row: Option<&PlanRowView>) -> Vec<(String, String)> {
        let mut units: Vec<(String, String)> = self
            .plan
            .units
            .iter()
            .map(|unit| (unit.unit.as_str().to_owned(), unit.name.clone()))
            .collect();
        let now = row.and_then(|row| row.cell(PlanField::Unit));
        if let Some(cell) = now
            && let Some(value) = &cell.value
            && !units.iter().any(|(unit, _)| unit == value)
        {
            units.push((value.clone(), format!("{} (inte längre part)", cell.said)));
        }
        units
    }

    /// The needs and goals that a row can belong to.
    fn rows_above(&self, row: Option<&PlanRowView>) -> Vec<(String, String)> {
        let own = row.map(|row| row.id);
        let others = self.above.iter().filter(|(id, _)| Some(*id) != own);
        others.map(|(_, choice)| choice.clone()).collect()
    }
}

/// The needs and goals of a plan, as they are chosen.
fn above(plan: &PlanView) -> Vec<(PublicId, (String, String))> {
    let rows = plan.rows.iter();
    let above = rows.filter(|row| matches!(row.kind, PlanRowKind::Need | PlanRowKind::Goal));
    above
        .map(|row| {
            let text = format!("{}: {}", row.kind_name, short(row.name()));
            (row.id, (row.id.to_string(), text))
        })
        .collect()
}

/// The beginning of a text, for a list to choose from.
fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn heading(kind: PlanRowKind) -> &'static str {
    match kind {
        PlanRowKind::WhatMatters => "Det som är viktigt för patienten",
        PlanRowKind::Need => "Behov",
        PlanRowKind::Goal => "Mål",
        PlanRowKind::Intervention => "Insatser",
        PlanRowKind::Measure => "Det andra gör",
        PlanRowKind::Participant => "Deltagare",
        PlanRowKind::Responsibility => "Huvudansvar",
        PlanRowKind::Note => "Anteckningar för regionens vård",
    }
}

/// What is missing before the plan can be agreed on, each with a link to where it is written.
pub(super) fn missing(opened: &OpenedCase, plan: &PlanView) -> Option<Block> {
    let CaseShare::Regional(_) = &opened.seen else {
        return None;
    };
    if plan.ended || plan.missing.is_empty() {
        return None;
    }
    let parts = plan.missing.iter().map(|missing| {
        let to = match missing.row {
            Some(row) => format!("#rad-{row}"),
            None => format!("#plan-{}", missing.kind.code()),
        };
        let label = if missing.about.is_empty() {
            missing.what.to_owned()
        } else {
            format!("{}: {}", missing.what, short(&missing.about))
        };
        TextPart::Link(PageLink::new(&label, &to))
    });
    let number = plan.missing.len();
    Some(Block::Text(TextView {
        heading: match number {
            1 => "En uppgift saknas innan planen kan fastställas".to_owned(),
            _ => format!("{number} uppgifter saknas innan planen kan fastställas"),
        },
        parts: parts.collect(),
    }))
}

/// The plan as a list to read: needs with their goals, goals with their interventions.
pub(super) fn outline(plan: &PlanView) -> Option<Block> {
    let shown = [
        PlanRowKind::Need,
        PlanRowKind::Goal,
        PlanRowKind::Intervention,
    ];
    let rows: Vec<&PlanRowView> = plan
        .rows
        .iter()
        .filter(|row| shown.contains(&row.kind))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let above = |row: &PlanRowView| {
        let above = row.value(PlanField::Under).and_then(PublicId::parse)?;
        rows.iter().any(|other| other.id == above).then_some(above)
    };
    let roots = rows.iter().filter(|row| above(row).is_none());
    let items = roots.map(|row| item(row, &rows, 0)).collect();
    Some(Block::PlanOutline(PlanOutline { items }))
}

fn item(row: &PlanRowView, rows: &[&PlanRowView], depth: usize) -> PlanOutlineItem {
    let is_under = |other: &&&PlanRowView| {
        let above = other.value(PlanField::Under).and_then(PublicId::parse);
        above == Some(row.id) && depth < rows.len()
    };
    let unit = row
        .cell(PlanField::Unit)
        .map(|cell| format!(" ({})", cell.said));
    PlanOutlineItem {
        kind: row.kind_name.to_owned(),
        text: format!("{}{}", row.name(), unit.unwrap_or_default()),
        under: PlanOutline {
            items: rows
                .iter()
                .filter(is_under)
                .map(|one| item(one, rows, depth + 1))
                .collect(),
        },
    }
}

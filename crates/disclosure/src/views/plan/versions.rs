//! The versions of the plan that were agreed on, and how each differs from the one before it, with the
//! words that differ.

use std::sync::Arc;

use domain::{
    Case,
    plan::{PlanRow, RowDifference},
};
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use vocabulary::{
    choice::Choice as _,
    plan::{PlanField, PlanRowKind},
};

use super::WrittenView;
use crate::{
    Class,
    share::plan::{holds, said},
};

/// A version of the plan.
#[derive(Clone, Serialize)]
pub struct PlanVersionView {
    /// From 1.
    pub number: u32,
    pub written: WrittenView,
    /// How it differs from the version before it; everything in the first is new.
    pub changes: Vec<PlanChangeView>,
}

/// How a row differs.
#[derive(Clone, Serialize)]
pub struct PlanChangeView {
    pub kind: PlanRowKind,
    pub kind_name: &'static str,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
    /// The same in Swedish.
    pub change_name: &'static str,
    /// What the row is called.
    pub name: String,
    /// The fields that differ, and how.
    pub fields: Vec<PlanFieldChange>,
}

/// How a field differs.
#[derive(Clone, Serialize)]
pub struct PlanFieldChange {
    pub label: &'static str,
    pub pieces: Vec<PlanPiece>,
}

/// Words that are the same, new or gone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PlanPiece {
    pub text: String,
    /// `same`, `added` or `removed`.
    pub tag: &'static str,
}

/// Every version, as a class holds it.
pub(super) fn all(case: &Case, class: Class) -> Vec<PlanVersionView> {
    let none: &[Arc<PlanRow>] = &[];
    let before =
        std::iter::once(none).chain(case.plan.versions.iter().map(|version| &*version.rows));
    let versions = case.plan.versions.iter().zip(before);
    versions
        .map(|(version, before)| PlanVersionView {
            number: version.number,
            written: WrittenView::of(version.at, &version.by),
            changes: changes(case, class, before, &version.rows),
        })
        .collect()
}

/// Whether what is written differs from the version that holds, in what a class holds.
pub(super) fn differs(case: &Case, class: Class) -> bool {
    let agreed = case.plan.agreed();
    let agreed = agreed.map_or(&[][..], |agreed| &agreed.rows);
    let held = |row: Option<&PlanRow>, field: PlanField| {
        let row = row.filter(|row| holds(class, row, field))?;
        row.value(field).map(str::to_owned)
    };
    RowDifference::between(agreed, &case.plan.rows)
        .iter()
        .any(|difference| {
            let (before, after, fields) = match difference {
                RowDifference::Added(row) => (None, Some(*row), row.kind.fields()),
                RowDifference::Removed(row) => (Some(*row), None, row.kind.fields()),
                RowDifference::Changed(old, new, fields) => (Some(*old), Some(*new), &**fields),
            };
            let mut fields = fields.iter();
            fields.any(|field| held(before, *field) != held(after, *field))
        })
}

fn changes(
    case: &Case,
    class: Class,
    before: &[Arc<PlanRow>],
    after: &[Arc<PlanRow>],
) -> Vec<PlanChangeView> {
    let differences = RowDifference::between(before, after).into_iter();
    differences
        .filter_map(|difference| {
            let (row, change, change_name, before, after, fields) = match &difference {
                RowDifference::Added(row) => {
                    (*row, "added", "Ny", None, Some(*row), row.kind.fields())
                }
                RowDifference::Removed(row) => (
                    *row,
                    "removed",
                    "Borttagen",
                    Some(*row),
                    None,
                    row.kind.fields(),
                ),
                RowDifference::Changed(old, new, fields) => {
                    (*new, "changed", "Ändrad", Some(*old), Some(*new), &**fields)
                }
            };
            let held = |row: Option<&PlanRow>, field: PlanField| {
                let row = row.filter(|row| holds(class, row, field))?;
                Some(said(case, field, row.value(field)?))
            };
            let changed = fields.iter().filter_map(|field| {
                let (old, new) = (held(before, *field), held(after, *field));
                (old != new).then(|| PlanFieldChange {
                    label: row.kind.label(*field),
                    pieces: pieces(&old.unwrap_or_default(), &new.unwrap_or_default()),
                })
            });
            let fields: Vec<PlanFieldChange> = changed.collect();
            (!fields.is_empty()).then(|| PlanChangeView {
                kind: row.kind,
                kind_name: row.kind.swedish(),
                change,
                change_name,
                name: name_held(case, class, row),
                fields,
            })
        })
        .collect()
}

/// What the row is called, of what a class holds.
fn name_held(case: &Case, class: Class, row: &PlanRow) -> String {
    let named = [
        PlanField::Text,
        PlanField::Who,
        PlanField::Function,
        PlanField::Unit,
    ];
    let held = named.iter().filter(|field| holds(class, row, **field));
    let mut said = held.filter_map(|field| Some(said(case, *field, row.value(*field)?)));
    said.next().unwrap_or_else(|| row.kind.swedish().to_owned())
}

/// Two texts as one, word by word.
fn pieces(before: &str, after: &str) -> Vec<PlanPiece> {
    let mut pieces: Vec<PlanPiece> = Vec::new();
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let tag = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Insert => "added",
            ChangeTag::Delete => "removed",
        };
        match pieces.last_mut() {
            Some(last) if last.tag == tag => last.text.push_str(change.value()),
            _ => pieces.push(PlanPiece {
                text: change.value().to_owned(),
                tag,
            }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn the_words_that_differ_are_marked_and_no_other() {
        let found = pieces("Såret läggs om varje dag", "Såret läggs om varannan dag");
        let tags: Vec<(&str, &str)> = found
            .iter()
            .map(|piece| (piece.tag, piece.text.as_str()))
            .collect();
        assert_eq!(
            tags,
            [
                ("same", "Såret läggs om "),
                ("removed", "varje"),
                ("added", "varannan"),
                ("same", " dag")
            ]
        );
    }
}

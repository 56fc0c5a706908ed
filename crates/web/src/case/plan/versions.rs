//! The versions of the plan: which there are, and how each differs from the one before it.

use disclosure::views::{PlanChangeView, PlanVersionView, PlanView};
use jiff::Timestamp;
use vocabulary::calendar::relative_moment;

use crate::html::{
    block::{Block, TextPart, TextView},
    part::PageLink,
    plan::{PlanChangedField, PlanChangedRow, PlanChanges},
};

/// The versions, the latest first; none while nobody has agreed on one.
pub(super) fn list(plan: &PlanView, base: &str, now: Timestamp) -> Option<Block> {
    let links = plan.versions.iter().rev().map(|version| {
        let label = format!("Version {}, {}", version.number, when(version, now));
        TextPart::Link(PageLink::new(
            &label,
            &format!("{base}/plan/version/{}", version.number),
        ))
    });
    let parts: Vec<TextPart> = links.collect();
    (!parts.is_empty()).then(|| {
        Block::Text(TextView {
            heading: "Versioner".to_owned(),
            parts,
        })
    })
}

/// How a version differs from the one before it; none when there is no such version.
pub(super) fn block(plan: &PlanView, number: u32, now: Timestamp) -> Option<Block> {
    let version = plan
        .versions
        .iter()
        .find(|version| version.number == number)?;
    Some(Block::PlanChanges(PlanChanges {
        heading: match number {
            1 => "Version 1".to_owned(),
            _ => format!("Version {number} mot version {}", number - 1),
        },
        written: format!(
            "Fastställd {}, {}, {}",
            when(version, now),
            version.written.by,
            version.written.unit
        ),
        rows: version.changes.iter().map(row).collect(),
    }))
}

fn when(version: &PlanVersionView, now: Timestamp) -> String {
    relative_moment(version.written.at.0, now)
}

fn row(change: &PlanChangeView) -> PlanChangedRow {
    PlanChangedRow {
        heading: format!(
            "{}: {}, {}",
            change.change_name, change.kind_name, change.name
        ),
        fields: change
            .fields
            .iter()
            .map(|field| PlanChangedField {
                label: field.label.to_owned(),
                pieces: field
                    .pieces
                    .iter()
                    .map(|piece| (piece.tag, piece.text.clone()))
                    .collect(),
            })
            .collect(),
    }
}

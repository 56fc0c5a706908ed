//! The plan, part by part: which section each field of a row belongs to, and what of the plan a class
//! holds. Every view of the plan, every letter and every line on a check page is made of this.

use std::hash::{Hash, Hasher};

use domain::{
    Case,
    case::{AgreedPlan, EndedPlan, Held, Stamped},
    plan::PlanRow,
};
use jiff::Timestamp;
use vocabulary::{
    calendar::{date_and_clock, long_date, read_iso_date},
    choice::Choice as _,
    hsa_id::HsaId,
    letter::LetterKind,
    plan::{FieldContent, GoalOwner, MeasureBy, PlanField, PlanRowKind},
    public_id::PublicId,
};

use crate::{Class, Section, telling::class_of_letter};

/// The section that a field of a row belongs to.
#[must_use]
pub(crate) fn section_of(row: &PlanRow, field: PlanField) -> Section {
    let whose = row.value(PlanField::Whose).and_then(GoalOwner::from_code);
    let by = row.value(PlanField::By).and_then(MeasureBy::from_code);
    section(row.kind, field, whose, by)
}

/// Every section that something in a row of a kind can belong to.
fn sections(kind: PlanRowKind) -> Vec<Section> {
    let whose = || std::iter::once(None).chain(GoalOwner::ALL.iter().copied().map(Some));
    let by = || std::iter::once(None).chain(MeasureBy::ALL.iter().copied().map(Some));
    let fields = kind.fields().iter();
    let choices = whose().flat_map(|whose| by().map(move |by| (whose, by)));
    let choices: Vec<_> = choices.collect();
    fields
        .flat_map(|field| {
            let all = choices.iter();
            all.map(|(whose, by)| section(kind, *field, *whose, *by))
        })
        .collect()
}

/// Whether municipal primary care reads nothing in a row of a kind.
#[must_use]
pub fn kept_from_municipality(kind: PlanRowKind) -> bool {
    keeps(Class::MunicipalShare, kind)
}

fn keeps(class: Class, kind: PlanRowKind) -> bool {
    let held = Section::of(class);
    !sections(kind).iter().any(|section| held.contains(section))
}

/// From whom everything in a row of a kind is kept, in whole sentences.
#[must_use]
pub fn kept_from(kind: PlanRowKind) -> Vec<&'static str> {
    let readers = [
        (Class::MunicipalShare, "Kommunen läser det inte."),
        (
            class_of_letter(LetterKind::Plan),
            "Går aldrig till Migrationsverket.",
        ),
    ];
    let kept = readers.into_iter().filter(|(class, _)| keeps(*class, kind));
    kept.map(|(_, said)| said).collect()
}

fn section(
    kind: PlanRowKind,
    field: PlanField,
    whose: Option<GoalOwner>,
    by: Option<MeasureBy>,
) -> Section {
    match kind {
        PlanRowKind::WhatMatters => Section::OwnWords,
        // A goal is the person's own unless somebody has said that it is the professionals'.
        PlanRowKind::Goal if whose != Some(GoalOwner::Professionals) => Section::OwnWords,
        PlanRowKind::Intervention if field == PlanField::OwnPart => Section::OwnWords,
        PlanRowKind::Need
        | PlanRowKind::Goal
        | PlanRowKind::Intervention
        | PlanRowKind::Responsibility => Section::Plan,
        PlanRowKind::Measure => match by {
            Some(MeasureBy::Kin | MeasureBy::Civil) => Section::OthersMeasures,
            // What Migrationsverket does tells the group; anybody else may be Migrationsverket in words.
            Some(MeasureBy::MigrationAgency | MeasureBy::Other) | None => {
                Section::AuthorityMeasures
            }
        },
        PlanRowKind::Participant => Section::Attendance,
        PlanRowKind::Note => Section::PlanNotes,
    }
}

/// Whether content of a class holds a field of a row.
pub(crate) fn holds(class: Class, row: &PlanRow, field: PlanField) -> bool {
    Section::of(class).contains(&section_of(row, field))
}

/// Whether it holds anything of a row.
pub(crate) fn holds_row(class: Class, row: &PlanRow) -> bool {
    let mut fields = row.kind.fields().iter();
    fields.any(|field| holds(class, row, *field))
}

/// The plan as somebody gets it who sees a share of the case. It counts as changed when the plan has
/// reached a milestone: an edit makes no form of its reader stale, and is told by its own event.
pub(crate) struct PlanShare<'a> {
    case: &'a Case,
    pub(crate) begun: Option<Timestamp>,
    pub(crate) held: Option<&'a Stamped<Held>>,
    pub(crate) agreed: Option<&'a Stamped<AgreedPlan>>,
    pub(crate) ended: Option<&'a Stamped<EndedPlan>>,
}

impl<'a> PlanShare<'a> {
    pub(crate) fn of(case: &'a Case) -> Option<Self> {
        let sip = &case.sip;
        (sip.is_begun() || sip.held.is_some()).then(|| Self {
            case,
            begun: sip.begun,
            held: sip.held.as_ref(),
            agreed: sip.agreed.as_ref(),
            ended: sip.ended.as_ref(),
        })
    }

    /// What its reader knows of how far the plan has come. Who attended and why the plan ended may tell the
    /// group, and are left out.
    fn milestones(&self) -> impl PartialEq + Hash {
        (
            self.begun,
            self.held
                .map(|held| (held.value.at, held.at, held.by.clone())),
            self.agreed
                .map(|agreed| (agreed.value.version, agreed.at, agreed.by.clone())),
            self.ended.map(|ended| (ended.at, ended.by.clone())),
        )
    }

    /// What it says, line by line.
    pub(crate) fn lines(&self, class: Class) -> Vec<String> {
        let held = self
            .held
            .map(|held| format!("Mötet hölls: {}", date_and_clock(held.value.at)));
        let agreed = self
            .agreed
            .map(|agreed| format!("Planen är fastställd, version {}", agreed.value.version));
        let ended = self.ended.map(|_| "Planen är avslutad".to_owned());
        let milestones = held.into_iter().chain(agreed).chain(ended);
        milestones
            .chain(rows(self.case, &self.case.plan.rows, class))
            .collect()
    }
}

impl Eq for PlanShare<'_> {}

impl PartialEq for PlanShare<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.milestones() == other.milestones()
    }
}

impl Hash for PlanShare<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.milestones().hash(state);
    }
}

/// What rows say, one line for each field that a class holds.
pub(crate) fn rows(case: &Case, rows: &[std::sync::Arc<PlanRow>], class: Class) -> Vec<String> {
    let lines = rows.iter().flat_map(|row| {
        let fields = row.kind.fields().iter().copied();
        let held = fields.filter(|field| holds(class, row, *field));
        held.filter_map(|field| {
            let value = row.value(field)?;
            Some(format!(
                "{}: {}",
                row.kind.label(field),
                said(case, field, value)
            ))
        })
    });
    lines.collect()
}

/// What a person reads of a value: the unit's name, the row's name, the day in words.
pub(crate) fn said(case: &Case, field: PlanField, value: &str) -> String {
    match field.content() {
        FieldContent::Unit => HsaId::parse(value)
            .ok()
            .and_then(|unit| unit_name(case, &unit))
            .unwrap_or("En enhet som inte är part")
            .to_owned(),
        FieldContent::Row => PublicId::parse(value)
            .and_then(|row| case.plan.row_ever(row))
            .map_or_else(String::new, |row| row.name().to_owned()),
        FieldContent::Day => read_iso_date(value).map_or_else(|_| value.to_owned(), long_date),
        FieldContent::Prose | FieldContent::Line | FieldContent::Choice(_) => field.said(value),
    }
}

/// The name of a unit that is a party or has been one.
pub(crate) fn unit_name<'a>(case: &'a Case, unit: &HsaId) -> Option<&'a str> {
    let former = case.former_parties.iter().rev().map(|(party, _)| party);
    let mut known = case.parties.values().chain(former);
    let party = known.find(|party| party.unit.hsa_id == *unit)?;
    Some(&party.unit.name)
}

//! The plan as its readers get it: the region's care units all of it, municipal primary care what its
//! class holds. Nothing here counts what a reader does not see.

mod versions;

use std::sync::Arc;

use domain::{
    Actor, Case,
    event::By,
    plan::{ApprovalStanding, Missing, OtherText, PlanCell, PlanRow},
};
use jiff::Timestamp;
use serde::Serialize;
use vocabulary::{
    choice::Choice as _,
    command::CommandKind,
    hsa_id::HsaId,
    plan::{PlanField, PlanRowKind, PlanState},
    public_id::PublicId,
    unit::UnitKind,
};

pub use crate::share::plan::{kept_from, kept_from_municipality};
pub use versions::{PlanChangeView, PlanPiece, PlanVersionView};

use super::{Moment, record::signature};
use crate::{
    AnyCase, Class, Disclosed, Guard,
    audience::{MunicipalCare, RegionalCare},
    share::{
        PartyShare,
        plan::{holds, holds_row, said, unit_name},
    },
};

/// The plan for one reader.
#[derive(Debug)]
pub enum PlanForReader {
    Regional(Disclosed<RegionalCare, PlanView>),
    Municipal(Disclosed<MunicipalCare, PlanView>),
}

impl PlanForReader {
    #[must_use]
    pub fn into_view(self) -> PlanView {
        match self {
            Self::Regional(view) => view.into_view(),
            Self::Municipal(view) => view.into_view(),
        }
    }
}

/// The plan, as much of it as its reader may see.
#[derive(Clone, Serialize)]
pub struct PlanView {
    /// How far it has come; only for the region's care units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<PlanState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_name: Option<&'static str>,
    /// When the meeting was held.
    pub held_at: Option<Moment>,
    /// Whether it has ended, so that nobody can change it.
    pub ended: bool,
    pub rows: Vec<PlanRowView>,
    /// What is missing before it can be agreed on; only for those who see all of it.
    pub missing: Vec<MissingView>,
    /// How each party's approval stands.
    pub approvals: Vec<ApprovalView>,
    /// What the reader's own unit approves.
    pub approval: OwnApprovalView,
    /// Which version of the whole plan this is, for agreeing on it; only for the region's care units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
    /// The versions that have been agreed on, in order.
    pub versions: Vec<PlanVersionView>,
    /// Whether what is written differs from the version that holds.
    pub differs_from_agreed: bool,
    /// Who wrote last, of what the reader sees.
    pub last_written: Option<WrittenView>,
    /// The units that a row can be given to.
    pub units: Vec<PlanUnitView>,
    /// The kinds of row that the reader can add.
    pub may_add: Vec<PlanRowKind>,
}

/// Who wrote something, and when.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct WrittenView {
    pub at: Moment,
    pub by: String,
    pub unit: String,
}

impl WrittenView {
    fn of(at: Timestamp, by: &By) -> Self {
        Self {
            at: Moment(at),
            by: signature(by),
            unit: by.unit_name.clone(),
        }
    }
}

/// A party that a row can be given to.
#[derive(Clone, Serialize)]
pub struct PlanUnitView {
    pub unit: HsaId,
    pub name: String,
    /// The bought interventions that it has said yes to; empty for units of the region.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bought: Vec<vocabulary::intervention::Intervention>,
}

/// A row of the plan.
#[derive(Clone, Serialize)]
pub struct PlanRowView {
    pub id: PublicId,
    pub kind: PlanRowKind,
    pub kind_name: &'static str,
    /// The fields that say something, in order.
    pub cells: Vec<PlanCellView>,
    /// Whether the reader may change it.
    pub open: bool,
    /// Who wants to remove it, though somebody else has changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removal: Option<WrittenView>,
}

/// What a field of a row says.
#[derive(Clone, Serialize)]
pub struct PlanCellView {
    pub field: PlanField,
    pub label: &'static str,
    /// As it is kept; none when only others have written something there.
    pub value: Option<String>,
    /// As a person reads it.
    pub said: String,
    pub written: WrittenView,
    /// What others have written there at the same time, so that somebody chooses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<PlanTextView>,
    /// Whether it is free text that municipal primary care reads.
    #[serde(skip)]
    pub read_by_municipality: bool,
}

/// A text beside the one that stands there.
#[derive(Clone, Serialize)]
pub struct PlanTextView {
    /// None when its author emptied the field.
    pub value: Option<String>,
    pub said: String,
    pub written: WrittenView,
}

/// Something that the plan lacks.
#[derive(Clone, Serialize)]
pub struct MissingView {
    /// What to do, in Swedish.
    pub what: &'static str,
    /// The row that it is about, in words.
    pub about: String,
    pub kind: PlanRowKind,
    pub row: Option<PublicId>,
    pub field: PlanField,
}

/// How a party's approval stands.
#[derive(Clone, Serialize)]
pub struct ApprovalView {
    pub unit: HsaId,
    pub name: String,
    /// `approved`, `void`, `asked` or `not_asked`.
    pub standing: &'static str,
    /// The same in Swedish, with the day and, for one that is void, why.
    pub said: String,
}

/// What the reader's unit can approve.
#[derive(Clone, Serialize)]
pub struct OwnApprovalView {
    /// Which version this is of what the unit approves: its own rows, and who has overall responsibility.
    pub seen: String,
    /// Whether it can be approved now.
    pub open: bool,
}

impl PlanRowView {
    /// What a field says, as it is kept.
    #[must_use]
    pub fn value(&self, field: PlanField) -> Option<&str> {
        self.cell(field)?.value.as_deref()
    }

    /// A field that says something.
    #[must_use]
    pub fn cell(&self, field: PlanField) -> Option<&PlanCellView> {
        self.cells.iter().find(|cell| cell.field == field)
    }

    /// What the row is called in a list.
    #[must_use]
    pub fn name(&self) -> &str {
        let named = [PlanField::Text, PlanField::Who, PlanField::Function];
        let mut said = named.iter().filter_map(|field| self.cell(*field));
        said.next().map_or(self.kind_name, |cell| &cell.said)
    }
}

impl PlanView {
    fn of(
        case: &Case,
        actor: &Actor,
        class: Class,
        (may_write, may_approve): (bool, bool),
    ) -> Self {
        let plan = &case.plan;
        let whole = class == Class::WholeCase;
        let sip = &case.sip;
        let seen: Vec<&Arc<PlanRow>> = plan
            .rows
            .iter()
            .filter(|row| holds_row(class, row))
            .collect();
        let written = seen.iter().flat_map(|row| {
            let cells = row.cells.iter();
            cells
                .filter(|(field, _)| holds(class, row, **field))
                .map(|(_, cell)| (cell.at, &cell.by))
        });
        let last = written.max_by_key(|(at, _)| *at);
        let unit = &actor.unit.hsa_id;
        let open = !plan.ended && case.is_open();
        let writable = open && may_write;
        Self {
            state: whole.then(|| sip.plan_state()),
            state_name: whole.then(|| sip.plan_state().swedish()),
            held_at: sip.held.as_ref().map(|held| Moment(held.value.at)),
            ended: !open,
            rows: seen
                .iter()
                .map(|row| row_view(case, actor, class, row, writable))
                .collect(),
            missing: if whole {
                let missing = case.missing_in_plan();
                missing
                    .iter()
                    .map(|missing| missing_view(case, missing))
                    .collect()
            } else {
                Vec::new()
            },
            approvals: if seen.is_empty() {
                Vec::new()
            } else {
                approvals(case, class)
            },
            approval: OwnApprovalView {
                seen: plan.seen_by(unit),
                open: open && may_approve && sip.is_begun() && !plan.is_approved_by(unit),
            },
            seen: whole.then(|| plan.seen()),
            versions: versions::all(case, class),
            differs_from_agreed: versions::differs(case, class),
            last_written: last.map(|(at, by)| WrittenView::of(at, by)),
            units: units(case, actor),
            may_add: PlanRowKind::ALL
                .iter()
                .copied()
                .filter(|kind| {
                    let single = kind.is_single() && plan.single(*kind).is_some();
                    writable && !single && case.plan_row_is_open_to(&actor.unit, *kind, Some(unit))
                })
                .collect(),
        }
    }
}

fn row_view(
    case: &Case,
    actor: &Actor,
    class: Class,
    row: &PlanRow,
    writable: bool,
) -> PlanRowView {
    let fields = row.kind.fields().iter().copied();
    let cells = fields
        .filter(|field| holds(class, row, *field))
        .filter_map(|field| {
            let cell = row.cells.get(&field)?;
            Some(cell_view(case, row, field, cell))
        });
    PlanRowView {
        id: row.id,
        kind: row.kind,
        kind_name: row.kind.swedish(),
        cells: cells.collect(),
        open: writable && case.plan_row_is_open_to(&actor.unit, row.kind, row.unit().as_ref()),
        removal: row
            .removal
            .as_ref()
            .map(|(at, by)| WrittenView::of(*at, by)),
    }
}

fn cell_view(case: &Case, row: &PlanRow, field: PlanField, cell: &PlanCell) -> PlanCellView {
    let value = cell.value.as_ref().map(|value| value.reveal().clone());
    let other = |other: &OtherText| {
        let value = other.value.as_ref().map(|value| value.reveal().clone());
        PlanTextView {
            said: value
                .as_deref()
                .map_or_else(String::new, |value| said(case, field, value)),
            value,
            written: WrittenView::of(other.at, &other.by),
        }
    };
    PlanCellView {
        field,
        label: row.kind.label(field),
        said: value
            .as_deref()
            .map_or_else(String::new, |value| said(case, field, value)),
        value,
        written: WrittenView::of(cell.at, &cell.by),
        others: cell.others.iter().map(other).collect(),
        read_by_municipality: field.is_free_text() && holds(Class::MunicipalShare, row, field),
    }
}

fn missing_view(case: &Case, missing: &Missing) -> MissingView {
    let row = missing.row.and_then(|row| case.plan.row(row));
    MissingView {
        what: missing.part.swedish(),
        about: row.map_or_else(String::new, |row| row.name().to_owned()),
        kind: missing.kind,
        row: missing.row,
        field: missing.field,
    }
}

/// The units that approve the plan, as far as its reader knows of them.
fn approvals(case: &Case, class: Class) -> Vec<ApprovalView> {
    let known: Vec<&HsaId> = if class == Class::WholeCase {
        case.approvers().collect()
    } else {
        let parties = PartyShare::all(case);
        parties.iter().map(|party| &party.unit.hsa_id).collect()
    };
    let views = known.into_iter().map(|unit| {
        let standing = case.plan.approval_of(unit);
        ApprovalView {
            unit: unit.clone(),
            name: unit_name(case, unit).unwrap_or_default().to_owned(),
            standing: match standing {
                ApprovalStanding::Approved(_) => "approved",
                ApprovalStanding::Void(..) => "void",
                ApprovalStanding::Asked(_) => "asked",
                ApprovalStanding::NotAsked => "not_asked",
            },
            said: standing_in_words(case, class, standing),
        }
    });
    views.collect()
}

fn standing_in_words(case: &Case, class: Class, standing: ApprovalStanding<'_>) -> String {
    use vocabulary::calendar::{local_date, long_date};
    let day = |at| long_date(local_date(at));
    match standing {
        ApprovalStanding::Approved(approval) => {
            format!(
                "Har godkänt {}, {}",
                day(approval.at),
                signature(&approval.by)
            )
        }
        ApprovalStanding::Void(approval, touched) => {
            let row = case
                .plan
                .row_ever(touched.row)
                .filter(|row| holds_row(class, row));
            let named = row.map(|row| format!(" \u{201d}{}\u{201d}", row.name()));
            format!(
                "Godkände {}. Gäller inte längre: {} ändrade {}{} {}",
                day(approval.at),
                signature(&touched.by),
                touched.kind.swedish().to_lowercase(),
                named.unwrap_or_default(),
                day(touched.at),
            )
        }
        ApprovalStanding::Asked(at) => format!("Har inte godkänt. Tillfrågad {}", day(at)),
        ApprovalStanding::NotAsked => "Har inte godkänt".to_owned(),
    }
}

/// The units that the reader can give a row to: all parties, or the reader's own unit.
fn units(case: &Case, actor: &Actor) -> Vec<PlanUnitView> {
    let regional = actor.unit.kind.is_regional_care();
    let parties = super::parties::in_order(case).filter(|party| !party.unit.kind.is_placeholder());
    let offered = parties.filter(|party| regional || party.unit.hsa_id == actor.unit.hsa_id);
    offered
        .map(|party| PlanUnitView {
            unit: party.unit.hsa_id.clone(),
            name: party.unit.name.clone(),
            bought: if party.unit.kind == UnitKind::MunicipalPrimaryCare {
                case.confirmed_interventions(&party.unit.hsa_id)
            } else {
                Vec::new()
            },
        })
        .collect()
}

impl Guard {
    /// The plan as somebody may read it; `None` for those who get none of it.
    #[must_use]
    pub fn plan(&self, actor: &Actor, case: &dyn AnyCase) -> Option<PlanForReader> {
        let case = &case.asked();
        let may = |kind: CommandKind| self.may_command(actor, Some(case), kind.name()).allowed;
        if self.sees_whole_case(actor, case) {
            let may = (may(CommandKind::ChangePlan), may(CommandKind::ApprovePlan));
            let view = PlanView::of(case, actor, Class::WholeCase, may);
            return Some(PlanForReader::Regional(Disclosed::decided(view)));
        }
        self.sees_municipal_share(actor, case).then(|| {
            let may = (may(CommandKind::ChangePlan), may(CommandKind::ApprovePlan));
            let view = PlanView::of(case, actor, Class::MunicipalShare, may);
            PlanForReader::Municipal(Disclosed::decided(view))
        })
    }
}

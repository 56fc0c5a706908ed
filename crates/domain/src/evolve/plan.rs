//! The rows of the plan. Their events change nothing else of the case.

use std::{mem, sync::Arc};

use sha2::{Digest as _, Sha256};
use vocabulary::{
    plan::{PlanField, PlanRowKind},
    public_id::PublicId,
    secret::Words,
};

use super::stamped;
use crate::{
    case::{AgreedPlan, Case},
    event::{Entry, Event, PlanCellSet, ProsePlan, RowChange},
    plan::{Approval, Plan, PlanVersion},
};

/// Applies an event of the plan's stream. `None` when it is of the case's journal.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every event of the journal is refused; an event of the plan that is forgotten here is refused \
              too, and the stored samples apply each"
)]
pub(super) fn apply(plan: &mut Plan, entry: &Entry) -> Option<()> {
    plan.revision += 1;
    match &entry.event {
        Event::PlanChanged { changes } => {
            plan.writers.insert(entry.by.staff.clone());
            for change in changes {
                plan.change(change, entry.at, &entry.by);
            }
        }
        Event::PlanApproved { unit } => {
            let approval = Approval {
                revision: plan.revision,
                at: entry.at,
                by: entry.by.clone(),
            };
            plan.approvals.insert(unit.clone(), approval);
        }
        Event::PlanVersionAgreed {
            plan_version,
            asked,
        } => {
            let version = PlanVersion {
                number: *plan_version,
                at: entry.at,
                by: entry.by.clone(),
                rows: plan.rows.clone(),
            };
            plan.versions.push(Arc::new(version));
            let asked = asked.iter().map(|unit| (unit.clone(), entry.at));
            plan.asked.extend(asked);
            // Who agrees on it has approved it.
            let approval = Approval {
                revision: plan.revision,
                at: entry.at,
                by: entry.by.clone(),
            };
            plan.approvals.insert(entry.by.unit.clone(), approval);
        }
        Event::PlanEnded {} => plan.ended = true,
        Event::PlanResumed {} => plan.ended = false,
        _ => return None,
    }
    Some(())
}

/// A plan that was four texts becomes a version with a row for each.
pub(super) fn was_prose(case: &mut Case, entry: &Entry, prose: &ProsePlan) {
    let number = case.sip.plan_version + 1;
    let case_id = case.id.to_string();
    let id = |place: u8| {
        let mut hash = Sha256::new();
        hash.update(case_id.as_bytes());
        hash.update(number.to_be_bytes());
        hash.update([place]);
        let mut bits = [0; 16];
        bits.copy_from_slice(&hash.finalize()[..16]);
        PublicId::from_random(bits)
    };
    let rows: [(PlanRowKind, PlanField, &Words); 4] = [
        (
            PlanRowKind::WhatMatters,
            PlanField::Text,
            &prose.what_matters,
        ),
        (PlanRowKind::Need, PlanField::Text, &prose.needs),
        (
            PlanRowKind::Intervention,
            PlanField::Text,
            &prose.responsibilities,
        ),
        (PlanRowKind::Participant, PlanField::Who, &prose.attended),
    ];
    let plan = &mut *case.plan;
    plan.writers.insert(entry.by.staff.clone());
    // What an earlier meeting said was replaced by what this one said.
    mem::take(&mut plan.rows);
    for (place, (kind, field, value)) in (0..).zip(rows) {
        let cell = PlanCellSet {
            field,
            value: Some(value.clone()),
        };
        let added = RowChange::Added {
            row: id(place),
            kind,
            cells: vec![cell],
        };
        plan.change(&added, entry.at, &entry.by);
    }
    plan.versions.push(Arc::new(PlanVersion {
        number,
        at: entry.at,
        by: entry.by.clone(),
        rows: plan.rows.clone(),
    }));
    case.sip.begun = case.sip.begun.or(Some(entry.at));
    case.sip.plan_version = number;
    let agreed = AgreedPlan {
        version: number,
        hash: None,
    };
    case.sip.agreed = Some(stamped(entry, &agreed));
}

//! The versions of the plan that have been agreed on, and how two differ.

use std::sync::Arc;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use vocabulary::{plan::PlanField, public_id::PublicId};

use super::PlanRow;
use crate::event::By;

/// A version of the plan that holds, or held.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanVersion {
    /// From 1.
    pub number: u32,
    pub at: Timestamp,
    pub by: By,
    pub rows: Vec<Arc<PlanRow>>,
}

/// Prints the type name only: the content must never reach a log.
impl std::fmt::Debug for PlanVersion {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("PlanVersion")
    }
}

impl PlanVersion {
    /// A hash of what its rows say, which the case keeps.
    #[must_use]
    pub fn hash_of(rows: &[Arc<PlanRow>]) -> String {
        let mut hash = Sha256::new();
        for row in rows {
            row.write_to(&mut hash);
        }
        base16ct::lower::encode_string(&hash.finalize())
    }
}

/// How a row of one version differs from the same row of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowDifference<'a> {
    Added(&'a PlanRow),
    Removed(&'a PlanRow),
    /// The fields that differ, with the row before and after.
    Changed(&'a PlanRow, &'a PlanRow, Vec<PlanField>),
}

impl<'a> RowDifference<'a> {
    /// Every row that differs: those that are there in the order of the later version, then those that
    /// are gone.
    #[must_use]
    pub fn between(before: &'a [Arc<PlanRow>], after: &'a [Arc<PlanRow>]) -> Vec<Self> {
        let find = |rows: &'a [Arc<PlanRow>], id: PublicId| {
            rows.iter().find(|row| row.id == id).map(AsRef::as_ref)
        };
        let mut differences: Vec<Self> = after
            .iter()
            .filter_map(|row| match find(before, row.id) {
                None => Some(Self::Added(row)),
                Some(old) => {
                    let fields = differing(old, row);
                    (!fields.is_empty()).then_some(Self::Changed(old, row, fields))
                }
            })
            .collect();
        let gone = before.iter().filter(|row| find(after, row.id).is_none());
        differences.extend(gone.map(|row| Self::Removed(row)));
        differences
    }

    /// Whether any row differs.
    #[must_use]
    pub fn any_between(before: &[Arc<PlanRow>], after: &[Arc<PlanRow>]) -> bool {
        !RowDifference::between(before, after).is_empty()
    }
}

fn differing(before: &PlanRow, after: &PlanRow) -> Vec<PlanField> {
    let fields = after.kind.fields().iter().copied();
    fields
        .filter(|field| before.value(*field) != after.value(*field))
        .collect()
}

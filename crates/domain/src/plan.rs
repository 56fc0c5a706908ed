//! The plan of a SIP: rows that many write. Its events stand in a stream of their own beside the
//! case's journal ([`Stream::Plan`](crate::event::Stream)), so that an edit makes no other form of the
//! case stale. They change nothing but the plan, and the case's events change nothing in it but what a
//! plan was when it was prose; so the order between the two streams does not matter.

mod approval;
mod missing;
mod row;
mod version;

pub use approval::{Approval, ApprovalStanding, Touched};
pub use missing::{Missing, MissingPart};
pub use row::{OtherText, PlanCell, PlanRow};
pub use version::{PlanVersion, RowDifference};

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;
use vocabulary::{
    hsa_id::HsaId,
    plan::{PlanField, PlanRowKind},
    public_id::PublicId,
};

use crate::event::{By, PlanCellSet, RowChange};

/// The most rows that a plan has.
pub const MOST_ROWS: usize = 200;

/// The plan as it is being written, and the versions that have been agreed on.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order in which they were added.
    pub rows: Vec<Arc<PlanRow>>,
    /// Rows that have been removed; a change of one brings it back.
    pub removed: Vec<Arc<PlanRow>>,
    /// How many events it has had.
    pub revision: u64,
    pub versions: Vec<Arc<PlanVersion>>,
    /// The latest approval of each party.
    pub approvals: BTreeMap<HsaId, Approval>,
    /// When each party was last asked to approve.
    pub asked: BTreeMap<HsaId, Timestamp>,
    /// The latest change of each party's rows.
    pub touched: BTreeMap<HsaId, Touched>,
    /// The latest change of who has overall responsibility.
    pub responsibility_touched: Option<Touched>,
    /// Everybody who has ever written in it (staff ids): who changes a comma is not the only author.
    pub writers: BTreeSet<String>,
    /// Whether it has ended and cannot be changed.
    pub ended: bool,
}

/// Prints the type name only: the content must never reach a log.
impl std::fmt::Debug for Plan {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Plan")
    }
}

impl Plan {
    /// The row with an id, unless it has been removed.
    #[must_use]
    pub fn row(&self, id: PublicId) -> Option<&PlanRow> {
        self.rows.iter().map(AsRef::as_ref).find(|row| row.id == id)
    }

    /// The row with an id, also when it has been removed.
    #[must_use]
    pub fn row_ever(&self, id: PublicId) -> Option<&PlanRow> {
        let removed = self.removed.iter().map(AsRef::as_ref);
        self.row(id)
            .or_else(|| removed.rev().find(|row| row.id == id))
    }

    pub fn of_kind(&self, kind: PlanRowKind) -> impl Iterator<Item = &PlanRow> {
        let rows = self.rows.iter().map(AsRef::as_ref);
        rows.filter(move |row| row.kind == kind)
    }

    /// The one row of a kind that a plan has one of.
    #[must_use]
    pub fn single(&self, kind: PlanRowKind) -> Option<&PlanRow> {
        self.of_kind(kind).next()
    }

    /// The version that holds.
    #[must_use]
    pub fn agreed(&self) -> Option<&PlanVersion> {
        self.versions.last().map(AsRef::as_ref)
    }

    /// Whether what is written differs from the version that holds.
    #[must_use]
    pub fn differs_from_agreed(&self) -> bool {
        self.agreed().map_or(!self.rows.is_empty(), |agreed| {
            RowDifference::any_between(&agreed.rows, &self.rows)
        })
    }

    /// Applies a change of one row.
    pub(crate) fn change(&mut self, change: &RowChange, at: Timestamp, by: &By) {
        match change {
            RowChange::Added { row, kind, cells } => {
                let mut added = PlanRow::new(*row, *kind, at, by);
                for PlanCellSet { field, value } in cells {
                    added.set(*field, value.as_ref(), at, by);
                }
                self.touch(&added, at, by);
                self.rows.push(Arc::new(added));
            }
            RowChange::Set { row, field, value } => {
                self.with_row(*row, at, by, |row| row.set(*field, value.as_ref(), at, by));
            }
            RowChange::Contested { row, field, value } => {
                self.with_row(*row, at, by, |row| {
                    row.contest(*field, value.as_ref(), at, by);
                });
            }
            RowChange::Removed { row } => {
                let place = self.rows.iter().position(|known| known.id == *row);
                let Some(place) = place else { return };
                let removed = self.rows.remove(place);
                self.touch(&removed, at, by);
                let mut removed = PlanRow::clone(&removed);
                removed.removal = Some((at, by.clone()));
                self.removed.push(Arc::new(removed));
            }
            RowChange::RemovalContested { row } => {
                self.with_row(*row, at, by, |row| row.removal = Some((at, by.clone())));
            }
            RowChange::Restored { row } => {
                let place = self.removed.iter().rposition(|known| known.id == *row);
                let Some(place) = place else { return };
                let restored = self.removed.remove(place);
                self.touch(&restored, at, by);
                self.rows.push(restored);
            }
            RowChange::Kept { row } => {
                self.with_row(*row, at, by, |row| row.removal = None);
            }
        }
    }

    /// Changes a row. Those whose row it was before or is now are touched by it.
    fn with_row(
        &mut self,
        id: PublicId,
        at: Timestamp,
        by: &By,
        change: impl FnOnce(&mut PlanRow),
    ) {
        let Some(place) = self.rows.iter().position(|row| row.id == id) else {
            return;
        };
        let before = Arc::clone(&self.rows[place]);
        change(Arc::make_mut(&mut self.rows[place]));
        let after = Arc::clone(&self.rows[place]);
        self.touch(&before, at, by);
        self.touch(&after, at, by);
    }

    fn touch(&mut self, row: &PlanRow, at: Timestamp, by: &By) {
        let touched = Touched {
            revision: self.revision,
            at,
            by: by.clone(),
            kind: row.kind,
            row: row.id,
        };
        if row.kind == PlanRowKind::Responsibility {
            self.responsibility_touched = Some(touched);
        } else if let Some(unit) = row.unit() {
            self.touched.insert(unit, touched);
        }
    }

    /// A text by which it is known which version of some rows somebody has read: the same as long as
    /// what they say is the same.
    fn seen_of<'a>(rows: impl Iterator<Item = &'a PlanRow>) -> String {
        use sha2::{Digest as _, Sha256};
        let mut hash = Sha256::new();
        for row in rows {
            row.write_to(&mut hash);
        }
        base16ct::lower::encode_string(&hash.finalize()[..16])
    }

    /// Which version of the whole plan is written now.
    #[must_use]
    pub fn seen(&self) -> String {
        Self::seen_of(self.rows.iter().map(AsRef::as_ref))
    }

    /// The same of what a party approves: its own rows, and who has overall responsibility.
    #[must_use]
    pub fn seen_by(&self, unit: &HsaId) -> String {
        let rows = self.rows.iter().map(AsRef::as_ref);
        Self::seen_of(rows.filter(|row| {
            row.kind == PlanRowKind::Responsibility || row.unit().as_ref() == Some(unit)
        }))
    }

    /// The value of a field of a row; empty when there is none.
    #[must_use]
    pub fn value(&self, row: PublicId, field: PlanField) -> &str {
        let row = self.row(row);
        row.and_then(|row| row.value(field)).unwrap_or_default()
    }
}

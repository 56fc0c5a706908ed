//! Who has approved the plan, and what has made an approval void.

use jiff::Timestamp;
use vocabulary::{hsa_id::HsaId, plan::PlanRowKind, public_id::PublicId};

use super::Plan;
use crate::{case::Case, event::By};

/// A party's approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// How many events the plan had had.
    pub revision: u64,
    pub at: Timestamp,
    pub by: By,
}

/// The latest change of something that a party has to approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// How many events the plan had had, this one counted.
    pub revision: u64,
    pub at: Timestamp,
    pub by: By,
    pub kind: PlanRowKind,
    pub row: PublicId,
}

/// How a party's approval stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalStanding<'a> {
    Approved(&'a Approval),
    /// It was approved, and what it covers has been changed since.
    Void(&'a Approval, &'a Touched),
    Asked(Timestamp),
    NotAsked,
}

impl Plan {
    /// How a party's approval stands. A change of its rows or of the overall responsibility makes it
    /// void; a change of others' rows does not.
    #[must_use]
    pub fn approval_of(&self, unit: &HsaId) -> ApprovalStanding<'_> {
        let Some(approval) = self.approvals.get(unit) else {
            let asked = self.asked.get(unit);
            return asked.map_or(ApprovalStanding::NotAsked, |at| {
                ApprovalStanding::Asked(*at)
            });
        };
        let own = self.touched.get(unit);
        let touched = own.into_iter().chain(&self.responsibility_touched);
        let later = touched.filter(|touched| touched.revision > approval.revision);
        match later.max_by_key(|touched| touched.revision) {
            Some(touched) => ApprovalStanding::Void(approval, touched),
            None => ApprovalStanding::Approved(approval),
        }
    }

    /// Whether a party's approval holds.
    #[must_use]
    pub fn is_approved_by(&self, unit: &HsaId) -> bool {
        matches!(self.approval_of(unit), ApprovalStanding::Approved(_))
    }
}

impl Case {
    /// The parties that approve the plan. Placeholders have no staff.
    pub fn approvers(&self) -> impl Iterator<Item = &HsaId> {
        let parties = self.parties.values();
        let staffed = parties.filter(|party| !party.unit.kind.is_placeholder());
        staffed.map(|party| &party.unit.hsa_id)
    }
}

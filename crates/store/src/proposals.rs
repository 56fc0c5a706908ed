//! What one administrator has proposed and a second person settles. This module knows rows; what is
//! proposed, and who may settle it, is decided elsewhere.

use crate::{
    error::StoreError,
    row::Row,
    seal,
    statement::{Query, Statement, params},
};

/// Name of the statement that settles a proposal; it conflicts when it has been settled.
pub const SETTLE: &str = "proposals.settle";

/// A proposal, open or settled.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredProposal {
    /// Public id, random.
    pub id: String,
    /// What is to be done, as JSON.
    pub change: String,
    /// `open`, `confirmed`, `refused`, `withdrawn` or `outdated`.
    pub state: String,
    /// User id.
    pub proposed_by: String,
    /// HSA-id of the unit of the proposer's assignment.
    pub unit: String,
    pub proposed_at: String,
    /// From this instant nobody can confirm it.
    pub expires_at: String,
    /// User id of who settled it.
    pub decided_by: Option<String>,
    pub decided_at: Option<String>,
}

impl std::fmt::Debug for StoredProposal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Proposal")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Adds an open proposal.
pub fn propose(proposal: StoredProposal) -> Statement {
    let key = params![proposal.id.as_str()];
    Statement::one(
        "proposals.propose",
        "INSERT INTO proposals (id, change, state, proposed_by, unit, proposed_at, expires_at)
         VALUES ($1, $2, 'open', $3, $4, $5, $6)",
        params![
            proposal.id,
            proposal.change,
            proposal.proposed_by,
            proposal.unit,
            proposal.proposed_at,
            proposal.expires_at,
        ],
    )
    .sealed(&seal::PROPOSAL, key)
}

/// Settles a proposal that is open. For `Work::guard`, so that what it proposes is carried out in
/// the same transaction or not at all.
pub fn settle(id: &str, state: &str, by: &str, at: &str) -> Statement {
    let key = params![id];
    Statement::one(
        SETTLE,
        "UPDATE proposals SET state = $2, decided_by = $3, decided_at = $4
         WHERE id = $1 AND state = 'open'",
        params![id, state, by, at],
    )
    .sealed(&seal::PROPOSAL, key)
}

fn row(row: &Row<'_>) -> Result<StoredProposal, StoreError> {
    Ok(StoredProposal {
        id: row.text(0)?,
        change: row.text(1)?,
        state: row.text(2)?,
        proposed_by: row.text(3)?,
        unit: row.text(4)?,
        proposed_at: row.text(5)?,
        expires_at: row.text(6)?,
        decided_by: row.optional_text(7)?,
        decided_at: row.optional_text(8)?,
    })
}

/// The proposal with an id.
pub fn by_id(id: &str) -> Query<StoredProposal> {
    Query::new(
        "proposals.by-id",
        "SELECT id, change, state, proposed_by, unit, proposed_at, expires_at, decided_by, decided_at
         FROM proposals WHERE id = $1",
        params![id],
        row,
    )
}

/// The open proposals, oldest first.
pub fn open(limit: i64) -> Query<StoredProposal> {
    Query::new(
        "proposals.open",
        "SELECT id, change, state, proposed_by, unit, proposed_at, expires_at, decided_by, decided_at
         FROM proposals WHERE state = 'open' ORDER BY proposed_at, id LIMIT $1",
        params![limit],
        row,
    )
}

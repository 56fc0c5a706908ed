//! Checkpoints of the audit log: signed lines that say where each chain ended at an instant. They
//! reveal when the end of a chain was removed together with its head, or when a chain was
//! rewritten.
//!
//! This module knows numbers and lines; the caller knows what a line says and who signed it.

use crate::statement::{Query, Statement, params};

/// Name of the statement that adds a checkpoint; it conflicts when somebody else has taken the
/// number.
pub const ADD: &str = "checkpoints.add";

/// A checkpoint as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// Counted from 1.
    pub number: i64,
    /// The signed text.
    pub line: String,
}

/// Adds a checkpoint. For `Work::guard`.
pub fn add(row: StoredCheckpoint) -> Statement {
    Statement::one(
        ADD,
        "INSERT INTO audit_checkpoints (number, line) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        params![row.number, row.line],
    )
}

/// The checkpoints after a number (0 for all), in order.
pub fn after(number: i64, limit: i64) -> Query<StoredCheckpoint> {
    Query::new(
        "checkpoints.after",
        "SELECT number, line FROM audit_checkpoints WHERE number > $1 ORDER BY number LIMIT $2",
        params![number, limit],
        |row| {
            Ok(StoredCheckpoint {
                number: row.integer(0)?,
                line: row.text(1)?,
            })
        },
    )
}

/// The latest checkpoint.
pub fn latest() -> Query<StoredCheckpoint> {
    Query::new(
        "checkpoints.latest",
        "SELECT number, line FROM audit_checkpoints ORDER BY number DESC LIMIT 1",
        params![],
        |row| {
            Ok(StoredCheckpoint {
                number: row.integer(0)?,
                line: row.text(1)?,
            })
        },
    )
}

//! What the product never does: changes by somebody who holds the database's password. Tests make them,
//! to show that they are found; no use case does.

use crate::statement::{Statement, params};

/// Takes an event of a case away, by its place in the journal.
#[must_use]
pub fn lose_event(case_key: &str, seq: i64) -> Statement {
    Statement::one(
        "beside.lose_event",
        "DELETE FROM events WHERE case_key = $1 AND seq = $2",
        params![case_key, seq],
    )
}

/// Makes what waits to be sent the receipt of another text; there is one such row.
#[must_use]
pub fn change_receipt(content_hash: &str) -> Statement {
    Statement::one(
        "beside.change_receipt",
        "UPDATE outbox SET content_hash = $1 WHERE state = 'queued'",
        params![content_hash],
    )
}

//! Statements that tamper with a store, as somebody with the database's password could. Tests run
//! them to show that `verify` and the rebuild find the tampering. This crate refuses to be part of
//! the product: only tests may depend on it.

use store::Statement;

/// Removes an event of a case from the journal, by its place (`seq`).
#[must_use]
pub fn remove_event(case_key: &str, seq: i64) -> Statement {
    Statement::one(
        "tamper.remove-event",
        "DELETE FROM events WHERE case_key = $1 AND seq = $2",
        vec![case_key.into(), seq.into()],
    )
}

/// Replaces the content hash of the only queued row of the outbox.
#[must_use]
pub fn change_content_hash(content_hash: &str) -> Statement {
    Statement::one(
        "tamper.change-content-hash",
        "UPDATE outbox SET content_hash = $1 WHERE state = 'queued'",
        vec![content_hash.into()],
    )
}

//! Statements that tamper with a store, as somebody with the database's password could: tests write
//! them to show that `verify` and the rebuild find what was done. Refuses to be a part of the product:
//! only tests may depend on this crate.

use store::Statement;

/// Removes an event of a case from the journal, by its place there.
#[must_use]
pub fn remove_event(case_key: &str, seq: i64) -> Statement {
    Statement::one(
        "tamper.remove-event",
        "DELETE FROM events WHERE case_key = $1 AND seq = $2",
        vec![case_key.into(), seq.into()],
    )
}

/// Gives the one queued row of the outbox the content hash of another text.
#[must_use]
pub fn change_content_hash(content_hash: &str) -> Statement {
    Statement::one(
        "tamper.change-content-hash",
        "UPDATE outbox SET content_hash = $1 WHERE state = 'queued'",
        vec![content_hash.into()],
    )
}

//! The answers to requests with an idempotency key. An answer is stored in the same transaction as
//! the request's effect, so that a repeated request gets the same answer and is not carried out
//! twice.

use crate::statement::{Query, Statement, params};

/// Name of the statement that stores an answer; it conflicts when the key has been used. Then read
/// it with [`find`] and compare the body's hash.
pub const REMEMBER: &str = "idempotency.remember";

/// The answer to a request, stored under its idempotency key.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// User id of who sent the request.
    pub actor: String,
    /// Hash of the key that the client chose.
    pub key_hash: String,
    /// Hash of method, path and body: the same key with another body is a mistake.
    pub body_hash: String,
    /// HTTP status code.
    pub status: i64,
    /// The body, as JSON.
    pub answer: String,
    pub created_at: String,
}

impl std::fmt::Debug for StoredAnswer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Stores an answer. For `Work::guard`.
pub fn remember(answer: StoredAnswer) -> Statement {
    Statement::one(
        REMEMBER,
        "INSERT INTO idempotency (actor, key_hash, body_hash, status, answer, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        params![
            answer.actor,
            answer.key_hash,
            answer.body_hash,
            answer.status,
            answer.answer,
            answer.created_at,
        ],
    )
}

/// The answer stored for an actor's key.
pub fn find(actor: &str, key_hash: &str) -> Query<StoredAnswer> {
    Query::new(
        "idempotency.find",
        "SELECT actor, key_hash, body_hash, status, answer, created_at FROM idempotency
         WHERE actor = $1 AND key_hash = $2",
        params![actor, key_hash],
        |row| {
            Ok(StoredAnswer {
                actor: row.text(0)?,
                key_hash: row.text(1)?,
                body_hash: row.text(2)?,
                status: row.integer(3)?,
                answer: row.text(4)?,
                created_at: row.text(5)?,
            })
        },
    )
}

/// Removes answers stored before an instant.
pub fn forget_before(instant: &str) -> Statement {
    Statement::any(
        "idempotency.forget",
        "DELETE FROM idempotency WHERE created_at < $1",
        params![instant],
    )
}

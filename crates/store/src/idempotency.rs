//! What was answered to a request with an idempotency key, remembered in the transaction of its
//! effect, so that a request sent again is answered again and not done again.

use crate::statement::{Query, Statement, params};

/// Name of the statement that remembers an answer; in conflict when the key has been used. Then
/// read it with [`find`] and compare the body's hash.
pub const REMEMBER: &str = "idempotency.remember";

/// A remembered answer.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Who asked: user id.
    pub actor: String,
    /// Hash of the key that the client chose.
    pub key_hash: String,
    /// Hash of method, path and body: the same key with another body is a mistake.
    pub body_hash: String,
    /// The status code answered.
    pub status: i64,
    /// The answer, JSON.
    pub answer: String,
    /// When.
    pub created_at: String,
}

impl std::fmt::Debug for StoredAnswer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Remembers an answer. Guard.
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

/// What was answered to a key of an actor.
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

/// Forgets answers from before an instant.
pub fn forget_before(instant: &str) -> Statement {
    Statement::any(
        "idempotency.forget",
        "DELETE FROM idempotency WHERE created_at < $1",
        params![instant],
    )
}

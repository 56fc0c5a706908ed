//! What somebody has written and not sent: for its author only, gone when it is used.

use crate::statement::{Query, Statement, params};

/// A draft.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredDraft {
    /// Its author.
    pub user_id: String,
    /// The case's row key, or empty while there is no case.
    pub case_key: String,
    /// Which form: the step's id or another name.
    pub step: String,
    /// What has been written, JSON.
    pub body: String,
    /// Its version; [`save`] makes it one more than the store has.
    pub version: i64,
    /// When.
    pub saved_at: String,
}

impl std::fmt::Debug for StoredDraft {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Draft")
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}

/// Name of the statements that keep what is typed; in conflict when it comes too late: what it was
/// a draft of has been answered or sent since.
pub const KEEP: &str = "drafts.keep";

/// Saves a draft in the place of an earlier one; its version becomes one more than the store has.
pub fn save(draft: StoredDraft) -> Statement {
    Statement::one(
        "drafts.save",
        "INSERT INTO drafts (user_id, case_key, step, body, version, saved_at)
         VALUES ($1, $2, $3, $4, 1, $5)
         ON CONFLICT (user_id, case_key, step) DO UPDATE
         SET body = excluded.body, version = drafts.version + 1, saved_at = excluded.saved_at",
        params![
            draft.user_id,
            draft.case_key,
            draft.step,
            draft.body,
            draft.saved_at
        ],
    )
}

/// Keeps what is typed on a draft of its version (0 when there was none), which stays as it is.
/// Guard: in conflict when a later version has been saved, or the draft has been used.
pub fn keep_on(draft: StoredDraft) -> Statement {
    Statement::one(
        KEEP,
        "INSERT INTO drafts (user_id, case_key, step, body, version, saved_at)
         SELECT $1, $2, $3, $4, found.version, $5
         FROM (SELECT COALESCE(MAX(version), 0) AS version FROM drafts
               WHERE user_id = $1 AND case_key = $2 AND step = $3) found
         WHERE found.version = $6
         ON CONFLICT (user_id, case_key, step) DO UPDATE
         SET body = excluded.body, saved_at = excluded.saved_at",
        params![
            draft.user_id,
            draft.case_key,
            draft.step,
            draft.body,
            draft.saved_at,
            draft.version
        ],
    )
}

/// Keeps what is typed in a form that has a key of its own for being sent. Guard: in conflict when
/// the form has been sent.
pub fn keep_unless_sent(draft: StoredDraft, key_hash: &str) -> Statement {
    Statement::one(
        KEEP,
        "INSERT INTO drafts (user_id, case_key, step, body, version, saved_at)
         SELECT $1, $2, $3, $4, 1, $5
         WHERE NOT EXISTS (SELECT 1 FROM idempotency WHERE actor = $1 AND key_hash = $6)
         ON CONFLICT (user_id, case_key, step) DO UPDATE
         SET body = excluded.body, saved_at = excluded.saved_at",
        params![
            draft.user_id,
            draft.case_key,
            draft.step,
            draft.body,
            draft.saved_at,
            key_hash
        ],
    )
}

/// Takes a draft away: it has been used or thrown away.
pub fn remove(user_id: &str, case_key: &str, step: &str) -> Statement {
    Statement::any(
        "drafts.remove",
        "DELETE FROM drafts WHERE user_id = $1 AND case_key = $2 AND step = $3",
        params![user_id, case_key, step],
    )
}

/// Takes all drafts of a case away: it is closed.
pub fn remove_case(case_key: &str) -> Statement {
    Statement::any(
        "drafts.remove-case",
        "DELETE FROM drafts WHERE case_key = $1",
        params![case_key],
    )
}

/// Takes away drafts that have not been touched since an instant.
pub fn forget_before(instant: &str) -> Statement {
    Statement::any(
        "drafts.forget",
        "DELETE FROM drafts WHERE saved_at < $1",
        params![instant],
    )
}

/// A user's draft.
pub fn find(user_id: &str, case_key: &str, step: &str) -> Query<StoredDraft> {
    Query::new(
        "drafts.find",
        "SELECT user_id, case_key, step, body, version, saved_at FROM drafts
         WHERE user_id = $1 AND case_key = $2 AND step = $3",
        params![user_id, case_key, step],
        |row| {
            Ok(StoredDraft {
                user_id: row.text(0)?,
                case_key: row.text(1)?,
                step: row.text(2)?,
                body: row.text(3)?,
                version: row.integer(4)?,
                saved_at: row.text(5)?,
            })
        },
    )
}

//! What somebody has typed in a form and not sent. Only its author sees it, and it is removed when
//! the form is sent.

use crate::statement::{Query, Statement, params};

/// A form that its author has not sent yet.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredDraft {
    pub user_id: String,
    /// The case's row key, or empty while there is no case.
    pub case_key: String,
    /// The step's id, or another name of a form.
    pub step: String,
    /// What has been typed, as JSON.
    pub body: String,
    /// Not read by [`save`], which sets the stored version plus one.
    pub version: i64,
    pub saved_at: String,
}

impl std::fmt::Debug for StoredDraft {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Draft")
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}

/// Name of the statements that save while somebody types; they conflict when the form has been
/// answered or sent since.
pub const KEEP: &str = "drafts.keep";

/// Saves a draft in place of an earlier one, under the stored version plus one.
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

/// Saves while somebody types, without changing the draft's version (0 when there was no draft).
/// For `Work::guard`: it conflicts when a later version has been saved, or the draft has been used.
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

/// Saves while somebody types in a form that is sent under an idempotency key. For `Work::guard`:
/// it conflicts when the form has been sent.
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

/// A draft without what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftHead {
    /// The case's public id, or empty while there is no case.
    pub case: String,
    pub step: String,
    pub saved_at: String,
}

/// A user's drafts in the open cases of a unit, and the one of a new case, the latest first.
pub fn of_user(user_id: &str, unit: &str, limit: i64) -> Query<DraftHead> {
    Query::new(
        "drafts.of-user",
        "SELECT d.case_key, d.step, d.saved_at FROM drafts d
         WHERE d.user_id = $1
           AND (d.case_key = '' OR EXISTS (SELECT 1 FROM worklist w
                                           WHERE w.id = d.case_key AND w.unit = $2))
         ORDER BY d.saved_at DESC, d.case_key, d.step LIMIT $3",
        params![user_id, unit, limit],
        |row| {
            Ok(DraftHead {
                case: row.text(0)?,
                step: row.text(1)?,
                saved_at: row.text(2)?,
            })
        },
    )
}

/// Removes a draft that has been used or discarded.
pub fn remove(user_id: &str, case_key: &str, step: &str) -> Statement {
    Statement::any(
        "drafts.remove",
        "DELETE FROM drafts WHERE user_id = $1 AND case_key = $2 AND step = $3",
        params![user_id, case_key, step],
    )
}

/// Removes all drafts of a case, which has been closed.
pub fn remove_case(case_key: &str) -> Statement {
    Statement::any(
        "drafts.remove-case",
        "DELETE FROM drafts WHERE case_key = $1",
        params![case_key],
    )
}

/// Removes drafts last saved before an instant.
pub fn forget_before(instant: &str) -> Statement {
    Statement::any(
        "drafts.forget",
        "DELETE FROM drafts WHERE saved_at < $1",
        params![instant],
    )
}

/// A user's draft of one form.
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

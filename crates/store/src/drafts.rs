//! What somebody has written and not sent: for its author only, gone when it is used.

use crate::statement::{Query, Statement, params};

/// A draft.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its author.
    pub user_id: String,
    /// The case's row key, or empty while there is no case.
    pub case_key: String,
    /// Which form: the step's id or another name.
    pub step: String,
    /// What has been written, JSON.
    pub body: String,
    /// When.
    pub saved_at: String,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Draft")
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}

/// Saves a draft in the place of an earlier one.
pub fn save(draft: Draft) -> Statement {
    Statement::one(
        "drafts.save",
        "INSERT INTO drafts (user_id, case_key, step, body, saved_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id, case_key, step) DO UPDATE
         SET body = excluded.body, saved_at = excluded.saved_at",
        params![
            draft.user_id,
            draft.case_key,
            draft.step,
            draft.body,
            draft.saved_at
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
pub fn find(user_id: &str, case_key: &str, step: &str) -> Query<Draft> {
    Query::new(
        "drafts.find",
        "SELECT user_id, case_key, step, body, saved_at FROM drafts
         WHERE user_id = $1 AND case_key = $2 AND step = $3",
        params![user_id, case_key, step],
        |row| {
            Ok(Draft {
                user_id: row.text(0)?,
                case_key: row.text(1)?,
                step: row.text(2)?,
                body: row.text(3)?,
                saved_at: row.text(4)?,
            })
        },
    )
}

//! Who has a step's form open right now. The rows last minutes; they are no events and lock
//! nothing.

use crate::statement::{Query, Statement, params};

/// A user who has a form open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPresence {
    /// The case's public id.
    pub case_id: String,
    /// The step's id, or another name of a form.
    pub step: String,
    pub user_id: String,
    pub unit: String,
    pub role: String,
    /// When the form was last shown or typed in.
    pub seen_at: String,
}

/// A user who has a form open, with the user's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub present: StoredPresence,
    pub name: String,
}

/// Records that a user has a form open.
pub fn note(present: StoredPresence) -> Statement {
    Statement::one(
        "presence.note",
        "INSERT INTO presence (case_id, step, user_id, unit, role, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (case_id, step, user_id) DO UPDATE
         SET unit = excluded.unit, role = excluded.role, seen_at = excluded.seen_at",
        params![
            present.case_id,
            present.step,
            present.user_id,
            present.unit,
            present.role,
            present.seen_at
        ],
    )
}

/// Records that a user has left a form.
pub fn remove(case_id: &str, step: &str, user_id: &str) -> Statement {
    Statement::any(
        "presence.remove",
        "DELETE FROM presence WHERE case_id = $1 AND step = $2 AND user_id = $3",
        params![case_id, step, user_id],
    )
}

/// Removes rows last seen before an instant.
pub fn forget_before(instant: &str) -> Statement {
    Statement::any(
        "presence.forget",
        "DELETE FROM presence WHERE seen_at < $1",
        params![instant],
    )
}

/// Users other than this one who have had a form open since an instant, latest first.
pub fn others(case_id: &str, step: &str, user_id: &str, since: &str) -> Query<Named> {
    Query::new(
        "presence.others",
        "SELECT p.case_id, p.step, p.user_id, p.unit, p.role, p.seen_at, u.name
         FROM presence p JOIN users u ON u.id = p.user_id
         WHERE p.case_id = $1 AND p.step = $2 AND p.user_id <> $3 AND p.seen_at >= $4
         ORDER BY p.seen_at DESC, p.user_id LIMIT 5",
        params![case_id, step, user_id, since],
        |row| {
            Ok(Named {
                present: StoredPresence {
                    case_id: row.text(0)?,
                    step: row.text(1)?,
                    user_id: row.text(2)?,
                    unit: row.text(3)?,
                    role: row.text(4)?,
                    seen_at: row.text(5)?,
                },
                name: row.text(6)?,
            })
        },
    )
}

//! When somebody last looked at a case, so that what is new since can be shown to that user.

use crate::statement::{Query, Statement, params};

/// A user's looking at a case: now, and the time before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredVisit {
    /// Who.
    pub user_id: String,
    /// The case's public id.
    pub case_id: String,
    /// The version that was last seen.
    pub version: i64,
    /// When it was last looked at.
    pub at: String,
    /// The version at the end of the visit before this.
    pub before_version: i64,
    /// When that was.
    pub before_at: String,
}

/// Notes a visit.
pub fn note(visit: StoredVisit) -> Statement {
    Statement::one(
        "visits.note",
        "INSERT INTO visits (user_id, case_id, version, at, before_version, before_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (user_id, case_id) DO UPDATE
         SET version = excluded.version, at = excluded.at,
             before_version = excluded.before_version, before_at = excluded.before_at",
        params![
            visit.user_id,
            visit.case_id,
            visit.version,
            visit.at,
            visit.before_version,
            visit.before_at
        ],
    )
}

/// A user's visit to a case.
pub fn find(user_id: &str, case_id: &str) -> Query<StoredVisit> {
    Query::new(
        "visits.find",
        "SELECT user_id, case_id, version, at, before_version, before_at FROM visits
         WHERE user_id = $1 AND case_id = $2",
        params![user_id, case_id],
        |row| {
            Ok(StoredVisit {
                user_id: row.text(0)?,
                case_id: row.text(1)?,
                version: row.integer(2)?,
                at: row.text(3)?,
                before_version: row.integer(4)?,
                before_at: row.text(5)?,
            })
        },
    )
}

/// Forgets visits from before an instant.
pub fn forget_before(instant: &str) -> Statement {
    Statement::any(
        "visits.forget",
        "DELETE FROM visits WHERE at < $1",
        params![instant],
    )
}

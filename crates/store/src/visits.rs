//! When a user last looked at a case, so that the page can show that user what is new since.

use crate::statement::{Query, Statement, params};

/// A user's latest visit to a case and the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredVisit {
    pub user_id: String,
    /// The case's public id.
    pub case_id: String,
    /// The case's version at the latest visit.
    pub version: i64,
    /// When the latest visit was.
    pub at: String,
    /// The case's version at the end of the earlier visit.
    pub before_version: i64,
    /// When the earlier visit was.
    pub before_at: String,
}

/// Records a visit.
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

/// A case of a unit's worklist in which something has happened since a user last looked at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedCase {
    /// The case's public id.
    pub id: String,
    /// How many events have been added.
    pub events: i64,
    /// When the latest was.
    pub changed_at: String,
}

/// The cases of a unit in which something has happened since a user looked, the latest first.
pub fn changed_since(user_id: &str, unit: &str, limit: i64) -> Query<ChangedCase> {
    Query::new(
        "visits.changed-since",
        "SELECT c.id, c.version - v.version, c.changed_at
         FROM visits v JOIN cases c ON c.id = v.case_id
         JOIN worklist w ON w.case_key = c.key AND w.unit = $2
         WHERE v.user_id = $1 AND c.version > v.version
         ORDER BY c.changed_at DESC, c.id LIMIT $3",
        params![user_id, unit, limit],
        |row| {
            Ok(ChangedCase {
                id: row.text(0)?,
                events: row.integer(1)?,
                changed_at: row.text(2)?,
            })
        },
    )
}

/// Removes visits made before an instant.
pub fn forget_before(instant: &str) -> Statement {
    Statement::any(
        "visits.forget",
        "DELETE FROM visits WHERE at < $1",
        params![instant],
    )
}

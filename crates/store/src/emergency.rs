//! Emergency access: who may read which case until when, and every attempt to open one. The rows
//! are kept beside the journal and change nothing in it. This module knows rows; who may open a
//! case, and for how long, is decided elsewhere.

use crate::{
    error::StoreError,
    row::Row,
    seal,
    statement::{Query, Statement, params},
};

/// A case opened in an emergency.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredOpening {
    /// Public id of the opening, random.
    pub id: String,
    /// The case's row key.
    pub case_key: String,
    /// User id of the reader.
    pub staff: String,
    /// HSA-id of the unit of the reader's assignment.
    pub unit: String,
    /// Code of the reason.
    pub reason: String,
    pub words: String,
    pub opened_at: String,
    /// The end, not included.
    pub until_at: String,
}

impl std::fmt::Debug for StoredOpening {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Opening").finish_non_exhaustive()
    }
}

/// An opening with the outcome of its follow-up, once there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedOpening {
    pub opening: StoredOpening,
    /// The code of the outcome.
    pub outcome: Option<String>,
    /// When the follow-up was decided.
    pub decided_at: Option<String>,
}

/// Records that a case was opened in an emergency.
pub fn open(opening: StoredOpening) -> Statement {
    let key = params![opening.id.as_str()];
    Statement::one(
        "emergency.open",
        "INSERT INTO emergency_openings
             (id, case_key, staff, unit, reason, words, opened_at, until_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            opening.id,
            opening.case_key,
            opening.staff,
            opening.unit,
            opening.reason,
            opening.words,
            opening.opened_at,
            opening.until_at,
        ],
    )
    .sealed(&seal::OPENING, key)
}

fn row(row: &Row<'_>) -> Result<StoredOpening, StoreError> {
    Ok(StoredOpening {
        id: row.text(0)?,
        case_key: row.text(1)?,
        staff: row.text(2)?,
        unit: row.text(3)?,
        reason: row.text(4)?,
        words: row.text(5)?,
        opened_at: row.text(6)?,
        until_at: row.text(7)?,
    })
}

/// The opening with an id if it belongs to this user, otherwise no row.
pub fn of_reader(id: &str, staff: &str) -> Query<StoredOpening> {
    Query::new(
        "emergency.of-reader",
        "SELECT id, case_key, staff, unit, reason, words, opened_at, until_at
         FROM emergency_openings WHERE id = $1 AND staff = $2",
        params![id, staff],
        row,
    )
}

/// The openings of a case, the newest first, each with its follow-up.
pub fn of_case(case_key: &str, limit: i64) -> Query<FollowedOpening> {
    Query::new(
        "emergency.of-case",
        "SELECT o.id, o.case_key, o.staff, o.unit, o.reason, o.words, o.opened_at, o.until_at,
                r.outcome, r.decided_at
         FROM emergency_openings o LEFT JOIN log_reviews r ON r.source = 'emergency/' || o.id
         WHERE o.case_key = $1 ORDER BY o.opened_at DESC, o.id LIMIT $2",
        params![case_key, limit],
        |found| {
            Ok(FollowedOpening {
                opening: row(found)?,
                outcome: found.optional_text(8)?,
                decided_at: found.optional_text(9)?,
            })
        },
    )
}

/// The name of an opening as the source of a log review ([`crate::reviews`]).
#[must_use]
pub fn source(opening: &str) -> String {
    format!("emergency/{opening}")
}

/// Records an attempt to open a case in an emergency.
pub fn tried(key: &str, staff: &str, unit: &str, at: &str) -> Statement {
    Statement::one(
        "emergency.tried",
        "INSERT INTO emergency_tries (key, staff, unit, at) VALUES ($1, $2, $3, $4)",
        params![key, staff, unit, at],
    )
}

/// How many attempts a user, and a unit, have made since an instant.
pub fn tries(staff: &str, unit: &str, since: &str) -> Query<(i64, i64)> {
    Query::new(
        "emergency.tries",
        "SELECT (SELECT COUNT(*) FROM emergency_tries WHERE staff = $1 AND at > $3),
                (SELECT COUNT(*) FROM emergency_tries WHERE unit = $2 AND at > $3)",
        params![staff, unit, since],
        |row| Ok((row.integer(0)?, row.integer(1)?)),
    )
}

/// Takes one attempt back, because it is not to count.
pub fn uncount(key: &str) -> Statement {
    Statement::any(
        "emergency.uncount",
        "DELETE FROM emergency_tries WHERE key = $1",
        params![key],
    )
}

/// Removes attempts made before an instant.
pub fn forget_before(at: &str) -> Statement {
    Statement::any(
        "emergency.forget",
        "DELETE FROM emergency_tries WHERE at < $1",
        params![at],
    )
}

//! Emergency access: who reads which case until when, and every try. Stands beside the journal and
//! moves nothing in it. Knows rows; who may, and for how long, is decided elsewhere.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// A case opened in an emergency.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredOpening {
    /// Its own random public id.
    pub id: String,
    /// The case's row key.
    pub case_key: String,
    /// Who reads: user id.
    pub staff: String,
    /// On whose assignment: HSA-id.
    pub unit: String,
    /// Why: a code.
    pub reason: String,
    /// Why, in words.
    pub words: String,
    /// Since when.
    pub opened_at: String,
    /// Until when, not included.
    pub until_at: String,
}

impl std::fmt::Debug for StoredOpening {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Opening").finish_non_exhaustive()
    }
}

/// An opening with how its follow-up ended, where it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedOpening {
    /// The opening.
    pub opening: StoredOpening,
    /// The code of the outcome.
    pub outcome: Option<String>,
    /// When it was decided.
    pub decided_at: Option<String>,
}

/// Opens.
pub fn open(opening: StoredOpening) -> Statement {
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

/// The opening with an id, if it is this user's: another's does not exist.
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

/// What the review of an opening is called among the sources.
#[must_use]
pub fn source(opening: &str) -> String {
    format!("emergency/{opening}")
}

/// Notes a try.
pub fn tried(key: &str, staff: &str, unit: &str, at: &str) -> Statement {
    Statement::one(
        "emergency.tried",
        "INSERT INTO emergency_tries (key, staff, unit, at) VALUES ($1, $2, $3, $4)",
        params![key, staff, unit, at],
    )
}

/// How often a user, and a unit, have tried since an instant.
pub fn tries(staff: &str, unit: &str, since: &str) -> Query<(i64, i64)> {
    Query::new(
        "emergency.tries",
        "SELECT (SELECT COUNT(*) FROM emergency_tries WHERE staff = $1 AND at > $3),
                (SELECT COUNT(*) FROM emergency_tries WHERE unit = $2 AND at > $3)",
        params![staff, unit, since],
        |row| Ok((row.integer(0)?, row.integer(1)?)),
    )
}

/// Forgets tries from before an instant.
pub fn forget_before(at: &str) -> Statement {
    Statement::any(
        "emergency.forget",
        "DELETE FROM emergency_tries WHERE at < $1",
        params![at],
    )
}

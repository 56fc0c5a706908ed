//! Tries to log in, counted for each subject, and the addresses that users log in from. This module
//! knows rows; whom a try is counted for, and how long the next one has to wait, is decided
//! elsewhere.

use crate::{
    dialect,
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// Name of the statement that counts a try; it conflicts when another try was counted meanwhile.
pub const COUNT: &str = "log-ins.count";

/// How many tries a subject has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCount {
    pub subject: String,
    /// Grows with each change; 0 before the first.
    pub version: i64,
    pub tries: i64,
    pub last_at: String,
    /// No try is made before this instant.
    pub open_at: String,
}

/// Counts a try: `count` replaces the row whose version is one less. For `Work::guard`.
pub fn count(count: &StoredCount) -> Statement {
    Statement::one(
        COUNT,
        "INSERT INTO log_in_counts (subject, version, tries, last_at, open_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (subject) DO UPDATE
         SET version = excluded.version, tries = excluded.tries, last_at = excluded.last_at,
             open_at = excluded.open_at
         WHERE log_in_counts.version = excluded.version - 1",
        params![
            count.subject.as_str(),
            count.version,
            count.tries,
            count.last_at.as_str(),
            count.open_at.as_str(),
        ],
    )
}

/// Takes a try back that was counted in this version. Tries counted since then stay, and so does
/// the wait that they led to.
pub fn take_back(subject: &str, version: i64, open_at: &str) -> Statement {
    Statement::any(
        "log-ins.take-back",
        "UPDATE log_in_counts
         SET tries = tries - 1, version = version + 1,
             open_at = CASE WHEN version = $2 THEN $3 ELSE open_at END
         WHERE subject = $1 AND tries > 0",
        params![subject, version, open_at],
    )
}

/// Forgets the tries of a subject.
pub fn forget(subject: &str) -> Statement {
    Statement::any(
        "log-ins.forget",
        "DELETE FROM log_in_counts WHERE subject = $1",
        params![subject],
    )
}

/// Notes that a user has logged in from an address.
pub fn came_from(user_id: &str, address: &str, at: &str) -> Statement {
    Statement::one(
        "log-ins.came-from",
        "INSERT INTO log_in_addresses (user_id, address, last_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id, address) DO UPDATE SET last_at = excluded.last_at",
        params![user_id, address, at],
    )
}

/// Removes counts that no try has changed since an instant.
pub fn forget_counts(before: &str) -> Statement {
    Statement::any(
        "log-ins.forget-counts",
        "DELETE FROM log_in_counts WHERE last_at < $1",
        params![before],
    )
}

/// Removes addresses that their user has not logged in from since an instant.
pub fn forget_addresses(before: &str) -> Statement {
    Statement::any(
        "log-ins.forget-addresses",
        "DELETE FROM log_in_addresses WHERE last_at < $1",
        params![before],
    )
}

/// The counts of some subjects; those without a try have none.
pub fn counts(subjects: &[String]) -> Query<StoredCount> {
    Query::new(
        "log-ins.counts",
        dialect::LOG_IN_COUNTS,
        params![dialect::list(subjects)],
        |row: &Row<'_>| -> Result<StoredCount, StoreError> {
            Ok(StoredCount {
                subject: row.text(0)?,
                version: row.integer(1)?,
                tries: row.integer(2)?,
                last_at: row.text(3)?,
                open_at: row.text(4)?,
            })
        },
    )
}

/// When a user last logged in from an address; no row when never.
pub fn last_from(user_id: &str, address: &str) -> Query<String> {
    Query::new(
        "log-ins.last-from",
        "SELECT last_at FROM log_in_addresses WHERE user_id = $1 AND address = $2",
        params![user_id, address],
        |row| row.text(0),
    )
}

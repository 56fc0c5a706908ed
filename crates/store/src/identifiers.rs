//! Which cases a number of a person stands in: the warning about duplicates, and exact search.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// A case that holds a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The kind of number.
    pub kind: String,
    /// The case's row key.
    pub case_key: String,
    /// The case's public id.
    pub id: String,
    /// When the case was closed; nothing while it is open.
    pub closed_at: Option<String>,
}

/// Notes that a number, without hyphen, stands in a case.
pub fn add(value: &str, kind: &str, case_key: &str) -> Statement {
    Statement::any(
        "identifiers.add",
        "INSERT INTO identifiers (value, kind, case_key) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        params![value, kind, case_key],
    )
}

/// Forgets all numbers of a case.
pub fn remove_case(case_key: &str) -> Statement {
    Statement::any(
        "identifiers.remove-case",
        "DELETE FROM identifiers WHERE case_key = $1",
        params![case_key],
    )
}

/// The cases of a unit's worklist that hold a number, open and closed. A number that another unit's
/// case holds is found in as many statements as one that nobody has: in one, and not at all.
pub fn find_of_unit(value: &str, unit: &str) -> Query<Holder> {
    Query::new(
        "identifiers.find-of-unit",
        "SELECT i.kind, i.case_key, c.id, c.closed_at
         FROM identifiers i JOIN worklist w ON w.case_key = i.case_key
              JOIN cases c ON c.key = i.case_key
         WHERE i.value = $1 AND w.unit = $2 ORDER BY i.kind, i.case_key",
        params![value, unit],
        HOLDER,
    )
}

/// The cases that hold a number, open and closed.
pub fn find(value: &str) -> Query<Holder> {
    Query::new(
        "identifiers.find",
        "SELECT i.kind, i.case_key, c.id, c.closed_at
         FROM identifiers i JOIN cases c ON c.key = i.case_key
         WHERE i.value = $1 ORDER BY i.kind, i.case_key",
        params![value],
        HOLDER,
    )
}

const HOLDER: fn(&Row<'_>) -> Result<Holder, StoreError> = |row| {
    Ok(Holder {
        kind: row.text(0)?,
        case_key: row.text(1)?,
        id: row.text(2)?,
        closed_at: row.optional_text(3)?,
    })
};

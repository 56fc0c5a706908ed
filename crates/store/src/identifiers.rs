//! Which cases contain a person's identity number: for the warning about duplicates, and for exact
//! search.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// A case that contains an identity number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The kind of number, such as `personal_number`.
    pub kind: String,
    /// The case's row key.
    pub case_key: String,
    /// The case's public id.
    pub id: String,
    /// When the case was closed; nothing while it is open.
    pub closed_at: Option<String>,
}

/// Records that a case contains a number, written without hyphen.
pub fn add(value: &str, kind: &str, case_key: &str) -> Statement {
    Statement::any(
        "identifiers.add",
        "INSERT INTO identifiers (value, kind, case_key) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        params![value, kind, case_key],
    )
}

/// The kind under which the numbers of agreed cases are kept a second time.
const AGREED: &str = "agreed";

/// Records that the patient of an open case with this number agrees to units of the region working together.
/// Only [`find_agreed`] finds it: the value begins with the kind, as no number does.
pub fn agree(value: &str, kind: &str, case_key: &str) -> Statement {
    add(&format!("{kind}={value}"), AGREED, case_key)
}

/// The other cases with one of the numbers of a case, when the patient agrees in both. One statement reads
/// all of it, so that a patient who has agreed in one case only takes as long as one who has no other case.
pub fn find_agreed(case_key: &str) -> Query<String> {
    Query::new(
        "identifiers.find-agreed",
        "SELECT DISTINCT other.case_key
         FROM identifiers own
         JOIN identifiers other ON other.value = own.value AND other.kind = own.kind
         WHERE own.case_key = $1 AND own.kind = $2 AND other.case_key <> $1
         ORDER BY other.case_key LIMIT 10",
        params![case_key, AGREED],
        |row| row.text(0),
    )
}

/// Removes all numbers of a case.
pub fn remove_case(case_key: &str) -> Statement {
    Statement::any(
        "identifiers.remove-case",
        "DELETE FROM identifiers WHERE case_key = $1",
        params![case_key],
    )
}

/// The cases of a unit that contain a number, open and closed. It takes one statement whether
/// another unit's case contains the number or nobody's does, so the number of statements reveals
/// nothing.
pub fn find_of_unit(value: &str, unit: &str) -> Query<Holder> {
    Query::new(
        "identifiers.find-of-unit",
        "SELECT i.kind, i.case_key, c.id, c.closed_at
         FROM identifiers i JOIN cases c ON c.key = i.case_key
         WHERE i.value = $1
           AND (EXISTS (SELECT 1 FROM worklist w WHERE w.case_key = i.case_key AND w.unit = $2)
             OR EXISTS (SELECT 1 FROM search_terms s WHERE s.case_key = i.case_key AND s.unit = $2))
         ORDER BY i.kind, i.case_key",
        params![value, unit],
        HOLDER,
    )
}

/// The cases that contain a number, open and closed.
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

/// A case that contains a number, and whether its person was born on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BornHolder {
    /// The case's row key.
    pub case_key: String,
    /// Whether the birth date is the one asked for.
    pub born: bool,
}

/// The cases that contain a number, with whether their person was born on a date, given as the term of
/// the search. One statement reads both, so that a number with the wrong date takes as long as a number that
/// nobody has.
pub fn find_born(value: &str, birth_date: &str) -> Query<BornHolder> {
    Query::new(
        "identifiers.find-born",
        "SELECT i.case_key,
                (SELECT COUNT(*) FROM search_terms s WHERE s.case_key = i.case_key AND s.term = $2)
         FROM identifiers i WHERE i.value = $1 ORDER BY i.case_key",
        params![value, birth_date],
        |row| {
            Ok(BornHolder {
                case_key: row.text(0)?,
                born: row.integer(1)? > 0,
            })
        },
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

//! Search among a unit's own cases, open and closed, by terms that the caller has folded. It finds
//! nothing outside the given unit, and does not know what a term means.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// The end of the range of texts that begin with a prefix, not included.
pub(crate) fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

/// Adds a term by which a unit finds a case.
pub fn add(unit: &str, term: &str, case_key: &str) -> Statement {
    Statement::any(
        "search.add",
        "INSERT INTO search_terms (unit, term, case_key) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        params![unit, term, case_key],
    )
}

/// Removes a case from a unit's search.
pub fn remove(case_key: &str, unit: &str) -> Statement {
    Statement::any(
        "search.remove",
        "DELETE FROM search_terms WHERE case_key = $1 AND unit = $2",
        params![case_key, unit],
    )
}

/// Removes a case from every unit's search.
pub fn remove_case(case_key: &str) -> Statement {
    Statement::any(
        "search.remove-case",
        "DELETE FROM search_terms WHERE case_key = $1",
        params![case_key],
    )
}

macro_rules! find {
    ($($more:tt)*) => {
        concat!(
            "SELECT DISTINCT s.case_key FROM search_terms s
             WHERE s.unit = $1 AND s.term >= $2 AND s.term < $3",
            $($more)*
            " ORDER BY s.case_key LIMIT $4"
        )
    };
}

macro_rules! also {
    ($from:literal, $until:literal) => {
        concat!(
            " AND EXISTS (SELECT 1 FROM search_terms o WHERE o.case_key = s.case_key
              AND o.unit = $1 AND o.term >= ",
            $from,
            " AND o.term < ",
            $until,
            ")"
        )
    };
}

/// A search asks for at most so many words.
pub const MOST_WORDS: usize = 4;

/// Keys of the unit's cases that have, for each of the words, a term that begins with it. Words after
/// the fourth are not asked for. Run it for each of a user's units.
pub fn find(unit: &str, words: &[String], limit: i64) -> Query<String> {
    let mut words = words.iter().take(MOST_WORDS);
    // Without a word nothing is found.
    let first = words.next().map_or("\u{10FFFF}", String::as_str);
    let mut params = params![unit, first, end_of(first), limit];
    let more = words.len();
    for word in words {
        params.extend(params![word.as_str(), end_of(word)]);
    }
    match more {
        0 => Query::new("search.find", find!(), params, KEY),
        1 => Query::new("search.find-two", find!(also!("$5", "$6"),), params, KEY),
        2 => Query::new(
            "search.find-three",
            find!(also!("$5", "$6"), also!("$7", "$8"),),
            params,
            KEY,
        ),
        _ => Query::new(
            "search.find-four",
            find!(also!("$5", "$6"), also!("$7", "$8"), also!("$9", "$10"),),
            params,
            KEY,
        ),
    }
}

/// A closed case: its row key, its public id, and when it was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedCase {
    pub key: String,
    pub id: String,
    pub closed_at: String,
}

/// The unit's cases that have exactly this term, the latest closed first, after the one that was closed
/// at `before` with that public id.
pub fn closed(unit: &str, term: &str, (before, id): (&str, &str), limit: i64) -> Query<ClosedCase> {
    Query::new(
        "search.closed",
        "SELECT c.key, c.id, c.closed_at FROM search_terms s JOIN cases c ON c.key = s.case_key
         WHERE s.unit = $1 AND s.term = $2 AND c.closed_at IS NOT NULL
           AND (c.closed_at, c.id) < ($3, $4)
         ORDER BY c.closed_at DESC, c.id DESC LIMIT $5",
        params![unit, term, before, id, limit],
        |row| {
            Ok(ClosedCase {
                key: row.text(0)?,
                id: row.text(1)?,
                closed_at: row.text(2)?,
            })
        },
    )
}

const KEY: fn(&Row<'_>) -> Result<String, StoreError> = |row| row.text(0);

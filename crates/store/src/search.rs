//! Search among a unit's own open cases by the beginning of a name, initials or a birth date. It
//! finds nothing outside the given unit.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
    worklist::{self, StoredWorklistRow},
};

/// A case that matched a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// The term that matched.
    pub term: String,
    /// The case's row in the unit's worklist.
    pub row: StoredWorklistRow,
}

/// Normalises a search text: lower case, without hyphens, full stops and outer spaces.
pub fn fold(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .filter(|letter| !matches!(letter, '-' | '.'))
        .collect()
}

/// The terms that find a person: the name from each of its words on, the initials, the birth date
/// without hyphens.
pub fn terms(name: &str, birth_date: &str) -> Vec<String> {
    let words: Vec<String> = name
        .split_whitespace()
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect();
    let mut terms: Vec<String> = (0..words.len())
        .filter_map(|first| words.get(first..).map(|rest| rest.join(" ")))
        .collect();
    let initials: String = words
        .iter()
        .filter_map(|word| word.chars().next())
        .collect();
    if initials.chars().count() > 1 {
        terms.push(initials);
    }
    let date = fold(birth_date);
    if !date.is_empty() {
        terms.push(date);
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

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

/// The unit's cases with a term that begins with the text. Run it for each of a user's units.
pub fn find(unit: &str, text: &str, limit: i64) -> Query<SearchHit> {
    let prefix = fold(text);
    let end = end_of(&prefix);
    Query::new(
        "search.find",
        "SELECT w.unit, w.due, w.id, w.case_key, w.version, w.recheck_at, w.state, w.next_step,
                w.payload, s.term
         FROM search_terms s JOIN worklist w ON w.case_key = s.case_key AND w.unit = s.unit
         WHERE s.unit = $1 AND s.term >= $2 AND s.term < $3
         ORDER BY s.term, s.case_key LIMIT $4",
        params![unit, prefix, end, limit],
        FOUND,
    )
}

const FOUND: fn(&Row<'_>) -> Result<SearchHit, StoreError> = |row| {
    Ok(SearchHit {
        term: row.text(9)?,
        row: worklist::read_row(row)?,
    })
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_name_surname_initials_and_date_of_birth() {
        assert_eq!(
            terms("Anna-Maria Test", "1990-01-02"),
            ["19900102", "annamaria test", "at", "test"]
        );
    }
}

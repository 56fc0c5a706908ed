//! The question to a municipality, under its own id: a projection without the patient's identity.
//! The case's row key is for the program and is never shown.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// Name of the statement that changes a question; it conflicts when its version is stale.
pub const CHANGE: &str = "questions.change";

/// A question put to a unit of a municipality.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredQuestion {
    /// Public id of the question, random.
    pub id: String,
    /// HSA-id of the unit that is asked.
    pub unit: String,
    /// The case's row key.
    pub case_key: String,
    /// Such as `open`, `answered`, `withdrawn`.
    pub state: String,
    /// Version of the question, not of the case.
    pub version: i64,
    /// What the unit may know, as JSON.
    pub payload: String,
    pub created_at: String,
    pub changed_at: String,
}

impl std::fmt::Debug for StoredQuestion {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Question")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Stores a new question.
pub fn ask(question: StoredQuestion) -> Statement {
    Statement::one(
        "questions.ask",
        "INSERT INTO questions (id, unit, case_key, state, version, payload, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            question.id,
            question.unit,
            question.case_key,
            question.state,
            question.version,
            question.payload,
            question.created_at,
            question.changed_at,
        ],
    )
}

/// Gives a question another state and payload; its version increases by one. For `Work::guard`.
pub fn change(id: &str, expected: i64, state: &str, payload: &str, now: &str) -> Statement {
    Statement::one(
        CHANGE,
        "UPDATE questions SET state = $3, payload = $4, version = version + 1, changed_at = $5
         WHERE id = $1 AND version = $2",
        params![id, expected, state, payload, now],
    )
}

/// Gives a question another state, whatever its version, because the case's events decide it.
pub fn set_state(id: &str, state: &str, now: &str) -> Statement {
    Statement::one(
        "questions.set-state",
        "UPDATE questions SET state = $2, version = version + 1, changed_at = $3 WHERE id = $1",
        params![id, state, now],
    )
}

/// Moves all questions of a case from one state to another, such as open to withdrawn.
pub fn move_case(case_key: &str, from: &str, to: &str, now: &str) -> Statement {
    Statement::any(
        "questions.move-case",
        "UPDATE questions SET state = $3, version = version + 1, changed_at = $4
         WHERE case_key = $1 AND state = $2",
        params![case_key, from, to, now],
    )
}

/// Removes the questions of a case, before the projection is rebuilt.
pub fn remove_case(case_key: &str) -> Statement {
    Statement::any(
        "questions.remove-case",
        "DELETE FROM questions WHERE case_key = $1",
        params![case_key],
    )
}

const ROW: fn(&Row<'_>) -> Result<StoredQuestion, StoreError> = |row| {
    Ok(StoredQuestion {
        id: row.text(0)?,
        unit: row.text(1)?,
        case_key: row.text(2)?,
        state: row.text(3)?,
        version: row.integer(4)?,
        payload: row.text(5)?,
        created_at: row.text(6)?,
        changed_at: row.text(7)?,
    })
};

/// The question with an id if it was put to this unit, otherwise no row.
pub fn to_unit(unit: &str, id: &str) -> Query<StoredQuestion> {
    Query::new(
        "questions.to-unit",
        "SELECT id, unit, case_key, state, version, payload, created_at, changed_at
         FROM questions WHERE id = $1 AND unit = $2",
        params![id, unit],
        ROW,
    )
}

/// A unit's questions in a state, oldest first; `after` is the creation instant and id of the last
/// one seen, empty for the first page.
pub fn of_unit(unit: &str, state: &str, after: (&str, &str), limit: i64) -> Query<StoredQuestion> {
    Query::new(
        "questions.of-unit",
        "SELECT id, unit, case_key, state, version, payload, created_at, changed_at
         FROM questions WHERE unit = $1 AND state = $2 AND (created_at, id) > ($3, $4)
         ORDER BY created_at, id LIMIT $5",
        params![unit, state, after.0, after.1, limit],
        ROW,
    )
}

/// The questions of a case.
pub fn of_case(case_key: &str) -> Query<StoredQuestion> {
    Query::new(
        "questions.of-case",
        "SELECT id, unit, case_key, state, version, payload, created_at, changed_at
         FROM questions WHERE case_key = $1 ORDER BY created_at, id",
        params![case_key],
        ROW,
    )
}

//! Log review: items of the access log that somebody must look at, the decision on each, and the
//! random draws that selected samples. This module knows rows; what needs review is decided
//! elsewhere.

use crate::{
    error::StoreError,
    row::Row,
    seal,
    statement::{Query, Statement, params},
};

/// Name of the statement that decides an item; it conflicts when it has been decided.
pub const DECIDE: &str = "reviews.decide";

/// An item of log review.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredReview {
    /// Public id of the item, random.
    pub id: String,
    /// Name of what caused the review; unique.
    pub source: String,
    /// The organisation whose log it is.
    pub organisation: String,
    /// Code of why it needs review.
    pub kind: String,
    /// User id of who acted.
    pub staff: String,
    /// HSA-id of the unit where it happened.
    pub unit: String,
    /// The case's row key, where one is concerned.
    pub case_key: Option<String>,
    pub happened_at: String,
    /// Why it needs review, in words.
    pub reason: String,
    /// The log entries that it is about, as JSON: `[[chain, place], …]`.
    pub rows: String,
    pub created_at: String,
    /// User ids of those it concerns besides the one who acted; none of them may decide it.
    pub concerns: Vec<String>,
    /// What is listed first has the lowest.
    pub rank: i64,
    /// None while it is open.
    pub decided: Option<StoredDecision>,
}

/// The decision on an item.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredDecision {
    /// Code of the outcome.
    pub outcome: String,
    pub note: String,
    /// User id of the reviewer.
    pub by: String,
    pub at: String,
}

impl std::fmt::Debug for StoredReview {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Review")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for StoredDecision {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Decided")
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

/// A random draw of samples. Its seed and its period give the same sample again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDraw {
    pub id: String,
    pub organisation: String,
    pub seed: String,
    pub from_at: String,
    /// The end of the period, not included.
    pub until_at: String,
    /// The size of the sample asked for.
    pub asked: i64,
    pub among: i64,
    /// How many new items it gave, including those that the rules found.
    pub found: i64,
    /// User id.
    pub drawn_by: String,
    pub drawn_at: String,
}

/// Adds an item, unless there is one with the same source.
pub fn raise(review: &StoredReview) -> Statement {
    let key = params![review.id.as_str()];
    Statement::any(
        "reviews.raise",
        "INSERT INTO log_reviews (id, source, organisation, kind, staff, unit, case_key,
                                  happened_at, reason, rows, created_at, concerns, rank)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (source) DO NOTHING",
        params![
            review.id.as_str(),
            review.source.as_str(),
            review.organisation.as_str(),
            review.kind.as_str(),
            review.staff.as_str(),
            review.unit.as_str(),
            review.case_key.clone(),
            review.happened_at.as_str(),
            review.reason.as_str(),
            review.rows.as_str(),
            review.created_at.as_str(),
            review.concerns.join(" "),
            review.rank,
        ],
    )
    .sealed(&seal::REVIEW, key)
}

/// Decides an item that is open. For `Work::guard`.
pub fn decide(id: &str, decided: &StoredDecision) -> Statement {
    let key = params![id];
    Statement::one(
        DECIDE,
        "UPDATE log_reviews SET outcome = $2, note = $3, decided_by = $4, decided_at = $5
         WHERE id = $1 AND outcome IS NULL",
        params![
            id,
            decided.outcome.as_str(),
            decided.note.as_str(),
            decided.by.as_str(),
            decided.at.as_str(),
        ],
    )
    .sealed(&seal::REVIEW, key)
}

/// Stores a draw and counts the items added at its instant (`found` is computed here). Write it
/// after them in the same unit of work, so that no item is stored without its draw.
pub fn keep_draw(draw: &StoredDraw) -> Statement {
    let key = params![draw.id.as_str()];
    Statement::one(
        "reviews.keep-draw",
        "INSERT INTO log_draws (id, organisation, seed, from_at, until_at, asked, among, found,
                                drawn_by, drawn_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7,
                 (SELECT COUNT(*) FROM log_reviews
                  WHERE organisation = $2 AND created_at = $9), $8, $9)",
        params![
            draw.id.as_str(),
            draw.organisation.as_str(),
            draw.seed.as_str(),
            draw.from_at.as_str(),
            draw.until_at.as_str(),
            draw.asked,
            draw.among,
            draw.drawn_by.as_str(),
            draw.drawn_at.as_str(),
        ],
    )
    .sealed(&seal::DRAW, key)
}

fn row(row: &Row<'_>) -> Result<StoredReview, StoreError> {
    let decided = match row.optional_text(11)? {
        None => None,
        Some(outcome) => Some(StoredDecision {
            outcome,
            note: row.text(12)?,
            by: row.text(13)?,
            at: row.text(14)?,
        }),
    };
    Ok(StoredReview {
        id: row.text(0)?,
        source: row.text(1)?,
        organisation: row.text(2)?,
        kind: row.text(3)?,
        staff: row.text(4)?,
        unit: row.text(5)?,
        case_key: row.optional_text(6)?,
        happened_at: row.text(7)?,
        reason: row.text(8)?,
        rows: row.text(9)?,
        created_at: row.text(10)?,
        concerns: row
            .text(15)?
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        rank: row.integer(16)?,
        decided,
    })
}

/// The item with an id.
pub fn by_id(id: &str) -> Query<StoredReview> {
    Query::new(
        "reviews.by-id",
        "SELECT id, source, organisation, kind, staff, unit, case_key, happened_at, reason, rows,
                created_at, outcome, note, decided_by, decided_at, concerns, rank
         FROM log_reviews WHERE id = $1",
        params![id],
        row,
    )
}

/// A page of an organisation's open items, of one kind or of all: what matters most first, and the
/// latest first of what matters as much.
pub fn open(
    organisation: &str,
    kind: Option<&str>,
    skipped: i64,
    limit: i64,
) -> Query<StoredReview> {
    Query::new(
        "reviews.open",
        "SELECT id, source, organisation, kind, staff, unit, case_key, happened_at, reason, rows,
                created_at, outcome, note, decided_by, decided_at, concerns, rank
         FROM log_reviews
         WHERE organisation = $1 AND outcome IS NULL AND ($2 = '' OR kind = $2)
         ORDER BY rank, created_at DESC, id LIMIT $3 OFFSET $4",
        params![organisation, kind.unwrap_or_default(), limit, skipped],
        row,
    )
}

/// The decided items of an organisation, latest first.
pub fn decided(organisation: &str, limit: i64) -> Query<StoredReview> {
    Query::new(
        "reviews.decided",
        "SELECT id, source, organisation, kind, staff, unit, case_key, happened_at, reason, rows,
                created_at, outcome, note, decided_by, decided_at, concerns, rank
         FROM log_reviews
         WHERE organisation = $1 AND outcome IS NOT NULL
         ORDER BY decided_at DESC, id LIMIT $2",
        params![organisation, limit],
        row,
    )
}

/// The number of open items of each kind in an organisation.
pub fn counts(organisation: &str) -> Query<(String, i64)> {
    Query::new(
        "reviews.counts",
        "SELECT kind, COUNT(*) FROM log_reviews
         WHERE organisation = $1 AND outcome IS NULL GROUP BY kind ORDER BY kind",
        params![organisation],
        |row| Ok((row.text(0)?, row.integer(1)?)),
    )
}

/// The draws of an organisation, the latest first.
pub fn draws(organisation: &str, limit: i64) -> Query<StoredDraw> {
    Query::new(
        "reviews.draws",
        "SELECT id, organisation, seed, from_at, until_at, asked, among, found, drawn_by, drawn_at
         FROM log_draws WHERE organisation = $1 ORDER BY drawn_at DESC, id LIMIT $2",
        params![organisation, limit],
        |row| {
            Ok(StoredDraw {
                id: row.text(0)?,
                organisation: row.text(1)?,
                seed: row.text(2)?,
                from_at: row.text(3)?,
                until_at: row.text(4)?,
                asked: row.integer(5)?,
                among: row.integer(6)?,
                found: row.integer(7)?,
                drawn_by: row.text(8)?,
                drawn_at: row.text(9)?,
            })
        },
    )
}

//! The worklist: one row for each unit and open case, with what the worklist page shows of it. It
//! caches what the guidance says about a case and can be rebuilt from the journal.
//!
//! Pages are found by keyset (due, id), never by number. For a user of few units, the results of
//! one query for each are merged; for a user of many, one query walks all open cases in the order
//! of due.

use std::collections::BTreeSet;

use crate::{
    dialect,
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// The due instant of a row that has none: sorts after every other.
pub const NO_DUE: &str = "9999-12-31T00:00:00Z";

/// Name of the statement that refreshes a row; it conflicts when the row's due instant has changed.
pub const REFRESH: &str = "worklist.refresh";

/// Up to this many units a page is merged from one query for each; above that, one query walks all
/// open cases, unless only a part of them is asked for, or those that a user has opened.
const FEW: usize = 16;

/// Sorts after every due instant.
pub const END: &str = "~";

/// A row of the worklist.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredWorklistRow {
    /// HSA-id.
    pub unit: String,
    /// When the next step is due, RFC 3339 UTC, or [`NO_DUE`]. Overdue means before now.
    pub due: String,
    /// The case's public id.
    pub id: String,
    pub case_key: String,
    /// The case's version: on a page of a worklist as it is now, elsewhere as it was when the row was
    /// computed. A row that shows the same after a change is not written anew.
    pub version: i64,
    /// When the worker must compute the row again.
    pub recheck_at: Option<String>,
    /// Group of states, such as to do or waiting.
    pub state: String,
    /// The next step's id, such as `V6A.2`, or empty.
    pub next_step: String,
    /// What the page shows, as JSON, at most about 1 kB.
    pub payload: String,
}

impl std::fmt::Debug for StoredWorklistRow {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("WorklistRow")
            .field("unit", &self.unit)
            .field("due", &self.due)
            .field("id", &self.id)
            .field("next_step", &self.next_step)
            .finish_non_exhaustive()
    }
}

/// Adds the case's row for a unit or replaces the stored one.
pub fn place(row: StoredWorklistRow) -> Statement {
    Statement::one(
        "worklist.place",
        "INSERT INTO worklist
             (case_key, unit, due, id, version, recheck_at, state, next_step, payload)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (case_key, unit) DO UPDATE
         SET due = excluded.due, version = excluded.version, recheck_at = excluded.recheck_at,
             state = excluded.state, next_step = excluded.next_step, payload = excluded.payload",
        params![
            row.case_key,
            row.unit,
            row.due,
            row.id,
            row.version,
            row.recheck_at,
            row.state,
            row.next_step,
            row.payload,
        ],
    )
}

/// Replaces a row whose due and recheck instants are unchanged. It is cheaper than [`place`],
/// because no index changes. It conflicts under the name [`REFRESH`] when the stored due instant is
/// another.
pub fn refresh(row: StoredWorklistRow) -> Statement {
    Statement::one(
        REFRESH,
        "UPDATE worklist SET version = $4, state = $5, next_step = $6, payload = $7
         WHERE case_key = $1 AND unit = $2 AND due = $3",
        params![
            row.case_key,
            row.unit,
            row.due,
            row.version,
            row.state,
            row.next_step,
            row.payload,
        ],
    )
}

/// Removes a case from the worklist of a unit, which is no longer a party.
pub fn remove(case_key: &str, unit: &str) -> Statement {
    Statement::any(
        "worklist.remove",
        "DELETE FROM worklist WHERE case_key = $1 AND unit = $2",
        params![case_key, unit],
    )
}

/// Removes a case, which has been closed, from all worklists.
pub fn remove_case(case_key: &str) -> Statement {
    Statement::any(
        "worklist.remove-case",
        "DELETE FROM worklist WHERE case_key = $1",
        params![case_key],
    )
}

const ROW: fn(&Row<'_>) -> Result<StoredWorklistRow, StoreError> = |row| read_row(row);

pub(crate) fn read_row(row: &Row<'_>) -> Result<StoredWorklistRow, StoreError> {
    Ok(StoredWorklistRow {
        unit: row.text(0)?,
        due: row.text(1)?,
        id: row.text(2)?,
        case_key: row.text(3)?,
        version: row.integer(4)?,
        recheck_at: row.optional_text(5)?,
        state: row.text(6)?,
        next_step: row.text(7)?,
        payload: row.text(8)?,
    })
}

/// The part of a worklist to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Due instant and id of the last row seen; none for the first page.
    pub after: Option<(String, String)>,
    /// Only rows of this part; all of them when absent.
    pub part: Option<PagePart>,
    /// Only rows of cases that this user has opened, whatever the part.
    pub opened_by: Option<String>,
    /// The most rows to return.
    pub limit: usize,
}

/// A part of a worklist: rows in one of these states that are due from one instant to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePart {
    pub states: Vec<String>,
    /// The first instant, or empty.
    pub from: String,
    /// The instant after the last, or [`END`].
    pub until: String,
}

impl Page {
    fn limit(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX)
    }

    fn after(&self) -> (&str, &str) {
        self.after.as_ref().map_or(("", ""), |(due, id)| (due, id))
    }
}

/// The queries of one page for the units of a user: run them with
/// [`crate::Database::read_all`] and give the answer to [`merge`].
pub fn pages(units: &[String], page: &Page) -> Vec<Query<StoredWorklistRow>> {
    if units.len() > FEW && page.part.is_none() && page.opened_by.is_none() {
        return vec![scan(units, page)];
    }
    units.iter().map(|unit| of_unit(unit, page)).collect()
}

/// One page of one unit's worklist.
pub fn of_unit(unit: &str, page: &Page) -> Query<StoredWorklistRow> {
    let (due, id) = page.after();
    if let Some(user) = &page.opened_by {
        return Query::new(
            "worklist.opened-by",
            "SELECT w.unit, w.due, w.id, w.case_key, c.version, w.recheck_at,
                    w.state, w.next_step, w.payload
             FROM visits v JOIN cases c ON c.id = v.case_id
             JOIN worklist w ON w.case_key = c.key AND w.unit = $1
             WHERE v.user_id = $2 AND (w.due, w.id) > ($3, $4)
             ORDER BY w.due, w.id LIMIT $5",
            params![unit, user.as_str(), due, id, page.limit()],
            ROW,
        );
    }
    if let Some(part) = &page.part {
        let state = |place: usize| part.states.get(place).or(part.states.first()).cloned();
        return Query::new(
            "worklist.part-of-unit",
            "SELECT w.unit, w.due, w.id, w.case_key, COALESCE(c.version, w.version), w.recheck_at,
                    w.state, w.next_step, w.payload
             FROM worklist w LEFT JOIN cases c ON c.key = w.case_key
             WHERE w.unit = $1 AND (w.due, w.id) > ($2, $3) AND w.due >= $4 AND w.due < $5
               AND w.state IN ($6, $7, $8)
             ORDER BY w.due, w.id LIMIT $9",
            params![
                unit,
                due,
                id,
                part.from.as_str(),
                part.until.as_str(),
                state(0),
                state(1),
                state(2),
                page.limit()
            ],
            ROW,
        );
    }
    Query::new(
        "worklist.of-unit",
        "SELECT w.unit, w.due, w.id, w.case_key, COALESCE(c.version, w.version), w.recheck_at,
                w.state, w.next_step, w.payload
         FROM worklist w LEFT JOIN cases c ON c.key = w.case_key
         WHERE w.unit = $1 AND (w.due, w.id) > ($2, $3)
         ORDER BY w.due, w.id LIMIT $4",
        params![unit, due, id, page.limit()],
        ROW,
    )
}

/// How many of a unit's rows are in each state, by when they are due: 0 before the first instant, 1 before
/// the second, 2 later.
pub fn counts(unit: &str, now: &str, tomorrow: &str) -> Query<(String, i64, i64)> {
    Query::new(
        "worklist.counts",
        "SELECT state, CAST(CASE WHEN due < $2 THEN 0 WHEN due < $3 THEN 1 ELSE 2 END AS BIGINT),
                COUNT(*)
         FROM worklist WHERE unit = $1 GROUP BY 1, 2",
        params![unit, now, tomorrow],
        |row| Ok((row.text(0)?, row.integer(1)?, row.integer(2)?)),
    )
}

/// The unit's rows whose payload has a member of this name, by due.
pub fn with_member(unit: &str, member: &str, limit: i64) -> Query<StoredWorklistRow> {
    Query::new(
        "worklist.with-member",
        "SELECT unit, due, id, case_key, version, recheck_at, state, next_step, payload
         FROM worklist WHERE unit = $1 AND payload LIKE $2 ORDER BY due, id LIMIT $3",
        params![unit, format!("%\"{member}\":%"), limit],
        ROW,
    )
}

/// The keys of the open cases that a unit takes part in.
pub fn keys_of_unit(unit: &str) -> Query<String> {
    Query::new(
        "worklist.keys-of-unit",
        "SELECT case_key FROM worklist WHERE unit = $1 ORDER BY case_key",
        params![unit],
        |row| row.text(0),
    )
}

fn scan(units: &[String], page: &Page) -> Query<StoredWorklistRow> {
    let (due, id) = page.after();
    Query::new(
        "worklist.scan",
        dialect::WORKLIST_SCAN,
        params![due, id, END, dialect::list(units), page.limit()],
        ROW,
    )
}

/// A page of rows, and where the next begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The rows, by due and id, one for each case.
    pub rows: Vec<StoredWorklistRow>,
    /// [`Page::after`] of the next page; none when this is the last.
    pub next: Option<(String, String)>,
}

/// Merges the results of [`pages`] into one page. A case of which several of the units are parties
/// comes once, with its earliest due; when its due instants differ it may come again on a later
/// page.
pub fn merge(answers: Vec<Vec<StoredWorklistRow>>, page: &Page) -> Merged {
    let full = answers.iter().any(|rows| rows.len() >= page.limit);
    let mut rows: Vec<StoredWorklistRow> = answers.into_iter().flatten().collect();
    // One unit's rows come in order, a case once.
    let unit = rows.first().map(|row| &row.unit);
    let of_one = rows.iter().all(|row| Some(&row.unit) == unit);
    if !of_one {
        rows.sort_by(|one, other| (&one.due, &one.id).cmp(&(&other.due, &other.id)));
    }
    let more = full || rows.len() > page.limit;
    rows.truncate(page.limit);
    let next = if more {
        rows.last().map(|row| (row.due.clone(), row.id.clone()))
    } else {
        None
    };
    if !of_one {
        let mut seen = BTreeSet::new();
        rows.retain(|row| seen.insert(row.id.clone()));
    }
    Merged { rows, next }
}

/// A case whose rows must be computed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recheck {
    /// The case's row key.
    pub case_key: String,
    /// Since when the row is out of date.
    pub recheck_at: String,
}

/// Cases whose recheck instant has passed; a case can come several times.
pub fn to_recheck(now: &str, limit: i64) -> Query<Recheck> {
    Query::new(
        "worklist.to-recheck",
        "SELECT case_key, recheck_at FROM worklist WHERE recheck_at <= $1
         ORDER BY recheck_at, case_key LIMIT $2",
        params![now, limit],
        |row| {
            Ok(Recheck {
                case_key: row.text(0)?,
                recheck_at: row.text(1)?,
            })
        },
    )
}

/// All rows of a case.
pub fn of_case(case_key: &str) -> Query<StoredWorklistRow> {
    Query::new(
        "worklist.of-case",
        "SELECT unit, due, id, case_key, version, recheck_at, state, next_step, payload
         FROM worklist WHERE case_key = $1 ORDER BY unit",
        params![case_key],
        ROW,
    )
}

/// The rows of the cases that [`crate::journal::heads_page`] gives for the same `after` and `limit`,
/// case by case, by unit. Read together with it.
pub fn of_heads(after: &str, limit: i64) -> Query<StoredWorklistRow> {
    Query::new(
        "worklist.of-heads",
        "SELECT unit, due, id, case_key, version, recheck_at, state, next_step, payload
         FROM worklist
         WHERE case_key > $1
           AND case_key <= (SELECT MAX(key) FROM
                            (SELECT key FROM cases WHERE key > $1 ORDER BY key LIMIT $2) page)
         ORDER BY case_key, unit",
        params![after, limit],
        ROW,
    )
}

/// One page of all rows, case by case; at first `("", "")`. For `verify`.
pub fn all_page(after_case: &str, after_unit: &str, limit: i64) -> Query<StoredWorklistRow> {
    Query::new(
        "worklist.all-page",
        "SELECT unit, due, id, case_key, version, recheck_at, state, next_step, payload
         FROM worklist WHERE (case_key, unit) > ($1, $2) ORDER BY case_key, unit LIMIT $3",
        params![after_case, after_unit, limit],
        ROW,
    )
}

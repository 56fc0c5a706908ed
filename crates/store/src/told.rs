//! Who was told what by which event of a case. The rows are written with the event and never
//! changed. This module knows codes, and not what they mean.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
    value::Value,
};

/// A recipient was told something by an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldRow {
    pub case_key: String,
    /// The event's place in the journal.
    pub seq: i64,
    /// `unit:HSA-ID` or the code of an audience.
    pub recipient: String,
    /// The class of what was told; empty for a wrong disclosure.
    pub class: String,
    pub channel: String,
    /// The parts of a share that were new, separated by spaces.
    pub sections: String,
}

/// A row's columns, in the table's order.
pub(crate) fn columns(row: ToldRow) -> Vec<Value> {
    params![
        row.case_key,
        row.seq,
        row.recipient,
        row.class,
        row.channel,
        row.sections,
    ]
}

/// Stores a row with its event, for [`crate::journal::append`].
pub(crate) fn tell(row: ToldRow) -> Statement {
    Statement::one(
        "told.tell",
        "INSERT INTO told (case_key, seq, recipient, class, channel, sections)
         VALUES ($1, $2, $3, $4, $5, $6)",
        columns(row),
    )
}

/// Stores a row of an event that is older than these rows; does nothing when the row exists.
pub fn fill_in(row: ToldRow) -> Statement {
    Statement::any(
        "told.fill-in",
        "INSERT INTO told (case_key, seq, recipient, class, channel, sections)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
        columns(row),
    )
}

const ROW: fn(&Row<'_>) -> Result<ToldRow, StoreError> = |row| {
    Ok(ToldRow {
        case_key: row.text(0)?,
        seq: row.integer(1)?,
        recipient: row.text(2)?,
        class: row.text(3)?,
        channel: row.text(4)?,
        sections: row.text(5)?,
    })
};

/// Everything that the events of a case have told, in the events' order.
pub fn of_case(case_key: &str) -> Query<ToldRow> {
    Query::new(
        "told.of-case",
        "SELECT case_key, seq, recipient, class, channel, sections
         FROM told WHERE case_key = $1 ORDER BY seq, recipient, class, channel",
        params![case_key],
        ROW,
    )
}

/// The instant when the program filled in data after a migration; no row when it has not.
pub fn upgrade(name: &str) -> Query<String> {
    Query::new(
        "told.upgrade",
        "SELECT done_at FROM upgrades WHERE name = $1",
        params![name],
        |row| row.text(0),
    )
}

/// Name of the statement that records an upgrade once; it conflicts when it has been recorded.
pub const UPGRADED_ONCE: &str = "told.upgraded-once";

/// The same for `Work::guard`: of two programs that do it at once only one writes.
pub fn upgraded_once(name: &str, now: &str) -> Statement {
    Statement::one(
        UPGRADED_ONCE,
        "INSERT INTO upgrades (name, done_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        params![name, now],
    )
}

/// Records that the program has filled in data after a migration.
pub fn upgraded(name: &str, now: &str) -> Statement {
    Statement::any(
        "told.upgraded",
        "INSERT INTO upgrades (name, done_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        params![name, now],
    )
}

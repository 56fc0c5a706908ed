//! Who was told what by which event of a case: rows that are written with the event and never
//! changed. Knows codes, nothing of what they mean.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// Somebody was told something by an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldRow {
    /// The case's row key.
    pub case_key: String,
    /// The event's place in the journal.
    pub seq: i64,
    /// Who: `unit:HSA-ID` or the code of an audience.
    pub recipient: String,
    /// What, by its class; empty for a wrong disclosure.
    pub class: String,
    /// By which channel.
    pub channel: String,
    /// The parts of a share that were new, with spaces between.
    pub sections: String,
}

/// Writes a row with its event. It is there once, however often it is written.
pub fn tell(row: ToldRow) -> Statement {
    Statement::any(
        "told.tell",
        "INSERT INTO told (case_key, seq, recipient, class, channel, sections)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
        params![
            row.case_key,
            row.seq,
            row.recipient,
            row.class,
            row.channel,
            row.sections,
        ],
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

/// Everything that the events of a case have told, in their order.
pub fn of_case(case_key: &str) -> Query<ToldRow> {
    Query::new(
        "told.of-case",
        "SELECT case_key, seq, recipient, class, channel, sections
         FROM told WHERE case_key = $1 ORDER BY seq, recipient, class, channel",
        params![case_key],
        ROW,
    )
}

/// Whether the program has filled in something once after a migration; the instant when it did.
pub fn upgrade(name: &str) -> Query<String> {
    Query::new(
        "told.upgrade",
        "SELECT done_at FROM upgrades WHERE name = $1",
        params![name],
        |row| row.text(0),
    )
}

/// Remembers that it has.
pub fn upgraded(name: &str, now: &str) -> Statement {
    Statement::any(
        "told.upgraded",
        "INSERT INTO upgrades (name, done_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        params![name, now],
    )
}

//! Seals: what a unit of work appended, as its row in the log says it. The row is chained, so whoever
//! changes an event, what was told, or a row of the registers also has to make the log anew, and
//! [`crate::verify`] compares both ways.
//!
//! A seal of a case says which events were appended, the hash of the last, which depends on all before
//! it, and the hash of what they told. A seal of a row says the row's hash before and after: a
//! change behind the program's back is found also when the row has been changed by the program since.

use std::collections::BTreeSet;

use base16ct::lower::encode_string;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    audit::{AuditEntry, Hash},
    database::Database,
    error::StoreError,
    row::Row,
    statement::{Query, Sql, Work},
    value::Value,
};

/// A table whose rows are sealed one by one.
#[derive(Debug)]
pub(crate) struct Record {
    /// The table's name, as seals say it. It is stored and never changes.
    pub(crate) name: &'static str,
    /// How many of its first columns are its key.
    pub(crate) keys: usize,
    /// All columns of the row with a key; PostgreSQL locks it until the commit.
    pub(crate) one: Sql,
    /// All columns of all rows.
    pub(crate) every: Sql,
}

macro_rules! record {
    ($(#[$doc:meta])* $static:ident = $table:literal, key [$first:literal $(, $more:literal, $place:literal)?],
     columns $columns:literal) => {
        $(#[$doc])*
        pub(crate) static $static: Record = Record {
            name: $table,
            keys: 1 $(+ { let _ = $more; 1 })?,
            one: Sql::each(
                concat!("SELECT ", $columns, " FROM ", $table, " WHERE ", $first, " = $1"
                        $(, " AND ", $more, " = ", $place)?),
                concat!("SELECT ", $columns, " FROM ", $table, " WHERE ", $first, " = $1"
                        $(, " AND ", $more, " = ", $place)?, " FOR UPDATE"),
            ),
            every: Sql::same(concat!("SELECT ", $columns, " FROM ", $table)),
        };
    };
}

record!(UNIT = "units", key ["hsa_id"],
    columns "hsa_id, name, kind, organisation, municipality, latitude_e6, longitude_e6, details, demo, active");
record!(USER = "users", key ["id"],
    columns "id, login, name, hsa_id, password, details, demo, active, created_at");
record!(ASSIGNMENT = "assignments", key ["id"],
    columns "id, user_id, unit, kind, role, from_at, to_at, active");
record!(CONTACT = "contacts_directory", key ["id"],
    columns "id, function, phone, hours, mailbox, post_address, version, confirmed_at, confirmed_by");
record!(LINK = "reference_links", key ["id"],
    columns "id, position, title, governs, link, version, changed_at, changed_by");
record!(MEETING_POINT = "meeting_points", key ["id"],
    columns "id, building, name, active, version, changed_at, changed_by");
record!(PROPOSAL = "proposals", key ["id"],
    columns "id, change, state, proposed_by, unit, proposed_at, expires_at, decided_by, decided_at");
record!(OPENING = "emergency_openings", key ["id"],
    columns "id, case_key, staff, unit, reason, words, opened_at, until_at");
record!(REVIEW = "log_reviews", key ["id"],
    columns "id, source, organisation, kind, staff, unit, case_key, happened_at, reason, rows, \
             created_at, outcome, note, decided_by, decided_at, concerns, rank");
record!(DRAW = "log_draws", key ["id"],
    columns "id, organisation, seed, from_at, until_at, asked, among, found, drawn_by, drawn_at");
record!(STREAM_EVENT = "stream_events", key ["stream", "seq", "$2"],
    columns "stream, seq, kind, version, payload, at, actor, unit");

/// Every table whose rows are sealed one by one.
pub(crate) static RECORDS: [&Record; 11] = [
    &UNIT,
    &USER,
    &ASSIGNMENT,
    &CONTACT,
    &LINK,
    &MEETING_POINT,
    &PROPOSAL,
    &OPENING,
    &REVIEW,
    &DRAW,
    &STREAM_EVENT,
];

/// A row that a statement writes, to be sealed.
#[derive(Clone, Debug)]
pub(crate) struct RowSeal {
    pub(crate) record: &'static Record,
    pub(crate) key: Vec<Value>,
}

/// The events that a unit of work appends to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CaseSeal {
    /// The case's row key.
    pub(crate) case: String,
    /// The place of the first event.
    pub(crate) from: i64,
    /// The place of the last event.
    pub(crate) to: i64,
    /// The hash of the last event.
    pub(crate) hash: String,
    /// The hash of what they told; none when they told nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) told: Option<String>,
}

/// A row of a register before and after a unit of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sealed {
    /// [`Record::name`].
    pub(crate) table: String,
    /// The values of the key, separated by spaces.
    pub(crate) key: String,
    /// The row's hash before; none when there was no row.
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// What a row of the log seals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seals {
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub(crate) cases: Vec<CaseSeal>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub(crate) rows: Vec<Sealed>,
}

/// Adds a value so that no two different rows have the same bytes.
fn add(hasher: &mut Sha256, value: &Value) {
    match value {
        Value::Null => hasher.update([0]),
        Value::Text(text) => add_bytes(hasher, 1, text.as_bytes()),
        Value::Integer(number) => {
            hasher.update([2]);
            hasher.update(number.to_be_bytes());
        }
        Value::Bytes(bytes) => add_bytes(hasher, 3, bytes),
    }
}

fn add_bytes(hasher: &mut Sha256, kind: u8, bytes: &[u8]) {
    hasher.update([kind]);
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

/// The hash of a row by its columns.
pub(crate) fn of_row(columns: &[Value]) -> Hash {
    let mut hasher = Sha256::new();
    for column in columns {
        add(&mut hasher, column);
    }
    hasher.finalize().into()
}

/// The hash that the first event of a case carries.
pub fn of_no_event(case_key: &str) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(b"vardbron case ");
    hasher.update(case_key.as_bytes());
    hasher.finalize().into()
}

/// The hash of several rows, whatever their order; none when there are none.
pub(crate) fn of_rows(rows: impl IntoIterator<Item = Hash>) -> Option<Hash> {
    let rows: BTreeSet<Hash> = rows.into_iter().collect();
    if rows.is_empty() {
        return None;
    }
    let mut hasher = Sha256::new();
    for row in rows {
        hasher.update(row);
    }
    Some(hasher.finalize().into())
}

/// A key as seals say it.
pub(crate) fn key_text(key: &[Value]) -> String {
    let words: Vec<String> = key
        .iter()
        .map(|value| match value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Bytes(bytes) => encode_string(bytes),
            Value::Null => String::new(),
        })
        .collect();
    words.join(" ")
}

/// The rows that a unit of work seals, each once.
pub(crate) fn rows_of(work: &Work) -> Vec<&RowSeal> {
    let mut known = BTreeSet::new();
    work.statements()
        .filter_map(|statement| statement.seal.as_ref())
        .filter(|seal| known.insert((seal.record.name, key_text(&seal.key))))
        .collect()
}

/// Seals every row of the registers of a store that is older than the seals, as if it had just been
/// written. Returns how many there are; a unit of work that seals any needs a log entry.
///
/// # Errors
/// When the store cannot be read.
pub async fn seal_registers(database: &Database, work: &mut Work) -> Result<usize, StoreError> {
    let queries = RECORDS.iter().map(|record| every(record)).collect();
    let tables = database.read_all(queries).await?;
    for (record, rows) in RECORDS.iter().zip(tables) {
        for row in rows {
            work.seal_older_row(Sealed {
                table: record.name.to_owned(),
                key: key_text(row.get(..record.keys).unwrap_or_default()),
                before: None,
                after: Some(encode_string(&of_row(&row))),
            });
        }
    }
    Ok(work.older_rows().len())
}

/// All columns of a row.
pub(crate) fn values(row: &Row<'_>) -> Result<Vec<Value>, StoreError> {
    row.values()
}

/// All rows of a table that is sealed row by row.
pub(crate) fn every(record: &Record) -> Query<Vec<Value>> {
    Query::new("seal.table", record.every, Vec::new(), values)
}

/// The query for a row that is sealed.
pub(crate) fn query(seal: &RowSeal) -> Query<Vec<Value>> {
    Query::new("seal.row", seal.record.one, seal.key.clone(), values)
}

/// The hash of the row that [`query`] found.
pub(crate) fn found(rows: &[Vec<Value>]) -> Option<Hash> {
    rows.first().map(|columns| of_row(columns))
}

/// What each of the unit's log entries seals, in their order.
///
/// # Errors
/// [`StoreError::Refused`] when something is sealed and nothing is logged, or events of a case and no
/// entry names the case.
pub(crate) fn assembled(
    work: &Work,
    before: &[Option<Hash>],
    after: &[Option<Hash>],
) -> Result<Vec<Option<String>>, StoreError> {
    let mut seals = vec![Seals::default(); work.audit().len()];
    let unlogged = || StoreError::Refused("a change of what is sealed is not logged".to_owned());
    let text = |hash: &Option<Hash>| hash.as_ref().map(|hash| encode_string(hash));
    for case in work.cases() {
        let of_case = |entry: &AuditEntry| entry.case_key.as_deref() == Some(case.case.as_str());
        let place = work.audit().iter().position(of_case);
        let entry = place.and_then(|place| seals.get_mut(place));
        let entry = entry.ok_or_else(unlogged)?;
        entry.cases.push(case.clone());
    }
    for ((seal, before), after) in rows_of(work).into_iter().zip(before).zip(after) {
        if before == after {
            continue;
        }
        let entry = seals.last_mut().ok_or_else(unlogged)?;
        entry.rows.push(Sealed {
            table: seal.record.name.to_owned(),
            key: key_text(&seal.key),
            before: text(before),
            after: text(after),
        });
    }
    if !work.older_rows().is_empty() {
        let entry = seals.last_mut().ok_or_else(unlogged)?;
        entry.rows.extend_from_slice(work.older_rows());
    }
    seals
        .into_iter()
        .map(|seals| {
            if seals == Seals::default() {
                return Ok(None);
            }
            let text = serde_json::to_string(&seals);
            text.map(Some)
                .map_err(|error| StoreError::Corrupt(error.to_string()))
        })
        .collect()
}

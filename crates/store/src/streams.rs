//! Streams of events beside the journal: tariffs, months, log reviews, guidance activation, and the
//! plan of a case, which has a version of its own. They are stored as in the journal, under a name such
//! as `tariffs`, `month/…` or `plan/…` instead of a case.

use crate::{
    journal::{EVENT, StoredEvent},
    seal,
    statement::{Query, Statement, params},
};

/// Name of the statement that begins a stream; it conflicts when it exists.
pub const BEGIN: &str = "streams.begin";
/// Name of the statement that moves a stream's version; it conflicts when the version is stale.
pub const ADVANCE: &str = "streams.advance";

/// Begins a stream at a version. For `Work::guard`.
pub fn begin(stream: &str, version: i64) -> Statement {
    Statement::one(
        BEGIN,
        "INSERT INTO streams (stream, version) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        params![stream, version],
    )
}

/// Moves a stream from the expected version to the next. For `Work::guard`.
pub fn advance(stream: &str, expected: i64, next: i64) -> Statement {
    Statement::one(
        ADVANCE,
        "UPDATE streams SET version = $3 WHERE stream = $1 AND version = $2",
        params![stream, expected, next],
    )
}

/// Appends an event; `case_key` holds the stream's name.
pub fn append(event: StoredEvent) -> Statement {
    let key = params![event.case_key.as_str(), event.seq];
    Statement::one(
        "streams.append",
        "INSERT INTO stream_events (stream, seq, kind, version, payload, at, actor, unit)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            event.case_key,
            event.seq,
            event.kind,
            event.version,
            event.payload,
            event.at,
            event.actor,
            event.unit,
        ],
    )
    .sealed(&seal::STREAM_EVENT, key)
}

/// The version of a stream.
pub fn version(stream: &str) -> Query<i64> {
    Query::new(
        "streams.version",
        "SELECT version FROM streams WHERE stream = $1",
        params![stream],
        |row| row.integer(0),
    )
}

/// The events of a stream after a place (0 for all), in order.
pub fn events_after(stream: &str, seq: i64) -> Query<StoredEvent> {
    Query::new(
        "streams.events-after",
        "SELECT stream, seq, kind, version, payload, at, actor, unit, CAST(NULL AS BYTEA) FROM stream_events
         WHERE stream = $1 AND seq > $2 ORDER BY seq",
        params![stream, seq],
        EVENT,
    )
}

/// The names of the streams that begin with a prefix, such as `month/`, in order.
pub fn names(prefix: &str) -> Query<String> {
    Query::new(
        "streams.names",
        "SELECT stream FROM streams WHERE stream >= $1 AND stream < $2 ORDER BY stream",
        params![prefix, crate::search::end_of(prefix)],
        |row| row.text(0),
    )
}

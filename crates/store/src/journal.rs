//! The journal: a head row for each case and its events, append-only. An event is
//! `{seq, kind, version, payload}` here; what it means is the domain's concern.
//!
//! Every change includes [`advance`], which moves the head from the version that the decision was
//! based on. If the case has another version, the whole unit of work fails with a conflict.

use base16ct::lower::encode_string;

use crate::{
    audit::Hash,
    dialect,
    error::StoreError,
    row::Row,
    seal::{self, CaseSeal},
    statement::{Query, Statement, Work, params},
    told::{self, ToldRow},
    value::Value,
};

/// Name of the statement that opens a case; it conflicts when key or id are taken.
pub const OPEN: &str = "journal.open";
/// Name of the statement that moves a case's version; it conflicts when the version is stale.
pub const ADVANCE: &str = "journal.advance";
/// Name of the statement that appends an event.
pub const APPEND: &str = "journal.append";

/// The head of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCaseHead {
    /// Time-ordered row key; never leaves the process.
    pub key: String,
    /// Public id, random.
    pub id: String,
    /// The version that the `If-Match` header names.
    pub version: i64,
    pub opened_at: String,
    pub changed_at: String,
    /// None while the case is open.
    pub closed_at: Option<String>,
    /// How many events the plan's stream beside the journal has ([`plan_stream`]).
    pub plan_version: i64,
}

/// How the names of the streams of plans begin.
pub(crate) const PLAN_STREAMS: &str = "plan/";

/// The name of the stream of a case's plan, by the case's public id.
pub fn plan_stream(id: &str) -> String {
    format!("{PLAN_STREAMS}{id}")
}

/// An event as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// The case's row key (or the name of a stream, in [`crate::streams`]).
    pub case_key: String,
    /// Place in the case's journal, from 1.
    pub seq: i64,
    /// Which event, such as `party-added`.
    pub kind: String,
    /// The version of the payload's format.
    pub version: i64,
    /// The event's fields, as JSON.
    pub payload: String,
    pub at: String,
    /// User id of who caused it.
    pub actor: String,
    /// HSA-id of the unit of the assignment the actor worked under.
    pub unit: String,
    /// The hash of the event before it; empty in a stream, and where it is not known yet.
    pub prev_hash: Vec<u8>,
}

impl StoredEvent {
    /// Its hash, which the next event of the case carries.
    pub fn hash(&self) -> Hash {
        let before = Hash::try_from(self.prev_hash.as_slice()).unwrap_or_default();
        seal::of_row(&columns(self.clone(), &before))
    }
}

impl std::fmt::Debug for StoredEvent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("StoredEvent")
            .field("seq", &self.seq)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Opens a case. For `Work::guard`.
pub fn open(head: &StoredCaseHead) -> Statement {
    Statement::one(
        OPEN,
        "INSERT INTO cases (key, id, version, opened_at, changed_at, closed_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        params![
            head.key.as_str(),
            head.id.as_str(),
            head.version,
            head.opened_at.as_str(),
            head.changed_at.as_str(),
            head.closed_at.clone(),
        ],
    )
}

/// Moves a case from the expected version to the next. For `Work::guard`.
pub fn advance(
    key: &str,
    expected: i64,
    next: i64,
    changed_at: &str,
    closed_at: Option<&str>,
) -> Statement {
    Statement::one(
        ADVANCE,
        "UPDATE cases SET version = $3, changed_at = $4, closed_at = $5
         WHERE key = $1 AND version = $2",
        params![key, expected, next, changed_at, closed_at],
    )
}

/// Says when a case was closed, as its events do.
pub fn closed_at(key: &str, closed_at: Option<&str>) -> Statement {
    Statement::any(
        "journal.closed-at",
        "UPDATE cases SET closed_at = $2 WHERE key = $1",
        params![key, closed_at],
    )
}

/// Name of the statement that checks a case's version; it conflicts when the case has changed.
pub const STILL_AT: &str = "journal.still-at";

/// Checks that a case still has a version, and changes nothing. For `Work::guard`, when a projection is
/// computed again without new events.
pub fn still_at(key: &str, version: i64) -> Statement {
    Statement::one(
        STILL_AT,
        "UPDATE cases SET version = $2 WHERE key = $1 AND version = $2",
        params![key, version],
    )
}

/// Appends events of one case, in order, and what they told; their places must be free. `before` is
/// the hash of the event before them, or [`seal::of_no_event`]. Returns the hash of the last.
/// The unit of work needs a log entry of the case, which says what was appended.
pub fn append(
    work: &mut Work,
    before: &Hash,
    events: Vec<StoredEvent>,
    told: Vec<ToldRow>,
) -> Hash {
    let mut hash = *before;
    let ends = events.first().zip(events.last());
    let seal = ends.map(|(first, last)| (first.case_key.clone(), first.seq, last.seq));
    for event in events {
        let columns = columns(event, &hash);
        hash = seal::of_row(&columns);
        work.push(Statement::one(
            APPEND,
            "INSERT INTO events (case_key, seq, kind, version, payload, at, actor, unit, prev_hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            columns,
        ));
    }
    let told: Vec<Statement> = told.into_iter().map(told::tell).collect();
    if let Some((case, from, to)) = seal {
        work.seal_case(CaseSeal {
            case,
            from,
            to,
            hash: encode_string(&hash),
            told: seal::of_rows(told.iter().map(|row| seal::of_row(&row.params)))
                .map(|hash| encode_string(&hash)),
        });
    }
    work.extend(told);
    hash
}

/// An event's columns, with the hash of the one before it.
pub(crate) fn columns(event: StoredEvent, before: &Hash) -> Vec<Value> {
    params![
        event.case_key,
        event.seq,
        event.kind,
        event.version,
        event.payload,
        event.at,
        event.actor,
        event.unit,
        before.to_vec(),
    ]
}

/// Name of the statement that gives an older event its hash; it conflicts when it has one.
pub const LINK: &str = "journal.link";

/// Seals a case that is older than the seals: its events get their hashes, in one unit of work with
/// its log entry. Returns nothing for a case without events.
pub fn seal_older(work: &mut Work, events: &[StoredEvent], told: &[ToldRow]) {
    let Some((first, last)) = events.first().zip(events.last()) else {
        return;
    };
    let mut hash = seal::of_no_event(&first.case_key);
    for event in events {
        work.guard(Statement::one(
            LINK,
            "UPDATE events SET prev_hash = $3 WHERE case_key = $1 AND seq = $2
               AND prev_hash IS NULL",
            params![event.case_key.as_str(), event.seq, hash.to_vec()],
        ));
        hash = seal::of_row(&columns(event.clone(), &hash));
    }
    work.seal_case(CaseSeal {
        case: first.case_key.clone(),
        from: first.seq,
        to: last.seq,
        hash: encode_string(&hash),
        told: seal::of_rows(
            told.iter()
                .map(|row| seal::of_row(&told::columns(row.clone()))),
        )
        .map(|hash| encode_string(&hash)),
    });
}

const HEAD: fn(&Row<'_>) -> Result<StoredCaseHead, StoreError> = |row| {
    Ok(StoredCaseHead {
        key: row.text(0)?,
        id: row.text(1)?,
        version: row.integer(2)?,
        opened_at: row.text(3)?,
        changed_at: row.text(4)?,
        closed_at: row.optional_text(5)?,
        plan_version: row.integer(6)?,
    })
};

pub(crate) const EVENT: fn(&Row<'_>) -> Result<StoredEvent, StoreError> = |row| {
    Ok(StoredEvent {
        case_key: row.text(0)?,
        seq: row.integer(1)?,
        kind: row.text(2)?,
        version: row.integer(3)?,
        payload: row.text(4)?,
        at: row.text(5)?,
        actor: row.text(6)?,
        unit: row.text(7)?,
        prev_hash: row.optional_bytes(8)?.unwrap_or_default(),
    })
};

/// The head of the case with a public id.
pub fn head_by_id(id: &str) -> Query<StoredCaseHead> {
    Query::new(
        "journal.head-by-id",
        "SELECT c.key, c.id, c.version, c.opened_at, c.changed_at, c.closed_at, COALESCE(s.version, 0)
         FROM cases c LEFT JOIN streams s ON s.stream = 'plan/' || c.id WHERE c.id = $1",
        params![id],
        HEAD,
    )
}

/// The head of the case with a row key.
pub fn head_by_key(key: &str) -> Query<StoredCaseHead> {
    Query::new(
        "journal.head-by-key",
        "SELECT c.key, c.id, c.version, c.opened_at, c.changed_at, c.closed_at, COALESCE(s.version, 0)
         FROM cases c LEFT JOIN streams s ON s.stream = 'plan/' || c.id WHERE c.key = $1",
        params![key],
        HEAD,
    )
}

/// All events of the case with a public id, in order; read together with [`head_by_id`].
pub fn events_by_id(id: &str) -> Query<StoredEvent> {
    Query::new(
        "journal.events-by-id",
        "SELECT case_key, seq, kind, version, payload, at, actor, unit, prev_hash FROM events
         WHERE case_key = (SELECT key FROM cases WHERE id = $1) ORDER BY seq",
        params![id],
        EVENT,
    )
}

/// The events of a case after a place (0 for all), in order.
pub fn events_after(case_key: &str, seq: i64) -> Query<StoredEvent> {
    Query::new(
        "journal.events-after",
        "SELECT case_key, seq, kind, version, payload, at, actor, unit, prev_hash FROM events
         WHERE case_key = $1 AND seq > $2 ORDER BY seq",
        params![case_key, seq],
        EVENT,
    )
}

/// All events of a case and of the plan's stream beside it: first the case's, then the plan's, each in
/// order. In one statement, so that it takes as long for a case that has no plan.
pub fn events_with_plan(case_key: &str, id: &str) -> Query<StoredEvent> {
    Query::new(
        "journal.events-with-plan",
        "SELECT case_key, seq, kind, version, payload, at, actor, unit, prev_hash, 0 AS part
         FROM events WHERE case_key = $1
         UNION ALL
         SELECT stream, seq, kind, version, payload, at, actor, unit, CAST(NULL AS BYTEA), 1 AS part
         FROM stream_events WHERE stream = $2
         ORDER BY part, seq",
        params![case_key, plan_stream(id)],
        EVENT,
    )
}

/// All events of some cases, ordered by case and place, in one statement for any number of cases.
pub fn events_of_cases(case_keys: &[String]) -> Query<StoredEvent> {
    Query::new(
        "journal.events-of-cases",
        dialect::EVENTS_OF_CASES,
        params![dialect::list(case_keys)],
        EVENT,
    )
}

/// One page of all heads, in the order of their keys; `after` is empty at first.
pub fn heads_page(after: &str, limit: i64) -> Query<StoredCaseHead> {
    Query::new(
        "journal.heads-page",
        "SELECT c.key, c.id, c.version, c.opened_at, c.changed_at, c.closed_at, COALESCE(s.version, 0)
         FROM cases c LEFT JOIN streams s ON s.stream = 'plan/' || c.id
         WHERE c.key > $1 ORDER BY c.key LIMIT $2",
        params![after, limit],
        HEAD,
    )
}

/// One page of all events of all cases, case by case in order; at first `("", 0)`.
pub fn events_page(after_case: &str, after_seq: i64, limit: i64) -> Query<StoredEvent> {
    Query::new(
        "journal.events-page",
        "SELECT case_key, seq, kind, version, payload, at, actor, unit, prev_hash FROM events
         WHERE (case_key, seq) > ($1, $2) ORDER BY case_key, seq LIMIT $3",
        params![after_case, after_seq, limit],
        EVENT,
    )
}

/// The events of the cases that [`heads_page`] gives for the same `after` and `limit`, case by case
/// in order. Read together with it.
pub fn events_of_heads(after: &str, limit: i64) -> Query<StoredEvent> {
    Query::new(
        "journal.events-of-heads",
        "SELECT case_key, seq, kind, version, payload, at, actor, unit, prev_hash FROM events
         WHERE case_key > $1
           AND case_key <= (SELECT MAX(key) FROM
                            (SELECT key FROM cases WHERE key > $1 ORDER BY key LIMIT $2) page)
         ORDER BY case_key, seq",
        params![after, limit],
        EVENT,
    )
}

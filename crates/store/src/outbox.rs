//! What is on its way out of a case: rows that a worker claims, sends and settles. A row is sent
//! at most once; when it is not known whether it was, it says `uncertain` and a human looks.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// Name of the statement that claims a row; in conflict when another was first, or it was stopped.
pub const CLAIM: &str = "outbox.claim";
/// Name of the statement that settles a claimed row; in conflict when it is not claimed.
pub const SETTLE: &str = "outbox.settle";

/// Name of the statements of a person's decision on a row; in conflict when a worker has it.
pub const BY_HAND: &str = "outbox.by-hand";

/// How far a row has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoredOutboxState {
    /// Waits.
    Queued,
    /// A worker has it.
    Claimed,
    /// It has gone out.
    Sent,
    /// It will not go out; the reason says why.
    Stopped,
    /// A worker had it and did not come back.
    Uncertain,
}

impl StoredOutboxState {
    /// Its name in the store and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Claimed => "claimed",
            Self::Sent => "sent",
            Self::Stopped => "stopped",
            Self::Uncertain => "uncertain",
        }
    }

    fn read(name: &str) -> Result<Self, StoreError> {
        [
            Self::Queued,
            Self::Claimed,
            Self::Sent,
            Self::Stopped,
            Self::Uncertain,
        ]
        .into_iter()
        .find(|state| state.name() == name)
        .ok_or_else(|| StoreError::Corrupt(format!("no such outbox state: {name}")))
    }
}

/// A row of the outbox.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredOutboxRow {
    /// Time-ordered row key.
    pub key: String,
    /// Random public id.
    pub id: String,
    /// The case's row key.
    pub case_key: String,
    /// To whom, such as `migration_agency` or `unit:…`.
    pub audience: String,
    /// How, such as `mail`.
    pub channel: String,
    /// What it is about, without identity.
    pub subject: String,
    /// What goes out, JSON.
    pub content: String,
    /// How far it has come.
    pub state: StoredOutboxState,
    /// Why it was stopped, is uncertain, or is tried again.
    pub reason: Option<String>,
    /// What the last try to send it failed on, a short code such as `550` or `timeout`; never what a
    /// server said. A stopped row with one is a dead letter.
    pub fault: Option<String>,
    /// The row's own version.
    pub version: i64,
    /// How many times a worker has claimed it.
    pub attempts: i64,
    /// Not to be sent before this instant.
    pub not_before: String,
    /// Receipt: hash of the policies that allowed it.
    pub policy_hash: String,
    /// Receipt: the case's version that it was made of.
    pub case_version: i64,
    /// Receipt: the version of the case's group that it was allowed for.
    pub group_version: i64,
    /// Receipt: hash of what goes out.
    pub content_hash: String,
    /// When it was put here.
    pub created_at: String,
    /// When it last changed.
    pub changed_at: String,
}

impl std::fmt::Debug for StoredOutboxRow {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("OutboxRow")
            .field("audience", &self.audience)
            .field("channel", &self.channel)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Puts a row in the outbox.
pub fn queue(row: StoredOutboxRow) -> Statement {
    Statement::one(
        "outbox.queue",
        "INSERT INTO outbox (key, id, case_key, audience, channel, subject, content, state, reason,
                             version, attempts, not_before, policy_hash, case_version,
                             group_version, content_hash, created_at, changed_at, fault)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19)",
        params![
            row.key,
            row.id,
            row.case_key,
            row.audience,
            row.channel,
            row.subject,
            row.content,
            row.state.name(),
            row.reason,
            row.version,
            row.attempts,
            row.not_before,
            row.policy_hash,
            row.case_version,
            row.group_version,
            row.content_hash,
            row.created_at,
            row.changed_at,
            row.fault,
        ],
    )
}

/// Claims a queued row of a version; the row's version becomes one more. Guard.
pub fn claim(key: &str, version: i64, now: &str) -> Statement {
    Statement::one(
        CLAIM,
        "UPDATE outbox
         SET state = 'claimed', version = version + 1, attempts = attempts + 1, changed_at = $3
         WHERE key = $1 AND version = $2 AND state = 'queued'",
        params![key, version, now],
    )
}

/// How a claimed row ends, or waits for another try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement<'a> {
    /// Sent, stopped, uncertain, or queued again.
    pub state: StoredOutboxState,
    /// Why, in Swedish.
    pub reason: Option<&'a str>,
    /// What the try failed on.
    pub fault: Option<&'a str>,
    /// Not to be tried before this instant.
    pub not_before: &'a str,
}

/// Settles a claimed row of a version. Guard.
pub fn settle(key: &str, version: i64, settlement: &Settlement<'_>, now: &str) -> Statement {
    Statement::one(
        SETTLE,
        "UPDATE outbox
         SET state = $3, reason = $4, not_before = $5, version = version + 1, changed_at = $6,
             fault = $7
         WHERE key = $1 AND version = $2 AND state = 'claimed'",
        params![
            key,
            version,
            settlement.state.name(),
            settlement.reason,
            settlement.not_before,
            now,
            settlement.fault
        ],
    )
}

/// Stops a queued row of a version: it was decided again, and the answer is no. Nobody was at the
/// screen then, so that the unit's list shows it until something follows it. Guard.
pub fn refuse(key: &str, version: i64, reason: &str, now: &str) -> Statement {
    Statement::one(
        CLAIM,
        "UPDATE outbox
         SET state = 'stopped', reason = $3, fault = 'decided-again', version = version + 1,
             changed_at = $4
         WHERE key = $1 AND version = $2 AND state = 'queued'",
        params![key, version, reason, now],
    )
}

/// Stops a row if it is queued.
pub fn stop(id: &str, reason: &str, now: &str) -> Statement {
    Statement::any(
        "outbox.stop",
        "UPDATE outbox SET state = 'stopped', reason = $2, version = version + 1, changed_at = $3
         WHERE id = $1 AND state = 'queued'",
        params![id, reason, now],
    )
}

/// Stops all mail that is queued in a case. What becomes of a letter the case says, letter by letter.
pub fn stop_case(case_key: &str, reason: &str, now: &str) -> Statement {
    Statement::any(
        "outbox.stop-case",
        "UPDATE outbox SET state = 'stopped', reason = $2, version = version + 1, changed_at = $3
         WHERE case_key = $1 AND state = 'queued' AND channel <> 'post'",
        params![case_key, reason, now],
    )
}

/// A queued or uncertain row counts as sent: staff have sent it by hand, or found that it arrived.
/// In conflict while a worker has it: it may be on the wire.
pub fn sent_by_hand(id: &str, reason: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET state = 'sent', reason = $2, fault = NULL, version = version + 1, changed_at = $3
         WHERE id = $1 AND state IN ('queued', 'uncertain')",
        params![id, reason, now],
    )
}

/// An uncertain row is not sent again: a person has decided.
pub fn give_up(id: &str, reason: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox SET state = 'stopped', reason = $2, version = version + 1, changed_at = $3
         WHERE id = $1 AND state = 'uncertain'",
        params![id, reason, now],
    )
}

/// An uncertain row is sent again, as the same message: a person has decided.
pub fn send_again(id: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET state = 'queued', reason = NULL, fault = NULL, attempts = 0, not_before = $2,
             version = version + 1, changed_at = $2
         WHERE id = $1 AND state = 'uncertain'",
        params![id, now],
    )
}

/// A letter is taken out of the queue to be printed. In conflict when it is not in the queue.
pub fn print_letter(id: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET state = 'claimed', attempts = attempts + 1, version = version + 1, changed_at = $2
         WHERE id = $1 AND state = 'queued' AND channel = 'post'",
        params![id, now],
    )
}

/// A printed letter was given to the post, also when it was recalled before that was recorded.
pub fn post_letter(id: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET state = 'sent', reason = NULL, fault = NULL, version = version + 1, changed_at = $2
         WHERE id = $1 AND channel = 'post' AND (state = 'claimed' OR fault = 'recalled')",
        params![id, now],
    )
}

/// A posted letter came back.
pub fn return_letter(id: &str, reason: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET reason = $2, fault = 'returned', version = version + 1, changed_at = $3
         WHERE id = $1 AND state = 'sent' AND channel = 'post'",
        params![id, reason, now],
    )
}

/// A letter will not be posted: a person has taken it away.
pub fn stop_letter(id: &str, reason: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET state = 'stopped', reason = $2, fault = NULL, version = version + 1, changed_at = $3
         WHERE id = $1 AND state IN ('queued', 'claimed', 'stopped') AND channel = 'post'",
        params![id, reason, now],
    )
}

/// The case has changed: a letter in the queue is stopped, and one on paper is recalled, which stands
/// as its fault until somebody has destroyed the paper.
pub fn hold_back_letter(id: &str, reason: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET fault = CASE state WHEN 'claimed' THEN 'recalled' END, state = 'stopped', reason = $2,
             version = version + 1, changed_at = $3
         WHERE id = $1 AND state IN ('queued', 'claimed') AND channel = 'post'",
        params![id, reason, now],
    )
}

const ROW: fn(&Row<'_>) -> Result<StoredOutboxRow, StoreError> = |row| {
    Ok(StoredOutboxRow {
        key: row.text(0)?,
        id: row.text(1)?,
        case_key: row.text(2)?,
        audience: row.text(3)?,
        channel: row.text(4)?,
        subject: row.text(5)?,
        content: row.text(6)?,
        state: StoredOutboxState::read(row.str(7)?)?,
        reason: row.optional_text(8)?,
        version: row.integer(9)?,
        attempts: row.integer(10)?,
        not_before: row.text(11)?,
        policy_hash: row.text(12)?,
        case_version: row.integer(13)?,
        group_version: row.integer(14)?,
        content_hash: row.text(15)?,
        created_at: row.text(16)?,
        changed_at: row.text(17)?,
        fault: row.optional_text(18)?,
    })
};

/// Queued rows of a channel whose time has come, the oldest first. To be claimed one by one.
pub fn ready(channel: &str, now: &str, limit: i64) -> Query<StoredOutboxRow> {
    Query::new(
        "outbox.ready",
        "SELECT key, id, case_key, audience, channel, subject, content, state, reason, version,
                attempts, not_before, policy_hash, case_version, group_version, content_hash,
                created_at, changed_at, fault
         FROM outbox WHERE state = 'queued' AND not_before <= $2 AND channel = $1
         ORDER BY not_before, key LIMIT $3",
        params![channel, now, limit],
        ROW,
    )
}

/// Rows of a channel that were claimed before an instant and never settled: their worker is gone.
pub fn lost(channel: &str, before: &str, limit: i64) -> Query<StoredOutboxRow> {
    Query::new(
        "outbox.lost",
        "SELECT key, id, case_key, audience, channel, subject, content, state, reason, version,
                attempts, not_before, policy_hash, case_version, group_version, content_hash,
                created_at, changed_at, fault
         FROM outbox WHERE state = 'claimed' AND changed_at < $2 AND channel = $1
         ORDER BY changed_at, key LIMIT $3",
        params![channel, before, limit],
        ROW,
    )
}

/// All rows of a case, in the order they were put here.
pub fn of_case(case_key: &str) -> Query<StoredOutboxRow> {
    Query::new(
        "outbox.of-case",
        "SELECT key, id, case_key, audience, channel, subject, content, state, reason, version,
                attempts, not_before, policy_hash, case_version, group_version, content_hash,
                created_at, changed_at, fault
         FROM outbox WHERE case_key = $1 ORDER BY key",
        params![case_key],
        ROW,
    )
}

/// What waits or has failed in the cases that a unit has on its worklist, the oldest first: queued,
/// claimed and uncertain rows, recalled letters, and dead letters and returned ones that nothing has
/// followed.
pub fn of_unit(unit: &str, limit: i64) -> Query<StoredOutboxRow> {
    Query::new(
        "outbox.of-unit",
        "SELECT o.key, o.id, o.case_key, o.audience, o.channel, o.subject, o.content, o.state,
                o.reason, o.version, o.attempts, o.not_before, o.policy_hash, o.case_version,
                o.group_version, o.content_hash, o.created_at, o.changed_at, o.fault
         FROM worklist w JOIN outbox o ON o.case_key = w.case_key
         WHERE w.unit = $1
           AND (o.state IN ('queued', 'claimed', 'uncertain') OR o.fault = 'recalled'
                OR (o.state IN ('stopped', 'sent') AND o.fault IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.case_key = o.case_key
                                    AND n.channel = o.channel AND n.subject = o.subject
                                    AND n.key > o.key)))
         ORDER BY o.key LIMIT $2",
        params![unit, limit],
        ROW,
    )
}

/// The row with a public id.
pub fn by_id(id: &str) -> Query<StoredOutboxRow> {
    Query::new(
        "outbox.by-id",
        "SELECT key, id, case_key, audience, channel, subject, content, state, reason, version,
                attempts, not_before, policy_hash, case_version, group_version, content_hash,
                created_at, changed_at, fault
         FROM outbox WHERE id = $1",
        params![id],
        ROW,
    )
}

/// How many rows a channel has in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The channel.
    pub channel: String,
    /// The state.
    pub state: StoredOutboxState,
    /// How many.
    pub rows: i64,
}

/// How many rows a channel has that failed on something and have not been sent since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultCount {
    /// The channel.
    pub channel: String,
    /// What they failed on.
    pub fault: String,
    /// How many.
    pub rows: i64,
}

/// What sending has failed on, by channel; a no of our own is none.
pub fn faults() -> Query<FaultCount> {
    Query::new(
        "outbox.faults",
        "SELECT channel, fault, COUNT(*) FROM outbox
         WHERE fault IS NOT NULL AND state <> 'sent'
           AND fault NOT IN ('decided-again', 'recalled')
         GROUP BY channel, fault ORDER BY channel, fault",
        params![],
        |row| {
            Ok(FaultCount {
                channel: row.text(0)?,
                fault: row.text(1)?,
                rows: row.integer(2)?,
            })
        },
    )
}

/// How many rows there are by channel and state.
pub fn counts() -> Query<Count> {
    Query::new(
        "outbox.counts",
        "SELECT channel, state, COUNT(*) FROM outbox GROUP BY channel, state
         ORDER BY channel, state",
        params![],
        |row| {
            Ok(Count {
                channel: row.text(0)?,
                state: StoredOutboxState::read(row.str(1)?)?,
                rows: row.integer(2)?,
            })
        },
    )
}

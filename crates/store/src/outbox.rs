//! What is on its way out of a case: rows that a worker claims, sends and settles. A row is sent at
//! most once; when it is unknown whether it was sent, its state is `uncertain` and a person
//! decides.

use crate::{
    error::StoreError,
    row::Row,
    statement::{Query, Statement, params},
};

/// Name of the statement that claims a row; it conflicts when another was first, or it was stopped.
pub const CLAIM: &str = "outbox.claim";
/// Name of the statement that settles a claimed row; it conflicts when it is not claimed.
pub const SETTLE: &str = "outbox.settle";

/// Name of the statements of a person's decision on a row; it conflicts when a worker has it.
pub const BY_HAND: &str = "outbox.by-hand";

/// The state of an outbox row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoredOutboxState {
    /// Waits to be claimed by a worker.
    Queued,
    /// A worker has claimed it and may be sending it.
    Claimed,
    Sent,
    /// It will not be sent; the row's `reason` says why.
    Stopped,
    /// A worker claimed it and never settled it, so that nobody knows whether it was sent.
    Uncertain,
}

impl StoredOutboxState {
    /// The state's name in the store and in the API.
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
    /// Public id, random.
    pub id: String,
    pub case_key: String,
    /// The recipient, such as `migration_agency` or `unit:…`.
    pub audience: String,
    /// Such as `mail`.
    pub channel: String,
    /// What it is about, without anything that identifies the patient.
    pub subject: String,
    /// What is sent, as JSON.
    pub content: String,
    pub state: StoredOutboxState,
    /// Why it was stopped, is uncertain, or is tried again.
    pub reason: Option<String>,
    /// Why the last attempt to send it failed: a short code such as `550` or `timeout`, never a
    /// server's text. A stopped row with a fault is a dead letter.
    pub fault: Option<String>,
    /// Version of the row, not of the case.
    pub version: i64,
    /// How many times a worker has claimed it.
    pub attempts: i64,
    /// The earliest instant to send it.
    pub not_before: String,
    /// Hash of the policies that allowed it (part of the receipt).
    pub policy_hash: String,
    /// Version of the case that the content was made from (part of the receipt).
    pub case_version: i64,
    /// Version of the case's group that it was allowed for (part of the receipt).
    pub group_version: i64,
    /// Hash of what is sent (part of the receipt).
    pub content_hash: String,
    /// When it was queued.
    pub created_at: String,
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

/// Claims a queued row that has this version; the version increases by one. For `Work::guard`.
pub fn claim(key: &str, version: i64, now: &str) -> Statement {
    Statement::one(
        CLAIM,
        "UPDATE outbox
         SET state = 'claimed', version = version + 1, attempts = attempts + 1, changed_at = $3
         WHERE key = $1 AND version = $2 AND state = 'queued'",
        params![key, version, now],
    )
}

/// The outcome of a claimed row: final, or queued for another attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement<'a> {
    /// Sent, stopped, uncertain, or queued again.
    pub state: StoredOutboxState,
    /// Shown to staff, in Swedish.
    pub reason: Option<&'a str>,
    /// Code of what the attempt failed on.
    pub fault: Option<&'a str>,
    /// The earliest instant of the next attempt.
    pub not_before: &'a str,
}

/// Records the outcome of a claimed row that has this version. For `Work::guard`.
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

/// Stops a queued row that has this version, because the repeated decision forbids sending it. No
/// user sees that happen, so the unit's list shows the row until something newer replaces it. For
/// `Work::guard`.
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

/// Stops a row if it is still queued.
pub fn stop(id: &str, reason: &str, now: &str) -> Statement {
    Statement::any(
        "outbox.stop",
        "UPDATE outbox SET state = 'stopped', reason = $2, version = version + 1, changed_at = $3
         WHERE id = $1 AND state = 'queued'",
        params![id, reason, now],
    )
}

/// Stops all mail that is queued in a case. Letters are not touched: the case has an event for
/// each.
pub fn stop_case(case_key: &str, reason: &str, now: &str) -> Statement {
    Statement::any(
        "outbox.stop-case",
        "UPDATE outbox SET state = 'stopped', reason = $2, version = version + 1, changed_at = $3
         WHERE case_key = $1 AND state = 'queued' AND channel <> 'post'",
        params![case_key, reason, now],
    )
}

/// Marks a queued or uncertain row as sent: staff have sent it by hand, or found that it arrived.
/// It conflicts while a worker has claimed it, because it may be in transit.
pub fn sent_by_hand(id: &str, reason: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET state = 'sent', reason = $2, fault = NULL, version = version + 1, changed_at = $3
         WHERE id = $1 AND state IN ('queued', 'uncertain')",
        params![id, reason, now],
    )
}

/// Stops an uncertain row, because a person has decided not to send it again.
pub fn give_up(id: &str, reason: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox SET state = 'stopped', reason = $2, version = version + 1, changed_at = $3
         WHERE id = $1 AND state = 'uncertain'",
        params![id, reason, now],
    )
}

/// Queues an uncertain row again, as the same message, because a person has decided so.
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

/// Takes a letter out of the queue to be printed. It conflicts when the letter is not queued.
pub fn print_letter(id: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET state = 'claimed', attempts = attempts + 1, version = version + 1, changed_at = $2
         WHERE id = $1 AND state = 'queued' AND channel = 'post'",
        params![id, now],
    )
}

/// Marks a printed letter as posted, also when it was recalled before the posting was recorded.
pub fn post_letter(id: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET state = 'sent', reason = NULL, fault = NULL, version = version + 1, changed_at = $2
         WHERE id = $1 AND channel = 'post' AND (state = 'claimed' OR fault = 'recalled')",
        params![id, now],
    )
}

/// Marks a posted letter as returned.
pub fn return_letter(id: &str, reason: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET reason = $2, fault = 'returned', version = version + 1, changed_at = $3
         WHERE id = $1 AND state = 'sent' AND channel = 'post'",
        params![id, reason, now],
    )
}

/// Stops a letter that a person has decided not to post.
pub fn stop_letter(id: &str, reason: &str, now: &str) -> Statement {
    Statement::one(
        BY_HAND,
        "UPDATE outbox
         SET state = 'stopped', reason = $2, fault = NULL, version = version + 1, changed_at = $3
         WHERE id = $1 AND state IN ('queued', 'claimed', 'stopped') AND channel = 'post'",
        params![id, reason, now],
    )
}

/// Holds back a letter because the case has changed: a queued letter is stopped, a printed one is
/// recalled. The recall is kept as its fault until somebody has destroyed the paper.
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

/// Queued rows of a channel to an audience whose time has come, the oldest first. Claim each before
/// sending it.
pub fn ready((channel, audience): (&str, &str), now: &str, limit: i64) -> Query<StoredOutboxRow> {
    Query::new(
        "outbox.ready",
        "SELECT key, id, case_key, audience, channel, subject, content, state, reason, version,
                attempts, not_before, policy_hash, case_version, group_version, content_hash,
                created_at, changed_at, fault
         FROM outbox WHERE state = 'queued' AND not_before <= $2 AND channel = $1 AND audience = $4
         ORDER BY not_before, key LIMIT $3",
        params![channel, now, limit, audience],
        ROW,
    )
}

/// Rows of a channel that were claimed before an instant and never settled: their worker has
/// crashed or stopped.
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

/// All rows of a case, in the order they were queued.
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

/// How many rows [`of_unit`] has.
pub fn count_of_unit(unit: &str) -> Query<i64> {
    Query::new(
        "outbox.count-of-unit",
        "SELECT COUNT(*) FROM worklist w JOIN outbox o ON o.case_key = w.case_key
         WHERE w.unit = $1
           AND (o.state IN ('queued', 'claimed', 'uncertain') OR o.fault = 'recalled'
                OR (o.state IN ('stopped', 'sent') AND o.fault IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.case_key = o.case_key
                                    AND n.channel = o.channel AND n.subject = o.subject
                                    AND n.key > o.key)))",
        params![unit],
        |row| row.integer(0),
    )
}

/// What waits or has failed in the cases that a unit has on its worklist, the oldest first: queued,
/// claimed and uncertain rows, recalled letters, and dead or returned letters that nothing newer
/// has replaced.
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
    pub channel: String,
    pub state: StoredOutboxState,
    pub rows: i64,
}

/// How many rows of a channel failed with a fault and have not been sent since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultCount {
    pub channel: String,
    /// The code of what they failed on.
    pub fault: String,
    pub rows: i64,
}

/// What sending has failed on, by channel. Rows that the program itself held back (decided again,
/// recalled) are not counted.
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

/// The number of rows by channel and state.
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

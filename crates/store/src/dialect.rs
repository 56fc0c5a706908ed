//! All SQL that differs between SQLite and PostgreSQL, except the schema's differences, which are
//! marked in `migrations/`. All other statements are one text for both.

use crate::statement::Sql;

/// The oldest SQLite version that is accepted: older ones have a bug that can lose data when the
/// write-ahead log is reset.
pub(crate) const OLDEST_SQLITE: i32 = 3_051_003;

/// The settings of every SQLite connection. How often SQLite checkpoints its log decides half of
/// the throughput: 32,000 pages of log are about 125 MB (docs/decisions, "What the trial taught").
pub(crate) const SQLITE_CONNECTION: &str = "
    PRAGMA page_size = 4096;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 32000;
    PRAGMA journal_size_limit = 268435456;
    PRAGMA cache_size = -16384;
    PRAGMA mmap_size = 0;
    PRAGMA temp_store = MEMORY;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;";

/// How many pages of write-ahead log the writer lets grow before it moves them into the file.
pub(crate) const SQLITE_LONG_LOG: i32 = 32_000;

/// Moves the write-ahead log into the file, without waiting for readers.
pub(crate) const SQLITE_MOVE_LOG: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// The same, and empties the log: after it no old page can be read from the log again.
pub(crate) const SQLITE_EMPTY_LOG: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// The further settings of a connection that only reads. Its cache is half as large, because two
/// readers and the operating system otherwise cache the same pages three times.
pub(crate) const SQLITE_READER: &str = "
    PRAGMA query_only = ON;
    PRAGMA cache_size = -8192;";

/// A list of texts as one parameter: a JSON array, which both databases can take apart.
pub(crate) fn list(items: &[String]) -> String {
    serde_json::Value::from(items).to_string()
}

/// One page of the worklist for a user of many units: it walks all open cases by due instant and
/// skips those of other units. `INDEXED BY` because SQLite would otherwise collect every row of
/// every unit and sort them.
pub(crate) const WORKLIST_SCAN: Sql = Sql::each(
    "SELECT w.unit, w.due, w.id, w.case_key, COALESCE(c.version, w.version), w.recheck_at,
            w.state, w.next_step, w.payload
     FROM worklist w INDEXED BY worklist_by_due LEFT JOIN cases c ON c.key = w.case_key
     WHERE (w.due, w.id) > ($1, $2) AND w.due < $3
       AND w.unit IN (SELECT value FROM json_each($4))
     ORDER BY w.due, w.id, w.unit LIMIT $5",
    "SELECT w.unit, w.due, w.id, w.case_key, COALESCE(c.version, w.version), w.recheck_at,
            w.state, w.next_step, w.payload
     FROM worklist w LEFT JOIN cases c ON c.key = w.case_key
     WHERE (w.due, w.id) > ($1, $2) AND w.due < $3
       AND w.unit = ANY (ARRAY (SELECT json_array_elements_text($4::text::json)))
     ORDER BY w.due, w.id, w.unit LIMIT $5",
);

/// All events of some cases, ordered by case and place.
pub(crate) const EVENTS_OF_CASES: Sql = Sql::each(
    "SELECT case_key, seq, kind, version, payload, at, actor, unit, prev_hash FROM events
     WHERE case_key IN (SELECT value FROM json_each($1)) ORDER BY case_key, seq",
    "SELECT case_key, seq, kind, version, payload, at, actor, unit, prev_hash FROM events
     WHERE case_key = ANY (ARRAY (SELECT json_array_elements_text($1::text::json)))
     ORDER BY case_key, seq",
);

/// How many tries to log in some subjects have made.
pub(crate) const LOG_IN_COUNTS: Sql = Sql::each(
    "SELECT subject, version, tries, last_at, open_at FROM log_in_counts
     WHERE subject IN (SELECT value FROM json_each($1))",
    "SELECT subject, version, tries, last_at, open_at FROM log_in_counts
     WHERE subject = ANY (ARRAY (SELECT json_array_elements_text($1::text::json)))",
);

/// How many chains the audit log has in PostgreSQL: as many as the pool has connections.
pub(crate) const POSTGRES_CHAINS: i64 = 16;

/// Appends an audit entry to its chain in PostgreSQL: `$1` chain, `$2` digest, then the fields. The
/// head row is locked until the commit, so that two entries never take the same place.
pub(crate) const POSTGRES_AUDIT: &str = "
    WITH head AS (
        UPDATE audit_heads
        SET seq = seq + 1, previous = hash, hash = sha256(hash || $2)
        WHERE chain = $1
        RETURNING chain, seq, previous, hash)
    INSERT INTO audit (chain, seq, at, actor, unit, action, case_key, patient_ref, detail,
                       prev_hash, hash, organisation, seals)
    SELECT chain, seq, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text,
           previous, hash,
           COALESCE((SELECT organisation FROM units WHERE hsa_id = $5::text), ''), $10::text
    FROM head";

/// Appends an audit entry in SQLite, where the writer thread knows the place and the hashes.
pub(crate) const SQLITE_AUDIT: &str = "
    INSERT INTO audit (chain, seq, at, actor, unit, action, case_key, patient_ref, detail,
                       prev_hash, hash, organisation, seals)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
            COALESCE((SELECT organisation FROM units WHERE hsa_id = $5), ''), $12)";

/// The head of SQLite's only chain.
pub(crate) const SQLITE_HEAD: &str = "SELECT seq, hash FROM audit_heads WHERE chain = 0";

/// Moves the head of SQLite's only chain, once in each commit.
pub(crate) const SQLITE_MOVE_HEAD: &str =
    "UPDATE audit_heads SET seq = $1, previous = $2, hash = $3 WHERE chain = 0";

/// Creates the head of a chain that does not exist yet.
pub(crate) const MAKE_HEAD: &str = "
    INSERT INTO audit_heads (chain, seq, previous, hash) VALUES ($1, 0, $2, $2)
    ON CONFLICT (chain) DO NOTHING";

/// What the database itself says about its files: rows of text, `ok` when all is well.
pub(crate) const INTEGRITY: Sql = Sql::each("PRAGMA quick_check(20)", "SELECT 'ok'::text");

/// The number of events, and the bytes of their payloads, of all their columns, and of the pages
/// that hold them. Only SQLite can tell the last.
pub(crate) const SQLITE_EVENT_ROOM: &str = "
 SELECT COUNT(*), COALESCE(SUM(LENGTH(CAST(payload AS BLOB))), 0),
        COALESCE(SUM(LENGTH(CAST(payload AS BLOB)) + LENGTH(kind) + LENGTH(at) + LENGTH(actor)
                     + LENGTH(unit)), 0),
        (SELECT COALESCE(SUM(pgsize), 0) FROM dbstat WHERE name = 'events' AND aggregate = TRUE)
 FROM events";

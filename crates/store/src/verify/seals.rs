//! Compares what the log sealed with what the store holds, both ways: each event, each row of what
//! was told and each row of the registers has its seal, and each seal has what it sealed.

use std::collections::{BTreeMap, BTreeSet};

use base16ct::lower::encode_string;

use crate::{
    audit::Hash,
    database::Database,
    error::StoreError,
    journal,
    seal::{self, CaseSeal, RECORDS, Record, Sealed, Seals},
    statement::{Query, params},
    value::Value,
};

/// How many cases, or entries of the log, are read at a time.
const CHUNK: i64 = 500;

/// A difference between the log's seals and the store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SealFinding {
    /// The event does not carry the hash of the one before it.
    Unlinked { case: String, seq: i64 },
    /// The events are not those that the log sealed.
    Events { case: String, from: i64, to: i64 },
    /// What the events told is not what the log sealed.
    Told { case: String, from: i64, to: i64 },
    /// No entry of the log seals the events from this place on.
    Unsealed { case: String, from: i64 },
    /// The log seals events that are not there.
    Gone { case: String, from: i64 },
    /// The log seals the same events twice.
    Twice { case: String, from: i64 },
    /// The log seals events of a case that is not there.
    CaseGone,
    /// A row of a register is not what the log last said of it.
    Row { table: &'static str, key: String },
    /// A row of a register has no seal.
    RowUnsealed { table: &'static str, key: String },
    /// The log seals a row of a register that is not there.
    RowGone { table: &'static str, key: String },
    /// An entry seals what its act does not write.
    Misplaced { chain: i64, seq: i64 },
    /// What an entry seals cannot be read.
    Unreadable { chain: i64, seq: i64 },
}

impl std::fmt::Display for SealFinding {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unlinked { case, seq } => write!(
                out,
                "case {case}: event {seq} does not follow on the one before it"
            ),
            Self::Events { case, from, to } => write!(
                out,
                "case {case}: events {from} to {to} are not those that the log sealed"
            ),
            Self::Told { case, from, to } => write!(
                out,
                "case {case}: what events {from} to {to} told is not what the log sealed"
            ),
            Self::Unsealed { case, from } => write!(
                out,
                "case {case}: nothing in the log seals event {from} and those after it"
            ),
            Self::Gone { case, from } => write!(
                out,
                "case {case}: the log seals event {from}, which is not there"
            ),
            Self::Twice { case, from } => {
                write!(out, "case {case}: the log seals event {from} twice")
            }
            Self::CaseGone => write!(out, "the log seals events of a case that is not there"),
            Self::Row { table, key } => {
                write!(out, "{table} {key}: the row is not what the log says of it")
            }
            Self::RowUnsealed { table, key } => {
                write!(out, "{table} {key}: the log does not mention this row")
            }
            Self::RowGone { table, key } => {
                write!(out, "{table} {key}: the log seals a row that is not there")
            }
            Self::Misplaced { chain, seq } => write!(
                out,
                "audit chain {chain}: entry {seq} seals what its act does not write"
            ),
            Self::Unreadable { chain, seq } => write!(
                out,
                "audit chain {chain}: what entry {seq} seals cannot be read"
            ),
        }
    }
}

/// Compares the whole store with its log. Reads the registers first, and the log as far as it was
/// then, so that what is written meanwhile is no finding.
///
/// # Errors
/// When the store cannot be read.
pub async fn seals(database: &Database) -> Result<Vec<SealFinding>, StoreError> {
    let mut findings = Vec::new();
    let mut queries: Vec<Query<Vec<Value>>> = vec![heads()];
    queries.extend(RECORDS.iter().map(|record| seal::every(record)));
    let mut tables = database.read_all(queries).await?.into_iter();
    let ends: BTreeMap<i64, i64> = tables
        .next()
        .unwrap_or_default()
        .iter()
        .filter_map(|head| Some((integer(head, 0)?, integer(head, 1)?)))
        .collect();
    let mut registers = Registers::default();
    for (record, rows) in RECORDS.iter().zip(tables) {
        for row in rows {
            registers.found(record, &row);
        }
    }
    let mut cases = walk_log(database, &ends, &mut registers, &mut findings).await?;
    registers.judge(&mut findings);
    walk_cases(database, &mut cases, &mut findings).await?;
    findings.extend(cases.into_iter().map(|_| SealFinding::CaseGone));
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// Reads the seals of the log up to the given ends. Returns the cases that they seal events of.
async fn walk_log(
    database: &Database,
    ends: &BTreeMap<i64, i64>,
    registers: &mut Registers,
    findings: &mut Vec<SealFinding>,
) -> Result<BTreeSet<String>, StoreError> {
    let mut cases = BTreeSet::new();
    let mut after = (i64::MIN, 0);
    loop {
        let rows = database.read(sealing_entries(after)).await?;
        let Some(last) = rows.last() else {
            return Ok(cases);
        };
        after = (last.chain, last.seq);
        for row in rows {
            if ends.get(&row.chain).is_none_or(|end| row.seq > *end) {
                continue;
            }
            let Ok(seals) = serde_json::from_str::<Seals>(&row.seals) else {
                findings.push(SealFinding::Unreadable {
                    chain: row.chain,
                    seq: row.seq,
                });
                continue;
            };
            if !may_seal(&row.action, &seals) {
                findings.push(SealFinding::Misplaced {
                    chain: row.chain,
                    seq: row.seq,
                });
            }
            cases.extend(seals.cases.into_iter().map(|case| case.case));
            for sealed in seals.rows {
                registers.said(&sealed.table, &sealed.key, sealed.before, sealed.after);
            }
        }
    }
}

/// Whether an act writes what its entry seals. A look or a log-in writes nothing that is sealed, so
/// whoever adds an entry to cover a forgery adds one that log review looks at.
fn may_seal(action: &str, seals: &Seals) -> bool {
    // What is stopped on its way out is recorded in the case, and is a denial.
    let of_cases = ["change", "disclose", "deny", "seal"];
    let cases = seals.cases.is_empty() || of_cases.contains(&action);
    let row = |sealed: &Sealed| match sealed.table.as_str() {
        "emergency_openings" => ["emergency", "seal"].contains(&action),
        // An act that is to be looked at raises its item itself.
        "log_reviews" => [
            "administer",
            "change",
            "disclose",
            "emergency",
            "review",
            "seal",
        ]
        .contains(&action),
        "log_draws" => ["review", "seal"].contains(&action),
        // The plan of a case is changed by those who change the case.
        "stream_events" if sealed.key.starts_with(journal::PLAN_STREAMS) => {
            of_cases.contains(&action)
        }
        _ => ["administer", "seal"].contains(&action),
    };
    cases && seals.rows.iter().all(row)
}

/// What a register's row is and what the log says that it was: how many times it became each state,
/// less how many times it left it. The log's chains have no common order, and need none: a row that
/// went from one state to the next has left every state but the last as often as it became it.
#[derive(Default)]
struct Balance {
    now: Option<Hash>,
    states: BTreeMap<Option<String>, i64>,
}

#[derive(Default)]
struct Registers(BTreeMap<(&'static str, String), Balance>);

impl Registers {
    fn found(&mut self, record: &'static Record, columns: &[Value]) {
        let key = columns.get(..record.keys).unwrap_or_default();
        let place = (record.name, seal::key_text(key));
        self.0.entry(place).or_default().now = Some(seal::of_row(columns));
    }

    fn said(&mut self, table: &str, key: &str, before: Option<String>, after: Option<String>) {
        let Some(record) = RECORDS.iter().find(|record| record.name == table) else {
            return;
        };
        let states = &mut self
            .0
            .entry((record.name, key.to_owned()))
            .or_default()
            .states;
        *states.entry(before).or_default() -= 1;
        *states.entry(after).or_default() += 1;
    }

    fn judge(self, findings: &mut Vec<SealFinding>) {
        for ((table, key), mut balance) in self.0 {
            let unsealed = balance.states.is_empty();
            // Every row begins as none, and ends as what it is now.
            *balance.states.entry(None).or_default() += 1;
            let now = balance.now.map(|hash| encode_string(&hash));
            *balance.states.entry(now).or_default() -= 1;
            if balance.states.values().all(|times| *times == 0) {
                continue;
            }
            findings.push(if unsealed {
                SealFinding::RowUnsealed { table, key }
            } else if balance.now.is_none() {
                SealFinding::RowGone { table, key }
            } else {
                SealFinding::Row { table, key }
            });
        }
    }
}

/// One case with its events, what they told, and what the log says of them.
#[derive(Default)]
struct SealedCase {
    id: String,
    events: Vec<Vec<Value>>,
    told: Vec<(i64, Hash)>,
    seals: Vec<CaseSeal>,
}

async fn walk_cases(
    database: &Database,
    known: &mut BTreeSet<String>,
    findings: &mut Vec<SealFinding>,
) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let queries = vec![
            case_heads(&after),
            events(&after),
            told(&after),
            entries_of_cases(&after),
        ];
        let mut tables = database.read_all(queries).await?.into_iter();
        let mut next = || tables.next().unwrap_or_default();
        let (heads, events, told, entries) = (next(), next(), next(), next());
        let mut cases: BTreeMap<String, SealedCase> = BTreeMap::new();
        for head in &heads {
            let (Some(key), Some(id)) = (text(head, 0), text(head, 1)) else {
                continue;
            };
            known.remove(key);
            key.clone_into(&mut after);
            let case = cases.entry(key.to_owned()).or_default();
            id.clone_into(&mut case.id);
        }
        if cases.is_empty() {
            return Ok(());
        }
        let mut of = |row: &[Value], add: &mut dyn FnMut(&mut SealedCase)| {
            if let Some(case) = text(row, 0).and_then(|key| cases.get_mut(key)) {
                add(case);
            }
        };
        for event in events {
            of(&event.clone(), &mut |case| case.events.push(event.clone()));
        }
        for row in told {
            let seq = integer(&row, 1).unwrap_or(0);
            of(&row, &mut |case| case.told.push((seq, seal::of_row(&row))));
        }
        for entry in entries {
            // What cannot be read has been found by the walk along the log.
            let seals = text(&entry, 1).and_then(|text| serde_json::from_str::<Seals>(text).ok());
            let key = text(&entry, 0).unwrap_or_default().to_owned();
            for sealed in seals.unwrap_or_default().cases {
                if sealed.case == key {
                    of(&entry, &mut |case| case.seals.push(sealed.clone()));
                }
            }
        }
        for (key, case) in cases {
            check(&key, case, findings);
        }
    }
}

/// Checks one case.
fn check(key: &str, mut case: SealedCase, findings: &mut Vec<SealFinding>) {
    let id = || case.id.clone();
    let mut hash = seal::of_no_event(key);
    let mut hashes: BTreeMap<i64, Hash> = BTreeMap::new();
    for event in &case.events {
        let seq = integer(event, 1).unwrap_or(0);
        if event.last() != Some(&Value::Bytes(hash.to_vec())) {
            findings.push(SealFinding::Unlinked { case: id(), seq });
        }
        hash = seal::of_row(event);
        hashes.insert(seq, hash);
    }
    case.seals.sort_by_key(|seal| (seal.from, seal.to));
    let mut expected = 1;
    for sealed in &case.seals {
        let (from, to) = (sealed.from, sealed.to);
        if from < expected {
            findings.push(SealFinding::Twice { case: id(), from });
        } else if from > expected {
            findings.push(SealFinding::Unsealed {
                case: id(),
                from: expected,
            });
        }
        expected = to + 1;
        let Some(found) = hashes.get(&to) else {
            findings.push(SealFinding::Gone { case: id(), from });
            continue;
        };
        if encode_string(found) != sealed.hash {
            findings.push(SealFinding::Events {
                case: id(),
                from,
                to,
            });
        }
        let told = case
            .told
            .iter()
            .filter(|(seq, _)| (from..=to).contains(seq));
        if seal::of_rows(told.map(|(_, hash)| *hash)).map(|hash| encode_string(&hash))
            != sealed.told
        {
            findings.push(SealFinding::Told {
                case: id(),
                from,
                to,
            });
        }
    }
    let last = hashes.keys().next_back().copied().unwrap_or(0);
    if last >= expected {
        findings.push(SealFinding::Unsealed {
            case: id(),
            from: expected,
        });
    }
    let beyond = |(seq, _): &&(i64, Hash)| *seq < 1 || *seq > last;
    if let Some((seq, _)) = case.told.iter().find(beyond) {
        findings.push(SealFinding::Told {
            case: id(),
            from: *seq,
            to: *seq,
        });
    }
}

fn text(row: &[Value], column: usize) -> Option<&str> {
    match row.get(column) {
        Some(Value::Text(text)) => Some(text),
        Some(Value::Integer(_) | Value::Bytes(_) | Value::Null) | None => None,
    }
}

fn integer(row: &[Value], column: usize) -> Option<i64> {
    match row.get(column) {
        Some(Value::Integer(number)) => Some(*number),
        Some(Value::Text(_) | Value::Bytes(_) | Value::Null) | None => None,
    }
}

pub(crate) fn heads() -> Query<Vec<Value>> {
    Query::new(
        "verify.log-ends",
        "SELECT chain, seq FROM audit_heads",
        Vec::new(),
        seal::values,
    )
}

/// An entry that seals something.
pub(crate) struct SealingEntry {
    chain: i64,
    seq: i64,
    action: String,
    seals: String,
}

pub(crate) fn sealing_entries(after: (i64, i64)) -> Query<SealingEntry> {
    Query::new(
        "verify.sealing-entries",
        "SELECT chain, seq, action, seals FROM audit
         WHERE (chain, seq) > ($1, $2) AND seals IS NOT NULL ORDER BY chain, seq LIMIT $3",
        params![after.0, after.1, CHUNK],
        |row| {
            Ok(SealingEntry {
                chain: row.integer(0)?,
                seq: row.integer(1)?,
                action: row.text(2)?,
                seals: row.text(3)?,
            })
        },
    )
}

pub(crate) fn case_heads(after: &str) -> Query<Vec<Value>> {
    Query::new(
        "verify.sealed-heads",
        "SELECT key, id FROM cases WHERE key > $1 ORDER BY key LIMIT $2",
        params![after, CHUNK],
        seal::values,
    )
}

/// The events of the cases of [`case_heads`], with all their columns.
fn events(after: &str) -> Query<Vec<Value>> {
    let Query {
        name, sql, params, ..
    } = journal::events_of_heads(after, CHUNK);
    Query::new(name, sql, params, seal::values)
}

pub(crate) fn told(after: &str) -> Query<Vec<Value>> {
    Query::new(
        "verify.sealed-told",
        "SELECT case_key, seq, recipient, class, channel, sections FROM told
         WHERE case_key > $1
           AND case_key <= (SELECT MAX(key) FROM
                            (SELECT key FROM cases WHERE key > $1 ORDER BY key LIMIT $2) page)",
        params![after, CHUNK],
        seal::values,
    )
}

/// The entries that seal events of the cases of [`case_heads`].
pub(crate) fn entries_of_cases(after: &str) -> Query<Vec<Value>> {
    Query::new(
        "verify.sealing-entries-of-cases",
        "SELECT case_key, seals FROM audit
         WHERE case_key > $1
           AND case_key <= (SELECT MAX(key) FROM
                            (SELECT key FROM cases WHERE key > $1 ORDER BY key LIMIT $2) page)
           AND seals IS NOT NULL",
        params![after, CHUNK],
        seal::values,
    )
}

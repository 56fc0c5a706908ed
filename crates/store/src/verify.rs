//! Going through the whole store: all events in order, all projection rows, the audit chains.
//! Says what it finds; whether a projection is right is for the caller, who knows the domain.

use std::collections::BTreeMap;

use crate::{
    audit::{self, AuditRow},
    database::Database,
    dialect,
    error::StoreError,
    journal::{self, CaseHead, StoredEvent},
    statement::Query,
    worklist::{self, WorklistRow},
};

/// How many rows are read at a time.
const CHUNK: i64 = 2_000;

/// Something wrong in the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditFinding {
    /// The entry does not say what it said when it was written.
    Changed {
        /// The chain.
        chain: i64,
        /// Its place.
        seq: i64,
    },
    /// The entry does not follow on the one before it: one was dropped, added or swapped.
    Unlinked {
        /// The chain.
        chain: i64,
        /// Its place.
        seq: i64,
    },
    /// Entries are missing before this one.
    Gap {
        /// The chain.
        chain: i64,
        /// The first missing place.
        seq: i64,
    },
    /// The chain does not end where its head says.
    Cut {
        /// The chain.
        chain: i64,
        /// The last place according to the head.
        expected: i64,
        /// The last place found.
        found: i64,
    },
    /// Entries of a chain that has no head.
    Headless {
        /// The chain.
        chain: i64,
    },
}

impl std::fmt::Display for AuditFinding {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Changed { chain, seq } => {
                write!(out, "audit chain {chain}: entry {seq} has been changed")
            }
            Self::Unlinked { chain, seq } => {
                write!(
                    out,
                    "audit chain {chain}: entry {seq} does not follow on the one before it"
                )
            }
            Self::Gap { chain, seq } => write!(out, "audit chain {chain}: entry {seq} is missing"),
            Self::Cut {
                chain,
                expected,
                found,
            } => {
                write!(
                    out,
                    "audit chain {chain}: ends at {found} instead of {expected}"
                )
            }
            Self::Headless { chain } => write!(out, "audit chain {chain}: has no head"),
        }
    }
}

/// What a walk over the audit log found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// How many entries there are.
    pub entries: u64,
    /// What is wrong; empty when all is well.
    pub findings: Vec<AuditFinding>,
}

/// What SQLite finds wrong with its file; nothing when all is well. PostgreSQL looks after its own.
///
/// # Errors
/// When the store cannot be read.
pub async fn integrity(database: &Database) -> Result<Vec<String>, StoreError> {
    let query = Query::new("verify.integrity", dialect::INTEGRITY, Vec::new(), |row| {
        row.text(0)
    });
    let mut findings = database.read(query).await?;
    findings.retain(|finding| finding != "ok");
    Ok(findings)
}

/// Checks every chain of the audit log from its beginning to its head. The heads are read first:
/// entries written meanwhile lie after them and are left out.
///
/// # Errors
/// When the store cannot be read.
pub async fn audit_chains(database: &Database) -> Result<AuditReport, StoreError> {
    let heads = database.read(audit::heads()).await?;
    let ends: BTreeMap<i64, i64> = heads.iter().map(|head| (head.chain, head.seq)).collect();
    let mut report = AuditReport::default();
    let mut walks: BTreeMap<i64, Walk> = BTreeMap::new();
    let mut after = (i64::MIN, 0);
    loop {
        let rows = database.read(audit::page(after.0, after.1, CHUNK)).await?;
        let Some(last) = rows.last() else { break };
        after = (last.chain, last.seq);
        for row in &rows {
            if !ends.contains_key(&row.chain) {
                let headless = AuditFinding::Headless { chain: row.chain };
                if !report.findings.contains(&headless) {
                    report.findings.push(headless);
                }
            } else if ends.get(&row.chain).is_some_and(|end| row.seq > *end) {
                continue;
            }
            report.entries += 1;
            let walk = walks
                .entry(row.chain)
                .or_insert_with(|| Walk::new(row.chain));
            report.findings.extend(walk.step(row));
        }
    }
    for head in heads {
        let walk = walks
            .remove(&head.chain)
            .unwrap_or_else(|| Walk::new(head.chain));
        if walk.seq != head.seq || walk.hash != head.hash {
            report.findings.push(AuditFinding::Cut {
                chain: head.chain,
                expected: head.seq,
                found: walk.seq,
            });
        }
    }
    Ok(report)
}

/// A walk along one chain.
struct Walk {
    seq: i64,
    hash: Vec<u8>,
}

impl Walk {
    fn new(chain: i64) -> Self {
        Self {
            seq: 0,
            hash: audit::genesis(chain).to_vec(),
        }
    }

    fn step(&mut self, row: &AuditRow) -> Option<AuditFinding> {
        let (chain, seq) = (row.chain, row.seq);
        let finding = if seq != self.seq + 1 {
            Some(AuditFinding::Gap {
                chain,
                seq: self.seq + 1,
            })
        } else if row.prev_hash != self.hash {
            Some(AuditFinding::Unlinked { chain, seq })
        } else {
            let previous = audit::Hash::try_from(row.prev_hash.as_slice()).unwrap_or_default();
            let right = audit::link(&previous, &row.entry.digest());
            (right.as_slice() != row.hash).then_some(AuditFinding::Changed { chain, seq })
        };
        self.seq = seq;
        self.hash.clone_from(&row.hash);
        finding
    }
}

/// Gives every event of every case to `visit`, case by case in order.
///
/// # Errors
/// When the store cannot be read, or whatever `visit` says.
pub async fn every_event<E: From<StoreError>>(
    database: &Database,
    mut visit: impl FnMut(StoredEvent) -> Result<(), E>,
) -> Result<(), E> {
    let mut after = (String::new(), 0);
    loop {
        let events = database
            .read(journal::events_page(&after.0, after.1, CHUNK))
            .await?;
        let Some(last) = events.last() else {
            return Ok(());
        };
        after = (last.case_key.clone(), last.seq);
        for event in events {
            visit(event)?;
        }
    }
}

/// Gives the head of every case to `visit`, in the order of their keys.
///
/// # Errors
/// When the store cannot be read, or whatever `visit` says.
pub async fn every_case<E: From<StoreError>>(
    database: &Database,
    mut visit: impl FnMut(CaseHead) -> Result<(), E>,
) -> Result<(), E> {
    let mut after = String::new();
    loop {
        let heads = database.read(journal::heads_page(&after, CHUNK)).await?;
        let Some(last) = heads.last() else {
            return Ok(());
        };
        after.clone_from(&last.key);
        for head in heads {
            visit(head)?;
        }
    }
}

/// Gives every row of the worklist to `visit`, case by case.
///
/// # Errors
/// When the store cannot be read, or whatever `visit` says.
pub async fn every_worklist_row<E: From<StoreError>>(
    database: &Database,
    mut visit: impl FnMut(WorklistRow) -> Result<(), E>,
) -> Result<(), E> {
    let mut after = (String::new(), String::new());
    loop {
        let rows = database
            .read(worklist::all_page(&after.0, &after.1, CHUNK))
            .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = (last.case_key.clone(), last.unit.clone());
        for row in rows {
            visit(row)?;
        }
    }
}

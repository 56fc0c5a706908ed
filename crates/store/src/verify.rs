//! Checks the whole store: all events in order, all projection rows, the audit chains. It reports
//! what it finds; the caller, who knows the domain, decides whether a projection is right.

pub(crate) mod seals;

use std::collections::BTreeMap;

use crate::{
    audit::{self, StoredAuditEntry},
    database::Database,
    dialect,
    error::StoreError,
    journal::{self, StoredCaseHead, StoredEvent},
    statement::Query,
    worklist::{self, StoredWorklistRow},
};

pub use self::seals::{SealFinding, seals};

/// How many rows are read at a time.
const CHUNK: i64 = 2_000;

/// Something wrong in the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditFinding {
    /// The entry has been changed since it was written.
    Changed { chain: i64, seq: i64 },
    /// The entry does not follow from the one before it: an entry was removed, added or swapped.
    Unlinked { chain: i64, seq: i64 },
    /// Entries are missing before this one.
    Gap {
        chain: i64,
        /// The first missing place.
        seq: i64,
    },
    /// The chain does not end where its head says.
    Cut {
        chain: i64,
        /// The last place according to the head.
        expected: i64,
        /// The last place found.
        found: i64,
    },
    /// Entries after the place where the chain's head says that it ends.
    Beyond {
        chain: i64,
        /// The last place according to the head.
        expected: i64,
        /// The last place found.
        found: i64,
    },
    /// Entries of a chain that has no head.
    Headless { chain: i64 },
    /// A checkpoint recorded more entries than there are: the last entries were removed together
    /// with the head.
    CutSince {
        chain: i64,
        /// The place of the last entry when the checkpoint was made.
        expected: i64,
        /// The last place found.
        found: i64,
        /// The checkpoint's number.
        checkpoint: i64,
    },
    /// An entry differs from the one that a checkpoint recorded at its place: the chain was
    /// rewritten, at least up to that place.
    MadeAnew {
        chain: i64,
        seq: i64,
        /// The checkpoint's number.
        checkpoint: i64,
    },
}

/// What a checkpoint records of one chain: its last entry at that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The checkpoint's number.
    pub checkpoint: i64,
    pub chain: i64,
    /// The place of the last entry.
    pub seq: i64,
    /// The hash of that entry.
    pub hash: Vec<u8>,
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
            Self::Beyond {
                chain,
                expected,
                found,
            } => write!(
                out,
                "audit chain {chain}: its head is at {expected}, and entries go on to {found}"
            ),
            Self::Headless { chain } => write!(out, "audit chain {chain}: has no head"),
            Self::CutSince {
                chain,
                expected,
                found,
                checkpoint,
            } => write!(
                out,
                "audit chain {chain}: ends at {found}; checkpoint {checkpoint} knew {expected} \
                 entries"
            ),
            Self::MadeAnew {
                chain,
                seq,
                checkpoint,
            } => write!(
                out,
                "audit chain {chain}: entry {seq} is not the one that checkpoint {checkpoint} knew"
            ),
        }
    }
}

/// The result of checking the audit log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// The number of entries.
    pub entries: u64,
    /// Empty when the log is intact.
    pub findings: Vec<AuditFinding>,
}

/// The errors that SQLite finds in its file; empty when there are none, and always on PostgreSQL.
///
/// # Errors
/// When the store cannot be read.
pub async fn integrity(database: &Database) -> Result<Vec<String>, StoreError> {
    let mut findings = database.read(quick_check()).await?;
    findings.retain(|finding| finding != "ok");
    Ok(findings)
}

/// How many rows of the audit log stand under another organisation than their unit's. A unit's
/// organisation never changes, so such a row has been moved out of its reviewer's sight.
///
/// # Errors
/// When the store cannot be read.
pub async fn moved_rows(database: &Database) -> Result<i64, StoreError> {
    Ok(database.read_one(moved()).await?.unwrap_or(0))
}

pub(crate) fn moved() -> Query<i64> {
    Query::new(
        "verify.moved",
        "SELECT COUNT(*) FROM audit a JOIN units u ON u.hsa_id = a.unit
         WHERE a.organisation <> u.organisation",
        Vec::new(),
        |row| row.integer(0),
    )
}

pub(crate) fn quick_check() -> Query<String> {
    Query::new("verify.integrity", dialect::INTEGRITY, Vec::new(), |row| {
        row.text(0)
    })
}

/// Checks every chain of the audit log from its beginning to its head, and against the given
/// anchors of checkpoints, which must have been read before. The heads are read first, so entries
/// written meanwhile are left out.
///
/// # Errors
/// When the store cannot be read.
pub async fn audit_chains(
    database: &Database,
    anchors: Vec<Anchor>,
) -> Result<AuditReport, StoreError> {
    let mut anchors = Anchors::of(anchors);
    let heads = database.read(audit::heads()).await?;
    let ends: BTreeMap<i64, i64> = heads.iter().map(|head| (head.chain, head.seq)).collect();
    let mut report = AuditReport::default();
    let mut walks: BTreeMap<i64, Walk> = BTreeMap::new();
    let mut after = (i64::MIN, 0);
    let mut beyond: BTreeMap<i64, i64> = BTreeMap::new();
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
                beyond.insert(row.chain, row.seq);
                continue;
            }
            report.entries += 1;
            let walk = walks
                .entry(row.chain)
                .or_insert_with(|| Walk::new(row.chain));
            report.findings.extend(walk.step(row));
            report
                .findings
                .extend(anchors.meet(row.chain, row.seq, &row.hash));
        }
    }
    // The heads are read again, because entries written meanwhile have moved them.
    for head in database.read(audit::heads()).await? {
        if let Some(found) = beyond.get(&head.chain).filter(|found| **found > head.seq) {
            report.findings.push(AuditFinding::Beyond {
                chain: head.chain,
                expected: head.seq,
                found: *found,
            });
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
        report
            .findings
            .extend(anchors.left_of(head.chain, walk.seq));
    }
    report.findings.extend(anchors.left());
    Ok(report)
}

/// The anchors of checkpoints by place; of several with the same hash only the earliest.
struct Anchors(BTreeMap<(i64, i64), Vec<Anchor>>);

impl Anchors {
    fn of(anchors: Vec<Anchor>) -> Self {
        let mut places: BTreeMap<(i64, i64), Vec<Anchor>> = BTreeMap::new();
        for anchor in anchors {
            let known = places.entry((anchor.chain, anchor.seq)).or_default();
            if !known.iter().any(|other| other.hash == anchor.hash) {
                known.push(anchor);
            }
        }
        Self(places)
    }

    /// Compares an entry with the anchors at its place.
    fn meet(&mut self, chain: i64, seq: i64, hash: &[u8]) -> Vec<AuditFinding> {
        let known = self.0.remove(&(chain, seq)).unwrap_or_default();
        known
            .into_iter()
            .filter(|anchor| anchor.hash != hash)
            .map(|anchor| AuditFinding::MadeAnew {
                chain,
                seq,
                checkpoint: anchor.checkpoint,
            })
            .collect()
    }

    /// The finding for anchors of a chain beyond its last entry: one only, for the checkpoint that
    /// recorded most entries.
    fn left_of(&mut self, chain: i64, found: i64) -> Option<AuditFinding> {
        let rest: Vec<(i64, i64)> = self
            .0
            .range((chain, i64::MIN)..=(chain, i64::MAX))
            .map(|(place, _)| *place)
            .collect();
        let most = rest.last().and_then(|place| self.0.get(place)?.first());
        let finding = most.map(|anchor| AuditFinding::CutSince {
            chain,
            expected: anchor.seq,
            found,
            checkpoint: anchor.checkpoint,
        });
        for place in rest {
            self.0.remove(&place);
        }
        // A gap in the middle is reported as a gap; only places past the end count as cut off.
        finding.filter(|finding| {
            matches!(finding, AuditFinding::CutSince { expected, .. } if *expected > found)
        })
    }

    /// The findings for chains that checkpoints recorded and that are missing entirely.
    fn left(mut self) -> Vec<AuditFinding> {
        let chains: std::collections::BTreeSet<i64> =
            self.0.keys().map(|(chain, _)| *chain).collect();
        chains
            .into_iter()
            .filter_map(|chain| self.left_of(chain, 0))
            .collect()
    }
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

    fn step(&mut self, row: &StoredAuditEntry) -> Option<AuditFinding> {
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
            let right = audit::link(&previous, &row.entry.digest(row.seals.as_deref()));
            (right.as_slice() != row.hash).then_some(AuditFinding::Changed { chain, seq })
        };
        self.seq = seq;
        self.hash.clone_from(&row.hash);
        finding
    }
}

/// Calls `visit` with every event of every case, ordered by case and place.
///
/// # Errors
/// When the store cannot be read, or when `visit` fails.
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

/// Calls `visit` with the head of every case, in the order of their keys.
///
/// # Errors
/// When the store cannot be read, or when `visit` fails.
pub async fn every_case<E: From<StoreError>>(
    database: &Database,
    mut visit: impl FnMut(StoredCaseHead) -> Result<(), E>,
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

/// Calls `visit` with every row of the worklist, case by case.
///
/// # Errors
/// When the store cannot be read, or when `visit` fails.
pub async fn every_worklist_row<E: From<StoreError>>(
    database: &Database,
    mut visit: impl FnMut(StoredWorklistRow) -> Result<(), E>,
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

/// A case with everything that a check of its worklist rows needs, read in one snapshot.
#[derive(Clone, Debug)]
pub struct WholeCase {
    pub head: StoredCaseHead,
    /// Its events in order.
    pub events: Vec<StoredEvent>,
    /// Its worklist rows, by unit.
    pub rows: Vec<StoredWorklistRow>,
}

/// At most `limit` cases after a key (empty for the first page), each with its events and rows, in
/// three queries for any number of cases and events.
///
/// # Errors
/// When the store cannot be read.
pub async fn whole_cases(
    database: &Database,
    after: &str,
    limit: i64,
) -> Result<Vec<WholeCase>, StoreError> {
    let (heads, events, rows) = database
        .read_three(
            journal::heads_page(after, limit),
            journal::events_of_heads(after, limit),
            worklist::of_heads(after, limit),
        )
        .await?;
    let mut events = events.into_iter().peekable();
    let mut rows = rows.into_iter().peekable();
    let mut cases = Vec::with_capacity(heads.len());
    for head in heads {
        let mut case = WholeCase {
            events: Vec::with_capacity(usize::try_from(head.version).unwrap_or(0)),
            rows: Vec::new(),
            head,
        };
        while let Some(event) = events.next_if(|event| event.case_key == case.head.key) {
            case.events.push(event);
        }
        while let Some(row) = rows.next_if(|row| row.case_key == case.head.key) {
            case.rows.push(row);
        }
        cases.push(case);
    }
    Ok(cases)
}

/// The number of cases, for a progress bar.
///
/// # Errors
/// When the store cannot be read.
pub async fn case_count(database: &Database) -> Result<u64, StoreError> {
    let found = database.read_one(cases()).await?;
    Ok(u64::try_from(found.unwrap_or(0)).unwrap_or(0))
}

pub(crate) fn cases() -> Query<i64> {
    Query::new(
        "verify.case-count",
        "SELECT COUNT(*) FROM cases",
        Vec::new(),
        |row| row.integer(0),
    )
}

//! `verify` reads the whole store, builds every case from its events and computes every worklist
//! row again. Cases are read in chunks; while all processors compute one chunk the next is read.

use disclosure::views;
use jiff::{SignedDuration, Timestamp};
use store::{
    StoreError, audit,
    verify::{self, WholeCase},
    worklist::StoredWorklistRow,
};
use tokio::task::JoinSet;

use crate::{
    App,
    case_cache::{Loaded, loaded_of},
    checkpoint::{Checkpoint, Witness, examined},
    clock::stamp,
    error::AppError,
    worklist,
};

/// How long the log may go on without a checkpoint; the program makes one every five minutes.
const SIGNED_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// How many cases are read at a time.
pub(crate) const TOGETHER: i64 = 512;

/// The result of checking a store: counts and findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    pub cases: u64,
    pub events: u64,
    pub log_entries: u64,
    /// Number of the log's checkpoints in the database.
    pub checkpoints: u64,
    /// What is wrong; empty when all is well. Never names a person.
    pub findings: Vec<String>,
}

impl App {
    /// Checks that every case can be built from its events, that the projections agree with the
    /// events, and that the log's chains are intact.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn verify(&self) -> Result<Verified, AppError> {
        self.verify_with(&Witness::default()).await
    }

    /// As [`Self::verify`], and also checks the log's checkpoints against what is known outside the
    /// database.
    ///
    /// # Errors
    /// When the store cannot be read, or a newer program has written to it.
    pub async fn verify_with(&self, witness: &Witness) -> Result<Verified, AppError> {
        let mut verified = Verified::default();
        let database = &self.inner.database;
        // Read before the chains: entries that a checkpoint covers must then be in them.
        let lines = self.checkpoint_lines(0).await?;
        verified.checkpoints = u64::try_from(lines.len()).unwrap_or(0);
        let anchors = examined(&lines, witness, &mut verified.findings);
        if witness.knows_something() {
            let latest = lines.last().and_then(|(_, line)| Checkpoint::read(line));
            verified
                .findings
                .extend(self.unsigned(latest.as_ref()).await?);
        }
        // The log and the file are checked in parallel with the cases.
        let log = tokio::spawn({
            let database = database.clone();
            async move {
                let chains = verify::audit_chains(&database, anchors).await?;
                Ok::<_, StoreError>((chains, verify::integrity(&database).await?))
            }
        });
        let now = self.now();
        let mut cases = verify::whole_cases(database, "", TOGETHER).await?;
        while let Some(last) = cases.last() {
            let after = last.head.key.clone();
            verified.cases += u64::try_from(cases.len()).unwrap_or(0);
            let events = cases.iter().map(|case| case.events.len());
            verified.events += u64::try_from(events.sum::<usize>()).unwrap_or(0);
            let (next, found) = tokio::join!(
                verify::whole_cases(database, &after, TOGETHER),
                self.check_cases(cases, now)
            );
            verified.findings.extend(found?);
            cases = next?;
        }
        let (chains, integrity) = log
            .await
            .map_err(|error| AppError::fault("log", &error))??;
        verified.log_entries = chains.entries;
        verified
            .findings
            .extend(chains.findings.iter().map(ToString::to_string));
        verified.findings.extend(integrity);
        let seals = verify::seals(database).await?;
        verified
            .findings
            .extend(seals.iter().map(ToString::to_string));
        let moved = verify::moved_rows(database).await?;
        if moved > 0 {
            verified.findings.push(format!(
                "access log: {moved} entries stand under another organisation than their unit's"
            ));
        }
        Ok(verified)
    }

    /// The finding that the log has gone on for too long without a checkpoint: then nobody outside
    /// the database knows how it went on.
    async fn unsigned(&self, latest: Option<&Checkpoint>) -> Result<Option<String>, AppError> {
        let database = &self.inner.database;
        let too_old = stamp(
            self.now()
                .saturating_sub(SIGNED_WITHIN)
                .unwrap_or(Timestamp::MIN),
        );
        let mut since: Option<String> = None;
        for head in database.read(audit::heads()).await? {
            let covered = latest.map_or(0, |latest| latest.covers(head.chain));
            let next = database
                .read_one(audit::at_place(head.chain, covered + 1))
                .await?;
            let at = next.map(|row| row.entry.at).filter(|at| *at < too_old);
            since = since.into_iter().chain(at).min();
        }
        Ok(since.map(|since| format!("the log has no checkpoint of its entries since {since}")))
    }

    async fn check_cases(
        &self,
        cases: Vec<WholeCase>,
        now: Timestamp,
    ) -> Result<Vec<String>, AppError> {
        let mut findings = Vec::new();
        for part in self
            .on_all(cases, move |app, case| app.check_case(&case, now))
            .await?
        {
            findings.extend(part?);
        }
        Ok(findings)
    }

    /// Does something with each of many cases, spread over the machine's processors. The results
    /// come in the order of the cases.
    pub(crate) async fn on_all<T: Send + 'static>(
        &self,
        cases: Vec<WholeCase>,
        work: impl Fn(&Self, WholeCase) -> T + Clone + Send + 'static,
    ) -> Result<Vec<T>, AppError> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let share = cases.len().div_ceil(processors).max(1);
        let mut cases = cases.into_iter();
        let mut parts = JoinSet::new();
        for place in 0.. {
            let part: Vec<WholeCase> = cases.by_ref().take(share).collect();
            if part.is_empty() {
                break;
            }
            let (app, work) = (self.clone(), work.clone());
            parts.spawn_blocking(move || {
                let done: Vec<T> = part.into_iter().map(|case| work(&app, case)).collect();
                (place, done)
            });
        }
        let mut done: Vec<(usize, Vec<T>)> = Vec::with_capacity(processors);
        while let Some(part) = parts.join_next().await {
            done.push(part.map_err(|error| AppError::fault("processors", &error))?);
        }
        done.sort_by_key(|(place, _)| *place);
        Ok(done.into_iter().flat_map(|(_, done)| done).collect())
    }

    fn check_case(&self, case: &WholeCase, now: Timestamp) -> Result<Vec<String>, AppError> {
        let head = &case.head;
        let loaded = match loaded_of(&head.key, &case.events) {
            Ok(loaded) => loaded,
            // Reported once, not for every case: nothing is wrong with the store.
            Err(error @ AppError::NewerJournal(_)) => return Err(error),
            Err(error) => return Ok(vec![format!("case {}: {error}", head.id)]),
        };
        let mut findings = Vec::new();
        if i64::try_from(loaded.version).ok() != Some(head.version) {
            findings.push(format!(
                "case {}: the head says version {}, the events say {}",
                head.id, head.version, loaded.version
            ));
        }
        let closed_at = loaded.case.closed.as_ref().map(|closed| stamp(closed.at));
        if loaded.case.id.to_string() != head.id || closed_at != head.closed_at {
            findings.push(format!(
                "case {}: its head says another id or another end than the events",
                head.id
            ));
        }
        self.check_worklist(&loaded, &case.rows, now, &mut findings)?;
        Ok(findings)
    }

    fn check_worklist(
        &self,
        loaded: &Loaded,
        found: &[StoredWorklistRow],
        now: Timestamp,
        findings: &mut Vec<String>,
    ) -> Result<(), AppError> {
        let right = self.worklist_rows(loaded, now)?;
        let due_for_recheck = |row: &StoredWorklistRow| {
            row.recheck_at
                .as_ref()
                .is_some_and(|at| at.as_str() <= stamp(now).as_str())
        };
        for row in &right {
            let stored = found.iter().find(|other| other.unit == row.unit);
            let fits = stored.is_some_and(|stored| {
                due_for_recheck(stored)
                    || (stored.version <= row.version
                        && stored.next_step == row.next_step
                        && stored.due == row.due
                        && same_payload(stored, row, now))
            });
            if !fits {
                findings.push(format!(
                    "case {}: the worklist row of {} differs from the events",
                    loaded.case.id, row.unit
                ));
            }
        }
        for stored in found {
            if !right.iter().any(|row| row.unit == stored.unit) {
                findings.push(format!(
                    "case {}: {} has a worklist row and no part in the case",
                    loaded.case.id, stored.unit
                ));
            }
        }
        Ok(())
    }
}

/// Whether two rows show the same. Parts that depend only on the clock are computed for both at
/// `now`.
fn same_payload(one: &StoredWorklistRow, other: &StoredWorklistRow, now: Timestamp) -> bool {
    if one.payload == other.payload {
        return true;
    }
    let shown = |row: &StoredWorklistRow| {
        let view = worklist::read(row).ok()?;
        Some(views::WorklistRow { version: 0, ..view }.at(now))
    };
    let (one, other) = (shown(one), shown(other));
    one.is_some() && one == other
}

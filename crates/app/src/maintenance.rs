//! What is done beside the users: worklist rows computed again when the clock alone changes them,
//! `verify`, backup and the forgetting of what has run out.

use std::path::Path;

use jiff::SignedDuration;
use store::{
    Database, Work, backup, drafts, idempotency, people, presence, verify,
    worklist::{self, WorklistRow},
};

use crate::{
    App,
    checkpoint::{Witness, examined},
    clock::stamp,
    error::AppError,
    ledger::{Loaded, loaded_of},
};

/// How many cases are computed again in one go.
const TOGETHER: i64 = 200;
/// How long answers to idempotency keys are kept.
const ANSWERS_KEPT: SignedDuration = SignedDuration::from_hours(48);
/// How long drafts are kept.
const DRAFTS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What `verify` found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Cases read.
    pub cases: u64,
    /// Events read.
    pub events: u64,
    /// Log entries read.
    pub log_entries: u64,
    /// Checkpoints of the log in the database.
    pub checkpoints: u64,
    /// What is wrong; empty when all is well. Names no person.
    pub findings: Vec<String>,
}

impl App {
    /// Computes worklist rows again whose time has come; gives how many cases.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn recheck_due(&self) -> Result<usize, AppError> {
        let now = self.now();
        let due = self
            .inner
            .database
            .read(worklist::to_recheck(&stamp(now), TOGETHER))
            .await?;
        let mut keys: Vec<String> = due.into_iter().map(|row| row.case_key).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in &keys {
            let loaded = self.load_by_key(key).await?;
            let mut work = Work::new();
            // The head must not have moved: otherwise the change has written newer rows.
            work.guard(store::journal::still_at(
                key,
                crate::cases::signed(loaded.version)?,
            ));
            work.extend(
                self.worklist_rows(&loaded, now)?
                    .into_iter()
                    .map(worklist::place),
            );
            match self.inner.database.write(work).await {
                Ok(_) | Err(store::StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(keys.len())
    }

    /// Forgets what has run out: sessions, answers to idempotency keys, old drafts.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn forget_expired(&self) -> Result<(), AppError> {
        let now = self.now();
        let before = |age: SignedDuration| stamp(now.saturating_sub(age).unwrap_or(now));
        let mut work = Work::new();
        work.push(people::forget_expired(&stamp(now)));
        work.push(idempotency::forget_before(&before(ANSWERS_KEPT)));
        work.push(drafts::forget_before(&before(DRAFTS_KEPT)));
        work.push(presence::forget_before(&before(crate::presence::OPEN_FOR)));
        self.inner.database.write(work).await?;
        Ok(())
    }

    /// Reads the whole store: every case can be made from its events, the projections say what the
    /// events say, and the log's chain is whole.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn verify(&self) -> Result<Verified, AppError> {
        self.verify_with(&Witness::default()).await
    }

    /// As [`Self::verify`], and holds the log's checkpoints against what is known outside the
    /// database.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn verify_with(&self, witness: &Witness) -> Result<Verified, AppError> {
        let mut verified = Verified::default();
        let database = &self.inner.database;
        verified.findings.extend(verify::integrity(database).await?);
        // Before the chains: what a checkpoint knows must be there afterwards.
        let lines = self.checkpoint_lines(0).await?;
        verified.checkpoints = u64::try_from(lines.len()).unwrap_or(0);
        let anchors = examined(&lines, witness, &mut verified.findings);
        let chains = verify::audit_chains(database, anchors).await?;
        verified.log_entries = chains.entries;
        verified
            .findings
            .extend(chains.findings.iter().map(ToString::to_string));
        let mut heads = Vec::new();
        verify::every_case(database, |head| {
            heads.push(head);
            Ok::<(), AppError>(())
        })
        .await?;
        for head in heads {
            verified.cases += 1;
            let events = database
                .read(store::journal::events_after(&head.key, 0))
                .await?;
            verified.events += u64::try_from(events.len()).unwrap_or(0);
            match loaded_of(&head.key, &events) {
                Err(error) => verified.findings.push(format!("case {}: {error}", head.id)),
                Ok(loaded) => {
                    if i64::try_from(loaded.version).ok() != Some(head.version) {
                        verified.findings.push(format!(
                            "case {}: the head says version {}, the events say {}",
                            head.id, head.version, loaded.version
                        ));
                    }
                    self.verify_worklist(&loaded, &mut verified.findings)
                        .await?;
                }
            }
        }
        Ok(verified)
    }

    async fn verify_worklist(
        &self,
        loaded: &Loaded,
        findings: &mut Vec<String>,
    ) -> Result<(), AppError> {
        let now = self.now();
        let found = self
            .inner
            .database
            .read(worklist::of_case(&loaded.key))
            .await?;
        let right = self.worklist_rows(loaded, now)?;
        let due_for_recheck = |row: &WorklistRow| {
            row.recheck_at
                .as_ref()
                .is_some_and(|at| at.as_str() <= stamp(now).as_str())
        };
        for row in &right {
            let stored = found.iter().find(|other| other.unit == row.unit);
            let fits = stored.is_some_and(|stored| {
                due_for_recheck(stored)
                    || (stored.version == row.version
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
        for stored in &found {
            if !right.iter().any(|row| row.unit == stored.unit) {
                findings.push(format!(
                    "case {}: {} has a worklist row and no part in the case",
                    loaded.case.id, stored.unit
                ));
            }
        }
        Ok(())
    }

    /// Writes the whole store to a file; gives how many rows.
    ///
    /// # Errors
    /// When the store or the file cannot be used.
    pub async fn backup(&self, file: &Path) -> Result<u64, AppError> {
        let summary = backup::backup(&self.inner.database, file).await?;
        Ok(summary.rows)
    }

    /// Fills an empty store from a backup; gives how many rows.
    ///
    /// # Errors
    /// When the store is not empty or the file cannot be read.
    pub async fn restore(url: &str, file: &Path) -> Result<u64, AppError> {
        let summary = backup::restore(url, file).await?;
        Ok(summary.rows)
    }

    /// Gives the database to what measures it.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.inner.database
    }
}

/// Whether two rows show the same; what depends on the clock alone is reckoned for both.
fn same_payload(one: &WorklistRow, other: &WorklistRow, now: jiff::Timestamp) -> bool {
    let shown = |row: &WorklistRow| {
        serde_json::from_str::<disclosure::views::WorklistRow>(&row.payload)
            .ok()
            .and_then(|view| serde_json::to_value(view.at(now)).ok())
    };
    let (one, other) = (shown(one), shown(other));
    one.is_some() && one == other
}

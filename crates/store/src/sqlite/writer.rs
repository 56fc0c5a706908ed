//! The writing thread: takes the queued units of work, runs them, commits them together, and
//! answers when they are durable. It does not know what they mean.
//!
//! A unit that fails is undone, and the others in its group are carried out. A savepoint for each
//! unit would be expensive, because SQLite copies every page that two of them change, and few
//! groups have a unit that fails. So a group first runs without savepoints; when a unit fails, the
//! group is rolled back and runs again with a savepoint for each unit. Between the two runs it
//! holds no lock: if another process takes the lock and keeps it, the whole group gets the error
//! that the database is busy.
//!
//! When the disk fails, the group that was being committed is answered with [`StoreError::Unknown`],
//! and nothing is written after it (decision 0016).

use std::{
    sync::{
        Arc,
        atomic::{AtomicI32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::OptionalExtension;
use tokio::sync::{
    mpsc::{self, error::TryRecvError},
    oneshot,
};

use super::{Job, Session, failure, room::Disk};
use crate::{
    audit::{self, AuditEntry, Hash},
    dialect,
    error::StoreError,
    health::Health,
    seal,
    statement::{Outcome, Work},
};

/// The most units of work in one commit.
const GROUP: usize = 64;

/// How long to wait for callers that were just answered to submit more. It is shorter than a sync,
/// and used only when several callers are active: a single caller never waits.
const PATIENCE: Duration = Duration::from_micros(150);

/// The writing thread's own.
pub(super) struct Writer {
    pub(super) session: Session,
    pub(super) commits: Arc<AtomicU64>,
    /// How many pages the write-ahead log has.
    pub(super) frames: Arc<AtomicI32>,
    pub(super) health: Arc<Health>,
    pub(super) disk: Disk,
}

impl Writer {
    /// Runs groups until every handle is gone and the queue is empty.
    pub(super) fn run(self, mut jobs: mpsc::Receiver<Job>) {
        let mut last = 1;
        while let Some(first) = jobs.blocking_recv() {
            if let Some(first) = self.admit(first) {
                last = self.run_group(first, &mut jobs, last);
                self.shorten_log();
            }
        }
        if self.health.has_failed() {
            // Closing it would move the log into the file, and nobody knows what the log holds.
            // The next program reads what is on the disk.
            std::mem::forget(self.session);
        }
    }

    /// The unit of work, unless nothing more is written or there is no room.
    fn admit(&self, first: Job) -> Option<(Job, usize)> {
        if self.health.has_failed() {
            let _ = first.answer.send(Err(StoreError::Stopped));
            return None;
        }
        let room = self.disk.room();
        if let Err(error) = room.take(&first.work) {
            let _ = first.answer.send(Err(error));
            return None;
        }
        Some((first, if room.is_ample() { GROUP } else { 1 }))
    }

    /// Runs a group; returns how many units of work it had.
    fn run_group(
        &self,
        (first, most): (Job, usize),
        jobs: &mut mpsc::Receiver<Job>,
        last: usize,
    ) -> usize {
        let mut group = CommitGroup {
            most,
            ..CommitGroup::default()
        };
        let mut committed = group.run_and_commit(&self.session, first, jobs, last);
        let number = group.answers.len();
        match &mut committed {
            Ok(()) => {
                self.commits.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) => {
                tracing::error!(%error, units = number, "work was not committed");
                self.undo(error, group.committing);
            }
        }
        group.answer(committed);
        number
    }

    /// Undoes a group that was not committed. When the disk has failed, nothing more is written.
    fn undo(&self, error: &mut StoreError, committing: bool) {
        let undone = if self.session.connection().is_autocommit() {
            Ok(())
        } else {
            self.session.control("ROLLBACK")
        };
        let broken = match error {
            StoreError::Io(_) => true,
            StoreError::Corrupt(_) => committing,
            StoreError::Conflict { .. }
            | StoreError::Violated { .. }
            | StoreError::Busy
            | StoreError::Unknown(_)
            | StoreError::Stopped
            | StoreError::NoRoom
            | StoreError::Refused(_)
            | StoreError::Closed => false,
        };
        if let Err(undone) = &undone {
            tracing::error!(error = %undone, "the failed group could not be rolled back");
        }
        if broken || undone.is_err() {
            self.health.fail(error);
            *error = if committing {
                StoreError::Unknown(error.to_string())
            } else {
                StoreError::Stopped
            };
        }
    }

    /// Moves a long write-ahead log into the file.
    fn shorten_log(&self) {
        if self.frames.load(Ordering::Relaxed) < dialect::SQLITE_LONG_LOG
            || self.health.has_failed()
        {
            return;
        }
        match self.session.move_log() {
            // The next commit says how long it is then.
            Ok(()) => self.frames.store(0, Ordering::Relaxed),
            Err(error @ (StoreError::Busy | StoreError::NoRoom)) => {
                tracing::warn!(%error, "the write-ahead log could not be moved into the file");
            }
            Err(error) => self.health.fail(&error),
        }
    }
}

type Reply = oneshot::Sender<Result<Outcome, StoreError>>;

/// The units of work of one commit.
#[derive(Default)]
struct CommitGroup {
    /// The units run without savepoints so far, kept to be run again when one fails.
    together: Vec<Work>,
    /// Whether a unit has failed, so that each now runs in its own savepoint.
    apart: bool,
    answers: Vec<Reply>,
    results: Vec<Result<Outcome, StoreError>>,
    chain: ChainWriter,
    /// The most units of work.
    most: usize,
    /// Whether the commit has begun, so that it is not known what is kept when it fails.
    committing: bool,
    /// When the queue was first found empty.
    waited: Option<Instant>,
}

impl CommitGroup {
    /// Runs the first unit of work and all that are queued by the time it is done, and commits.
    /// Units run as they arrive, so that callers and the writer work at the same time.
    fn run_and_commit(
        &mut self,
        session: &Session,
        first: Job,
        jobs: &mut mpsc::Receiver<Job>,
        last: usize,
    ) -> Result<(), StoreError> {
        let mut next = Some(first);
        if let Err(error) = session.control("BEGIN IMMEDIATE") {
            // Units that were queued meanwhile get the same answer.
            while let Some(job) = next.or_else(|| jobs.try_recv().ok()) {
                self.answers.push(job.answer);
                next = None;
            }
            return Err(error);
        }
        while let Some(Job { work, answer }) = next {
            self.answers.push(answer);
            self.run(session, work)?;
            next = self.next(jobs, last);
        }
        self.chain.save(session)?;
        self.committing = true;
        session.control("COMMIT")
    }

    /// The next unit of work for this group. Without the wait, the first of 16 callers to return
    /// would get its own commit while the others queue, and groups would be half as large.
    fn next(&mut self, jobs: &mut mpsc::Receiver<Job>, last: usize) -> Option<Job> {
        if self.answers.len() >= self.most {
            return None;
        }
        loop {
            match jobs.try_recv() {
                Ok(job) => return Some(job),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {
                    let full = self.answers.len() >= last;
                    if full || self.waited.get_or_insert_with(Instant::now).elapsed() > PATIENCE {
                        return None;
                    }
                    std::thread::yield_now();
                }
            }
        }
    }

    /// Runs a unit of work. An error concerns the whole group.
    fn run(&mut self, session: &Session, work: Work) -> Result<(), StoreError> {
        if self.apart {
            let result = self.run_apart(session, &work)?;
            self.results.push(result);
            return Ok(());
        }
        let result = run_work(session, &work, &mut self.chain);
        self.together.push(work);
        match result {
            Err(error) if error.concerns_one_only() => self.start_over(session),
            result => {
                self.results.push(Ok(result?));
                Ok(())
            }
        }
    }

    /// Runs all units of the group again, each in its own savepoint.
    fn start_over(&mut self, session: &Session) -> Result<(), StoreError> {
        session.control("ROLLBACK")?;
        session.control("BEGIN IMMEDIATE")?;
        self.apart = true;
        self.chain = ChainWriter::default();
        self.results.clear();
        for work in std::mem::take(&mut self.together) {
            let result = self.run_apart(session, &work)?;
            self.results.push(result);
        }
        Ok(())
    }

    /// Runs a unit of work so that it can be undone alone. The outer error concerns the whole
    /// group.
    fn run_apart(
        &mut self,
        session: &Session,
        work: &Work,
    ) -> Result<Result<Outcome, StoreError>, StoreError> {
        session.control("SAVEPOINT work")?;
        let before = self.chain.end;
        let result = run_work(session, work, &mut self.chain);
        match &result {
            Ok(_) => {}
            Err(error) if error.concerns_one_only() => {
                session.control("ROLLBACK TO work")?;
                self.chain.end = before;
            }
            Err(error) => return Err(error.clone()),
        }
        session.control("RELEASE work")?;
        Ok(result)
    }

    /// Sends every caller its result.
    fn answer(self, committed: Result<(), StoreError>) {
        match committed {
            Ok(()) => {
                for (answer, result) in self.answers.into_iter().zip(self.results) {
                    // The caller may have been dropped; the work is done nevertheless.
                    let _ = answer.send(result);
                }
            }
            // INVARIANT: no caller is told that its work is done when the commit failed. It is
            // unknown which unit made the commit fail, so all callers get the error.
            Err(error) => {
                for answer in self.answers {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }
}

fn run_work(
    session: &Session,
    work: &Work,
    chain: &mut ChainWriter,
) -> Result<Outcome, StoreError> {
    let rows = seal::rows_of(work);
    let hashes = || {
        let found = rows.iter().map(|row| session.query(&seal::query(row)));
        let hashes = found.map(|found| Ok(seal::found(&found?)));
        hashes.collect::<Result<Vec<Option<Hash>>, StoreError>>()
    };
    let before = hashes()?;
    let mut outcome = Outcome::default();
    for statement in work.statements() {
        outcome.push(session.execute(statement)?);
    }
    let seals = seal::assembled(work, &before, &hashes()?)?;
    for (entry, seals) in work.audit().iter().zip(&seals) {
        chain.append(session, entry, seals.as_deref())?;
    }
    Ok(outcome)
}

/// The audit chain while a group runs: its head is read at the first entry and written once.
#[derive(Default)]
struct ChainWriter {
    end: Option<ChainEnd>,
}

#[derive(Clone, Copy)]
struct ChainEnd {
    seq: i64,
    previous: Hash,
    hash: Hash,
    moved: bool,
}

impl ChainWriter {
    fn append(
        &mut self,
        session: &Session,
        entry: &AuditEntry,
        seals: Option<&str>,
    ) -> Result<(), StoreError> {
        let failed = |error: rusqlite::Error| failure("audit.append", &error);
        let end = match self.end {
            Some(end) => end,
            None => read_end(session)?,
        };
        let seq = end.seq + 1;
        let hash = audit::link(&end.hash, &entry.digest(seals));
        session
            .connection()
            .prepare_cached(dialect::SQLITE_AUDIT)
            .map_err(failed)?
            .execute(rusqlite::params![
                0_i64,
                seq,
                entry.at,
                entry.actor,
                entry.unit,
                entry.action,
                entry.case_key,
                entry.patient_ref,
                entry.detail,
                end.hash,
                hash,
                seals
            ])
            .map_err(failed)?;
        self.end = Some(ChainEnd {
            seq,
            previous: end.hash,
            hash,
            moved: true,
        });
        Ok(())
    }

    fn save(&self, session: &Session) -> Result<(), StoreError> {
        let Some(end) = self.end.filter(|end| end.moved) else {
            return Ok(());
        };
        let failed = |error: rusqlite::Error| failure("audit.move-head", &error);
        let moved = session
            .connection()
            .prepare_cached(dialect::SQLITE_MOVE_HEAD)
            .map_err(failed)?
            .execute(rusqlite::params![end.seq, end.previous, end.hash])
            .map_err(failed)?;
        if moved == 1 {
            Ok(())
        } else {
            Err(StoreError::Corrupt(
                "the audit chain has no head".to_owned(),
            ))
        }
    }
}

fn read_end(session: &Session) -> Result<ChainEnd, StoreError> {
    let failed = |error: rusqlite::Error| failure("audit.read-head", &error);
    session
        .connection()
        .prepare_cached(dialect::SQLITE_HEAD)
        .map_err(failed)?
        .query_row([], |row| {
            let hash: Hash = row.get(1)?;
            Ok(ChainEnd {
                seq: row.get(0)?,
                previous: hash,
                hash,
                moved: false,
            })
        })
        .optional()
        .map_err(failed)?
        .ok_or_else(|| StoreError::Corrupt("the audit chain has no head".to_owned()))
}

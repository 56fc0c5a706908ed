//! The writing thread: takes the units of work that wait, runs them, commits them together, and
//! answers when they are durable. Knows nothing of what they mean.
//!
//! A unit that fails leaves no trace, and those beside it are done all the same. Keeping each one
//! apart from the start costs a savepoint, for which SQLite copies every page that two of them
//! change; most groups have nothing that fails. So a group runs together first, and once more from
//! the beginning, each unit in a savepoint of its own, when one of them has failed. Between the two it
//! holds no lock: where another process takes it and keeps it, the whole group is told that the
//! database is busy.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use rusqlite::OptionalExtension;
use tokio::sync::{
    mpsc::{self, error::TryRecvError},
    oneshot,
};

use super::{Job, Session, failure};
use crate::{
    audit::{self, AuditEntry, Hash},
    dialect,
    error::StoreError,
    statement::{Outcome, Work},
};

/// The most units of work in one commit.
const GROUP: usize = 64;

/// How long to wait for those who were answered last to come back with more. Less than a sync
/// takes, and only while several are at work: one alone never waits.
const PATIENCE: Duration = Duration::from_micros(150);

/// Runs groups until every handle is gone and the queue is empty.
pub(super) fn run(session: &Session, mut jobs: mpsc::Receiver<Job>, commits: &AtomicU64) {
    let mut last = 1;
    while let Some(first) = jobs.blocking_recv() {
        let mut group = CommitGroup::default();
        let committed = group.run_and_commit(session, first, &mut jobs, last);
        last = group.answers.len();
        if committed.is_ok() {
            commits.fetch_add(1, Ordering::Relaxed);
        }
        group.answer(session, committed);
    }
}

type Reply = oneshot::Sender<Result<Outcome, StoreError>>;

/// The units of work of one commit.
#[derive(Default)]
struct CommitGroup {
    /// What has been run without savepoints, to be run again when a unit fails.
    together: Vec<Work>,
    /// Whether one has failed: each unit has a savepoint of its own.
    apart: bool,
    answers: Vec<Reply>,
    results: Vec<Result<Outcome, StoreError>>,
    chain: ChainWriter,
    /// When the queue was first found empty.
    waited: Option<Instant>,
}

impl CommitGroup {
    /// Runs the first unit of work and all that are there by the time it is done, and commits.
    /// Units run as they come, so that those who submit and the writer work at the same time.
    fn run_and_commit(
        &mut self,
        session: &Session,
        first: Job,
        jobs: &mut mpsc::Receiver<Job>,
        last: usize,
    ) -> Result<(), StoreError> {
        let mut next = Some(first);
        if let Err(error) = session.control("BEGIN IMMEDIATE") {
            // Those who queued meanwhile have waited as long: they are told too.
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
        session.control("COMMIT")
    }

    /// The next unit of work for this group. Without patience the first of 16 to come back would
    /// get a commit of its own while the others queue, and groups would be half as big.
    fn next(&mut self, jobs: &mut mpsc::Receiver<Job>, last: usize) -> Option<Job> {
        if self.answers.len() >= GROUP {
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

    /// Runs a unit of work. An error concerns the group.
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

    /// Runs everything again, each unit apart from the others.
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

    /// Runs a unit of work so that it can be undone alone. The outer error concerns the group.
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

    /// Tells everybody how it went.
    fn answer(self, session: &Session, committed: Result<(), StoreError>) {
        match committed {
            Ok(()) => {
                for (answer, result) in self.answers.into_iter().zip(self.results) {
                    // The one who asked may have gone away; the work is done all the same.
                    let _ = answer.send(result);
                }
            }
            // INVARIANT: nobody is told that work is done when its commit failed. Which of the
            // group it was that the database could not take is not known, so all are told.
            Err(error) => {
                tracing::error!(%error, units = self.answers.len(), "work was not committed");
                if !session.connection().is_autocommit()
                    && let Err(error) = session.control("ROLLBACK")
                {
                    tracing::error!(%error, "the failed group could not be rolled back");
                }
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
    let mut outcome = Outcome::default();
    for statement in work.statements() {
        outcome.push(session.execute(statement)?);
    }
    for entry in work.audit() {
        chain.append(session, entry)?;
    }
    Ok(outcome)
}

/// The audit chain while a group runs: its end is read at the first entry and written once.
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
    fn append(&mut self, session: &Session, entry: &AuditEntry) -> Result<(), StoreError> {
        let failed = |error: rusqlite::Error| failure("audit.append", &error);
        let end = match self.end {
            Some(end) => end,
            None => read_end(session)?,
        };
        let seq = end.seq + 1;
        let hash = audit::link(&end.hash, &entry.digest());
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
                hash
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

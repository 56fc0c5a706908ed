//! What the disk and SQLite allow at most: a bare loop that writes the rows of a case step with
//! nothing around it (L1 in docs/measurements.md), and the same rows through this store's executor.
//! For `vardbron bench` only. The stores it writes to are made for it and hold nothing else.

use std::{path::Path, time::Instant};

use rusqlite::params;

use crate::{
    audit::{self, AuditEntry},
    database::Database,
    dialect,
    error::StoreError,
    idempotency::{self, Answer},
    journal::{self, CaseHead, StoredEvent},
    sqlite::{Session, failure},
    statement::Work,
    worklist::{self, WorklistRow},
};

/// How big the rows of a step are, in bytes of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepShape {
    /// How many cases there are; the steps go round among them.
    pub cases: usize,
    /// The payload of the step's event.
    pub event: usize,
    /// The payload of each worklist row.
    pub worklist: usize,
    /// How many units have the case in their worklist.
    pub units: usize,
    /// The remembered answer.
    pub answer: usize,
    /// The detail of the audit entry.
    pub audit: usize,
}

impl Default for StepShape {
    fn default() -> Self {
        Self {
            cases: 1_000,
            event: 200,
            worklist: 400,
            units: 1,
            answer: 120,
            audit: 60,
        }
    }
}

/// A measured rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// How many steps were done.
    pub steps: usize,
    /// In how many seconds.
    pub seconds: f64,
    /// In how many commits.
    pub commits: u64,
}

impl Rate {
    /// Steps in a second.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a count of steps is far below 2^52"
    )]
    pub fn per_second(&self) -> f64 {
        self.steps as f64 / self.seconds
    }
}

/// The rows of one step, as text.
struct StepRows {
    case_key: String,
    case_id: String,
    version: i64,
    at: String,
    actor: String,
    unit: String,
    due: String,
    event: String,
    worklist: String,
    key_hash: String,
    body_hash: String,
    answer: String,
    audit: String,
}

impl StepShape {
    fn case_key(case: usize) -> String {
        format!("01939e5c-0000-7000-8000-{case:012x}")
    }

    /// A public id as random as the program's own, always the same for a case.
    fn case_id(case: usize) -> String {
        scattered(case as u64).chars().take(26).collect()
    }

    fn head(case: usize) -> CaseHead {
        CaseHead {
            key: Self::case_key(case),
            id: Self::case_id(case),
            version: 1,
            opened_at: "2026-11-22T00:00:00.000Z".to_owned(),
            changed_at: "2026-11-22T00:00:00.000Z".to_owned(),
            closed_at: None,
        }
    }

    /// The rows of the step with a number, from 0.
    fn rows(&self, step: usize) -> StepRows {
        let case = step % self.cases;
        let version = i64::try_from(step / self.cases).unwrap_or(i64::MAX - 2) + 1;
        let place = scattered(step as u64);
        let minute = step % 50_000;
        StepRows {
            case_key: Self::case_key(case),
            case_id: Self::case_id(case),
            version,
            at: format!(
                "2026-11-22T10:{:02}:{:02}.{:03}Z",
                minute / 60 % 60,
                minute % 60,
                7
            ),
            actor: format!("actor-{:020}", case % 40),
            unit: format!("SE2321000131-E9{:08}", case % 60),
            due: format!(
                "2026-12-{:02}T{:02}:00:00.000Z",
                1 + minute % 28,
                minute % 24
            ),
            event: filler(self.event),
            worklist: filler(self.worklist),
            body_hash: place.clone(),
            key_hash: place,
            answer: filler(self.answer),
            audit: filler(self.audit),
        }
    }

    /// The step with a number as a use case would write it.
    pub fn work(&self, step: usize) -> Work {
        let rows = self.rows(step);
        let mut work = Work::new();
        work.guard(idempotency::remember(Answer {
            actor: rows.actor.clone(),
            key_hash: rows.key_hash,
            body_hash: rows.body_hash,
            status: 200,
            answer: rows.answer,
            created_at: rows.at.clone(),
        }));
        work.guard(journal::advance(
            &rows.case_key,
            rows.version,
            rows.version + 1,
            &rows.at,
            None,
        ));
        for unit in 0..self.units {
            work.push(worklist::place(WorklistRow {
                unit: format!("{}{unit}", rows.unit),
                due: rows.due.clone(),
                id: rows.case_id.clone(),
                case_key: rows.case_key.clone(),
                version: rows.version + 1,
                recheck_at: Some(rows.due.clone()),
                state: "todo".to_owned(),
                next_step: "V6A.4".to_owned(),
                payload: rows.worklist.clone(),
            }));
        }
        work.log(AuditEntry {
            at: rows.at.clone(),
            actor: rows.actor.clone(),
            unit: rows.unit.clone(),
            action: "record-contact".to_owned(),
            case_key: Some(rows.case_key.clone()),
            patient_ref: None,
            detail: rows.audit,
        });
        work.push(journal::append(StoredEvent {
            case_key: rows.case_key,
            seq: rows.version,
            kind: "contact-recorded".to_owned(),
            version: 1,
            payload: rows.event,
            at: rows.at,
            actor: rows.actor,
            unit: rows.unit,
        }));
        work
    }

    /// Opens the cases that the steps go to.
    ///
    /// # Errors
    /// When the store is not new or cannot be written.
    pub async fn prepare(&self, database: &Database) -> Result<(), StoreError> {
        let mut case = 0;
        while case < self.cases {
            let mut work = Work::new();
            let until = (case + 500).min(self.cases);
            work.extend((case..until).map(|case| journal::open(&Self::head(case))));
            database.write(work).await?;
            case = until;
        }
        Ok(())
    }
}

/// L1: writes steps into the file at `path`, prepared by [`StepShape::prepare`] and closed since,
/// with nothing but prepared statements, `per_commit` steps in each commit.
///
/// # Errors
/// When the file cannot be written.
pub fn bare(
    path: &Path,
    shape: &StepShape,
    steps: usize,
    per_commit: usize,
) -> Result<Rate, StoreError> {
    let failed = |error: rusqlite::Error| failure("limit", &error);
    let session = Session::open(path, false)?;
    let connection = session.connection();
    let mut statements = Bare::prepare(connection, shape)?;
    let mut move_head = connection
        .prepare(dialect::SQLITE_MOVE_HEAD)
        .map_err(failed)?;
    let mut begin = connection.prepare("BEGIN IMMEDIATE").map_err(failed)?;
    let mut commit = connection.prepare("COMMIT").map_err(failed)?;
    let mut commits = 0;
    let mut seq = 0_i64;
    let hash = audit::genesis(0);
    let started = Instant::now();
    for first in (0..steps).step_by(per_commit) {
        begin.raw_execute().map_err(failed)?;
        for step in first..(first + per_commit).min(steps) {
            seq += 1;
            statements
                .write(&shape.rows(step), shape.units, seq)
                .map_err(failed)?;
        }
        move_head
            .execute(params![seq, hash, hash])
            .map_err(failed)?;
        commit.raw_execute().map_err(failed)?;
        commits += 1;
    }
    Ok(Rate {
        steps,
        seconds: started.elapsed().as_secs_f64(),
        commits,
    })
}

/// The statements of a step, prepared once and bound by position.
struct Bare<'a> {
    remember: rusqlite::Statement<'a>,
    advance: rusqlite::Statement<'a>,
    place: rusqlite::Statement<'a>,
    append: rusqlite::Statement<'a>,
    log: rusqlite::Statement<'a>,
}

impl<'a> Bare<'a> {
    fn prepare(
        connection: &'a rusqlite::Connection,
        shape: &StepShape,
    ) -> Result<Self, StoreError> {
        let sample = shape.work(0);
        let prepare = |name: &'static str| {
            let statement = sample.statements().find(|statement| statement.name == name);
            let text = statement.map_or("", |statement| statement.sql.sqlite());
            connection
                .prepare(text)
                .map_err(|error| failure(name, &error))
        };
        Ok(Self {
            remember: prepare(idempotency::REMEMBER)?,
            advance: prepare(journal::ADVANCE)?,
            place: prepare("worklist.place")?,
            append: prepare(journal::APPEND)?,
            log: connection
                .prepare(dialect::SQLITE_AUDIT)
                .map_err(|error| failure("audit.append", &error))?,
        })
    }

    fn write(&mut self, rows: &StepRows, units: usize, seq: i64) -> rusqlite::Result<()> {
        let nothing = Option::<String>::None;
        self.remember.execute(params![
            rows.actor,
            rows.key_hash,
            rows.body_hash,
            200,
            rows.answer,
            rows.at
        ])?;
        // In the order in which `$n` first appears: version, changed_at, closed_at, key, old.
        self.advance.execute(params![
            rows.version + 1,
            rows.at,
            nothing,
            rows.case_key,
            rows.version
        ])?;
        for unit in 0..units {
            self.place.execute(params![
                rows.case_key,
                format!("{}{unit}", rows.unit),
                rows.due,
                rows.case_id,
                rows.version + 1,
                rows.due,
                "todo",
                "V6A.4",
                rows.worklist
            ])?;
        }
        self.append.execute(params![
            rows.case_key,
            rows.version,
            "contact-recorded",
            1,
            rows.event,
            rows.at,
            rows.actor,
            rows.unit
        ])?;
        let hash: audit::Hash = [7; 32];
        self.log.execute(params![
            0,
            seq,
            rows.at,
            rows.actor,
            rows.unit,
            "record-contact",
            rows.case_key,
            nothing,
            rows.audit,
            hash,
            hash
        ])?;
        Ok(())
    }
}

/// The same steps through the executor: `submitters` tasks, each with one step under way.
///
/// # Errors
/// When the store cannot be written.
pub async fn through_executor(
    database: &Database,
    shape: &StepShape,
    steps: usize,
    submitters: usize,
) -> Result<Rate, StoreError> {
    let before = database.commits();
    let started = Instant::now();
    let tasks: Vec<_> = (0..submitters)
        .map(|submitter| {
            let (database, shape) = (database.clone(), shape.clone());
            tokio::spawn(async move {
                // Each task keeps to cases of its own, so that versions follow on each other.
                for step in (0..steps).filter(|step| step % shape.cases % submitters == submitter) {
                    database.write(shape.work(step)).await?;
                }
                Ok::<(), StoreError>(())
            })
        })
        .collect();
    for task in tasks {
        task.await
            .map_err(|error| StoreError::Io(error.to_string()))??;
    }
    let seconds = started.elapsed().as_secs_f64();
    Ok(Rate {
        steps,
        seconds,
        commits: database.commits() - before,
    })
}

fn filler(bytes: usize) -> String {
    "{\"summary\":\"neutral\",\"channel\":\"phone\"}"
        .chars()
        .cycle()
        .take(bytes)
        .collect()
}

/// A hash of a number, as 64 hexadecimal digits: places spread as real hashes are.
fn scattered(number: u64) -> String {
    // A multiplication by an odd constant scatters; the limit must not spend its time hashing.
    let one = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let two = one.rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    format!(
        "{one:016x}{two:016x}{:016x}{:016x}",
        one ^ two,
        one.wrapping_add(two)
    )
}

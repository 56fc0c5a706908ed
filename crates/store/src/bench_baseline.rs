//! The upper limit set by the disk and SQLite: a bare loop that only writes the rows of a case step
//! (L1 in docs/measurements.md), and the same rows written through this store's executor. For
//! `vardbron bench` only. It writes to stores created for the measurement, which hold nothing else.

mod bare;

use std::time::Instant;

pub use bare::bare;

use base16ct::lower::encode_string;

use crate::{
    audit::{self, AuditEntry},
    database::Database,
    dialect,
    error::StoreError,
    idempotency::{self, StoredAnswer},
    journal::{self, StoredCaseHead, StoredEvent},
    seal,
    statement::{Query, Work},
    told,
    worklist::{self, StoredWorklistRow},
};

/// How big the rows of a step are, in bytes of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepShape {
    /// The number of cases; the steps are spread over them in turn.
    pub cases: usize,
    /// The payload of the step's event.
    pub event: usize,
    /// The payload of each worklist row.
    pub worklist: usize,
    /// How many units have each case in their worklist.
    pub units: usize,
    /// How many wards the cases are spread over.
    pub wards: usize,
    /// How many steps of a case pass before its due instant changes.
    pub due_stays: usize,
    /// For how many steps of a case its rows show the same: then none is written.
    pub row_stays: usize,
    /// One step in so many tells somebody something, which is kept; 0 where none does.
    pub told_every: usize,
    /// The answer remembered for the idempotency key.
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
            wards: 60,
            due_stays: 1,
            row_stays: 1,
            told_every: 0,
            answer: 120,
            audit: 60,
        }
    }
}

/// A measurement: how many steps took how long.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    pub steps: usize,
    pub seconds: f64,
    pub commits: u64,
    /// How long each commit with its steps took, in seconds; only the bare loop measures this.
    pub each: Vec<f64>,
}

impl Rate {
    /// Steps per second.
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
    /// Whether the worklist rows show the same as after the step before.
    same_row: bool,
    tells: bool,
    key_hash: String,
    body_hash: String,
    answer: String,
    audit: String,
}

/// When the rows are to be computed again: that stays while they show the same.
const RECHECK: &str = "2026-12-28T12:00:00.000Z";

impl StepRows {
    /// What the log entry says of the event, as [`seal`] would say it.
    fn seals(&self, hash: &audit::Hash) -> String {
        let hash = encode_string(hash);
        let told = self.tells.then(|| format!(",\"told\":\"{hash}\""));
        format!(
            "{{\"cases\":[{{\"case\":\"{}\",\"from\":{at},\"to\":{at},\"hash\":\"{hash}\"{}}}]}}",
            self.case_key,
            told.unwrap_or_default(),
            at = self.version
        )
    }

    fn told(&self) -> told::ToldRow {
        told::ToldRow {
            case_key: self.case_key.clone(),
            seq: self.version,
            recipient: "migration_agency".to_owned(),
            class: "conversation".to_owned(),
            channel: "phone".to_owned(),
            sections: String::new(),
        }
    }
}

impl StepShape {
    fn case_key(case: usize) -> String {
        format!("01939e5c-0000-7000-8000-{case:012x}")
    }

    /// A public id that is as evenly spread as the program's own, and the same for a case each
    /// time.
    fn case_id(case: usize) -> String {
        scattered(case as u64).chars().take(26).collect()
    }

    fn head(case: usize) -> StoredCaseHead {
        StoredCaseHead {
            key: Self::case_key(case),
            id: Self::case_id(case),
            version: 1,
            opened_at: "2026-11-22T00:00:00.000Z".to_owned(),
            changed_at: "2026-11-22T00:00:00.000Z".to_owned(),
            closed_at: None,
            plan_version: 0,
        }
    }

    /// The rows of a step, counted from 0.
    fn rows(&self, step: usize) -> StepRows {
        let case = step % self.cases;
        let version = i64::try_from(step / self.cases).unwrap_or(i64::MAX - 2) + 1;
        let place = scattered(step as u64);
        let minute = step % 50_000;
        let turn_of_case = step / self.cases;
        let turn = turn_of_case / self.due_stays.max(1) + case;
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
            unit: format!("SE2321000131-E9{:08}", case % self.wards.max(1)),
            due: format!(
                "2026-12-{:02}T{:02}:00:00.000Z",
                1 + turn * 5 % 28,
                turn % 24
            ),
            event: filler(self.event),
            worklist: filler(self.worklist),
            // The first step of a case makes the row.
            same_row: !turn_of_case.is_multiple_of(self.row_stays.max(1)),
            tells: turn_of_case.checked_rem(self.told_every) == Some(0),
            body_hash: place.clone(),
            key_hash: place,
            answer: filler(self.answer),
            audit: filler(self.audit),
        }
    }

    /// The step as a use case would write it; `step` counts from 0.
    pub fn work(&self, step: usize) -> Work {
        let rows = self.rows(step);
        let mut work = Work::new();
        let told = rows.tells.then(|| rows.told()).into_iter().collect();
        let event = StoredEvent {
            case_key: rows.case_key.clone(),
            seq: rows.version,
            kind: "contact-recorded".to_owned(),
            version: 1,
            payload: rows.event,
            at: rows.at.clone(),
            actor: rows.actor.clone(),
            unit: rows.unit.clone(),
            prev_hash: Vec::new(),
        };
        // The hash of the event before is another, and as long.
        let before = seal::of_no_event(&rows.case_key);
        journal::append(&mut work, &before, vec![event], told);
        work.guard(idempotency::remember(StoredAnswer {
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
        for unit in (0..self.units).filter(|_| !rows.same_row) {
            work.push(worklist::place(StoredWorklistRow {
                unit: format!("{}{unit}", rows.unit),
                due: rows.due.clone(),
                id: rows.case_id.clone(),
                case_key: rows.case_key.clone(),
                version: rows.version + 1,
                recheck_at: Some(RECHECK.to_owned()),
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
        work
    }

    /// Opens the cases that the steps are written to.
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

/// Writes the same steps through the executor: `submitters` tasks, each with one step in progress.
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
                // Each task has its own cases, so that every step finds the version it expects.
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
        each: Vec::new(),
    })
}

fn filler(bytes: usize) -> String {
    "{\"summary\":\"neutral\",\"channel\":\"phone\"}"
        .chars()
        .cycle()
        .take(bytes)
        .collect()
}

/// A hash of a number, as 64 hexadecimal digits: spread like real hashes.
fn scattered(number: u64) -> String {
    // Multiplying by an odd constant spreads the values; a real hash would take measured time.
    let one = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let two = one.rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    format!(
        "{one:016x}{two:016x}{:016x}{:016x}",
        one ^ two,
        one.wrapping_add(two)
    )
}

/// The space that the events take, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRoom {
    /// The number of events.
    pub events: i64,
    /// The payloads alone.
    pub payloads: i64,
    /// The events: payload, kind, instant, author and unit.
    pub content: i64,
    /// The pages of their table, which is its own index.
    pub pages: i64,
}

/// The space that the events take; SQLite only. It reads every event, so do not run it while users
/// are served.
pub fn event_room() -> Query<EventRoom> {
    Query::new(
        "bench-baseline.event-room",
        dialect::SQLITE_EVENT_ROOM,
        Vec::new(),
        |row| {
            Ok(EventRoom {
                events: row.integer(0)?,
                payloads: row.integer(1)?,
                content: row.integer(2)?,
                pages: row.integer(3)?,
            })
        },
    )
}

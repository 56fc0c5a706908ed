//! The bare loop: prepared statements bound by position, and nothing else.

use std::{path::Path, time::Instant};

use rusqlite::params;

use super::{RECHECK, Rate, StepRows, StepShape};
use crate::{
    audit, dialect,
    error::StoreError,
    idempotency, journal,
    sqlite::{Session, failure},
};

/// L1: writes steps to the file at `path`, `per_commit` steps in each commit, with prepared
/// statements only. [`StepShape::prepare`] must have made the file, and it must be closed.
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
    let mut each = Vec::with_capacity(steps / per_commit.max(1) + 1);
    let mut seq = 0_i64;
    let hash = audit::genesis(0);
    let started = Instant::now();
    for first in (0..steps).step_by(per_commit) {
        let group_started = Instant::now();
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
        each.push(group_started.elapsed().as_secs_f64());
    }
    Ok(Rate {
        steps,
        seconds: started.elapsed().as_secs_f64(),
        commits: each.len() as u64,
        each,
    })
}

/// The statements of a step, prepared once and bound by position.
struct Bare<'a> {
    remember: rusqlite::Statement<'a>,
    advance: rusqlite::Statement<'a>,
    place: rusqlite::Statement<'a>,
    tell: rusqlite::Statement<'a>,
    append: rusqlite::Statement<'a>,
    log: rusqlite::Statement<'a>,
}

impl<'a> Bare<'a> {
    fn prepare(
        connection: &'a rusqlite::Connection,
        shape: &StepShape,
    ) -> Result<Self, StoreError> {
        // The first step of a case writes its rows, and this one tells somebody.
        let whole = StepShape {
            told_every: 1,
            units: shape.units.max(1),
            ..shape.clone()
        };
        let sample = whole.work(0);
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
            tell: prepare("told.tell")?,
            append: prepare(journal::APPEND)?,
            log: connection
                .prepare(dialect::SQLITE_AUDIT)
                .map_err(|error| failure("audit.append", &error))?,
        })
    }

    fn write(&mut self, rows: &StepRows, units: usize, seq: i64) -> rusqlite::Result<()> {
        let nothing = Option::<String>::None;
        let hash: audit::Hash = [7; 32];
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
        if rows.tells {
            let told = rows.told();
            self.tell.execute(params![
                told.case_key,
                told.seq,
                told.recipient,
                told.class,
                told.channel,
                told.sections
            ])?;
        }
        for unit in (0..units).filter(|_| !rows.same_row) {
            self.place.execute(params![
                rows.case_key,
                format!("{}{unit}", rows.unit),
                rows.due,
                rows.case_id,
                rows.version + 1,
                RECHECK,
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
            rows.unit,
            hash
        ])?;
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
            hash,
            rows.seals(&hash)
        ])?;
        Ok(())
    }
}

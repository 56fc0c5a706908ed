//! Backup from SQLite and restore into it.

use std::path::Path;

use super::{
    Summary, TABLES,
    file::{self, BackupLine, Sink},
    insertion, not_empty,
};
use crate::{
    error::StoreError,
    migration,
    sqlite::{self, Session, failure, value},
};

pub(super) fn backup(store: &Path, file: &Path) -> Result<Summary, StoreError> {
    let session = Session::open(store, true)?;
    let mut sink = Sink::create(file)?;
    session.snapshot(|session| {
        for table in TABLES {
            let failed = |error: rusqlite::Error| failure("backup", &error);
            let mut select = session
                .connection()
                .prepare(&format!("SELECT * FROM {table}"))
                .map_err(failed)?;
            let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
            let width = columns.len();
            sink.table(table, columns)?;
            let mut rows = select.query([]).map_err(failed)?;
            while let Some(row) = rows.next().map_err(failed)? {
                sink.row(
                    (0..width)
                        .map(|column| value(row, column))
                        .collect::<Result<_, _>>()?,
                )?;
            }
        }
        Ok(())
    })?;
    sink.finish()
}

pub(super) fn restore(store: &Path, file: &Path, until: i64) -> Result<Summary, StoreError> {
    sqlite::make_file(store)?;
    let session = Session::open(store, false)?;
    migration::bring_sqlite_up(session.connection(), Some(until))?;
    session.control("BEGIN IMMEDIATE")?;
    let result = fill(&session, file, until);
    session.control(if result.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    result
}

fn fill(session: &Session, file: &Path, until: i64) -> Result<Summary, StoreError> {
    let failed = |error: rusqlite::Error| failure("restore", &error);
    let connection = session.connection();
    // Heads of empty chains do not count as content.
    connection
        .execute("DELETE FROM audit_heads WHERE seq = 0", [])
        .map_err(failed)?;
    for table in TABLES {
        let rows: bool = connection
            .query_row(
                &format!("SELECT EXISTS (SELECT 1 FROM {table})"),
                [],
                |row| row.get(0),
            )
            .map_err(failed)?;
        if rows {
            return Err(not_empty());
        }
    }
    let recorded: i64 = connection
        .query_row("SELECT MAX(number) FROM migrations", [], |row| row.get(0))
        .map_err(failed)?;
    if recorded != until {
        return Err(not_empty());
    }
    let mut insert = None;
    let mut summary = Summary::default();
    for line in file::lines(file)? {
        match (line?, &mut insert) {
            (BackupLine::Table { table, columns }, insert) => {
                let text = insertion(&table, &columns)?;
                *insert = Some(connection.prepare(&text).map_err(failed)?);
            }
            (BackupLine::Row(row), Some(insert)) => {
                insert
                    .execute(rusqlite::params_from_iter(row.iter()))
                    .map_err(failed)?;
                summary.rows += 1;
            }
            (BackupLine::Row(_), None) => {
                return Err(StoreError::Corrupt(
                    "the backup has a row of no table".to_owned(),
                ));
            }
        }
    }
    Ok(summary)
}

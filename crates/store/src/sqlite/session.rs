//! One connection: its settings, its prepared statements, how parameters are bound.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI32, Ordering},
    },
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, ToSql,
    config::DbConfig,
    types::{ToSqlOutput, ValueRef},
};

use crate::{
    dialect,
    error::StoreError,
    row::Row,
    statement::{Effect, Query, Statement},
    value::Value,
};

/// How many prepared statements a connection keeps; rusqlite's default of 16 would evict statements
/// that are still in use.
const PREPARED: usize = 256;

/// A connection that knows, for each statement, which SQLite parameter each `$n` is.
pub(crate) struct Session {
    connection: Connection,
    orders: RefCell<BTreeMap<(usize, usize), Order>>,
}

/// The SQLite index of each parameter. In SQLite `$1` is a *name*, numbered by first appearance, so
/// binding `SELECT $2, $1` by position would silently swap the values.
type Order = Box<[usize]>;

impl Session {
    pub(crate) fn open(path: &Path, read_only: bool) -> Result<Self, StoreError> {
        // Not SQLITE_OPEN_READ_ONLY: a reader must be able to make the log's index.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = |error: rusqlite::Error| failure("open", &error);
        let connection = Connection::open_with_flags(path, flags).map_err(opened)?;
        connection
            .busy_timeout(std::time::Duration::from_secs(5))
            .map_err(opened)?;
        // Plans do not depend on bound values. Otherwise a statement with `LIMIT $n` would be
        // prepared again on each use: SQLite looks at the bound limit, and rusqlite clears the
        // bindings after each use, which counts as a change.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(opened)?;
        connection
            .execute_batch(dialect::SQLITE_CONNECTION)
            .map_err(opened)?;
        if read_only {
            connection
                .execute_batch(dialect::SQLITE_READER)
                .map_err(opened)?;
        }
        connection.set_prepared_statement_cache_capacity(PREPARED);
        Ok(Self {
            connection,
            orders: RefCell::new(BTreeMap::new()),
        })
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Counts in `frames` how long the write-ahead log is after each commit, and leaves it to the
    /// caller to move it into the file: SQLite does so by itself unless told otherwise, and tells
    /// nobody when the disk fails meanwhile.
    pub(crate) fn leave_log(&mut self, frames: &Arc<AtomicI32>) -> Result<(), StoreError> {
        let frames = Arc::clone(frames);
        self.connection
            .wal_hook(Some(
                move |_: &mut rusqlite::hooks::Wal, pages| -> rusqlite::Result<()> {
                    frames.store(pages, Ordering::Relaxed);
                    Ok(())
                },
            ))
            .map_err(|error| failure("wal-hook", &error))
    }

    /// Moves all of the write-ahead log into the file and empties it. [`StoreError::Busy`] when another
    /// program keeps it from doing so.
    pub(crate) fn empty_log(&self) -> Result<(), StoreError> {
        let busy: i64 = self
            .connection
            .query_row(dialect::SQLITE_EMPTY_LOG, [], |row| row.get(0))
            .map_err(|error| failure("empty-log", &error))?;
        if busy == 0 {
            Ok(())
        } else {
            Err(StoreError::Busy)
        }
    }

    /// Moves as much of the write-ahead log into the file as no reader needs.
    pub(crate) fn move_log(&self) -> Result<(), StoreError> {
        self.connection
            .query_row(dialect::SQLITE_MOVE_LOG, [], |_| Ok(()))
            .map_err(|error| failure("move-log", &error))
    }

    /// Runs a statement without parameters, such as `COMMIT`.
    pub(crate) fn control(&self, sql: &'static str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.raw_execute())
            .map(drop)
            .map_err(|error| failure(sql, &error))
    }

    /// Runs a statement that writes.
    pub(crate) fn execute(&self, statement: &Statement) -> Result<Effect, StoreError> {
        let failed = |error: rusqlite::Error| failure(statement.name, &error);
        let sql = statement.sql.sqlite();
        let mut prepared = self.connection.prepare_cached(sql).map_err(failed)?;
        self.bind(&mut prepared, statement.name, sql, &statement.params)?;
        let width = prepared.column_count();
        let mut rows = Vec::new();
        let changed = if width == 0 {
            prepared.raw_execute().map_err(failed)?
        } else {
            let mut returned = prepared.raw_query();
            while let Some(row) = returned.next().map_err(failed)? {
                rows.push(
                    (0..width)
                        .map(|column| value(row, column))
                        .collect::<Result<_, _>>()?,
                );
            }
            rows.len()
        };
        Effect {
            name: statement.name,
            changed: changed as u64,
            rows,
        }
        .expected_by(statement)
    }

    /// Runs a query.
    pub(crate) fn query<T>(&self, query: &Query<T>) -> Result<Vec<T>, StoreError> {
        let failed = |error: rusqlite::Error| failure(query.name, &error);
        let sql = query.sql.sqlite();
        let mut prepared = self.connection.prepare_cached(sql).map_err(failed)?;
        self.bind(&mut prepared, query.name, sql, &query.params)?;
        let mut rows = prepared.raw_query();
        let mut decoded = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            decoded.push((query.decode)(&Row::of_sqlite(row))?);
        }
        Ok(decoded)
    }

    /// Runs queries on one snapshot.
    pub(crate) fn snapshot<T>(
        &self,
        read: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.control("BEGIN")?;
        let result = read(self);
        self.control("COMMIT")?;
        result
    }

    fn bind(
        &self,
        prepared: &mut rusqlite::Statement<'_>,
        name: &'static str,
        sql: &'static str,
        params: &[Value],
    ) -> Result<(), StoreError> {
        let mut orders = self.orders.borrow_mut();
        let place = (sql.as_ptr() as usize, sql.len());
        let order = match orders.entry(place) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(unknown) => {
                unknown.insert(order_of(prepared, name)?)
            }
        };
        if order.len() != params.len() {
            return Err(StoreError::Refused(format!(
                "`{name}` has {} parameters and got {}",
                order.len(),
                params.len()
            )));
        }
        for (value, index) in params.iter().zip(order.iter()) {
            prepared
                .raw_bind_parameter(*index, value)
                .map_err(|error| failure(name, &error))?;
        }
        Ok(())
    }
}

/// Finds where SQLite wants `$1`, `$2`, …; every one must occur.
fn order_of(prepared: &rusqlite::Statement<'_>, name: &str) -> Result<Order, StoreError> {
    (1..=prepared.parameter_count())
        .map(|number| {
            prepared
                .parameter_index(&format!("${number}"))
                .ok()
                .flatten()
                .ok_or_else(|| {
                    StoreError::Refused(format!(
                        "`{name}` does not use ${number}, or not by that name"
                    ))
                })
        })
        .collect()
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Null => ValueRef::Null,
        }))
    }
}

/// Reads a column.
pub(crate) fn value(row: &rusqlite::Row<'_>, column: usize) -> Result<Value, StoreError> {
    let corrupt = |error: &dyn std::fmt::Display| StoreError::Corrupt(error.to_string());
    Ok(
        match row.get_ref(column).map_err(|error| corrupt(&error))? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Real(_) => return Err(corrupt(&"a column holds a floating-point number")),
            ValueRef::Text(text) => Value::Text(
                std::str::from_utf8(text)
                    .map_err(|error| corrupt(&error))?
                    .to_owned(),
            ),
            ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        },
    )
}

/// Translates an error of SQLite.
pub(crate) fn failure(statement: &'static str, error: &rusqlite::Error) -> StoreError {
    let code = error.sqlite_error_code();
    if code == Some(ErrorCode::DiskFull) {
        StoreError::NoRoom
    } else if code == Some(ErrorCode::ConstraintViolation) {
        StoreError::Violated {
            statement,
            detail: error.to_string(),
        }
    } else if matches!(
        code,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    ) {
        StoreError::Busy
    } else if matches!(
        code,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    ) {
        StoreError::Corrupt(error.to_string())
    } else if matches!(error, rusqlite::Error::SqlInputError { .. })
        || matches!(
            code,
            Some(
                ErrorCode::Unknown
                    | ErrorCode::TooBig
                    | ErrorCode::TypeMismatch
                    | ErrorCode::ParameterOutOfRange
            )
        )
    {
        // The statement's or its values' fault, not the disk's: it is no reason to stop.
        StoreError::Refused(format!("{statement}: {error}"))
    } else if code.is_none() {
        StoreError::Corrupt(format!("{statement}: {error}"))
    } else {
        StoreError::Io(format!("{statement}: {error}"))
    }
}

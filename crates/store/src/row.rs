//! A row of either database, read by column position. Refuses a column whose type is not the one
//! asked for.

use crate::{error::StoreError, postgres, sqlite, value::Value};

/// A row that a [`crate::Query`] decodes. Columns count from 0.
pub struct Row<'a>(Source<'a>);

enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
    Values(&'a [Value]),
}

impl<'a> Row<'a> {
    pub(crate) fn of_sqlite(row: &'a rusqlite::Row<'a>) -> Self {
        Self(Source::Sqlite(row))
    }

    pub(crate) fn of_postgres(row: &'a tokio_postgres::Row) -> Self {
        Self(Source::Postgres(row))
    }

    pub(crate) fn of_values(row: &'a [Value]) -> Self {
        Self(Source::Values(row))
    }

    /// The text of a column that may be null, borrowed.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is missing or holds something else than text.
    pub fn optional_str(&self, column: usize) -> Result<Option<&str>, StoreError> {
        match self.0 {
            Source::Sqlite(row) => row
                .get_ref(column)
                .map_err(|error| wrong(column, error))?
                .as_str_or_null()
                .map_err(|error| wrong(column, error)),
            Source::Postgres(row) => row.try_get(column).map_err(|error| wrong(column, error)),
            Source::Values(row) => match row.get(column) {
                Some(Value::Text(text)) => Ok(Some(text)),
                Some(Value::Null) => Ok(None),
                Some(Value::Integer(_) | Value::Bytes(_)) | None => Err(wrong(column, "not text")),
            },
        }
    }

    /// The text of a column, borrowed.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is null or not text.
    pub fn str(&self, column: usize) -> Result<&str, StoreError> {
        self.optional_str(column)?
            .ok_or_else(|| wrong(column, "null"))
    }

    /// The text of a column.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is null or not text.
    pub fn text(&self, column: usize) -> Result<String, StoreError> {
        self.str(column).map(str::to_owned)
    }

    /// The text of a column that may be null.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is not text.
    pub fn optional_text(&self, column: usize) -> Result<Option<String>, StoreError> {
        Ok(self.optional_str(column)?.map(str::to_owned))
    }

    /// The integer of a column that may be null.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is not an integer.
    pub fn optional_integer(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self.0 {
            Source::Sqlite(row) => row
                .get_ref(column)
                .map_err(|error| wrong(column, error))?
                .as_i64_or_null()
                .map_err(|error| wrong(column, error)),
            Source::Postgres(row) => row.try_get(column).map_err(|error| wrong(column, error)),
            Source::Values(row) => match row.get(column) {
                Some(Value::Integer(number)) => Ok(Some(*number)),
                Some(Value::Null) => Ok(None),
                Some(Value::Text(_) | Value::Bytes(_)) | None => {
                    Err(wrong(column, "not an integer"))
                }
            },
        }
    }

    /// The integer of a column.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is null or not an integer.
    pub fn integer(&self, column: usize) -> Result<i64, StoreError> {
        self.optional_integer(column)?
            .ok_or_else(|| wrong(column, "null"))
    }

    /// The boolean of a column: 0 is false, anything else true.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is null or not an integer.
    pub fn truth(&self, column: usize) -> Result<bool, StoreError> {
        Ok(self.integer(column)? != 0)
    }

    /// All its columns.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when a column has a type that the store never writes.
    pub(crate) fn values(&self) -> Result<Vec<Value>, StoreError> {
        match self.0 {
            Source::Sqlite(row) => (0..row.as_ref().column_count())
                .map(|column| sqlite::value(row, column))
                .collect(),
            Source::Postgres(row) => (0..row.len())
                .map(|column| postgres::column(row, column))
                .collect(),
            Source::Values(row) => Ok(row.to_vec()),
        }
    }

    /// The bytes of a column that may be null.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is not bytes.
    pub fn optional_bytes(&self, column: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match self.0 {
            Source::Sqlite(row) => row
                .get_ref(column)
                .map_err(|error| wrong(column, error))?
                .as_blob_or_null()
                .map(|bytes| bytes.map(<[u8]>::to_vec))
                .map_err(|error| wrong(column, error)),
            Source::Postgres(row) => row.try_get(column).map_err(|error| wrong(column, error)),
            Source::Values(row) => match row.get(column) {
                Some(Value::Bytes(bytes)) => Ok(Some(bytes.clone())),
                Some(Value::Null) => Ok(None),
                Some(Value::Text(_) | Value::Integer(_)) | None => Err(wrong(column, "not bytes")),
            },
        }
    }

    /// The bytes of a column.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the column is null or not bytes.
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>, StoreError> {
        self.optional_bytes(column)?
            .ok_or_else(|| wrong(column, "null"))
    }
}

fn wrong(column: usize, error: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("column {column}: {error}"))
}

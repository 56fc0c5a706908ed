//! A backup is one file that restores into either database: JSON lines, a header, then each table
//! with its columns and rows, then a line with a count and a hash of all before it.
//!
//! It is taken from one snapshot while the store is in use. The file gets its name only when it is
//! complete. This module knows tables and columns, and not what they mean.

mod file;
mod postgres;
mod sqlite;

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::{
    database::{Address, Database, Engine},
    error::StoreError,
    migration,
    value::Value,
};

/// Every table; a table comes before those that refer to it. Only `migrations` is left out: it
/// describes the store's schema, not its content.
pub(crate) const TABLES: &[&str] = &[
    "cases",
    "events",
    "told",
    "streams",
    "stream_events",
    "idempotency",
    "worklist",
    "identifiers",
    "search_terms",
    "questions",
    "outbox",
    "audit_heads",
    "audit",
    "audit_checkpoints",
    "emergency_openings",
    "emergency_tries",
    "log_draws",
    "log_reviews",
    "units",
    "users",
    "assignments",
    "proposals",
    "tokens",
    "log_in_counts",
    "log_in_addresses",
    "contacts_directory",
    "reference_links",
    "meeting_points",
    "postal_codes",
    "drafts",
    "presence",
    "visits",
    "attachments",
    "settings",
    "upgrades",
];

/// What was written or read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows of all tables together.
    pub rows: u64,
}

/// Writes the whole content of the store to a file that only its owner can read.
///
/// # Errors
/// When the store cannot be read or the file cannot be written. Then the file does not exist, or is
/// the one from before.
pub async fn backup(database: &Database, file: &Path) -> Result<Summary, StoreError> {
    match database.engine() {
        Engine::Sqlite(store) => {
            let (store, file) = (store.path().to_owned(), file.to_owned());
            tokio::task::spawn_blocking(move || sqlite::backup(&store, &file))
                .await
                .map_err(|error| StoreError::Io(error.to_string()))?
        }
        Engine::Postgres(store) => postgres::backup(&mut store.client().await?, file).await,
    }
}

/// Fills an empty store (`sqlite:PATH` or `postgres://…`, created when missing) from a file, all or
/// nothing, and brings its schema up to date.
///
/// # Errors
/// [`StoreError::Refused`] when the store is not empty or the file was made by a newer program;
/// [`StoreError::Corrupt`] when the file is incomplete or no backup.
pub async fn restore(url: &str, file: &Path) -> Result<Summary, StoreError> {
    let checked = file.to_owned();
    let header = tokio::task::spawn_blocking(move || file::check(&checked))
        .await
        .map_err(|error| StoreError::Io(error.to_string()))??;
    if header.migration > migration::newest() {
        return Err(StoreError::Refused(
            "the backup was made by a newer program".to_owned(),
        ));
    }
    let summary = match Address::parse(url)? {
        Address::Sqlite(path) => {
            let (path, file) = (path.to_owned(), file.to_owned());
            tokio::task::spawn_blocking(move || sqlite::restore(&path, &file, header.migration))
                .await
                .map_err(|error| StoreError::Io(error.to_string()))??
        }
        Address::Postgres(url) => postgres::restore(url, file, header.migration).await?,
    };
    // Opening creates what a backup does not hold, such as the audit log's remaining chains.
    Database::open(url).await?.close().await;
    Ok(summary)
}

/// The error for a store that is not empty or has another schema version than the backup.
fn not_empty() -> StoreError {
    StoreError::Refused("a backup is restored into an empty store only".to_owned())
}

/// The SQL that inserts a row. Table and column names from the file are checked to be plain names
/// first.
fn insertion(table: &str, columns: &[String]) -> Result<String, StoreError> {
    let is_name = |name: &String| {
        !name.is_empty()
            && name.chars().all(|letter| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
            })
    };
    if !TABLES.contains(&table) || !columns.iter().all(is_name) {
        return Err(StoreError::Corrupt(
            "the backup names no table of a store".to_owned(),
        ));
    }
    let places: Vec<String> = (1..=columns.len())
        .map(|number| format!("${number}"))
        .collect();
    Ok(format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        columns.join(", "),
        places.join(", ")
    ))
}

fn to_json(value: Value) -> Json {
    match value {
        Value::Text(text) => Json::String(text),
        Value::Integer(number) => Json::from(number),
        Value::Bytes(bytes) => json!({ "bytes": base16ct::lower::encode_string(&bytes) }),
        Value::Null => Json::Null,
    }
}

fn from_json(json: Json) -> Result<Value, StoreError> {
    let wrong = || StoreError::Corrupt("the backup holds a value of no known kind".to_owned());
    match json {
        Json::String(text) => Ok(Value::Text(text)),
        Json::Number(number) => number.as_i64().map(Value::Integer).ok_or_else(wrong),
        Json::Null => Ok(Value::Null),
        Json::Object(object) => {
            let text = object
                .get("bytes")
                .and_then(Json::as_str)
                .ok_or_else(wrong)?;
            base16ct::mixed::decode_vec(text)
                .map(Value::Bytes)
                .map_err(|_| wrong())
        }
        Json::Bool(_) | Json::Array(_) => Err(wrong()),
    }
}

//! The backup's file: lines out, lines in, and the check that it is whole.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::{Summary, from_json, to_json};
use crate::{error::StoreError, migration, value::Value};

const FORMAT: &str = "vardbron-backup-1";

/// The first line of the file.
#[derive(Serialize, Deserialize)]
pub(super) struct Header {
    format: String,
    /// The newest migration of the store it was made of.
    pub(super) migration: i64,
}

/// The line before a table's rows.
#[derive(Serialize, Deserialize)]
struct Table {
    table: String,
    columns: Vec<String>,
}

/// The last line of the file.
#[derive(Serialize, Deserialize)]
struct BackupEnd {
    rows: u64,
    sha256: String,
}

fn io(error: impl std::fmt::Display) -> StoreError {
    StoreError::Io(format!("the backup's file: {error}"))
}

fn torn(what: &str) -> StoreError {
    StoreError::Corrupt(format!("the backup is not whole: {what}"))
}

/// A backup that is being written; it has a temporary name until it is complete.
pub(super) struct Sink {
    out: BufWriter<File>,
    hasher: Sha256,
    rows: u64,
    part: PathBuf,
    path: PathBuf,
}

impl Sink {
    pub(super) fn create(path: &Path) -> Result<Self, StoreError> {
        use std::os::unix::fs::OpenOptionsExt;
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&part)
            .map_err(io)?;
        let mut sink = Self {
            out: BufWriter::with_capacity(1 << 16, file),
            hasher: Sha256::new(),
            rows: 0,
            part,
            path: path.to_owned(),
        };
        sink.line(&Header {
            format: FORMAT.to_owned(),
            migration: migration::newest(),
        })?;
        Ok(sink)
    }

    pub(super) fn table(&mut self, table: &str, columns: Vec<String>) -> Result<(), StoreError> {
        self.line(&Table {
            table: table.to_owned(),
            columns,
        })
    }

    pub(super) fn row(&mut self, row: Vec<Value>) -> Result<(), StoreError> {
        self.rows += 1;
        self.line(&row.into_iter().map(to_json).collect::<Vec<Json>>())
    }

    /// Writes the last line, syncs the file to disk and renames it to its final name.
    pub(super) fn finish(mut self) -> Result<Summary, StoreError> {
        let sha256 = base16ct::lower::encode_string(&self.hasher.clone().finalize());
        self.line(&BackupEnd {
            rows: self.rows,
            sha256,
        })?;
        let file = self.out.into_inner().map_err(io)?;
        file.sync_all().map_err(io)?;
        std::fs::rename(&self.part, &self.path).map_err(io)?;
        let folder = self
            .path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))
            .and_then(|folder| folder.sync_all())
            .map_err(io)?;
        Ok(Summary { rows: self.rows })
    }

    fn line(&mut self, line: &impl Serialize) -> Result<(), StoreError> {
        let mut text = serde_json::to_vec(line).map_err(io)?;
        text.push(b'\n');
        self.hasher.update(&text);
        self.out.write_all(&text).map_err(io)
    }
}

/// Checks that the file is a complete backup.
pub(super) fn check(path: &Path) -> Result<Header, StoreError> {
    let mut lines = BufReader::new(File::open(path).map_err(io)?);
    let mut hasher = Sha256::new();
    let mut header: Option<Header> = None;
    let mut line = Vec::new();
    let mut before: Option<Vec<u8>> = None;
    loop {
        line.clear();
        let length = lines.read_until(b'\n', &mut line).map_err(io)?;
        if header.is_none() {
            let first: Header =
                serde_json::from_slice(&line).map_err(|_| torn("no header of a backup"))?;
            if first.format != FORMAT {
                return Err(torn("another format"));
            }
            header = Some(first);
        }
        if length == 0 {
            break;
        }
        if let Some(before) = before.replace(line.clone()) {
            hasher.update(&before);
        }
    }
    let end: BackupEnd = serde_json::from_slice(&before.unwrap_or_default())
        .map_err(|_| torn("it does not come to an end"))?;
    if end.sha256 != base16ct::lower::encode_string(&hasher.finalize()) {
        return Err(torn("its hash is another"));
    }
    header.ok_or_else(|| torn("it is empty"))
}

/// A line after the header.
pub(super) enum BackupLine {
    /// The line before a table's rows.
    Table {
        /// Its name.
        table: String,
        columns: Vec<String>,
    },
    /// A row of the table.
    Row(Vec<Value>),
}

/// The lines of a checked backup between header and end.
pub(super) fn lines(
    path: &Path,
) -> Result<impl Iterator<Item = Result<BackupLine, StoreError>> + use<>, StoreError> {
    let file = BufReader::with_capacity(1 << 16, File::open(path).map_err(io)?);
    Ok(file.lines().skip(1).filter_map(|line| {
        let line = match line {
            Ok(line) => line,
            Err(error) => return Some(Err(io(error))),
        };
        if line.starts_with("{\"rows\"") {
            return None;
        }
        Some(parse(&line))
    }))
}

fn parse(line: &str) -> Result<BackupLine, StoreError> {
    if line.starts_with('{') {
        let Table { table, columns } =
            serde_json::from_str(line).map_err(|_| torn("a line is neither table nor row"))?;
        return Ok(BackupLine::Table { table, columns });
    }
    let row: Vec<Json> =
        serde_json::from_str(line).map_err(|_| torn("a line is neither table nor row"))?;
    row.into_iter()
        .map(from_json)
        .collect::<Result<_, _>>()
        .map(BackupLine::Row)
}

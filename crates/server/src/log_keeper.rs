//! The files that make tampering with the access log visible: the installation's key and its
//! checkpoints, both outside the database. This module writes and reads them; `app` decides what a
//! checkpoint says.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
};

use app::{App, Checkpoint, Seal, Witness};

use crate::{arguments::LogFiles, command::Failure, owners};

/// The installation's key, with the paths of its files.
pub(crate) struct LogKeeper {
    seal: Seal,
    lines: PathBuf,
}

impl LogKeeper {
    /// Reads the key, or creates one that only its owner can read.
    pub(crate) fn open(files: &LogFiles) -> Result<Self, Failure> {
        let seal = match read_key(&files.key)? {
            Some(seal) => seal,
            None => make_key(&files.key)?,
        };
        Ok(Self {
            seal,
            lines: files.lines.clone(),
        })
    }

    /// The public half of the key.
    pub(crate) fn public_key(&self) -> String {
        self.seal.public_key()
    }

    /// Signs the current end of the log and writes the checkpoint to the database, then to the
    /// file. Checkpoints that are missing in the file are written too.
    pub(crate) async fn checkpoint(&self, app: &App) -> Result<(), Failure> {
        let lines = read_lines(&self.lines)?.unwrap_or_default();
        let known = lines.iter().rev().find_map(|line| Checkpoint::read(line));
        app.checkpoint(&self.seal, known.as_ref()).await?;
        let after = known.as_ref().map_or(0, Checkpoint::number);
        let missing = app.checkpoint_lines(after).await?;
        append(&self.lines, &missing)
            .map_err(|error| Failure::of(&self.lines.display().to_string(), &error))
    }
}

/// What is known about the log outside the database. Creates no missing files.
pub(crate) fn witness(files: &LogFiles, trusted: &[String]) -> Result<Witness, Failure> {
    let own = read_key(&files.key)?.map(|seal| seal.public_key());
    Ok(Witness {
        keys: own.into_iter().chain(trusted.iter().cloned()).collect(),
        lines: read_lines(&files.lines)?,
    })
}

fn read_key(path: &Path) -> Result<Option<Seal>, Failure> {
    let said = |error: &dyn std::fmt::Display| Failure::of(&path.display().to_string(), &error);
    let text = match owners::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(said(&error)),
    };
    Seal::read(&text)
        .map(Some)
        .ok_or_else(|| said(&"is not a key of the log"))
}

fn make_key(path: &Path) -> Result<Seal, Failure> {
    let seal = Seal::draw()?;
    write_key(path, &seal.written())
        .map_err(|error| Failure::of(&path.display().to_string(), &error))?;
    Ok(seal)
}

fn write_key(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = owners::made().write(true).create_new(true).open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

fn read_lines(path: &Path) -> Result<Option<Vec<String>>, Failure> {
    let said = |error: io::Error| Failure::of(&path.display().to_string(), &error);
    match File::open(path) {
        Ok(file) => BufReader::new(file)
            .lines()
            .collect::<io::Result<_>>()
            .map(Some)
            .map_err(said),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(said(error)),
    }
}

fn append(path: &Path, lines: &[(i64, String)]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut file = owners::made().append(true).create(true).open(path)?;
    let mut text = String::new();
    for (_, line) in lines {
        text.push_str(line);
        text.push('\n');
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests;

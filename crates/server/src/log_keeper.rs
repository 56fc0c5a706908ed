//! The files that make tampering with the access log visible: the installation's key and its
//! checkpoints, both outside the database. This module writes and reads them; `app` decides what a
//! checkpoint says.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicI64, Ordering},
};

use app::{App, Checkpoint, LogSigner, Witness};

use crate::{
    arguments::LogFiles,
    command::Failure,
    log_copy::{self, LogCopy},
    owners,
};

/// The installation's key, with the paths of its files.
pub(crate) struct LogKeeper {
    signer: LogSigner,
    lines: PathBuf,
    copies: Vec<LogCopy>,
    /// The number of the last checkpoint that each copy has been sent; 0 when none has.
    sent: Vec<AtomicI64>,
}

impl LogKeeper {
    /// Reads the key, or creates one that only its owner can read.
    pub(crate) fn open(files: &LogFiles) -> Result<Self, Failure> {
        let signer = match read_key(&files.key)? {
            Some(signer) => signer,
            None => make_key(&files.key)?,
        };
        Ok(Self {
            signer,
            lines: files.lines.clone(),
            copies: files.copies.clone(),
            sent: files.copies.iter().map(|_| AtomicI64::new(0)).collect(),
        })
    }

    /// The public half of the key.
    pub(crate) fn public_key(&self) -> String {
        self.signer.public_key()
    }

    /// Signs the current end of the log and writes the checkpoint to the database, then to the file
    /// and to every other place. Checkpoints that are missing in a file are written too. A place that
    /// does not take them keeps no other from getting them.
    pub(crate) async fn checkpoint(&self, app: &App) -> Result<(), Failure> {
        let read = read_lines(&self.lines);
        let known = match &read {
            Ok(lines) => {
                let mut lines = lines.iter().flatten().rev();
                lines.find_map(|line| Checkpoint::read(line))
            }
            Err(_) => None,
        };
        app.checkpoint(&self.signer, known.as_ref()).await?;
        let after = known.as_ref().map_or(0, Checkpoint::number);
        let mut failed = match read {
            Ok(_) => append(&self.lines, &app.checkpoint_lines(after).await?)
                .map_err(|error| Failure::of(&self.lines.display().to_string(), &error)),
            Err(error) => Err(error),
        };
        for (copy, sent) in self.copies.iter().zip(&self.sent) {
            let done = self.send(app, copy, sent).await;
            failed = failed.and(done);
        }
        failed
    }

    /// Sends checkpoints to another place: those that a file has not; to a syslog those that this program
    /// has not sent, and the latest one when it starts.
    async fn send(&self, app: &App, copy: &LogCopy, sent: &AtomicI64) -> Result<(), Failure> {
        let said = |error: io::Error| Failure::of(&copy.to_string(), &error);
        match copy {
            LogCopy::File(path) => {
                let lines = read_lines(path)?.unwrap_or_default();
                let known = lines.iter().rev().find_map(|line| Checkpoint::read(line));
                let after = known.as_ref().map_or(0, Checkpoint::number);
                append(path, &app.checkpoint_lines(after).await?).map_err(said)
            }
            LogCopy::Socket(_) | LogCopy::Address(_) => {
                let mut after = sent.load(Ordering::Relaxed);
                if after == 0 {
                    after = app.latest_checkpoint().await?.saturating_sub(1);
                }
                let new = app.checkpoint_lines(after).await?;
                let last = new.last().map(|(number, _)| *number);
                let to = copy.clone();
                // A name is looked up and a full queue waited for: not where others work.
                tokio::task::spawn_blocking(move || to.send(&new))
                    .await
                    .map_err(|error| Failure::of(&copy.to_string(), &error))?
                    .map_err(said)?;
                sent.store(last.unwrap_or(after), Ordering::Relaxed);
                Ok(())
            }
        }
    }
}

/// What is known about the log outside the database. Creates no missing files.
pub(crate) fn witness(
    files: &LogFiles,
    trusted: &[String],
    held: &[PathBuf],
) -> Result<Witness, Failure> {
    let own = read_key(&files.key)?.map(|signer| signer.public_key());
    let mut copies = Vec::new();
    for path in held {
        let name = path.display().to_string();
        // A syslog writes words of its own before each line, and lines of others, in any encoding.
        let bytes = std::fs::read(path).map_err(|error| Failure::of(&name, &error))?;
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<String> = text
            .lines()
            .filter_map(log_copy::checkpoint_in)
            .map(str::to_owned)
            .collect();
        if lines.is_empty() {
            return Err(Failure::said(format!(
                "No checkpoint of the log is in {name}."
            )));
        }
        copies.push((name, lines));
    }
    Ok(Witness {
        copies,
        keys: own.into_iter().chain(trusted.iter().cloned()).collect(),
        lines: read_lines(&files.lines)?,
    })
}

fn read_key(path: &Path) -> Result<Option<LogSigner>, Failure> {
    let said = |error: &dyn std::fmt::Display| Failure::of(&path.display().to_string(), &error);
    let text = match owners::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(said(&error)),
    };
    LogSigner::read(&text)
        .map(Some)
        .ok_or_else(|| said(&"is not a key of the log"))
}

fn make_key(path: &Path) -> Result<LogSigner, Failure> {
    let signer = LogSigner::draw()?;
    write_key(path, &signer.written())
        .map_err(|error| Failure::of(&path.display().to_string(), &error))?;
    Ok(signer)
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

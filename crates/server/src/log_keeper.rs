//! The files that keep the access log honest: the installation's key and the lines of its
//! checkpoints, both outside the database. Writes and reads them; what a checkpoint says is `app`'s.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
};

use app::{App, Checkpoint, Seal, Witness};

use crate::{arguments::LogFiles, command::Failure};

/// The installation's key with the places of its files.
pub(crate) struct LogKeeper {
    seal: Seal,
    lines: PathBuf,
}

impl LogKeeper {
    /// Reads the key, or makes one that only its owner can read.
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

    /// Signs where the log stands, in the database first and then in the file. What the file
    /// missed is written too.
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

/// What is known outside the database about its log: nothing is made that is not there.
pub(crate) fn witness(files: &LogFiles, trusted: &[String]) -> Result<Witness, Failure> {
    let own = read_key(&files.key)?.map(|seal| seal.public_key());
    Ok(Witness {
        keys: own.into_iter().chain(trusted.iter().cloned()).collect(),
        lines: read_lines(&files.lines)?,
    })
}

fn read_key(path: &Path) -> Result<Option<Seal>, Failure> {
    let said = |error: &dyn std::fmt::Display| Failure::of(&path.display().to_string(), &error);
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(said(&error)),
    };
    owner_only(path).map_err(|error| said(&error))?;
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
    let mut file = for_owner().write(true).create_new(true).open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

/// A key that others can read proves nothing.
#[cfg(unix)]
fn owner_only(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let kept = std::fs::metadata(path)?.permissions();
    let for_others = kept.mode() & 0o077;
    if for_others > 0 {
        return Err(io::Error::other("others can read the key: chmod 600"));
    }
    Ok(())
}

#[cfg(not(unix))]
fn owner_only(_path: &Path) -> io::Result<()> {
    Ok(())
}

fn for_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
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
    let mut file = for_owner().append(true).create(true).open(path)?;
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

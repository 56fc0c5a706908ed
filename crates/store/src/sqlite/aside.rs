//! Log entries that could not be written to a store that has failed, in a file beside it: who read
//! something then is not forgotten. The next program that opens the store writes them to the log.
//!
//! An entry may come into the log twice, when it is not known whether the store kept it. None is
//! left out.

use std::{
    fs::{File, OpenOptions},
    io::{Read as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use crate::{
    audit::AuditEntry,
    error::StoreError,
    statement::{Statement, Work, params},
};

/// Name of the statement that finds that the entries are in the log already.
pub(super) const TAKEN: &str = "aside.taken";

/// The file beside a store's own.
pub(super) fn beside(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push("-unwritten-log");
    PathBuf::from(name)
}

fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Io(format!("the file beside the store: {error}"))
}

fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
}

/// Adds entries to the file and returns when they are durable.
pub(super) fn put(path: &Path, entries: &[AuditEntry]) -> Result<(), StoreError> {
    // Begins a line of its own, also after one that was cut off.
    let mut text = String::from("\n");
    for entry in entries {
        let AuditEntry {
            at,
            actor,
            unit,
            action,
            case_key,
            patient_ref,
            detail,
        } = entry;
        let line = serde_json::json!([at, actor, unit, action, case_key, patient_ref, detail]);
        text.push_str(&line.to_string());
        text.push('\n');
    }
    let mut file = open(path).map_err(failed)?;
    // Held until the file is closed, so that nothing is added while it is emptied.
    file.lock().map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    // The file may be new: its name is to survive as well.
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))
        .and_then(|folder| folder.sync_all())
        .map_err(failed)
}

/// The entries of the file, which stays locked, and the work that writes them to the log.
pub(super) struct Aside {
    file: File,
    pub(super) work: Work,
}

/// What lies in the file; none when nothing does.
pub(super) fn find(path: &Path) -> Result<Option<Aside>, StoreError> {
    if !path.try_exists().map_err(failed)? {
        return Ok(None);
    }
    let file = open(path).map_err(failed)?;
    file.lock().map_err(failed)?;
    let mut work = Work::new();
    work.use_reserve();
    let mut hasher = Sha256::new();
    let mut last = None;
    let mut text = Vec::new();
    (&file).read_to_end(&mut text).map_err(failed)?;
    for line in text.split(|byte| *byte == b'\n') {
        if line.is_empty() {
            continue;
        }
        // A line may have been cut off, and then its reader saw nothing; or the disk has spoilt it,
        // and then it is kept for somebody to look at.
        let Ok(fields) = serde_json::from_slice::<Fields>(line) else {
            tracing::error!("a line of the file beside the store cannot be read and is kept");
            keep_unreadable(path, line)?;
            continue;
        };
        hasher.update(line);
        last = Some(fields.0.clone());
        work.log(entry(fields));
    }
    let Some(last) = last else {
        return Ok(None);
    };
    let hash = base16ct::lower::encode_string(&hasher.finalize());
    work.guard(Statement::one(
        TAKEN,
        "INSERT INTO upgrades (name, done_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        params![format!("unwritten-log/{hash}"), last],
    ));
    Ok(Some(Aside { file, work }))
}

/// Adds a line that cannot be read to a file of its own.
fn keep_unreadable(path: &Path, line: &[u8]) -> Result<(), StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".unreadable");
    let mut file = open(Path::new(&name)).map_err(failed)?;
    file.write_all(line).map_err(failed)?;
    file.write_all(b"\n").map_err(failed)?;
    file.sync_all().map_err(failed)
}

impl Aside {
    /// Empties the file, once its entries are in the log.
    pub(super) fn empty(self) -> Result<(), StoreError> {
        self.file
            .set_len(0)
            .and_then(|()| self.file.sync_all())
            .map_err(failed)
    }
}

type Fields = (
    String,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    String,
);

fn entry((at, actor, unit, action, case_key, patient_ref, detail): Fields) -> AuditEntry {
    AuditEntry {
        at,
        actor,
        unit,
        action,
        case_key,
        patient_ref,
        detail,
    }
}

#[cfg(test)]
mod tests {
    use super::{AuditEntry, beside, find, put};

    fn view(actor: &str) -> AuditEntry {
        AuditEntry {
            at: "2026-03-05T08:42:00.000000Z".to_owned(),
            actor: actor.to_owned(),
            unit: "SE2321000131-DEMO43".to_owned(),
            action: "view".to_owned(),
            case_key: Some("case".to_owned()),
            patient_ref: None,
            detail: "line\nbreak".to_owned(),
        }
    }

    #[test]
    fn what_was_put_aside_is_found_until_the_file_is_emptied() {
        let folder = std::env::temp_dir().join(format!("vardbron-aside-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = beside(&folder.join("store.sqlite"));
        assert!(find(&path).unwrap().is_none());
        put(&path, &[view("one"), view("two")]).unwrap();
        put(&path, &[view("three")]).unwrap();
        // A line that was cut off is no entry and hides none.
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str("[\"2026-03-05");
        std::fs::write(&path, text).unwrap();
        put(&path, &[view("four")]).unwrap();
        let found = find(&path).unwrap().unwrap();
        assert_eq!(
            found.work.audit(),
            ["one", "two", "three", "four"].map(view)
        );
        found.empty().unwrap();
        assert!(find(&path).unwrap().is_none());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

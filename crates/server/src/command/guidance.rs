//! Reads, checks and lists guidance files.

use std::path::{Path, PathBuf};

use ::guidance::{Finding, Library, check as findings_of, requirement::requirement_ids};
use app::Clock;
use jiff::civil::Date;
use vocabulary::calendar::local_date;

use crate::{command::Failure, output};

/// The built-in guidance, with versions of the same name replaced from other files. The error for a
/// broken file names file, line and reason.
pub(super) fn library(paths: &[PathBuf]) -> Result<Library, Failure> {
    let read = if paths.is_empty() {
        Library::builtin()
    } else {
        Library::builtin_and(files(paths)?)
    };
    read.map_err(|findings| Failure::said(lines(&findings)))
}

/// Checks guidance files: exit 1 on any finding, including that a document has expired by the given
/// day.
pub(super) fn check(paths: &[PathBuf], on: Option<Date>) -> Result<(), Failure> {
    let library =
        Library::load(files(paths)?).map_err(|findings| Failure::said(lines(&findings)))?;
    let day = on.unwrap_or_else(|| local_date(Clock::system().now()));
    let found = findings_of(&library, &requirement_ids(), day);
    if !found.is_empty() {
        return Err(Failure::said(lines(&found)));
    }
    output::say("The guidance holds together.");
    Ok(())
}

/// Lists documents and versions.
pub(super) fn list() -> Result<(), Failure> {
    let library = library(&[])?;
    let today = local_date(Clock::system().now());
    for pack in library.packs() {
        let document = &pack.document;
        let until = document
            .valid_to
            .map_or_else(String::new, |date| format!(" to {date}"));
        let expired = if pack.expired_on(today) {
            ", expired"
        } else {
            ""
        };
        output::say(&format!(
            "{}\t{}\tvalid from {}{until}{expired}",
            pack.name(),
            document.title,
            document.valid_from
        ));
    }
    Ok(())
}

fn lines(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The files under the given paths, each with its text.
fn files(paths: &[PathBuf]) -> Result<Vec<(String, String)>, Failure> {
    let mut read = Vec::new();
    for path in paths {
        if !path.exists() {
            return Err(Failure::wrong_use(format!(
                "{} does not exist.",
                path.display()
            )));
        }
        gather(path, &mut read)?;
    }
    Ok(read)
}

fn gather(path: &Path, read: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::of(&path.display().to_string(), &error);
    if path.is_dir() {
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
            .map_err(failed)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        inside.sort();
        return inside.iter().try_for_each(|entry| gather(entry, read));
    }
    if path
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        let text = std::fs::read_to_string(path).map_err(failed)?;
        read.push((path.display().to_string(), text));
    }
    Ok(())
}

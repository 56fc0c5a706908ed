//! Commands that read or write the whole store.

use std::path::Path;

use app::{App, Witness};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{command::Failure, log_keeper::LogKeeper, output};

const BAR: &str = "{bar:40} {pos}/{len} cases, {per_sec}, {eta} left";

const NO_KEY: &str = "No key of the log is here: whose signatures they are was not checked.";
const NO_LINES: &str =
    "No file of checkpoints is here: that the latest were taken out was not checked.";
const WITHOUT: &str = "Name it, or say --without-witness where it is meant to be elsewhere.";

/// `verify`: exit 1 on any finding.
pub(super) async fn verify(
    app: &App,
    witness: &Witness,
    without_witness: bool,
) -> Result<(), Failure> {
    let verified = app.verify_with(witness).await?;
    app.close().await;
    output::say(&format!(
        "{} cases, {} events, {} log entries, {} checkpoints read.",
        verified.cases, verified.events, verified.log_entries, verified.checkpoints
    ));
    let mut findings = verified.findings;
    // Whoever cuts the log would hide it by removing the key or the file, so a nightly job must
    // notice that they are missing.
    if verified.log_entries > 0 {
        for (absent, finding) in [
            (witness.keys.is_empty(), NO_KEY),
            (witness.lines.is_none(), NO_LINES),
        ] {
            if absent && without_witness {
                output::say(finding);
            } else if absent {
                findings.push(format!("{finding} {WITHOUT}"));
            }
        }
    }
    if findings.is_empty() {
        output::say("Everything holds together.");
        return Ok(());
    }
    Err(Failure::said(findings.join("\n")))
}

/// `backup`; the log gets its entry and a checkpoint first, which are part of the backup.
pub(super) async fn backup(app: &App, keeper: &LogKeeper, file: &Path) -> Result<(), Failure> {
    app.log_backup().await?;
    keeper.checkpoint(app).await?;
    let rows = app.backup(file).await?;
    leaked(file).map_err(|error| Failure::of(&file.display().to_string(), &error))?;
    app.close().await;
    output::say(&format!("{rows} rows written to {}.", file.display()));
    Ok(())
}

/// Does nothing, unless a seeded leak is active: then others on the machine can read the backup, or
/// there is a second copy of it.
fn leaked(file: &Path) -> std::io::Result<()> {
    if vocabulary::leak::seeded("backup") {
        let text = std::fs::read(file)?;
        std::fs::remove_file(file)?;
        std::fs::write(file, text)?;
    }
    if vocabulary::leak::seeded("temp-file") {
        std::fs::copy(file, file.with_extension("tmp"))?;
    }
    Ok(())
}

pub(super) async fn rebuild(app: &App) -> Result<(), Failure> {
    let bar = ProgressBar::new(app.case_count().await?);
    if let Ok(style) = ProgressStyle::with_template(BAR) {
        bar.set_style(style);
    }
    let told = bar.clone();
    let rebuilt = app
        .rebuild_projections(move |count| told.inc(count))
        .await?;
    bar.finish_and_clear();
    app.close().await;
    let cases = rebuilt.cases;
    output::say(&format!("The projections of {cases} cases are made anew."));
    let unreadable = rebuilt.unreadable;
    if unreadable.is_empty() {
        return Ok(());
    }
    let what = format!(
        "{} cases cannot be read: {}",
        unreadable.len(),
        unreadable.join(", ")
    );
    Err(Failure::of("rebuild", &what))
}

pub(super) async fn restore(address: &str, file: &Path) -> Result<(), Failure> {
    let rows = App::restore(address, file).await?;
    output::say(&format!("{rows} rows read from {}.", file.display()));
    Ok(())
}

pub(super) async fn import_postal_codes(app: &App, file: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::of(&file.display().to_string(), &error))?;
    let rows = app.import_postal_codes(&text).await?;
    app.close().await;
    output::say(&format!("{rows} postal codes read."));
    Ok(())
}

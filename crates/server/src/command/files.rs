//! Commands that read or write the whole store.

use std::path::Path;

use app::App;

use crate::{command::Failure, output};

/// `verify`: exit 1 on any finding.
pub(super) async fn verify(app: &App) -> Result<(), Failure> {
    let verified = app.verify().await?;
    app.close().await;
    output::say(&format!(
        "{} cases, {} events, {} log entries read.",
        verified.cases, verified.events, verified.log_entries
    ));
    if verified.findings.is_empty() {
        output::say("Everything holds together.");
        return Ok(());
    }
    Err(Failure::said(verified.findings.join("\n")))
}

/// `backup`
pub(super) async fn backup(app: &App, file: &Path) -> Result<(), Failure> {
    let rows = app.backup(file).await?;
    app.close().await;
    output::say(&format!("{rows} rows written to {}.", file.display()));
    Ok(())
}

/// `restore`
pub(super) async fn restore(address: &str, file: &Path) -> Result<(), Failure> {
    let rows = App::restore(address, file).await?;
    output::say(&format!("{rows} rows read from {}.", file.display()));
    Ok(())
}

/// `import-postal-codes`
pub(super) async fn import_postal_codes(app: &App, file: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::of(&file.display().to_string(), &error))?;
    let rows = app.import_postal_codes(&text).await?;
    app.close().await;
    output::say(&format!("{rows} postal codes read."));
    Ok(())
}

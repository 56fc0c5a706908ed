//! Undoes the reader's latest change.

use axum::extract::Path;
use vocabulary::command::{Command, UndoLatest};

use crate::{account::session::Signed, flash::Flash, pages::PageResult};

/// Undoes the reader's latest change.
pub(super) async fn undo(signed: Signed, Path(id): Path<String>) -> PageResult {
    let command = Command::UndoLatest(UndoLatest {});
    let (app, caller) = (&signed.app, &signed.caller);
    app.command(caller, &id, None, &command, app.moment()?, None)
        .await?;
    Ok(signed.told(&format!("/arenden/{id}"), Flash::Undone))
}

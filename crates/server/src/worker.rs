//! Work that is due by time alone: worklist rows to compute again, expired sessions and drafts, the
//! log's checkpoints.

use std::{sync::Arc, time::Duration};

use app::App;

use crate::log_keeper::LogKeeper;

/// How often the worker looks for worklist rows to compute again.
const RECHECK_EVERY: Duration = Duration::from_secs(5);
/// How many looks between two removals of expired data.
const FORGET_EVERY: u32 = 720;
/// How many looks between two checkpoints of the log: five minutes. `verify` complains after ten.
const CHECKPOINT_EVERY: u32 = 60;

/// Works until it is stopped.
pub(crate) async fn run(app: App, keeper: Arc<LogKeeper>) {
    let mut looks: u32 = 0;
    loop {
        if let Err(error) = app.recheck_due().await {
            tracing::error!(%error, "due worklist rows could not be computed again");
        }
        if looks.is_multiple_of(FORGET_EVERY)
            && let Err(error) = app.forget_expired().await
        {
            tracing::error!(%error, "what has run out could not be forgotten");
        }
        if looks.is_multiple_of(CHECKPOINT_EVERY)
            && let Err(error) = keeper.checkpoint(&app).await
        {
            tracing::error!(%error, "the log's checkpoint could not be made");
        }
        looks = looks.wrapping_add(1);
        tokio::time::sleep(RECHECK_EVERY).await;
    }
}

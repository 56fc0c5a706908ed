//! What the clock alone brings about: worklist rows that fall due, sessions and drafts that run
//! out.

use std::time::Duration;

use app::App;

/// How often due rows are looked for.
const RECHECK_EVERY: Duration = Duration::from_secs(5);
/// How many looks between two rounds of forgetting.
const FORGET_EVERY: u32 = 720;

/// Works until it is stopped.
pub(crate) async fn run(app: App) {
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
        looks = looks.wrapping_add(1);
        tokio::time::sleep(RECHECK_EVERY).await;
    }
}

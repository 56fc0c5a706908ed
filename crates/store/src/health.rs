//! Whether the store may still be written. After a failed commit, write or sync nobody knows what the
//! disk holds, and a later sync may say that all is well although it is not. So nothing more is
//! acknowledged, until the program has been started anew and has read what is there.

use tokio::sync::watch;

/// Shared by the store's threads and all its handles.
#[derive(Debug)]
pub(crate) struct Health {
    failed: watch::Sender<bool>,
}

impl Health {
    pub(crate) fn new() -> Self {
        Self {
            failed: watch::Sender::new(false),
        }
    }

    /// From now on nothing is written.
    pub(crate) fn fail(&self, error: &dyn std::fmt::Display) {
        if !self.failed.send_replace(true) {
            tracing::error!(%error, "the store has failed: nothing more is written");
        }
    }

    pub(crate) fn has_failed(&self) -> bool {
        *self.failed.borrow()
    }

    /// Completes when the store has failed.
    pub(crate) async fn failed(&self) {
        let mut failed = self.failed.subscribe();
        // An error would mean that the sender is gone, which is this value itself.
        let _ = failed.wait_for(|failed| *failed).await;
    }
}

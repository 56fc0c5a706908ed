//! A reading thread: one read after the other on its own connection. It cannot write.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::mpsc;

use super::{Read, Session};

/// Runs reads until every handle is gone.
pub(super) fn run(session: &Session, mut reads: mpsc::Receiver<Read>, waiting: &AtomicUsize) {
    while let Some(read) = reads.blocking_recv() {
        read(session);
        waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

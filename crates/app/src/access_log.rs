//! The access log: who saw and did what. A change is logged in the transaction of the change. Views
//! are collected for a moment and written together, so that reading does not wait for the disk. A
//! crash can lose the last views of that moment, but never a change.

use std::time::Duration;

use jiff::Timestamp;
use store::{StoreError, Work, audit::AuditEntry};
use tokio::sync::{mpsc, oneshot};

use crate::{App, Caller, clock::stamp, error::AppError};

/// How many views may wait to be written; when it is full, readers wait too.
const WAITING: usize = 4096;
/// How many views are written in one transaction.
const TOGETHER: usize = 512;
/// The first and the longest pause before the writer of views tries again.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// What somebody did, as the log names it (HSLF-FS 2016:40).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Saw part of a case.
    View,
    /// Found a case, or searched without a hit.
    Search,
    Change,
    /// Changed a case in a way that told somebody something.
    Disclose,
    /// Was refused, or asked for a case that does not exist or is not theirs.
    Deny,
    Emergency,
    Review,
    /// Made the patient's extract of the log.
    Export,
    Print,
    /// Changed the directory, the guidance or rights.
    Administer,
}

impl Action {
    /// The code stored in the log. It never changes.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Search => "search",
            Self::Change => "change",
            Self::Disclose => "disclose",
            Self::Deny => "deny",
            Self::Emergency => "emergency",
            Self::Review => "review",
            Self::Export => "export",
            Self::Print => "print",
            Self::Administer => "administer",
        }
    }
}

pub(crate) fn entry(
    caller: &Caller,
    action: Action,
    case_key: Option<&str>,
    detail: &str,
    at: Timestamp,
) -> AuditEntry {
    AuditEntry {
        at: stamp(at),
        actor: caller.staff_id().to_owned(),
        unit: caller.unit().hsa_id.as_str().to_owned(),
        action: action.code().to_owned(),
        case_key: case_key.map(str::to_owned),
        patient_ref: None,
        detail: detail.to_owned(),
    }
}

/// What the writer of views has in its queue.
enum Waiting {
    Entry(AuditEntry),
    /// Somebody who wants to know when everything before this has been written.
    Asked(oneshot::Sender<()>),
}

/// The queue of views that are to be written.
pub(crate) struct Views(mpsc::Sender<Waiting>);

impl Views {
    pub(crate) fn start(database: store::Database) -> Self {
        let (sender, mut receiver) = mpsc::channel(WAITING);
        let write = move |work: Work| put(database.clone(), work);
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(TOGETHER);
            while receiver.recv_many(&mut waiting, TOGETHER).await > 0 {
                let mut entries = Vec::new();
                let mut asked = Vec::new();
                for one in waiting.drain(..) {
                    match one {
                        Waiting::Entry(entry) => entries.push(entry),
                        Waiting::Asked(answer) => asked.push(answer),
                    }
                }
                written(&entries, &write).await;
                for answer in asked {
                    // The one who asked may be gone by now.
                    let _ = answer.send(());
                }
            }
        });
        Self(sender)
    }
}

async fn put(database: store::Database, work: Work) -> Result<(), StoreError> {
    database.write(work).await?;
    Ok(())
}

/// Writes log entries. While the store is busy or its disk fails, the entries are kept and tried
/// again. Readers wait meanwhile, so that nobody reads without being logged.
async fn written<F: Future<Output = Result<(), StoreError>>>(
    entries: &[AuditEntry],
    write: impl Fn(Work) -> F,
) {
    let mut pause = FIRST_PAUSE;
    while !entries.is_empty() {
        let mut work = Work::new();
        for entry in entries {
            work.log(entry.clone());
        }
        match write(work).await {
            Ok(()) => return,
            Err(error @ (StoreError::Busy | StoreError::Io(_))) => {
                tracing::error!(%error, "views wait to be written to the access log");
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
            }
            Err(error) => {
                tracing::error!(%error, "views could not be written to the access log");
                return;
            }
        }
    }
}

impl App {
    /// Logs a view or another act that changes nothing.
    pub(crate) async fn note(
        &self,
        caller: &Caller,
        action: Action,
        case_key: Option<&str>,
        detail: &str,
    ) -> Result<(), AppError> {
        let entry = entry(caller, action, case_key, detail, self.now());
        self.inner
            .views
            .0
            .send(Waiting::Entry(entry))
            .await
            .map_err(|error| AppError::fault("access log", &error))
    }

    /// Waits until everything noted so far has been written.
    pub async fn log_written(&self) {
        let (answer, written) = oneshot::channel();
        if self
            .inner
            .views
            .0
            .send(Waiting::Asked(answer))
            .await
            .is_ok()
        {
            // An error means that the writer has stopped and nothing is waiting.
            let _ = written.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{AuditEntry, StoreError, written};

    fn view() -> AuditEntry {
        AuditEntry {
            at: "2026-03-05T08:42:00Z".to_owned(),
            actor: "nurse".to_owned(),
            unit: String::new(),
            action: "view".to_owned(),
            case_key: None,
            patient_ref: None,
            detail: "case".to_owned(),
        }
    }

    #[tokio::test]
    async fn views_are_kept_until_the_log_takes_them() {
        let tries = Cell::new(0);
        let write = |work: super::Work| {
            assert!(!work.is_empty(), "what waits is written each time");
            tries.set(tries.get() + 1);
            let taken = tries.get() == 3;
            async move { if taken { Ok(()) } else { Err(StoreError::Busy) } }
        };
        written(&[view(), view()], write).await;
        assert_eq!(tries.get(), 3);
    }

    #[tokio::test]
    async fn a_closed_store_is_not_waited_for() {
        let tries = Cell::new(0);
        let write = |_| {
            tries.set(tries.get() + 1);
            async { Err(StoreError::Closed) }
        };
        written(&[view()], write).await;
        assert_eq!(tries.get(), 1);
    }
}

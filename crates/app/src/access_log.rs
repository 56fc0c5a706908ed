//! The access log: who saw and did what. A change is logged in the transaction of the change. Views
//! are collected for a moment and written together, so that reading does not wait for the disk. A
//! crash can lose the last views of that moment, but never a change. When they cannot be written,
//! nobody reads.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use store::{StoreError, Work, audit::AuditEntry};
use tokio::sync::{mpsc, oneshot};

use crate::{App, Caller, clock::stamp, error::AppError, looked::held_back};

/// How many views may wait to be written; when it is full, readers wait too.
const WAITING: usize = 4096;
/// How many views are written in one transaction.
const TOGETHER: usize = 512;
/// After how many tries in a row nothing more is read, when the store is busy or does not answer.
const REFUSED_AFTER: u32 = 3;
/// The first and the longest pause before the writer of views tries again.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The detail of a row about a case that stood in the list of closed cases.
pub(crate) const LISTED: &str = "listed";
/// The detail of a row about a case whose number stood among the other cases about a patient.
pub(crate) const RELATED: &str = "related";
/// The detail of a row about a case of which another unit, which coordinates one about the same patient, was
/// told the number and the unit.
pub(crate) const COORDINATED_ELSEWHERE: &str = "coordinated-elsewhere";

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
    LogIn,
    /// Gave a wrong password.
    LogInFailed,
    /// Was told to wait before the next try.
    LogInWaits,
    LogOut,
    /// Said what an older program had written, when the log began to say what is appended.
    Seal,
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
            Self::LogIn => "log-in",
            Self::LogInFailed => "log-in-failed",
            Self::LogInWaits => "log-in-waits",
            Self::LogOut => "log-out",
            Self::Seal => "seal",
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
pub(crate) struct Views {
    queue: mpsc::Sender<Waiting>,
    refusing: Refusing,
}

/// Why nothing more may be read: what was read cannot be written to the log.
#[derive(Clone, Default)]
struct Refusing(Arc<Mutex<Option<StoreError>>>);

impl Refusing {
    fn set(&self, error: Option<StoreError>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = error;
    }

    fn now(&self) -> Option<StoreError> {
        let refusing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        refusing.clone()
    }
}

impl Views {
    pub(crate) fn start(database: store::Database) -> Self {
        let (queue, mut receiver) = mpsc::channel(WAITING);
        let refusing = Refusing::default();
        let said = refusing.clone();
        tokio::spawn(async move {
            let write = |work: Work| put(database.clone(), work);
            let aside = |entries: Vec<AuditEntry>| put_aside(database.clone(), entries);
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
                written(&entries, &write, &aside, &said, FIRST_PAUSE).await;
                for answer in asked {
                    // The one who asked may be gone by now.
                    let _ = answer.send(());
                }
            }
        });
        Self { queue, refusing }
    }
}

async fn put(database: store::Database, work: Work) -> Result<(), StoreError> {
    database.write(work).await?;
    Ok(())
}

async fn put_aside(database: store::Database, entries: Vec<AuditEntry>) -> Result<(), StoreError> {
    database.set_aside(entries).await
}

/// Writes log entries. What the store does not take is kept and tried again, and meanwhile nobody
/// reads: at once when the store says no, after some tries when it is busy or does not answer. When
/// it has failed for good, the entries are put aside, and the next program takes them in.
async fn written<W, A>(
    entries: &[AuditEntry],
    write: impl Fn(Work) -> W,
    aside: impl Fn(Vec<AuditEntry>) -> A,
    refusing: &Refusing,
    mut pause: Duration,
) where
    W: Future<Output = Result<(), StoreError>>,
    A: Future<Output = Result<(), StoreError>>,
{
    let mut tries = 0;
    while !entries.is_empty() {
        let mut work = Work::new();
        work.use_reserve();
        for entry in entries {
            work.log(entry.clone());
        }
        let Err(error) = write(work).await else {
            refusing.set(None);
            return;
        };
        tries += 1;
        tracing::error!(%error, "views wait to be written to the access log");
        let passes = match error {
            StoreError::Unknown(_) | StoreError::Stopped | StoreError::Closed => {
                let put = aside(entries.to_vec()).await;
                if put.is_ok() || error == StoreError::Closed {
                    return;
                }
                false
            }
            StoreError::Busy | StoreError::Io(_) => tries < REFUSED_AFTER,
            StoreError::NoRoom
            | StoreError::Conflict { .. }
            | StoreError::Violated { .. }
            | StoreError::Corrupt(_)
            | StoreError::Refused(_) => false,
        };
        if !passes {
            refusing.set(Some(error));
        }
        tokio::time::sleep(pause).await;
        pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
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
        match held_back(action, entry) {
            Some(entry) => self.note_entry(entry).await,
            None => Ok(()),
        }
    }

    /// Queues a row to be written.
    pub(crate) async fn note_entry(&self, entry: AuditEntry) -> Result<(), AppError> {
        let (views, database) = (&self.inner.views, &self.inner.database);
        if database.has_failed() {
            // Who reads now has been noted before the answer, or reads nothing.
            let put = database.set_aside(vec![entry]).await;
            return put.map_err(|error| {
                tracing::error!(%error, "a view could not be put aside");
                AppError::Stopped
            });
        }
        if let Some(error) = views.refusing.now() {
            return Err(error.into());
        }
        views
            .queue
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
            .queue
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
    use std::{cell::Cell, time::Duration};

    use super::{AuditEntry, Refusing, StoreError, written};

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

    /// Writes two views to a log that says no some times; returns what was said meanwhile about
    /// reading, how many times it was tried, and how many were put aside.
    async fn told(no: &StoreError, times: u32, room_aside: bool) -> (Vec<bool>, u32, usize) {
        let (tries, aside) = (Cell::new(0), Cell::new(0));
        let refusing = Refusing::default();
        let meanwhile = std::cell::RefCell::new(Vec::new());
        let write = |work: super::Work| {
            assert!(!work.is_empty(), "what waits is written each time");
            tries.set(tries.get() + 1);
            meanwhile.borrow_mut().push(refusing.now().is_some());
            let taken = tries.get() > times;
            let answer = if taken { Ok(()) } else { Err(no.clone()) };
            async move { answer }
        };
        let put = |entries: Vec<AuditEntry>| {
            let put = if room_aside { entries.len() } else { 0 };
            aside.set(aside.get() + put);
            async move { (put > 0).then_some(()).ok_or(StoreError::Stopped) }
        };
        written(
            &[view(), view()],
            write,
            put,
            &refusing,
            Duration::from_millis(1),
        )
        .await;
        assert!(refusing.now().is_none(), "whoever waits may read again");
        (meanwhile.into_inner(), tries.get(), aside.get())
    }

    #[tokio::test]
    async fn views_are_kept_until_the_log_takes_them_and_nobody_reads_meanwhile() {
        for no in [
            StoreError::NoRoom,
            StoreError::Corrupt(String::new()),
            StoreError::Refused(String::new()),
            StoreError::Conflict { statement: "one" },
            StoreError::Violated {
                statement: "one",
                detail: String::new(),
            },
        ] {
            let said = told(&no, 3, true).await;
            assert_eq!(said, (vec![false, true, true, true], 4, 0), "{no}");
        }
        for no in [StoreError::Busy, StoreError::Io(String::new())] {
            let said = told(&no, 4, true).await;
            assert_eq!(said, (vec![false, false, false, true, true], 5, 0), "{no}");
        }
    }

    #[tokio::test]
    async fn views_that_a_failed_store_does_not_take_are_put_aside() {
        for no in [StoreError::Stopped, StoreError::Unknown(String::new())] {
            assert_eq!(told(&no, 9, true).await, (vec![false], 1, 2), "{no}");
            let neither = told(&no, 2, false).await;
            assert_eq!(neither, (vec![false, true, true], 3, 0), "{no}");
        }
    }

    #[tokio::test]
    async fn a_closed_store_is_not_waited_for() {
        assert_eq!(
            told(&StoreError::Closed, 9, true).await,
            (vec![false], 1, 2)
        );
        assert_eq!(
            told(&StoreError::Closed, 9, false).await,
            (vec![false], 1, 0)
        );
    }
}

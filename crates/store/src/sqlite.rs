//! SQLite: one thread that writes in groups, two that read. It knows statements, and not what they
//! mean.

mod aside;
mod reader;
mod room;
mod session;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
};

use tokio::sync::{mpsc, oneshot};

pub(crate) use session::{Session, failure, value};

use crate::{
    audit::{self, AuditEntry},
    dialect,
    error::StoreError,
    health::Health,
    statement::{Outcome, Work},
};

/// How many units of work may queue for the writer before callers have to wait to queue more.
const WAITING: usize = 1024;

/// A query to run on one of the reading threads.
type Read = Box<dyn FnOnce(&Session) + Send>;

pub(crate) struct Sqlite {
    path: PathBuf,
    queues: Mutex<Option<Queues>>,
    commits: Arc<AtomicU64>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    health: Arc<Health>,
}

/// The queues that the threads take their work from; dropping them ends the threads.
#[derive(Clone)]
struct Queues {
    writer: mpsc::Sender<Job>,
    readers: [ReaderQueue; 2],
}

#[derive(Clone)]
struct ReaderQueue {
    reads: mpsc::Sender<Read>,
    /// How many reads this thread has not finished.
    waiting: Arc<AtomicUsize>,
}

/// A unit of work and the channel for its result.
pub(crate) struct Job {
    work: Work,
    answer: oneshot::Sender<Result<Outcome, StoreError>>,
}

impl Sqlite {
    /// Opens the file, brings it up to date, starts the threads. `reserve` is in bytes.
    pub(crate) fn open(path: &Path, reserve: Option<u64>) -> Result<Self, StoreError> {
        if rusqlite::version_number() < dialect::OLDEST_SQLITE {
            return Err(StoreError::Refused(format!(
                "SQLite {} is too old: 3.51.3 or newer is needed",
                rusqlite::version()
            )));
        }
        make_file(path)?;
        let mut session = Session::open(path, false)?;
        make_durable(&session)?;
        crate::migration::bring_sqlite_up(session.connection(), None)?;
        session
            .connection()
            .execute(
                dialect::MAKE_HEAD,
                rusqlite::params![0_i64, audit::genesis(0)],
            )
            .map_err(|error| failure("audit.make-head", &error))?;

        let frames = Arc::default();
        session.leave_log(&frames)?;
        let commits = Arc::new(AtomicU64::new(0));
        let health = Arc::new(Health::new());
        let (writer, jobs) = mpsc::channel(WAITING);
        let store = writer::Writer {
            session,
            commits: Arc::clone(&commits),
            frames,
            health: Arc::clone(&health),
            disk: room::Disk::of(path, reserve),
        };
        let mut threads = vec![start("store-writer", move || store.run(jobs))?];
        let mut reader = |name: &str| {
            let session = Session::open(path, true)?;
            let (reads, queue) = mpsc::channel(WAITING);
            let waiting = Arc::new(AtomicUsize::new(0));
            let counter = Arc::clone(&waiting);
            threads.push(start(name, move || reader::run(&session, queue, &counter))?);
            Ok::<_, StoreError>(ReaderQueue { reads, waiting })
        };
        let readers = [reader("store-reader-1")?, reader("store-reader-2")?];
        Ok(Self {
            path: path.to_owned(),
            queues: Mutex::new(Some(Queues { writer, readers })),
            commits,
            threads: Mutex::new(threads),
            health,
        })
    }

    pub(crate) fn health(&self) -> &Health {
        &self.health
    }

    /// Puts log entries beside the store, which has failed.
    pub(crate) async fn set_aside(&self, entries: Vec<AuditEntry>) -> Result<(), StoreError> {
        let path = aside::beside(&self.path);
        tokio::task::spawn_blocking(move || aside::put(&path, &entries))
            .await
            .map_err(|error| StoreError::Io(error.to_string()))?
    }

    /// Writes what an earlier program has put beside the store to the log.
    pub(crate) async fn take_in(&self) -> Result<(), StoreError> {
        let path = aside::beside(&self.path);
        let found = tokio::task::spawn_blocking(move || aside::find(&path))
            .await
            .map_err(|error| StoreError::Io(error.to_string()))??;
        let Some(mut found) = found else {
            return Ok(());
        };
        match self.write(std::mem::take(&mut found.work)).await {
            Ok(_)
            | Err(StoreError::Conflict {
                statement: aside::TAKEN,
            }) => found.empty(),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// How many units of work the writer has not started.
    pub(crate) fn waiting(&self) -> usize {
        self.queues()
            .map_or(0, |queues| WAITING - queues.writer.capacity())
    }

    pub(crate) async fn write(&self, work: Work) -> Result<Outcome, StoreError> {
        let writer = self.queues()?.writer;
        let (answer, outcome) = oneshot::channel();
        writer
            .send(Job { work, answer })
            .await
            .map_err(|_| StoreError::Closed)?;
        drop(writer);
        outcome.await.map_err(|_| StoreError::Closed)?
    }

    /// Runs `read` on the reading thread with the shortest queue.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Session) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let [first, second] = self.queues()?.readers;
        let reader =
            if second.waiting.load(Ordering::Relaxed) < first.waiting.load(Ordering::Relaxed) {
                second
            } else {
                first
            };
        let (answer, result) = oneshot::channel();
        reader.waiting.fetch_add(1, Ordering::Relaxed);
        let sent = reader
            .reads
            .send(Box::new(move |session| {
                // The caller may have been dropped; then nobody needs the answer.
                let _ = answer.send(read(session));
            }))
            .await;
        if sent.is_err() {
            reader.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(StoreError::Closed);
        }
        drop(reader);
        result.await.map_err(|_| StoreError::Closed)?
    }

    /// Waits until the threads have finished their queues. Closing the last connection moves the
    /// write-ahead log into the file.
    pub(crate) fn close(&self) {
        drop(
            self.queues
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the store ended in a fault");
            }
        }
    }

    fn queues(&self) -> Result<Queues, StoreError> {
        self.queues
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or(StoreError::Closed)
    }
}

/// Moves what an earlier program left in the write-ahead log into the file. If it could not sync the
/// log, the machine may say that the log is on the disk although it is not; what is written anew
/// to the file is synced for certain. The log is emptied: if power is lost later, what the disk holds of
/// it is not laid over the file again.
fn make_durable(session: &Session) -> Result<(), StoreError> {
    match session.empty_log() {
        // Another program uses the store, and then sees to it; or there is no room, and what is in
        // the log stays there.
        Ok(()) | Err(StoreError::Busy | StoreError::NoRoom) => Ok(()),
        Err(error) => Err(error),
    }
}

fn start(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map_err(|error| StoreError::Io(error.to_string()))
}

/// Creates the file, readable by its owner only, before SQLite does: SQLite gives the log and its
/// index the same permissions.
pub(crate) fn make_file(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map(drop)
        .map_err(|error| StoreError::Refused(format!("cannot open {}: {error}", path.display())))
}

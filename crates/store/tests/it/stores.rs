//! A fresh store of each kind for a test.

use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use store::{Database, Work, audit::AuditEntry};
use tokio_postgres::NoTls;

/// Which database a store is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A new, empty store.
pub(crate) struct Store {
    pub(crate) database: Database,
    pub(crate) url: String,
    pub(crate) kind: Kind,
    folder: Folder,
}

impl Store {
    /// Runs SQL outside the store's functions, as somebody with the database's password could.
    pub(crate) async fn tamper(&self, sql: &str) {
        match self.kind {
            Kind::Sqlite => {
                let connection = rusqlite::Connection::open(self.path()).unwrap();
                connection
                    .busy_timeout(std::time::Duration::from_secs(5))
                    .unwrap();
                connection.execute_batch(sql).unwrap();
            }
            Kind::Postgres => run_on_postgres(&self.url, sql).await,
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.0.join("store.sqlite")
    }

    /// A path for a file of the test.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.0.join(name)
    }
}

/// A unit of work with a log entry: what changes a register needs one.
pub(crate) fn logged(work: Work) -> Work {
    logged_as(work, "administer", None)
}

/// The same with an entry of an act, and of a case where its events need one.
pub(crate) fn logged_as(mut work: Work, action: &str, case_key: Option<&str>) -> Work {
    work.log(AuditEntry {
        at: "2026-11-22T10:00:00.000Z".to_owned(),
        actor: "user".to_owned(),
        unit: String::new(),
        action: action.to_owned(),
        case_key: case_key.map(str::to_owned),
        patient_ref: None,
        detail: "test".to_owned(),
    });
    work
}

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a test on SQLite and then on PostgreSQL.
pub(crate) fn check<F: Future<Output = ()>>(test: impl Fn(Store) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        for kind in [Kind::Sqlite, Kind::Postgres] {
            println!("on {kind:?}");
            test(fresh(kind).await).await;
        }
    });
}

/// A fresh store of one kind.
pub(crate) async fn fresh(kind: Kind) -> Store {
    let name = unique_name();
    let folder = Folder(std::env::temp_dir().join(&name));
    std::fs::create_dir_all(&folder.0).unwrap();
    let url = match kind {
        Kind::Sqlite => sqlite_url(&folder.0.join("store.sqlite")),
        Kind::Postgres => {
            let cluster = cluster();
            run_on_postgres(
                &cluster,
                &format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}"),
            )
            .await;
            let mark = if cluster.contains('?') { '&' } else { '?' };
            format!("{cluster}{mark}options=-c%20search_path%3D{name}")
        }
    };
    let database = Database::open(&url).await.unwrap();
    Store {
        database,
        url,
        kind,
        folder,
    }
}

pub(crate) fn sqlite_url(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

/// The address of the PostgreSQL cluster for the tests. Without one the test fails, because a
/// skipped test proves nothing.
fn cluster() -> String {
    std::env::var("VARDBRON_TEST_POSTGRES").expect(
        "VARDBRON_TEST_POSTGRES must hold the address of a PostgreSQL cluster for the tests: \
         export VARDBRON_TEST_POSTGRES=\"$(scripts/test-postgres start)\"",
    )
}

fn unique_name() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("vardbron_store_{}_{count}", std::process::id())
}

async fn run_on_postgres(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let running = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    drop(client);
    running.await.unwrap().unwrap();
}

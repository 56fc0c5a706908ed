//! What the store says when the disk is full, and when the answer to PostgreSQL's commit is lost.
//! That SQLite stops after a failed sync is tested on the program itself, under a fault put in by
//! the system (`crates/server/tests/it/fail_stop.rs`).

use std::{
    fmt::Write as _,
    str::FromStr as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use store::{Database, Statement, StoreError, Work, audit, audit::AuditEntry};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, UnixStream},
};
use tokio_postgres::config::Host;

use crate::stores::{Kind, fresh};

fn setting(name: &str) -> Work {
    let mut work = Work::new();
    work.push(Statement::one(
        "setting",
        "INSERT INTO settings (name, value) VALUES ($1, '')",
        vec![name.into()],
    ));
    work
}

async fn is_set(database: &Database, name: &str) -> bool {
    let query = store::directory::setting(name);
    database.read_one(query).await.unwrap().is_some()
}

/// Whether the proxy cuts the connection at a commit, and whether the server sees the commit first.
#[derive(Default)]
struct Cuts {
    armed: AtomicBool,
    forwards: AtomicBool,
}

/// A server that passes all on to the real one; returns the address of the store through it.
async fn proxy(url: &str, cuts: &Arc<Cuts>) -> String {
    let config = tokio_postgres::Config::from_str(url).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let encoded = |text: &str| {
        text.bytes().fold(String::new(), |mut encoded, byte| {
            write!(encoded, "%{byte:02X}").unwrap();
            encoded
        })
    };
    let password = config.get_password().unwrap_or_default();
    let through = format!(
        "postgres://{}:{}@127.0.0.1:{port}/{}?options={}",
        encoded(config.get_user().unwrap()),
        encoded(std::str::from_utf8(password).unwrap()),
        encoded(config.get_dbname().unwrap_or("postgres")),
        encoded(config.get_options().unwrap_or_default()),
    );
    let cuts = Arc::clone(cuts);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let port = config.get_ports().first().copied().unwrap_or(5432);
            let cuts = Arc::clone(&cuts);
            match config.get_hosts().first().unwrap() {
                Host::Unix(folder) => {
                    let socket = folder.join(format!(".s.PGSQL.{port}"));
                    let server = UnixStream::connect(socket).await.unwrap();
                    tokio::spawn(pass_on(client, server, cuts));
                }
                Host::Tcp(host) => {
                    let server = TcpStream::connect((host.as_str(), port)).await.unwrap();
                    tokio::spawn(pass_on(client, server, cuts));
                }
            }
        }
    });
    through
}

async fn pass_on(
    client: TcpStream,
    server: impl AsyncRead + AsyncWrite + Send + 'static,
    cuts: Arc<Cuts>,
) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = tokio::io::split(server);
    let answers = tokio::spawn(async move {
        let _ = tokio::io::copy(&mut from_server, &mut to_client).await;
    });
    let mut bytes = [0; 8192];
    while let Ok(number @ 1..) = from_client.read(&mut bytes).await {
        let said = &bytes[..number];
        let commits = said.windows(7).any(|part| part == b"COMMIT\0");
        let cut = commits && cuts.armed.load(Ordering::SeqCst);
        if cut {
            answers.abort();
        }
        if !cut || cuts.forwards.load(Ordering::SeqCst) {
            let _ = to_server.write_all(said).await;
        }
        if cut {
            break;
        }
    }
    answers.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_is_unknown_and_may_have_been_kept() {
    let store = fresh(Kind::Postgres).await;
    let cuts = Arc::new(Cuts::default());
    let database = Database::open(&proxy(&store.url, &cuts).await)
        .await
        .unwrap();
    database.write(setting("before")).await.unwrap();
    for (name, forwards) in [("lost", false), ("kept", true)] {
        cuts.forwards.store(forwards, Ordering::SeqCst);
        cuts.armed.store(true, Ordering::SeqCst);
        let answer = database.write(setting(name)).await;
        assert!(matches!(answer, Err(StoreError::Unknown(_))), "{answer:?}");
        cuts.armed.store(false, Ordering::SeqCst);
        // PostgreSQL looks after its own disk, so the program goes on.
        assert!(!database.has_failed());
        database
            .write(setting(&format!("after {name}")))
            .await
            .unwrap();
    }
    let begun = std::time::Instant::now();
    while !is_set(&store.database, "kept").await {
        assert!(begun.elapsed().as_secs() < 20, "the commit was on its way");
    }
    assert!(!is_set(&store.database, "lost").await);
    // What PostgreSQL refuses is no unknown.
    let twice = database.write(setting("kept")).await;
    assert!(
        matches!(twice, Err(StoreError::Violated { .. })),
        "{twice:?}"
    );
}

fn view() -> AuditEntry {
    AuditEntry {
        at: "2026-11-22T10:00:00.000Z".to_owned(),
        actor: "anna".to_owned(),
        unit: "ward".to_owned(),
        action: "view".to_owned(),
        case_key: None,
        patient_ref: None,
        detail: "case".to_owned(),
    }
}

#[tokio::test]
async fn a_disk_without_room_is_not_written_to_and_reading_goes_on() {
    let store = fresh(Kind::Sqlite).await;
    store.database.write(setting("before")).await.unwrap();
    // More than any disk has.
    let full = Database::open_with(&store.url, Some(u64::MAX))
        .await
        .unwrap();
    let mut logged = Work::new();
    logged.log(view()).use_reserve();
    for work in [setting("after"), logged] {
        assert_eq!(full.write(work).await.err(), Some(StoreError::NoRoom));
    }
    assert!(is_set(&full, "before").await);
    assert!(!full.has_failed(), "there may be room again");
    assert!(!is_set(&store.database, "after").await);
    store.database.write(setting("after")).await.unwrap();
}

#[tokio::test]
async fn log_entries_put_aside_are_in_the_log_once_the_store_is_opened_again() {
    let store = fresh(Kind::Sqlite).await;
    store
        .database
        .set_aside(vec![view(), view()])
        .await
        .unwrap();
    store.database.set_aside(vec![view()]).await.unwrap();
    let mode = {
        use std::os::unix::fs::PermissionsExt as _;
        let file = store.file("store.sqlite-unwritten-log");
        std::fs::metadata(file).unwrap().permissions().mode() & 0o777
    };
    assert_eq!(mode, 0o600);
    let rows = async |database: &Database| database.read(audit::page(-1, 0, 10)).await.unwrap();
    assert_eq!(rows(&store.database).await.len(), 0);
    for _ in 0..2 {
        // Once, however often it is opened.
        let again = Database::open(&store.url).await.unwrap();
        let rows = rows(&again).await;
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row.entry == view()));
    }
}

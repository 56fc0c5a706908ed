//! A disk that fails or is full, under the shipped program.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it fails"
)]

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use store::{Database, audit};

use crate::running::{Answer, CLOCK, Folder, PATIENCE, PROGRAM, Running, serve, verified};

/// The sync that fails. Those before it belong to starting and to the first steps.
const FAILING: &str = "inject=fdatasync:error=EIO:when=25";

/// Serves under a tracer that answers one sync with an error, as a failing disk does.
fn with_one_failing_sync(data: &Path, read_on: &str) -> Running {
    let trace = data.with_extension("trace");
    Running::start(
        Command::new("strace")
            .args(["-f", "-qq", "-o"])
            .arg(trace)
            .args(["-e", "trace=fdatasync", "-e", FAILING, PROGRAM])
            .args(serve(data))
            .args(["--read-on", read_on])
            .stderr(std::process::Stdio::null()),
    )
}

/// How many cases the store has.
fn cases(data: &Path) -> usize {
    number_of(&verified(data))
}

/// The number that `verify` begins with: of cases.
fn number_of(said: &str) -> usize {
    said.split(' ').next().unwrap().parse().unwrap()
}

/// Opens cases until one is not acknowledged; returns its number, the answer, and the first case.
fn until_it_fails(program: &Running, token: &str) -> (u32, Answer, String) {
    let mut first = None;
    for number in 300_000..300_100 {
        let answer = program.open(token, number);
        if answer.status != 201 {
            return (number, answer, first.unwrap());
        }
        let id = answer.json()["id"].as_str().unwrap().to_owned();
        first.get_or_insert(id);
    }
    panic!("no sync failed");
}

async fn views(data: &Path) -> usize {
    let url = format!("sqlite:{}", data.join("vardbron.sqlite").display());
    let database = Database::open(&url).await.unwrap();
    let rows = database.read(audit::page(-1, 0, 100_000)).await.unwrap();
    database.close().await;
    let seen = |row: &&audit::StoredAuditEntry| row.entry.action == "view";
    rows.iter().filter(seen).count()
}

#[tokio::test]
async fn after_a_failed_sync_nothing_is_acknowledged_and_the_same_key_has_one_effect() {
    let (folder, token) = Folder::with_demo("failing-disk");
    let data = &folder.0;
    let (before, seen) = (cases(data), views(data).await);
    let mut program = with_one_failing_sync(data, "4");
    let (number, answer, first) = until_it_fails(&program, &token);
    let acknowledged = usize::try_from(number - 300_000).unwrap();
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (503, "unknown-outcome"),
        "{answer:?}"
    );
    assert!(answer.body.contains("skicka samma sak igen"), "{answer:?}");
    // Neither the same again nor another is acknowledged, and nothing is said to be kept.
    for number in [number, 300_999] {
        let answer = program.open(&token, number);
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (503, "stopped"),
            "{answer:?}"
        );
    }
    // Reading goes on for a while, each view noted; whoever distributes requests is told.
    for _ in 0..3 {
        assert_eq!(
            program
                .get(&token, &format!("/api/v1/cases/{first}"))
                .status,
            200
        );
    }
    assert_eq!(program.get(&token, "/healthz").status, 200);
    assert_eq!(program.get(&token, "/readyz").status, 503);
    let status = program.ended();
    assert_eq!(status.code(), Some(1));
    drop(program);

    let again = Running::start(Command::new(PROGRAM).args(serve(data)));
    assert_eq!(again.get(&token, "/readyz").status, 200);
    let ids: Vec<String> = (0..2)
        .map(|_| {
            let opened = again.open(&token, number);
            assert_eq!(opened.status, 201, "{opened:?}");
            opened.json()["id"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids[0], ids[1]);
    assert_eq!(
        again.get(&token, &format!("/api/v1/cases/{first}")).status,
        200
    );
    assert!(again.terminate());
    assert_eq!(cases(data), before + acknowledged + 1);
    assert!(
        views(data).await >= seen + 4,
        "who read meanwhile stands in the log"
    );
}

#[test]
fn a_step_whose_sync_failed_is_taken_once_when_it_is_sent_again() {
    let (folder, token) = Folder::with_demo("failing-step");
    let data = &folder.0;
    let mut program = with_one_failing_sync(data, "1");
    let opened = program.open(&token, 300_000).json();
    let case = opened["id"].as_str().unwrap().to_owned();
    let mut version = opened["version"].as_u64().unwrap();
    let answer = loop {
        let answer = program.settle(&token, &case, version);
        if answer.status != 200 {
            break answer;
        }
        version = answer.json()["version"].as_u64().unwrap();
        assert!(version < 100, "no sync failed");
    };
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (503, "unknown-outcome"),
        "{answer:?}"
    );
    let again = program.settle(&token, &case, version);
    assert_eq!(again.code(), "stopped", "{again:?}");
    assert_eq!(program.ended().code(), Some(1));
    drop(program);

    let again = Running::start(Command::new(PROGRAM).args(serve(data)));
    let versions: Vec<u64> = (0..2)
        .map(|_| {
            let done = again.settle(&token, &case, version);
            assert_eq!(done.status, 200, "{done:?}");
            done.json()["version"].as_u64().unwrap()
        })
        .collect();
    let read = again.get(&token, &format!("/api/v1/cases/{case}")).json();
    let now = read["version"].as_u64().unwrap();
    assert_eq!(versions, [now, now]);
    assert!(again.terminate());
    verified(data);
}

/// A program on a disk of its own, which nobody else has.
struct Small {
    program: Running,
    /// Where the program sees its disk.
    disk: PathBuf,
    /// Where it is seen from outside.
    outside: PathBuf,
}

/// The options that make a mount namespace, and that enter one: it goes away with the program.
/// Without being root it belongs to a user namespace.
fn namespace() -> (&'static str, &'static [&'static str]) {
    use std::os::unix::fs::MetadataExt as _;
    if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
        ("-m", &["-m"])
    } else {
        ("-Urm", &["-U", "-m", "--preserve-credentials"])
    }
}

impl Small {
    /// Serves a copy of a store.
    fn of(source: &Path) -> Self {
        let disk = source.join("disk");
        std::fs::create_dir_all(&disk).unwrap();
        let script = "mount -t tmpfs -o size=96m,mode=700 none \"$1\" && \
                      cp \"$2\"/vardbron.sqlite \"$2\"/log* \"$1\"/ && shift 2 && exec \"$@\"";
        let program = Running::start(
            Command::new("unshare")
                .args([namespace().0, "sh", "-c", script, "sh"])
                .args([&disk, source])
                .arg(PROGRAM)
                // By the machine's clock, which `verify` goes by: a log that is ten minutes old
                // needs a checkpoint.
                .args(
                    serve(&disk)
                        .into_iter()
                        .filter(|one| one != "--clock" && one != CLOCK),
                )
                .args(["--disk-reserve", "16"]),
        );
        let outside = format!("/proc/{}/root{}", program.id(), disk.display());
        Self {
            program,
            disk,
            outside: PathBuf::from(outside),
        }
    }

    /// What `verify` says of the store, asked where its disk is.
    fn verified(&self) -> String {
        let verified = Command::new("nsenter")
            .args(["-t", &self.program.id().to_string()])
            .args(namespace().1)
            .args([PROGRAM, "verify", "--data"])
            .arg(&self.disk)
            .output()
            .unwrap();
        assert!(verified.status.success(), "{verified:?}");
        String::from_utf8(verified.stdout).unwrap()
    }
}

/// Fills a disk until so many MiB are left.
fn fill(disk: &Path, left: u64) {
    let mut file = std::fs::File::create(disk.join("others")).unwrap();
    let free = || {
        let said = Command::new("stat")
            .args(["-f", "-c", "%a %S"])
            .arg(disk)
            .output()
            .unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        let (blocks, size) = said.trim().split_once(' ').unwrap();
        blocks.parse::<u64>().unwrap() * size.parse::<u64>().unwrap()
    };
    let block = vec![1; 1 << 18];
    while free() > left << 20 {
        file.write_all(&block).unwrap();
    }
}

#[test]
fn a_full_disk_refuses_before_it_begins_loses_nothing_and_goes_on_when_there_is_room() {
    let (folder, token) = Folder::with_demo("full-disk");
    let before = cases(&folder.0);
    let small = Small::of(&folder.0);
    let (program, disk) = (&small.program, &small.outside);
    let first = program.open(&token, 300_000);
    assert_eq!(first.status, 201, "{first:?}");
    let case = format!("/api/v1/cases/{}", first.json()["id"].as_str().unwrap());

    // Within the reserve nothing is changed, and what is read is still logged.
    fill(disk, 10);
    for number in [300_001, 300_002] {
        let refused = program.open(&token, number);
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (507, "no-room"),
            "{refused:?}"
        );
        assert!(refused.body.contains("Kontakta driften"), "{refused:?}");
    }
    for _ in 0..5 {
        assert_eq!(program.get(&token, &case).status, 200);
    }
    assert_eq!(
        program.get(&token, "/readyz").status,
        200,
        "it has not failed"
    );

    // When even the log has no room, nobody reads.
    fill(disk, 1);
    let begun = Instant::now();
    while program.get(&token, &case).status == 200 {
        assert!(begun.elapsed() < PATIENCE, "read without a log");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(program.get(&token, &case).code(), "no-room");

    // The same requests are made as soon as there is room, without a new start.
    std::fs::remove_file(disk.join("others")).unwrap();
    for number in [300_001, 300_002] {
        assert_eq!(program.open(&token, number).status, 201);
    }
    let begun = Instant::now();
    while program.get(&token, &case).status != 200 {
        assert!(begun.elapsed() < PATIENCE, "nobody reads again");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(number_of(&small.verified()), before + 3);
    assert!(small.program.terminate());
}

//! `rebuild-projections` on a simulated store: damaged rows are repaired, and nothing is lost.

#![expect(
    clippy::unwrap_used,
    reason = "the whole module is a test: a failed step ends it"
)]

use app::{App, Clock};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use store::{
    Database, Work, journal,
    questions::{self, StoredQuestion},
    search,
    worklist::{self, StoredWorklistRow},
};
use tamper::Forgery;
use vocabulary::{
    emergency::{EmergencyReason, OpenInEmergency},
    text::{Line, Prose},
};

use crate::running::{self, Folder, Running, serve};

fn vardbron(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vardbron"))
        .env("VARDBRON_LOG_KEY", folder.join("log.key"))
        .args(arguments)
        .arg("--data")
        .arg(folder)
        .output()
        .unwrap()
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let ran = vardbron(folder, arguments);
    let failed = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{arguments:?}: {failed}");
    String::from_utf8(ran.stdout).unwrap()
}

async fn opened(folder: &Path) -> Database {
    let file = folder.join("vardbron.sqlite");
    let url = format!("sqlite:{}", file.display());
    Database::open(&url).await.unwrap()
}

/// The other projections: every question, and every case that some search words find.
async fn beside(folder: &Path) -> (Vec<StoredQuestion>, Vec<String>) {
    let database = opened(folder).await;
    let heads = database.read(journal::heads_page("", 1_000)).await.unwrap();
    let mut asked = Vec::new();
    for head in &heads {
        asked.extend(database.read(questions::of_case(&head.key)).await.unwrap());
    }
    let rows = database
        .read(worklist::all_page("", "", 1_000))
        .await
        .unwrap();
    let units: BTreeSet<&str> = rows.iter().map(|row| row.unit.as_str()).collect();
    let mut found = Vec::new();
    for unit in units {
        for word in ["an", "el", "sa", "ma"] {
            let hits = database
                .read(search::find(unit, &[word.to_owned()], 1_000))
                .await
                .unwrap();
            found.extend(hits.into_iter().map(|hit| format!("{unit} {word} {hit:?}")));
        }
    }
    database.close().await;
    assert!(
        !asked.is_empty() && !found.is_empty(),
        "there is something to lose"
    );
    (asked, found)
}

/// Damages the worklist: one row has a wrong step, one is missing, one belongs to a unit that is no
/// party.
async fn damage(folder: &Path) {
    let database = opened(folder).await;
    let found = database.read(worklist::all_page("", "", 3)).await.unwrap();
    let [wrong, missing, strange] = <[StoredWorklistRow; 3]>::try_from(found).unwrap();
    let mut work = Work::new();
    work.push(worklist::place(StoredWorklistRow {
        next_step: "V9.9".to_owned(),
        payload: "{}".to_owned(),
        recheck_at: None,
        ..wrong
    }));
    work.push(worklist::remove(&missing.case_key, &missing.unit));
    work.push(worklist::place(StoredWorklistRow {
        unit: "SE2321000131-E900000000000".to_owned(),
        ..strange
    }));
    database.write(work).await.unwrap();
    database.close().await;
}

#[test]
fn damaged_worklist_rows_are_found_and_made_anew_from_the_journal() {
    let name = format!("rebuild-{}", std::process::id());
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    done(&folder, &["simulate", "--cases", "40", "--seed", "7"]);
    assert!(done(&folder, &["verify"]).contains("Everything holds together."));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let before = runtime.block_on(beside(&folder));

    runtime.block_on(damage(&folder));
    let found = vardbron(&folder, &["verify"]);
    assert_eq!(found.status.code(), Some(1));
    let found = String::from_utf8(found.stderr).unwrap();
    assert!(found.contains("differs from the events"), "{found}");
    assert!(found.contains("no part in the case"), "{found}");

    let said = done(&folder, &["rebuild-projections"]);
    assert!(
        said.contains("The projections of 40 cases are made anew."),
        "{said}"
    );
    assert!(done(&folder, &["verify"]).contains("Everything holds together."));
    let after = runtime.block_on(beside(&folder));
    assert_eq!(after, before, "words and questions too");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Removes an event of a case, as somebody with the database's password could.
async fn lose(database: &Database, case: &journal::StoredCaseHead, place: i64) {
    let mut work = Work::new();
    work.push(tamper::remove_event(&case.key, place));
    database.write(work).await.unwrap();
}

#[test]
fn a_closed_case_whose_last_event_is_gone_does_not_hold_together() {
    let name = format!("cut-{}", std::process::id());
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    done(&folder, &["simulate", "--cases", "40", "--seed", "7"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cut = runtime.block_on(async {
        let database = opened(&folder).await;
        let cases = database.read(journal::heads_page("", 1_000)).await.unwrap();
        let closed = cases.into_iter().find(|case| case.closed_at.is_some());
        let closed = closed.unwrap();
        lose(&database, &closed, closed.version).await;
        database.close().await;
        closed
    });
    let found = vardbron(&folder, &["verify"]);
    assert_eq!(found.status.code(), Some(1));
    let found = String::from_utf8(found.stderr).unwrap();
    let (case, head, events) = (cut.id, cut.version, cut.version - 1);
    let sentence = format!("case {case}: the head says version {head}, the events say {events}");
    assert!(found.contains(&sentence), "{found}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_case_that_lost_an_event_in_the_middle_does_not_hold_together() {
    let name = format!("gap-{}", std::process::id());
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    done(&folder, &["simulate", "--cases", "40", "--seed", "7"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cut: Vec<String> = runtime.block_on(async {
        let database = opened(&folder).await;
        let mut cases = database.read(journal::heads_page("", 1_000)).await.unwrap();
        cases.retain(|case| case.version > 3);
        for case in &cases {
            lose(&database, case, case.version / 2 + 1).await;
        }
        database.close().await;
        cases.into_iter().map(|case| case.id).collect()
    });
    let found = vardbron(&folder, &["verify"]);
    assert_eq!(found.status.code(), Some(1));
    let found = String::from_utf8(found.stderr).unwrap();
    let missed: Vec<&String> = cut.iter().filter(|id| !found.contains(*id)).collect();
    assert!(
        !cut.is_empty() && missed.is_empty(),
        "{missed:?} of {}: {found}",
        cut.len()
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_log_whose_key_or_file_is_gone_does_not_hold_together() {
    let name = format!("witness-{}", std::process::id());
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    done(&folder, &["simulate", "--cases", "3", "--seed", "7"]);
    let copy = folder.join("copy.vb");
    // A backup signs a checkpoint first.
    done(&folder, &["backup", &copy.display().to_string()]);
    assert!(done(&folder, &["verify"]).contains("Everything holds together."));
    for (file, finding) in [
        ("log-checkpoints.jsonl", "No file of checkpoints is here"),
        ("log.key", "No key of the log is here"),
    ] {
        std::fs::rename(folder.join(file), folder.join("away")).unwrap();
        let found = vardbron(&folder, &["verify"]);
        assert_eq!(found.status.code(), Some(1), "{file}");
        let told = String::from_utf8(found.stderr).unwrap();
        assert!(told.contains(finding), "{told}");
        // An operator who keeps it elsewhere says so.
        let said = done(&folder, &["verify", "--without-witness"]);
        assert!(said.contains(finding) && said.contains("Everything holds together."));
        std::fs::rename(folder.join("away"), folder.join(file)).unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

// Whoever has changed the log and taken the key away would have it signed by a new one.
#[test]
fn a_log_that_has_entries_gets_no_new_key_unless_somebody_asks_for_one() {
    let folder = Folder::new("key-gone");
    let (folder, key) = (&folder.0, folder.0.join("log.key"));
    done(folder, &["simulate", "--cases", "3", "--seed", "7"]);
    let backup = |name: &str, asked: &[&str]| {
        let copy = folder.join(name).display().to_string();
        vardbron(folder, &[&["backup", copy.as_str()][..], asked].concat())
    };
    assert!(backup("one", &[]).status.success());
    std::fs::remove_file(&key).unwrap();
    let refused = backup("two", &[]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("there is no key at"), "{said}");
    assert!(!key.exists());
    assert!(backup("three", &["--new-log-key"]).status.success());
    assert!(key.exists());
}

#[test]
fn the_logs_key_lies_with_the_programs_user_and_not_beside_the_database() {
    let folder = Folder::new("key-place");
    let (data, state) = (folder.0.join("data"), folder.0.join("state"));
    let copy = folder.0.join("copy").display().to_string();
    for arguments in [
        ["simulate", "--cases=3", "--seed=7"].as_slice(),
        &["backup", &copy],
    ] {
        let ran = Command::new(running::PROGRAM)
            .env_remove("VARDBRON_LOG_KEY")
            .env("XDG_STATE_HOME", &state)
            .args(arguments)
            .arg("--data")
            .arg(&data)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{ran:?}");
    }
    let installations = std::fs::read_dir(state.join("vardbron")).unwrap();
    let keys: Vec<bool> = installations
        .map(|folder| folder.unwrap().path().join("log.key").exists())
        .collect();
    assert_eq!(keys, [true]);
    assert!(!data.join("log.key").exists());
}

/// What `verify` says of a forgery.
fn finding(forged: Forgery) -> &'static str {
    match forged {
        Forgery::Group | Forgery::Author => "does not follow on the one before it",
        Forgery::Told => "told is not what the log sealed",
        Forgery::Role | Forgery::Mailbox => "the row is not what the log says of it",
        Forgery::Assignment => "assignments mine: the log does not mention this row",
        Forgery::Opening => "emergency_openings",
        Forgery::Review => "log_reviews",
    }
}

/// Opens a case in an emergency, so that there is an opening and something to review.
async fn open_in_emergency(folder: &Path) {
    let address = format!("sqlite:{}", folder.join("vardbron.sqlite").display());
    let library = guidance::Library::builtin().unwrap();
    let app = App::start(&address, Clock::system(), library)
        .await
        .unwrap();
    let stranger = app.demo_caller("health-centre").await.unwrap();
    let asked = OpenInEmergency {
        number: Line("51-300000".to_owned()),
        birth_date: "1990-04-06".parse().unwrap(),
        reason: EmergencyReason::CareNow,
        words: Prose("Medvetslös på akuten".to_owned()),
    };
    app.open_in_emergency(&stranger, &asked).await.unwrap();
    app.close().await;
}

// The projections are made anew from what was forged, so that they fit it.
// covers: X1
#[test]
fn what_is_forged_behind_the_program_and_made_to_fit_is_found() {
    let (folder, token) = Folder::with_demo("forged");
    let folder = &folder.0;
    let serving = Running::start(running::vardbron(folder).args(serve(folder)));
    assert_eq!(serving.open(&token, 300_000).status, 201);
    assert!(serving.terminate());
    let (store, clean) = (folder.join("vardbron.sqlite"), folder.join("clean"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(open_in_emergency(folder));
    assert!(done(folder, &["verify"]).contains("Everything holds together."));
    std::fs::copy(&store, &clean).unwrap();
    for forged in Forgery::ALL {
        for beside in ["vardbron.sqlite-wal", "vardbron.sqlite-shm"] {
            let _ = std::fs::remove_file(folder.join(beside));
        }
        std::fs::copy(&clean, &store).unwrap();
        runtime.block_on(async {
            let database = opened(folder).await;
            let mut work = Work::new();
            work.push(tamper::forge(forged));
            let outcome = database.write(work).await.unwrap();
            assert!(outcome.changed(tamper::FORGE) > 0, "{forged:?}");
            database.close().await;
        });
        done(folder, &["rebuild-projections"]);
        let found = vardbron(folder, &["verify"]);
        let said = String::from_utf8(found.stderr).unwrap();
        assert_eq!(found.status.code(), Some(1), "{forged:?}: {said}");
        assert!(said.contains(finding(forged)), "{forged:?}: {said}");
    }
}

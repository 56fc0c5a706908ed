//! The log's key and checkpoints on a real store that users work in and somebody tampers with.

use std::path::{Path, PathBuf};

use app::App;
use testkit::Stage;

use super::{LogKeeper, witness};
use crate::arguments::LogFiles;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("vardbron-log-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn files(&self) -> LogFiles {
        LogFiles {
            key: self.0.join("log.key"),
            lines: self.0.join("lines.jsonl"),
            copies: Vec::new(),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn somebody_looks(app: &App) {
    let caller = app.demo_caller("ward-nurse").await.unwrap();
    app.search(&caller, "Exempel").await.unwrap();
}

fn count(path: &Path) -> usize {
    std::fs::read_to_string(path).unwrap().lines().count()
}

async fn findings(app: &App, files: &LogFiles) -> Vec<String> {
    let witness = witness(files, &[], &[]).unwrap();
    app.verify_with(&witness).await.unwrap().findings
}

async fn a_log_rolled_back_is_found(stage: Stage, folder: &str) {
    let folder = Folder::new(folder);
    let files = folder.files();
    let keeper = LogKeeper::open(&files).unwrap();
    somebody_looks(&stage.app).await;
    keeper.checkpoint(&stage.app).await.unwrap();
    // Without new entries there is no new checkpoint.
    keeper.checkpoint(&stage.app).await.unwrap();
    assert_eq!(count(&files.lines), 1);
    let copy = folder.0.join("copy");
    stage.app.backup(&copy).await.unwrap();
    somebody_looks(&stage.app).await;
    keeper.checkpoint(&stage.app).await.unwrap();
    assert_eq!(count(&files.lines), 2);
    assert_eq!(findings(&stage.app, &files).await, Vec::<String>::new());
    // Somebody replaces the store by the older copy, which is consistent in itself.
    let url = format!("sqlite:{}", folder.0.join("old.sqlite").display());
    App::restore(&url, &copy).await.unwrap();
    let library = guidance::Library::builtin().unwrap();
    let old = App::start(&url, app::Clock::system(), library)
        .await
        .unwrap();
    let found = findings(&old, &files).await.join("\n");
    assert!(
        found.contains("log checkpoint 2 stands in the file and not in the database"),
        "{found}"
    );
    assert!(found.contains("checkpoint 2 knew"), "{found}");
    // Signing further checkpoints does not hide it, because a number is not used again.
    somebody_looks(&old).await;
    keeper.checkpoint(&old).await.unwrap();
    assert_eq!(count(&files.lines), 3);
    let found = findings(&old, &files).await.join("\n");
    assert!(
        found.contains("log checkpoint 2 stands in the file and not in the database"),
        "{found}"
    );
    old.close().await;
}

#[tokio::test]
async fn a_log_that_was_rolled_back_to_an_older_copy_is_found_by_the_file() {
    a_log_rolled_back_is_found(Stage::new().await, "sqlite").await;
}

#[tokio::test]
async fn a_log_on_postgresql_that_was_rolled_back_is_found_by_the_file() {
    a_log_rolled_back_is_found(Stage::on_postgres().await, "postgres").await;
}

#[tokio::test]
async fn a_file_that_lost_its_last_lines_is_filled_again() {
    let stage = Stage::new().await;
    let folder = Folder::new("file");
    let files = folder.files();
    let keeper = LogKeeper::open(&files).unwrap();
    for _ in 0..3 {
        somebody_looks(&stage.app).await;
        keeper.checkpoint(&stage.app).await.unwrap();
    }
    let whole = std::fs::read_to_string(&files.lines).unwrap();
    let (first, _) = whole.split_once('\n').unwrap();
    let first = format!("{first}\n");
    std::fs::write(&files.lines, first).unwrap();
    assert_eq!(
        findings(&stage.app, &files).await,
        ["log checkpoint 2 stands in the database and not in the file"]
    );
    keeper.checkpoint(&stage.app).await.unwrap();
    assert_eq!(std::fs::read_to_string(&files.lines).unwrap(), whole);
}

#[test]
fn the_key_is_for_its_owner_only_and_is_never_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("key");
    let files = folder.files();
    assert!(witness(&files, &[], &[]).unwrap().keys.is_empty());
    let made = LogKeeper::open(&files).unwrap().public_key();
    let kept = std::fs::metadata(&files.key).unwrap().permissions();
    assert_eq!(kept.mode() & 0o777, 0o600);
    assert_eq!(LogKeeper::open(&files).unwrap().public_key(), made);
    // Others can read the key, so its signatures prove nothing, and the program says so.
    std::fs::set_permissions(&files.key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refused = LogKeeper::open(&files).err().unwrap().to_string();
    assert!(refused.contains("chmod 600"), "{refused}");
    std::fs::set_permissions(&files.key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&files.key, "spoilt").unwrap();
    let refused = LogKeeper::open(&files).err().unwrap().to_string();
    assert!(refused.contains("is not a key of the log"), "{refused}");
}

// Whoever has the database, the key and its file makes all of them anew; a copy is out of reach.
#[tokio::test]
async fn a_log_made_anew_with_the_key_is_found_by_a_copy_that_is_held_elsewhere() {
    let stage = Stage::new().await;
    let folder = Folder::new("copy");
    let held = folder.0.join("held");
    let files = LogFiles {
        copies: vec![held.display().to_string().parse().unwrap()],
        ..folder.files()
    };
    let keeper = LogKeeper::open(&files).unwrap();
    let kept = folder.0.join("kept");
    stage.app.backup(&kept).await.unwrap();
    for _ in 0..2 {
        somebody_looks(&stage.app).await;
        keeper.checkpoint(&stage.app).await.unwrap();
    }
    assert_eq!(
        std::fs::read(&held).unwrap(),
        std::fs::read(&files.lines).unwrap()
    );
    // A copy that was away for a while gets what it has missed.
    std::fs::write(&held, "").unwrap();
    somebody_looks(&stage.app).await;
    keeper.checkpoint(&stage.app).await.unwrap();
    assert_eq!(count(&held), 3);

    // An older store, where nobody has looked, with checkpoints of its own under the same key.
    let url = format!("sqlite:{}", folder.0.join("anew.sqlite").display());
    App::restore(&url, &kept).await.unwrap();
    let library = guidance::Library::builtin().unwrap();
    let anew = App::start(&url, app::Clock::system(), library)
        .await
        .unwrap();
    std::fs::remove_file(&files.lines).unwrap();
    let without = LogFiles {
        copies: Vec::new(),
        ..files.clone()
    };
    let forger = LogKeeper::open(&without).unwrap();
    somebody_looks(&anew).await;
    forger.checkpoint(&anew).await.unwrap();
    assert_eq!(findings(&anew, &files).await, Vec::<String>::new());
    let witness = witness(&files, &[], &[held]).unwrap();
    let found = anew
        .verify_with(&witness)
        .await
        .unwrap()
        .findings
        .join("\n");
    for trace in [
        "log checkpoint 1 of the database is not the one of",
        "log checkpoint 3 stands in",
        "checkpoint 3 knew",
    ] {
        assert!(found.contains(trace), "{trace}: {found}");
    }
    anew.close().await;
}

#[tokio::test]
async fn a_log_that_goes_on_for_long_without_a_checkpoint_is_a_finding() {
    let stage = Stage::new().await;
    let folder = Folder::new("unsigned");
    let files = folder.files();
    let keeper = LogKeeper::open(&files).unwrap();
    somebody_looks(&stage.app).await;
    keeper.checkpoint(&stage.app).await.unwrap();
    somebody_looks(&stage.app).await;
    stage.app.log_written().await;
    for (instant, found) in [
        ("2026-03-05T09:50:00+01:00", false),
        ("2026-03-05T09:53:00+01:00", true),
    ] {
        let later = stage.later(instant).await;
        let findings = findings(&later.app, &files).await;
        let says = |finding: &String| finding.contains("no checkpoint of its entries since");
        assert_eq!(findings.iter().any(says), found, "{instant}: {findings:?}");
    }
}

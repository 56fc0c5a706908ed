//! A backup restores into either database, completely or not at all.

use std::path::Path;

use store::{
    Database, StoreError, Work,
    attachments::{self, StoredAttachment},
    audit::AuditEntry,
    backup, directory, journal, outbox,
    units::{self, StoredUnit},
    verify,
};

use crate::{
    journal::{append, open_case},
    stores::{Kind, Store, check, fresh, logged, sqlite_url},
};

/// Rows in many tables, with nulls, numbers, bytes and non-ASCII letters.
async fn fill(database: &Database) {
    for number in 0..30 {
        let case = open_case(database, number).await;
        let mut work = Work::new();
        for seq in 2..40 {
            append(&mut work, &case.key, seq);
        }
        work.log(AuditEntry {
            at: "2026-11-22T10:00:00.000Z".to_owned(),
            actor: "user".to_owned(),
            unit: "unit".to_owned(),
            action: "open-case".to_owned(),
            case_key: Some(case.key),
            patient_ref: None,
            detail: "å \"quoted\"\nline".to_owned(),
        });
        database.write(work).await.unwrap();
    }
    let mut work = Work::new();
    work.push(units::put(StoredUnit {
        hsa_id: "SE2321000131-E900000001".to_owned(),
        name: "Vårdcentral".to_owned(),
        kind: "health_centre".to_owned(),
        organisation: "Primärvård".to_owned(),
        municipality: None,
        latitude_e6: Some(-1),
        longitude_e6: Some(i64::MAX),
        details: "{\"a\":[1]}".to_owned(),
        demo: true,
        active: false,
    }))
    .push(directory::set("demo", "1"))
    .push(outbox::queue(crate::outbox::row(1)))
    .push(attachments::add(
        StoredAttachment {
            key: "key".to_owned(),
            id: "id".to_owned(),
            case_key: "case".to_owned(),
            kind: "issued-copy".to_owned(),
            media_type: "application/pdf".to_owned(),
            title: "Plan".to_owned(),
            hash: "hash".to_owned(),
            created_at: "2026-11-22T10:00:00.000Z".to_owned(),
            created_by: "user".to_owned(),
        },
        vec![0, 1, 254, 255],
    ));
    database.write(logged(work)).await.unwrap();
}

/// The rows of a backup, sorted: databases give them in different orders.
fn rows(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines: Vec<String> = text
        .lines()
        .filter(|line| !line.starts_with("{\"rows\""))
        // Opening a store creates chains without entries; they do not count as content.
        .filter(|line| !is_empty_head(line))
        .map(str::to_owned)
        .collect();
    lines.sort();
    lines
}

fn is_empty_head(line: &str) -> bool {
    let values: Option<Vec<serde_json::Value>> = serde_json::from_str(line).ok();
    matches!(
        values.as_deref(),
        Some([serde_json::Value::Number(_), seq, serde_json::Value::Object(_), serde_json::Value::Object(_)])
            if *seq == 0
    )
}

#[test]
fn a_backup_of_either_database_restores_into_both() {
    check(async |store: Store| {
        fill(&store.database).await;
        let first = store.file("first");
        let written = backup::backup(&store.database, &first).await.unwrap();
        assert!(written.rows > 30 * 40);
        for kind in [Kind::Sqlite, Kind::Postgres] {
            let target = fresh(kind).await;
            target.database.close().await;
            let read = backup::restore(&target.url, &first).await.unwrap();
            assert_eq!(read, written);
            let restored = Database::open(&target.url).await.unwrap();
            let second = store.file("second");
            backup::backup(&restored, &second).await.unwrap();
            assert_eq!(rows(&second), rows(&first));
            let report = verify::audit_chains(&restored, vec![]).await.unwrap();
            // For each case its 39 events and one entry more, and one for the registers.
            assert_eq!((report.entries, report.findings), (30 * 40 + 1, vec![]));
            assert_eq!(verify::seals(&restored).await.unwrap(), []);
            // The restored store continues where the other stopped.
            let case = open_case(&restored, 77).await;
            assert!(
                restored
                    .read_one(journal::head_by_id(&case.id))
                    .await
                    .unwrap()
                    .is_some()
            );
        }
    });
}

#[test]
fn a_backup_makes_the_store_where_there_is_none() {
    check(async |store: Store| {
        fill(&store.database).await;
        let file = store.file("backup");
        backup::backup(&store.database, &file).await.unwrap();
        let url = sqlite_url(&store.file("new.sqlite"));
        backup::restore(&url, &file).await.unwrap();
        let restored = Database::open(&url).await.unwrap();
        let demo = restored.read_one(directory::setting("demo")).await.unwrap();
        assert_eq!(demo.as_deref(), Some("1"));
        assert_eq!(
            verify::integrity(&restored).await.unwrap(),
            Vec::<String>::new()
        );
    });
}

#[test]
fn a_store_that_holds_anything_is_not_overwritten() {
    check(async |store: Store| {
        fill(&store.database).await;
        let file = store.file("backup");
        backup::backup(&store.database, &file).await.unwrap();
        let before = rows(&file);
        let result = backup::restore(&store.url, &file).await;
        assert!(matches!(result, Err(StoreError::Refused(_))), "{result:?}");
        backup::backup(&store.database, &file).await.unwrap();
        assert_eq!(rows(&file), before);
    });
}

#[test]
fn a_backup_that_was_cut_or_changed_is_refused_and_leaves_nothing() {
    check(async |store: Store| {
        fill(&store.database).await;
        let file = store.file("backup");
        backup::backup(&store.database, &file).await.unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        let target = fresh(store.kind).await;
        target.database.close().await;
        let half: String = text.chars().take(text.chars().count() / 2).collect();
        let changed = text.replacen("contact-recorded", "contact-Recorded", 1);
        for bad in [half, changed, String::new(), "{}".to_owned()] {
            std::fs::write(&file, bad).unwrap();
            let result = backup::restore(&target.url, &file).await;
            assert!(matches!(result, Err(StoreError::Corrupt(_))), "{result:?}");
        }
        let untouched = Database::open(&target.url).await.unwrap();
        assert_eq!(
            untouched.read_one(directory::is_empty()).await.unwrap(),
            Some(true)
        );
    });
}

#[test]
fn a_backup_holds_every_table() {
    check(async |store: Store| {
        let file = store.file("backup");
        backup::backup(&store.database, &file).await.unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        let mut saved: Vec<String> = text
            .lines()
            .filter_map(|line| line.strip_prefix("{\"table\":\""))
            .filter_map(|line| line.split('"').next())
            .map(str::to_owned)
            .collect();
        saved.push("migrations".to_owned());
        saved.sort();
        let all = if store.kind == Kind::Sqlite {
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        } else {
            "SELECT table_name::text FROM information_schema.tables
             WHERE table_schema = current_schema() ORDER BY 1"
        };
        let query = store::Query::new("tables", all, vec![], |row| row.text(0));
        let mut all = store.database.read(query).await.unwrap();
        all.sort();
        assert_eq!(saved, all);
    });
}

#[test]
fn a_backup_is_for_its_owner_only_and_appears_whole() {
    use std::os::unix::fs::PermissionsExt;
    check(async |store: Store| {
        let file = store.file("backup");
        backup::backup(&store.database, &file).await.unwrap();
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
        assert!(!store.file("backup.part").exists());
        // When it cannot be written there is no file, or the one from before remains.
        let nowhere = store.file("no/such/folder/backup");
        assert!(backup::backup(&store.database, &nowhere).await.is_err());
    });
}

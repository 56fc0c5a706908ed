//! Migrations: a store is brought up to date, or refused when it does not fit.

use store::{Database, StoreError, Work, directory};

use crate::stores::{Store, check};

#[test]
fn a_store_opens_again_and_keeps_what_it_holds() {
    check(async |store: Store| {
        let mut work = Work::new();
        work.push(directory::set("demo", "1"));
        store.database.write(work).await.unwrap();
        store.database.close().await;
        let again = Database::open(&store.url).await.unwrap();
        let demo = again.read_one(directory::setting("demo")).await.unwrap();
        assert_eq!(demo.as_deref(), Some("1"));
    });
}

#[test]
fn a_store_whose_migration_had_another_text_is_refused() {
    check(async |store: Store| {
        store
            .tamper("UPDATE migrations SET hash = 'another' WHERE number = 1")
            .await;
        let opened = Database::open(&store.url).await;
        assert!(
            matches!(opened.err(), Some(StoreError::Refused(text)) if text.contains("migration 1"))
        );
    });
}

#[test]
fn a_store_newer_than_the_program_is_refused() {
    check(async |store: Store| {
        store
            .tamper("INSERT INTO migrations (number, name, hash) VALUES (999, 'later', 'x')")
            .await;
        let opened = Database::open(&store.url).await;
        assert!(matches!(opened.err(), Some(StoreError::Refused(text)) if text.contains("newer")));
    });
}

#[test]
fn an_address_of_neither_database_is_refused() {
    check(async |_store: Store| {
        for url in ["mysql://localhost/x", "store.sqlite", ""] {
            assert!(matches!(
                Database::open(url).await.err(),
                Some(StoreError::Refused(_))
            ));
        }
    });
}

#[test]
fn two_programs_that_start_at_once_bring_the_store_up_once() {
    check(async |store: Store| {
        let opening: Vec<_> = (0..4)
            .map(|_| {
                let url = store.url.clone();
                tokio::spawn(async move { Database::open(&url).await.map(drop) })
            })
            .collect();
        for task in opening {
            task.await.unwrap().unwrap();
        }
    });
}

#[test]
fn a_store_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    check(async |store: Store| {
        if store.kind == crate::stores::Kind::Sqlite {
            let mode = std::fs::metadata(store.path())
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o077, 0);
        }
        assert!(
            store
                .database
                .read_one(directory::is_empty())
                .await
                .unwrap()
                .unwrap()
        );
    });
}

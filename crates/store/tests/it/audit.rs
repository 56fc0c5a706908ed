//! The audit log: written together with what it logs, and showing when somebody has tampered with
//! it.

use store::{
    Database, Statement, StoreError, Work,
    audit::{self, AuditEntry},
    checkpoints::{self, StoredCheckpoint},
    units::{self, StoredUnit},
    verify::{self, Anchor, AuditFinding},
};

use crate::stores::{Kind, Store, check, fresh};

fn entry(number: usize) -> AuditEntry {
    AuditEntry {
        at: format!("2026-11-22T10:00:{number:02}.000Z"),
        actor: "user".to_owned(),
        unit: "SE2321000131-E900000001".to_owned(),
        action: "read-case".to_owned(),
        case_key: Some("key".to_owned()),
        patient_ref: None,
        detail: number.to_string(),
    }
}

async fn log(database: &Database, count: usize) {
    for number in 0..count {
        let mut work = Work::new();
        work.log(entry(number));
        database.write(work).await.unwrap();
    }
}

async fn findings(database: &Database) -> Vec<AuditFinding> {
    verify::audit_chains(database, vec![])
        .await
        .unwrap()
        .findings
}

#[test]
fn an_untouched_log_is_whole() {
    check(async |store: Store| {
        log(&store.database, 9).await;
        let report = verify::audit_chains(&store.database, vec![]).await.unwrap();
        assert_eq!((report.entries, report.findings), (9, vec![]));
    });
}

#[test]
fn many_who_write_at_once_leave_whole_chains() {
    check(async |store: Store| {
        let writers: Vec<_> = (0..24)
            .map(|_| {
                let database = store.database.clone();
                tokio::spawn(async move { log(&database, 10).await })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let report = verify::audit_chains(&store.database, vec![]).await.unwrap();
        assert_eq!((report.entries, report.findings), (240, vec![]));
    });
}

#[test]
fn work_that_is_undone_leaves_no_entry() {
    check(async |store: Store| {
        log(&store.database, 2).await;
        let mut work = Work::new();
        work.log(entry(3)).log(entry(4));
        work.push(Statement::one(
            "never",
            "DELETE FROM settings WHERE name = 'none'",
            vec![],
        ));
        assert_eq!(
            store.database.write(work).await,
            Err(StoreError::Conflict { statement: "never" })
        );
        log(&store.database, 2).await;
        let report = verify::audit_chains(&store.database, vec![]).await.unwrap();
        assert_eq!((report.entries, report.findings), (4, vec![]));
    });
}

#[test]
fn a_changed_entry_is_found() {
    check(async |store: Store| {
        log(&store.database, 5).await;
        store
            .tamper("UPDATE audit SET actor = 'somebody else' WHERE seq = 3")
            .await;
        assert!(matches!(
            findings(&store.database).await.as_slice(),
            [AuditFinding::Changed { seq: 3, .. }]
        ));
    });
}

#[test]
fn whatever_is_changed_in_an_entry_is_found() {
    check(async |store: Store| {
        let columns = [
            "at",
            "actor",
            "unit",
            "action",
            "case_key",
            "patient_ref",
            "detail",
        ];
        log(&store.database, columns.len()).await;
        for (column, seq) in columns.iter().zip(1..) {
            store
                .tamper(&format!(
                    "UPDATE audit SET {column} = 'x' WHERE seq = {seq}"
                ))
                .await;
            let found = findings(&store.database).await;
            let last = found.last();
            assert!(
                matches!(last, Some(AuditFinding::Changed { seq: at, .. }) if *at == seq),
                "{column}: {last:?}"
            );
            assert_eq!(found.len(), usize::try_from(seq).unwrap(), "{column}");
        }
    });
}

#[test]
fn an_entry_whose_case_was_taken_away_is_found() {
    check(async |store: Store| {
        log(&store.database, 5).await;
        store
            .tamper("UPDATE audit SET case_key = NULL, patient_ref = 'key' WHERE seq = 2")
            .await;
        assert!(matches!(
            findings(&store.database).await.as_slice(),
            [AuditFinding::Changed { seq: 2, .. }]
        ));
    });
}

#[test]
fn a_dropped_entry_is_found() {
    check(async |store: Store| {
        log(&store.database, 5).await;
        store.tamper("DELETE FROM audit WHERE seq = 3").await;
        assert!(matches!(
            findings(&store.database).await.as_slice(),
            [AuditFinding::Gap { seq: 3, .. }]
        ));
    });
}

#[test]
fn a_dropped_entry_is_found_when_the_others_close_up() {
    check(async |store: Store| {
        log(&store.database, 5).await;
        store
            .tamper(
                "DELETE FROM audit WHERE seq = 3;
                 UPDATE audit SET seq = 3 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 5;
                 UPDATE audit_heads SET seq = 4 WHERE seq = 5",
            )
            .await;
        assert!(matches!(
            findings(&store.database).await.as_slice(),
            [AuditFinding::Unlinked { seq: 3, .. }]
        ));
    });
}

#[test]
fn swapped_entries_are_found() {
    check(async |store: Store| {
        log(&store.database, 5).await;
        store
            .tamper(
                "UPDATE audit SET seq = 99 WHERE seq = 2;
                 UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 99",
            )
            .await;
        assert!(!findings(&store.database).await.is_empty());
    });
}

#[test]
fn a_tail_cut_off_is_found() {
    check(async |store: Store| {
        log(&store.database, 5).await;
        store.tamper("DELETE FROM audit WHERE seq >= 4").await;
        assert!(matches!(
            findings(&store.database).await.as_slice(),
            [AuditFinding::Cut {
                expected: 5,
                found: 3,
                ..
            }]
        ));
    });
}

#[test]
fn entries_after_the_head_are_found() {
    check(async |store: Store| {
        log(&store.database, 5).await;
        store.tamper("UPDATE audit_heads SET seq = 3").await;
        let found = findings(&store.database).await;
        let beyond = |finding: &AuditFinding| {
            matches!(
                finding,
                AuditFinding::Beyond {
                    expected: 3,
                    found: 5,
                    ..
                }
            )
        };
        assert!(found.iter().any(beyond), "{found:?}");
    });
}

#[test]
fn a_chain_without_its_head_is_found() {
    check(async |store: Store| {
        log(&store.database, 2).await;
        store.tamper("DELETE FROM audit_heads").await;
        assert!(matches!(
            findings(&store.database).await.as_slice(),
            [AuditFinding::Headless { .. }]
        ));
    });
}

#[test]
fn both_databases_make_the_same_chain() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut chains = Vec::new();
        for kind in [Kind::Sqlite, Kind::Postgres] {
            let store = fresh(kind).await;
            log(&store.database, 4).await;
            chains.push(store.database.read(audit::page(0, 0, 100)).await.unwrap());
        }
        assert_eq!(chains.first().map(Vec::len), Some(4));
        assert_eq!(chains.first(), chains.get(1));
    });
}

#[test]
fn a_reviewer_reads_the_own_organisations_entries_and_an_extract_has_all_about_one_person() {
    check(async |store: Store| {
        let mut work = Work::new();
        work.push(units::put(StoredUnit {
            hsa_id: entry(1).unit,
            name: "Ward".to_owned(),
            kind: "hospital_ward".to_owned(),
            organisation: "region".to_owned(),
            municipality: None,
            latitude_e6: None,
            longitude_e6: None,
            details: "{}".to_owned(),
            demo: false,
            active: true,
        }));
        work.log(entry(1));
        work.log(AuditEntry {
            unit: "another".to_owned(),
            ..entry(2)
        });
        work.log(AuditEntry {
            case_key: None,
            patient_ref: Some("hash of a number".to_owned()),
            ..entry(3)
        });
        store.database.write(work).await.unwrap();
        let details = |rows: Vec<audit::StoredAuditEntry>| {
            rows.into_iter()
                .map(|row| row.entry.detail)
                .collect::<Vec<_>>()
        };
        let from = |day: &str| (day.to_owned(), i64::MIN, 0);
        let until = "2026-11-23";
        let database = &store.database;
        let rows = database
            .read(audit::page_of_organisation(
                "region",
                &from("2026-11-22"),
                until,
                10,
            ))
            .await
            .unwrap();
        assert_eq!(details(rows), ["1", "3"]);
        let rows = database
            .read(audit::page_of_organisation(
                "region",
                &from("2026-11-23"),
                "~",
                10,
            ))
            .await
            .unwrap();
        assert!(rows.is_empty());
        let rows = database.read(audit::of_case("key", 10)).await.unwrap();
        assert_eq!(details(rows), ["2", "1"]);
        let rows = database
            .read(audit::of_patient("hash of a number", 10))
            .await
            .unwrap();
        assert_eq!(details(rows), ["3"]);
    });
}

#[test]
fn a_last_entry_that_was_written_anew_with_a_hash_that_fits_is_found_by_its_head() {
    check(async |store: Store| {
        log(&store.database, 5).await;
        let rows = store.database.read(audit::page(0, 0, 100)).await.unwrap();
        let last = rows.last().unwrap();
        let told = AuditEntry {
            actor: "somebody else".to_owned(),
            ..last.entry.clone()
        };
        let previous = last.prev_hash.as_slice().try_into().unwrap();
        let hash = audit::link(&previous, &told.digest(None));
        let hash = blob(store.kind, &hash);
        store
            .tamper(&format!(
                "UPDATE audit SET actor = 'somebody else', hash = {hash} WHERE seq = 5"
            ))
            .await;
        assert!(matches!(
            findings(&store.database).await.as_slice(),
            [AuditFinding::Cut {
                expected: 5,
                found: 5,
                ..
            }]
        ));
    });
}

/// The anchors that a checkpoint made now would hold.
async fn anchors(database: &Database, checkpoint: i64) -> Vec<Anchor> {
    let heads = database.read(audit::heads()).await.unwrap();
    heads
        .into_iter()
        .filter(|head| head.seq > 0)
        .map(|head| Anchor {
            checkpoint,
            chain: head.chain,
            seq: head.seq,
            hash: head.hash,
        })
        .collect()
}

async fn against(database: &Database, anchors: Vec<Anchor>) -> Vec<AuditFinding> {
    let report = verify::audit_chains(database, anchors).await.unwrap();
    report.findings
}

/// Bytes as an SQL literal.
fn blob(kind: Kind, bytes: &[u8]) -> String {
    let mut hex = String::new();
    for half in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        hex.extend(char::from_digit(u32::from(half), 16));
    }
    match kind {
        Kind::Sqlite => format!("x'{hex}'"),
        Kind::Postgres => format!("'\\x{hex}'"),
    }
}

/// Removes the last entries and moves the head to match, as somebody who knows the store would.
const CUT_WITH_HEAD: &str = "
    DELETE FROM audit WHERE seq > 3;
    UPDATE audit_heads
    SET seq = 3,
        hash = (SELECT hash FROM audit WHERE audit.chain = audit_heads.chain AND audit.seq = 3),
        previous = (SELECT prev_hash FROM audit
                    WHERE audit.chain = audit_heads.chain AND audit.seq = 3)
    WHERE audit_heads.seq > 3";

#[test]
fn a_tail_cut_off_with_its_head_is_found_by_a_checkpoint_alone() {
    check(async |store: Store| {
        log(&store.database, 5).await;
        let known = anchors(&store.database, 7).await;
        assert_eq!(against(&store.database, known.clone()).await, vec![]);
        store.tamper(CUT_WITH_HEAD).await;
        assert_eq!(findings(&store.database).await, vec![]);
        assert!(matches!(
            against(&store.database, known).await.as_slice(),
            [AuditFinding::CutSince {
                expected: 5,
                found: 3,
                checkpoint: 7,
                ..
            }]
        ));
    });
}

#[test]
fn entries_after_the_last_checkpoint_can_be_cut_off_unnoticed() {
    // A known limit, described in the user guide: this is why checkpoints are made often.
    check(async |store: Store| {
        log(&store.database, 3).await;
        let known = anchors(&store.database, 1).await;
        log(&store.database, 2).await;
        store.tamper(CUT_WITH_HEAD).await;
        assert_eq!(against(&store.database, known).await, vec![]);
    });
}

#[test]
fn a_chain_made_anew_is_found_by_a_checkpoint_alone() {
    check(async |store: Store| {
        log(&store.database, 5).await;
        let known = anchors(&store.database, 2).await;
        let rows = store.database.read(audit::page(-1, 0, 10)).await.unwrap();
        let chain = rows.first().unwrap().chain;
        let genesis = blob(store.kind, &audit::genesis(chain));
        store
            .tamper(&format!(
                "DELETE FROM audit;
                 UPDATE audit_heads SET seq = 0, hash = {genesis}, previous = {genesis}
                 WHERE chain = {chain}"
            ))
            .await;
        // The same entries except one, changed to say that nobody looked.
        let mut hash = audit::genesis(chain);
        let mut previous = hash;
        let mut script = Vec::new();
        for number in 0..5_usize {
            let mut told = entry(number);
            if number == 2 {
                "nobody".clone_into(&mut told.actor);
            }
            previous = hash;
            hash = audit::link(&previous, &told.digest(None));
            let (kind, seq) = (store.kind, number + 1);
            let (before, own) = (blob(kind, &previous), blob(kind, &hash));
            script.push(format!(
                "INSERT INTO audit (chain, seq, at, actor, unit, action, case_key, patient_ref,
                                    detail, prev_hash, hash)
                 VALUES ({chain}, {seq}, '{}', '{}', '{}', '{}', 'key', NULL, '{}', {before}, {own});
                 UPDATE audit_heads SET seq = {seq}, previous = {before}, hash = {own}
                 WHERE chain = {chain};",
                told.at, told.actor, told.unit, told.action, told.detail,
            ));
        }
        store.tamper(&script.join("\n")).await;
        assert_ne!(previous, hash);
        assert_eq!(findings(&store.database).await, vec![]);
        assert!(matches!(
            against(&store.database, known).await.as_slice(),
            [AuditFinding::MadeAnew {
                seq: 5,
                checkpoint: 2,
                ..
            }]
        ));
    });
}

#[test]
fn an_emptied_log_is_found_by_a_checkpoint() {
    check(async |store: Store| {
        log(&store.database, 4).await;
        let known = anchors(&store.database, 1).await;
        store
            .tamper("DELETE FROM audit; DELETE FROM audit_heads")
            .await;
        assert!(matches!(
            against(&store.database, known).await.as_slice(),
            [AuditFinding::CutSince {
                expected: 4,
                found: 0,
                ..
            }]
        ));
    });
}

#[test]
fn checkpoints_keep_their_numbers() {
    check(async |store: Store| {
        let row = |number: i64| StoredCheckpoint {
            number,
            line: format!("line {number}"),
        };
        let database = &store.database;
        assert_eq!(
            database.read_one(checkpoints::latest()).await.unwrap(),
            None
        );
        for number in 1..=3 {
            let mut work = Work::new();
            work.guard(checkpoints::add(row(number)));
            database.write(work).await.unwrap();
        }
        let mut twice = Work::new();
        twice.guard(checkpoints::add(row(3)));
        assert_eq!(
            database.write(twice).await,
            Err(StoreError::Conflict {
                statement: checkpoints::ADD
            })
        );
        let rest = database.read(checkpoints::after(1, 10)).await.unwrap();
        assert_eq!(rest, [row(2), row(3)]);
        let latest = database.read_one(checkpoints::latest()).await.unwrap();
        assert_eq!(latest, Some(row(3)));
    });
}

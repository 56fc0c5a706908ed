//! Each outbox row is sent at most once.

use store::{
    StoreError, Work,
    outbox::{self, Settlement, StoredOutboxRow, StoredOutboxState},
};

use crate::stores::{Store, check};

pub(crate) fn row(number: usize) -> StoredOutboxRow {
    StoredOutboxRow {
        key: format!("key-{number}"),
        id: format!("id-{number}"),
        case_key: "case".to_owned(),
        audience: "migration_agency".to_owned(),
        channel: "mail".to_owned(),
        subject: "Inbjudan".to_owned(),
        content: "{}".to_owned(),
        state: StoredOutboxState::Queued,
        reason: None,
        fault: None,
        version: 1,
        attempts: 0,
        not_before: "2026-11-22T10:00:00.000Z".to_owned(),
        policy_hash: "policy".to_owned(),
        case_version: 4,
        group_version: 1,
        content_hash: "content".to_owned(),
        created_at: "2026-11-22T10:00:00.000Z".to_owned(),
        changed_at: "2026-11-22T10:00:00.000Z".to_owned(),
    }
}

/// The channel and the audience of the row.
const MAIL: (&str, &str) = ("mail", "migration_agency");
const NOW: &str = "2026-11-22T11:00:00.000Z";

fn sent() -> Settlement<'static> {
    Settlement {
        state: StoredOutboxState::Sent,
        reason: None,
        fault: None,
        not_before: NOW,
    }
}

fn one(statement: store::Statement) -> Work {
    let mut work = Work::new();
    work.guard(statement);
    work
}

#[test]
fn only_one_of_many_workers_claims_a_row() {
    check(async |store: Store| {
        store
            .database
            .write(one(outbox::queue(row(1))))
            .await
            .unwrap();
        let ready = store
            .database
            .read(outbox::ready(MAIL, NOW, 10))
            .await
            .unwrap();
        assert_eq!(ready, [row(1)]);
        let workers: Vec<_> = (0..8)
            .map(|_| {
                let database = store.database.clone();
                tokio::spawn(
                    async move { database.write(one(outbox::claim("key-1", 1, NOW))).await },
                )
            })
            .collect();
        let mut won = 0;
        for worker in workers {
            match worker.await.unwrap() {
                Ok(_) => won += 1,
                Err(error) => {
                    assert_eq!(
                        error,
                        StoreError::Conflict {
                            statement: outbox::CLAIM
                        }
                    );
                }
            }
        }
        assert_eq!(won, 1);
        let settle = || outbox::settle("key-1", 2, &sent(), NOW);
        store.database.write(one(settle())).await.unwrap();
        assert_eq!(
            store.database.write(one(settle())).await,
            Err(StoreError::Conflict {
                statement: outbox::SETTLE
            })
        );
        let rows = store.database.read(outbox::of_case("case")).await.unwrap();
        let sent = rows.first().unwrap();
        assert_eq!(
            (sent.state, sent.attempts, sent.version),
            (StoredOutboxState::Sent, 1, 3)
        );
    });
}

#[test]
fn what_is_stopped_while_it_waits_cannot_be_claimed() {
    check(async |store: Store| {
        let mut work = Work::new();
        work.push(outbox::queue(row(1)));
        work.push(outbox::queue(row(2)));
        store.database.write(work).await.unwrap();
        let stop = outbox::stop(&row(1).id, "group-changed", NOW);
        store.database.write(one(stop)).await.unwrap();
        assert_eq!(
            store
                .database
                .write(one(outbox::claim("key-1", 1, NOW)))
                .await,
            Err(StoreError::Conflict {
                statement: outbox::CLAIM
            })
        );
        let ready = store
            .database
            .read(outbox::ready(MAIL, NOW, 10))
            .await
            .unwrap();
        assert_eq!(
            ready.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(),
            ["key-2"]
        );
        store
            .database
            .write(one(outbox::stop_case("case", "closed", NOW)))
            .await
            .unwrap();
        assert!(
            store
                .database
                .read(outbox::ready(MAIL, NOW, 10))
                .await
                .unwrap()
                .is_empty()
        );
        let stopped = store
            .database
            .read_one(outbox::by_id("id-1"))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(stopped.reason.as_deref(), Some("group-changed"));
        let counts = store.database.read(outbox::counts()).await.unwrap();
        assert_eq!(counts.len(), 1);
        let count = counts.first().unwrap();
        assert_eq!((count.state, count.rows), (StoredOutboxState::Stopped, 2));
    });
}

#[test]
fn what_a_lost_worker_had_is_found_and_is_not_sent_again_until_a_person_decides() {
    check(async |store: Store| {
        let write = async |statement| store.database.write(one(statement)).await;
        write(outbox::queue(row(1))).await.unwrap();
        write(outbox::claim("key-1", 1, NOW)).await.unwrap();
        let lost = async |before: &str| {
            let found = store.database.read(outbox::lost("mail", before, 10)).await;
            found.unwrap().len()
        };
        assert_eq!(lost(NOW).await, 0, "not yet");
        let later = "2026-11-22T12:00:00.000Z";
        assert_eq!(lost(later).await, 1);
        let conflict = Err(StoreError::Conflict {
            statement: outbox::BY_HAND,
        });
        let by_hand = || outbox::sent_by_hand("id-1", "by hand", later);
        assert_eq!(write(by_hand()).await, conflict, "it may be on the wire");
        let uncertain = Settlement {
            state: StoredOutboxState::Uncertain,
            reason: Some("worker-lost"),
            fault: Some("lost"),
            not_before: NOW,
        };
        write(outbox::settle("key-1", 2, &uncertain, later))
            .await
            .unwrap();
        let ready = async || {
            let found = store.database.read(outbox::ready(MAIL, later, 10)).await;
            found.unwrap().len()
        };
        assert_eq!((lost(later).await, ready().await), (0, 0));
        write(outbox::send_again("id-1", later)).await.unwrap();
        assert_eq!(ready().await, 1);
        let again = outbox::give_up("id-1", "given up", later);
        assert_eq!(write(again).await, conflict, "no longer uncertain");
        write(by_hand()).await.unwrap();
        assert_eq!(ready().await, 0);
    });
}

#[test]
fn a_row_waits_for_its_time() {
    check(async |store: Store| {
        store
            .database
            .write(one(outbox::queue(row(1))))
            .await
            .unwrap();
        let early = store
            .database
            .read(outbox::ready(MAIL, "2026-11-22T09:00:00.000Z", 10))
            .await
            .unwrap();
        assert!(early.is_empty());
    });
}

#[test]
fn a_unit_finds_what_waits_and_what_has_failed_in_the_cases_on_its_worklist_and_no_others() {
    check(async |store: Store| {
        let stopped = |number: usize, case: &str, fault: Option<&str>| StoredOutboxRow {
            case_key: case.to_owned(),
            state: StoredOutboxState::Stopped,
            fault: fault.map(str::to_owned),
            ..row(number)
        };
        let mut work = Work::new();
        for (unit, case) in [("ward", "mine"), ("ward", "also"), ("other", "theirs")] {
            work.push(store::worklist::place(listed(unit, case)));
        }
        for row in [
            // A newer row follows it, so somebody has dealt with it.
            stopped(1, "mine", Some("550")),
            stopped(2, "mine", Some("554")),
            // Stopped by a change: nothing has failed.
            stopped(3, "also", None),
            StoredOutboxRow {
                case_key: "also".to_owned(),
                ..row(4)
            },
            StoredOutboxRow {
                case_key: "theirs".to_owned(),
                ..row(5)
            },
        ] {
            work.push(outbox::queue(row));
        }
        store.database.write(work).await.unwrap();
        let found = store
            .database
            .read(outbox::of_unit("ward", 10))
            .await
            .unwrap();
        let keys: Vec<&str> = found.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys, ["key-2", "key-4"]);
        let faults = store.database.read(outbox::faults()).await.unwrap();
        let faults: Vec<_> = faults
            .iter()
            .map(|found| (found.fault.as_str(), found.rows))
            .collect();
        assert_eq!(faults, [("550", 1), ("554", 1)]);
    });
}

fn listed(unit: &str, case: &str) -> store::worklist::StoredWorklistRow {
    store::worklist::StoredWorklistRow {
        unit: unit.to_owned(),
        due: store::worklist::NO_DUE.to_owned(),
        id: format!("id-{case}"),
        case_key: case.to_owned(),
        version: 1,
        recheck_at: None,
        state: "later".to_owned(),
        next_step: String::new(),
        payload: "{}".to_owned(),
    }
}

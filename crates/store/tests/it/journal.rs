//! Cases, events, and requests that are carried out once.

use store::{
    Database, StoreError, Work,
    idempotency::{self, StoredAnswer},
    journal::{self, StoredCaseHead, StoredEvent},
    streams, verify,
};

use crate::stores::{Store, check, logged, logged_as};

pub(crate) fn head(number: usize) -> StoredCaseHead {
    StoredCaseHead {
        key: format!("key-{number:06}"),
        id: format!("id-{:06}", 999_999 - number),
        version: 1,
        opened_at: "2026-11-22T10:00:00.000Z".to_owned(),
        changed_at: "2026-11-22T10:00:00.000Z".to_owned(),
        closed_at: None,
        plan_version: 0,
    }
}

pub(crate) fn event(case: &str, seq: i64) -> StoredEvent {
    StoredEvent {
        case_key: case.to_owned(),
        seq,
        kind: "contact-recorded".to_owned(),
        version: 1,
        payload: format!("{{\"number\":{seq}}}"),
        at: "2026-11-22T10:00:00.000Z".to_owned(),
        actor: "user".to_owned(),
        unit: "SE2321000131-E900000001".to_owned(),
        prev_hash: Vec::new(),
    }
}

/// Appends the event at a place of a case, with its log entry.
pub(crate) fn append(work: &mut Work, case: &str, seq: i64) {
    let mut before = store::of_no_event(case);
    for place in 1..seq {
        before = StoredEvent {
            prev_hash: before.to_vec(),
            ..event(case, place)
        }
        .hash();
    }
    journal::append(work, &before, vec![event(case, seq)], Vec::new());
    *work = logged_as(std::mem::take(work), "change", Some(case));
}

pub(crate) async fn open_case(database: &Database, number: usize) -> StoredCaseHead {
    let head = head(number);
    let mut work = Work::new();
    work.guard(journal::open(&head));
    append(&mut work, &head.key, 1);
    database.write(work).await.unwrap();
    head
}

fn step(case: &StoredCaseHead, expected: i64) -> Work {
    let mut work = Work::new();
    let now = "2026-11-22T11:00:00.000Z";
    work.guard(journal::advance(
        &case.key,
        expected,
        expected + 1,
        now,
        None,
    ));
    append(&mut work, &case.key, expected + 1);
    work
}

#[test]
fn the_second_of_two_changes_to_the_same_version_is_told_that_it_is_stale() {
    check(async |store: Store| {
        let case = open_case(&store.database, 1).await;
        let (one, two) = tokio::join!(
            store.database.write(step(&case, 1)),
            store.database.write(step(&case, 1))
        );
        let stale = Err(StoreError::Conflict {
            statement: journal::ADVANCE,
        });
        assert!(
            (one.is_ok() && two == stale) || (two.is_ok() && one == stale),
            "{one:?} {two:?}"
        );
        let (heads, events) = store
            .database
            .read_two(
                journal::head_by_id(&case.id),
                journal::events_by_id(&case.id),
            )
            .await
            .unwrap();
        assert_eq!(heads.first().map(|head| head.version), Some(2));
        assert_eq!(
            events.iter().map(|event| event.seq).collect::<Vec<_>>(),
            [1, 2]
        );
    });
}

#[test]
fn a_case_cannot_be_opened_twice_under_one_id() {
    check(async |store: Store| {
        let case = open_case(&store.database, 1).await;
        let mut work = Work::new();
        work.guard(journal::open(&StoredCaseHead {
            key: "another".to_owned(),
            ..case
        }));
        assert_eq!(
            store.database.write(work).await,
            Err(StoreError::Conflict {
                statement: journal::OPEN
            })
        );
    });
}

#[test]
fn an_event_cannot_be_stored_without_its_case() {
    check(async |store: Store| {
        let mut work = Work::new();
        append(&mut work, "no such case", 1);
        assert!(matches!(
            store.database.write(work).await,
            Err(StoreError::Violated {
                statement: journal::APPEND,
                ..
            })
        ));
    });
}

#[test]
fn all_events_come_case_by_case_in_order() {
    check(async |store: Store| {
        for number in [3, 1, 2] {
            let case = open_case(&store.database, number).await;
            for version in 1..12 {
                store.database.write(step(&case, version)).await.unwrap();
            }
        }
        let mut seen = Vec::new();
        verify::every_event(&store.database, |event| {
            seen.push((event.case_key, event.seq));
            Ok::<(), StoreError>(())
        })
        .await
        .unwrap();
        let expected: Vec<_> = (1..=3)
            .flat_map(|case| (1..=12).map(move |seq| (format!("key-{case:06}"), seq)))
            .collect();
        assert_eq!(seen, expected);
        let mut keys = Vec::new();
        verify::every_case(&store.database, |head| {
            keys.push(head.key);
            Ok::<(), StoreError>(())
        })
        .await
        .unwrap();
        assert_eq!(keys, ["key-000001", "key-000002", "key-000003"]);
        let tail = store
            .database
            .read(journal::events_after("key-000002", 10))
            .await
            .unwrap();
        assert_eq!(
            tail.iter().map(|event| event.seq).collect::<Vec<_>>(),
            [11, 12]
        );
        for asked in [
            &["key-000003", "nobody", "key-000001"][..],
            &["nobody"],
            &[],
        ] {
            let asked: Vec<String> = asked.iter().map(|key| (*key).to_owned()).collect();
            let query = journal::events_of_cases(&asked);
            let found = store.database.read(query).await.unwrap();
            let found: Vec<_> = found.iter().map(|e| (e.case_key.clone(), e.seq)).collect();
            let mut expected = expected.clone();
            expected.retain(|(key, _)| asked.contains(key));
            assert_eq!(found, expected);
        }
    });
}

#[test]
fn a_request_sent_again_finds_its_answer_and_is_not_done_again() {
    check(async |store: Store| {
        let case = open_case(&store.database, 1).await;
        let answer = |body: &str| StoredAnswer {
            actor: "user".to_owned(),
            key_hash: "key".to_owned(),
            body_hash: body.to_owned(),
            status: 200,
            answer: "{\"version\":2}".to_owned(),
            created_at: "2026-11-22T11:00:00.000Z".to_owned(),
        };
        let mut first = step(&case, 1);
        first.guard(idempotency::remember(answer("body")));
        store.database.write(first).await.unwrap();
        // The same again, and the same key with another body: neither has an effect.
        for body in ["body", "another body"] {
            let mut again = step(&case, 2);
            again.guard(idempotency::remember(answer(body)));
            assert_eq!(
                store.database.write(again).await,
                Err(StoreError::Conflict {
                    statement: idempotency::REMEMBER
                })
            );
        }
        let found = store
            .database
            .read_one(idempotency::find("user", "key"))
            .await
            .unwrap();
        assert_eq!(found, Some(answer("body")));
        // Another actor's key is another key.
        let other = store
            .database
            .read_one(idempotency::find("other", "key"))
            .await
            .unwrap();
        assert_eq!(other, None);
        let head = store
            .database
            .read_one(journal::head_by_id(&case.id))
            .await
            .unwrap();
        assert_eq!(head.map(|head| head.version), Some(2));

        let mut forget = Work::new();
        forget.push(idempotency::forget_before("2026-11-23T00:00:00.000Z"));
        store.database.write(forget).await.unwrap();
        let found = store
            .database
            .read_one(idempotency::find("user", "key"))
            .await
            .unwrap();
        assert_eq!(found, None);
    });
}

#[test]
fn a_stream_beside_the_case_is_guarded_by_its_own_version() {
    check(async |store: Store| {
        let mut work = Work::new();
        work.guard(streams::begin("tariffs", 1))
            .push(streams::append(event("tariffs", 1)));
        store.database.write(logged(work)).await.unwrap();
        let mut begin_again = Work::new();
        begin_again.guard(streams::begin("tariffs", 1));
        assert_eq!(
            store.database.write(begin_again).await,
            Err(StoreError::Conflict {
                statement: streams::BEGIN
            })
        );
        let mut next = Work::new();
        next.guard(streams::advance("tariffs", 1, 2))
            .push(streams::append(event("tariffs", 2)));
        let next = logged(next);
        store.database.write(next.clone()).await.unwrap();
        assert_eq!(
            store.database.write(next).await,
            Err(StoreError::Conflict {
                statement: streams::ADVANCE
            })
        );
        let version = store
            .database
            .read_one(streams::version("tariffs"))
            .await
            .unwrap();
        assert_eq!(version, Some(2));
        let events = store
            .database
            .read(streams::events_after("tariffs", 1))
            .await
            .unwrap();
        assert_eq!(events, [event("tariffs", 2)]);
        let names = store.database.read(streams::names("tar")).await.unwrap();
        assert_eq!(names, ["tariffs"]);
        assert!(
            store
                .database
                .read(streams::names("month/"))
                .await
                .unwrap()
                .is_empty()
        );
    });
}

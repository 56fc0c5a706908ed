//! What both executors guarantee for any statements.

use std::{future::Future as _, task::Poll, time::Duration};

use store::{Database, Query, Row, Statement, StoreError, Value, Work, audit::AuditEntry, verify};

use crate::stores::{Kind, Store, check};

const MAKE_NOTES: &str = "CREATE TABLE notes (name TEXT NOT NULL PRIMARY KEY, text TEXT)";

fn note(name: &str) -> Work {
    let mut work = Work::new();
    work.push(Statement::one(
        "note",
        "INSERT INTO notes (name) VALUES ($1) ON CONFLICT DO NOTHING",
        vec![name.into()],
    ));
    work
}

async fn names(database: &Database) -> Vec<String> {
    let query = Query::new(
        "names",
        "SELECT name FROM notes ORDER BY name",
        vec![],
        |row| row.text(0),
    );
    database.read(query).await.unwrap()
}

fn two(row: &Row<'_>) -> Result<(String, String), StoreError> {
    Ok((row.text(0)?, row.text(1)?))
}

#[test]
fn parameters_go_where_their_number_says_and_not_where_they_first_appear() {
    check(async |store: Store| {
        let swapped = || {
            Query::new(
                "swapped",
                "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT)",
                vec!["first".into(), "second".into()],
                two,
            )
        };
        let right = vec![("second".to_owned(), "first".to_owned())];
        assert_eq!(store.database.read(swapped()).await.unwrap(), right);
        // Once more, now that the order is remembered.
        assert_eq!(store.database.read(swapped()).await.unwrap(), right);

        store.tamper(MAKE_NOTES).await;
        let mut work = Work::new();
        work.push(Statement::one(
            "swapped",
            "INSERT INTO notes (text, name) VALUES ($2, $1)",
            vec!["name".into(), "text".into()],
        ));
        store.database.write(work).await.unwrap();
        assert_eq!(names(&store.database).await, ["name"]);
    });
}

#[test]
fn a_statement_with_too_few_or_too_many_parameters_is_refused() {
    check(async |store: Store| {
        for params in [vec![], vec!["a".into(), "b".into()]] {
            let query = Query::new("one", "SELECT CAST($1 AS TEXT)", params, |row| row.text(0));
            assert!(store.database.read(query).await.is_err());
        }
    });
}

#[test]
fn text_numbers_bytes_and_nothing_come_back_as_they_were() {
    check(async |store: Store| {
        let bytes = if store.kind == Kind::Sqlite {
            "BLOB"
        } else {
            "BYTEA"
        };
        store
            .tamper(&format!(
                "CREATE TABLE kinds (a TEXT, b BIGINT, c {bytes}, d TEXT)"
            ))
            .await;
        let values = vec![
            Value::from("å, 'quoted', 漢"),
            Value::from(i64::MIN),
            Value::from(vec![0_u8, 255, 7]),
            Value::Null,
        ];
        let mut work = Work::new();
        work.push(Statement::one(
            "kinds",
            "INSERT INTO kinds (a, b, c, d) VALUES ($1, $2, $3, $4) RETURNING a, b, c, d",
            values.clone(),
        ));
        let outcome = store.database.write(work).await.unwrap();
        let returned = outcome
            .returned("kinds", |row| {
                Ok(vec![
                    Value::from(row.optional_text(0)?),
                    Value::from(row.optional_integer(1)?),
                    Value::from(row.bytes(2)?),
                    Value::from(row.optional_text(3)?),
                ])
            })
            .unwrap();
        assert_eq!(returned, std::slice::from_ref(&values));
        assert_eq!(outcome.changed("kinds"), 1);
        let read = Query::new("kinds", "SELECT a, b, c, d FROM kinds", vec![], |row| {
            Ok(vec![
                Value::from(row.text(0)?),
                Value::from(row.integer(1)?),
                Value::from(row.bytes(2)?),
                Value::from(row.optional_integer(3).ok().flatten()),
            ])
        });
        assert_eq!(store.database.read_one(read).await.unwrap(), Some(values));
    });
}

#[test]
fn a_column_of_another_type_than_asked_for_is_an_error_and_not_a_guess() {
    check(async |store: Store| {
        let query = Query::new("wrong", "SELECT CAST('7' AS TEXT)", vec![], |row| {
            row.integer(0)
        });
        assert!(matches!(
            store.database.read(query).await,
            Err(StoreError::Corrupt(_))
        ));
    });
}

#[test]
fn a_conflict_undoes_the_whole_unit_of_work() {
    check(async |store: Store| {
        store.tamper(MAKE_NOTES).await;
        store.database.write(note("taken")).await.unwrap();
        let mut work = note("new");
        work.push(Statement::one(
            "second",
            "INSERT INTO notes (name) VALUES ($1) ON CONFLICT DO NOTHING",
            vec!["taken".into()],
        ));
        let result = store.database.write(work).await;
        assert_eq!(
            result,
            Err(StoreError::Conflict {
                statement: "second"
            })
        );
        assert_eq!(names(&store.database).await, ["taken"]);
    });
}

#[test]
fn a_broken_constraint_undoes_the_whole_unit_of_work_and_quotes_no_value() {
    check(async |store: Store| {
        store.tamper(MAKE_NOTES).await;
        store.database.write(note("taken")).await.unwrap();
        let mut work = note("new");
        work.push(Statement::any(
            "second",
            "INSERT INTO notes (name) VALUES ($1)",
            vec!["taken".into()],
        ));
        let Err(error) = store.database.write(work).await else {
            panic!("it was written")
        };
        assert!(
            matches!(
                error,
                StoreError::Violated {
                    statement: "second",
                    ..
                }
            ),
            "{error}"
        );
        assert!(!error.to_string().contains("taken"), "{error}");
        assert_eq!(names(&store.database).await, ["taken"]);
    });
}

#[test]
fn guards_run_before_everything_else() {
    check(async |store: Store| {
        store.tamper(MAKE_NOTES).await;
        let mut work = note("first");
        work.guard(Statement::one(
            "guard",
            "DELETE FROM notes WHERE name = 'first'",
            vec![],
        ));
        let result = store.database.write(work).await;
        assert_eq!(result, Err(StoreError::Conflict { statement: "guard" }));
    });
}

/// Holds SQLite's write lock, so that work queues up until it is released.
struct Lock(rusqlite::Connection);

impl Lock {
    fn take(store: &Store) -> Self {
        let connection = rusqlite::Connection::open(store.path()).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        Self(connection)
    }

    fn let_go(self) {
        self.0.execute_batch("COMMIT").unwrap();
    }
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::task::yield_now().await;
    }
}

type Running = tokio::task::JoinHandle<Result<store::Outcome, StoreError>>;

/// Submits a unit of work without waiting for its result. It is in the queue when this returns.
async fn submit(database: &Database, work: Work) -> Running {
    let database = database.clone();
    let mut writing = Box::pin(async move { database.write(work).await });
    let done = std::future::poll_fn(|context| {
        Poll::Ready(match writing.as_mut().poll(context) {
            Poll::Ready(result) => Some(result),
            Poll::Pending => None,
        })
    })
    .await;
    tokio::spawn(async move {
        match done {
            Some(result) => result,
            None => writing.await,
        }
    })
}

/// Submits all units of work, on SQLite so that they form one group: the writer takes the first and
/// waits for the lock, the others queue; once it has the lock, it takes all that are queued.
async fn together(store: &Store, works: Vec<Work>) -> Vec<Result<store::Outcome, StoreError>> {
    let database = &store.database;
    let lock = (store.kind == Kind::Sqlite).then(|| Lock::take(store));
    let count = works.len();
    let mut running = Vec::new();
    for work in works {
        running.push(submit(database, work).await);
    }
    if let Some(lock) = lock {
        until(|| database.waiting() == count - 1).await;
        lock.let_go();
    }
    let mut results = Vec::new();
    for task in running {
        results.push(task.await.unwrap());
    }
    results
}

#[test]
fn sixteen_who_write_at_once_share_one_commit() {
    check(async |store: Store| {
        store.tamper(MAKE_NOTES).await;
        let before = store.database.commits();
        let works = (0..16)
            .map(|number| note(&format!("note {number:02}")))
            .collect();
        for result in together(&store, works).await {
            result.unwrap();
        }
        let commits = store.database.commits() - before;
        assert_eq!(commits, if store.kind == Kind::Sqlite { 1 } else { 16 });
        let found = names(&store.database).await;
        assert_eq!(
            found.iter().filter(|name| name.starts_with("note")).count(),
            16
        );
    });
}

#[test]
fn a_late_conflict_in_a_group_fails_its_own_unit_of_work_only() {
    check(async |store: Store| {
        store.tamper(MAKE_NOTES).await;
        store.database.write(note("taken")).await.unwrap();
        let mut late = note("lost");
        late.push(Statement::one(
            "late",
            "INSERT INTO notes (name) VALUES ($1) ON CONFLICT DO NOTHING",
            vec!["taken".into()],
        ));
        let results = together(&store, vec![note("before"), late, note("after")]).await;
        let ok: Vec<bool> = results.iter().map(Result::is_ok).collect();
        assert_eq!(ok, [true, false, true]);
        let found = names(&store.database).await;
        assert_eq!(found, ["after", "before", "taken"]);
    });
}

#[test]
fn each_unit_of_a_group_gets_its_own_answer_and_the_log_stays_whole_when_some_fail() {
    check(async |store: Store| {
        store.tamper(MAKE_NOTES).await;
        store.database.write(note("taken")).await.unwrap();
        let logged = |mut work: Work, detail: &str| {
            work.log(AuditEntry {
                at: "2026-11-22T10:00:00.000Z".to_owned(),
                actor: "user".to_owned(),
                unit: "SE2321000131-E900000001".to_owned(),
                action: "change".to_owned(),
                case_key: None,
                patient_ref: None,
                detail: detail.to_owned(),
            });
            work
        };
        let mut entries = 0;
        // None fails, the first, the middle one, the last, two of them, and all.
        for (round, failing) in [&[][..], &[0], &[1], &[2], &[0, 2], &[0, 1, 2]]
            .into_iter()
            .enumerate()
        {
            let works = (0..3).map(|place| {
                let name = format!("{round}-{place}");
                let work = if failing.contains(&place) {
                    note("taken")
                } else {
                    note(&name)
                };
                logged(work, &name)
            });
            let results = together(&store, works.collect()).await;
            for (place, result) in results.iter().enumerate() {
                assert_eq!(
                    result.is_err(),
                    failing.contains(&place),
                    "{round}: {place}"
                );
            }
            entries += 3 - failing.len() as u64;
            let report = verify::audit_chains(&store.database, vec![]).await.unwrap();
            assert!(report.findings.is_empty(), "{round}: {:?}", report.findings);
            assert_eq!(report.entries, entries, "{round}");
        }
    });
}

#[test]
fn nobody_is_told_that_work_is_done_when_its_commit_fails() {
    check(async |store: Store| {
        store.tamper(MAKE_NOTES).await;
        // A constraint that is checked at the commit makes the commit itself fail.
        store
            .tamper(
                "CREATE TABLE answers (
                     name TEXT REFERENCES notes (name) DEFERRABLE INITIALLY DEFERRED)",
            )
            .await;
        let mut bad = Work::new();
        bad.push(Statement::one(
            "answer",
            "INSERT INTO answers (name) VALUES ($1)",
            vec!["nowhere".into()],
        ));
        let results = together(&store, vec![note("one"), bad, note("two")]).await;
        let ok: Vec<bool> = results.iter().map(Result::is_ok).collect();
        let found = names(&store.database).await;
        match store.kind {
            // All of them were in the commit that failed.
            Kind::Sqlite => {
                assert_eq!(ok, [false, false, false]);
                assert_eq!(found, Vec::<String>::new());
            }
            // Each had its own commit.
            Kind::Postgres => {
                assert_eq!(ok, [true, false, true]);
                assert_eq!(found, ["one", "two"]);
            }
        }
        // The store keeps working.
        store.database.write(note("three")).await.unwrap();
        assert!(names(&store.database).await.contains(&"three".to_owned()));
    });
}

#[test]
fn work_is_finished_when_its_caller_is_dropped() {
    check(async |store: Store| {
        store.tamper(MAKE_NOTES).await;
        let mut writing = Box::pin(store.database.write(note("orphan")));
        let waker = std::task::Waker::noop();
        let mut context = std::task::Context::from_waker(waker);
        assert!(writing.as_mut().poll(&mut context).is_pending());
        drop(writing);
        let asked = std::time::Instant::now();
        while names(&store.database).await.is_empty() {
            assert!(
                asked.elapsed() < Duration::from_secs(10),
                "the work was dropped"
            );
            tokio::task::yield_now().await;
        }
    });
}

#[test]
fn several_reads_in_one_go_see_the_same_state() {
    check(async |store: Store| {
        store.tamper(MAKE_NOTES).await;
        let count = || {
            Query::new(
                "count",
                "SELECT COUNT(*) FROM notes",
                vec![],
                |row: &Row<'_>| row.integer(0),
            )
        };
        let writer = {
            let database = store.database.clone();
            tokio::spawn(async move {
                for number in 0..200 {
                    database.write(note(&number.to_string())).await.unwrap();
                }
            })
        };
        while !writer.is_finished() {
            let (one, two, three) = store
                .database
                .read_three(count(), count(), count())
                .await
                .unwrap();
            assert_eq!((&one, &two), (&two, &three));
            let all = store
                .database
                .read_all(vec![count(), count()])
                .await
                .unwrap();
            assert_eq!(all.first(), all.get(1));
        }
        writer.await.unwrap();
        assert_eq!(
            store.database.read_two(count(), count()).await.unwrap(),
            (vec![200], vec![200])
        );
    });
}

#[test]
fn a_reader_cannot_write() {
    check(async |store: Store| {
        if store.kind == Kind::Postgres {
            // On PostgreSQL a single query runs outside a transaction; several run in a read-only
            // one.
            let write = || Query::new("w", "DELETE FROM settings", vec![], |row| row.text(0));
            assert!(store.database.read_two(write(), write()).await.is_err());
        } else {
            let write = Query::new("w", "DELETE FROM settings", vec![], |row| row.text(0));
            assert!(store.database.read(write).await.is_err());
        }
    });
}

#[test]
fn a_closed_store_returns_the_error_closed() {
    check(async |store: Store| {
        store.database.close().await;
        assert_eq!(
            store.database.write(note("late")).await,
            Err(StoreError::Closed)
        );
    });
}

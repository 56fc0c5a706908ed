//! The worklist's order and paging, search and numbers.

use store::{
    Database, StoreError, Work, identifiers,
    journal::{self, StoredCaseHead},
    search, verify,
    worklist::{self, Merged, NO_DUE, Page, PagePart, StoredWorklistRow},
};

use crate::{
    journal::open_case,
    stores::{Store, check},
};

fn unit(number: usize) -> String {
    format!("SE2321000131-E9{number:08}")
}

fn row(case: usize, unit_number: usize, due: &str) -> StoredWorklistRow {
    StoredWorklistRow {
        unit: unit(unit_number),
        due: due.to_owned(),
        id: format!("id-{:03}", case * 37 % 1000),
        case_key: format!("key-{case:03}"),
        version: 1,
        recheck_at: None,
        state: "todo".to_owned(),
        next_step: "V6A.2".to_owned(),
        payload: "{}".to_owned(),
    }
}

/// 120 cases at 20 units: due times repeat, so that the id decides the order, and every tenth case
/// has none.
async fn fill(database: &Database) -> Vec<StoredWorklistRow> {
    let mut rows = Vec::new();
    for case in 0..120 {
        let due = if case % 10 == 0 {
            NO_DUE.to_owned()
        } else {
            format!("2026-12-{:02}T12:00:00.000Z", 1 + case * 7 % 9)
        };
        rows.push(row(case, case % 20, &due));
        // Every third case has a second party.
        if case % 3 == 0 {
            rows.push(row(case, (case + 1) % 20, &due));
        }
    }
    let mut work = Work::new();
    work.extend(rows.iter().cloned().map(worklist::place));
    database.write(work).await.unwrap();
    rows
}

async fn walk(database: &Database, units: &[String], due_before: Option<&str>) -> Vec<String> {
    let mut page = Page {
        after: None,
        opened_by: None,
        part: due_before.map(|until| PagePart {
            states: vec!["todo".to_owned()],
            from: String::new(),
            until: until.to_owned(),
        }),
        limit: 7,
    };
    let mut ids = Vec::new();
    loop {
        let answers = database
            .read_all(worklist::pages(units, &page))
            .await
            .unwrap();
        let Merged { rows, next } = worklist::merge(answers, &page);
        assert!(rows.len() <= 7);
        ids.extend(rows.into_iter().map(|row| row.id));
        match next {
            Some(after) => page.after = Some(after),
            None => return ids,
        }
    }
}

/// What the pages must show: the units' cases by due and id.
fn expected(rows: &[StoredWorklistRow], units: &[String], due_before: &str) -> Vec<String> {
    let mut own: Vec<_> = rows
        .iter()
        .filter(|row| units.contains(&row.unit) && row.due.as_str() < due_before)
        .map(|row| (row.due.clone(), row.id.clone()))
        .collect();
    own.sort();
    own.dedup();
    own.into_iter().map(|(_, id)| id).collect()
}

#[test]
fn pages_show_every_case_of_the_units_once_by_due_time() {
    check(async |store: Store| {
        let rows = fill(&store.database).await;
        for count in [1, 3, 16, 18, 20] {
            let units: Vec<String> = (0..count).map(unit).collect();
            let seen = walk(&store.database, &units, None).await;
            // A case of two of the units stands in two rows that follow on each other.
            let mut once = seen.clone();
            once.dedup();
            assert_eq!(once, expected(&rows, &units, "~"), "{count} units");
        }
        assert!(walk(&store.database, &[unit(99)], None).await.is_empty());
    });
}

#[test]
fn the_overdue_are_those_due_before_now() {
    check(async |store: Store| {
        let rows = fill(&store.database).await;
        let now = "2026-12-04T00:00:00.000Z";
        for count in [2, 20] {
            let units: Vec<String> = (0..count).map(unit).collect();
            let mut seen = walk(&store.database, &units, Some(now)).await;
            seen.dedup();
            let expected = expected(&rows, &units, now);
            assert!(!expected.is_empty());
            assert_eq!(seen, expected);
        }
    });
}

#[test]
fn a_row_moves_when_its_due_time_does_and_goes_when_the_unit_is_no_longer_a_party() {
    check(async |store: Store| {
        let mut work = Work::new();
        work.extend([
            worklist::place(row(1, 1, "2026-12-01T12:00:00.000Z")),
            worklist::place(row(2, 1, "2026-12-02T12:00:00.000Z")),
        ]);
        store.database.write(work).await.unwrap();

        let mut moved = Work::new();
        moved.push(worklist::place(row(1, 1, "2026-12-03T12:00:00.000Z")));
        store.database.write(moved).await.unwrap();
        assert_eq!(
            walk(&store.database, &[unit(1)], None).await,
            ["id-074", "id-037"]
        );

        let refreshed = StoredWorklistRow {
            next_step: "V6A.4".to_owned(),
            ..row(1, 1, "2026-12-03T12:00:00.000Z")
        };
        let mut work = Work::new();
        work.push(worklist::refresh(refreshed.clone()));
        store.database.write(work).await.unwrap();
        let rows = store
            .database
            .read(worklist::of_case("key-001"))
            .await
            .unwrap();
        assert_eq!(rows, std::slice::from_ref(&refreshed));

        // Refreshing a row whose due time is not the expected one would put it in the wrong place.
        let mut work = Work::new();
        work.push(worklist::refresh(StoredWorklistRow {
            due: NO_DUE.to_owned(),
            ..refreshed
        }));
        assert_eq!(
            store.database.write(work).await,
            Err(StoreError::Conflict {
                statement: worklist::REFRESH
            })
        );

        let mut gone = Work::new();
        gone.push(worklist::remove("key-001", &unit(1)));
        store.database.write(gone).await.unwrap();
        assert_eq!(walk(&store.database, &[unit(1)], None).await, ["id-074"]);
        let mut closed = Work::new();
        closed.push(worklist::remove_case("key-002"));
        store.database.write(closed).await.unwrap();
        assert!(walk(&store.database, &[unit(1)], None).await.is_empty());
    });
}

#[test]
fn a_page_of_a_worklist_says_the_cases_version_of_now_also_where_the_row_is_older() {
    check(async |store: Store| {
        let mut work = Work::new();
        work.guard(journal::open(&StoredCaseHead {
            key: "key-001".to_owned(),
            id: "id-037".to_owned(),
            version: 7,
            opened_at: "2026-11-01T00:00:00.000Z".to_owned(),
            changed_at: "2026-11-02T00:00:00.000Z".to_owned(),
            closed_at: None,
            plan_version: 0,
        }));
        let placed = StoredWorklistRow {
            version: 4,
            ..row(1, 1, "2026-12-01T12:00:00.000Z")
        };
        work.push(worklist::place(placed.clone()));
        store.database.write(work).await.unwrap();

        for units in [vec![unit(1)], (1..=20).map(unit).collect()] {
            let page = Page {
                after: None,
                part: None,
                opened_by: None,
                limit: 10,
            };
            let answers = store.database.read_all(worklist::pages(&units, &page));
            let merged = worklist::merge(answers.await.unwrap(), &page);
            let now = StoredWorklistRow {
                version: 7,
                ..placed.clone()
            };
            assert_eq!(merged.rows, [now]);
        }
        let rows = store.database.read(worklist::of_case("key-001")).await;
        assert_eq!(rows.unwrap(), [placed]);
    });
}

#[test]
fn cases_come_back_to_be_computed_when_their_time_has_come() {
    check(async |store: Store| {
        let mut work = Work::new();
        for (case, at) in [(1, Some("2026-12-01")), (2, Some("2026-12-05")), (3, None)] {
            work.push(worklist::place(StoredWorklistRow {
                recheck_at: at.map(|day| format!("{day}T00:00:00.000Z")),
                ..row(case, 1, NO_DUE)
            }));
        }
        store.database.write(work).await.unwrap();
        let due = store
            .database
            .read(worklist::to_recheck("2026-12-02T00:00:00.000Z", 10))
            .await
            .unwrap();
        let keys: Vec<_> = due
            .iter()
            .map(|recheck| recheck.case_key.as_str())
            .collect();
        assert_eq!(keys, ["key-001"]);
    });
}

#[test]
fn every_row_of_the_worklist_is_gone_through_once() {
    check(async |store: Store| {
        let mut expected: Vec<_> = fill(&store.database)
            .await
            .into_iter()
            .map(|row| (row.case_key, row.unit))
            .collect();
        expected.sort();
        let mut seen = Vec::new();
        verify::every_worklist_row(&store.database, |row| {
            seen.push((row.case_key, row.unit));
            Ok::<(), StoreError>(())
        })
        .await
        .unwrap();
        assert_eq!(seen, expected);
    });
}

#[test]
fn a_unit_finds_its_own_cases_only_by_the_beginning_of_every_word() {
    check(async |store: Store| {
        let mut work = Work::new();
        for (case, unit_number, terms) in [
            (1, 1, ["asa", "oberg", "ao", "19900102"]),
            (2, 1, ["zara", "test", "zt", "19850506"]),
            (3, 2, ["asa", "annan", "aa", "19900102"]),
        ] {
            for term in terms {
                let key = format!("key-{case:03}");
                work.push(search::add(&unit(unit_number), term, &key));
            }
        }
        store.database.write(work).await.unwrap();
        let find = async |unit_number: usize, text: &str| {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            let asked = search::find(&unit(unit_number), &words, 10);
            store.database.read(asked).await.unwrap()
        };
        assert_eq!(find(1, "as").await, ["key-001"]);
        assert_eq!(find(1, "ober").await, ["key-001"]);
        assert_eq!(find(1, "198505").await, ["key-002"]);
        assert_eq!(find(2, "1990").await, ["key-003"]);
        assert_eq!(find(1, "oberg as").await, ["key-001"]);
        assert_eq!(find(1, "as ober a").await, ["key-001"]);
        assert_eq!(find(1, "as ober a 19").await, ["key-001"]);
        for nobody in ["asa test", "zara oberg", "as ober x", "as ober a 20"] {
            assert!(find(1, nobody).await.is_empty(), "{nobody}");
        }
        assert!(find(2, "zara").await.is_empty());
        let none = search::find(&unit(1), &[], 10);
        assert!(store.database.read(none).await.unwrap().is_empty());

        let mut work = Work::new();
        work.push(search::remove("key-001", &unit(1)));
        work.push(search::remove_case("key-003"));
        store.database.write(work).await.unwrap();
        assert!(find(1, "as").await.is_empty());
        assert!(find(2, "as").await.is_empty());
    });
}

#[test]
fn a_number_leads_to_the_cases_that_hold_it() {
    check(async |store: Store| {
        let case = open_case(&store.database, 1).await;
        let mut work = Work::new();
        work.push(identifiers::add("50123456", "lma_number", &case.key));
        work.push(identifiers::add("50123456", "lma_number", &case.key));
        store.database.write(work).await.unwrap();
        let found = store
            .database
            .read(identifiers::find("50123456"))
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        let holder = found.first().unwrap();
        assert_eq!(
            (holder.id.as_str(), &holder.closed_at),
            (case.id.as_str(), &None)
        );
        assert!(
            store
                .database
                .read(identifiers::find("50123457"))
                .await
                .unwrap()
                .is_empty()
        );
        let mut work = Work::new();
        work.push(identifiers::remove_case(&case.key));
        store.database.write(work).await.unwrap();
        assert!(
            store
                .database
                .read(identifiers::find("50123456"))
                .await
                .unwrap()
                .is_empty()
        );
    });
}

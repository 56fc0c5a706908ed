//! Log review's data: items that are added once and decided once, attempts that are counted, and
//! pages of the log that skip no entry.

use store::{
    StoreError, Work,
    audit::{self, AuditEntry},
    emergency::{self, StoredOpening},
    proposals::{self, StoredProposal},
    reviews::{self, StoredDecision, StoredReview},
    units::{self, StoredUnit},
};

use crate::stores::{Store, check, logged};

fn unit(hsa_id: &str, organisation: &str) -> StoredUnit {
    StoredUnit {
        hsa_id: hsa_id.to_owned(),
        name: hsa_id.to_owned(),
        kind: "hospital_ward".to_owned(),
        organisation: organisation.to_owned(),
        municipality: None,
        latitude_e6: None,
        longitude_e6: None,
        details: "{}".to_owned(),
        demo: false,
        active: true,
    }
}

fn review(number: u8, source: &str) -> StoredReview {
    StoredReview {
        id: format!("review {number}"),
        source: source.to_owned(),
        organisation: "region".to_owned(),
        kind: "sample".to_owned(),
        staff: "user".to_owned(),
        unit: "unit".to_owned(),
        case_key: Some("case".to_owned()),
        happened_at: "2026-11-22T10:00:00.000Z".to_owned(),
        reason: "Utvald.".to_owned(),
        rows: "[[0,1]]".to_owned(),
        created_at: format!("2026-11-22T10:00:0{number}.000Z"),
        concerns: vec!["bo".to_owned()],
        rank: 2,
        decided: None,
    }
}

fn decided(by: &str) -> StoredDecision {
    StoredDecision {
        outcome: "no_remark".to_owned(),
        note: String::new(),
        by: by.to_owned(),
        at: "2026-11-23T10:00:00.000Z".to_owned(),
    }
}

#[test]
fn the_same_source_comes_up_once_and_is_decided_once() {
    check(async |store: Store| {
        let database = &store.database;
        let mut work = Work::new();
        for (number, source) in [(1, "one"), (2, "one"), (3, "two")] {
            work.push(reviews::raise(&review(number, source)));
        }
        let outcome = database.write(logged(work)).await.unwrap();
        assert_eq!(outcome.changed("reviews.raise"), 2);
        let open = database
            .read(reviews::open("region", None, 0, 10))
            .await
            .unwrap();
        assert_eq!(open, [review(3, "two"), review(1, "one")]);
        let elsewhere = reviews::open("town", None, 0, 10);
        assert!(database.read(elsewhere).await.unwrap().is_empty());
        let counts = database.read(reviews::counts("region")).await.unwrap();
        assert_eq!(counts, [("sample".to_owned(), 2)]);
        let mut work = Work::new();
        work.guard(reviews::decide("review 1", &decided("anna")));
        database.write(logged(work)).await.unwrap();
        let mut again = Work::new();
        again.guard(reviews::decide("review 1", &decided("bo")));
        assert_eq!(
            database.write(logged(again)).await,
            Err(StoreError::Conflict {
                statement: reviews::DECIDE
            })
        );
        let done = database.read(reviews::decided("region", 10)).await.unwrap();
        assert_eq!(done.len(), 1);
        assert_eq!(done.first().unwrap().decided, Some(decided("anna")));
    });
}

#[test]
fn tries_are_counted_by_user_and_unit_since_an_instant_and_forgotten_later() {
    check(async |store: Store| {
        let database = &store.database;
        let mut work = Work::new();
        for (key, staff, unit, hour) in [
            ("1", "anna", "ward", 8),
            ("2", "anna", "ward", 10),
            ("3", "anna", "clinic", 10),
            ("4", "bo", "ward", 10),
        ] {
            let at = format!("2026-11-22T{hour:02}:00:00.000Z");
            work.push(emergency::tried(key, staff, unit, &at));
        }
        database.write(logged(work)).await.unwrap();
        let tries = async |since: &str| {
            let query = emergency::tries("anna", "ward", since);
            database.read_one(query).await.unwrap().unwrap()
        };
        assert_eq!(tries("2026-11-22T09:00:00.000Z").await, (2, 2));
        assert_eq!(tries("2026-11-22T07:00:00.000Z").await, (3, 3));
        let mut work = Work::new();
        work.push(emergency::forget_before("2026-11-22T09:00:00.000Z"));
        database.write(logged(work)).await.unwrap();
        assert_eq!(tries("2026-11-22T07:00:00.000Z").await, (2, 2));
    });
}

#[test]
fn an_opening_is_shown_with_how_its_follow_up_ended() {
    check(async |store: Store| {
        let database = &store.database;
        let opening = StoredOpening {
            id: "opening".to_owned(),
            case_key: "case".to_owned(),
            staff: "user".to_owned(),
            unit: "unit".to_owned(),
            reason: "danger".to_owned(),
            words: "Kramper".to_owned(),
            opened_at: "2026-11-22T10:00:00.000Z".to_owned(),
            until_at: "2026-11-22T10:30:00.000Z".to_owned(),
        };
        let mut work = Work::new();
        work.push(emergency::open(opening.clone()));
        work.push(reviews::raise(&review(1, &emergency::source("opening"))));
        database.write(logged(work)).await.unwrap();
        let found = database
            .read_one(emergency::of_reader("opening", &opening.staff))
            .await
            .unwrap();
        assert_eq!(found.as_ref(), Some(&opening));
        let another_s = emergency::of_reader("opening", "another");
        assert_eq!(database.read_one(another_s).await.unwrap(), None);
        let shown = database.read(emergency::of_case("case", 10)).await.unwrap();
        assert_eq!(shown.first().unwrap().outcome, None);
        let mut work = Work::new();
        work.guard(reviews::decide("review 1", &decided("anna")));
        database.write(logged(work)).await.unwrap();
        let shown = database.read(emergency::of_case("case", 10)).await.unwrap();
        assert_eq!(shown.first().unwrap().outcome.as_deref(), Some("no_remark"));
        assert!(
            database
                .read(emergency::of_case("other", 10))
                .await
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn the_log_of_an_organisation_is_paged_through_without_missing_or_repeating_a_row() {
    check(async |store: Store| {
        let database = &store.database;
        let mut work = Work::new();
        work.push(units::put(unit("ward", "region")));
        work.push(units::put(unit("other", "town")));
        database.write(logged(work)).await.unwrap();
        for number in 0..25 {
            let mut work = Work::new();
            work.log(AuditEntry {
                // Several at the same instant, and some of another unit.
                at: format!("2026-11-22T10:00:{:02}.000Z", number / 4),
                actor: "user".to_owned(),
                unit: if number % 5 == 0 { "other" } else { "ward" }.to_owned(),
                action: "view".to_owned(),
                case_key: None,
                patient_ref: None,
                detail: number.to_string(),
            });
            database.write(logged(work)).await.unwrap();
        }
        // A unit that is closed later, or moves, takes none of its rows with it.
        let mut work = Work::new();
        let mut closed = unit("ward", "region");
        closed.active = false;
        work.push(units::put(closed));
        database.write(logged(work)).await.unwrap();
        let moved = "UPDATE units SET organisation = 'town' WHERE hsa_id = 'ward'";
        store.tamper(moved).await;
        let mut back = Work::new();
        back.push(units::put(unit("ward", "region")));
        assert_eq!(
            database.write(logged(back)).await,
            Err(StoreError::Conflict {
                statement: units::CHANGE
            }),
            "an organisation never changes"
        );
        let mut after = ("2026-11-22".to_owned(), i64::MIN, 0);
        let mut seen = Vec::new();
        loop {
            let query = audit::page_of_organisation("region", &after, "2026-11-23", 3);
            let page = database.read(query).await.unwrap();
            let Some(last) = page.last() else { break };
            after = (last.entry.at.clone(), last.chain, last.seq);
            seen.extend(page.into_iter().map(|row| row.entry.detail));
        }
        assert_eq!(seen.len(), 20);
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), 20);
        let first = database.read(audit::page(-1, 0, 1)).await.unwrap();
        let first = first.first().unwrap();
        let found = database
            .read_one(audit::at_place(first.chain, first.seq))
            .await
            .unwrap();
        assert_eq!(found.as_ref(), Some(first));
    });
}

#[test]
fn what_matters_most_is_listed_first_and_a_list_is_filtered_before_it_is_cut() {
    check(async |store: Store| {
        let database = &store.database;
        let mut work = Work::new();
        for number in 0..9_u8 {
            work.push(reviews::raise(&StoredReview {
                rank: 3,
                ..review(number, &format!("sample/{number}"))
            }));
        }
        for (number, kind) in [(1, "emergency"), (2, "wrong_disclosure")] {
            work.push(reviews::raise(&StoredReview {
                id: kind.to_owned(),
                kind: kind.to_owned(),
                rank: 1,
                ..review(number, kind)
            }));
        }
        database.write(logged(work)).await.unwrap();
        let page = async |kind, skipped, limit| -> Vec<String> {
            let found = reviews::open("region", kind, skipped, limit);
            let found = database.read(found).await.unwrap();
            found.into_iter().map(|item| item.id).collect()
        };
        let first = page(None, 0, 3).await;
        assert_eq!(first, ["wrong_disclosure", "emergency", "review 8"]);
        assert_eq!(page(None, 3, 2).await, ["review 7", "review 6"]);
        assert_eq!(page(Some("emergency"), 0, 1).await, ["emergency"]);
        assert_eq!(page(Some("sample"), 8, 3).await, ["review 0"]);
    });
}

#[test]
fn a_proposal_is_settled_once() {
    check(async |store: Store| {
        let database = &store.database;
        let proposal = StoredProposal {
            id: "p".to_owned(),
            change: "{}".to_owned(),
            state: "open".to_owned(),
            proposed_by: "anna".to_owned(),
            unit: "unit".to_owned(),
            proposed_at: "2026-11-22T10:00:00.000Z".to_owned(),
            expires_at: "2026-12-22T10:00:00.000Z".to_owned(),
            decided_by: None,
            decided_at: None,
        };
        let mut work = Work::new();
        work.push(proposals::propose(proposal.clone()));
        database.write(logged(work)).await.unwrap();
        assert_eq!(
            database.read(proposals::open(10)).await.unwrap(),
            [proposal]
        );
        let settled = async |by: &str| {
            let mut work = Work::new();
            work.guard(proposals::settle("p", "confirmed", by, "2026-11-23"));
            database.write(logged(work)).await.map(drop)
        };
        settled("bo").await.unwrap();
        assert_eq!(
            settled("cia").await,
            Err(StoreError::Conflict {
                statement: proposals::SETTLE
            })
        );
        assert!(database.read(proposals::open(10)).await.unwrap().is_empty());
        let found = database.read_one(proposals::by_id("p")).await.unwrap();
        let found = found.unwrap();
        assert_eq!(
            (found.state.as_str(), found.decided_by.as_deref()),
            ("confirmed", Some("bo"))
        );
    });
}

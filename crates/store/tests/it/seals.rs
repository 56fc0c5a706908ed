//! What the log says was appended is compared with what is there, both ways: whatever somebody with
//! the database's password changes is found.

use std::fmt::Write as _;

use store::{
    StoreError, Work,
    directory::{self, StoredContact, StoredLink},
    emergency::{self, StoredOpening},
    journal,
    meeting_points::{self, StoredMeetingPoint},
    people::{self, StoredAssignment, StoredUser},
    proposals::{self, StoredProposal},
    reviews::{self, StoredDraw, StoredReview},
    streams,
    told::ToldRow,
    units::{self, StoredUnit},
    verify,
};

use crate::{
    journal::{append, event, head},
    stores::{Kind, Store, check, logged, logged_as},
};

const NOW: &str = "2026-11-22T10:00:00.000Z";
const UNIT: &str = "SE2321000131-E900000001";

fn told(case: &str, recipient: &str) -> ToldRow {
    ToldRow {
        case_key: case.to_owned(),
        seq: 1,
        recipient: recipient.to_owned(),
        class: "conversation".to_owned(),
        channel: "phone".to_owned(),
        sections: String::new(),
    }
}

fn assignment(role: &str) -> StoredAssignment {
    StoredAssignment {
        id: "post".to_owned(),
        user_id: "user".to_owned(),
        unit: UNIT.to_owned(),
        kind: "hospital_ward".to_owned(),
        role: role.to_owned(),
        from_at: NOW.to_owned(),
        to_at: None,
        active: true,
    }
}

fn contact(mailbox: &str, version: i64) -> StoredContact {
    StoredContact {
        id: "migrationsverket".to_owned(),
        function: "Migrationsverket".to_owned(),
        phone: None,
        hours: None,
        mailbox: Some(mailbox.to_owned()),
        post_address: None,
        version,
        confirmed_at: None,
        confirmed_by: None,
    }
}

/// A store with two cases and one row in each of some registers.
async fn fill(store: &Store) {
    for number in 1..=2 {
        let head = head(number);
        let mut work = Work::new();
        work.guard(journal::open(&head));
        let rows = ["one", "other"].map(|recipient| told(&head.key, recipient));
        let first = vec![event(&head.key, 1)];
        journal::append(
            &mut work,
            &store::of_no_event(&head.key),
            first,
            rows.to_vec(),
        );
        let work = logged_as(work, "change", Some(&head.key));
        store.database.write(work).await.unwrap();
        let mut work = Work::new();
        append(&mut work, &head.key, 2);
        append(&mut work, &head.key, 3);
        store.database.write(work).await.unwrap();
    }
    let mut work = Work::new();
    work.push(units::put(StoredUnit {
        hsa_id: UNIT.to_owned(),
        name: "Avdelning".to_owned(),
        kind: "hospital_ward".to_owned(),
        organisation: "region".to_owned(),
        municipality: None,
        latitude_e6: None,
        longitude_e6: None,
        details: "{}".to_owned(),
        demo: false,
        active: true,
    }))
    .push(people::put_user(StoredUser {
        id: "user".to_owned(),
        login: "user".to_owned(),
        name: "User".to_owned(),
        hsa_id: None,
        password: Some("hash".to_owned()),
        details: "{}".to_owned(),
        demo: false,
        active: true,
        created_at: NOW.to_owned(),
    }))
    .push(people::put_assignment(assignment("care_staff")))
    .push(directory::add_contact(contact("one@example.se", 1)));
    store.database.write(logged(work)).await.unwrap();
    let mut work = Work::new();
    work.push(emergency::open(StoredOpening {
        id: "opening".to_owned(),
        case_key: head(1).key,
        staff: "user".to_owned(),
        unit: UNIT.to_owned(),
        reason: "care_now".to_owned(),
        words: "Medvetslös".to_owned(),
        opened_at: NOW.to_owned(),
        until_at: NOW.to_owned(),
    }));
    let work = logged_as(work, "emergency", Some(&head(1).key));
    store.database.write(work).await.unwrap();
    // A change by the program, so that the rows have a state behind them.
    let mut work = Work::new();
    work.guard(directory::change_contact(contact("two@example.se", 1)))
        .push(people::put_assignment(assignment("physician")));
    store.database.write(logged(work)).await.unwrap();
}

async fn findings(store: &Store) -> Vec<String> {
    let found = verify::seals(&store.database).await.unwrap();
    found.iter().map(ToString::to_string).collect()
}

/// Whoever tampers leaves traces, and these are the findings for each way.
const TRACES: &[(&str, &[&str])] = &[
    (
        "UPDATE events SET payload = '{\"number\":9}' WHERE case_key = 'key-000001' AND seq = 2",
        &["event 3 does not follow", "events 2 to 2 are not"],
    ),
    (
        "UPDATE events SET payload = '{\"number\":9}' WHERE case_key = 'key-000001' AND seq = 3",
        &["events 3 to 3 are not"],
    ),
    (
        "UPDATE events SET actor = 'nobody' WHERE case_key = 'key-000001' AND seq = 3",
        &["events 3 to 3 are not"],
    ),
    (
        "DELETE FROM events WHERE case_key = 'key-000001' AND seq = 3",
        &["seals event 3, which is not there"],
    ),
    (
        "INSERT INTO events (case_key, seq, kind, version, payload, at, actor, unit, prev_hash)
         SELECT case_key, 4, kind, version, payload, at, actor, unit, prev_hash FROM events
         WHERE case_key = 'key-000001' AND seq = 3",
        &[
            "event 4 does not follow",
            "nothing in the log seals event 4",
        ],
    ),
    (
        "UPDATE audit SET seals = NULL WHERE seals LIKE '%\"case\":\"key-000001\",\"from\":2%'",
        &["nothing in the log seals event 2"],
    ),
    (
        "INSERT INTO told (case_key, seq, recipient, class, channel, sections)
         VALUES ('key-000001', 9, 'one', 'conversation', 'phone', '')",
        &["what events 9 to 9 told"],
    ),
    (
        "DELETE FROM told WHERE case_key = 'key-000001' AND recipient = 'one'",
        &["what events 1 to 1 told"],
    ),
    (
        "UPDATE told SET class = 'invitation' WHERE case_key = 'key-000001' AND recipient = 'one'",
        &["what events 1 to 1 told"],
    ),
    (
        "INSERT INTO told (case_key, seq, recipient, class, channel, sections)
         VALUES ('key-000001', 2, 'one', 'conversation', 'phone', '')",
        &["what events 2 to 2 told"],
    ),
    (
        "DELETE FROM told WHERE case_key = 'key-000001';
         DELETE FROM events WHERE case_key = 'key-000001';
         DELETE FROM cases WHERE key = 'key-000001'",
        &["events of a case that is not there"],
    ),
    (
        "UPDATE assignments SET role = 'log_reviewer' WHERE id = 'post'",
        &["assignments post: the row is not"],
    ),
    // Back to what it was before its last change: a state that the log knows, and not the last.
    (
        "UPDATE assignments SET role = 'care_staff' WHERE id = 'post'",
        &["assignments post: the row is not"],
    ),
    (
        "UPDATE contacts_directory SET mailbox = 'me@example.se'",
        &["contacts_directory migrationsverket: the row is not"],
    ),
    (
        "UPDATE users SET password = 'mine'",
        &["users user: the row is not"],
    ),
    (
        "UPDATE units SET kind = 'health_centre'",
        &["units SE2321000131-E900000001: the row is not"],
    ),
    (
        "DELETE FROM emergency_openings",
        &["emergency_openings opening: the log seals a row that is not there"],
    ),
    (
        "INSERT INTO assignments (id, user_id, unit, kind, role, from_at, to_at, active)
         SELECT 'mine', user_id, unit, kind, role, from_at, to_at, active FROM assignments",
        &["assignments mine: the log does not mention this row"],
    ),
    (
        "UPDATE audit SET seals = 'nothing' WHERE seals IS NOT NULL AND seq = 1",
        &["what entry 1 seals cannot be read"],
    ),
];

#[test]
fn what_is_as_it_was_written_is_no_finding() {
    check(async |store: Store| {
        fill(&store).await;
        assert_eq!(findings(&store).await, Vec::<String>::new());
    });
}

#[test]
fn whatever_is_changed_behind_the_program_is_found() {
    for (tampering, traces) in TRACES {
        check(async |store: Store| {
            fill(&store).await;
            store.tamper(tampering).await;
            let found = findings(&store).await;
            for trace in *traces {
                let names = |finding: &String| finding.contains(trace);
                assert!(found.iter().any(names), "{tampering}: {trace} in {found:?}");
            }
        });
    }
}

/// One row in each register that `fill` leaves empty.
fn further_rows() -> Work {
    let mut work = Work::new();
    work.push(directory::add_link(StoredLink {
        id: "link".to_owned(),
        position: 1,
        title: "Lag".to_owned(),
        governs: "Vård".to_owned(),
        link: "https://example.se".to_owned(),
        version: 1,
        changed_at: NOW.to_owned(),
        changed_by: "User".to_owned(),
    }))
    .push(meeting_points::add(StoredMeetingPoint {
        id: "place".to_owned(),
        building: "Hus A".to_owned(),
        name: "Entrén".to_owned(),
        active: true,
        version: 1,
        changed_at: NOW.to_owned(),
        changed_by: "User".to_owned(),
    }))
    .push(proposals::propose(StoredProposal {
        id: "proposal".to_owned(),
        change: "{}".to_owned(),
        state: "open".to_owned(),
        proposed_by: "user".to_owned(),
        unit: UNIT.to_owned(),
        proposed_at: NOW.to_owned(),
        expires_at: NOW.to_owned(),
        decided_by: None,
        decided_at: None,
    }))
    .push(streams::append(event("stream", 1)));
    work
}

/// An item of log review, and the draw that brought it up.
fn review_rows() -> Work {
    let mut work = Work::new();
    work.push(reviews::raise(&StoredReview {
        id: "item".to_owned(),
        source: "draw/item".to_owned(),
        organisation: "region".to_owned(),
        kind: "sample".to_owned(),
        staff: "user".to_owned(),
        unit: UNIT.to_owned(),
        case_key: None,
        happened_at: NOW.to_owned(),
        reason: "Stickprov".to_owned(),
        rows: "[]".to_owned(),
        created_at: NOW.to_owned(),
        concerns: Vec::new(),
        rank: 9,
        decided: None,
    }))
    .push(reviews::keep_draw(&StoredDraw {
        id: "draw".to_owned(),
        organisation: "region".to_owned(),
        seed: "1".to_owned(),
        from_at: NOW.to_owned(),
        until_at: NOW.to_owned(),
        asked: 1,
        among: 1,
        found: 1,
        drawn_by: "user".to_owned(),
        drawn_at: NOW.to_owned(),
    }));
    work
}

/// How somebody changes a row of each of these registers, and the row that is then found.
const FURTHER: &[(&str, &str)] = &[
    (
        "UPDATE reference_links SET link = 'https://me.example'",
        "reference_links link",
    ),
    (
        "UPDATE meeting_points SET name = 'Avdelning 43'",
        "meeting_points place",
    ),
    (
        "UPDATE proposals SET proposed_by = 'nobody'",
        "proposals proposal",
    ),
    (
        "UPDATE log_reviews SET outcome = 'no_remark'",
        "log_reviews item",
    ),
    ("UPDATE log_draws SET seed = '2'", "log_draws draw"),
    (
        "UPDATE stream_events SET actor = 'nobody'",
        "stream_events stream 1",
    ),
];

#[test]
fn every_register_is_compared_with_what_the_log_says_of_it() {
    check(async |store: Store| {
        fill(&store).await;
        let mut work = further_rows();
        work.guard(streams::begin("stream", 1));
        store.database.write(logged(work)).await.unwrap();
        let reviewed = logged_as(review_rows(), "review", None);
        store.database.write(reviewed).await.unwrap();
        assert_eq!(findings(&store).await, Vec::<String>::new());
        for (tampering, _) in FURTHER {
            store.tamper(tampering).await;
        }
        let found = findings(&store).await;
        assert_eq!(found.len(), FURTHER.len(), "{found:?}");
        for (tampering, row) in FURTHER {
            let finding = format!("{row}: the row is not what the log says of it");
            assert!(found.contains(&finding), "{tampering}: {found:?}");
        }
    });
}

// The chain within the case is whole; only the log knows another last event.
#[test]
fn an_event_that_is_rewritten_with_every_hash_after_it_is_found_by_the_log() {
    check(async |store: Store| {
        fill(&store).await;
        let key = head(1).key;
        let events = store.database.read(journal::events_after(&key, 0)).await;
        let mut events = events.unwrap();
        events[0].payload = "{\"number\":9}".to_owned();
        let mut script = format!(
            "UPDATE events SET payload = '{{\"number\":9}}' WHERE case_key = '{key}' AND seq = 1;"
        );
        for place in 1..events.len() {
            events[place].prev_hash = events[place - 1].hash().to_vec();
            let mut hash = String::new();
            for byte in &events[place].prev_hash {
                write!(hash, "{byte:02x}").unwrap();
            }
            let hash = match store.kind {
                Kind::Sqlite => format!("X'{hash}'"),
                Kind::Postgres => format!("'\\x{hash}'::bytea"),
            };
            write!(
                script,
                "UPDATE events SET prev_hash = {hash} WHERE case_key = '{key}' AND seq = {};",
                place + 1
            )
            .unwrap();
        }
        store.tamper(&script).await;
        let found = findings(&store).await;
        let id = head(1).id;
        let events = [1, 2, 3].map(|place| {
            format!("case {id}: events {place} to {place} are not those that the log sealed")
        });
        assert_eq!(found, events);
    });
}

#[test]
fn a_change_behind_the_program_is_found_also_after_the_program_has_changed_the_row() {
    check(async |store: Store| {
        fill(&store).await;
        store
            .tamper("UPDATE contacts_directory SET mailbox = 'me@example.se'")
            .await;
        let mut work = Work::new();
        work.guard(directory::change_contact(contact("three@example.se", 2)));
        store.database.write(logged(work)).await.unwrap();
        let found = findings(&store).await;
        assert_eq!(
            found,
            ["contacts_directory migrationsverket: the row is not what the log says of it"]
        );
    });
}

// A look writes nothing, so an entry of one cannot cover what somebody has changed.
#[test]
fn an_entry_that_seals_what_its_act_does_not_write_is_found() {
    check(async |store: Store| {
        fill(&store).await;
        for action in ["view", "log-in", "search"] {
            let mut work = Work::new();
            work.push(people::put_assignment(assignment(action)));
            let work = logged_as(work, action, None);
            store.database.write(work).await.unwrap();
        }
        let found = findings(&store).await;
        assert_eq!(found.len(), 3, "{found:?}");
        let misplaced = |finding: &String| finding.contains("seals what its act does not write");
        assert!(found.iter().all(misplaced), "{found:?}");
    });
}

#[test]
fn nothing_that_is_sealed_is_written_without_a_log_entry() {
    check(async |store: Store| {
        fill(&store).await;
        let refused = |result| matches!(result, Err(StoreError::Refused(_)));
        let mut post = Work::new();
        post.push(people::put_assignment(assignment("administrator")));
        assert!(refused(store.database.write(post).await));
        let mut case = Work::new();
        let before = store::of_no_event("key-000003");
        case.guard(journal::open(&head(3)));
        journal::append(&mut case, &before, vec![event("key-000003", 1)], Vec::new());
        assert!(refused(store.database.write(case).await));
        assert_eq!(findings(&store).await, Vec::<String>::new());
        // A row that stays as it is needs none.
        let mut same = Work::new();
        same.push(people::put_assignment(assignment("physician")));
        store.database.write(same).await.unwrap();
    });
}

#[test]
fn a_store_from_before_the_seals_is_sealed_once_and_not_again() {
    check(async |store: Store| {
        fill(&store).await;
        // As an older program left it.
        store
            .tamper("UPDATE events SET prev_hash = NULL; UPDATE audit SET seals = NULL")
            .await;
        assert!(!findings(&store).await.is_empty());
        let seal = async || {
            for number in 1..=2 {
                let key = head(number).key;
                let events = store.database.read(journal::events_after(&key, 0)).await;
                let told = store.database.read(store::told::of_case(&key)).await;
                let mut work = Work::new();
                journal::seal_older(&mut work, &events.unwrap(), &told.unwrap());
                let work = logged_as(work, "seal", Some(&key));
                store.database.write(work).await.unwrap();
            }
            let mut work = Work::new();
            store::seal_registers(&store.database, &mut work)
                .await
                .unwrap();
            let work = logged_as(work, "seal", None);
            store.database.write(work).await.unwrap();
        };
        seal().await;
        assert_eq!(findings(&store).await, Vec::<String>::new());
        // Somebody who has the program do it anew, to have what they changed sealed, is found.
        store
            .tamper(
                "UPDATE events SET actor = 'nobody', prev_hash = NULL; \
                 UPDATE users SET password = 'mine'",
            )
            .await;
        seal().await;
        let found = findings(&store).await;
        for trace in ["seals event 1 twice", "users user: the row is not"] {
            assert!(
                found.iter().any(|finding| finding.contains(trace)),
                "{found:?}"
            );
        }
    });
}

//! People, units, drafts, visits and the other tables beside the journal.

use store::{
    StoreError, Work,
    attachments::{self, StoredAttachment},
    directory::{self, StoredContact, StoredLink, StoredPostalCode},
    drafts::{self, StoredDraft},
    idempotency,
    meeting_points::{self, StoredMeetingPoint},
    people::{self, StoredAssignment, StoredToken, StoredUser},
    presence::{self, StoredPresence},
    questions::{self, StoredQuestion},
    units::{self, StoredUnit},
    visits::{self, StoredVisit},
};

use crate::stores::{Store, check, logged};

const NOW: &str = "2026-11-22T10:00:00.000Z";

fn unit() -> StoredUnit {
    StoredUnit {
        hsa_id: "SE2321000131-E900000001".to_owned(),
        name: "Avdelning 43".to_owned(),
        kind: "hospital_ward".to_owned(),
        organisation: "NU-sjukvården".to_owned(),
        municipality: None,
        latitude_e6: Some(58_345_000),
        longitude_e6: Some(-1),
        details: "{}".to_owned(),
        demo: true,
        active: true,
    }
}

fn user() -> StoredUser {
    StoredUser {
        id: "user".to_owned(),
        login: "login".to_owned(),
        name: "Demo Sjuksköterska".to_owned(),
        hsa_id: None,
        password: None,
        details: "{}".to_owned(),
        demo: true,
        active: true,
        created_at: NOW.to_owned(),
    }
}

fn assignment() -> StoredAssignment {
    StoredAssignment {
        id: "assignment".to_owned(),
        user_id: "user".to_owned(),
        unit: unit().hsa_id,
        kind: "hospital_ward".to_owned(),
        role: "nurse".to_owned(),
        from_at: NOW.to_owned(),
        to_at: None,
        active: true,
    }
}

fn token(hash: &str, expires_at: Option<&str>) -> StoredToken {
    StoredToken {
        hash: hash.to_owned(),
        user_id: "user".to_owned(),
        assignment_id: Some("assignment".to_owned()),
        kind: "session".to_owned(),
        details: "{}".to_owned(),
        created_at: NOW.to_owned(),
        expires_at: expires_at.map(str::to_owned),
    }
}

fn one(statement: store::Statement) -> Work {
    let mut work = Work::new();
    work.push(statement);
    logged(work)
}

#[test]
fn a_token_leads_to_its_user_and_assignment_while_both_are_active() {
    check(async |store: Store| {
        let database = &store.database;
        let mut work = Work::new();
        work.push(units::put(unit()))
            .push(people::put_user(user()))
            .push(people::put_assignment(assignment()))
            .push(people::give_token(token(
                "hash",
                Some("2026-11-23T10:00:00.000Z"),
            )))
            .push(people::give_token(token("demo", None)));
        database.write(logged(work)).await.unwrap();

        let bearer = database
            .read_one(people::bearer("hash"))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (bearer.user, bearer.assignment),
            (user(), Some(assignment()))
        );
        assert_eq!(
            database.read_one(people::bearer("other")).await.unwrap(),
            None
        );

        let inactive = StoredAssignment {
            active: false,
            ..assignment()
        };
        database
            .write(one(people::put_assignment(inactive)))
            .await
            .unwrap();
        let bearer = database
            .read_one(people::bearer("hash"))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(bearer.assignment, None);

        let change = people::change_token("hash", None, "{\"a\":1}", Some(NOW));
        database.write(one(change)).await.unwrap();
        database
            .write(one(people::forget_expired("2026-11-22T11:00:00.000Z")))
            .await
            .unwrap();
        assert_eq!(
            database.read_one(people::bearer("hash")).await.unwrap(),
            None
        );
        assert!(
            database
                .read_one(people::bearer("demo"))
                .await
                .unwrap()
                .is_some()
        );

        database
            .write(one(people::put_user(StoredUser {
                active: false,
                ..user()
            })))
            .await
            .unwrap();
        assert_eq!(
            database.read_one(people::bearer("demo")).await.unwrap(),
            None
        );
        database.write(one(people::put_user(user()))).await.unwrap();
        database
            .write(one(people::revoke_token("demo")))
            .await
            .unwrap();
        assert_eq!(
            database.read_one(people::bearer("demo")).await.unwrap(),
            None
        );
    });
}

#[test]
fn users_units_and_assignments_are_found_by_what_names_them() {
    check(async |store: Store| {
        let database = &store.database;
        assert_eq!(
            database.read_one(directory::is_empty()).await.unwrap(),
            Some(true)
        );
        let mut work = Work::new();
        work.push(units::put(unit()))
            .push(people::put_user(user()))
            .push(people::put_assignment(assignment()));
        database.write(logged(work)).await.unwrap();
        assert_eq!(
            database.read_one(directory::is_empty()).await.unwrap(),
            Some(false)
        );
        assert_eq!(database.read(units::all()).await.unwrap(), [unit()]);
        assert_eq!(
            database
                .read_one(people::user_by_login("login"))
                .await
                .unwrap(),
            Some(user())
        );
        assert_eq!(
            database.read_one(people::user_by_id("user")).await.unwrap(),
            Some(user())
        );
        assert_eq!(
            database.read(people::users_page("", 10)).await.unwrap(),
            [user()]
        );
        assert!(
            database
                .read(people::users_page("login", 10))
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            database
                .read(people::assignments_of_user("user"))
                .await
                .unwrap(),
            [assignment()]
        );
        let by_id = database
            .read_one(people::assignment_by_id("assignment"))
            .await
            .unwrap();
        assert_eq!(by_id, Some(assignment()));
        // Two users cannot share a login.
        let twin = StoredUser {
            id: "twin".to_owned(),
            ..user()
        };
        let result = database.write(one(people::put_user(twin))).await;
        assert!(matches!(result, Err(StoreError::Violated { .. })));
    });
}

#[test]
fn a_contact_and_a_link_are_changed_by_one_at_a_time() {
    // covers: V2.1 VB1.1
    check(async |store: Store| {
        let database = &store.database;
        let contact = StoredContact {
            id: "officer".to_owned(),
            function: "Handläggare för placering".to_owned(),
            phone: Some("0771-000 000".to_owned()),
            hours: Some("08:00-12:00".to_owned()),
            mailbox: None,
            post_address: None,
            version: 1,
            confirmed_at: None,
            confirmed_by: None,
        };
        let link = StoredLink {
            id: "guideline".to_owned(),
            position: 1,
            title: "Riktlinje".to_owned(),
            governs: "Vårdens omfattning".to_owned(),
            link: "https://example.org/a".to_owned(),
            version: 1,
            changed_at: NOW.to_owned(),
            changed_by: "program".to_owned(),
        };
        let mut work = Work::new();
        work.push(directory::add_contact(contact.clone()))
            .push(directory::add_contact(contact.clone()))
            .push(directory::add_link(link.clone()))
            .push(directory::add_link(link.clone()));
        database.write(logged(work)).await.unwrap();

        let confirmed = StoredContact {
            confirmed_at: Some(NOW.to_owned()),
            ..contact.clone()
        };
        database
            .write(one(directory::change_contact(confirmed.clone())))
            .await
            .unwrap();
        assert_eq!(
            database
                .write(one(directory::change_contact(confirmed.clone())))
                .await,
            Err(StoreError::Conflict {
                statement: directory::CHANGE_CONTACT
            })
        );
        let found = database.read(directory::contacts()).await.unwrap();
        assert_eq!(
            found,
            [StoredContact {
                version: 2,
                ..confirmed
            }]
        );

        let moved = StoredLink {
            link: "https://example.org/b".to_owned(),
            ..link.clone()
        };
        database
            .write(one(directory::change_link(moved.clone())))
            .await
            .unwrap();
        assert_eq!(
            database.write(one(directory::change_link(link))).await,
            Err(StoreError::Conflict {
                statement: directory::CHANGE_LINK
            })
        );
        let found = database.read(directory::links()).await.unwrap();
        assert_eq!(
            found,
            [StoredLink {
                version: 2,
                ..moved
            }]
        );
    });
}

#[test]
fn a_place_to_meet_is_changed_only_by_whoever_saw_its_latest_version() {
    check(async |store: Store| {
        let database = &store.database;
        let point = StoredMeetingPoint {
            id: "point".to_owned(),
            building: "Sjukhuset".to_owned(),
            name: "Huvudentrén".to_owned(),
            active: true,
            version: 1,
            changed_at: NOW.to_owned(),
            changed_by: "Vera Vård, administratör".to_owned(),
        };
        let mut work = Work::new();
        work.push(meeting_points::add(point.clone()))
            .push(meeting_points::add(point.clone()));
        database.write(logged(work)).await.unwrap();
        let closed = StoredMeetingPoint {
            active: false,
            ..point.clone()
        };
        let change = || one(meeting_points::change(closed.clone()));
        database.write(change()).await.unwrap();
        assert_eq!(
            database.write(change()).await,
            Err(StoreError::Conflict {
                statement: meeting_points::CHANGE
            })
        );
        let found = database.read(meeting_points::all()).await.unwrap();
        assert_eq!(
            found,
            [StoredMeetingPoint {
                version: 2,
                ..closed
            }]
        );
    });
}

#[test]
fn a_postal_code_can_lie_in_two_municipalities() {
    check(async |store: Store| {
        let code = |municipality: &str| StoredPostalCode {
            code: "46130".to_owned(),
            municipality: municipality.to_owned(),
            place: "Trollhättan".to_owned(),
            latitude_e6: 58_283_000,
            longitude_e6: 12_289_000,
        };
        let mut work = Work::new();
        work.push(directory::add_postal_code(code("1488")))
            .push(directory::add_postal_code(code("1487")))
            .push(directory::add_postal_code(code("1487")));
        store.database.write(logged(work)).await.unwrap();
        let found = store
            .database
            .read(directory::postal_code("46130"))
            .await
            .unwrap();
        assert_eq!(found, [code("1487"), code("1488")]);
        assert!(
            store
                .database
                .read(directory::postal_code("46131"))
                .await
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn a_draft_is_its_authors_and_is_replaced_when_saved_again() {
    check(async |store: Store| {
        let database = &store.database;
        let draft = |user: &str, body: &str| StoredDraft {
            user_id: user.to_owned(),
            case_key: "case".to_owned(),
            step: "C9.1".to_owned(),
            body: body.to_owned(),
            version: 1,
            saved_at: NOW.to_owned(),
        };
        database
            .write(one(drafts::save(draft("one", "first"))))
            .await
            .unwrap();
        database
            .write(one(drafts::save(draft("one", "second"))))
            .await
            .unwrap();
        let find = async |user: &str| {
            database
                .read_one(drafts::find(user, "case", "C9.1"))
                .await
                .unwrap()
        };
        let second = StoredDraft {
            version: 2,
            ..draft("one", "second")
        };
        assert_eq!(find("one").await, Some(second));
        assert_eq!(find("two").await, None);
        database
            .write(one(drafts::forget_before(NOW)))
            .await
            .unwrap();
        assert!(find("one").await.is_some());
        database
            .write(one(drafts::remove("one", "case", "C9.1")))
            .await
            .unwrap();
        assert_eq!(find("one").await, None);
        database
            .write(one(drafts::save(draft("one", "third"))))
            .await
            .unwrap();
        database
            .write(one(drafts::remove_case("case")))
            .await
            .unwrap();
        assert_eq!(find("one").await, None);
    });
}

#[test]
fn a_late_autosave_neither_overwrites_an_answer_nor_brings_back_what_was_sent() {
    check(async |store: Store| {
        let database = &store.database;
        let draft = |body: &str, version: i64| StoredDraft {
            user_id: "one".to_owned(),
            case_key: "case".to_owned(),
            step: "C9.1".to_owned(),
            body: body.to_owned(),
            version,
            saved_at: NOW.to_owned(),
        };
        let body = async || {
            let found = database.read_one(drafts::find("one", "case", "C9.1")).await;
            found.unwrap().map(|found| (found.body, found.version))
        };
        let late = Err(StoreError::Conflict {
            statement: drafts::KEEP,
        });
        let kept = async |draft| database.write(one(drafts::keep_on(draft))).await.map(drop);

        kept(draft("typed", 0)).await.unwrap();
        kept(draft("typed more", 0)).await.unwrap();
        assert_eq!(body().await, Some(("typed more".to_owned(), 0)));
        let answer = drafts::save(draft("answered", 0));
        database.write(one(answer)).await.unwrap();
        assert_eq!(kept(draft("late", 0)).await, late);
        assert_eq!(body().await, Some(("answered".to_owned(), 1)));
        kept(draft("the next page", 1)).await.unwrap();
        let used = drafts::remove("one", "case", "C9.1");
        database.write(one(used)).await.unwrap();
        assert_eq!(kept(draft("late", 1)).await, late);
        assert_eq!(body().await, None);

        let keep = async |key: &str| {
            let statement = drafts::keep_unless_sent(draft("in a form", 0), key);
            database.write(one(statement)).await.map(drop)
        };
        keep("key").await.unwrap();
        keep("key").await.unwrap();
        let sent = idempotency::remember(idempotency::StoredAnswer {
            actor: "one".to_owned(),
            key_hash: "key".to_owned(),
            body_hash: String::new(),
            status: 200,
            answer: String::new(),
            created_at: NOW.to_owned(),
        });
        database.write(one(sent)).await.unwrap();
        assert_eq!(keep("key").await, late);
        keep("another form").await.unwrap();
    });
}

#[test]
fn who_has_a_form_open_is_seen_by_others_until_it_is_long_ago() {
    check(async |store: Store| {
        let database = &store.database;
        let present = |user: &str, seen_at: &str| StoredPresence {
            case_id: "case".to_owned(),
            step: "bostad".to_owned(),
            user_id: user.to_owned(),
            unit: "unit".to_owned(),
            role: "physician".to_owned(),
            seen_at: seen_at.to_owned(),
        };
        database.write(one(people::put_user(user()))).await.unwrap();
        let before = "2026-11-22T09:00:00.000Z";
        let others = async |me: &str, step: &str| {
            let query = presence::others("case", step, me, NOW);
            database.read(query).await.unwrap()
        };
        database
            .write(one(presence::note(present("user", before))))
            .await
            .unwrap();
        assert!(others("me", "bostad").await.is_empty(), "long ago");
        database
            .write(one(presence::note(present("user", NOW))))
            .await
            .unwrap();
        let seen = others("me", "bostad").await;
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].present, present("user", NOW));
        assert_eq!(seen[0].name, user().name);
        assert!(others("user", "bostad").await.is_empty(), "not oneself");
        assert!(others("me", "behov").await.is_empty(), "another form");
        let done = presence::remove("case", "bostad", "user");
        database.write(one(done)).await.unwrap();
        assert!(others("me", "bostad").await.is_empty());
    });
}

#[test]
fn a_visit_is_its_users_and_is_forgotten_when_it_is_long_ago() {
    check(async |store: Store| {
        let database = &store.database;
        let visit = |version: i64| StoredVisit {
            user_id: "one".to_owned(),
            case_id: "case".to_owned(),
            version,
            at: NOW.to_owned(),
            before_version: 1,
            before_at: NOW.to_owned(),
        };
        for version in [3, 4] {
            let noted = one(visits::note(visit(version)));
            database.write(noted).await.unwrap();
        }
        let find = async |user: &str| database.read_one(visits::find(user, "case")).await.unwrap();
        assert_eq!(find("one").await, Some(visit(4)));
        assert_eq!(find("two").await, None);
        let forget = one(visits::forget_before("2026-12-01T00:00:00.000Z"));
        database.write(forget).await.unwrap();
        assert_eq!(find("one").await, None);
    });
}

#[test]
fn a_municipality_finds_its_open_questions_and_a_withdrawn_one_is_gone_from_them() {
    check(async |store: Store| {
        let database = &store.database;
        let question = |number: usize, unit: &str| StoredQuestion {
            id: format!("question-{number}"),
            unit: unit.to_owned(),
            case_key: "case".to_owned(),
            state: "open".to_owned(),
            version: 1,
            payload: "{}".to_owned(),
            created_at: format!("2026-11-22T10:00:0{number}.000Z"),
            changed_at: NOW.to_owned(),
        };
        let mut work = Work::new();
        work.push(questions::ask(question(1, "a")))
            .push(questions::ask(question(2, "a")))
            .push(questions::ask(question(3, "b")));
        database.write(logged(work)).await.unwrap();
        let first = database
            .read(questions::of_unit("a", "open", ("", ""), 1))
            .await
            .unwrap();
        assert_eq!(first, [question(1, "a")]);
        let after = ("2026-11-22T10:00:01.000Z", "question-1");
        let second = database
            .read(questions::of_unit("a", "open", after, 10))
            .await
            .unwrap();
        assert_eq!(second, [question(2, "a")]);

        let answer = || questions::change("question-1", 1, "answered", "{\"yes\":true}", NOW);
        database.write(one(answer())).await.unwrap();
        assert_eq!(
            database.write(one(answer())).await,
            Err(StoreError::Conflict {
                statement: questions::CHANGE
            })
        );
        database
            .write(one(questions::move_case("case", "open", "withdrawn", NOW)))
            .await
            .unwrap();
        let open = database
            .read(questions::of_unit("a", "open", ("", ""), 10))
            .await
            .unwrap();
        assert!(open.is_empty());
        let by_id = database
            .read_one(questions::to_unit("a", "question-1"))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((by_id.state.as_str(), by_id.version), ("answered", 2));
        let another_s = questions::to_unit("b", "question-1");
        assert_eq!(database.read_one(another_s).await.unwrap(), None);
        assert_eq!(
            database
                .read(questions::of_case("case"))
                .await
                .unwrap()
                .len(),
            3
        );
        database
            .write(one(questions::remove_case("case")))
            .await
            .unwrap();
        assert!(
            database
                .read(questions::of_case("case"))
                .await
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn an_attachment_keeps_its_bytes() {
    check(async |store: Store| {
        let attachment = StoredAttachment {
            key: "key".to_owned(),
            id: "id".to_owned(),
            case_key: "case".to_owned(),
            kind: "issued-copy".to_owned(),
            media_type: "application/pdf".to_owned(),
            title: "Plan".to_owned(),
            hash: "hash".to_owned(),
            created_at: NOW.to_owned(),
            created_by: "user".to_owned(),
        };
        let bytes: Vec<u8> = (0..=255).cycle().take(200_000).collect();
        store
            .database
            .write(one(attachments::add(attachment.clone(), bytes.clone())))
            .await
            .unwrap();
        let listed = store
            .database
            .read(attachments::of_case("case"))
            .await
            .unwrap();
        assert_eq!(listed, std::slice::from_ref(&attachment));
        let found = store
            .database
            .read_one(attachments::by_id("id"))
            .await
            .unwrap();
        assert_eq!(found, Some((attachment, bytes)));
    });
}

//! Emergency access on both databases: half an hour, one case, one reader, and a restart forgets
//! nothing.

use app::{App, AppError, Caller, EmergencyAnswer};
use jiff::SignedDuration;
use store::reviews;
use testkit::{Stage, Unit};
use vocabulary::{
    emergency::{EmergencyReason, OpenInEmergency},
    role::Role,
    text::{Line, Prose},
};

use crate::scene::{caller, done_by, further, on_both, open, restarted};

const REGION: &str = "Västra Götalandsregionen";

fn asked(number: &str, birth_date: &str) -> OpenInEmergency {
    OpenInEmergency {
        number: Line(number.to_owned()),
        birth_date: birth_date.parse().unwrap(),
        reason: EmergencyReason::CareNow,
        words: Prose("Medvetslös på akuten".to_owned()),
    }
}

async fn hit(app: &App, caller: &Caller) -> Result<EmergencyAnswer, AppError> {
    let asked = asked("51-234567", "1984-05-17");
    app.open_in_emergency(caller, &asked).await
}

async fn opened(app: &App, caller: &Caller) -> String {
    match hit(app, caller).await.unwrap() {
        EmergencyAnswer::Opened(id) => id.to_string(),
        EmergencyAnswer::OwnCase(id) => panic!("{id} is the caller's own"),
    }
}

async fn open_items(app: &App) -> Vec<reviews::StoredReview> {
    let query = reviews::open(REGION, None, 0, 100);
    app.database().read(query).await.unwrap()
}

#[test]
fn an_opening_is_readable_for_half_an_hour_and_gone_afterwards_even_after_a_restart() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let case = open(app, "without_permits").await;
        let stranger = caller(app, "stranger-ward").await;
        let id = opened(app, &stranger).await;
        let read = app.read_in_emergency(&stranger, &id).await.unwrap();
        assert_eq!(read.view().case.person.name, "Amina Exempel");
        let nurse = caller(app, "ward-nurse").await;
        let told = app.emergencies(&nurse, case.as_str()).await.unwrap();
        let [row] = &told.view()[..] else {
            panic!("one opening is told of");
        };
        let lasts = row.until.0.duration_since(row.at.0);
        assert_eq!(lasts, SignedDuration::from_mins(30));
        assert!(!read.view().steps.is_empty());
        assert!(!read.view().events.is_empty());
        // The stage's clock started at 09.42, and the test takes seconds.
        let before = restarted(&stage, "2026-03-05T10:11:00+01:00").await;
        before.read_in_emergency(&stranger, &id).await.unwrap();
        let after = restarted(&stage, "2026-03-05T10:14:00+01:00").await;
        assert_eq!(
            after.read_in_emergency(&stranger, &id).await.err(),
            Some(AppError::NotFound)
        );
        let found = done_by(&after, &stranger).await;
        let last = found.last().unwrap();
        assert_eq!((last.0.as_str(), last.1.as_str()), ("deny", "emergency"));
    });
}

#[test]
fn an_opening_changes_nothing_in_the_case_and_gives_no_other_access() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        let stranger = caller(app, "stranger-ward").await;
        let told = app.audiences(&nurse, &id).await.unwrap().into_view();
        let told: Vec<_> = told.into_iter().map(|row| row.audience).collect();
        let events = app.events(&nurse, &id).await.unwrap().view().len();
        let opening = opened(app, &stranger).await;
        app.read_in_emergency(&stranger, &opening).await.unwrap();
        let after = app.audiences(&nurse, &id).await.unwrap().into_view();
        let after: Vec<_> = after.into_iter().map(|row| row.audience).collect();
        assert_eq!(after, told);
        assert_eq!(app.events(&nurse, &id).await.unwrap().view().len(), events);
        assert_eq!(app.outbox(&nurse, &id).await.unwrap().view().len(), 0);
        assert_eq!(
            app.case(&stranger, &id).await.err(),
            Some(AppError::NotFound)
        );
        assert_eq!(
            app.steps(&stranger, &id).await.err(),
            Some(AppError::NotFound)
        );
        assert_eq!(
            app.emergencies(&stranger, &id).await.err(),
            Some(AppError::NotFound)
        );
        assert!(
            app.search(&stranger, "Amina")
                .await
                .unwrap()
                .rows
                .view()
                .is_empty()
        );
        assert_eq!(app.verify().await.unwrap().findings, Vec::<String>::new());
    });
}

#[test]
fn an_opening_waits_for_its_follow_up_and_says_who_when_and_why() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        let stranger = caller(app, "stranger-ward").await;
        opened(app, &stranger).await;
        let items = open_items(app).await;
        assert_eq!(items.len(), 1);
        let item = items.first().unwrap();
        assert_eq!(item.kind, "emergency");
        assert_eq!(item.staff, stranger.staff_id());
        assert!(
            item.reason.contains("Vård som behövs nu"),
            "{}",
            item.reason
        );
        let rows = app.emergencies(&nurse, &id).await.unwrap().into_view();
        let row = rows.first().unwrap();
        assert_eq!(
            (row.by.as_str(), row.unit.as_str()),
            ("Malin Tallbo", "Avdelning 2")
        );
        assert_eq!(row.words, "Medvetslös på akuten");
        assert_eq!(row.outcome, None);
        let found = done_by(app, &stranger).await;
        assert!(found.contains(&("emergency".to_owned(), "care_now".to_owned(), true)));
    });
}

#[test]
fn misses_are_logged_on_the_case_whose_number_fits_and_open_nothing() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        open(app, "unestablished").await;
        let stranger = caller(app, "stranger-ward").await;
        for (number, date) in [
            ("51-234567", "1984-05-18"),
            ("51-234568", "1984-05-17"),
            ("51-23456", "1984-05-17"),
            ("Amina Exempel", "1984-05-17"),
        ] {
            let answer = app.open_in_emergency(&stranger, &asked(number, date)).await;
            assert_eq!(answer, Err(AppError::NotFound), "{number} {date}");
        }
        let found = done_by(app, &stranger).await;
        let near = |case: bool| ("deny".to_owned(), "emergency".to_owned(), case);
        assert_eq!(found, [near(true), near(false), near(false), near(false)]);
        assert!(open_items(app).await.is_empty());
    });
}

#[test]
fn tries_are_counted_for_the_user_and_the_unit_and_a_restart_does_not_forget() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        open(app, "asylum_seeker").await;
        let stranger = caller(app, "stranger-ward").await;
        let clinic = caller(app, "specialist-clinic").await;
        for _ in 0..5 {
            let wrong = asked("51-234568", "1984-05-17");
            let answer = app.open_in_emergency(&stranger, &wrong).await;
            assert_eq!(answer, Err(AppError::NotFound));
        }
        assert_eq!(hit(app, &stranger).await, Err(AppError::TooManyEmergencies));
        let restarted_now = restarted(&stage, "2026-03-05T09:50:00+01:00").await;
        assert_eq!(
            hit(&restarted_now, &stranger).await,
            Err(AppError::TooManyEmergencies)
        );
        // Other users, and the same user after an hour, may try.
        opened(app, &clinic).await;
        let later = restarted(&stage, "2026-03-05T11:00:00+01:00").await;
        opened(&later, &stranger).await;
    });
}

#[test]
fn an_opening_is_no_try_and_the_five_misses_are_all_allowed() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        open(app, "asylum_seeker").await;
        let stranger = caller(app, "stranger-ward").await;
        for _ in 0..6 {
            opened(app, &stranger).await;
        }
        for _ in 0..5 {
            let wrong = asked("51-234568", "1984-05-17");
            let answer = app.open_in_emergency(&stranger, &wrong).await;
            assert_eq!(answer, Err(AppError::NotFound));
        }
        assert_eq!(hit(app, &stranger).await, Err(AppError::TooManyEmergencies));
    });
}

#[test]
fn misses_by_several_users_of_a_unit_close_it_to_the_next_and_to_no_other_unit() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        open(app, "asylum_seeker").await;
        let mut users = vec![caller(app, "stranger-ward").await];
        for login in ["physician", "discharge-coordinator", "head-office"] {
            users.push(further(app, login, Unit::StrangerWard, Role::CareStaff).await);
        }
        let fourth = users.pop().unwrap();
        // No single user has tried too often, but together they have used up the unit's attempts.
        for user in &users {
            for _ in 0..5 {
                let wrong = asked("51-234568", "1984-05-17");
                let answer = app.open_in_emergency(user, &wrong).await;
                assert_eq!(answer, Err(AppError::NotFound));
            }
        }
        assert_eq!(hit(app, &fourth).await, Err(AppError::TooManyEmergencies));
        let noted = |action: &str, detail: &str| (action.to_owned(), detail.to_owned(), false);
        assert_eq!(
            done_by(app, &fourth).await,
            [noted("log-in", ""), noted("deny", "emergency-limit")]
        );
        let clinic = caller(app, "specialist-clinic").await;
        opened(app, &clinic).await;
    });
}

#[test]
fn who_is_not_of_regional_care_opens_nothing() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        open(app, "asylum_seeker").await;
        for role in [
            "municipal-primary-care",
            "municipal-nurse",
            "municipal-head-of-operations",
            "municipal-rehab",
            "social-services",
            "head-office",
            "administrator",
            "log-reviewer",
        ] {
            let other = caller(app, role).await;
            assert_eq!(hit(app, &other).await, Err(AppError::NotFound), "{role}");
        }
        assert!(open_items(app).await.is_empty());
    });
}

#[test]
fn a_number_of_two_cases_is_looked_for_in_as_many_statements_as_one_that_nobody_has() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let stranger = caller(app, "stranger-ward").await;
        let reads = async |number: &str| {
            let before = app.statements_read();
            let asked = asked(number, "1984-05-18");
            let missed = app.open_in_emergency(&stranger, &asked).await;
            assert_eq!(missed.err(), Some(AppError::NotFound));
            app.statements_read() - before
        };
        let nobodys = reads("51-765432").await;
        for cases in 1..=3 {
            open(app, "without_permits").await;
            assert_eq!(reads("51-234567").await, nobodys, "{cases} cases");
        }
    });
}

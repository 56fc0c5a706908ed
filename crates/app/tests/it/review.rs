//! Review of the log on both databases: what comes up, who decides it, and that a draw is
//! reproducible.

use app::{App, AppError, Caller, DrawAsked, ReviewsAsked};
use disclosure::views::{ReviewBoard, ReviewItem};
use serde_json::json;
use testkit::{Stage, Unit};
use vocabulary::{
    emergency::{EmergencyReason, OpenInEmergency},
    refusal::Refusal,
    review::{ReviewKind, ReviewOutcome},
    role::Role,
    text::{Line, Prose},
};

use crate::scene::{
    caller, consent, done_by, further, give, give_all, on_both, open, party, protection, restarted,
};

fn days(number: usize, seed: Option<&str>) -> DrawAsked {
    DrawAsked {
        from: "2026-03-01".parse().unwrap(),
        to: "2026-03-07".parse().unwrap(),
        number,
        seed: seed.map(str::to_owned),
    }
}

async fn board(app: &App, reviewer: &Caller) -> ReviewBoard {
    app.reviews(reviewer, ReviewsAsked::default())
        .await
        .unwrap()
        .into_view()
}

async fn emergency(app: &App) {
    let stranger = caller(app, "stranger-ward").await;
    let asked = OpenInEmergency {
        number: Line("51-234567".to_owned()),
        birth_date: "1984-05-17".parse().unwrap(),
        reason: EmergencyReason::Danger,
        words: Prose("Kramper på akuten".to_owned()),
    };
    app.open_in_emergency(&stranger, &asked).await.unwrap();
}

/// What is logged about somebody who reviews, or tries to; it names no case.
fn noted(action: &str, detail: &str) -> (String, String, bool) {
    (action.to_owned(), detail.to_owned(), false)
}

fn of(board: &ReviewBoard, kind: ReviewKind) -> Vec<&ReviewItem> {
    board.open.iter().filter(|item| item.kind == kind).collect()
}

#[test]
fn a_draw_brings_up_rows_of_the_own_organisation_and_the_same_seed_draws_the_same() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        for _ in 0..3 {
            let id = open(app, "asylum_seeker").await;
            for _ in 0..10 {
                app.case(&nurse, &id).await.unwrap();
            }
        }
        let reviewer = caller(app, "log-reviewer").await;
        let new = app.draw_reviews(&reviewer, &days(5, None)).await.unwrap();
        assert_eq!(new, 5);
        let first = board(app, &reviewer).await;
        assert_eq!(of(&first, ReviewKind::Sample).len(), 5);
        assert!(first.counts.contains(&(ReviewKind::Sample, 5)));
        let draw = first.draws.first().unwrap();
        assert_eq!((draw.asked, draw.found), (5, 5));
        assert!(draw.among >= 33, "{}", draw.among);
        assert_eq!(draw.by, "Karin Granat");
        // The same seed gives nothing new; another seed does.
        let again = days(5, Some(&draw.seed));
        assert_eq!(app.draw_reviews(&reviewer, &again).await.unwrap(), 0);
        let larger = days(20, Some(&draw.seed));
        assert_eq!(app.draw_reviews(&reviewer, &larger).await.unwrap(), 15);
        let rows = app
            .review(&reviewer, &first.open.first().unwrap().id.to_string())
            .await
            .unwrap();
        let item = rows.view();
        assert_eq!(item.by, "Karin Lind");
        assert_eq!(item.rows.len(), 1);
        assert!(item.case.is_some());
        // The reviewer's own acts are logged too.
        let draw = noted("review", "draw");
        assert_eq!(
            done_by(app, &reviewer).await,
            [draw.clone(), draw.clone(), draw, noted("review", "item")]
        );
    });
}

#[test]
fn a_reviewer_of_another_organisation_sees_nothing_of_it() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        open(app, "asylum_seeker").await;
        emergency(app).await;
        let reviewer = caller(app, "log-reviewer").await;
        let item = board(app, &reviewer)
            .await
            .open
            .first()
            .unwrap()
            .id
            .to_string();
        let other = further(
            app,
            "municipal-nurse",
            Unit::MunicipalCare,
            Role::LogReviewer,
        )
        .await;
        // Only that the reviewer has become one, which is another's to look at.
        let seen = board(app, &other).await.open;
        assert!(
            seen.iter()
                .all(|item| item.kind == ReviewKind::ReviewerChanged && item.own)
        );
        assert_eq!(
            app.review(&other, &item).await.err(),
            Some(AppError::NotFound)
        );
        let decided = app.decide_review(&other, &item, ReviewOutcome::NoRemark, "");
        assert_eq!(decided.await, Err(AppError::NotFound));
        assert_eq!(app.draw_reviews(&other, &days(50, None)).await, Ok(0));
    });
}

#[test]
fn an_item_stays_open_until_it_is_decided_and_then_stands_in_the_history() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let case = open(app, "asylum_seeker").await;
        emergency(app).await;
        let reviewer = caller(app, "log-reviewer").await;
        let item = board(app, &reviewer).await.open.first().unwrap().clone();
        assert_eq!(item.kind, ReviewKind::Emergency);
        assert!(item.reason.contains("Kramper på akuten"), "{}", item.reason);
        let id = item.id.to_string();
        let silent = app.decide_review(&reviewer, &id, ReviewOutcome::FollowedUp, " ");
        assert!(matches!(silent.await, Err(AppError::Mistakes(_))));
        app.decide_review(
            &reviewer,
            &id,
            ReviewOutcome::FollowedUp,
            "Chefen talar med vårdaren",
        )
        .await
        .unwrap();
        let again = app.decide_review(&reviewer, &id, ReviewOutcome::NoRemark, "");
        assert_eq!(again.await, Err(Refusal::NothingChanges.into()));
        let after = board(app, &reviewer).await;
        assert!(after.open.is_empty());
        let decided = after.decided.first().unwrap().decided.clone().unwrap();
        assert_eq!(decided.outcome, ReviewOutcome::FollowedUp);
        assert_eq!(decided.note, "Chefen talar med vårdaren");
        assert_eq!(decided.by, "Karin Granat");
        // The coordinating unit sees the result.
        let nurse = caller(app, "ward-nurse").await;
        let rows = app.emergencies(&nurse, &case).await.unwrap().into_view();
        assert_eq!(rows.first().unwrap().outcome, Some("Följs upp"));
        let log = done_by(app, &reviewer).await;
        assert!(log.contains(&("review".to_owned(), "followed_up".to_owned(), false)));
    });
}

#[test]
fn nobody_reviews_what_they_have_done_themselves() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        open(app, "asylum_seeker").await;
        emergency(app).await;
        let reviewer = caller(app, "log-reviewer").await;
        let id = board(app, &reviewer)
            .await
            .open
            .first()
            .unwrap()
            .id
            .to_string();
        // The one who opened it is also a reviewer, with another assignment.
        let same = further(app, "stranger-ward", Unit::Security, Role::LogReviewer).await;
        let shown = app.review(&same, &id).await.unwrap();
        assert!(shown.view().own);
        let decided = app.decide_review(&same, &id, ReviewOutcome::NoRemark, "");
        assert_eq!(decided.await, Err(Refusal::OwnActs.into()));
        let found = done_by(app, &same).await;
        assert_eq!(found.last(), Some(&noted("deny", Refusal::OwnActs.code())));
        let open = board(app, &reviewer).await;
        assert_eq!(of(&open, ReviewKind::Emergency).len(), 1);
    });
}

#[test]
fn who_is_no_reviewer_has_no_reviews() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        open(app, "asylum_seeker").await;
        emergency(app).await;
        let reviewer = caller(app, "log-reviewer").await;
        let id = board(app, &reviewer)
            .await
            .open
            .first()
            .unwrap()
            .id
            .to_string();
        for role in [
            "ward-nurse",
            "administrator",
            "head-office",
            "social-services",
        ] {
            let other = caller(app, role).await;
            let no = Some(AppError::NotFound);
            assert_eq!(
                app.reviews(&other, ReviewsAsked::default()).await.err(),
                no,
                "{role}"
            );
            assert_eq!(app.review(&other, &id).await.err(), no, "{role}");
            assert_eq!(
                app.draw_reviews(&other, &days(1, None)).await.err(),
                no,
                "{role}"
            );
            let decided = app.decide_review(&other, &id, ReviewOutcome::NoRemark, "");
            assert_eq!(decided.await.err(), no, "{role}");
            let found = done_by(app, &other).await;
            let denied = found.iter().filter(|one| **one == noted("deny", "review"));
            assert_eq!(denied.count(), 4, "{role}: {found:?}");
        }
    });
}

#[test]
fn a_draw_brings_up_what_the_rules_find_in_the_log_and_in_the_cases() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let hidden = open(app, "asylum_seeker").await;
        give_all(app, &nurse, &hidden, &[protection()]).await;
        let closed = open(app, "asylum_seeker").await;
        let commands = [consent("sip"), party(Unit::HealthCentre)];
        let version = give_all(app, &nurse, &closed, &commands).await;

        // A party whose unit works by day reads in the evening.
        let centre = caller(app, "health-centre").await;
        let evening = restarted(&stage, "2026-03-05T20:30:00+01:00").await;
        evening.case(&centre, &closed).await.unwrap();
        evening.log_written().await;
        // Somebody is refused several times.
        let stranger = caller(app, "stranger-ward").await;
        for _ in 0..5 {
            assert!(app.case(&stranger, &hidden).await.is_err());
        }
        // Somebody reads a case long after it was closed.
        let close = json!({ "reason": "Utskriven till hemmet" });
        give(app, &nurse, &closed, version, "close_case", &close).await;
        app.log_written().await;
        let long_after = restarted(&stage, "2026-03-14T10:00:00+01:00").await;
        let physician = caller(app, "physician").await;
        long_after.case(&physician, &closed).await.unwrap();

        let reviewer = caller(app, "log-reviewer").await;
        let asked = DrawAsked {
            to: "2026-03-31".parse().unwrap(),
            ..days(0, None)
        };
        let new = long_after.draw_reviews(&reviewer, &asked).await.unwrap();
        let open = board(&long_after, &reviewer).await.open;
        let mut found: Vec<(ReviewKind, &str)> = open
            .iter()
            .map(|item| (item.kind, item.by.as_str()))
            .collect();
        found.sort_unstable();
        let mut expected = [
            (ReviewKind::ProtectedIdentity, "Karin Lind"),
            (ReviewKind::OutsideHours, "Mikael Ängström"),
            (ReviewKind::Denials, "Malin Tallbo"),
            (ReviewKind::AfterClose, "Erik Nilsson"),
        ];
        expected.sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(new, 4);
    });
}

// covers: X1
#[test]
fn a_way_to_migrationsverket_that_was_open_for_less_than_a_day_is_looked_at_and_no_other() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let reviewer = caller(app, "log-reviewer").await;
        let closes = json!({ "group": "without_permits", "evidence": "Avslag sett i dag" });
        for (closed_at, items) in [
            ("2026-03-06T10:30:00+01:00", 0),
            ("2026-03-06T09:00:00+01:00", 1),
        ] {
            let id = open(app, "asylum_seeker").await;
            let call = json!({
                "audience": "migration_agency", "channel": "phone",
                "at": app.now().to_string(), "summary": "Ringde om boendet",
            });
            let version = give_all(app, &nurse, &id, &[("record_contact", call)]).await;
            let later = restarted(&stage, closed_at).await;
            give(&later, &nurse, &id, version, "establish_group", &closes).await;
            let board = board(&later, &reviewer).await;
            let found = of(&board, ReviewKind::BrieflyOpen).len();
            assert_eq!(found, items, "{closed_at}");
        }
    });
}

// covers: X1
#[test]
fn a_reported_wrong_disclosure_comes_to_log_review_without_what_was_said() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let id = open(app, "without_permits").await;
        let nurse = caller(app, "ward-nurse").await;
        let version = app.events(&nurse, &id).await.unwrap().view().len() as u64;
        let told = json!({
            "audience": "migration_agency", "at": "2026-03-05T09:30:00+01:00",
            "what": "Sade att Amina ligger här",
        });
        give(app, &nurse, &id, version, "report_wrong_disclosure", &told).await;
        let reviewer = caller(app, "log-reviewer").await;
        let board = board(app, &reviewer).await;
        let item = board.open.first().unwrap();
        assert_eq!(item.kind, ReviewKind::WrongDisclosure);
        assert_eq!(item.by, "Karin Lind");
        assert!(item.reason.contains("Migrationsverket"), "{}", item.reason);
        assert!(!item.reason.contains("Amina"), "{}", item.reason);
    });
}

#[test]
fn a_draw_of_impossible_days_is_a_mistake_by_field() {
    on_both(async |stage: Stage| {
        let reviewer = caller(&stage.app, "log-reviewer").await;
        let fields = async |asked: DrawAsked| match stage.app.draw_reviews(&reviewer, &asked).await
        {
            Err(AppError::Mistakes(mistakes)) => mistakes
                .into_iter()
                .map(|mistake| mistake.field)
                .collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let backwards = DrawAsked {
            to: "2026-02-01".parse().unwrap(),
            ..days(5, None)
        };
        assert_eq!(fields(backwards).await, ["to"]);
        let long = DrawAsked {
            from: "2025-03-01".parse().unwrap(),
            ..days(500, Some("not a seed"))
        };
        assert_eq!(fields(long).await, ["to", "number", "seed"]);
    });
}

#[test]
fn the_patients_extract_says_when_where_and_what_and_names_nobody() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let id = open(app, "without_permits").await;
        emergency(app).await;
        let nurse = caller(app, "ward-nurse").await;
        let later = restarted(&stage, "2026-03-05T13:00:00+01:00").await;
        later.case(&nurse, &id).await.unwrap();
        later.case(&nurse, &id).await.unwrap();
        let extract = later.patient_log(&nurse, &id).await.unwrap().into_view();
        assert_eq!(extract.name, "Amina Exempel");
        assert!(extract.in_hand_only);
        let said: Vec<(&str, &str)> = extract
            .rows
            .iter()
            .map(|row| (row.unit.as_str(), row.what.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                ("Avdelning 1", "Skrev ut det här utdraget till dig"),
                ("Avdelning 1", "Läste ditt ärende"),
                ("Avdelning 2", "Öppnade ditt ärende i en nödsituation"),
                ("Avdelning 1", "Skrev i ditt ärende"),
            ]
        );
        let whole = serde_json::to_string(&extract).unwrap();
        for name in ["Karin", "Lind", "Malin", "Tallbo"] {
            assert!(!whole.contains(name), "{name}");
        }
        // Only the coordinating unit hands it over; nobody who keeps logs or systems sees it.
        for role in [
            "stranger-ward",
            "log-reviewer",
            "administrator",
            "head-office",
        ] {
            let other = caller(&later, role).await;
            let answer = later.patient_log(&other, &id).await.err();
            assert_eq!(answer, Some(AppError::NotFound), "{role}");
        }
    });
}

#[test]
fn the_patients_extract_says_that_others_were_told_and_that_something_was_printed() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        let told = json!({
            "audience": "migration_agency", "channel": "phone",
            "at": "2026-03-05T09:30:00+01:00", "summary": "Sagt att patienten är inlagd",
        });
        give_all(app, &nurse, &id, &[("record_contact", told)]).await;
        app.case(&nurse, &id).await.unwrap();
        app.printed(&nurse, &id).await.unwrap();
        let extract = app.patient_log(&nurse, &id).await.unwrap().into_view();
        let said: Vec<String> = extract.rows.iter().map(|row| row.what.clone()).collect();
        for sentence in [
            "Skrev i ditt ärende och lämnade uppgifter till Migrationsverket",
            "Skrev ut något ur ditt ärende",
        ] {
            let times = said.iter().filter(|what| **what == sentence);
            assert_eq!(times.count(), 1, "{sentence}: {said:?}");
        }
    });
}

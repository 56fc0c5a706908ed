//! Guessed passwords on both databases: how many are tried, who has to wait and who has not, and
//! what a log reviewer sees of it.

use std::net::IpAddr;

use app::{App, AppError, DrawAsked, NewStaff, ReviewsAsked};
use disclosure::views::ReviewItem;
use jiff::{SignedDuration, Timestamp};
use store::audit;
use testkit::{PASSWORD, Stage, Unit};
use tokio::task::JoinSet;
use vocabulary::{review::ReviewKind, role::Role};

use crate::scene::{caller, further, on_both, restarted};

/// The ward's address.
const WARD: &str = "10.1.1.1";
/// Where somebody else sits, who has never logged in as the user.
const STRANGER: &str = "192.0.2.7";

fn at(address: &str) -> IpAddr {
    address.parse().unwrap()
}

async fn guess(app: &App, user: &str, from: &str) -> AppError {
    let tried = app
        .log_in(user, "inte-hennes-losenord", Some(at(from)))
        .await;
    tried.unwrap_err()
}

async fn right(app: &App, user: &str, from: &str) -> Result<String, AppError> {
    app.log_in(user, PASSWORD, Some(at(from))).await
}

fn waits(error: &AppError) -> bool {
    matches!(error, AppError::TooManyTries { .. })
}

/// How many rows of the log have an action.
async fn logged(app: &App, action: &str) -> usize {
    let rows = app.database().read(audit::page(-1, 0, 10_000)).await;
    let rows = rows.unwrap();
    rows.iter().filter(|row| row.entry.action == action).count()
}

#[test]
fn of_forty_guesses_at_once_five_are_tried_and_then_the_right_one_gets_nobody_in() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let at_once = async |guesses: std::ops::Range<u32>| {
            let mut all = JoinSet::new();
            for number in guesses {
                let app = app.clone();
                all.spawn(async move {
                    let password = if number == 40 { PASSWORD } else { "fel" };
                    app.log_in("ward-nurse", password, Some(at(STRANGER))).await
                });
            }
            all.join_all().await
        };
        // The right one comes when five have been tried: earlier, it is the user's own.
        let mut answers = at_once(0..40).await;
        answers.extend(at_once(40..48).await);
        let wrong = Err(AppError::WrongPassword);
        let tried = answers.iter().filter(|answer| **answer == wrong).count();
        let let_in = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!((tried, let_in), (5, 0));
        assert_eq!(logged(app, "log-in-failed").await, tried);
        assert_eq!(logged(app, "log-in-waits").await, 1, "once for one wait");
    });
}

// Each try is of another name and from another address, so that none waits for the others' sake.
#[test]
fn a_flood_of_tries_is_turned_away_and_does_not_queue_without_end() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let mut tries = JoinSet::new();
        for number in 1..=150 {
            let app = app.clone();
            tries.spawn(async move {
                let (user, from) = (format!("user-{number}"), format!("10.{number}.0.1"));
                app.log_in(&user, "fel", Some(at(&from))).await
            });
        }
        let answers = tries.join_all().await;
        let busy = Err(AppError::Busy);
        let turned_away = answers.iter().filter(|answer| **answer == busy).count();
        assert!(turned_away > 0, "all were tried");
        assert!(right(app, "ward-nurse", WARD).await.is_ok());
    });
}

#[test]
fn the_right_password_waits_too_and_gets_in_when_the_wait_is_over() {
    on_both(async |stage: Stage| {
        let (app, start) = (&stage.app, stage.app.now());
        for _ in 0..5 {
            assert_eq!(
                guess(app, "ward-nurse", STRANGER).await,
                AppError::WrongPassword
            );
        }
        assert!(waits(
            &right(app, "ward-nurse", STRANGER).await.unwrap_err()
        ));
        // A restart, or another machine, has not forgotten.
        let after = async |seconds| {
            let at = start + SignedDuration::from_secs(seconds);
            restarted(&stage, &at.to_string()).await
        };
        let beside = after(20).await;
        assert!(waits(
            &right(&beside, "ward-nurse", STRANGER).await.unwrap_err()
        ));
        let later = after(40).await;
        assert_eq!(
            guess(&later, "ward-nurse", STRANGER).await,
            AppError::WrongPassword
        );
        // The next wait is twice as long.
        let next = after(80).await;
        assert!(waits(
            &right(&next, "ward-nurse", STRANGER).await.unwrap_err()
        ));
        let over = after(110).await;
        assert!(right(&over, "ward-nurse", STRANGER).await.is_ok());
        // Who has got in begins anew.
        assert_eq!(
            guess(&over, "ward-nurse", STRANGER).await,
            AppError::WrongPassword
        );
        assert!(right(&over, "ward-nurse", STRANGER).await.is_ok());
    });
}

#[test]
fn guesses_from_elsewhere_keep_nobody_out_of_where_they_usually_log_in() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        right(app, "ward-nurse", WARD).await.unwrap();
        // From one address, then from many, as from machines that somebody has taken over.
        for _ in 0..30 {
            guess(app, "ward-nurse", STRANGER).await;
        }
        let mut tried = 0;
        for machine in 1..=30 {
            let from = format!("198.51.100.{machine}");
            tried += usize::from(!waits(&guess(app, "ward-nurse", &from).await));
        }
        assert!(tried <= 5, "{tried} more from addresses that are new");
        assert!(right(app, "ward-nurse", WARD).await.is_ok());
        // At an address that is new to the user, even the user has to wait meanwhile.
        let new = right(app, "ward-nurse", "10.1.1.2").await;
        assert!(waits(&new.unwrap_err()));
        // Others are not held up at the stranger's address either, once they are known there.
        right(app, "physician", "10.1.1.2").await.unwrap();
        assert!(right(app, "physician", "10.1.1.2").await.is_ok());
    });
}

#[test]
fn one_password_tried_on_many_users_is_stopped_at_the_address() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let users = ["ward-nurse", "physician", "health-centre", "head-office"];
        let names = (0..36).map(|number| format!("anvandare-{number}"));
        let all: Vec<String> = users.map(str::to_owned).into_iter().chain(names).collect();
        let mut tried = 0;
        for (number, user) in all.iter().enumerate() {
            // An account of one's own clears nothing, nor does another, whose first time it is there.
            let own = if number < 10 {
                "administrator"
            } else {
                "administrator-2"
            };
            let _ = right(app, own, STRANGER).await;
            tried += usize::from(!waits(&guess(app, user, STRANGER).await));
        }
        assert_eq!(tried, 20);
    });
}

#[test]
fn a_name_that_belongs_to_nobody_is_answered_alike_and_not_written_down() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let mut answers = Vec::new();
        for user in ["ward-nurse", "mitt-hemliga-losenord"] {
            let mut answered = Vec::new();
            for _ in 0..7 {
                let before = app.statements_read();
                let waits = waits(&guess(app, user, STRANGER).await);
                answered.push((waits, app.statements_read() - before));
            }
            answers.push(answered);
        }
        let [of_user, of_nobody] = answers.as_slice() else {
            panic!("two")
        };
        for (user, nobody) in of_user.iter().zip(of_nobody) {
            assert_eq!(user, nobody, "{of_user:?} {of_nobody:?}");
        }
        let rows = app
            .database()
            .read(audit::page(-1, 0, 10_000))
            .await
            .unwrap();
        for row in rows {
            let (actor, detail) = (&row.entry.actor, &row.entry.detail);
            assert!(!actor.contains("hemliga") && !detail.contains("hemliga"));
        }
        if let Some(file) = stage.url().strip_prefix("sqlite:") {
            for part in ["", "-wal"] {
                let bytes = std::fs::read(format!("{file}{part}")).unwrap();
                let found = bytes.windows(7).any(|letters| letters == b"hemliga");
                assert!(!found, "in the store{part}");
            }
        }
    });
}

async fn log_ins(app: &App, login: &str) -> Vec<ReviewItem> {
    let reviewer = caller(app, login).await;
    items(app, &reviewer).await
}

async fn items(app: &App, reviewer: &app::Caller) -> Vec<ReviewItem> {
    let asked = DrawAsked {
        from: "2026-03-05".parse().unwrap(),
        to: "2026-03-05".parse().unwrap(),
        number: 0,
        seed: None,
    };
    app.draw_reviews(reviewer, &asked).await.unwrap();
    let board = app
        .reviews(reviewer, ReviewsAsked::default())
        .await
        .unwrap()
        .into_view();
    let mut found = Vec::new();
    for item in board.open {
        if item.kind == ReviewKind::LogIns {
            let id = item.id.to_string();
            found.push(app.review(reviewer, &id).await.unwrap().into_view());
        }
    }
    found
}

#[test]
fn a_log_reviewer_sees_who_was_tried_from_where_and_whether_somebody_got_in() {
    on_both(async |stage: Stage| {
        let (app, start) = (&stage.app, stage.app.now());
        for _ in 0..6 {
            guess(app, "ward-nurse", STRANGER).await;
            guess(app, "nobody-of-ours", "192.0.2.8").await;
        }
        let later = (start + SignedDuration::from_mins(2)).to_string();
        let app = &restarted(&stage, &later).await;
        let token = right(app, "ward-nurse", STRANGER).await.unwrap();
        app.log_out(&token).await.unwrap();
        let seen = log_ins(app, "log-reviewer").await;
        let of = |name: &str| seen.iter().find(|item| item.by == name).unwrap();
        let said: Vec<&str> = of("Karin Lind")
            .rows
            .iter()
            .map(|row| row.what.as_str())
            .collect();
        let wrong = "Fel lösenord vid inloggning, från adressen 192.0.2.7";
        assert_eq!(said[..5], [wrong; 5]);
        assert!(said[5].starts_with("Inloggningen fick vänta"), "{said:?}");
        assert_eq!(said[6..], ["Loggade in", "Loggade ut"]);
        let nobody = of("Okänd");
        assert!(
            nobody.reason.contains("som inte finns"),
            "{}",
            nobody.reason
        );
        // Another organisation's reviewer sees neither.
        let other = further(
            app,
            "municipal-primary-care",
            Unit::MunicipalCare,
            Role::LogReviewer,
        );
        let other = other.await;
        assert_eq!(items(app, &other).await.len(), 0);
    });
}

#[test]
fn counts_are_forgotten_when_they_matter_no_more_and_usual_addresses_after_a_season() {
    on_both(async |stage: Stage| {
        let (app, start): (_, Timestamp) = (&stage.app, stage.app.now());
        right(app, "ward-nurse", WARD).await.unwrap();
        for _ in 0..12 {
            guess(app, "ward-nurse", STRANGER).await;
        }
        let days = async |days: i64| {
            let at = start + SignedDuration::from_hours(24 * days);
            let app = restarted(&stage, &at.to_string()).await;
            app.forget_expired().await.unwrap();
            app
        };
        let tomorrow = days(2).await;
        assert!(right(&tomorrow, "ward-nurse", "10.1.1.9").await.is_ok());
        // Usual still, and no longer when a season has passed.
        for (after, usual) in [(80, true), (175, false)] {
            let app = days(after).await;
            for machine in 1..=12 {
                guess(&app, "ward-nurse", &format!("198.51.100.{machine}")).await;
            }
            let let_in = right(&app, "ward-nurse", WARD).await.is_ok();
            assert_eq!(let_in, usual, "after {after} days");
        }
    });
}

// Whoever knows the first password keeps a log-in under way while its user changes it.
#[test]
fn no_log_in_that_is_under_way_outlives_a_change_of_password() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let systems = app.demo_caller("administrator").await.unwrap();
        let staff = NewStaff {
            login: "nora".to_owned(),
            name: "Nora".to_owned(),
            password: PASSWORD.to_owned(),
            assignments: vec![(Unit::SocialServices.hsa_id(), Role::SocialServicesStaff)],
        };
        app.add_staff(&systems, &staff).await.unwrap();
        let own = app.log_in("nora", PASSWORD, None).await.unwrap();
        let mut others = JoinSet::new();
        for _ in 0..8 {
            let app = app.clone();
            others.spawn(async move { app.log_in("nora", PASSWORD, None).await });
        }
        let new = "fyra vanliga ord i rad";
        let changed = app.change_password(&own, PASSWORD, new, "", None).await;
        let kept = changed.unwrap();
        assert!(app.signed_in(&kept).await.is_ok());
        while let Some(other) = others.join_next().await {
            if let Ok(token) = other.unwrap() {
                let still = app.signed_in(&token).await;
                assert!(still.is_err(), "a session with the old password goes on");
            }
        }
    });
}

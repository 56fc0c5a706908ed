//! Sessions on both databases. They end for good when the user logs out, half an hour after their
//! last use, or half a day after they began.

use app::{App, AppError, SESSION_IDLE, SESSION_LIFE};
use jiff::{SignedDuration, Timestamp};
use testkit::{PASSWORD, Stage};

use crate::scene::{on_both, restarted};

/// The app some minutes after a time.
async fn after(stage: &Stage, start: Timestamp, minutes: i64) -> App {
    let at = start + SignedDuration::from_mins(minutes);
    restarted(stage, &at.to_string()).await
}

#[test]
fn a_session_ends_at_once_when_somebody_logs_out() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let kept = app.log_in("ward-nurse", PASSWORD, None).await.unwrap();
        let token = app.log_in("ward-nurse", PASSWORD, None).await.unwrap();
        // Used once before, so that the token is cached.
        assert_eq!(app.signed_in(&token).await.unwrap().name, "Karin Lind");
        app.log_out(&token).await.unwrap();
        let ended = Some(AppError::NotSignedIn);
        assert_eq!(app.signed_in(&token).await.err(), ended);
        assert_eq!(app.caller(&token).await.err(), ended);
        // It has also ended for another program on the same store, while the user's other session
        // continues.
        let beside = after(&stage, app.now(), 0).await;
        assert_eq!(beside.signed_in(&token).await.err(), ended);
        assert!(beside.signed_in(&kept).await.is_ok());
    });
}

#[test]
fn a_session_unused_for_half_an_hour_has_ended_and_using_it_does_not_revive_it() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let token = app.log_in("ward-nurse", PASSWORD, None).await.unwrap();
        let start = app.now();
        let ended = Some(AppError::NotSignedIn);
        assert_eq!(SESSION_IDLE, SignedDuration::from_mins(30));
        let later = after(&stage, start, 31).await;
        for _ in 0..2 {
            assert_eq!(later.signed_in(&token).await.err(), ended);
        }
        assert_eq!(later.caller(&token).await.err(), ended);
        // Nothing was written to the store either.
        let again = after(&stage, start, 32).await;
        assert_eq!(again.signed_in(&token).await.err(), ended);
    });
}

#[test]
fn a_session_that_is_used_lives_half_an_hour_more_and_then_ends() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let token = app.log_in("ward-nurse", PASSWORD, None).await.unwrap();
        let start = app.now();
        let used = after(&stage, start, 20).await;
        assert!(used.signed_in(&token).await.is_ok());
        let alive = after(&stage, start, 45).await;
        assert!(alive.signed_in(&token).await.is_ok());
        let ended = after(&stage, start, 80).await;
        assert_eq!(
            ended.signed_in(&token).await.err(),
            Some(AppError::NotSignedIn)
        );
    });
}

#[tokio::test]
async fn a_session_that_is_used_all_the_time_ends_after_half_a_day() {
    let start: Timestamp = "2026-03-05T06:00:00Z".parse().unwrap();
    let stage = Stage::rehearsed(start, 1).await;
    let app = &stage.app;
    let token = app.log_in("ward-nurse", PASSWORD, None).await.unwrap();
    let minutes = |after: i64| stage.set_clock(start + SignedDuration::from_mins(after));
    assert_eq!(SESSION_LIFE, SignedDuration::from_hours(12));
    for after in (0..720).step_by(20) {
        minutes(after);
        let signed_in = app.signed_in(&token).await.unwrap();
        assert_eq!(signed_in.ends_by, start + SESSION_LIFE);
        // Choosing an assignment is a use and no new beginning.
        let own = signed_in.assignments.first().unwrap();
        app.choose_assignment(&token, &own.id).await.unwrap();
    }
    minutes(719);
    assert!(app.signed_in(&token).await.is_ok());
    for after in [720, 721, 719] {
        minutes(after);
        let ended = app.signed_in(&token).await.is_err();
        assert_eq!(ended, after >= 720, "{after}");
    }
}

#[tokio::test]
async fn a_session_is_no_key_to_the_api_and_a_programs_key_is_no_session() {
    let stage = Stage::new().await;
    let app = &stage.app;
    let session = app.log_in("ward-nurse", PASSWORD, None).await.unwrap();
    let program = app.demo_token("ward-nurse").await.unwrap();
    let none = Some(AppError::NotSignedIn);
    // Twice, since the second time it is known from before.
    for _ in 0..2 {
        assert!(app.signed_in(&session).await.is_ok());
        assert!(app.caller(&program).await.is_ok());
        assert_eq!(app.caller(&session).await.err(), none);
        assert_eq!(app.signed_in(&program).await.err(), none);
    }
    // Nor does logging out end a program's key.
    app.log_out(&program).await.unwrap();
    assert!(app.caller(&program).await.is_ok());
}

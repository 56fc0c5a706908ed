//! Sessions on both databases. They end for good when the user logs out, or half an hour after
//! their last use.

use app::{App, AppError, SESSION_IDLE};
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
        let kept = app.log_in("ward-nurse", PASSWORD).await.unwrap();
        let token = app.log_in("ward-nurse", PASSWORD).await.unwrap();
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
        let token = app.log_in("ward-nurse", PASSWORD).await.unwrap();
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
        let token = app.log_in("ward-nurse", PASSWORD).await.unwrap();
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

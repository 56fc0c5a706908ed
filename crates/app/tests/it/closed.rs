//! Closed cases on both databases: when they were closed, how they are listed, and what opening one
//! again leaves for log review.

use app::{App, Caller, ReviewsAsked};
use serde_json::json;
use testkit::Stage;
use vocabulary::review::ReviewKind;

use crate::scene::{caller, done_by, give_all, on_both, open, restarted};

fn close() -> (&'static str, serde_json::Value) {
    ("close_case", json!({ "cause": "completed" }))
}

/// The ids of the closed cases, page by page, and the places where pages ended.
async fn listed(app: &App, who: &Caller) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut ends) = (Vec::new(), Vec::new());
    loop {
        let page = app.closed_cases(who, ends.last().map(String::as_str));
        let page = page.await.unwrap();
        ids.extend(page.rows.view().iter().map(|row| row.id.to_string()));
        match page.next {
            Some(end) => ends.push(end),
            None => return (ids, ends),
        }
    }
}

// covers: X4
#[test]
fn closed_cases_are_listed_page_by_page_and_each_one_is_logged() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let mut all = Vec::new();
        for _ in 0..53 {
            let id = open(app, "without_permits").await;
            give_all(app, &nurse, &id, &[close()]).await;
            all.push(id);
        }
        let (mut found, ends) = listed(app, &nurse).await;
        assert_eq!(ends.len(), 1);
        // Where a page ended says no more than the page does: the day and a case that it shows.
        let last = ends[0].split_once('~').unwrap().1;
        assert!(found.iter().any(|id| id == last), "{ends:?}");
        found.sort();
        all.sort();
        assert_eq!(found, all);
        let seen = done_by(app, &nurse).await;
        let rows = seen.iter().filter(|row| row.1 == "listed").count();
        assert_eq!(rows, 53);
        let administrator = caller(app, "administrator").await;
        assert!(app.closed_cases(&administrator, None).await.is_err());
    });
}

// covers: X4
#[test]
fn what_is_recorded_in_a_closed_case_does_not_move_the_day_when_it_was_closed() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let first = open(app, "without_permits").await;
        give_all(app, &nurse, &first, &[close()]).await;
        let app = &restarted(&stage, "2026-03-06T09:00:00+01:00").await;
        let second = open(app, "without_permits").await;
        give_all(app, &nurse, &second, &[close()]).await;
        let app = &restarted(&stage, "2026-03-07T09:00:00+01:00").await;
        let told = json!({
            "audience": "migration_agency", "at": "2026-03-06T09:30:00+01:00",
            "what": "Sade att Amina ligger här",
        });
        give_all(app, &nurse, &first, &[("report_wrong_disclosure", told)]).await;
        assert_eq!(listed(app, &nurse).await.0, [second, first.clone()]);
        assert_eq!(app.verify().await.unwrap().findings, Vec::<String>::new());
        // As the program before this one left it.
        let head = app.database().read(store::journal::head_by_id(&first));
        let head = head.await.unwrap().remove(0);
        let mut work = store::Work::new();
        let wrong = Some("2026-03-07T08:00:00.000000Z");
        work.push(store::journal::closed_at(&head.key, wrong));
        app.database().write(work).await.unwrap();
        assert_eq!(app.verify().await.unwrap().findings.len(), 1);
        app.rebuild_projections(|_| ()).await.unwrap();
        assert_eq!(app.verify().await.unwrap().findings, Vec::<String>::new());
    });
}

// covers: X4
#[test]
fn a_closed_case_that_is_opened_again_comes_to_log_review() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let reviewer = caller(app, "log-reviewer").await;
        let id = open(app, "without_permits").await;
        let reopen = json!({ "reason": "Fel ärende avslutades" });
        give_all(app, &nurse, &id, &[close(), ("reopen_case", reopen)]).await;
        let board = app.reviews(&reviewer, ReviewsAsked::default()).await;
        let board = board.unwrap().into_view();
        let kinds: Vec<ReviewKind> = board.open.iter().map(|item| item.kind).collect();
        assert_eq!(kinds, [ReviewKind::Reopened]);
    });
}

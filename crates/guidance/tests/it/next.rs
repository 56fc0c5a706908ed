//! Which step comes next, and when to look again.

use guidance::next_step;
use serde_json::json;
use vocabulary::step::StepStatus;

use crate::walk::{LIBRARY, Walk, call, consent, instant, meeting};

fn next(walk: &Walk) -> Option<String> {
    next_step(&walk.steps()).map(|step| step.id.to_owned())
}

// covers: C2.2
#[test]
fn the_step_that_is_due_comes_before_the_order() {
    let mut walk = Walk::opened(&json!({"identifiers": [], "group_evidence": "Bekräftelse"}));
    assert_eq!(next(&walk).as_deref(), Some("V6A.2"));
    walk.does(&call("migration_agency", "need"));
    assert_eq!(next(&walk).as_deref(), Some("C2.2"));
    walk.moves(
        "C2.2",
        StepStatus::Todo,
        &call("head_office", "missing_card"),
        StepStatus::Done,
    );
    assert_eq!(next(&walk).as_deref(), Some("C2.3"), "no number at all");
}

// covers: C2.2
#[test]
fn an_lma_number_makes_the_missing_card_a_thing_of_the_past() {
    let walk = Walk::opened(&json!({}));
    assert_eq!(walk.status("C2.2"), StepStatus::NotApplicable);
    assert_eq!(
        walk.reason("C2.2"),
        "LMA-numret finns i ärendet, och ingen har antecknat att kortet inte gäller."
    );
}

#[test]
fn waiting_comes_only_when_nothing_else_is_left() {
    let mut walk = Walk::opened(&json!({"interpreter_needed": false, "device_need": false}));
    walk.does(&call("migration_agency", "need"));
    walk.does(&json!({"command": "write_certificate", "content": "Hjälp"}));
    walk.does(&consent("sip", "refused"));
    let open: Vec<StepStatus> = walk.steps().iter().map(|step| step.status).collect();
    assert!(
        !open.contains(&StepStatus::Todo) && !open.contains(&StepStatus::Started),
        "{open:?}"
    );
    assert_eq!(next(&walk).as_deref(), Some("V6A.9"));
}

#[test]
fn the_clock_is_looked_at_again_when_a_step_becomes_late_and_when_the_meeting_begins() {
    let mut walk = Walk::opened(&json!({}));
    let look = |walk: &Walk| walk.recheck_at().unwrap();
    assert_eq!(look(&walk), instant("2026-03-06T12:00:01+01:00"));
    walk.does(&call("migration_agency", "need"));
    walk.does(&consent("sip", "given"));
    walk.does(&meeting());
    assert_eq!(look(&walk), instant(crate::walk::MEETING));
}

#[test]
fn the_clock_alone_changes_nothing_between_two_looks() {
    let mut walk = Walk::opened(&json!({"birth_date": "2008-06-01", "group": "mass_refugee"}));
    walk.does(&consent("sip", "given"));
    walk.does(&meeting());
    let shown = |walk: &Walk| {
        (
            walk.steps(),
            guidance::warnings(&walk.case, &LIBRARY, walk.now),
        )
    };
    for _ in 0..20 {
        let Some(look) = walk.recheck_at() else {
            break;
        };
        let mut just_before = walk.clone();
        just_before.now = look
            .saturating_sub(jiff::SignedDuration::from_nanos(1))
            .unwrap();
        assert_eq!(
            shown(&just_before),
            shown(&walk),
            "something changed before {look}"
        );
        walk.now = look;
    }
}

//! The one deadline the guidance gives, across Swedish holidays and summer time.

use serde_json::json;
use vocabulary::{calendar::rfc3339_local, step::StepStatus};

use crate::walk::{Walk, call, instant};

fn due(walk: &Walk, id: &str) -> String {
    walk.step(id).due.map(rfc3339_local).unwrap_or_default()
}

// covers: V6A.2, V6B.2
#[test]
fn the_call_is_due_when_the_phone_closes_on_the_first_working_day_after_admission() {
    for (admitted, due_at) in [
        ("2026-03-05T09:00:00+01:00", "2026-03-06T12:00:00+01:00"),
        // Friday: the weekend is skipped.
        ("2026-03-06T23:30:00+01:00", "2026-03-09T12:00:00+01:00"),
        // Admitted on a working day before the phone opens: still the day after.
        ("2026-03-09T06:00:00+01:00", "2026-03-10T12:00:00+01:00"),
        // Just after midnight in Sweden, the day before in UTC.
        ("2026-03-10T00:30:00+01:00", "2026-03-11T12:00:00+01:00"),
        // Thursday before Good Friday: Easter Monday is no working day.
        ("2026-04-02T15:00:00+02:00", "2026-04-07T12:00:00+02:00"),
        // Summer time begins on the Sunday between.
        ("2026-03-27T20:00:00+01:00", "2026-03-30T12:00:00+02:00"),
        // Ascension Day.
        ("2026-05-13T08:00:00+02:00", "2026-05-15T12:00:00+02:00"),
        // Midsummer Eve is a Friday.
        ("2026-06-18T08:00:00+02:00", "2026-06-22T12:00:00+02:00"),
        // Christmas Eve and Christmas Day, a Saturday, a Sunday.
        ("2026-12-23T10:00:00+01:00", "2026-12-28T12:00:00+01:00"),
        // New Year's Eve and Day, then a weekend.
        ("2026-12-30T10:00:00+01:00", "2027-01-04T12:00:00+01:00"),
    ] {
        for (need, id) in [("unmet", "V6A.2"), ("none", "V6B.2")] {
            let walk = Walk::opened_at(admitted, &json!({"nursing_need": need}));
            assert_eq!(due(&walk, id), due_at, "admitted {admitted}");
        }
    }
}

// covers: V6A.2
#[test]
fn the_admission_counts_also_when_the_case_is_opened_later() {
    let walk = Walk::opened_at(
        "2026-03-09T09:00:00+01:00",
        &json!({"admitted_at": "2026-03-05T22:00:00+01:00"}),
    );
    assert_eq!(due(&walk, "V6A.2"), "2026-03-06T12:00:00+01:00");
    assert!(walk.step("V6A.2").overdue);
}

// covers: V6A.2
#[test]
fn a_group_established_later_moves_the_call_to_the_day_after_that() {
    let mut walk = Walk::opened(&json!({"group": "unestablished", "identifiers": []}));
    walk = walk.at("2026-03-13T10:00:00+01:00");
    walk.does(
        &json!({"command": "establish_group", "verified_in": "card", "group": "asylum_seeker",
        "evidence": "LMA-kort"}),
    );
    assert_eq!(due(&walk, "V6A.2"), "2026-03-16T12:00:00+01:00");
    assert!(!walk.step("V6A.2").overdue);
}

// covers: V6A.2
#[test]
fn late_is_after_twelve_and_a_call_ends_it() {
    let walk = Walk::opened(&json!({}));
    let at_twelve = walk.clone().at("2026-03-06T12:00:00+01:00");
    assert!(!at_twelve.step("V6A.2").overdue);
    let mut after = walk.at("2026-03-06T12:00:01+01:00");
    assert!(after.step("V6A.2").overdue);
    after.does(&call("migration_agency", "need"));
    assert_eq!(after.status("V6A.2"), StepStatus::Done);
    assert!(!after.step("V6A.2").overdue);
}

// covers: V6A.2
#[test]
fn a_call_about_an_earlier_stay_does_not_count() {
    let mut walk = Walk::opened(&json!({}));
    let mut early = call("migration_agency", "need");
    early["at"] = json!("2026-03-04T10:00:00+01:00");
    walk.does(&early);
    assert_eq!(walk.status("V6A.2"), StepStatus::Todo);
    // The same day counts: a call is noted with a rounded time.
    early["at"] = json!("2026-03-05T08:30:00+01:00");
    walk.does(&early);
    assert_eq!(walk.status("V6A.2"), StepStatus::Done);
    assert_eq!(
        walk.step("V6A.2").done_at,
        Some(instant("2026-03-05T08:30:00+01:00"))
    );
}

// covers: V6A.2
#[test]
fn a_letter_is_no_call() {
    let mut walk = Walk::opened(&json!({}));
    walk.does(&crate::walk::consent("sip", "given"));
    walk.does(
        &json!({"command": "record_contact", "audience": "migration_agency",
        "channel": "post", "at": "NOW", "summary": "Brev", "subject": "need"}),
    );
    assert_eq!(walk.status("V6A.2"), StepStatus::Todo);
}

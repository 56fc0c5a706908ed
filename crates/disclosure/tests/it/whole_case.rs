//! What the view of the whole case says to its reader.

use serde_json::Value;

use crate::story::{
    COORDINATOR, GUARD, HEALTH_CENTRE, HEALTH_CENTRE_NURSE, LIBRARY, NURSE, Story, TROLLHATTAN,
    Who, shown,
};

fn read_by(who: Who, story: &Story) -> Value {
    let case = GUARD.regional_case(&who.actor(), &story.case, 5, &LIBRARY, story.now);
    shown(&case.unwrap())
}

#[test]
fn only_who_made_the_latest_change_may_undo_it() {
    let story = Story::of("asylum_seeker", "none");
    assert_eq!(read_by(NURSE, &story)["undoable"], false);
    let changed = story.stays_in_trollhattan();
    assert_eq!(read_by(NURSE, &changed)["undoable"], true);
    assert_eq!(read_by(COORDINATOR, &changed)["undoable"], false);
}

#[test]
fn a_party_that_reads_the_case_does_not_coordinate_it_by_that() {
    let story = Story::of("asylum_seeker", "none")
        .consents("case")
        .adds(HEALTH_CENTRE);
    assert_eq!(read_by(NURSE, &story)["coordinates"], true);
    assert_eq!(read_by(HEALTH_CENTRE_NURSE, &story)["coordinates"], false);
}

// covers: VV.1
#[test]
fn staff_are_warned_when_the_guidance_has_run_out_and_told_how_heavily_it_weighs() {
    let story = Story::of("asylum_seeker", "none");
    let at = |instant: &str| {
        let now = instant.parse().unwrap();
        let warned = GUARD.warnings(&NURSE.actor(), &story.case, &LIBRARY, now);
        let warned = shown(&warned.unwrap());
        let all = warned.as_array().unwrap().iter();
        let expired = all
            .clone()
            .find(|found| found["code"] == "guidance-expired");
        expired.cloned()
    };
    assert_eq!(at("2026-07-01T10:00:00Z"), None);
    let expired = at("2026-08-03T10:00:00Z").unwrap();
    assert_eq!(expired["rule"], "VV.1");
    assert_eq!(expired["weight"], "caution");
    assert!(expired["detail"].as_str().unwrap().contains("1 juli 2026"));
}

// covers: V6B.7
#[test]
fn a_unit_that_has_been_a_party_is_still_said_to_be_what_it_is() {
    let story = Story::purchased_for("asylum_seeker").then(&serde_json::json!({
        "command": "establish_residence", "municipality": "1487",
        "address": "Fiktivgatan 2", "postal_code": "462 30", "housing": "own",
    }));
    let rows = GUARD.audiences(
        &NURSE.actor(),
        &story.case,
        &story.journal,
        &story.told,
        &[],
        &[],
    );
    let rows = shown(&rows.unwrap());
    let mut rows = rows.as_array().unwrap().iter();
    let audience = format!("unit:{TROLLHATTAN}");
    let former = rows.find(|row| row["audience"] == audience.as_str());
    assert_eq!(former.unwrap()["kind"], "Kommunal primärvård");
}

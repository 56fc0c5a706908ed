//! A case opened in an emergency: the opener may read it for a while, and its parties see who
//! opened it.

use disclosure::{
    EmergencyOpening,
    views::{EmergencyRow, Moment},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::story::{
    GUARD, LIBRARY, MANAGER, NAME, NURSE, STRANGER, STRANGER_PHYSICIAN, Story, Who, hsa, shown,
};

fn opening(who: Who, story: &Story) -> EmergencyOpening {
    EmergencyOpening {
        case: story.case.id,
        staff: who.actor().staff,
        unit: hsa(who.at),
        until: story.now + SignedDuration::from_mins(30),
    }
}

fn read(who: Who, story: &Story, opening: &EmergencyOpening, now: Timestamp) -> Option<Value> {
    let (case, journal) = (&story.case, &story.journal);
    let seen = GUARD.emergency_case(&who.actor(), case, opening, journal, 5, &LIBRARY, now);
    seen.map(|seen| shown(&seen))
}

#[test]
fn an_emergency_shows_the_case_its_steps_and_its_events_until_its_time_is_out() {
    let story = Story::of("without_permits", "unmet");
    let own = opening(STRANGER_PHYSICIAN, &story);
    let seen = read(STRANGER_PHYSICIAN, &story, &own, story.now).unwrap();
    assert_eq!(seen["case"]["person"]["name"], NAME);
    assert_eq!(seen["until"], "2026-03-05T09:30:00+01:00");
    let steps = guidance::steps(&story.case, &LIBRARY, story.now);
    assert_eq!(seen["steps"].as_array().unwrap().len(), steps.len());
    assert_eq!(seen["steps"][0]["title"], steps[0].title);
    let events = seen["events"].as_array().unwrap();
    assert_eq!(events.len(), story.journal.len());
    assert_eq!(events[0]["what"], "Ärendet startades");

    assert!(read(STRANGER_PHYSICIAN, &story, &own, own.until).is_none());
    assert!(read(STRANGER, &story, &own, story.now).is_none());
}

#[test]
fn nothing_can_be_done_from_an_emergency_even_by_who_coordinates() {
    let story = Story::of("asylum_seeker", "none").stays_in_trollhattan();
    let seen = read(NURSE, &story, &opening(NURSE, &story), story.now).unwrap();
    assert_eq!(seen["case"]["undoable"], false);
    assert_eq!(seen["case"]["coordinates"], false);
}

#[test]
fn the_regional_parties_see_who_opened_their_case_and_nobody_else_does() {
    let story = Story::purchased_for("asylum_seeker");
    let row = EmergencyRow {
        at: Moment(story.now),
        until: Moment(story.now + SignedDuration::from_mins(30)),
        by: "Karin Lind".to_owned(),
        unit: "Avdelning 62, NÄL".to_owned(),
        reason: "Fara för patientens liv eller hälsa",
        words: "Kom in medvetslös".to_owned(),
        outcome: None,
        decided_at: None,
    };
    let seen = |who: Who| GUARD.emergencies(&who.actor(), &story.case, vec![row.clone()]);
    let rows = shown(&seen(NURSE).unwrap());
    assert_eq!(rows[0]["unit"], "Avdelning 62, NÄL");
    assert_eq!(rows[0]["words"], "Kom in medvetslös");
    for who in [MANAGER, STRANGER, STRANGER_PHYSICIAN] {
        assert!(seen(who).is_none(), "{}", who.title);
    }
}

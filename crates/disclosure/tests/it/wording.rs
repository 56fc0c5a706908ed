//! What has happened, in words that anybody at the unit understands.

use std::fmt::Write as _;

use serde_json::json;

use crate::story::{GUARD, NURSE, PHYSICIAN, Story, shown};

#[test]
fn a_whole_story_reads_in_plain_swedish() {
    let story = Story::of("asylum_seeker", "unmet")
        .phones_the_migration_agency()
        .by(
            PHYSICIAN,
            &json!({"command": "write_certificate", "content": "Behöver hjälp"}),
        )
        .consents("sip")
        .plans_a_meeting("in_person")
        .then(&json!({"command": "book_interpreter", "language": "ar",
            "at": "2026-03-12T14:00:00+01:00", "reference": "T-1"}))
        .then(&json!({"command": "undo_latest"}))
        .stays_in_trollhattan()
        .then(
            &json!({"command": "establish_needs", "nursing_need": "none",
            "health_care_need": true, "device_need": false}),
        )
        .consents("case")
        .asks(crate::story::TROLLHATTAN)
        .answered(crate::story::TROLLHATTAN, "yes")
        .establishes("without_permits")
        .protects_the_identity()
        .closes();
    let rows = shown(
        &GUARD
            .events(
                &NURSE.actor(),
                &story.case,
                (1..).zip(&story.journal),
                &story.told,
            )
            .unwrap(),
    );
    let mut text = String::new();
    for row in rows.as_array().unwrap() {
        assert!(row["at"].as_str().unwrap().ends_with("+01:00"));
        assert_eq!(row["unit"], "Avdelning 43, NÄL");
        let what = row["what"].as_str().unwrap();
        let detail = row["detail"].as_str().unwrap();
        assert!(!format!("{what}{detail}").contains('!'));
        writeln!(text, "{what} | {detail}").unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn what_was_corrected_about_the_patient_is_said_from_what_to_what() {
    let story = Story::of("asylum_seeker", "unmet").then(&json!({
        "command": "correct_person", "name": "Amina B Kanariefågel", "language": "so",
        "interpreter_needed": false, "room": "sal 7",
    }));
    let rows = shown(
        &GUARD
            .events(
                &NURSE.actor(),
                &story.case,
                (1..).zip(&story.journal),
                &story.told,
            )
            .unwrap(),
    );
    let rows = rows.as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["what"] == "Patientens uppgifter rättades")
        .unwrap();
    assert_eq!(
        row["detail"],
        "Namn: från Amina Kanariefågel till Amina B Kanariefågel. Språk: från arabiska till somaliska. Tolk: \
         från behövs till behövs inte. Rum eller plats: från sal 4 till sal 7."
    );
}

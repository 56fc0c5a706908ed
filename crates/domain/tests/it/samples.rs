//! One stored sample of every event in every version that a journal may contain. Each is read as
//! what it meant, and written back unchanged.
#![expect(clippy::panic, reason = "the helpers of tests fail loudly")]

mod expected;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use domain::{
    Event,
    event::{JournalError, decode},
};
use serde_json::{Value, json};
use vocabulary::sip::MeetingForm;

use crate::story::{MEETING_POINT, WARD};

/// What is stored of a version (`samples/v1.json`), by the kind of event.
fn samples(version: u32) -> BTreeMap<String, String> {
    let file: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "tests/it/samples",
        &format!("v{version}.json"),
    ]
    .iter()
    .collect();
    let stored = fs::read_to_string(&file);
    let stored = stored.unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
    let stored: Vec<Value> =
        serde_json::from_str(&stored).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
    let by_kind: BTreeMap<String, String> = stored
        .iter()
        .filter_map(|sample| Some((sample["kind"].as_str()?.to_owned(), sample.to_string())))
        .collect();
    assert_eq!(
        by_kind.len(),
        stored.len(),
        "version {version}: one of each kind"
    );
    by_kind
}

/// The row's payload: the event with its instant and author.
fn payload(event: &str) -> String {
    format!(
        r#"{{"at":"2026-03-02T09:00:00Z","by":{{"staff":"s1","name":"Karin Lind","role":"care_staff","unit":"{WARD}","unit_name":"Avdelning 43"}},"event":{event}}}"#
    )
}

#[test]
fn every_version_of_every_event_has_a_stored_sample_and_nothing_else_has() {
    let newest = Event::KINDS.iter().map(|(_, version)| *version).max();
    let newest = newest.unwrap_or_default();
    for version in 1..=newest {
        let declared: BTreeSet<String> = Event::KINDS
            .iter()
            .filter(|(_, written)| *written >= version)
            .map(|(kind, _)| (*kind).to_owned())
            .collect();
        let stored: BTreeSet<String> = samples(version).into_keys().collect();
        assert_eq!(stored, declared, "version {version}");
    }
    assert!(Event::KINDS.len() > 40);
}

#[test]
fn a_stored_sample_of_any_version_is_read_as_the_event_it_meant() {
    for event in expected::events() {
        for version in 1..=event.version() {
            let sample = &samples(version)[event.kind()];
            let entry = decode(event.kind(), i64::from(version), &payload(sample))
                .unwrap_or_else(|fault| panic!("{} {version}: {fault}", event.kind()));
            assert_eq!(entry.event, event, "{} {version}", event.kind());
        }
    }
}

#[test]
fn a_meeting_planned_in_the_first_shape_keeps_its_form_meeting_point_and_link() {
    let link = "https://mote.example.se/1";
    for (form, point, link) in [
        (MeetingForm::InPerson, Some("Huvudentrén"), None),
        (MeetingForm::InPerson, Some("Huvudentrén"), Some(link)),
        (MeetingForm::Digital, None, Some(link)),
        (MeetingForm::Digital, Some("Huvudentrén"), Some(link)),
    ] {
        let row = json!({ "kind": "sip_meeting_planned", "meeting": {
            "at": "2026-03-05T08:00:00Z", "form": form, "meeting_point": point, "link": link,
            "kin_invited": false, "questions": null,
        }});
        let entry = decode("sip_meeting_planned", 1, &payload(&row.to_string())).unwrap();
        let Event::SipMeetingPlanned { meeting } = entry.event else {
            panic!("another event")
        };
        assert_eq!(
            (meeting.form(), meeting.meeting_point(), meeting.link()),
            (form, point, link)
        );
    }
}

#[test]
fn nobody_outside_may_be_told_where_a_meeting_of_an_earlier_shape_is_held() {
    for (version, sample) in [(1, samples(1)), (2, samples(2))] {
        let row = payload(&sample["sip_meeting_planned"]);
        let entry = decode("sip_meeting_planned", version, &row).unwrap();
        let Event::SipMeetingPlanned { meeting } = entry.event else {
            panic!("another event")
        };
        assert_eq!(meeting.outside, None, "version {version}");
        assert_eq!(meeting.meeting_point(), Some("Huvudentrén"));
    }
}

#[test]
fn a_chosen_place_and_a_made_link_are_written_as_they_are_read() {
    let point = json!({ "kind": "point", "point": {
        "id": MEETING_POINT, "building": "Sjukhuset", "name": "Huvudentrén",
    }});
    let room = json!({ "kind": "room", "link": "https://mote.example.se/ajbeeqscijbeeqscij" });
    for outside in [point, room] {
        let mut row: Value = serde_json::from_str(&samples(3)["sip_meeting_planned"]).unwrap();
        row["meeting"]["outside"] = outside;
        let entry = decode("sip_meeting_planned", 3, &payload(&row.to_string())).unwrap();
        assert_eq!(serde_json::to_value(&entry.event).unwrap(), row);
    }
}

#[test]
fn an_event_is_written_as_the_stored_sample_of_its_version() {
    let expected = expected::events();
    assert_eq!(expected.len(), Event::KINDS.len());
    for event in expected {
        let sample = &samples(event.version())[event.kind()];
        let stored: Value = serde_json::from_str(sample).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap(), stored);
    }
}

#[test]
fn an_event_that_a_newer_program_has_written_is_refused_and_the_reason_is_said() {
    let sample = payload(&samples(1)["group_verified"]);
    for (kind, version) in [("group_verified", 99), ("patient_came_home", 1)] {
        let refused = decode(kind, version, &sample).unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!(
                "the journal was written by a newer Vårdbron: it holds {kind} in version \
                 {version}, which this program does not know. Update the program"
            )
        );
    }
}

#[test]
fn a_damaged_row_is_not_taken_for_a_newer_one_and_is_not_quoted() {
    let sample = payload(&samples(1)["person_corrected"]);
    let no_version = decode("person_corrected", 0, &sample);
    let of_another_kind = decode("case_closed", 1, &sample);
    let torn = decode(
        "person_corrected",
        1,
        &sample.replace("1984-05-17", "Amina"),
    );
    for refused in [no_version, of_another_kind, torn] {
        let refused = refused.unwrap_err();
        assert!(matches!(refused, JournalError::Damaged { .. }), "{refused}");
        assert!(!refused.to_string().contains("Amina"), "{refused}");
    }
}

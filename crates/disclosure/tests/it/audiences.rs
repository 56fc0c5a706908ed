//! "Vem ser vad", row by row as in the table of domain.md.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::story::{
    GUARD, HEALTH_CENTRE, MANAGER, NURSE, SOCIAL_SERVICES, STRANGER, Story, TROLLHATTAN,
    VANERSBORG, WARD, hsa, shown, unit,
};

fn rows(story: &Story, candidates: &[&str]) -> Vec<Value> {
    let candidates: Vec<_> = candidates.iter().map(|id| unit(id)).collect();
    let seen = GUARD
        .audiences(
            &NURSE.actor(),
            &story.case,
            &story.journal,
            &story.told,
            &candidates,
            &[],
        )
        .unwrap();
    shown(&seen).as_array().unwrap().clone()
}

fn table(story: &Story, candidates: &[&str]) -> String {
    let mut text = String::new();
    for row in rows(story, candidates) {
        let told: Vec<&str> = row["told"]
            .as_array()
            .unwrap()
            .iter()
            .map(|told| told["what"].as_str().unwrap())
            .collect();
        writeln!(
            text,
            "{}: {} ({}) {}{}",
            row["relation"].as_str().unwrap(),
            row["name"].as_str().unwrap(),
            row["rule"].as_str().unwrap(),
            row["condition"].as_str().unwrap(),
            if told.is_empty() {
                String::new()
            } else {
                format!(" [{}]", told.join("; "))
            },
        )
        .unwrap();
    }
    text
}

fn relation(story: &Story, audience: &str) -> Value {
    let rows = rows(story, &[HEALTH_CENTRE, TROLLHATTAN]);
    let row = rows.iter().find(|row| row["audience"] == audience);
    row.unwrap_or_else(|| panic!("{audience} is missing"))["relation"].clone()
}

// covers: V6A.4
#[test]
fn vem_ser_vad_of_an_asylum_seeker_on_the_ward() {
    let story = Story::of("asylum_seeker", "unmet")
        .phones_the_migration_agency()
        .consents("sip")
        .plans_a_meeting("in_person");
    insta::assert_snapshot!(table(&story, &[HEALTH_CENTRE]));
}

// covers: V6C.1, V6C.2, V6C.11
#[test]
fn vem_ser_vad_of_a_person_without_permits_with_a_purchase() {
    insta::assert_snapshot!(table(&Story::purchased_for("without_permits"), &[]));
}

// covers: V6B.7
#[test]
fn vem_ser_vad_while_the_municipality_thinks() {
    insta::assert_snapshot!(table(
        &Story::asked_of("mass_refugee"),
        &[HEALTH_CENTRE, VANERSBORG]
    ));
}

// covers: V6B.3, V6C.2
#[test]
fn placeholders_are_parties_and_hidden_in_vem_ser_vad() {
    let story = Story::asked_of("without_permits");
    assert_eq!(story.case.parties.len(), 3);
    let text = table(&story, &[]);
    assert!(!text.contains("Fiktiv"));
}

#[test]
fn koncernkontoret_sees_once_there_is_an_agreement() {
    assert_eq!(
        relation(&Story::asked_of("asylum_seeker"), "head_office"),
        "told_otherwise"
    );
    assert_eq!(
        relation(&Story::purchased_for("asylum_seeker"), "head_office"),
        "sees"
    );
}

// covers: V6A.9, V6A.10
#[test]
fn the_institution_is_told_once_it_is_named_and_never_for_a_protected_group() {
    let story = Story::of("asylum_seeker", "unmet");
    assert_eq!(relation(&story, "institution"), "may_be_added");
    let named = story.then(&json!({
        "command": "record_institution", "name": "Boendet Eken", "phone": "010-123 45 67",
    }));
    assert_eq!(relation(&named, "institution"), "told_otherwise");
    assert_eq!(
        relation(&named.establishes("without_permits"), "institution"),
        "never"
    );
    assert_eq!(
        relation(&Story::of("unestablished", "unmet"), "institution"),
        "never"
    );
}

#[test]
fn kin_is_told_what_the_patient_has_agreed_to() {
    let story = Story::of("asylum_seeker", "unmet").consents("sip");
    assert_eq!(relation(&story, "kin"), "may_be_added");
    let invited = story.then(&json!({
        "command": "plan_sip_meeting", "at": "2026-03-12T14:00:00+01:00", "form": "in_person",
        "meeting_point": "Huvudentrén", "chosen_point": "ajbeeqscijbeeqscijbeeqscij", "kin_invited": true,
    }));
    assert_eq!(relation(&invited, "kin"), "told_otherwise");
}

// covers: X1
#[test]
fn near_a_protected_person_letters_are_still_said_to_be_a_way() {
    let story = Story::of("asylum_seeker", "unmet")
        .consents("sip")
        .then(&json!({
            "command": "mark_linked_protected_person", "linked": true, "reason": "Mamman",
        }));
    let rows = rows(&story, &[]);
    for (audience, way) in [
        (
            "migration_agency",
            "Migrationsverket får läkarintyget och den fastställda planen med post.",
        ),
        (
            "patient",
            "Patientens kopia kan gå med post när ärendet inte är skyddat.",
        ),
    ] {
        let row = rows.iter().find(|row| row["audience"] == audience).unwrap();
        let condition = row["condition"].as_str().unwrap();
        assert!(condition.contains(way), "{audience}: {condition}");
    }
}

// covers: X1
#[test]
fn a_wrong_disclosure_is_listed_and_opens_nothing() {
    let story = Story::of("without_permits", "none");
    let at = story.now.to_string();
    let story = story.then(&json!({
        "command": "report_wrong_disclosure", "audience": "social_services", "at": at,
        "what": "Ett brev gick fel",
    }));
    let rows = rows(&story, &[]);
    let row = rows
        .iter()
        .find(|row| row["audience"] == "social_services")
        .unwrap();
    assert_eq!(row["relation"], "never");
    assert_eq!(row["told"][0]["channel"], "wrong_disclosure");
}

// covers: V6B.8
#[test]
fn a_municipality_that_has_declined_is_listed_with_what_it_was_told() {
    let story = Story::asked_of("asylum_seeker").answered(TROLLHATTAN, "no");
    let name = format!("unit:{TROLLHATTAN}");
    let rows = rows(&story, &[]);
    let row = rows
        .iter()
        .find(|row| row["audience"] == name.as_str())
        .unwrap();
    assert_eq!(row["told"][0]["channel"], "in_product");
    assert_eq!(row["name"], "Hemsjukvården Trollhättan");
}

// covers: X1
#[test]
fn social_services_written_down_as_a_party_by_a_fault_would_still_stand_as_never_told() {
    let mut story = Story::of("without_permits", "none");
    let mut party = story.case.parties[&hsa(WARD)].clone();
    party.unit = unit(SOCIAL_SERVICES);
    story.case.parties.insert(hsa(SOCIAL_SERVICES), party);
    assert_eq!(
        relation(&story, &format!("unit:{SOCIAL_SERVICES}")),
        "never"
    );
}

#[test]
fn vem_ser_vad_is_for_regional_parties_only() {
    let story = Story::purchased_for("asylum_seeker");
    for who in [MANAGER, STRANGER] {
        let seen = GUARD.audiences(
            &who.actor(),
            &story.case,
            &story.journal,
            &story.told,
            &[],
            &[],
        );
        assert!(seen.is_none(), "{}", who.title);
    }
}

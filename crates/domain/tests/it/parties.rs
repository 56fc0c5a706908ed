//! Parties and coordination.

use crate::story::*;

fn story() -> Story {
    Story::of("asylum_seeker", "inpatient", "none").then(consent("case", "given"))
}

// covers: V6B.6
// covers: V6B.9
// covers: V6B.10
// covers: V6C.5
// covers: V6C.7
// covers: V6C.8
// covers: V7B.4
// covers: V7C.4
#[test]
fn health_centre_region_financed_rehab_and_specialist_clinic_are_added_once() {
    for (group, setting) in [
        ("asylum_seeker", "inpatient"),
        ("without_permits", "inpatient"),
        ("asylum_seeker", "outpatient"),
        ("without_permits", "outpatient"),
    ] {
        let mut story = Story::opened(
            Who {
                at: if setting == "inpatient" {
                    WARD
                } else {
                    OTHER_WARD
                },
                ..NURSE
            },
            &request(group, setting, "none"),
        )
        .after([consent("case", "given"), consent("sip", "given")]);
        for unit in [HEALTH_CENTRE, REHAB, CLINIC] {
            story = story.then(add(unit));
            assert!(story.has_party(unit));
            assert_eq!(told(&story, &add(unit)).no().0, "already-party");
        }
    }
}

#[test]
fn head_office_is_no_party_and_neither_is_a_unit_that_the_directory_does_not_hold() {
    assert_eq!(
        told(&story(), &add(HEAD_OFFICE)).no().0,
        "unit-cannot-take-part"
    );
    let unknown = add("SE2321000131-E999999999999");
    assert_eq!(told(&story(), &unknown).no().0, "unit-cannot-take-part");
}

#[test]
fn coordination_is_handed_to_a_regional_party_and_to_no_other() {
    let story = with_municipality(Story::of("asylum_seeker", "inpatient", "none"));
    assert_eq!(told(&story, &hand_over(WARD)).no().0, "nothing-changes");
    assert_eq!(told(&story, &hand_over(CLINIC)).no().0, "not-a-party");
    for unit in [TROLLHATTAN, PLACEHOLDER_HEALTH_CENTRE] {
        assert_eq!(
            told(&story, &hand_over(unit)).no().0,
            "unit-cannot-take-part"
        );
    }
    let story = story.after([add(HEALTH_CENTRE), hand_over(HEALTH_CENTRE)]);
    assert_eq!(story.case.coordinator.as_str(), HEALTH_CENTRE);
}

#[test]
fn the_coordinating_unit_stays_until_it_has_handed_over_and_the_ward_may_then_leave() {
    let story = story().then(add(HEALTH_CENTRE));
    assert_eq!(told(&story, &remove(WARD)).no().0, "coordinator-stays");
    let story = story.after([hand_over(HEALTH_CENTRE), remove(WARD)]);
    assert!(!story.has_party(WARD));
    assert_eq!(
        told(&story, &remove(HEALTH_CENTRE)).no().0,
        "coordinator-stays"
    );
    assert_eq!(told(&story, &remove(WARD)).no().0, "not-a-party");
}

#[test]
fn a_party_that_leaves_is_remembered_with_the_reason() {
    let story = story().after([add(CLINIC), remove(CLINIC)]);
    assert_eq!(story.case.former_parties[0].0.unit.hsa_id.as_str(), CLINIC);
    assert!(matches!(
        &story.entries.last().unwrap().event,
        domain::Event::PartyRemoved { reason, .. } if reason == "Behövs inte längre"
    ));
}

//! Opening a case: what it rests on from the start.

use domain::{Event, event::Basis, open::NotOpened};
use serde_json::{Value, json};
use vocabulary::{group::Group, refusal::Refusal, role::Role};

use crate::story::*;

fn opened_as(request: &Value) -> Group {
    Story::opened(NURSE, request).case.group
}

fn asylum_seeker_with(evidence: Value, identifiers: Value) -> Value {
    let mut request = request("asylum_seeker", "inpatient", "unknown");
    request["group_evidence"] = evidence;
    request["identifiers"] = identifiers;
    request
}

// covers: V6A.1
// covers: V5.1
#[test]
fn admission_opens_the_case_and_the_unit_that_opened_it_is_its_first_party_and_coordinates() {
    for (setting, who, unit) in [
        ("inpatient", NURSE, WARD),
        ("outpatient", HEALTH_CENTRE_NURSE, HEALTH_CENTRE),
        (
            "outpatient",
            Who {
                at: CLINIC,
                ..NURSE
            },
            CLINIC,
        ),
    ] {
        let story = Story::opened(who, &request("asylum_seeker", setting, "unmet"));
        assert_eq!(story.parties(), [unit]);
        assert_eq!(story.case.coordinator.as_str(), unit);
        assert_eq!(story.case.parties[&hsa(unit)].basis, Basis::Opened);
        assert!(story.case.is_open());
    }
}

#[test]
fn an_asylum_seeker_without_lma_number_or_evidence_opens_as_unestablished_and_the_case_says_so() {
    for group in ["asylum_seeker", "mass_refugee"] {
        let mut stated = request(group, "inpatient", "unmet");
        stated["group_evidence"] = Value::Null;
        let story = Story::opened(NURSE, &stated);
        assert_eq!(story.case.group, Group::Unestablished);
        assert_ne!(story.case.stated_group, Group::Unestablished);
        assert!(story.case.is_protected());
        assert!(!story.case.migration_agency_may_know());
        assert_eq!(story.pathway(), "6C");
        assert!(story.case.is_provisional());
    }
}

#[test]
fn an_lma_number_given_at_opening_counts_as_seen_by_the_caller_now() {
    let lma = json!([{"kind": "lma_number", "value": "12-345678"}]);
    let story = Story::opened(NURSE, &asylum_seeker_with(Value::Null, lma));
    assert_eq!(story.case.group, Group::AsylumSeeker);
    let evidence = story.case.evidence.clone().unwrap();
    assert_eq!(evidence.at, START);
    assert_eq!(evidence.by, "Karin Lind, vårdpersonal");
    assert_eq!(story.case.group_checked_at, Some(START));
}

// covers: V3.7
#[test]
fn another_number_than_the_lma_number_says_nothing_of_the_group() {
    let reserve = json!([{"kind": "coordination_number", "value": "19840577-2385"}]);
    let with_number = asylum_seeker_with(Value::Null, reserve);
    if let Ok(request) = vocabulary::opening::OpenCase::read(
        object(&with_number),
        vocabulary::reading::Door::Api,
        START,
    ) {
        assert_eq!(request.identifiers.len(), 1);
        assert_eq!(opened_as(&with_number), Group::Unestablished);
    }
    // Nor does an LMA number make a person without permits an asylum seeker.
    let mut without = request("without_permits", "inpatient", "unmet");
    without["identifiers"] = json!([{"kind": "lma_number", "value": "12-345678"}]);
    assert_eq!(opened_as(&without), Group::WithoutPermits);
    let mut unknown = request("unestablished", "inpatient", "unmet");
    unknown["identifiers"] = json!([{"kind": "lma_number", "value": "12-345678"}]);
    assert_eq!(opened_as(&unknown), Group::Unestablished);
}

#[test]
fn evidence_in_words_is_enough_where_there_is_no_card() {
    let request = asylum_seeker_with(json!("Bekräftelse på ansökan visades"), json!([]));
    let story = Story::opened(NURSE, &request);
    assert_eq!(story.case.group, Group::AsylumSeeker);
    assert!(story.case.migration_agency_may_know());
}

// covers: V6A.1
#[test]
fn an_admission_is_now_unless_another_hour_is_given_and_open_care_has_none() {
    let ward = Story::of("asylum_seeker", "inpatient", "unknown");
    assert_eq!(ward.case.admitted_at, Some(START));
    let mut earlier = request("asylum_seeker", "inpatient", "unknown");
    earlier["admitted_at"] = json!("2026-03-04T22:10:00+01:00");
    let night = Story::opened(NURSE, &earlier);
    assert_eq!(
        night.case.admitted_at,
        Some("2026-03-04T21:10:00Z".parse().unwrap())
    );
    let open_care = Story::of("asylum_seeker", "outpatient", "unknown");
    assert_eq!(open_care.case.admitted_at, None);
}

// covers: V3.1
#[test]
fn only_regional_care_opens_a_case_and_only_a_ward_an_inpatient_one() {
    let role = Role::MunicipalManager;
    for at in [TROLLHATTAN, HEAD_OFFICE, SOCIAL_SERVICES, MUNICIPAL_REHAB] {
        let who = Who { role, at, ..NURSE };
        let no = opening(who, &request("asylum_seeker", "outpatient", "unmet"));
        assert_eq!(no, Err(NotOpened::Refused(Refusal::NotYourTask)), "{at}");
    }
    for at in [HEALTH_CENTRE, CLINIC, REHAB] {
        let who = Who { at, ..NURSE };
        match opening(who, &request("asylum_seeker", "inpatient", "unmet")) {
            Err(NotOpened::Mistaken(mistake)) => assert_eq!(mistake.field, "setting"),
            other => panic!("{at}: {other:?}"),
        }
    }
}

#[test]
fn nothing_typed_at_opening_is_lost() {
    let mut full = request("asylum_seeker", "inpatient", "met_by_kin");
    full["kin"] = json!("Systern kommer varje kväll");
    full["room"] = json!("12:2");
    full["protected_identity"] = json!(true);
    let story = Story::opened(NURSE, &full);
    let person = &story.case.person;
    let kin = person.kin.as_ref().map(|words| words.reveal().as_str());
    assert_eq!(kin, Some("Systern kommer varje kväll"));
    assert_eq!(person.room.as_deref(), Some("12:2"));
    assert!(person.protected_identity);
    assert!(matches!(
        &story.entries[0].event,
        Event::CaseOpened { guidance, .. } if guidance == "fyrbodal-2025-07-01"
    ));
}

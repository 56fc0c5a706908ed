//! Institution housing, the information sheet, and which steps do not apply to a person without
//! permits.

use crate::story::*;

// covers: V4.3
// covers: V6A.9
#[test]
fn an_institution_is_sought_only_for_a_need_that_kin_cannot_meet() {
    for (setting, need, sought) in [
        ("inpatient", "unmet", true),
        ("inpatient", "unknown", true),
        ("outpatient", "unmet", true),
        ("inpatient", "met_by_kin", false),
        ("inpatient", "none", false),
        ("outpatient", "none", false),
    ] {
        let story = Story::of("asylum_seeker", setting, need);
        for act in [institution(), contact("institution", "phone")] {
            let told = told(&story, &act);
            if sought {
                assert!(told.happened(), "{setting} {need}");
            } else {
                assert_eq!(told.no(), ("no-institution-needed", "V4.3"));
            }
        }
    }
    let story = Story::of("asylum_seeker", "inpatient", "unmet").then(institution());
    assert_eq!(story.case.institution.unwrap().value.phone, "010-1234567");
}

// covers: V6A.10
// covers: V7A.8
#[test]
fn the_report_to_the_institution_is_recorded_as_one() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        institution(),
        ready(),
        contact("institution", "phone"),
    ]);
    assert_eq!(
        story.case.contacts[0].subject,
        vocabulary::audience::ContactSubject::Report
    );
    assert!(story.case.ready_for_discharge.is_some());
}

// covers: V4.4
#[test]
fn the_information_sheet_is_for_whoever_is_established_as_without_permits() {
    for group in ["asylum_seeker", "mass_refugee", "unestablished"] {
        for setting in ["inpatient", "outpatient"] {
            let story = Story::of(group, setting, "unmet");
            assert_eq!(
                told(&story, &sheet()).no(),
                ("sheet-not-for-this-group", "V4.4")
            );
        }
    }
    let story = Story::of("without_permits", "inpatient", "unmet");
    assert_eq!(told(&story, &sheet()).kinds(), ["information_sheet_given"]);
    let mut child = request("without_permits", "inpatient", "unmet");
    child["birth_date"] = serde_json::json!("2008-03-06");
    let child = Story::opened(NURSE, &child);
    assert!(told(&child, &sheet()).happened());
}

// covers: V6A.11
// covers: V7A.9
#[test]
fn transport_is_ordered_or_said_not_to_be_needed_with_the_reason() {
    let story = Story::of("asylum_seeker", "outpatient", "unmet");
    let ordered = story.clone().then(transport());
    assert!(matches!(
        ordered.case.transport.unwrap().value,
        domain::event::Transport::Ordered { destination, .. } if destination == "Boendet Eken"
    ));
    let not_needed = story.then(no_transport());
    assert!(matches!(
        not_needed.case.transport.unwrap().value,
        domain::event::Transport::NotNeeded { reason } if reason == "Åker med en vän"
    ));
}

// covers: V6A.8
// covers: V6B.12
// covers: V6C.10
// covers: V7A.7
// covers: V7B.5
// covers: V7C.5
#[test]
fn an_interpreter_is_booked_in_every_pathway_where_the_case_says_that_one_is_needed() {
    for group in ["asylum_seeker", "without_permits"] {
        for setting in ["inpatient", "outpatient"] {
            for need in ["unmet", "none"] {
                let story = Story::of(group, setting, need);
                assert_eq!(told(&story, &interpreter()).kinds(), ["interpreter_booked"]);
                let mut swedish = request(group, setting, need);
                swedish["interpreter_needed"] = serde_json::json!(false);
                let story = Story::opened(opener(setting), &swedish);
                assert_eq!(
                    told(&story, &interpreter()).no(),
                    ("interpreter-not-needed", "V6A.8")
                );
            }
        }
    }
}

// covers: V5.4
// covers: V6B.9
// covers: V6C.7
#[test]
fn a_device_order_is_recorded_with_its_ground_and_reference() {
    for group in ["asylum_seeker", "without_permits"] {
        let story = Story::of(group, "inpatient", "none").then(
            device()
                .with("ground", "Kan inte gå till toaletten utan")
                .with("reference", "WS-77"),
        );
        let order = &story.case.devices[0].value;
        assert_eq!(order.device, "Rollator");
        assert_eq!(order.reference.as_deref(), Some("WS-77"));
        assert!(order.ground.is_some());
    }
}

//! Section 7, row by row.

use serde_json::{Value, json};
use vocabulary::{
    role::Role,
    step::StepStatus::{Done, NotApplicable, Started, Todo, Waiting},
};

use crate::walk::{
    HEALTH_CENTRE, MEETING, MUNICIPAL, REHAB, Walk, add, agreement, answers, asks, call,
    care_request, consent, copy, decides, held, interpreter, lives, meeting, signs,
};

fn follow_up() -> Value {
    json!({"command": "decide_follow_up", "at": "2026-04-12T13:00:00+02:00", "unit": HEALTH_CENTRE})
}

// covers: V7A.1, V7A.2, V7A.3, V7A.4, V7A.5, V7A.6, V7A.7, V7A.8, V7A.9
#[test]
fn a_health_centre_walks_7a_in_the_guidances_order() {
    let mut walk = Walk::opened(&json!({"setting": "outpatient", "nursing_need": "unknown"}));
    let listed: Vec<String> = walk
        .ids()
        .into_iter()
        .filter(|id| id.starts_with("V7A"))
        .collect();
    assert_eq!(
        listed,
        (1..=9).map(|row| format!("V7A.{row}")).collect::<Vec<_>>()
    );

    assert_eq!(walk.step("V7A.1").due, None, "section 7 gives no deadline");
    assert!(
        walk.step("V7A.1")
            .additions
            .iter()
            .any(|addition| addition.text.contains("Partille")),
        "the nearest institution is far"
    );
    walk.moves("V7A.1", Todo, &call("migration_agency", "need"), Done);
    let unmet = json!({"command": "establish_needs", "nursing_need": "unmet",
        "health_care_need": false, "device_need": false});
    walk.moves("V7A.2", Todo, &unmet, Started);
    let certificate = json!({"command": "write_certificate", "content": "Hjälp vid måltider"});
    walk.moves("V7A.2", Started, &certificate, Done);
    walk.moves("V7A.3", Todo, &consent("sip", "given"), Started);
    walk.moves("V7A.3", Started, &meeting(), Done);
    walk.moves(
        "V7A.4",
        Todo,
        &call("migration_agency", "sip_meeting"),
        Done,
    );
    walk.moves(
        "V7A.5",
        Todo,
        &json!({"command": "send_invitation"}),
        Waiting,
    );
    walk.moves(
        "V7A.5",
        Waiting,
        &json!({"command": "record_invitation_sent", "at": "NOW"}),
        Done,
    );
    let posted = json!({"command": "deliver_certificate", "how": "post", "at": "NOW"});
    walk.moves("V7A.6", Todo, &posted, Done);
    walk.moves("V7A.7", Todo, &interpreter(), Done);
    assert_eq!(
        walk.reason("V7A.8"),
        "Väntar på Migrationsverkets beslut om plats."
    );
    assert_eq!(walk.status("V7A.9"), Waiting);
    let institution =
        json!({"command": "record_institution", "name": "Boendet", "phone": "031-123 45"});
    walk.moves("V7A.8", Waiting, &institution, Started);
    walk.moves("V7A.8", Started, &call("institution", "report"), Done);
    let transport = json!({"command": "order_transport", "destination": "Partille", "at": MEETING});
    walk.moves("V7A.9", Todo, &transport, Done);
    // Nothing is ready before the meeting.
    assert_eq!(walk.status("V6A.4.2"), Waiting);
}

// covers: V7A.9
#[test]
fn a_journey_that_is_not_needed_says_so() {
    let mut walk = Walk::opened(&json!({"setting": "outpatient"}));
    walk.does(&json!({"command": "decline_transport", "reason": "Släkten kör"}));
    assert_eq!(walk.status("V7A.9"), NotApplicable);
    assert_eq!(walk.reason("V7A.9"), "Sjukresa behövs inte enligt ärendet.");
}

// covers: V7B.1, V7B.2, V7B.3, V7B.4, V7B.5, V7B.6
#[test]
fn a_health_centre_walks_7b_in_the_guidances_order() {
    let mut walk = Walk::opened(&json!({"setting": "outpatient", "nursing_need": "met_by_kin"}));
    let listed: Vec<String> = walk
        .ids()
        .into_iter()
        .filter(|id| id.starts_with("V7B"))
        .collect();
    assert_eq!(
        listed,
        (1..=6).map(|row| format!("V7B.{row}")).collect::<Vec<_>>()
    );
    walk.moves("V7B.1", Todo, &lives(), Started);
    walk.moves("V7B.1", Started, &call("migration_agency", "need"), Done);
    walk.moves("V7B.3", Todo, &consent("sip", "given"), Started);
    walk.moves("V7B.2", Todo, &asks(), Waiting);
    walk.moves("V7B.2", Waiting, &answers("yes"), Started);
    walk.moves("V7B.2", Started, &add(MUNICIPAL), Done);
    walk.does(&care_request_consented());
    walk.does(&care_request());
    walk.does_as(MUNICIPAL, Role::MunicipalManager, &decides("accepted"));
    walk.moves("V7B.3", Started, &meeting(), Waiting);
    let rehab = json!({"command": "establish_needs", "nursing_need": "met_by_kin",
        "health_care_need": true, "device_need": true, "rehab_need": true});
    walk.does(&rehab);
    walk.moves("V7B.4", Todo, &add(REHAB), Done);
    walk.moves("V7B.5", Todo, &interpreter(), Done);
    walk = walk.at("2026-03-12T14:00:00+01:00");
    walk.moves("V7B.3", Started, &held(), Started);
    walk.moves("V7B.3", Started, &crate::walk::written(), Started);
    walk.moves("V7B.3", Started, &crate::walk::agreed(), Started);
    walk.moves("V7B.3", Started, &copy("patient", "by_hand"), Started);
    walk.moves("V7B.3", Started, &copy("parties", "in_product"), Started);
    walk.moves("V7B.3", Started, &copy("migration_agency", "post"), Done);
    walk.moves("V7B.6", Todo, &follow_up(), Started);
    walk.moves("V7B.6", Started, &agreement(), Waiting);
    walk.does(&signs("regional_developer"));
    walk.does(&signs("head_of_operations"));
    let form = json!({"command": "record_invoicing_form", "reference": "B2"});
    walk.moves("V7B.6", Started, &form, Done);
}

fn care_request_consented() -> Value {
    consent("information_transfer", "given")
}

// covers: V7C.1, V7C.2, V7C.3, V7C.4, V7C.5, V7C.6
#[test]
fn a_health_centre_walks_7c_and_no_step_tells_migrationsverket() {
    let mut walk = Walk::opened(
        &json!({"setting": "outpatient", "group": "without_permits", "identifiers": []}),
    );
    let listed: Vec<String> = walk
        .ids()
        .into_iter()
        .filter(|id| id.starts_with("V7"))
        .collect();
    assert_eq!(
        listed,
        (1..=6).map(|row| format!("V7C.{row}")).collect::<Vec<_>>()
    );
    walk.moves("V7C.1", Todo, &lives(), Done);
    walk.moves("V7C.2", Todo, &asks(), Waiting);
    walk.moves("V7C.2", Waiting, &answers("no"), Done);
    assert_eq!(walk.reason("C3.1"), "Kommunen har svarat nej.");
    walk.moves("V7C.3", Todo, &consent("sip", "given"), Started);
    walk.moves("V7C.3", Started, &meeting(), Waiting);
    walk.moves("V7C.4", Todo, &add(REHAB), Done);
    walk.moves("V7C.5", Todo, &interpreter(), Done);
    walk = walk.at("2026-03-12T14:00:00+01:00");
    walk.moves("V7C.3", Started, &held(), Started);
    walk.moves("V7C.3", Started, &crate::walk::written(), Started);
    walk.moves("V7C.3", Started, &crate::walk::agreed(), Started);
    walk.moves("V7C.3", Started, &copy("patient", "by_hand"), Started);
    walk.moves("V7C.3", Started, &copy("parties", "in_product"), Done);
    walk.moves("V7C.6", Todo, &follow_up(), Done);
    for step in walk.steps() {
        let told: Vec<&str> = step
            .discloses_to
            .iter()
            .map(|told| told.recipient().code())
            .collect();
        assert!(
            !told.contains(&"migration_agency"),
            "{} would tell {told:?}",
            step.id
        );
    }
}

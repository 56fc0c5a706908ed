//! Section 6, row by row: each step has the status that the facts give, before and after the
//! command that performs it.

use serde_json::json;
use vocabulary::{
    role::Role,
    step::StepStatus::{Done, NotApplicable, Started, Todo, Waiting},
};

use crate::{
    meetings::offers,
    walk::{
        CLINIC, HEALTH_CENTRE, MEETING, MUNICIPAL, REHAB, Walk, add, agreement, answers, asks,
        call, care_request, consent, copy, decides, held, instant, interpreter, lives, meeting,
        signs,
    },
};

/// The de-identified mail goes to Migrationsverket only, and names nobody.
fn tells(walk: &Walk, id: &str) -> Vec<&'static str> {
    walk.step(id)
        .discloses_to
        .iter()
        .map(|told| told.recipient().code())
        .collect()
}

// covers: V6A.1, V6A.2, V6A.3, V6A.4, V6A.4.2, V6A.5, V6A.6, V6A.7, V6A.8, V6A.9, V6A.10, V6A.11
#[test]
fn a_ward_walks_6a_in_the_guidances_order() {
    let mut walk = Walk::opened(&json!({"nursing_need": "unknown"}));
    let mut rows: Vec<String> = (1..=11).map(|row| format!("V6A.{row}")).collect();
    rows.insert(8, "V6A.4.2".to_owned());
    let listed: Vec<String> = walk
        .ids()
        .into_iter()
        .filter(|id| id.starts_with("V6A"))
        .collect();
    assert_eq!(listed, rows);
    assert_eq!(
        walk.status("V6A.1"),
        Done,
        "the admission opens the pathway"
    );

    let call_due = walk.step("V6A.2").due.unwrap();
    assert_eq!(call_due, instant("2026-03-06T12:00:00+01:00"));
    assert_eq!(tells(&walk, "V6A.2"), ["migration_agency"]);
    walk.moves("V6A.2", Todo, &call("migration_agency", "need"), Done);
    assert_eq!(walk.step("V6A.2").done_at, Some(walk.now));

    assert_eq!(
        walk.step("V6A.3").waiting_since,
        walk.case.admitted_at,
        "skyndsamt: since when"
    );
    let unmet = json!({"command": "establish_needs", "nursing_need": "unmet",
        "health_care_need": false, "device_need": false});
    walk.moves("V6A.3", Todo, &unmet, Started);
    assert_eq!(
        walk.status("V6A.7"),
        Waiting,
        "nothing to send before it is written"
    );
    let certificate = json!({"command": "write_certificate", "content": "Hjälp vid måltider"});
    walk.moves("V6A.3", Started, &certificate, Done);

    assert_eq!(walk.reason("V6A.5"), "Väntar på att SIP-mötet planeras.");
    walk.moves("V6A.4", Todo, &consent("sip", "given"), Started);
    walk.moves("V6A.4", Started, &meeting(), Done);

    walk.moves(
        "V6A.5",
        Todo,
        &call("migration_agency", "sip_meeting"),
        Done,
    );
    walk.moves(
        "V6A.6",
        Todo,
        &json!({"command": "send_invitation"}),
        Waiting,
    );
    assert_eq!(tells(&walk, "V6A.6"), ["migration_agency"]);
    walk.moves(
        "V6A.6",
        Waiting,
        &json!({"command": "record_invitation_sent", "at": "NOW"}),
        Done,
    );
    let posted = json!({"command": "deliver_certificate", "how": "post", "at": "NOW"});
    walk.moves("V6A.7", Todo, &posted, Done);
    walk.moves("V6A.8", Todo, &interpreter(), Done);

    assert_eq!(walk.step("V6A.9").waiting_since, walk.step("V6A.2").done_at);
    let institution =
        json!({"command": "record_institution", "name": "Boendet", "phone": "031-123 45"});
    walk.moves("V6A.9", Waiting, &institution, Done);
    let ready = json!({"command": "mark_ready_for_discharge", "at": "NOW"});
    walk.moves("V6A.10", Waiting, &ready, Waiting);
    assert_eq!(
        walk.reason("V6A.10"),
        "Väntar på att institutionsboendet ringer."
    );
    walk.moves("V6A.10", Waiting, &call("institution", "report"), Done);
    let transport = json!({"command": "order_transport", "destination": "Partille", "at": MEETING});
    walk.moves("V6A.11", Todo, &transport, Done);
    let left = |walk: &Walk| -> Vec<&'static str> {
        let steps = walk.steps().into_iter();
        let left = steps.filter(|step| !matches!(step.status, Done | NotApplicable));
        left.map(|step| step.id).collect()
    };
    assert_eq!(
        left(&walk),
        ["V6A.4.2"],
        "nothing is ready before the meeting"
    );
    walk = walk.at("2026-03-12T14:00:00+01:00");
    walk.moves("V6A.4.2", Todo, &offers("applies"), Done);
    assert!(
        walk.steps()
            .iter()
            .all(|step| matches!(step.status, Done | NotApplicable))
    );
}

// covers: V6B.1, V6B.2, V6B.3, V6B.4, V6B.5, V6B.6, V6B.7, V6B.8, V6B.9, V6B.10, C3.1, C4.1
#[test]
fn a_ward_walks_6b_to_the_municipalitys_decision() {
    let mut walk = Walk::opened(&json!({"nursing_need": "met_by_kin"}));
    let listed: Vec<String> = walk
        .ids()
        .into_iter()
        .filter(|id| id.starts_with("V6B"))
        .collect();
    assert_eq!(
        listed,
        (1..=15).map(|row| format!("V6B.{row}")).collect::<Vec<_>>()
    );
    assert_eq!(walk.status("V6B.1"), Done);
    assert_eq!(
        walk.step("V6B.2").due,
        Some(instant("2026-03-06T12:00:00+01:00"))
    );
    walk.moves("V6B.2", Todo, &call("migration_agency", "need"), Done);

    assert_eq!(walk.status("V6B.4"), NotApplicable);
    walk.moves("V6B.3", Todo, &consent("case", "given"), Done);
    walk.moves("V6B.5", Todo, &lives(), Done);
    walk.moves("V6B.6", Todo, &add(HEALTH_CENTRE), Done);

    assert_eq!(
        walk.reason("V6B.8"),
        "Väntar på ja från chefen för kommunal primärvård."
    );
    walk.moves("V6B.7", Todo, &asks(), Waiting);
    assert_eq!(walk.step("V6B.7").waiting_since, Some(walk.now));
    walk.moves("V6B.7", Waiting, &answers("more_information"), Started);
    walk.moves("V6B.7", Started, &answers("yes"), Done);
    assert_eq!(
        walk.status("C3.1"),
        Waiting,
        "the request waits for the party"
    );
    walk.moves("V6B.8", Todo, &add(MUNICIPAL), Done);

    walk.moves(
        "C3.1",
        Todo,
        &consent("information_transfer", "given"),
        Todo,
    );
    assert_eq!(walk.reason("C4.1"), "Väntar på att vårdbegäran skickas.");
    walk.moves("C3.1", Todo, &care_request(), Done);
    walk.does_as(MUNICIPAL, Role::MunicipalManager, &decides("returned"));
    assert_eq!(
        walk.status("C3.1"),
        Started,
        "what is missing is completed by the region"
    );
    walk.does(&care_request());
    assert_eq!((walk.status("C3.1"), walk.status("C4.1")), (Done, Waiting));
    assert_eq!(walk.step("C4.1").acts, [Role::MunicipalManager]);
    walk.does_as(MUNICIPAL, Role::MunicipalManager, &decides("accepted"));
    assert_eq!(walk.status("C4.1"), Done);

    let device = json!({"command": "order_device", "device": "Rullator"});
    walk.moves("V6B.9", Todo, &device, Done);
    let more = json!({"command": "establish_needs", "nursing_need": "none", "rehab_need": true,
        "health_care_need": true, "device_need": true});
    walk.does(&more);
    walk.moves("V6B.9", Started, &add(REHAB), Done);
    walk.moves("V6B.10", Todo, &add(CLINIC), Done);
}

// covers: V6B.11, V6B.12, V6B.13, V6B.14, V6B.15
#[test]
fn a_ward_walks_6b_from_the_meeting_to_the_invoicing_form() {
    let mut walk = Walk::opened(&json!({"nursing_need": "none"}));
    walk.does(&consent("case", "given"));
    walk.does(&lives());
    assert_eq!(
        walk.status("V6B.15"),
        NotApplicable,
        "nothing is bought yet"
    );
    crate::walk::purchases(&mut walk);

    walk.moves("V6B.11", Todo, &consent("sip", "given"), Started);
    walk.moves("V6B.11", Started, &meeting(), Done);
    assert!(tells(&walk, "V6B.11").contains(&"migration_agency"));
    walk.moves("V6B.12", Todo, &interpreter(), Done);

    assert_eq!(walk.reason("V6B.13"), "Väntar på SIP-mötet.");
    assert_eq!(walk.status("V6B.15"), Waiting);
    walk = walk.at("2026-03-12T14:00:00+01:00");
    walk.moves("V6B.13", Todo, &held(), Started);
    walk.moves("V6B.13", Started, &crate::walk::written(), Started);
    walk.moves("V6B.13", Started, &crate::walk::agreed(), Started);
    walk.moves("V6B.13", Started, &copy("patient", "by_hand"), Started);
    walk.moves("V6B.13", Started, &copy("parties", "in_product"), Started);
    walk.moves("V6B.13", Started, &copy("migration_agency", "post"), Done);

    let follow_up = json!({"command": "decide_follow_up", "at": "2026-04-12T13:00:00+02:00",
        "unit": crate::walk::WARD});
    walk.moves("V6B.14", Todo, &follow_up, Done);
    walk.moves("V6B.15", Todo, &agreement(), Waiting);
    walk.moves("V6B.15", Waiting, &signs("regional_developer"), Waiting);
    walk.moves("V6B.15", Waiting, &signs("head_of_operations"), Started);
    let form = json!({"command": "record_invoicing_form", "reference": "B2"});
    walk.moves("V6B.15", Started, &form, Done);
}

// covers: V6C.1, V6C.2, V6C.3, V6C.4, V6C.5, V6C.6, V6C.7, V6C.8, V6C.9, V6C.10, V6C.11, V6C.12
// covers: V4.4
#[test]
fn a_ward_walks_6c_and_no_step_tells_migrationsverket() {
    let mut walk = Walk::opened(&json!({"group": "without_permits", "identifiers": []}));
    let listed: Vec<String> = walk
        .ids()
        .into_iter()
        .filter(|id| id.starts_with("V6C") || id == "V4.4")
        .collect();
    let mut rows: Vec<String> = (1..=12).map(|row| format!("V6C.{row}")).collect();
    rows.push("V4.4".to_owned());
    assert_eq!(listed, rows);
    assert_eq!(
        (walk.status("V6C.1"), walk.status("V6C.3")),
        (Done, NotApplicable)
    );
    walk.moves("V6C.2", Todo, &consent("case", "given"), Done);
    walk.moves("V6C.4", Todo, &lives(), Done);
    walk.moves("V6C.5", Todo, &add(HEALTH_CENTRE), Done);
    walk.moves("V6C.6", Todo, &asks(), Waiting);
    walk.moves("V6C.6", Waiting, &answers("yes"), Started);
    walk.moves("V6C.6", Started, &add(MUNICIPAL), Done);
    walk.moves(
        "V6C.7",
        Todo,
        &json!({"command": "order_device", "device": "Rullator"}),
        Done,
    );
    walk.moves("V6C.8", Todo, &add(CLINIC), Done);
    walk.does(&consent("information_transfer", "given"));
    walk.does(&care_request());
    walk.does_as(MUNICIPAL, Role::MunicipalManager, &decides("accepted"));
    walk.moves("V6C.9", Todo, &consent("sip", "given"), Started);
    walk.moves("V6C.9", Started, &meeting(), Done);
    walk.moves("V6C.10", Todo, &interpreter(), Done);
    walk = walk.at("2026-03-12T14:00:00+01:00");
    walk.moves("V6C.11", Todo, &held(), Started);
    walk.moves("V6C.11", Started, &crate::walk::written(), Started);
    walk.moves("V6C.11", Started, &crate::walk::agreed(), Started);
    walk.moves("V6C.11", Started, &copy("patient", "by_hand"), Started);
    walk.moves("V6C.11", Started, &copy("parties", "in_product"), Done);
    let follow_up = json!({"command": "decide_follow_up", "at": "2026-04-12T13:00:00+02:00",
        "unit": crate::walk::WARD});
    walk.moves("V6C.12", Todo, &follow_up, Started);
    walk.moves("V6C.12", Started, &agreement(), Waiting);
    walk.does(&signs("regional_developer"));
    walk.does(&signs("head_of_operations"));
    let form = json!({"command": "record_invoicing_form", "reference": "B2"});
    walk.moves("V6C.12", Started, &form, Done);
    let sheet = json!({"command": "give_information_sheet", "at": "NOW"});
    walk.moves("V4.4", Todo, &sheet, Done);
    for step in walk.steps() {
        let told: Vec<&str> = step
            .discloses_to
            .iter()
            .map(|told| told.recipient().code())
            .collect();
        assert!(
            !told.contains(&"migration_agency") && !told.contains(&"institution"),
            "{} would tell {told:?}",
            step.id
        );
    }
}

// covers: V6B.6, V6B.10, V6C.4
#[test]
fn what_is_not_needed_is_said_with_one_button() {
    for (group, nursing) in [("asylum_seeker", "none"), ("without_permits", "none")] {
        let walk = Walk::opened(&json!({"group": group, "nursing_need": nursing}));
        let mut said = 0;
        for step in walk.steps() {
            let not_needed =
                |action: &&&guidance::step::Action| action.label.as_deref() == Some("Behövs inte");
            let Some(action) = step.actions.iter().find(not_needed) else {
                continue;
            };
            let mut command = json!({"command": action.command(), "nursing_need": nursing,
                "health_care_need": true, "device_need": false});
            for (field, answer) in &action.preset {
                assert_eq!(answer, "false", "{}", step.id);
                command[field] = json!(false);
            }
            let mut after = walk.clone();
            after.does(&command);
            assert_eq!(after.status(step.id), NotApplicable, "{}", step.id);
            said += 1;
        }
        assert_eq!(said, 2, "{group}");
    }
}

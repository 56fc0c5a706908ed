//! How a refused consent, an incapacity and other lasting facts change the steps.

use serde_json::json;
use vocabulary::step::StepStatus::{Done, NotApplicable, Todo};

use crate::walk::{
    MUNICIPAL, Walk, add, answers, asks, care_request, consent, decides, lives, meeting,
};

// covers: V6B.4, V6C.3
#[test]
fn a_no_to_the_case_leaves_only_the_county_routine() {
    for (request, asked, routine) in [
        (json!({"nursing_need": "none"}), "V6B.3", "V6B.4"),
        (
            json!({"group": "without_permits", "identifiers": []}),
            "V6C.2",
            "V6C.3",
        ),
    ] {
        let mut walk = Walk::opened(&request);
        walk.does(&consent("case", "refused"));
        assert_eq!(walk.status(asked), NotApplicable);
        assert_eq!(walk.status(routine), Todo);
        let after = walk.ids().iter().position(|id| id == routine).unwrap();
        for step in walk
            .steps()
            .into_iter()
            .skip(after + 1)
            .filter(|step| !["V4.4", "C2.3"].contains(&step.id))
        {
            assert_eq!(step.status, NotApplicable, "{}", step.id);
            assert_eq!(
                step.reason.as_deref(),
                Some(
                    "Patienten har inte samtyckt till ärendet. Den länsgemensamma rutinen gäller."
                )
            );
            assert!(step.actions.is_empty(), "{}", step.id);
        }
        let follow = json!({"command": "follow_county_routine", "note": "Följt"});
        walk.moves(routine, Todo, &follow, Done);
    }
}

// covers: V6B.2
#[test]
fn the_first_call_needs_no_consent() {
    let mut walk = Walk::opened(&json!({"nursing_need": "none"}));
    walk.does(&consent("case", "refused"));
    assert_eq!(walk.status("V6B.2"), Todo);
}

// covers: V6A.4, V6A.6, V6A.7
#[test]
fn a_no_to_sip_closes_what_would_reach_migrationsverket() {
    let mut walk = Walk::opened(&json!({}));
    walk.does(&json!({"command": "write_certificate", "content": "Hjälp"}));
    walk.does(&consent("sip", "refused"));
    for id in ["V6A.4", "V6A.5", "V6A.6", "V6A.7", "V6A.8"] {
        assert_eq!(walk.status(id), NotApplicable, "{id}");
        assert!(
            walk.reason(id)
                .starts_with("Patienten har sagt nej till SIP."),
            "{id}"
        );
    }
    assert!(walk.step("V6A.7").discloses_to.is_empty());
}

// covers: V6A.5, V6A.6
#[test]
fn a_person_who_cannot_consent_opens_care_and_never_migrationsverket() {
    let mut walk = Walk::opened(&json!({}));
    walk.does(&consent("sip", "incapable"));
    walk.does(&meeting());
    assert_eq!(walk.status("V6A.4"), Done);
    for id in ["V6A.5", "V6A.6", "V6A.7"] {
        assert_eq!(walk.status(id), NotApplicable, "{id}");
        assert!(
            walk.reason(id)
                .starts_with("Patienten kan inte lämna samtycke."),
            "{id}"
        );
    }
}

// covers: V6A.8
#[test]
fn nobody_books_an_interpreter_for_a_patient_who_speaks_swedish() {
    let walk = Walk::opened(&json!({"language": "sv", "interpreter_needed": false}));
    assert_eq!(walk.status("V6A.8"), NotApplicable);
    assert_eq!(
        walk.reason("V6A.8"),
        "Ingen tolk behövs: patienten talar svenska."
    );
    let walk = Walk::opened(&json!({"interpreter_needed": false}));
    assert_eq!(walk.reason("V6A.8"), "Ingen tolk behövs enligt ärendet.");
}

// covers: V6A.8
#[test]
fn an_interpreter_for_another_day_is_not_booked_for_the_meeting() {
    let mut walk = Walk::opened(&json!({}));
    walk.does(&consent("sip", "given"));
    walk.does(&meeting());
    let other_day = json!({"command": "book_interpreter", "language": "ar",
        "at": "2026-03-13T13:00:00+01:00"});
    walk.moves(
        "V6A.8",
        Todo,
        &other_day,
        vocabulary::step::StepStatus::Started,
    );
}

// covers: V6A.5
#[test]
fn a_meeting_planned_anew_is_told_anew() {
    let mut walk = Walk::opened(&json!({}));
    walk.does(&consent("sip", "given"));
    walk.does(&meeting());
    walk.does(&crate::walk::call("migration_agency", "sip_meeting"));
    walk.does(&json!({"command": "record_invitation_sent", "at": "NOW"}));
    assert_eq!((walk.status("V6A.5"), walk.status("V6A.6")), (Done, Done));
    walk = walk.at("2026-03-06T09:00:00+01:00");
    walk.does(
        &json!({"command": "plan_sip_meeting", "at": "2026-03-19T13:00:00+01:00",
        "form": "digital", "kin_invited": false}),
    );
    assert_eq!((walk.status("V6A.5"), walk.status("V6A.6")), (Todo, Todo));
}

// covers: V6B.6, V6B.7, V6B.9, V6B.10
#[test]
fn what_nobody_needs_says_why_it_is_left_out() {
    let mut walk = Walk::opened(&json!({"nursing_need": "none", "device_need": false}));
    walk.does(
        &json!({"command": "establish_needs", "nursing_need": "none", "device_need": false,
        "health_care_need": true, "regional_primary_care_need": false, "rehab_need": false,
        "municipal_primary_care_need": false, "specialist_follow_up": false}),
    );
    for (id, reason) in [
        (
            "V6B.6",
            "Regional primärvård behövs inte efter utskrivningen.",
        ),
        (
            "V6B.7",
            "Patienten behöver inga insatser från kommunal primärvård.",
        ),
        (
            "V6B.8",
            "Patienten behöver inga insatser från kommunal primärvård.",
        ),
        ("V6B.9", "Patienten behöver inga hjälpmedel."),
        ("V6B.10", "Ingen specialistmottagning har fortsatt ansvar."),
        (
            "V6B.15",
            "Inget tjänsteköp: kommunal primärvård är inte part.",
        ),
    ] {
        assert_eq!(
            (walk.status(id), walk.reason(id).as_str()),
            (NotApplicable, reason),
            "{id}"
        );
    }
}

// covers: V6B.8, C4.1
#[test]
fn a_no_from_the_municipality_ends_the_purchase_and_can_be_asked_anew() {
    let mut walk = Walk::opened(&json!({"nursing_need": "none"}));
    walk.does(&consent("case", "given"));
    walk.does(&lives());
    walk.does(&asks());
    walk.does(&answers("no"));
    assert_eq!(
        (walk.status("V6B.7"), walk.status("V6B.8")),
        (Done, NotApplicable)
    );
    assert!(walk.reason("V6B.8").starts_with("Kommunen har svarat nej."));

    walk.does(&asks());
    walk.does(&answers("yes"));
    walk.does(&add(MUNICIPAL));
    walk.does(&consent("information_transfer", "given"));
    walk.does(&care_request());
    walk.does_as(
        MUNICIPAL,
        vocabulary::role::Role::MunicipalManager,
        &decides("declined"),
    );
    assert_eq!(
        (walk.status("C4.1"), walk.status("V6B.15")),
        (Done, NotApplicable)
    );
    assert!(
        walk.reason("V6B.8")
            .starts_with("Kommunen avböjde vårdbegäran.")
    );
    assert_eq!(walk.status("V6B.7"), Done);

    walk.does(&asks());
    assert_eq!(walk.status("V6B.7"), vocabulary::step::StepStatus::Waiting);
}

//! The meeting in the A pathways with the offer of institution housing, and the follow-up in all of them.

use serde_json::{Value, json};
use vocabulary::step::StepStatus::{self, Done, NotApplicable, Started, Todo, Waiting};

use crate::walk::{MEETING, WARD, Walk, consent, held, instant, meeting};

const AFTER: &str = "2026-03-12T14:00:00+01:00";
const FOLLOW_UP: &str = "2026-04-12T13:00:00+02:00";

pub(crate) fn offers(answer: &str) -> Value {
    json!({"command": "hold_housing_meeting", "at": "NOW", "informed": true, "offered": true,
        "attended": ["patient", "care_staff"], "answer": answer})
}

pub(crate) fn decides(decision: &str) -> Value {
    json!({"command": "record_housing_decision", "at": "NOW", "decision": decision})
}

fn answers(answer: &str) -> Value {
    json!({"command": "record_housing_answer", "at": "NOW", "answer": answer})
}

fn planned(setting: &str) -> Walk {
    let mut walk = Walk::opened(&json!({"setting": setting}));
    walk.does(&consent("sip", "given"));
    walk.does(&meeting());
    walk
}

fn commands(walk: &Walk, id: &str) -> Vec<String> {
    let actions = walk.step(id).actions;
    actions
        .iter()
        .map(|action| action.command().to_owned())
        .collect()
}

// covers: V6A.4.2, V7A.3
#[test]
fn an_a_pathway_is_not_finished_before_the_meeting_and_a_day_that_has_passed_is_late() {
    for setting in ["inpatient", "outpatient"] {
        let walk = planned(setting);
        assert_eq!(walk.status("V6A.4.2"), Waiting);
        assert_eq!(walk.reason("V6A.4.2"), "Väntar på SIP-mötet.");
        assert_eq!(walk.step("V6A.4.2").due, Some(instant(MEETING)));
        let mut walk = walk.at(AFTER);
        assert_eq!(walk.status("V6A.4.2"), Todo);
        assert!(walk.step("V6A.4.2").overdue);
        walk.does(&offers("applies"));
        let step = walk.step("V6A.4.2");
        assert_eq!((step.status, step.overdue, step.due), (Done, false, None));
        // A meeting that is planned after it is another one.
        let mut again = meeting();
        again["at"] = json!("2026-03-20T10:00:00+01:00");
        walk.does(&again);
        assert_eq!(walk.status("V6A.4.2"), Waiting);
        let mut walk = walk.at("2026-03-20T11:00:00+01:00");
        assert!(walk.step("V6A.4.2").overdue);
        walk.moves("V6A.4.2", Started, &offers("applies"), Done);
    }
}

// covers: V6A.4.2, V4.3
#[test]
fn the_meeting_is_done_when_the_patient_was_told_and_offered_and_has_answered() {
    let mut walk = planned("inpatient").at(AFTER);
    let mut unsaid = offers("applies");
    unsaid["informed"] = json!(false);
    walk.moves("V6A.4.2", Todo, &unsaid, Started);
    let mut no_offer = offers("applies");
    no_offer["offered"] = json!(false);
    no_offer["answer"] = Value::Null;
    walk.moves("V6A.4.2", Started, &no_offer, Started);
    let mut walk = planned("inpatient").at(AFTER);
    walk.moves("V6A.4.2", Todo, &offers("undecided"), Started);
    let title = "Fråga igen: patienten ville tänka på institutionsboendet";
    assert_eq!(walk.step("V6A.4.2").title, title);
    assert_eq!(
        walk.reason("V4.3"),
        "Väntar på patientens svar om institutionsboende."
    );
    walk.moves("V6A.4.2", Started, &answers("applies"), Done);
    assert_eq!(walk.reason("V4.3"), "Väntar på Migrationsverkets beslut.");
    walk.moves("V4.3", Waiting, &decides("place"), Done);
}

// covers: V4.3, V6A.9
#[test]
fn a_no_from_the_patient_or_from_migrationsverket_says_what_to_do_next() {
    for (answer, decision, title) in [
        (
            "declines",
            None,
            "Patienten tackade nej till institutionsboende: planera om",
        ),
        (
            "applies",
            Some("no_place"),
            "Migrationsverket sa nej till en plats: planera om",
        ),
    ] {
        let mut walk = planned("inpatient").at(AFTER);
        walk.does(&offers(answer));
        if let Some(decision) = decision {
            walk.does(&decides(decision));
        }
        let step = walk.step("V4.3");
        assert_eq!((step.title, step.status), (title, Started));
        let offered = commands(&walk, "V4.3");
        for next in ["establish_needs", "plan_sip_meeting"] {
            assert!(offered.iter().any(|command| command == next), "{offered:?}");
        }
        assert_eq!(walk.status("V6A.9"), NotApplicable);
        // Kin meet the needs after all: another pathway.
        walk.does(
            &json!({"command": "establish_needs", "nursing_need": "met_by_kin",
            "health_care_need": true, "device_need": false}),
        );
        assert!(!walk.ids().contains(&"V4.3".to_owned()));
    }
    // A no after a place was decided, from either, is a no.
    for no in [answers("declines"), decides("no_place")] {
        let mut walk = planned("inpatient").at(AFTER);
        walk.does(&offers("applies"));
        walk.does(&decides("place"));
        walk.does(
            &json!({"command": "record_institution", "name": "Boendet", "phone": "031-123 45"}),
        );
        assert_eq!(walk.status("V4.3"), Done);
        walk.does(&no);
        assert_eq!(walk.status("V4.3"), Started);
        assert!(walk.step("V4.3").title.ends_with("planera om"));
    }
    // A new decision counts.
    let mut walk = planned("inpatient").at(AFTER);
    walk.does(&offers("applies"));
    walk.does(&decides("no_place"));
    walk.moves("V4.3", Started, &decides("place"), Done);
    assert_eq!(walk.status("V6A.9"), Todo);
}

fn followed_up(need: &str) -> Walk {
    let mut walk = Walk::opened(&json!({"nursing_need": need}));
    walk.does(&consent("case", "given"));
    walk.does(&consent("sip", "given"));
    walk.does(&meeting());
    walk = walk.at(AFTER);
    walk.does(&if need == "unmet" {
        offers("applies")
    } else {
        held()
    });
    assert_eq!(walk.status("C8.1"), NotApplicable);
    walk.does(&json!({"command": "decide_follow_up", "at": FOLLOW_UP, "unit": WARD}));
    walk
}

fn evaluates() -> Value {
    json!({"command": "hold_follow_up", "at": "NOW", "attended": ["patient"],
        "evaluations": [{"goal": "Gå till affären", "outcome": "reached"}]})
}

// covers: V6B.14, V6C.12, V7B.6, V7C.6, C8.1
#[test]
fn a_follow_up_is_a_step_with_a_day_in_every_pathway_and_late_when_it_has_passed() {
    let of = |group: &str, setting: &str, need: &str| {
        let numbers = if group == "without_permits" {
            json!([])
        } else {
            json!([{"kind": "lma_number", "value": "12-345678"}])
        };
        let mut walk = Walk::opened(
            &json!({"group": group, "setting": setting, "nursing_need": need,
            "identifiers": numbers}),
        );
        walk.does(&consent("case", "given"));
        walk.does(&consent("sip", "given"));
        walk.does(&meeting());
        let mut walk = walk.at(AFTER);
        let a_pathway = need == "unmet" && group != "without_permits";
        walk.does(&if a_pathway { offers("applies") } else { held() });
        let unit = walk.case.coordinator.to_string();
        walk.does(&json!({"command": "decide_follow_up", "at": FOLLOW_UP, "unit": unit}));
        walk
    };
    for group in ["asylum_seeker", "mass_refugee", "without_permits"] {
        for setting in ["inpatient", "outpatient"] {
            for need in ["none", "met_by_kin", "unmet"] {
                let walk = of(group, setting, need);
                let what = format!("{group} {setting} {need}");
                assert_eq!(walk.status("C8.1"), Waiting, "{what}");
                let eve = walk.clone().at("2026-04-12T12:00:00+02:00");
                assert_eq!(eve.recheck_at(), Some(instant(FOLLOW_UP)), "{what}");
                let mut walk = walk.at("2026-04-13T09:00:00+02:00");
                assert!(walk.step("C8.1").overdue, "{what}");
                walk.does(&evaluates());
                let step = walk.step("C8.1");
                assert_eq!((step.status, step.overdue), (Done, false), "{what}");
            }
        }
    }
}

// covers: V6B.14
#[test]
fn a_follow_up_is_moved_with_trace_and_another_is_decided_after_it() {
    let mut walk = followed_up("none");
    let later =
        json!({"command": "decide_follow_up", "at": "2026-04-20T10:00:00+02:00", "unit": WARD});
    walk.moves("C8.1", Waiting, &later, Waiting);
    assert_eq!(
        walk.step("C8.1").due,
        Some(instant("2026-04-20T10:00:00+02:00"))
    );
    let mut walk = walk.at("2026-04-20T11:00:00+02:00");
    walk.moves("C8.1", Todo, &evaluates(), Done);
    assert_eq!(walk.step("C8.1").due, None);
    let offered = commands(&walk, "C8.1");
    assert_eq!(offered, ["decide_follow_up"], "it is held once");
    let another =
        json!({"command": "decide_follow_up", "at": "2026-05-20T10:00:00+02:00", "unit": WARD});
    walk.moves("C8.1", Done, &another, Waiting);
    let walk = walk.at("2026-05-21T10:00:00+02:00");
    assert!(walk.step("C8.1").overdue);
    assert_eq!(walk.case.sip.follow_ups_held.len(), 1);
}

// covers: V6B.13, V6C.11
#[test]
fn a_planned_meeting_that_nobody_has_noted_is_late_in_the_other_pathways_too() {
    for (group, id) in [("asylum_seeker", "V6B.13"), ("without_permits", "V6C.11")] {
        let numbers = if group == "without_permits" {
            json!([])
        } else {
            json!([{"kind": "lma_number", "value": "12-345678"}])
        };
        let mut walk =
            Walk::opened(&json!({"group": group, "nursing_need": "none", "identifiers": numbers}));
        walk.does(&consent("case", "given"));
        walk.does(&consent("sip", "given"));
        walk.does(&meeting());
        let status: StepStatus = walk.status(id);
        assert_eq!((status, walk.step(id).overdue), (Waiting, false));
        let mut walk = walk.at(AFTER);
        assert!(walk.step(id).overdue);
        walk.does(&held());
        let step = walk.step(id);
        assert_eq!(
            (step.status, step.overdue),
            (Started, false),
            "copies are no deadline"
        );
    }
}

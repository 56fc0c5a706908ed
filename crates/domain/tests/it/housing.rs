//! Institution housing, the information sheet, and which steps do not apply to a person without
//! permits.

use vocabulary::sip::{HousingAnswer, HousingDecision};

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

// covers: V4.3
// covers: V6A.4.2
#[test]
fn the_patient_answers_an_offer_and_migrationsverket_decides_on_an_application() {
    let no = ("housing-not-offered", "V4.3");
    let story = Story::of("asylum_seeker", "inpatient", "unmet").then(consent("sip", "given"));
    assert_eq!(told(&story, &offer("applies")).no().0, "no-meeting-planned");
    let story = story.then(plan("in_person"));
    for act in [housing_answer("applies"), housing_decision("place")] {
        assert_eq!(told(&story, &act).no(), no);
    }
    let unoffered = offer("applies")
        .with("offered", false)
        .with("answer", serde_json::Value::Null);
    let met = story.clone().then(unoffered.clone());
    assert_eq!(told(&met, &housing_answer("applies")).no(), no);
    let story = story.then(offer("undecided"));
    // A later meeting without the offer takes none back.
    let story = story.then(unoffered);
    assert_eq!(
        told(&story, &housing_answer("undecided")).no().0,
        "nothing-changes"
    );
    let story = story
        .then(housing_answer("applies"))
        .then(housing_decision("no_place"));
    let sip = &story.case.sip;
    let answer = sip
        .housing_answer
        .as_ref()
        .map(|answered| answered.value.answer);
    assert_eq!(answer, Some(HousingAnswer::Applies));
    let decision = sip
        .housing_decision
        .as_ref()
        .map(|decided| decided.value.decision);
    assert_eq!(decision, Some(HousingDecision::NoPlace));
    // Where kin meet the need there is nothing to apply for.
    let story = story.then(needs("met_by_kin"));
    for act in [
        offer("applies"),
        housing_answer("declines"),
        housing_decision("place"),
    ] {
        assert_eq!(told(&story, &act).no(), ("no-institution-needed", "V4.3"));
    }
}

// covers: X1
// covers: X3
#[test]
fn migrationsverket_is_at_no_table_of_a_case_that_it_may_not_know_of() {
    let agency = serde_json::json!(["patient", "migration_agency"]);
    let story = Story::of("without_permits", "inpatient", "none").after([
        consent("case", "given"),
        consent("sip", "given"),
        plan("in_person"),
        hold(),
        follow_up(WARD),
    ]);
    let evaluated = evaluate().with("attended", agency.clone());
    assert_eq!(
        told(&story, &evaluated).no().0,
        "migration-agency-never-told"
    );
    assert!(told(&story, &evaluate()).happened());
    // The group turns out to be another after the meeting: the decision is forgotten, and no other is noted.
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        consent("sip", "given"),
        plan("in_person"),
        offer("applies").with("attended", agency),
        housing_decision("place"),
        establish("without_permits"),
    ]);
    assert!(story.case.sip.housing_decision.is_none());
    assert_eq!(
        told(&story, &housing_decision("place")).no().0,
        "migration-agency-never-told"
    );
}

// covers: V6B.14
// covers: C8.1
#[test]
fn a_follow_up_is_held_once_after_the_meeting_and_a_unit_of_the_region_evaluates() {
    let story = Story::of("asylum_seeker", "inpatient", "none").after([
        consent("case", "given"),
        consent("sip", "given"),
        plan("in_person"),
    ]);
    assert_eq!(told(&story, &follow_up(WARD)).no().0, "meeting-not-held");
    let story = story.after(hold_and_agree());
    assert_eq!(
        told(&story, &evaluate()).no(),
        ("no-follow-up-decided", "V6B.14")
    );
    let by_municipality = follow_up(WARD).with("evaluated_by", TROLLHATTAN);
    assert_eq!(
        told(&story, &by_municipality).no(),
        ("follow-up-by-the-region", "C8.1")
    );
    let story = story.then(follow_up(WARD));
    let decided = &story.case.sip.follow_up.as_ref().unwrap().value;
    let evaluator = decided.evaluated_by.as_ref().map(|unit| &unit.unit);
    assert_eq!(evaluator, Some(&story.case.coordinator));
    let before = evaluate().with("at", "2020-01-01T09:00:00+01:00");
    assert_eq!(
        told(&story, &before).no(),
        ("follow-up-before-meeting", "V6B.14")
    );
    let story = story.then(evaluate());
    let held = &story.case.sip.follow_ups_held[0].value;
    assert_eq!(held.evaluations[0].goal.reveal(), "Gå till affären");
    assert_eq!(told(&story, &evaluate()).no().0, "no-follow-up-decided");
    assert!(told(&story, &follow_up(WARD).with("at", to_come(60))).happened());
}

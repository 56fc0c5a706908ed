//! The person, as the views tell of them.

use serde_json::{Value, json};

use crate::story::{GUARD, LIBRARY, NURSE, Story, shown};

/// How a person born on a day is shown on 5 March 2026.
fn born(day: &str) -> Value {
    let story = Story::opened(&json!({
        "setting": "inpatient", "group": "asylum_seeker", "group_evidence": "Beskedet visades",
        "name": "Amina Kanariefågel", "birth_date": day,
        "identifiers": [{"kind": "lma_number", "value": crate::story::LMA}],
        "language": "ar", "interpreter_needed": true, "nursing_need": "none",
        "health_care_need": true, "device_need": false,
    }));
    let view = GUARD.regional_case(&NURSE.actor(), &story.case, 1, &LIBRARY, story.now);
    shown(&view.unwrap())["person"].clone()
}

// covers: V3.3
#[test]
fn the_rules_for_children_hold_until_the_day_of_turning_eighteen() {
    let told = |day: &str| {
        let person = born(day);
        (person["age"].clone(), person["child"].clone())
    };
    assert_eq!(told("2020-01-10"), (json!(6), json!(true)));
    assert_eq!(told("2008-03-06"), (json!(17), json!(true)));
    assert_eq!(told("2008-03-05"), (json!(18), json!(false)));
    assert_eq!(told("1984-05-17"), (json!(41), json!(false)));
}

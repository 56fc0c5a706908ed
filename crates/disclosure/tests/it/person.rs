//! The person, as the views show them.

use serde_json::{Value, json};

use crate::story::{ADDRESS, GUARD, LIBRARY, LMA, NAME, NURSE, Story, shown};

/// How a person born on this day is shown on 5 March 2026.
fn born(day: &str) -> Value {
    let story = Story::opened(&json!({
        "setting": "inpatient", "group": "asylum_seeker", "group_evidence": "Beskedet visades",
        "name": NAME, "birth_date": day,
        "identifiers": [{"kind": "lma_number", "value": LMA}],
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

#[test]
fn a_protected_identity_hides_street_and_postal_code_and_leaves_the_municipality() {
    let stays = Story::of("asylum_seeker", "none").stays_in_trollhattan();
    let shown_of = |story: &Story| {
        let view = GUARD.regional_case(&NURSE.actor(), &story.case, 1, &LIBRARY, story.now);
        shown(&view.unwrap())["residence"].clone()
    };
    let open = shown_of(&stays);
    assert_eq!(open["address"], ADDRESS);
    assert_eq!(open["postal_code"], "461 30");
    assert_eq!(open["address_hidden"], false);
    let hidden = shown_of(&stays.protects_the_identity());
    assert_eq!(hidden["municipality_name"], "Trollhättan");
    assert_eq!(hidden["address_hidden"], true);
    for secret in ["address", "postal_code"] {
        assert_eq!(hidden.get(secret), None, "{secret} is shown");
    }
}

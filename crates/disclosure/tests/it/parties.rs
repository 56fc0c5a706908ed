//! Who takes part, as shown to the region and to the municipality.

use domain::Actor;
use serde_json::{Value, json};

use crate::story::{
    EVERYBODY, GUARD, HEALTH_CENTRE, HEALTH_CENTRE_NURSE, LIBRARY, MANAGER, NURSE, Story,
    TROLLHATTAN, WARD, Who, shown,
};

/// The units in a view of a case, with whether they coordinate.
fn units(view: &Value) -> Vec<(&str, bool)> {
    let parties = view["parties"].as_array().unwrap().iter();
    parties
        .map(|party| {
            (
                party["unit"].as_str().unwrap(),
                party["coordinates"].as_bool().unwrap(),
            )
        })
        .collect()
}

fn to_the_municipality(story: &Story) -> Value {
    let actor = MANAGER.actor();
    let view = GUARD.municipal_case(&actor, &story.case, 1, &LIBRARY, story.now);
    shown(&view.unwrap())
}

fn to_the_region(story: &Story) -> Value {
    let actor = HEALTH_CENTRE_NURSE.actor();
    let view = GUARD.regional_case(&actor, &story.case, 1, &LIBRARY, story.now);
    shown(&view.unwrap())
}

// covers: V6B.8
#[test]
fn region_and_municipality_are_told_the_same_units_and_which_of_them_coordinates() {
    let story = Story::purchased_for("asylum_seeker");
    let expected = [(WARD, true), (TROLLHATTAN, false), (HEALTH_CENTRE, false)];
    assert_eq!(units(&to_the_municipality(&story)), expected);
    let handed_over = story.then(&json!({
        "command": "hand_over_coordination", "unit": HEALTH_CENTRE,
    }));
    let expected = [(HEALTH_CENTRE, true), (WARD, false), (TROLLHATTAN, false)];
    assert_eq!(units(&to_the_municipality(&handed_over)), expected);
    let region = to_the_region(&handed_over);
    let real: Vec<_> = units(&region)
        .into_iter()
        .filter(|(unit, _)| [WARD, TROLLHATTAN, HEALTH_CENTRE].contains(unit))
        .collect();
    assert_eq!(real, expected);
}

// covers: X1
#[test]
fn an_open_form_names_those_at_the_region_who_see_the_whole_case_and_no_one_else() {
    let story = Story::purchased_for("asylum_seeker");
    let named = |who: Who| {
        let mut actor = who.actor();
        who.title.clone_into(&mut actor.name);
        actor
    };
    let others = EVERYBODY.map(named);
    let told = GUARD.open_by(&NURSE.actor(), &story.case, &others).unwrap();
    let listed: Vec<&str> = told.view().iter().map(|row| row.by.as_str()).collect();
    assert_eq!(
        listed,
        [
            "vårdpersonal som samordnar",
            "utskrivningskoordinator som samordnar",
            "läkare som samordnar",
            "vårdpersonal på regional part",
            "läkare på regional part",
        ]
    );
}

// covers: X4
#[test]
fn two_coordinating_units_are_told_of_each_other_on_consent_in_both_and_never_on_less() {
    let wards = |story: Story| story.consents("sip");
    let centres = |story: Story| {
        let handed_over = json!({ "command": "hand_over_coordination", "unit": HEALTH_CENTRE });
        story.consents("sip").adds(HEALTH_CENTRE).then(&handed_over)
    };
    let told = |actor: &Actor, case: &Story, other: &Story| {
        let shown = GUARD.other_coordinators(actor, &case.case, &[&other.case]);
        shown.map(|shown| shown.into_view().len())
    };
    let (nurse, centre) = (NURSE.actor(), HEALTH_CENTRE_NURSE.actor());
    let one = wards(Story::of("asylum_seeker", "unmet"));
    let other = centres(Story::of("asylum_seeker", "unmet"));
    assert_eq!(told(&nurse, &one, &other), Some(1));
    assert_eq!(told(&centre, &other, &one), Some(1));
    // Each of these lacks one thing, and then neither is told.
    let withdrawn = json!({
        "command": "record_consent", "kind": "sip", "answer": "withdrawn", "form": "oral",
    });
    let of = |group: &str| Story::of(group, "unmet");
    let theirs = || centres(of("asylum_seeker"));
    let ours = || wards(of("asylum_seeker"));
    let born = |story: Story, day: &str| {
        story.then(&json!({
            "command": "correct_person", "birth_date": day, "under_18": (day == "unknown").then_some(false),
        }))
    };
    let lacking = vec![
        ("consent", of("asylum_seeker"), theirs()),
        ("a consent that stands", ours().then(&withdrawn), theirs()),
        ("an open case", ours(), theirs().closes()),
        ("a common number", wards(of("without_permits")), theirs()),
        ("another unit", ours(), ours()),
        ("the birth date", born(ours(), "1984-05-18"), theirs()),
        (
            "a birth date",
            born(ours(), "unknown"),
            born(theirs(), "unknown"),
        ),
    ];
    for (what, one, other) in lacking {
        assert_eq!(told(&nurse, &one, &other).unwrap_or(0), 0, "{what}");
        assert_eq!(told(&centre, &other, &one).unwrap_or(0), 0, "{what}");
    }
    // Another party of the case, which does not coordinate it, is told nothing.
    assert_eq!(told(&nurse, &other, &one).unwrap_or(0), 0);
}

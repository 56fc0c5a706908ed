//! Who is to act in a step, and who has acted.

use domain::delivery::{Delivery, delivered, invitation};
use serde_json::Value;
use vocabulary::public_id::PublicId;

use crate::story::{GUARD, LIBRARY, NURSE, Story, shown};

// covers: CA.1, V6A.2
#[test]
fn a_step_says_in_words_whose_it_is() {
    let story = Story::of("asylum_seeker", "unmet");
    let steps = GUARD.steps(&NURSE.actor(), &story.case, &LIBRARY, story.now);
    let steps = shown(&steps.unwrap());
    let mut steps = steps.as_array().unwrap().iter();
    let call = steps.find(|step| step["id"] == "V6A.2").unwrap();
    assert_eq!(
        call["who"],
        "Vårdpersonal, utskrivningskoordinator eller läkare"
    );
}

// covers: V6A.6
#[test]
fn what_staff_did_is_signed_with_name_and_role_and_what_vardbron_did_with_its_own_name() {
    let mut story = Story::of("asylum_seeker", "unmet");
    let ordered = story.journal[0].by.clone();
    let mailed = Delivery::Sent(story.now);
    let row = PublicId::from_random([5; 16]);
    story
        .journal
        .push(delivered(invitation(row, mailed), &ordered, story.now));
    let events = GUARD.events(
        &NURSE.actor(),
        &story.case,
        (1..).zip(&story.journal),
        &story.told,
    );
    let events = shown(&events.unwrap());
    let signed: Vec<&Value> = events
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["by"])
        .collect();
    assert_eq!(
        signed.first().unwrap().as_str(),
        Some("Karin Lind, vårdpersonal")
    );
    assert_eq!(signed.last().unwrap().as_str(), Some("Vårdbron"));
}

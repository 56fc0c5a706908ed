//! The person moves: the new municipality is told nothing about what the old one was asked or
//! agreed to.

use serde_json::Value;

use crate::story::{
    GUARD, LIBRARY, MANAGER, OTHER_HEAD_OF_OPERATIONS, OTHER_MANAGER, Story, TROLLHATTAN,
    VANERSBORG, Who, shown, unit,
};

/// The same person moves to Vänersborg, and its municipality is asked.
fn moves_to_vanersborg(story: Story) -> Story {
    story
        .then(&serde_json::json!({
            "command": "establish_residence", "municipality": "1487",
            "address": "Fiktivgatan 2", "postal_code": "462 30", "housing": "own",
        }))
        .asks(VANERSBORG)
}

/// The same, after the new municipality has said yes and become a party.
fn taken_over() -> Story {
    moves_to_vanersborg(Story::purchased_for("asylum_seeker"))
        .answered(VANERSBORG, "yes")
        .adds(VANERSBORG)
}

fn case(who: Who, story: &Story) -> Option<Value> {
    let actor = who.actor();
    let view = GUARD.municipal_case(&actor, &story.case, 1, &LIBRARY, story.now);
    view.map(|view| shown(&view))
}

// covers: V6B.8
#[test]
fn the_new_municipality_sees_no_care_request_and_no_agreement_of_the_old_one() {
    let story = taken_over();
    assert!(case(MANAGER, &story).is_none(), "the old one sees nothing");
    for who in [OTHER_MANAGER, OTHER_HEAD_OF_OPERATIONS] {
        let view = case(who, &story).unwrap();
        assert_eq!(view["agreement"], Value::Null, "{}", who.title);
        assert_eq!(view["care_request"], Value::Null, "{}", who.title);
        assert_eq!(view["residence"]["municipality_name"], "Vänersborg");
    }
    let old = case(MANAGER, &Story::purchased_for("asylum_seeker")).unwrap();
    assert_eq!(old["agreement"]["unit"], TROLLHATTAN);
}

// covers: V6B.7
#[test]
fn the_new_municipality_reads_its_own_question_and_not_the_old_ones() {
    let story = moves_to_vanersborg(Story::asked_of("asylum_seeker").answered(TROLLHATTAN, "yes"));
    let reads = |who: Who, index: usize| {
        let id = story.case.questions[index].id;
        let question = GUARD.question(&who.actor(), &story.case, id)?;
        assert_eq!(question.view().id, id);
        Some(question.view().municipality_name.clone())
    };
    assert_eq!(reads(OTHER_MANAGER, 1).as_deref(), Some("Vänersborg"));
    assert_eq!(reads(OTHER_MANAGER, 0), None);
    assert_eq!(reads(MANAGER, 1), None);
}

// covers: V6B.8
#[test]
fn the_new_municipality_is_not_asked_to_sign_or_answer_what_the_old_one_was_sent() {
    let unsigned = taken_over();
    let mut unanswered = unsigned.clone();
    unanswered.case.care_request.as_mut().unwrap().answer = None;
    for story in [unsigned, unanswered] {
        let row = GUARD.worklist_row(&unit(VANERSBORG), &story.case, &[], &[], story.now);
        let row = shown(&row.unwrap());
        assert_eq!(row["state"], "settled");
        assert_eq!(row["next_title"], Value::Null);
    }
}

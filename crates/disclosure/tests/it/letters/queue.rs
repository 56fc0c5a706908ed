//! The case's letters as its parties see them, and what is shown about each.

use disclosure::views::{LetterRefusal, Letterhead};
use serde_json::{Value, json};

use super::{certified, held, id, letter, letterhead, queues, text};
use crate::story::{
    ADDRESS, COORDINATOR, GUARD, HEALTH_CENTRE_NURSE, MANAGER, NURSE, PHYSICIAN, STRANGER, Story,
    shown,
};

fn housed(story: Story, housing: &str) -> Story {
    story.then(&json!({
        "command": "establish_residence", "municipality": "1488", "address": ADDRESS,
        "postal_code": "461 30", "housing": housing,
    }))
}

fn linked(story: Story) -> Story {
    story.then(&json!({
        "command": "mark_linked_protected_person", "linked": true,
        "reason": "Mamman har skyddade uppgifter",
    }))
}

fn approved(story: Story) -> Story {
    let letter = id(&story);
    story.by(
        COORDINATOR,
        &json!({"command": "review_letter", "letter": letter, "reading": "approved"}),
    )
}

fn posted(story: Story) -> Story {
    let letter = id(&story);
    let printed = story.then(&json!({"command": "print_letter", "letter": letter}));
    let at = printed.now.to_string();
    printed.then(&json!({
        "command": "settle_letter", "letter": letter, "outcome": "posted", "at": at,
    }))
}

/// The case's letters as somebody of the ward sees them.
fn seen(story: &Story) -> Vec<Value> {
    let letters = GUARD.letters(&NURSE.actor(), &story.case, &letterhead());
    shown(&letters.unwrap()).as_array().unwrap().clone()
}

// covers: X1
#[test]
fn near_a_protected_person_no_letter_is_printed_before_two_have_read_it() {
    let story = linked(queues(certified(), "certificate"));
    let unread = letter(&story, &letterhead());
    assert_eq!(unread.unwrap_err(), LetterRefusal::NotAllowed);
    let row = &seen(&story)[0];
    assert_eq!(row["needs_second_reader"], true);
    assert!(row["read_by"].is_null());
    let to_read = row["text"].as_str().unwrap().to_owned();
    assert!(to_read.contains("Intyg: Behöver hjälp dygnet runt"));

    let read = approved(story);
    assert_eq!(text(&read), to_read, "what is printed is what was read");
    let row = &seen(&read)[0];
    assert_eq!(row["needs_second_reader"], false);
    assert_eq!(row["read_by"], "Karin Lind");
    let done = posted(read);
    assert_eq!(seen(&done)[0]["needs_second_reader"], false);
}

#[test]
fn a_letter_that_is_posted_shows_no_text_any_more_and_needs_no_reader() {
    let story = queues(certified(), "certificate");
    let row = &seen(&story)[0];
    assert_eq!(row["needs_second_reader"], false, "nobody is protected");
    assert_eq!(row["text"], text(&story));
    assert!(row["hindrance"].is_null());
    let marked = linked(posted(story));
    let row = &seen(&marked)[0];
    assert_eq!(row["stage"], "posted");
    assert_eq!(row["needs_second_reader"], false);
    for absent in ["text", "hindrance"] {
        assert!(row[absent].is_null(), "{absent} is shown");
    }
}

#[test]
fn a_letter_is_the_own_one_of_who_put_it_in_the_queue_or_wrote_it() {
    let story = queues(certified(), "certificate");
    let own = |who: crate::story::Who| {
        let letters = GUARD.letters(&who.actor(), &story.case, &letterhead());
        shown(&letters.unwrap())[0]["own"].clone()
    };
    assert_eq!(own(NURSE), true);
    // The physician has written it, so the page asks somebody else to read it.
    assert_eq!(own(PHYSICIAN), true);
    assert_eq!(own(COORDINATOR), false);
}

#[test]
fn only_the_patients_letter_to_housing_of_the_migration_agency_is_marked_as_such() {
    let marks = |housing: &str| -> Vec<Value> {
        let story = housed(held(), housing);
        let story = queues(queues(story, "plan"), "patient_copy");
        let rows = seen(&story);
        rows.iter()
            .map(|row| row["agency_accommodation"].clone())
            .collect()
    };
    assert_eq!(marks("agency_accommodation"), [json!(false), json!(true)]);
    assert_eq!(marks("own"), [json!(false), json!(false)]);
}

#[test]
fn a_letter_that_cannot_leave_says_what_to_do() {
    let story = queues(certified(), "certificate");
    let hindrance = |letterhead: &Letterhead| {
        let letters = GUARD.letters(&NURSE.actor(), &story.case, letterhead);
        let row = shown(&letters.unwrap())[0].clone();
        assert!(row["text"].is_null());
        row["hindrance"].as_str().unwrap().to_owned()
    };
    assert!(hindrance(&Letterhead::default()).starts_with(
        "Avsändarens eller mottagarens postadress saknas. Be administratören lägga in"
    ));
    let ward = Letterhead {
        sender: Some("Avdelning 43, NÄL".to_owned()),
        ..letterhead()
    };
    assert!(hindrance(&ward).starts_with("Avsändarens adress nämner en enhet."));
    assert_eq!(
        LetterRefusal::NotAllowed.swedish(),
        "Mottagaren får inte det här med post nu."
    );
    assert!(
        LetterRefusal::NotNow
            .swedish()
            .starts_with("Det som brevet ska")
    );
}

// covers: X1
#[test]
fn letters_are_for_the_regional_parties_only() {
    let story = queues(Story::purchased_for("asylum_seeker"), "plan");
    let day = vocabulary::calendar::local_date(story.now);
    let sees = |who: crate::story::Who| {
        let (actor, case, head) = (who.actor(), &story.case, letterhead());
        let plan = vocabulary::letter::LetterKind::Plan;
        let to_come = GUARD.letter_to_come(&actor, case, plan, &head, day);
        let letters = GUARD.letters(&actor, case, &head);
        [to_come.is_some(), letters.is_some()]
    };
    for who in [NURSE, PHYSICIAN, HEALTH_CENTRE_NURSE] {
        assert_eq!(sees(who), [true; 2], "{}", who.title);
    }
    for who in [MANAGER, STRANGER] {
        assert_eq!(sees(who), [false; 2], "{}", who.title);
    }
}

#[test]
fn the_receipt_of_a_letter_changes_with_every_word_on_it_and_not_with_its_readers() {
    let receipt = |story: &Story, letterhead: &Letterhead| {
        let letter = story.case.letters.last().unwrap();
        GUARD.letter_receipt(&story.case, letter, letterhead)
    };
    let story = queues(certified(), "certificate");
    let first = receipt(&story, &letterhead()).unwrap();
    assert_eq!(first.len(), 64, "a hash in hexadecimal digits");
    let moved = Letterhead {
        migration_agency: Some("Migrationsverket\nBox 3\n462 23 Vänersborg".to_owned()),
        ..letterhead()
    };
    assert_ne!(receipt(&story, &moved).unwrap(), first);
    assert_eq!(
        receipt(&story, &Letterhead::default()),
        Err(LetterRefusal::NoAddress)
    );

    let unread = linked(story);
    assert_eq!(receipt(&unread, &letterhead()).unwrap(), first);
    let read = approved(unread);
    assert_eq!(receipt(&read, &letterhead()).unwrap(), first);
}

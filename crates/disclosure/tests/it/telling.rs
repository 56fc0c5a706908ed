//! What the access log calls a disclosure, and what it calls a change.

use serde_json::{Value, json};

use crate::story::{HEALTH_CENTRE, PHYSICIAN, Story, TROLLHATTAN};

/// What of a story tells somebody outside the unit something, in the order it happened.
fn told(story: &Story) -> Vec<&'static str> {
    let entries = story.journal.iter();
    entries
        .filter(|entry| disclosure::tells(entry))
        .map(|entry| entry.event.kind())
        .collect()
}

/// What an act of the ward's nurse tells.
fn by(story: &Story, command: &Value) -> Vec<&'static str> {
    let done = story.clone().then(command);
    told(&done).split_off(told(story).len())
}

#[test]
fn a_unit_that_opens_its_own_case_tells_nobody_and_one_that_joins_is_told() {
    let opened = Story::of("asylum_seeker", "unmet").consents("sip");
    assert_eq!(opened.journal[1].event.kind(), "party_added");
    assert!(told(&opened).is_empty());
    assert_eq!(told(&opened.adds(HEALTH_CENTRE)), ["party_added"]);
}

#[test]
fn a_placeholder_has_nobody_who_could_be_told() {
    let story = Story::of("asylum_seeker", "none").consents("case");
    let added = story.journal.iter();
    let added = added.filter(|entry| entry.event.kind() == "party_added");
    assert_eq!(added.count(), 3, "the ward and two placeholders");
    assert!(told(&story).is_empty());
}

#[test]
fn a_letter_tells_when_it_is_posted_and_not_while_it_waits() {
    let story = Story::of("asylum_seeker", "unmet").consents("sip").by(
        PHYSICIAN,
        &json!({"command": "write_certificate", "content": "Behöver hjälp dygnet runt"}),
    );
    let queued = story.then(&json!({"command": "queue_letter", "letter": "certificate"}));
    let letter = queued.case.letters[0].outbox.to_string();
    let printed = queued.then(&json!({"command": "print_letter", "letter": letter}));
    assert!(told(&printed).is_empty());
    let at = printed.now.to_string();
    let posted = json!({
        "command": "settle_letter", "letter": letter, "outcome": "posted", "at": at,
    });
    assert_eq!(by(&printed, &posted), ["contact_recorded", "letter_posted"]);
}

#[test]
fn what_is_planned_or_queued_tells_nobody_and_what_is_sent_or_ordered_does() {
    let story = Story::of("asylum_seeker", "unmet").consents("sip");
    let planned = story.plans_a_meeting("in_person");
    assert!(told(&planned).is_empty());
    let at = planned.now.to_string();
    let coming = "2026-03-12T09:00:00+01:00";
    let acts = [
        (json!({"command": "send_invitation"}), &[][..]),
        (
            json!({"command": "record_invitation_sent", "at": at}),
            &["invitation_sent"],
        ),
        (
            json!({"command": "book_interpreter", "language": "ar", "at": coming}),
            &["interpreter_booked"],
        ),
        (
            json!({"command": "order_transport", "destination": "Boendet Eken", "at": coming}),
            &["transport_settled"],
        ),
        (
            json!({"command": "decline_transport", "reason": "Åker med en vän"}),
            &[],
        ),
    ];
    for (command, expected) in acts {
        assert_eq!(by(&planned, &command), expected, "{command}");
    }
}

#[test]
fn a_municipality_is_told_by_the_question_and_the_request_and_tells_nobody_by_its_answers() {
    let before = Story::asked_of("asylum_seeker");
    assert_eq!(told(&before).last(), Some(&"municipality_asked"));
    let answered = before.clone().answered(TROLLHATTAN, "yes");
    assert_eq!(told(&answered), told(&before));
    let purchased = told(&Story::purchased_for("asylum_seeker"));
    assert_eq!(
        purchased[told(&before).len()..],
        ["party_added", "party_added", "care_request_sent"]
    );
}

//! Who is told what: what each event tells, by recipient, class, channel and when, as a table that
//! a nurse could review.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::story::{
    DEVELOPER, HEAD_OF_OPERATIONS, HEALTH_CENTRE, MANAGER, NURSE, PHYSICIAN, Story, TROLLHATTAN,
    Who,
};

/// The kinds of a story's events that have told somebody something, in order.
fn told(story: &Story) -> Vec<&'static str> {
    let places: BTreeSet<u64> = story.told.iter().map(|told| told.place).collect();
    let kind = |place: u64| {
        let place = usize::try_from(place).unwrap();
        story.journal[place - 1].event.kind()
    };
    places.into_iter().map(kind).collect()
}

/// The events by which an act of the ward's nurse tells something.
fn by(story: &Story, command: &Value) -> Vec<&'static str> {
    let done = story.clone().then(command);
    told(&done).split_off(told(story).len())
}

/// What a story's latest act told: "recipient: class by channel (parts)".
fn latest(story: &Story, before: &Story) -> Vec<String> {
    let new = &story.told[before.told.len()..];
    let text = |placed: &disclosure::PlacedTelling| {
        use vocabulary::choice::Choice as _;
        let telling = &placed.telling;
        let sections: Vec<&str> = telling.sections.iter().map(|part| part.code()).collect();
        let class = telling.class.map_or("-", disclosure::Class::code);
        let parts = if sections.is_empty() {
            String::new()
        } else {
            format!(" ({})", sections.join(" "))
        };
        format!("{}: {class} by {}{parts}", telling.to, telling.means.code())
    };
    new.iter().map(text).collect()
}

/// What a command tells when this person gives it.
fn tells(story: &Story, who: Who, command: &Value) -> Vec<String> {
    latest(&story.clone().by(who, command), story)
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
    // Told once, by the contact; the paper says the same.
    assert_eq!(by(&printed, &posted), ["contact_recorded"]);
}

#[test]
fn what_is_planned_or_queued_tells_nobody_outside_and_what_is_sent_or_ordered_does() {
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
        (
            json!({"command": "order_device", "device": "Rollator", "reference": "WS 4711"}),
            &["device_ordered"],
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
        [
            "party_added",
            "party_added",
            "sip_meeting_planned",
            "sip_meeting_held",
            "sip_plan_begun",
            "sip_plan_agreed",
            "care_request_sent",
            "agreement_drawn_up"
        ]
    );
}

/// Every kind of act that tells somebody something, and what it tells.
#[test]
#[expect(clippy::too_many_lines, reason = "one row per act, as a table")]
fn each_event_tells_what_the_table_says() {
    let ward = Story::of("asylum_seeker", "unmet").consents("sip");
    let planned = ward.clone().plans_a_meeting("in_person");
    let asked = Story::asked_of("asylum_seeker");
    let party = asked.clone().answered(TROLLHATTAN, "yes").adds(TROLLHATTAN);
    let purchased = Story::purchased_for("asylum_seeker");
    let signed = purchased.clone().by(
        HEAD_OF_OPERATIONS,
        &json!({"command": "sign_agreement", "signatory": "head_of_operations"}),
    );
    let ready = Story::of("asylum_seeker", "none")
        .consents("case")
        .consents("information_transfer")
        .stays_in_trollhattan();
    let agreed = asked.clone().answered(TROLLHATTAN, "yes");
    let requested = party.clone().plans_a_meeting("in_person").then(&json!({
        "command": "send_care_request", "question": "Sår", "health_state": "Bensår",
        "follow_up": "Vi",
    }));
    // This is replaced by the time of the story.
    let now = "now";
    let coming = "2026-03-20T09:00:00+01:00";
    let contact = |audience: &str, channel: &str| {
        json!({
            "command": "record_contact", "audience": audience, "channel": channel, "at": now,
            "summary": "Sagt",
        })
    };
    let acts: Vec<(&str, &Story, Who, Value)> = vec![
        (
            "migration agency rung",
            &ward,
            NURSE,
            contact("migration_agency", "phone"),
        ),
        (
            "head office rung",
            &ward,
            NURSE,
            contact("head_office", "phone"),
        ),
        ("pharmacy rung", &ward, NURSE, contact("pharmacy", "phone")),
        (
            "manager rung before any question",
            &ward,
            NURSE,
            contact("municipal_manager", "phone"),
        ),
        (
            "manager rung about the question",
            &asked,
            NURSE,
            contact("municipal_manager", "phone"),
        ),
        (
            "manager of a party rung",
            &party,
            NURSE,
            contact("municipal_manager", "phone"),
        ),
        (
            "invitation sent by hand",
            &planned,
            NURSE,
            json!({"command": "record_invitation_sent", "at": planned.now.to_string()}),
        ),
        (
            "invitation queued",
            &planned,
            NURSE,
            json!({"command": "send_invitation"}),
        ),
        (
            "interpreter booked",
            &planned,
            NURSE,
            json!({"command": "book_interpreter", "language": "ar", "at": coming}),
        ),
        (
            "transport ordered",
            &planned,
            NURSE,
            json!({"command": "order_transport", "destination": "Eken", "at": coming}),
        ),
        (
            "device ordered",
            &planned,
            NURSE,
            json!({"command": "order_device", "device": "Rollator"}),
        ),
        (
            "health centre added",
            &party,
            NURSE,
            json!({"command": "add_party", "unit": HEALTH_CENTRE}),
        ),
        (
            "municipality added",
            &agreed,
            NURSE,
            json!({"command": "add_party", "unit": TROLLHATTAN}),
        ),
        (
            "municipality asked",
            &ready,
            NURSE,
            json!({
                "command": "ask_municipality", "unit": TROLLHATTAN, "starts": "2026-03-14",
                "interventions": [{"code": "sampling", "times": 1, "per": "week"}],
            }),
        ),
        (
            "meeting planned",
            &party,
            NURSE,
            json!({
                "command": "plan_sip_meeting", "at": coming, "form": "in_person",
                "meeting_point": "Huvudentrén", "chosen_point": "ajbeeqscijbeeqscijbeeqscij", "kin_invited": false, "questions": "Vem hämtar?",
            }),
        ),
        (
            "meeting held",
            &purchased,
            NURSE,
            json!({
                "command": "hold_sip_meeting", "at": now, "attended": ["patient", "care_staff"],
            }),
        ),
        (
            "follow-up decided",
            &purchased,
            NURSE,
            json!({"command": "decide_follow_up", "at": coming, "unit": HEALTH_CENTRE}),
        ),
        (
            "residence within the municipality",
            &purchased,
            NURSE,
            json!({
                "command": "establish_residence", "municipality": "1488", "address": "Nygatan 2",
                "postal_code": "461 30", "housing": "own",
            }),
        ),
        (
            "name corrected",
            &purchased,
            NURSE,
            json!({"command": "correct_person", "name": "Amina Ny"}),
        ),
        (
            "number added",
            &purchased,
            NURSE,
            json!({"command": "add_identifier", "identifier": {"kind": "lma_number", "value": "12-345679"}}),
        ),
        (
            "identity protected",
            &purchased,
            NURSE,
            json!({"command": "mark_protected_identity", "protected": true, "reason": "Hot"}),
        ),
        (
            "group unestablished",
            &purchased,
            NURSE,
            json!({"command": "unestablish_group", "reason": "Kortet var ett annat"}),
        ),
        (
            "group without permits",
            &purchased,
            NURSE,
            json!({"command": "establish_group", "group": "without_permits", "evidence": "Avslag"}),
        ),
        (
            "resident",
            &purchased,
            NURSE,
            json!({"command": "establish_group", "group": "resident", "evidence": "Folkbokförd"}),
        ),
        (
            "coordination handed over",
            &purchased,
            NURSE,
            json!({"command": "hand_over_coordination", "unit": HEALTH_CENTRE}),
        ),
        (
            "care request answered",
            &requested,
            MANAGER,
            json!({"command": "answer_care_request", "answer": "accepted"}),
        ),
        (
            "agreement drawn up",
            &purchased,
            NURSE,
            json!({
                "command": "draw_up_agreement", "starts": "2026-03-12", "ends": "2026-05-12",
                "interventions": [{"code": "wound_dressing", "times": 3, "per": "week"}],
                "follow_up": "Vårdcentralen ringer",
            }),
        ),
        (
            "agreement signed by the municipality",
            &purchased,
            HEAD_OF_OPERATIONS,
            json!({"command": "sign_agreement", "signatory": "head_of_operations"}),
        ),
        (
            "agreement signed by the head office",
            &signed,
            DEVELOPER,
            json!({"command": "sign_agreement", "signatory": "regional_developer"}),
        ),
        (
            "copy to the patient",
            &purchased,
            NURSE,
            json!({"command": "hand_out_copy", "recipient": "patient", "how": "by_hand", "at": now}),
        ),
        (
            "plan to the migration agency",
            &purchased,
            NURSE,
            json!({"command": "hand_out_copy", "recipient": "migration_agency", "how": "post", "at": now}),
        ),
        (
            "copies to the parties by hand",
            &purchased,
            NURSE,
            json!({"command": "hand_out_copy", "recipient": "parties", "how": "by_hand", "at": now}),
        ),
        (
            "copies to the parties in the product",
            &purchased,
            NURSE,
            json!({"command": "hand_out_copy", "recipient": "parties", "how": "in_product", "at": now}),
        ),
        (
            "wrong disclosure to the police",
            &purchased,
            NURSE,
            json!({"command": "report_wrong_disclosure", "audience": "police", "at": now, "what": "Namnet"}),
        ),
        (
            "wrong disclosure to social services",
            &purchased,
            NURSE,
            json!({"command": "report_wrong_disclosure", "audience": "social_services", "at": now, "what": "Namnet"}),
        ),
        (
            "party removed",
            &purchased,
            NURSE,
            json!({"command": "remove_party", "unit": HEALTH_CENTRE, "reason": "Behövs inte"}),
        ),
        (
            "closed",
            &purchased,
            NURSE,
            json!({"command": "close_case", "reason": "Klart"}),
        ),
        (
            "needs changed",
            &purchased,
            NURSE,
            json!({"command": "establish_needs", "nursing_need": "none", "health_care_need": true, "device_need": true}),
        ),
        (
            "consent recorded",
            &purchased,
            NURSE,
            json!({"command": "record_consent", "kind": "sip", "answer": "given", "form": "oral"}),
        ),
        (
            "question from an authority",
            &purchased,
            NURSE,
            json!({"command": "record_inbound_question", "audience": "police", "at": now, "what": "Frågade"}),
        ),
    ];
    let mut table = String::new();
    for (name, story, who, mut command) in acts {
        if command["at"] == now {
            command["at"] = json!(story.now.to_string());
        }
        let told = tells(story, who, &command);
        let told = if told.is_empty() {
            "nobody".to_owned()
        } else {
            told.join("\n    ")
        };
        writeln!(table, "{name}:\n    {told}").unwrap();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn undoing_tells_the_former_value_again() {
    let story = Story::purchased_for("asylum_seeker").then(&json!({
        "command": "establish_residence", "municipality": "1488", "address": "Nygatan 2",
        "postal_code": "461 30", "housing": "own",
    }));
    let undone = tells(&story, NURSE, &json!({"command": "undo_latest"}));
    let parts = "municipal_share by page (residence)";
    assert_eq!(undone, [format!("unit:{TROLLHATTAN}: {parts}")]);
}

//! What a change of group will do, shown before it is saved.

use serde_json::json;

use crate::story::{GUARD, HEALTH_CENTRE_NURSE, MANAGER, NURSE, STRANGER, Story, TROLLHATTAN, Who};

const ANSWER: &str = "Vi kan varken bekräfta eller förneka att personen är patient hos oss.";
const NOTHING_SENT: &str = "Ingenting skickas.";
const PROTECTED: &str = "Ärendet blir skyddat.";
const AGENCY_NOT_TOLD: &str = "Migrationsverket får inte veta något mer av oss.";
const NEW_NUMBER: &str = "SIP-mötet får ett nytt nummer. Det gamla numret gäller inte längre.";

fn say_nothing() -> String {
    format!(
        "Säg ingenting till Migrationsverket om ändringen. Om någon därifrån frågar är svaret: \
         ”{ANSWER}”"
    )
}

fn seen_by(who: Who, before: &Story, after: &Story) -> Option<Vec<String>> {
    GUARD
        .group_change(&who.actor(), &before.case, &after.case, ANSWER)
        .map(disclosure::Disclosed::into_view)
}

/// What a change to another group would lead to, as the ward reads it.
fn brings(before: &Story, group: &str) -> Vec<String> {
    seen_by(NURSE, before, &before.clone().establishes(group)).unwrap()
}

// covers: X3
#[test]
fn a_change_that_closes_the_migration_agency_says_what_is_stopped_and_what_to_say() {
    let invited = Story::of("asylum_seeker", "unmet")
        .consents("sip")
        .plans_a_meeting("in_person")
        .then(&json!({"command": "send_invitation"}));
    assert_eq!(
        brings(&invited, "without_permits"),
        [
            NOTHING_SENT,
            PROTECTED,
            "Kallelsen till Migrationsverket som väntar på att skickas stoppas. Inget meddelande \
             går ut om det.",
            NEW_NUMBER,
            "Planera mötet igen med ny tid och plats.",
            AGENCY_NOT_TOLD,
            &say_nothing(),
        ]
    );
}

// covers: X3
#[test]
fn nothing_is_said_to_be_stopped_that_was_not_on_its_way() {
    assert_eq!(
        brings(&Story::of("asylum_seeker", "unmet"), "without_permits"),
        [
            NOTHING_SENT,
            PROTECTED,
            NEW_NUMBER,
            AGENCY_NOT_TOLD,
            &say_nothing(),
        ]
    );
}

// covers: X3
#[test]
fn a_change_that_opens_the_migration_agency_says_that_only_staff_tell_it() {
    assert_eq!(
        brings(&Story::of("unestablished", "none"), "asylum_seeker"),
        [
            NOTHING_SENT,
            "Ärendet är inte längre skyddat.",
            "Migrationsverket kan få veta det som stegen säger, men bara genom det du gör.",
        ]
    );
}

// covers: X3
#[test]
fn only_a_change_to_resident_takes_a_waiting_question_back() {
    let waiting = Story::asked_of("asylum_seeker");
    let back = "Frågan till Hemsjukvården Trollhättan tas tillbaka. Den syns inte längre där.";
    let takes_back = |story: &Story, group: &str| brings(story, group).contains(&back.to_owned());
    assert!(takes_back(&waiting, "resident"));
    // To the municipality every case looks alike, so its question stays.
    for group in ["mass_refugee", "without_permits", "asylum_seeker"] {
        assert!(!takes_back(&waiting, group), "{group}");
    }
    let answered = waiting.answered(TROLLHATTAN, "yes");
    assert!(!takes_back(&answered, "resident"));
}

#[test]
fn a_unit_that_would_not_see_the_case_any_more_is_named_and_those_that_would_are_not() {
    let before = Story::purchased_for("asylum_seeker");
    let moved = before.clone().then(&json!({
        "command": "establish_residence", "municipality": "1487", "address": "Storgatan 2",
        "postal_code": "462 30", "housing": "own",
    }));
    assert_eq!(
        seen_by(NURSE, &before, &moved).unwrap(),
        [
            NOTHING_SENT,
            "Hemsjukvården Trollhättan ser inte längre ärendet.",
        ]
    );
}

// covers: X1
#[test]
fn what_a_change_of_group_brings_is_told_to_regional_parties_only() {
    let before = Story::purchased_for("asylum_seeker");
    let after = before.clone().establishes("without_permits");
    for who in [NURSE, HEALTH_CENTRE_NURSE] {
        assert!(seen_by(who, &before, &after).is_some(), "{}", who.title);
    }
    for who in [MANAGER, STRANGER] {
        assert!(seen_by(who, &before, &after).is_none(), "{}", who.title);
    }
}

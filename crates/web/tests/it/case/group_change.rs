//! The confirmation page before a change of group says what follows, and that is what happens.

use serde_json::json;
use testkit::commands;

use super::{form::Form, walk::Walk};
use crate::{
    browser::between,
    door::{Door, consent, question, residence},
};

/// Whether staff of the ward find the case by a number.
async fn found(walk: &mut Walk<'_>, number: &str) -> bool {
    let address = format!("/arenden/{}", walk.id);
    let page = walk.browser.post("/sok", &[("q", number)]).await;
    page.headers
        .get("location")
        .is_some_and(|to| *to == *address)
        || page.text().contains(&address)
}

const MEETING: &str = "2026-03-10T13:00:00+01:00";

// covers: X1, X3
#[tokio::test]
async fn before_another_group_is_saved_it_says_what_is_stopped_and_what_to_say() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({ "nursing_need": "unmet" })).await;
    let mut case = crate::door::Told {
        id: walk.id.clone(),
        version: 0,
    };
    door.read(&mut case).await;
    for command in [
        consent("case", "given"),
        consent("sip", "given"),
        residence(),
        json!({
            "command": "plan_sip_meeting", "at": MEETING, "form": "in_person",
            "meeting_point": "Huvudentrén", "chosen_point": "ajbeeqscijbeeqscijbeeqscij", "kin_invited": false,
        }),
        commands::send_invitation(),
        question(),
    ] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    let number = door.read(&mut case).await["sip"]["number"].clone();
    let to = walk.address("/gor/faststall-grupp");
    let page = walk.browser.get(&to).await.expect(200).text();
    let form = Form::of(&page, "establish_group").unwrap();
    let form = form.with(&[
        ("group", "without_permits"),
        ("evidence", "Beslutet har vunnit laga kraft."),
    ]);
    let page = walk.browser.post(&to, &form.posted()).await.expect(200);
    let page = page.text();
    let said = between(&page, "När du trycker på knappen", "</div>");
    for sentence in [
        "Ingenting skickas.",
        "Ärendet blir skyddat.",
        "Kallelsen till Migrationsverket som väntar på att skickas stoppas.",
        "SIP-mötet får ett nytt nummer.",
        "Planera mötet igen",
        "Migrationsverket får inte veta något mer av oss.",
        "Säg ingenting till Migrationsverket om ändringen.",
        "Vi kan varken bekräfta eller förneka att personen är patient hos oss.",
    ] {
        assert!(said.contains(sentence), "{sentence} in {said}");
    }
    let number = number.as_str().unwrap().to_owned();
    assert!(found(&mut walk, &number).await, "the number in use");
    let check = Form::of(&page, "establish_group").unwrap();
    walk.browser.post(&to, &check.posted()).await.expect(303);
    let after = door.read(&mut case).await;
    // The number that Migrationsverket was given finds no case any more (X3).
    assert!(!found(&mut walk, &number).await, "the former number");
    let new = after["sip"]["number"].as_str().unwrap().to_owned();
    assert!(found(&mut walk, &new).await, "the new number");
    assert_eq!(after["protected"], true);
    assert_ne!(after["sip"]["number"], number);
    let outbox = door
        .get("ward-nurse", &format!("/api/v1/outbox?case={}", case.id))
        .await
        .expect(200)
        .json();
    assert_eq!(outbox[0]["state"], "stopped", "{outbox}");
}

// covers: X3
#[tokio::test]
async fn a_group_that_changes_nothing_for_anybody_says_so_in_one_sentence() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let to = walk.address("/gor/faststall-grupp");
    let page = walk.browser.get(&to).await.expect(200).text();
    let form = Form::of(&page, "establish_group").unwrap();
    let form = form.with(&[("group", "mass_refugee"), ("evidence", "Kortet visades.")]);
    let page = walk.browser.post(&to, &form.posted()).await.expect(200);
    let page = page.text();
    let said = between(&page, "När du trycker på knappen", "</div>");
    assert!(said.contains("Ingenting skickas."), "{said}");
    assert!(!said.contains("Migrationsverket"), "{said}");
}

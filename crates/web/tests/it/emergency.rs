//! "Nödöppning" as a browser sees it: what the reader gets, and that it gives access to nothing
//! else.

use serde_json::json;
use testkit::commands;

use crate::{
    browser::Browser,
    door::{Door, asylum_seeker, but},
};

const ASKED: [(&str, &str); 4] = [
    ("number", "51-234567"),
    ("birth_date", "1990-04-06"),
    ("reason", "care_now"),
    ("words", "Medvetslös på akuten"),
];

fn with(name: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    ASKED
        .iter()
        .map(|(known, given)| (*known, if *known == name { value } else { *given }))
        .collect()
}

async fn opened(browser: &mut Browser<'_>) -> String {
    let reply = browser.post("/nodoppning", &ASKED).await.expect(303);
    reply.header("location").to_owned()
}

// covers: X1
#[tokio::test]
async fn a_miss_looks_like_a_page_that_does_not_exist() {
    let door = Door::new().await;
    door.open(&asylum_seeker()).await;
    let mut browser = Browser::of(&door, "stranger-ward").await;
    let nothing = browser.get("/arenden/00000000000000000000000000").await;
    let wrong_date = browser
        .post("/nodoppning", &with("birth_date", "1990-04-07"))
        .await;
    let wrong_number = browser
        .post("/nodoppning", &with("number", "51-234568"))
        .await;
    let no_number = browser.post("/nodoppning", &with("number", "Amina")).await;
    for reply in [&wrong_date, &wrong_number, &no_number] {
        assert_eq!(reply.status, 404);
        assert_eq!(reply.headers, nothing.headers);
        assert_eq!(reply.body, nothing.body);
    }
}

#[tokio::test]
async fn the_reader_sees_the_case_at_its_own_address_and_can_do_nothing_to_it() {
    let door = Door::new().await;
    let case = door
        .open(&but(
            asylum_seeker(),
            &json!({ "group": "without_permits" }),
        ))
        .await;
    let mut browser = Browser::of(&door, "stranger-ward").await;
    let address = opened(&mut browser).await;
    assert!(!address.contains(&case.id), "{address}");
    let page = browser.get(&address).await.expect(200).text();
    for told in [
        "Amina Provsson",
        "51-234567",
        "Avdelning 1",
        "Skyddat ärende",
    ] {
        assert!(page.contains(told), "{told}");
    }
    // Search and log-out are in the frame; the page itself has no form and no links.
    let inside = crate::browser::between(&page, "<main", "</main>");
    assert!(!inside.contains("<form"), "{inside}");
    assert!(!inside.contains("/arenden/"), "{inside}");
    let mut nothing = browser.get("/arenden/00000000000000000000000000").await;
    for part in [
        "",
        "/parter",
        "/vem-ser-vad",
        "/handelser",
        "/kopior",
        "/gor/samtycke",
    ] {
        let reply = browser.get(&format!("/arenden/{}{part}", case.id)).await;
        assert_eq!((reply.status, &reply.body), (404, &nothing.body), "{part}");
    }
    let command = commands::close_case("Prov");
    let refused = door.give("stranger-ward", &case, &command).await;
    assert_eq!(refused.status, 404);
    nothing = door.get("stranger-ward", "/api/v1/outbox?case=x").await;
    let outbox = format!("/api/v1/outbox?case={}", case.id);
    let outbox = door.get("stranger-ward", &outbox).await;
    assert_eq!(outbox.without_request_id(), nothing.without_request_id());
}

#[tokio::test]
async fn an_opening_is_its_readers_own() {
    let door = Door::new().await;
    door.open(&asylum_seeker()).await;
    let mut reader = Browser::of(&door, "stranger-ward").await;
    let address = opened(&mut reader).await;
    reader.get(&address).await.expect(200);
    for other in [
        "specialist-clinic",
        "ward-nurse",
        "municipal-primary-care",
        "head-office",
        "administrator",
        "log-reviewer",
        "social-services",
    ] {
        let mut browser = Browser::of(&door, other).await;
        let nothing = browser.get("/nodoppning/00000000000000000000000000").await;
        let reply = browser.get(&address).await;
        assert_eq!((reply.status, reply.body), (404, nothing.body), "{other}");
    }
    Browser::new(&door).get(&address).await.expect(303);
}

#[tokio::test]
async fn who_is_not_of_regional_care_has_no_such_page() {
    let door = Door::new().await;
    door.open(&asylum_seeker()).await;
    for other in [
        "municipal-primary-care",
        "municipal-nurse",
        "head-office",
        "administrator",
        "log-reviewer",
        "social-services",
        "municipal-rehab",
    ] {
        let mut browser = Browser::of(&door, other).await;
        browser.get("/nodoppning").await.expect(404);
        browser.post("/nodoppning", &ASKED).await.expect(404);
    }
}

#[tokio::test]
async fn the_coordinating_unit_is_told_and_vem_ser_vad_is_as_before() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let audiences = format!("{}/audiences", case.address());
    let before = door.get("ward-nurse", &audiences).await.expect(200).json();
    let version = door.get("ward-nurse", &case.address()).await.json()["version"].clone();
    let mut reader = Browser::of(&door, "stranger-ward").await;
    let address = opened(&mut reader).await;
    reader.get(&address).await.expect(200);
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse
        .get(&format!("/arenden/{}/handelser", case.id))
        .await
        .expect(200)
        .text();
    for told in [
        "Ärendet har nödöppnats",
        "Malin Tallbo",
        "Avdelning 2",
        "Medvetslös på akuten",
        "Väntar på granskning",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let after = door.get("ward-nurse", &audiences).await.expect(200).json();
    assert_eq!(after, before);
    let still = door.get("ward-nurse", &case.address()).await.json()["version"].clone();
    assert_eq!(still, version);
}

#[tokio::test]
async fn a_party_is_led_to_the_case_and_a_mistake_keeps_what_was_typed() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    assert_eq!(opened(&mut nurse).await, format!("/arenden/{}", case.id));
    let mut stranger = Browser::of(&door, "stranger-ward").await;
    let reply = stranger
        .post("/nodoppning", &with("birth_date", "någon gång"))
        .await
        .expect(422)
        .text();
    for kept in ["51-234567", "någon gång", "Medvetslös på akuten"] {
        assert!(reply.contains(kept), "{kept}");
    }
}

#[tokio::test]
async fn too_many_tries_close_the_door_for_a_hit_as_for_a_miss() {
    let door = Door::new().await;
    door.open(&asylum_seeker()).await;
    let mut browser = Browser::of(&door, "stranger-ward").await;
    for _ in 0..5 {
        browser
            .post("/nodoppning", &with("number", "51-234568"))
            .await
            .expect(404);
    }
    let miss = browser
        .post("/nodoppning", &with("number", "51-234568"))
        .await
        .expect(429);
    let hit = browser.post("/nodoppning", &ASKED).await.expect(429);
    assert_eq!(
        hit.text().replace(char::is_alphanumeric, ""),
        miss.text().replace(char::is_alphanumeric, "")
    );
    assert!(hit.text().contains("Nödöppning är stängd en stund"));
}

// covers: X4
#[tokio::test]
async fn a_case_with_the_year_of_birth_alone_is_opened_with_that_year_and_with_nothing_else() {
    let door = Door::new().await;
    for (number, born) in [("51-234567", "1990"), ("51-234568", "unknown")] {
        let numbers = json!([{ "kind": "lma_number", "value": number }]);
        let opening = json!({ "birth_date": born, "under_18": false, "identifiers": numbers });
        door.open(&but(asylum_seeker(), &opening)).await;
    }
    let mut browser = Browser::of(&door, "stranger-ward").await;
    let asked = |number: &'static str, born: &'static str| {
        let mut asked = with("birth_date", born);
        asked[0].1 = number;
        asked
    };
    for (number, born, status) in [
        ("51-234567", "1990-04-06", 404),
        ("51-234567", "okänt", 404),
        ("51-234568", "1990", 404),
        ("51-234567", "1990", 303),
        ("51-234568", "okänt", 303),
    ] {
        let reply = browser.post("/nodoppning", &asked(number, born)).await;
        assert_eq!(reply.status, status, "{number} {born}");
    }
}

//! Side channels of pages: what the browser stores of a field or sends to a spell checker, the menu
//! on a screen that others see, the rows of a list on paper, the pages that print as a notice, the
//! pages of the log's reviewer, and answers about faults.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use testkit::{MARK, Stage, Trace};
use vocabulary::{choice::Choice as _, group::Group};

use crate::{
    browser::{Browser, between},
    door::{Door, Told, asylum_seeker, but},
    noninterference::{ACTS, CASES, START, carry_out},
};

/// The start tags of an element in a page.
fn tags<'p>(page: &'p str, element: &str) -> Vec<&'p str> {
    let parts = page.split(element).skip(1);
    parts.map(|part| part.split('>').next().unwrap()).collect()
}

/// The pages of a case that its own page leads to.
async fn pages_of(nurse: &mut Browser<'_>, case: &Told) -> BTreeMap<String, String> {
    let base = format!("/arenden/{}", case.id);
    let mut pages = BTreeMap::new();
    let mut ahead = vec![base.clone()];
    while let Some(address) = ahead.pop() {
        if pages.contains_key(&address) {
            continue;
        }
        let page = nurse.get(&address).await;
        if page.status == 303 {
            // The case's own URL redirects to the next step.
            let next = page.header("location").split(['#', '?']).next().unwrap();
            ahead.push(next.to_owned());
            pages.insert(address, String::new());
            continue;
        }
        let page = page.expect(200).text();
        for link in page.split("href=\"").skip(1) {
            let link = link.split(['"', '#', '?']).next().unwrap();
            if link.starts_with(&format!("{base}/")) {
                ahead.push(link.to_owned());
            }
        }
        pages.insert(address, page);
    }
    pages.retain(|_, page| !page.is_empty());
    assert!(pages.len() > 20, "{:?}", pages.keys());
    pages
}

/// Products after random traces, in which every word about a person contains a mark.
async fn after_traces() -> Vec<Door> {
    let mut doors = Vec::new();
    for seed in 0..3 {
        let door = Door::before(Stage::rehearsed(START, seed).await);
        let mut cases = BTreeMap::new();
        for act in &Trace::of(seed, START, CASES, ACTS).acts {
            door.stage.set_clock(act.at);
            carry_out(&door, &mut cases, act).await;
        }
        doors.push(door);
    }
    doors
}

// covers: X1
#[tokio::test]
async fn what_is_typed_about_a_person_is_neither_kept_by_the_browser_nor_given_to_a_spell_checker()
{
    let door = Door::new().await;
    let case = door.consented().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let mut pages: Vec<String> = pages_of(&mut nurse, &case).await.into_values().collect();
    pages.push(nurse.get("/arenden/nytt").await.text());
    let (mut areas, mut inputs) = (0, 0);
    for page in &pages {
        for area in tags(page, "<textarea ") {
            areas += 1;
            assert!(area.contains("autocomplete=\"off\""), "{area}");
            assert!(area.contains("spellcheck=\"false\""), "{area}");
        }
        let written = |tag: &&str| tag.contains("type=\"text\"") || tag.contains("type=\"search\"");
        for input in tags(page, "<input ").into_iter().filter(written) {
            inputs += 1;
            assert!(input.contains("autocomplete=\"off\""), "{input}");
            let digits = input.contains("inputmode=\"numeric\"");
            assert!(digits || input.contains("spellcheck=\"false\""), "{input}");
        }
    }
    assert!(areas > 5 && inputs > 40, "{areas} {inputs}");
}

/// The texts of the menu.
fn menu(page: &str) -> Vec<String> {
    let menu = between(page, "id=\"meny\"", "</nav>");
    let entries = menu.split("href=\"").skip(1);
    entries
        .map(|entry| entry.replace(" aria-current=\"page\"", ""))
        .map(|entry| entry.split("</a>").next().unwrap().to_owned())
        .collect()
}

// Many people see a screen on the ward, so the menu shows nothing about the open case.
// covers: X1
#[tokio::test]
async fn the_menu_is_the_same_whichever_case_is_open() {
    let door = Door::new().await;
    let case = door.consented().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let beside = menu(&nurse.get("/kontakter").await.expect(200).text());
    assert!(beside.len() > 3, "{beside:?}");
    for (address, page) in pages_of(&mut nurse, &case).await {
        if page.contains("id=\"meny\"") {
            assert_eq!(menu(&page), beside, "{address}");
        }
    }
}

// Of a list's row only the head is printed (app.css, `@media print`).
// covers: X1
#[tokio::test]
async fn the_head_of_a_lists_row_is_a_reference_and_a_person_and_says_no_status() {
    let mut heads = BTreeSet::new();
    for door in after_traces().await {
        let mut nurse = Browser::of(&door, "ward-nurse").await;
        let found = nurse.post("/sok", &[("q", MARK)]).await.text();
        for page in [
            nurse.get("/inkorg").await.text(),
            nurse.get("/arenden").await.text(),
            found,
        ] {
            for head in page.split("<th role=\"rowheader\" scope=\"row\">").skip(1) {
                heads.insert(head.split("</th>").next().unwrap().to_lowercase());
            }
        }
    }
    assert!(heads.len() > 3, "{heads:?}");
    for head in &heads {
        for group in Group::ALL {
            assert!(!head.contains(&group.swedish().to_lowercase()), "{head}");
        }
        for status in ["6a", "6b", "6c", "7a", "7b", "7c", "tillstånd", "skyddad"] {
            let said = head.rsplit("small\">").next().unwrap();
            assert!(!said.contains(status), "{head}");
        }
    }
}

// covers: X1
#[tokio::test]
async fn every_page_of_a_protected_case_prints_as_a_notice() {
    let door = Door::new().await;
    let body = but(asylum_seeker(), &json!({ "group": "without_permits" }));
    let case = door.open(&body).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    for (address, page) in pages_of(&mut nurse, &case).await {
        // The patient's own extract is printed, because it is made to be handed over.
        if address.ends_with("/loggutdrag") {
            continue;
        }
        let body = tags(&page, "<body ");
        assert!(body[0].contains("data-utskrift=\"nej\""), "{address}");
    }
}

// covers: X1
#[tokio::test]
async fn a_log_reviewer_sees_no_word_about_a_person() {
    let mut items = 0;
    for door in after_traces().await {
        let mut reviewer = Browser::of(&door, "log-reviewer").await;
        let drawn = [
            ("from", "2026-03-01"),
            ("to", "2026-05-01"),
            ("number", "40"),
        ];
        reviewer
            .post("/loggkontroll/urval", &drawn)
            .await
            .expect(303);
        let list = reviewer.get("/loggkontroll").await.expect(200).text();
        assert!(!list.contains(MARK), "{list}");
        let links = list.split("href=\"/loggkontroll/").skip(1);
        let ids: BTreeSet<&str> = links
            .filter_map(|link| link.split('"').next())
            .filter(|id| id.len() == 26)
            .collect();
        for id in ids {
            let address = format!("/loggkontroll/{id}");
            let page = reviewer.get(&address).await.expect(200).text();
            assert!(!page.contains(MARK), "{page}");
            items += 1;
        }
    }
    assert!(items > 10, "{items} items of the log were read");
}

// Details from the store (tables, constraints, URLs, files) are logged and shown to nobody.
// covers: X1
#[tokio::test]
async fn an_answer_about_a_fault_tells_nothing_of_what_went_wrong() {
    let door = Door::new().await;
    let case = door.consented().await;
    let token = door.token("ward-nurse").await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    door.stage.app.close().await;
    let called = door
        .ask(None, "GET", &case.address())
        .header("authorization", &format!("Bearer {token}"))
        .send()
        .await
        .expect(500);
    let page = nurse
        .get(&format!("/arenden/{}", case.id))
        .await
        .expect(500);
    for said in [called.text(), page.text()] {
        let said = said.to_lowercase();
        let told = [
            "sqlite",
            "postgres",
            "constraint",
            "database",
            "store",
            "pool",
            "closed",
            "crates/",
            ".rs:",
            "panicked",
            "select ",
            &case.id,
        ];
        for told in told {
            assert!(!said.contains(told), "{told}: {said}");
        }
    }
}

//! How many statements a page of a case and a saved form run, and what they leave in the access
//! log: a page leaves one row that says what it showed, and a save leaves its change and no row for
//! things that nobody saw.

use serde_json::json;

use super::walk::Walk;
use crate::door::Door;

/// Each page with its row in the log and the number of statements it runs when the case is cached.
const PAGES: [(&str, &str, u64); 11] = [
    ("", "case-page", 5),
    ("/steg/bostad", "case-page", 5),
    ("/gor/andra-bostad", "audiences-page", 4),
    ("/gor/lagg-brev-i-ko", "letter-form-page", 4),
    ("/parter", "audiences-page", 2),
    ("/vem-ser-vad", "audiences-page", 2),
    ("/samtycken", "events-page", 2),
    ("/samtalslogg", "case", 2),
    ("/handelser", "events-page", 5),
    ("/kopior", "outbox-page", 3),
    ("/patienten", "case", 4),
];

async fn logged_by(walk: &mut Walk<'_>, address: &str) -> (Vec<(String, String)>, u64) {
    let stage = &walk.door.stage;
    let before = stage.access_log().await.len();
    let read = stage.app.statements_read();
    walk.browser.get(address).await.expect(200);
    let read = stage.app.statements_read() - read;
    (stage.access_log().await.split_off(before), read)
}

#[tokio::test]
async fn a_page_of_a_case_asks_the_journal_once_and_leaves_one_row_of_what_it_showed() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    // Session and visit are cached from the first page on.
    walk.browser.get(&walk.address("")).await.expect(200);
    let mut found = Vec::new();
    for (path, _, _) in PAGES {
        let address = walk.address(path);
        let (rows, read) = logged_by(&mut walk, &address).await;
        let [(action, detail)] = rows.as_slice() else {
            panic!("{path} left {rows:?}");
        };
        assert_eq!(action, "view", "{path}");
        found.push((path, detail.clone(), read));
    }
    let found: Vec<_> = found
        .iter()
        .map(|(path, detail, read)| (*path, detail.as_str(), *read))
        .collect();
    assert_eq!(found, PAGES);
}

#[tokio::test]
async fn a_saved_form_leaves_its_change_and_no_view_that_nobody_saw() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let form = walk.form("forsta-samtalet", "record_contact").await;
    let form = form.with(&[("summary", "De tog emot det.")]);
    let stage = &door.stage;
    let before = stage.access_log().await.len();
    let reply = walk.browser.post(&form.action, &form.posted()).await;
    let reply = reply.expect(303);
    let rows = stage.access_log().await.split_off(before);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0].1, "record_contact migration_agency=conversation");
    assert_eq!(rows[0].0, "disclose");
    assert!(reply.header("location").contains("/steg/"));
}

#[tokio::test]
async fn the_log_of_a_case_says_in_words_what_a_page_showed() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    for path in ["", "/samtycken"] {
        walk.browser.get(&walk.address(path)).await.expect(200);
    }
    door.stage.app.log_written().await;
    let page = walk.browser.get(&walk.address("/handelser")).await;
    let page = page.expect(200).text();
    for words in ["Ärendet", "Stegen", "Vem ser vad", "Händelserna"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("Annat i ärendet"));
}

#[tokio::test]
async fn the_address_of_a_case_shows_the_step_to_do_next_with_the_steps_own_form() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let page = walk.browser.get(&walk.address("")).await.expect(200).text();
    let action = crate::browser::between(&page, &format!("action=\"{}", walk.address("")), "\"");
    assert!(action.starts_with("/steg/"), "{action}");
    let slug = action.trim_start_matches("/steg/");
    let step = walk.address(&format!("/steg/{slug}"));
    assert!(
        page.contains(&format!("href=\"{step}\"")),
        "it is in the list"
    );
    let own = walk.browser.get(&step).await.expect(200).text();
    let headings = |page: &str| page.matches("<h2").count();
    assert_eq!(headings(&page), headings(&own), "the same page");
}

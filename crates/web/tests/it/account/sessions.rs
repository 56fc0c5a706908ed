//! What opens the pages and what opens the API, and what is left in a browser.

use crate::{browser::Browser, door::Door};

const SESSION: &str = "vardbron";

fn session(browser: &Browser<'_>) -> String {
    browser.cookies()[SESSION].clone()
}

async fn calls(door: &Door, token: &str) -> u16 {
    let ask = door.ask(None, "GET", "/api/v1/cases");
    let ask = ask.header("authorization", &format!("Bearer {token}"));
    ask.send().await.status
}

#[tokio::test]
async fn a_session_calls_no_api_and_a_programs_key_opens_no_page() {
    let door = Door::new().await;
    let browser = Browser::of(&door, "ward-nurse").await;
    let key = door.token("ward-nurse").await;
    assert_eq!(calls(&door, &key).await, 200);
    assert_eq!(calls(&door, &session(&browser)).await, 401);
    let mut other = Browser::new(&door);
    other.take(SESSION, &key);
    for page in ["/inkorg", "/uppdrag", "/kontakter"] {
        let away = other.get(page).await.expect(303);
        assert_eq!(away.header("location"), "/logga-in", "{page}");
    }
    other.post("/session", &[]).await.expect(401);
    // Logging out with it does not end it.
    other.take(SESSION, &key);
    other.post("/logga-ut", &[]).await.expect(303);
    assert_eq!(calls(&door, &key).await, 200);
}

#[tokio::test]
async fn a_second_log_in_in_the_same_browser_ends_the_first_session() {
    let door = Door::new().await;
    for second in ["ward-nurse", "physician"] {
        let mut browser = Browser::of(&door, "ward-nurse").await;
        let mut thief = Browser::new(&door);
        thief.take(SESSION, &session(&browser));
        thief.get("/inkorg").await.expect(200);
        // A wrong password ends nothing.
        browser.log_in(second, "fel").await.expect(422);
        thief.get("/inkorg").await.expect(200);
        browser.log_in(second, testkit::PASSWORD).await.expect(303);
        thief.get("/inkorg").await.expect(303);
        browser.get("/inkorg").await.expect(200);
    }
}

#[tokio::test]
async fn logging_out_leaves_nothing_of_the_user_in_the_browser() {
    let door = Door::new().await;
    let mut browser = Browser::of(&door, "ward-nurse").await;
    let chosen = [("farger", "dark"), ("text", "stor"), ("genvagar", "off")];
    // Leaves a receipt too.
    browser.post("/installningar", &chosen).await.expect(303);
    let names = |browser: &Browser<'_>| browser.cookies().keys().cloned().collect::<Vec<_>>();
    for cookie in ["vardbron_vem", "vardbron_plats", "vardbron_kvitto"] {
        assert!(
            names(&browser).iter().any(|name| name == cookie),
            "{cookie}"
        );
    }
    browser.post("/logga-ut", &[]).await.expect(303);
    let looks = ["vardbron_farger", "vardbron_genvagar", "vardbron_text"];
    assert_eq!(names(&browser), looks, "how pages look, and nothing else");
}

// The next one at this computer must not go on as them.
#[tokio::test]
async fn logging_out_leaves_nothing_of_the_user_also_when_the_store_does_not_answer() {
    let door = Door::new().await;
    let mut browser = Browser::of(&door, "ward-nurse").await;
    assert!(browser.cookies().contains_key(SESSION));
    door.stage.app.close().await;
    browser.post("/logga-ut", &[]).await.expect(500);
    assert!(browser.cookies().is_empty(), "{:?}", browser.cookies());
}

#[tokio::test]
async fn a_session_in_use_ends_after_half_a_day_and_the_page_says_how_long_is_left() {
    let door = Door::new().await;
    let mut browser = Browser::of(&door, "ward-nurse").await;
    let page = browser.get("/kontakter").await.expect(200).text();
    assert!(page.contains("data-timeout-seconds=\"1800\""), "{page}");
    let token = session(&browser);
    // The stage's clock begins at 09.42.
    let used = (9..22).flat_map(|hour| [5, 30, 55].map(|minute| (hour, minute)));
    for (hour, minute) in used.filter(|at| ((9, 42)..(21, 42)).contains(at)) {
        let later = door
            .later(&format!("2026-03-05T{hour:02}:{minute:02}:00+01:00"))
            .await;
        let mut browser = Browser::new(&later);
        browser.take(SESSION, &token);
        let page = browser.get("/kontakter").await.expect(200).text();
        if (hour, minute) == (21, 30) {
            let left = crate::browser::between(&page, "data-timeout-seconds=\"", "\"");
            assert!(left.parse::<u32>().unwrap() <= 720, "{left}");
        }
    }
    let over = door.later("2026-03-05T21:43:00+01:00").await;
    let mut browser = Browser::new(&over);
    browser.take(SESSION, &token);
    browser.get("/kontakter").await.expect(303);
}

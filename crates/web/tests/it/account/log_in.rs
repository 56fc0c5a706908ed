use testkit::Unit;

use crate::{browser::Browser, door::Door};

#[tokio::test]
async fn whoever_is_not_logged_in_logs_in_and_comes_back_to_the_same_page() {
    let door = Door::new().await;
    let mut browser = Browser::new(&door);
    let sent_away = browser.get("/vagledning/inneliggande-a").await.expect(303);
    assert_eq!(sent_away.header("location"), "/logga-in");
    let back = browser
        .log_in("ward-nurse", testkit::PASSWORD)
        .await
        .expect(303);
    assert_eq!(back.header("location"), "/vagledning/inneliggande-a");
    browser.get("/vagledning/inneliggande-a").await.expect(200);
}

#[tokio::test]
async fn after_a_lost_session_the_same_user_comes_back_and_another_begins_at_the_worklist() {
    let door = Door::new().await;
    let mut browser = Browser::of(&door, "ward-nurse").await;
    browser.get("/arenden/nytt/patient").await.expect(200);
    browser.lose_session();
    browser.get("/arenden/nytt/patient").await.expect(303);
    let same = browser
        .log_in("ward-nurse", testkit::PASSWORD)
        .await
        .expect(303);
    assert_eq!(same.header("location"), "/arenden/nytt/patient");
    browser.lose_session();
    let other = browser
        .log_in("health-centre", testkit::PASSWORD)
        .await
        .expect(303);
    assert_eq!(other.header("location"), "/inkorg");
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_says_what_to_do() {
    let door = Door::new().await;
    let mut browser = Browser::new(&door);
    let page = browser.log_in("ward-nurse", "fel").await.expect(422).text();
    assert!(page.contains("stämmer inte"));
    assert!(page.contains("value=\"ward-nurse\""));
    assert!(!page.contains("value=\"fel\""));
    for _ in 0..5 {
        browser.log_in("ward-nurse", "fel").await;
    }
    let closed = browser
        .log_in("ward-nurse", testkit::PASSWORD)
        .await
        .expect(422)
        .text();
    assert!(closed.contains("Vänta 30 sekunder"), "{closed}");
}

#[tokio::test]
async fn another_site_cannot_post_for_a_user() {
    let door = Door::new().await;
    let mut browser = Browser::of(&door, "ward-nurse").await;
    for headers in [
        [
            ("sec-fetch-site", "cross-site"),
            ("host", "vardbron.example"),
        ],
        [
            ("origin", "https://annan.example"),
            ("host", "vardbron.example"),
        ],
        [("origin", "null"), ("host", "vardbron.example")],
    ] {
        browser
            .send("POST", "/logga-ut", "", &headers)
            .await
            .expect(403);
    }
    let silent = browser.send("POST", "/logga-ut", "", &[]).await;
    silent.expect(403);
    browser.get("/inkorg").await.expect(200);
}

#[tokio::test]
async fn a_session_is_kept_alive_until_it_has_ended() {
    let door = Door::new().await;
    let mut browser = Browser::of(&door, "ward-nurse").await;
    browser.post("/session", &[]).await.expect(204);
    browser.post("/logga-ut", &[]).await.expect(303);
    browser.post("/session", &[]).await.expect(401);
    browser.get("/inkorg").await.expect(303);
}

#[tokio::test]
async fn pages_that_help_are_there_without_logging_in() {
    let door = Door::new().await;
    let mut browser = Browser::new(&door);
    for address in [
        "/logga-in",
        "/tillganglighet",
        "/lathund",
        "/genvagar",
        "/driftstopp",
    ] {
        let page = browser.get(address).await.expect(200).text();
        assert!(!page.contains("id=\"meny\""), "{address} has no menu");
    }
}

#[tokio::test]
async fn the_demo_shows_one_user_for_each_role_and_folds_away_the_rest() {
    let door = Door::new().await;
    let more: Vec<app::NewStaff> = [
        ("annan-vardcentral", "Vera Central", Unit::HealthCentre),
        ("annan-avdelning", "Agda Avdelning", Unit::StrangerWard),
    ]
    .into_iter()
    .map(|(login, name, unit)| app::NewStaff {
        login: login.to_owned(),
        name: name.to_owned(),
        password: testkit::PASSWORD.to_owned(),
        assignments: vec![(unit.hsa_id(), vocabulary::role::Role::CareStaff)],
    })
    .collect();
    let app = &door.stage.app;
    app.seed_demo(&[], &more, "", testkit::PASSWORD)
        .await
        .unwrap();
    let mut browser = Browser::new(&door);
    let page = browser.get("/logga-in").await.expect(200).text();
    let (first, folded) = page.split_once("<details class=\"fler\">").unwrap();
    assert!(first.contains(testkit::PASSWORD), "the one they all have");
    assert_eq!(first.matches("<button class=\"lank\"").count(), 16);
    assert!(first.contains("Se att socialtjänsten aldrig ser ett ärende"));
    assert!(folded.contains("Vera Central") && folded.contains("Agda Avdelning"));
    for (asked, found, gone) in [
        ("sok=central", "Vera Central", "Agda Avdelning"),
        ("sok=AGDA", "Agda Avdelning", "Vera Central"),
        ("kommun=1488", "Vera Central", "Ingen användare stämmer"),
        ("kommun=1440", "Ingen användare stämmer", "Vera Central"),
    ] {
        let page = browser.get(&format!("/logga-in?{asked}")).await.expect(200);
        let page = page.text();
        let (_, shown) = page.split_once("<details class=\"fler\" open>").unwrap();
        assert!(shown.contains(found) && !shown.contains(gone), "{asked}");
    }
}

// A browser leaves the tab out, and then the rest is another host.
#[tokio::test]
async fn a_place_to_come_back_to_that_is_no_path_of_ours_is_not_gone_to() {
    let door = Door::new().await;
    for place in [
        "%2F%09%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
    ] {
        let mut browser = Browser::new(&door);
        browser.take("vardbron_plats", place);
        let reply = browser.log_in("ward-nurse", testkit::PASSWORD).await;
        assert_eq!(reply.expect(303).header("location"), "/inkorg", "{place}");
    }
}

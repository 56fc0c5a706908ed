//! "Loggkontroll" and "Loggutdrag" as a browser sees them.

use serde_json::json;

use crate::{
    browser::{Browser, between},
    door::{Door, Told, asylum_seeker, but},
};

/// A case of a person without permits, opened in an emergency by the other ward.
async fn opened_in_emergency(door: &Door) -> Told {
    let body = but(asylum_seeker(), &json!({ "group": "without_permits" }));
    let case = door.open(&body).await;
    let asked = [
        ("number", "51-234567"),
        ("birth_date", "1990-04-06"),
        ("reason", "care_now"),
        ("words", "Medvetslös på akuten"),
    ];
    let mut stranger = Browser::of(door, "stranger-ward").await;
    stranger.post("/nodoppning", &asked).await.expect(303);
    case
}

/// URL of the first open item.
pub(crate) async fn first_item(reviewer: &mut Browser<'_>) -> String {
    let page = reviewer.get("/loggkontroll").await.expect(200).text();
    let inside = between(&page, "<main", "</main>");
    let links = inside.split("href=\"/loggkontroll/").skip(1);
    let id = links
        .filter_map(|link| link.split('"').next())
        .find(|id| id.len() == 26)
        .unwrap_or_else(|| panic!("no item in {inside}"));
    format!("/loggkontroll/{id}")
}

#[tokio::test]
async fn the_reviewer_sees_who_did_what_and_why_it_came_up_and_nothing_of_the_patient() {
    let door = Door::new().await;
    let case = opened_in_emergency(&door).await;
    let mut reviewer = Browser::of(&door, "log-reviewer").await;
    let list = reviewer.get("/loggkontroll").await.expect(200).text();
    for told in [
        "Nödöppning (1)",
        "Malin Tallbo",
        "Avdelning 2",
        "Medvetslös på akuten",
    ] {
        assert!(list.contains(told), "{told}");
    }
    let item = first_item(&mut reviewer).await;
    let page = reviewer.get(&item).await.expect(200).text();
    assert!(page.contains("Hur slutade granskningen?"));
    for page in [&list, &page] {
        for secret in [
            "Amina",
            "Provsson",
            "234567",
            "1990",
            "utan nödvändiga tillstånd",
        ] {
            assert!(!page.contains(secret), "{secret}");
        }
        assert!(!page.contains(&case.id));
    }
    // For a reviewer the case itself does not exist.
    reviewer
        .get(&format!("/arenden/{}", case.id))
        .await
        .expect(404);
}

#[tokio::test]
async fn a_review_is_decided_with_a_note_and_stands_in_the_history() {
    let door = Door::new().await;
    let case = opened_in_emergency(&door).await;
    let mut reviewer = Browser::of(&door, "log-reviewer").await;
    let item = first_item(&mut reviewer).await;
    let nothing = reviewer
        .post(&item, &[("note", "Talat med")])
        .await
        .expect(422)
        .text();
    assert!(nothing.contains("Välj hur granskningen slutade."));
    assert!(nothing.contains("Talat med"));
    let silent = reviewer
        .post(&item, &[("outcome", "reported"), ("note", "")])
        .await;
    assert!(
        silent
            .expect(422)
            .text()
            .contains("Skriv vad som görs och av vem.")
    );
    let decided = [
        ("outcome", "reported"),
        ("note", "Anmält till verksamhetschefen"),
    ];
    let reply = reviewer.post(&item, &decided).await.expect(303);
    assert_eq!(reply.header("location"), "/loggkontroll");
    let list = reviewer.get("/loggkontroll").await.expect(200).text();
    assert!(list.contains("Inget väntar på granskning"));
    let history = reviewer
        .get("/loggkontroll/historik")
        .await
        .expect(200)
        .text();
    for told in ["Anmäls vidare", "Karin Granat", "Malin Tallbo"] {
        assert!(history.contains(told), "{told}");
    }
    let page = reviewer.get(&item).await.expect(200).text();
    assert!(page.contains("Anmält till verksamhetschefen"));
    assert!(!page.contains("Hur slutade granskningen?"));
    reviewer.post(&item, &decided).await.expect(409);
    // The coordinating unit sees the outcome, and is no longer asked to look.
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let events = format!("/arenden/{}/handelser", case.id);
    let page = nurse.get(&events).await.expect(200).text();
    assert!(page.contains("Anmäls vidare"));
    assert!(!page.contains("Ärendet har nödöppnats"));
}

#[tokio::test]
async fn a_draw_is_kept_with_its_seed_and_a_mistake_keeps_what_was_typed() {
    let door = Door::new().await;
    opened_in_emergency(&door).await;
    let mut reviewer = Browser::of(&door, "log-reviewer").await;
    let asked = |to: &'static str, number: &'static str| {
        vec![
            ("from", "2026-03-01"),
            ("to", to),
            ("number", number),
            ("seed", ""),
        ]
    };
    let page = reviewer
        .post("/loggkontroll/urval", &asked("2026-02-01", "många"))
        .await
        .expect(422)
        .text();
    for told in ["Skriv antalet med siffror", "många", "2026-02-01"] {
        assert!(page.contains(told), "{told}");
    }
    reviewer
        .post("/loggkontroll/urval", &asked("2026-03-05", "10"))
        .await
        .expect(303);
    let page = reviewer.get("/loggkontroll/urval").await.expect(200).text();
    assert!(page.contains("Karin Granat"), "{page}");
    assert!(page.contains("nya att granska"));
    let list = reviewer
        .get("/loggkontroll?slag=sample")
        .await
        .expect(200)
        .text();
    assert!(list.contains("Raden är slumpvis utvald."));
    assert!(!between(&list, "<main", "</main>").contains("Medvetslös"));
}

#[tokio::test]
async fn the_patients_extract_prints_whole_and_names_no_member_of_staff() {
    let door = Door::new().await;
    let case = opened_in_emergency(&door).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let address = format!("/arenden/{}/loggutdrag", case.id);
    let page = nurse.get(&address).await.expect(200).text();
    for told in [
        "Vilka enheter har öppnat ditt ärende?",
        "Amina Provsson",
        "Öppnade ditt ärende i en nödsituation",
        "Avdelning 2",
        "fråga var papperet kan förvaras",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let inside = between(&page, "<main", "</main>");
    for name in ["Malin", "Tallbo", "Karin Lind"] {
        assert!(!inside.contains(name), "{name}");
    }
    // The patient's own copy is no working page, so it is printed also for a protected case.
    assert!(!page.contains("data-utskrift=\"nej\"") && !page.contains("data-utskrift=nej"));
    let log = nurse
        .get(&format!("/arenden/{}/handelser", case.id))
        .await
        .expect(200)
        .text();
    assert!(log.contains("Loggutdrag till patienten"));
}

/// The rows of the log about views and the like, as action and detail.
async fn looks(door: &Door) -> Vec<(String, String)> {
    let log = door.stage.access_log().await;
    let look = |(action, _): &(String, String)| {
        ["view", "export", "review", "print", "deny"].contains(&action.as_str())
    };
    log.into_iter().filter(look).collect()
}

// A page that nobody had, that is not the reader's or that prints as a notice is not printed.
#[tokio::test]
async fn only_a_printed_page_that_was_shown_stands_in_the_log_of_its_case() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let place = format!("/arenden/{}/parter", case.id);
    let prints = async |browser: &mut Browser<'_>, place: &str| {
        browser
            .post("/utskrift", &[("sida", place)])
            .await
            .expect(204);
    };
    prints(&mut nurse, &place).await;
    prints(&mut nurse, "/inkorg").await;
    nurse.post("/utskrift", &[]).await.expect(204);
    assert_eq!(looks(&door).await, [], "the page was never shown");
    // A stranger who reports this about another unit's case is told nothing, and is denied as at
    // any address of it.
    let mut stranger = Browser::of(&door, "stranger-ward").await;
    prints(&mut stranger, &place).await;
    prints(&mut stranger, "/arenden/aaaaaaaaaaaaaaaaaaaaaaaaaa/parter").await;
    let denied = ("deny".to_owned(), "case".to_owned());
    assert_eq!(looks(&door).await, [denied.clone(), denied]);
    nurse.get(&place).await.expect(200);
    prints(&mut nurse, &place).await;
    let printed = ("print".to_owned(), "page".to_owned());
    assert_eq!(looks(&door).await.last(), Some(&printed));
    let page = nurse
        .get(&format!("/arenden/{}/handelser", case.id))
        .await
        .expect(200)
        .text();
    assert!(page.contains("Skrev ut"), "{page}");
    assert!(!page.contains("Utskrift av Malin"));
    // A protected case's pages print as a notice, which is no print of the case.
    let body = but(asylum_seeker(), &json!({ "protected_identity": true }));
    let hidden = door.open(&body).await;
    let place = format!("/arenden/{}/parter", hidden.id);
    nurse.get(&place).await.expect(200);
    let before = looks(&door).await;
    prints(&mut nurse, &place).await;
    assert_eq!(looks(&door).await, before);
}

#[tokio::test]
async fn what_shows_nothing_leaves_no_row_of_a_view() {
    let door = Door::new().await;
    let case = opened_in_emergency(&door).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let mut reviewer = Browser::of(&door, "log-reviewer").await;
    let item = first_item(&mut reviewer).await;
    for address in [
        "",
        "/parter",
        "/handelser",
        "/kopior",
        "/loggutdrag",
        "/vem-ser-vad",
    ] {
        let address = format!("/arenden/{}{address}", case.id);
        let head = nurse.send("HEAD", &address, "", &[]).await;
        assert!([200, 303].contains(&head.status), "{address}");
    }
    let head = reviewer.send("HEAD", &item, "", &[]).await;
    assert_eq!(head.status, 200);
    let api = format!("/api/v1/cases/{}", case.id);
    for address in [
        api.clone(),
        format!("{api}/events"),
        format!("{api}/audiences"),
    ] {
        door.ask(Some("ward-nurse"), "HEAD", &address)
            .send()
            .await
            .expect(200);
    }
    assert_eq!(looks(&door).await, [], "nothing was shown");
    // What was shown is there, with the extract that says of itself that it was made.
    nurse
        .get(&format!("/arenden/{}", case.id))
        .await
        .expect(200);
    door.get("ward-nurse", &api).await.expect(200);
    let extract = nurse.get(&format!("/arenden/{}/loggutdrag", case.id)).await;
    assert!(
        extract
            .expect(200)
            .text()
            .contains("Skrev ut det här utdraget till dig")
    );
    reviewer.get(&item).await.expect(200);
    let row = |action: &str, detail: &str| (action.to_owned(), detail.to_owned());
    let shown = looks(&door).await;
    for expected in [
        row("view", "case-page"),
        row("view", "case"),
        row("export", "log-extract"),
        row("review", "item"),
    ] {
        assert!(shown.contains(&expected), "{expected:?} in {shown:?}");
    }
    // Whoever is refused is still in the log, also by HEAD.
    let mut stranger = Browser::of(&door, "stranger-ward").await;
    stranger
        .send("HEAD", &format!("/arenden/{}/parter", case.id), "", &[])
        .await
        .expect(404);
    assert_eq!(looks(&door).await.last(), Some(&row("deny", "case")));
}

#[tokio::test]
async fn an_emergency_opening_is_listed_first_however_much_else_waits() {
    let door = Door::new().await;
    let app = &door.stage.app;
    let case = door.open(&asylum_seeker()).await;
    let nurse = app.demo_caller("ward-nurse").await.unwrap();
    for _ in 0..430 {
        app.case(&nurse, &case.id).await.unwrap();
    }
    let eyes = app.demo_caller("log-reviewer").await.unwrap();
    for seed in ["a", "b", "c", "d", "e"] {
        let asked = app::DrawAsked {
            from: "2026-03-05".parse().unwrap(),
            to: "2026-03-05".parse().unwrap(),
            number: 200,
            seed: Some(seed.to_owned()),
        };
        app.draw_reviews(&eyes, &asked).await.unwrap();
    }
    opened_in_emergency(&door).await;
    let mut reviewer = Browser::of(&door, "log-reviewer").await;
    let page = reviewer.get("/loggkontroll").await.expect(200).text();
    let rows: Vec<&str> = between(&page, "<tbody", "</tbody>")
        .split("<tr")
        .skip(1)
        .collect();
    assert_eq!(rows.len(), 50);
    assert!(rows[0].contains("Medvetslös på akuten"), "{}", rows[0]);
    assert!(page.contains("sida=1"), "there is more");
    let filtered = reviewer
        .get("/loggkontroll?slag=emergency")
        .await
        .expect(200)
        .text();
    let rows = between(&filtered, "<tbody", "</tbody>")
        .matches("<tr")
        .count();
    assert_eq!(rows, 1);
    // Every item is on some page, once.
    let waiting: u32 = between(&page, "Alla (", ")").parse().unwrap();
    assert!(waiting > 400, "{waiting}");
    let mut seen = std::collections::BTreeSet::new();
    for place in 0..=waiting / 50 {
        let address = format!("/loggkontroll?slag=&sida={place}");
        let page = reviewer.get(&address).await.expect(200).text();
        for link in page.split("href=\"/loggkontroll/").skip(1) {
            let id = link.split('"').next().unwrap();
            if id.len() == 26 {
                assert!(seen.insert(id.to_owned()), "{id} twice");
            }
        }
    }
    assert_eq!(seen.len(), waiting as usize);
}

// covers: X1
#[tokio::test]
async fn a_wrong_disclosure_that_a_municipality_reports_comes_to_the_coordinating_organisation_too()
{
    let door = Door::new().await;
    let case = door.with_municipality().await;
    let report = json!({
        "command": "report_wrong_disclosure", "audience": "other",
        "at": "2026-03-05T08:00:00+01:00", "what": "Brevet låg framme i korridoren",
    });
    let reported = door.give("municipal-nurse", &case, &report).await;
    assert_eq!(reported.status, 200, "{}", reported.text());
    let mut reviewer = Browser::of(&door, "log-reviewer").await;
    let page = reviewer.get("/loggkontroll").await.expect(200).text();
    assert!(page.contains("Felaktigt utlämnande (1)"), "{page}");
    assert!(page.contains("Gustav Åkerlund"));
    assert!(!page.contains("Brevet låg framme"));
    let item = first_item(&mut reviewer).await;
    let decision = [
        ("outcome", "followed_up"),
        ("note", "Enheten talar med kommunen"),
    ];
    reviewer.post(&item, &decision).await.expect(303);
}

#[tokio::test]
async fn an_organisation_with_one_reviewer_is_warned_of_to_the_reviewer_and_to_administrators() {
    let door = Door::new().await;
    let warned = "Bara en granskar loggen";
    let mut reviewer = Browser::of(&door, "log-reviewer").await;
    let page = reviewer.get("/loggkontroll").await.expect(200).text();
    assert!(page.contains(warned));
    let mut keeper = Browser::of(&door, "administrator").await;
    let page = keeper
        .get("/administration/personal")
        .await
        .expect(200)
        .text();
    assert!(page.contains("färre än två loggranskare"), "{page}");
    assert!(
        page.contains("Västra Götalandsregionen (1)") && page.contains("Trollhättans stad (0)")
    );
    crate::scene::hired(&door, "nya-ogon", testkit::Unit::Security, "log_reviewer").await;
    let page = reviewer.get("/loggkontroll").await.expect(200).text();
    assert!(!page.contains(warned));
    let page = keeper
        .get("/administration/personal")
        .await
        .expect(200)
        .text();
    assert!(!page.contains("Västra Götalandsregionen ("));
}

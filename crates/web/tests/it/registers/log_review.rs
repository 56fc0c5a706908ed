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
        "Vem har öppnat ditt ärende",
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

#[tokio::test]
async fn a_printed_page_of_a_case_stands_in_its_log() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let place = format!("/arenden/{}/parter", case.id);
    nurse
        .post("/utskrift", &[("sida", &place)])
        .await
        .expect(204);
    nurse
        .post("/utskrift", &[("sida", "/inkorg")])
        .await
        .expect(204);
    nurse.post("/utskrift", &[]).await.expect(204);
    // A stranger who reports this about another unit's case is told nothing and changes nothing.
    let mut stranger = Browser::of(&door, "stranger-ward").await;
    stranger
        .post("/utskrift", &[("sida", &place)])
        .await
        .expect(204);
    door.stage.app.log_written().await;
    let page = nurse
        .get(&format!("/arenden/{}/handelser", case.id))
        .await
        .expect(200)
        .text();
    assert!(page.contains("Skrev ut"), "{page}");
    assert!(!page.contains("Malin Tallbo"));
}

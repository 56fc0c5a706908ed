//! Closing a case: what is still open is said first, and a case that was closed by mistake is opened
//! again without anybody else being told.

use testkit::commands;

use super::form::Form;
use crate::{
    browser::Browser,
    door::{Door, Told},
    states::bought,
};

async fn page(browser: &mut Browser<'_>, case: &Told, path: &str) -> String {
    let address = format!("/arenden/{}{path}", case.id);
    browser.get(&address).await.expect(200).text()
}

async fn sends(browser: &mut Browser<'_>, form: Form) {
    let checked = browser.post(&form.action, &form.posted()).await;
    let command = form.value("command").to_owned();
    let checked = Form::of(&checked.expect(200).text(), &command).unwrap();
    browser
        .post(&checked.action, &checked.posted())
        .await
        .expect(303);
}

// covers: X4
#[tokio::test]
async fn what_is_still_open_is_said_on_the_page_that_closes_the_case() {
    let door = Door::new().await;
    let case = bought(&door).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let closing = page(&mut nurse, &case, "/gor/avsluta").await;
    for said in [
        "Det här är inte klart",
        "Överenskommelsen med",
        "är inte underskriven av båda.",
        "lämna över samordningen till vårdcentralen",
        "/gor/lamna-over-samordningen\">Lämna över samordningen i stället</a>",
    ] {
        assert!(closing.contains(said), "{said} in {closing}");
    }
    let new = door.open(&crate::door::asylum_seeker()).await;
    let closing = page(&mut nurse, &new, "/gor/avsluta").await;
    assert!(!closing.contains("Det här är inte klart"));
}

// covers: X4
#[tokio::test]
async fn a_case_that_is_opened_again_is_seen_by_its_own_unit_and_where_there_is_an_agreement_by_koncernkontoret()
 {
    let door = Door::new().await;
    let mut case = bought(&door).await;
    let address = format!("/api/v1/cases/{}", case.id);
    door.done("ward-nurse", &mut case, &commands::close_case("Utskriven"))
        .await;
    let mut municipality = Browser::of(&door, "municipal-primary-care").await;
    let share = page(&mut municipality, &case, "").await;
    assert!(share.contains("Avslutat 5 mars 2026."), "{share}");
    assert!(!share.contains("Utskriven"), "the reason is the region's");
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let patient = page(&mut nurse, &case, "/patienten").await;
    // What a closed case refuses is not offered.
    assert!(!patient.contains("/gor/ratta-uppgifter") && !patient.contains("/gor/avsluta\""));
    assert!(patient.contains("/gor/oppna-igen"));
    let form = Form::of(
        &page(&mut nurse, &case, "/gor/oppna-igen").await,
        "reopen_case",
    );
    let form = form.unwrap();
    // Closing completes no step.
    let steps = page(&mut nurse, &case, "").await;
    assert!(
        steps.contains("blev klara innan ärendet avslutades"),
        "{steps}"
    );
    assert!(!steps.contains("steg klara"));
    // Who goes on seeing it is told, and nobody who leaves.
    let asked = page(&mut nurse, &case, "/gor/oppna-igen").await;
    assert!(
        asked.contains("Koncernkontoret får i Vårdbron: att ärendet är öppet igen."),
        "{asked}"
    );
    assert!(!asked.contains("ommun får i Vårdbron"), "{asked}");
    sends(&mut nurse, form.with(&[("reason", "Fel ärende.")])).await;
    let office = door.get("head-office", &address).await;
    assert_eq!(office.expect(200).json()["closed"], false);
    let patient = page(&mut nurse, &case, "/patienten").await;
    assert!(patient.contains("Ärendet är öppet igen. Lägg till andra enheter på nytt"));
    assert!(patient.contains("/gor/avsluta") && !patient.contains("/gor/oppna-igen"));
    door.get("municipal-primary-care", &address)
        .await
        .expect(404);
    let consents = page(&mut nurse, &case, "/samtycken").await;
    assert!(!consents.contains("Samtycker"), "{consents}");
    let worklist = nurse.get("/inkorg").await.expect(200).text();
    assert!(worklist.contains(&case.id));
}

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
        "Tjänsteköpet från",
        "gäller tills vidare.",
        "lämna över samordningen till vårdcentralen",
    ] {
        assert!(closing.contains(said), "{said} in {closing}");
    }
    let new = door.open(&crate::door::asylum_seeker()).await;
    let closing = page(&mut nurse, &new, "/gor/avsluta").await;
    assert!(!closing.contains("Det här är inte klart"));
}

// covers: X4
#[tokio::test]
async fn a_case_that_is_opened_again_is_seen_by_its_own_unit_alone() {
    let door = Door::new().await;
    let mut case = bought(&door).await;
    let address = format!("/api/v1/cases/{}", case.id);
    door.done("ward-nurse", &mut case, &commands::close_case("Utskriven"))
        .await;
    door.get("municipal-primary-care", &address)
        .await
        .expect(200);
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let patient = page(&mut nurse, &case, "/patienten").await;
    // What a closed case refuses is not offered.
    assert!(!patient.contains("/gor/ratta-uppgifter") && !patient.contains("/gor/avsluta\""));
    assert!(patient.contains("/gor/oppna-igen"));
    let form = Form::of(
        &page(&mut nurse, &case, "/gor/oppna-igen").await,
        "reopen_case",
    );
    sends(&mut nurse, form.unwrap().with(&[("reason", "Fel ärende.")])).await;
    let patient = page(&mut nurse, &case, "/patienten").await;
    assert!(patient.contains("Ärendet är öppet igen. Bara din enhet ser det."));
    assert!(patient.contains("/gor/avsluta") && !patient.contains("/gor/oppna-igen"));
    door.get("municipal-primary-care", &address)
        .await
        .expect(404);
    let consents = page(&mut nurse, &case, "/samtycken").await;
    assert!(!consents.contains("Samtycker"), "{consents}");
    let worklist = nurse.get("/inkorg").await.expect(200).text();
    assert!(worklist.contains(&case.id));
}

//! A form that was opened in another assignment, or before logging out: nothing is saved for the wrong unit
//! and nothing that was typed is lost.

use app::NewStaff;
use testkit::Unit;
use vocabulary::role::Role;

use crate::{
    browser::Browser,
    case::form::Form,
    door::{Door, asylum_seeker},
};

const USER: &str = "tva-uppdrag";
const STREET: &str = "Påhittsvägen 3";

/// A nurse of two wards, of which the first is chosen.
async fn nurse_of_two_wards(door: &Door) -> Browser<'_> {
    let nurse = NewStaff {
        login: USER.to_owned(),
        name: "Tova Tvåplats".to_owned(),
        password: testkit::PASSWORD.to_owned(),
        assignments: vec![
            (Unit::Ward.hsa_id(), Role::CareStaff),
            (Unit::StrangerWard.hsa_id(), Role::CareStaff),
        ],
    };
    let app = &door.stage.app;
    app.seed_demo(&[], &[nurse], "", testkit::PASSWORD)
        .await
        .unwrap();
    let mut browser = Browser::new(door);
    browser.log_in(USER, testkit::PASSWORD).await.expect(303);
    choose(&mut browser, "Avdelning 1").await;
    browser
}

async fn choose(browser: &mut Browser<'_>, unit: &str) {
    let page = browser.get("/uppdrag").await.expect(200).text();
    let mut cards = page.split("name=\"uppdrag\" value=\"").skip(1);
    let card = cards.find(|card| card.contains(unit)).unwrap();
    let card = card.split('"').next().unwrap().to_owned();
    browser
        .post("/uppdrag", &[("uppdrag", &card)])
        .await
        .expect(303);
}

/// The form with an address typed into it.
async fn typed(browser: &mut Browser<'_>, case: &str) -> Form {
    let page = browser.get(&format!("/arenden/{case}/steg/bostad")).await;
    let page = page.expect(200).text();
    Form::of(&page, "establish_residence").unwrap().with(&[
        ("municipality", "1488"),
        ("address", STREET),
        ("postal_code", "461 30"),
        ("housing", "own"),
    ])
}

/// The form on the page that asks to send it again.
fn again(page: &str) -> Form {
    assert!(page.contains(STREET), "{page}");
    Form::of(page, "establish_residence").unwrap()
}

#[tokio::test]
async fn a_form_of_another_assignment_is_not_saved_for_this_one_and_keeps_its_text() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    let mut nurse = nurse_of_two_wards(&door).await;
    let form = typed(&mut nurse, &case.id).await;
    choose(&mut nurse, "Avdelning 2").await;
    let refused = nurse.post(&form.action, &form.posted()).await;
    let page = refused.expect(409).text();
    assert!(
        page.contains("Du har bytt uppdrag, och inget är sparat"),
        "{page}"
    );
    let view = door.read(&mut case).await;
    assert!(view["residence"].is_null());
    // A new case that was begun in the one assignment is not started in the other.
    let begun = nurse.get("/arenden/nytt/plats").await.expect(200).text();
    let begun = Form::all(&begun).find(|form| form.action == "/arenden/nytt/plats");
    choose(&mut nurse, "Avdelning 1").await;
    let begun = begun.unwrap();
    nurse.post(&begun.action, &begun.posted()).await.expect(409);
    let form = again(&page);
    nurse.post(&form.action, &form.posted()).await.expect(303);
    let view = door.read(&mut case).await;
    assert_eq!(view["residence"]["address"], STREET);
}

#[tokio::test]
async fn what_is_sent_after_logging_out_is_shown_again_and_saved_for_nobody_else() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let form = typed(&mut nurse, &case.id).await;
    nurse.lose_session();
    let page = nurse.post(&form.action, &form.posted()).await;
    let page = page.expect(401).text();
    assert!(
        page.contains("Du är utloggad, och inget är sparat än"),
        "{page}"
    );
    let form = again(&page);
    nurse
        .log_in("physician", testkit::PASSWORD)
        .await
        .expect(303);
    let other = nurse.post(&form.action, &form.posted()).await;
    assert!(other.expect(409).text().contains("Du har bytt uppdrag"));
    nurse.lose_session();
    nurse
        .log_in("ward-nurse", testkit::PASSWORD)
        .await
        .expect(303);
    nurse.post(&form.action, &form.posted()).await.expect(303);
    let view = door.read(&mut case).await;
    assert_eq!(view["residence"]["address"], STREET);
    // Logging out needs no page of the same assignment.
    nurse
        .post("/logga-ut", &[("som", "0000000000000000")])
        .await
        .expect(303);
}

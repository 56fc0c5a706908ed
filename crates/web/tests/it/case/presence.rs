//! Two users who have the same form open see each other, and a late autosave does not bring back a
//! sent form.

use serde_json::json;

use super::{form::Form, walk::Walk};
use crate::{
    browser::{Browser, between, form as encoded},
    door::Door,
};

const AUTOSAVED: [(&str, &str); 2] = [("sec-fetch-site", "same-origin"), ("x-utkast", "1")];

/// What a page says about who else has its form open.
async fn told(browser: &mut Browser<'_>, address: &str) -> String {
    let page = browser.get(address).await.expect(200).text();
    let line = between(&page, "data-oppet", "</p>");
    between(line, "data-text>", "</span>").to_owned()
}

#[tokio::test]
async fn two_who_have_the_same_step_open_see_each_other_until_one_has_saved() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let step = walk.address("/steg/forsta-samtalet");
    let mine = walk.form("forsta-samtalet", "record_contact").await;
    let stage = &door.stage;
    stage
        .has_open("ward-nurse", &walk.id, "forsta-samtalet")
        .await;
    let mut colleague = Browser::of(&door, "discharge-coordinator").await;
    let hers = told(&mut colleague, &step).await;
    assert_eq!(
        hers,
        "Karin Lind, vårdpersonal, Avdelning 1, har också formuläret öppet."
    );

    let mine = mine.with(&[("summary", "Halvt")]);
    let autosave = walk.address("/utkast/forsta-samtalet");
    let body = encoded(&mine.posted());
    let her = "discharge-coordinator";
    stage.has_open(her, &walk.id, "forsta-samtalet").await;
    let kept = walk
        .browser
        .send("POST", &autosave, &body, &AUTOSAVED)
        .await;
    let kept = kept.expect(204);
    let said = kept.header("x-oppet");
    assert!(
        said.starts_with("Maria%20Ek%2C%20utskrivningskoordinator"),
        "{said}"
    );
    let other = walk.browser.get(&walk.address("/steg/bostad")).await;
    let other = other.expect(200).text();
    assert!(!other.contains("har också"), "another form");

    let saved = mine.with(&[("summary", "De tog emot det.")]);
    walk.browser
        .post(&saved.action, &saved.posted())
        .await
        .expect(303);
    let page = colleague.get(&format!("{step}?val=1")).await.expect(200);
    assert!(
        !page
            .text()
            .contains("Karin Lind, vårdpersonal, Avdelning 1, har")
    );
}

// covers: X1
#[tokio::test]
async fn the_municipality_neither_sees_who_has_a_form_open_nor_is_seen() {
    let door = Door::new().await;
    let case = door.with_municipality().await;
    let mut ward = Browser::of(&door, "ward-nurse").await;
    let mut manager = Browser::of(&door, "municipal-primary-care").await;
    let form = format!("/arenden/{}/gor/underteckna-for-kommunen", case.id);
    let autosave = format!("/arenden/{}/utkast/underteckna-for-kommunen", case.id);
    let body = encoded(&[("command", "sign_agreement")]);
    for _ in 0..3 {
        let kept = ward.send("POST", &autosave, &body, &AUTOSAVED).await;
        kept.expect(204);
        let stage = &door.stage;
        let step = "underteckna-for-kommunen";
        stage.has_open("ward-nurse", &case.id, step).await;
        let kept = manager.send("POST", &autosave, &body, &AUTOSAVED).await;
        assert_eq!(kept.expect(204).header("x-oppet"), "", "it sees nobody");
    }
    let shown = manager.get(&form).await;
    assert!(!shown.text().contains("har också"));
    let kept = ward.send("POST", &autosave, &body, &AUTOSAVED).await;
    assert_eq!(kept.expect(204).header("x-oppet"), "", "nobody sees it");
}

#[tokio::test]
async fn an_autosave_that_comes_after_the_form_was_sent_brings_nothing_back() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let form = walk.form("forsta-samtalet", "record_contact").await;
    let form = form.with(&[("summary", "De tog emot det.")]);
    let autosave = walk.address("/utkast/forsta-samtalet");
    let body = encoded(&form.posted());
    let kept = walk
        .browser
        .send("POST", &autosave, &body, &AUTOSAVED)
        .await;
    kept.expect(204);
    let sent = walk.browser.post(&form.action, &form.posted()).await;
    sent.expect(303);
    let late = walk
        .browser
        .send("POST", &autosave, &body, &AUTOSAVED)
        .await;
    late.expect(409);
    let page = walk.address("/steg/forsta-samtalet?val=1");
    let page = walk.browser.get(&page).await.expect(200).text();
    let fresh = Form::of(&page, "record_contact").unwrap();
    assert_eq!(fresh.value("summary"), "");
}

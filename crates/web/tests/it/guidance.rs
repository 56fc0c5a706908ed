mod confirmation;

use serde_json::json;

use crate::{
    browser::{Browser, between},
    door::{Door, asylum_seeker, but},
};

// covers: VV.1
#[tokio::test]
async fn the_guidance_shows_its_validity_and_says_when_its_date_has_passed() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/vagledning").await.expect(200).text();
    assert!(page.contains("gäller från 1 juli 2025 till 1 juli 2026"));
    assert!(!page.contains("Datumet har passerat"));
    let later = Door::before(testkit::Stage::at("2026-07-02T09:00:00+02:00").await);
    let mut nurse = Browser::of(&later, "ward-nurse").await;
    let page = nurse.get("/vagledning").await.expect(200).text();
    assert!(page.contains("Vägledningens datum har passerat"));
    let footer = nurse.get("/kontakter").await.expect(200).text();
    assert!(footer.contains("Datumet har passerat. Följ vägledningen"));
    let versions = nurse.get("/vagledning/versioner").await.expect(200).text();
    assert!(versions.contains("Datumet har passerat"));
}

#[tokio::test]
async fn every_step_and_rule_of_the_guidance_has_an_address() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    for (address, anchors) in [
        (
            "/vagledning/inneliggande-a",
            vec!["V6A.1", "V6A.2", "V6A.11"],
        ),
        (
            "/vagledning/inneliggande-b",
            vec!["V6B.1", "C3.1", "V6B.15"],
        ),
        ("/vagledning/inneliggande-c", vec!["V3.7", "V6C.12", "V4.4"]),
        ("/vagledning/oppen-vard-a", vec!["V7A.1"]),
        ("/vagledning/oppen-vard-b", vec!["V7B.6"]),
        ("/vagledning/oppen-vard-c", vec!["V7C.6"]),
        ("/vagledning/regler", vec!["V2.1", "V3.1"]),
        ("/vagledning/checklistan", vec!["C3.1"]),
    ] {
        let page = nurse.get(address).await.expect(200).text();
        for anchor in anchors {
            assert!(
                page.contains(&format!("id=\"{anchor}\"")),
                "{address}#{anchor}"
            );
        }
    }
    nurse.get("/vagledning/inneliggande-d").await.expect(404);
    let call = nurse
        .get("/vagledning/inneliggande-a")
        .await
        .expect(200)
        .text();
    let step = between(&call, "id=\"V6A.2\"", "</section>");
    assert!(step.contains("Första helgfria vardagen efter inläggningen"));
    assert!(step.contains("08.00–12.00"));
}

// covers: X2
#[tokio::test]
async fn where_the_documents_differ_both_sides_stand_with_what_governs() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/vagledning/skillnader").await.expect(200).text();
    let rehab = between(&page, "id=\"rehab\"", "</section>");
    assert!(rehab.contains("V5.3"));
    assert!(rehab.contains("C9.1.8"));
    assert!(rehab.contains("Vägledningen gäller."));
}

// covers: V2.1
#[tokio::test]
async fn an_administrator_changes_a_link_without_a_release() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let page = keeper
        .get("/vagledning/referenser/vera-asyl")
        .await
        .expect(200)
        .text();
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let fields = |link: &'static str| {
        [
            ("version", version.clone()),
            ("title", "Vera Asyl".to_owned()),
            ("governs", "Kontroll av grupp.".to_owned()),
            ("link", link.to_owned()),
        ]
    };
    let posted =
        |fields: &[(&'static str, String); 4]| -> Vec<(&'static str, String)> { fields.to_vec() };
    let bad = posted(&fields("javascript:alert(1)"));
    let bad: Vec<(&str, &str)> = bad
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let page = keeper
        .post("/vagledning/referenser/vera-asyl", &bad)
        .await
        .expect(422)
        .text();
    assert!(page.contains("Länken ska börja med https://"));
    let good = posted(&fields("https://vera.example.org/"));
    let good: Vec<(&str, &str)> = good
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    keeper
        .post("/vagledning/referenser/vera-asyl", &good)
        .await
        .expect(303);
    keeper
        .post("/vagledning/referenser/vera-asyl", &good)
        .await
        .expect(412);
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/vagledning/referenser").await.expect(200).text();
    assert!(page.contains("https://vera.example.org/"));
    assert!(
        !page.contains("/vagledning/referenser/vera-asyl"),
        "a nurse is offered no change"
    );
    nurse
        .get("/vagledning/referenser/vera-asyl")
        .await
        .expect(404);
    nurse
        .post("/vagledning/referenser/vera-asyl", &good)
        .await
        .expect(404);
}

// covers: VB1.1
#[tokio::test]
async fn an_administrator_changes_and_confirms_a_contact() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let page = keeper.get("/kontakter").await.expect(200).text();
    let address = format!("/kontakter/{}", between(&page, "href=\"/kontakter/", "\""));
    let page = keeper.get(&address).await.expect(200).text();
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let fields = [
        ("version", version.as_str()),
        ("funktion", ""),
        ("telefon", "0000-12 34 56"),
    ];
    let page = keeper.post(&address, &fields).await.expect(422).text();
    assert!(page.contains("0000-12 34 56"));
    let fields = [
        ("version", version.as_str()),
        ("funktion", "Enhetstelefonen"),
        ("telefon", "0000-12 34 56"),
    ];
    keeper.post(&address, &fields).await.expect(303);
    // It is the return address of letters, so a second administrator confirms it.
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/kontakter").await.expect(200).text();
    assert!(!page.contains("Enhetstelefonen"));
    crate::scene::confirmed(&door).await;
    let page = nurse.get("/kontakter").await.expect(200).text();
    let card = between(&page, "Enhetstelefonen", "</div>");
    assert!(card.contains("0000-12 34 56"));
    assert!(card.contains("Kontrollerad 5 mars 2026"));
    nurse.get(&address).await.expect(404);
}

// covers: VV.1, V2.1
#[tokio::test]
async fn what_the_source_says_and_what_is_added_stand_apart_with_the_reason() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse
        .get("/vagledning/inneliggande-c")
        .await
        .expect(200)
        .text();
    let step = between(&page, "id=\"V6C.11\"", "</section>");
    let cited = between(step, "<blockquote", "</blockquote>");
    assert!(
        !cited.contains("aldrig med post"),
        "no place of the source says it: {cited}"
    );
    let beside = between(step, "class=\"tillagg\"", "</div>");
    assert!(beside.contains("Vårdbrons tillägg") && beside.contains("aldrig med post"));
    assert!(beside.contains("Varför: "), "{beside}");
    let interpreter = between(&page, "id=\"V6C.10\"", "</section>");
    assert!(interpreter.contains("checklistan, åtgärden Tolk"));
    let versions = nurse.get("/vagledning/versioner").await.expect(200).text();
    for said in [
        "Processledare Vårdsamverkan Fyrbodal",
        "Presenterad för Styrgruppen",
        "Dokumentet nämner ingen",
    ] {
        assert!(versions.contains(said), "{said}");
    }
    let links = nurse.get("/vagledning/referenser").await.expect(200).text();
    assert!(links.contains("Länken går till startsidan"));
}

// covers: V4.4
#[tokio::test]
async fn the_sheet_is_made_by_the_product_and_says_nothing_of_who_got_it() {
    let door = Door::new().await;
    let body = but(
        asylum_seeker(),
        &json!({ "group": "without_permits", "identifiers": [], "nursing_need": "unmet" }),
    );
    let case = door.open(&body).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let step = format!("/arenden/{}/steg/informationsblad", case.id);
    let page = nurse.get(&step).await.expect(200).text();
    for (sheet, says) in [("vuxna", "ingen skyldighet"), ("barn", "vårdnadshavare")] {
        let address = format!("/informationsblad/{sheet}");
        assert!(page.contains(&format!("href=\"{address}\"")));
        let sheet = nurse.get(&address).await.expect(200).text();
        let text = between(&sheet, "<main", "</main>");
        assert!(text.contains(says) && text.contains("Socialtjänsten kan behöva svara"));
        for secret in [&case.id[..8], "Amina", "Avdelning", "skydd"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
    let child = nurse.get("/informationsblad/barn").await.expect(200).text();
    assert!(!child.contains("ingen skyldighet"));
    nurse.get("/informationsblad/finns-inte").await.expect(404);
}

// covers: V3.1, V3.8
#[tokio::test]
async fn the_case_says_who_is_principal_and_that_staff_report_nobody() {
    let door = Door::new().await;
    let body = but(
        asylum_seeker(),
        &json!({ "group": "without_permits", "identifiers": [] }),
    );
    let case = door.open(&body).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let at = |rest: &str| format!("/arenden/{}{rest}", case.id);
    let parties = nurse.get(&at("/parter")).await.expect(200).text();
    assert!(parties.contains("Västra Götalandsregionen är huvudman"));
    let patient = nurse.get(&at("/patienten")).await.expect(200).text();
    assert!(patient.contains("anmäler inte att en patient") && patient.contains("november 2026"));
    let asked = nurse
        .get(&at("/gor/myndighet-har-fragat"))
        .await
        .expect(200)
        .text();
    assert!(asked.contains("anmäler inte att en patient"));
}

// covers: X1
#[tokio::test]
async fn each_protected_case_states_its_own_rule_about_migrationsverket() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    for (changes, says) in [
        (
            json!({ "protected_identity": true }),
            "Socialtjänsten får inget från Vårdbron. Kontakta Migrationsverket bara när ett steg säger det.",
        ),
        (
            json!({ "group": "without_permits", "identifiers": [] }),
            "Vårdbron lämnar inga uppgifter till Migrationsverket eller socialtjänsten.",
        ),
    ] {
        let case = door.open(&but(asylum_seeker(), &changes)).await;
        let page = nurse
            .get(&format!("/arenden/{}", case.id))
            .await
            .expect(200)
            .text();
        let banner = between(&page, "class=\"sekretess\"", "</div>");
        assert!(banner.contains(says), "{banner}");
        let duty =
            "Din egen skyldighet att anmäla oro för barn gäller ändå. Det gör du utanför Vårdbron.";
        assert!(banner.contains(duty), "{banner}");
    }
    let contacts = nurse.get("/kontakter").await.expect(200).text();
    assert!(
        !contacts.contains("om ett skyddat ärende"),
        "a step may say to ring"
    );
}

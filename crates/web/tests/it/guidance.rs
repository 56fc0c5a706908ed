mod confirmation;

use crate::{
    browser::{Browser, between},
    door::Door,
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

use crate::{
    browser::{Browser, between},
    door::Door,
    scene::confirmed,
};

#[tokio::test]
async fn an_administrator_adds_changes_and_closes_a_unit() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let id = "SE2321000131-E900000009999";
    let fields = [
        ("hsa_id", id),
        ("name", "Vårdcentralen Ny"),
        ("kind", "health_centre"),
        ("organisation", "Västra Götalandsregionen"),
        ("municipality", "1488"),
        ("lat", "58,28"),
    ];
    let half = keeper
        .post("/administration/enheter/ny", &fields)
        .await
        .expect(422)
        .text();
    assert!(half.contains("Skriv både latitud och longitud"));
    assert!(half.contains("Vårdcentralen Ny"));
    let mut fields = fields.to_vec();
    fields.push(("lon", "12,29"));
    keeper
        .post("/administration/enheter/ny", &fields)
        .await
        .expect(303);
    // A unit that may be told something waits for a second administrator.
    let list = keeper
        .get("/administration/enheter")
        .await
        .expect(200)
        .text();
    assert!(!list.contains("Vårdcentralen Ny"));
    confirmed(&door).await;
    let twice = keeper
        .post("/administration/enheter/ny", &fields)
        .await
        .expect(422)
        .text();
    assert!(twice.contains("finns redan"));
    let address = format!("/administration/enheter/{id}");
    let page = keeper.get(&address).await.expect(200).text();
    assert!(page.contains("58.28"));
    let reached = [
        ("active", "ja"),
        ("phone", "0000-12 34 56"),
        ("hours", "vardagar 08.00–17.00"),
        ("mailbox", "ny@vardbron.example"),
        ("source", "Enhetens eget besked"),
    ];
    let reached = [fields.as_slice(), reached.as_slice()].concat();
    keeper.post(&address, &reached).await.expect(303);
    // Where a unit is reached is where something may be told: that takes two as well.
    confirmed(&door).await;
    let contacts = keeper.get("/kontakter").await.expect(200).text();
    let card = between(&contacts, "Vårdcentralen Ny", "Kontrollerad");
    for said in [
        "0000-12 34 56",
        "Vardagar 08.00–17.00",
        "ny@vardbron.example",
    ] {
        assert!(card.contains(said), "{said} in {card}");
    }
    let dated = "Kontrollerad 5 mars 2026. Källa: Enhetens eget besked.";
    assert!(contacts.contains(dated), "{contacts}");
    // With the box unticked, the unit is closed: one administrator does that.
    keeper.post(&address, &fields).await.expect(303);
    let page = keeper
        .get("/administration/enheter?slag=health_centre")
        .await
        .expect(200)
        .text();
    let row = between(&page, "Vårdcentralen Ny", "</tr>");
    assert!(row.contains("Stängd"));
}

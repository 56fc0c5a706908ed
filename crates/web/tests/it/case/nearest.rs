//! The nearest units are ranked by distance from where the person stays, also outside Fyrbodal once
//! postal codes are imported.

use serde_json::json;
use vocabulary::{
    geography::Position,
    hsa_id::HsaId,
    unit::{UnitCard, UnitKind},
};

use super::walk::Walk;
use crate::{
    browser::between,
    door::{Door, but, residence},
};

const SWEDEN: &str =
    "SE\t411 01\tGöteborg\tVästra Götaland\t14\tGöteborg\t1480\t\t\t57.71\t11.97\t4
SE\t982 31\tGällivare\tNorrbotten\t25\tGällivare\t2523\t\t\t67.13\t20.66\t4
";

/// Health centres in Trollhättan, in Göteborg and in Strömstad.
async fn three_centres(door: &Door) {
    let directory = door.stage.app.directory();
    let template = directory.of_kind(UnitKind::HealthCentre).next().unwrap();
    let centre = |number: u8, name: &str, lat: f64, lon: f64| app::DirectoryUnit {
        card: UnitCard {
            hsa_id: HsaId::parse(&format!("SE2321000131-E9000009{number:02}")).unwrap(),
            name: name.to_owned(),
            ..template.card.clone()
        },
        position: Position::new(lat, lon),
        ..template.clone()
    };
    let all = [
        centre(1, "Trollhättans vårdcentral", 58.28, 12.29),
        centre(2, "Göteborgs vårdcentral", 57.70, 11.95),
        centre(3, "Strömstads vårdcentral", 58.93, 11.17),
    ];
    let app = &door.stage.app;
    app.seed_demo(&all, &[], "", testkit::PASSWORD)
        .await
        .unwrap();
}

fn first(page: &str) -> String {
    let table = between(page, "Närmast där patienten bor", "</table>");
    let row = between(table, "<tbody", "</tr>");
    row.to_owned()
}

// covers: V6B.6
#[tokio::test]
async fn the_nearest_units_follow_the_postal_code_also_outside_fyrbodal() {
    let door = Door::new().await;
    three_centres(&door).await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let mut case = crate::door::Told {
        id: walk.id.clone(),
        version: 0,
    };
    door.read(&mut case).await;
    let gothenburg = but(
        residence(),
        &json!({ "municipality": "1480", "postal_code": "411 01" }),
    );
    door.done("ward-nurse", &mut case, &gothenburg).await;
    let parties = walk.address("/parter");
    let page = walk.browser.get(&parties).await.expect(200).text();
    assert!(!page.contains("Avstånden räknas"), "nothing is known yet");

    let rows = door.stage.app.import_postal_codes(SWEDEN).await.unwrap();
    assert_eq!(rows, 2);
    let page = walk.browser.get(&parties).await.expect(200).text();
    let nearest = first(&page);
    assert!(nearest.contains("Göteborgs vårdcentral"), "{nearest}");
    assert!(page.contains("Avstånden räknas mellan orter, inte inom dem."));
    let guide = walk.browser.get("/lathund").await.expect(200).text();
    assert!(guide.contains("GeoNames, CC BY 4.0"), "its licence asks");

    let done = door.done("ward-nurse", &mut case, &residence()).await;
    assert_eq!(done["warnings"], json!([]));
    let page = walk.browser.get(&parties).await.expect(200).text();
    let nearest = first(&page);
    assert!(nearest.contains("Trollhättans vårdcentral"), "{nearest}");

    let wrong = but(
        residence(),
        &json!({ "municipality": "1480", "postal_code": "982 31" }),
    );
    let done = door.done("ward-nurse", &mut case, &wrong).await;
    let code = &done["warnings"][0]["code"];
    assert_eq!(code, "postal-code-of-another-municipality");
}

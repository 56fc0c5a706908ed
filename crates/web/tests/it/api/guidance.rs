use serde_json::Value;
use testkit::Stage;

use crate::door::{Door, asylum_seeker};

fn main_document(documents: &Value) -> &Value {
    let found = documents
        .as_array()
        .unwrap()
        .iter()
        .find(|document| document["current"] == true);
    found.expect("a document that cases follow")
}

// covers: VV.1
#[tokio::test]
async fn guidance_past_its_last_valid_day_is_flagged_where_it_is_used() {
    for (start, expired) in [
        ("2026-03-05T09:42:00+01:00", false),
        ("2027-07-05T09:42:00+02:00", true),
    ] {
        let door = Door::before(Stage::at(start).await);
        let documents = door
            .get("ward-nurse", "/api/v1/guidance")
            .await
            .expect(200)
            .json();
        let document = main_document(&documents);
        assert_eq!(document["id"], "vagledning-fyrbodal");
        assert_eq!(document["expired"], expired, "{start}");
        let case = door.open(&asylum_seeker()).await;
        let view = door
            .get("ward-nurse", &case.address())
            .await
            .expect(200)
            .json();
        assert_eq!(view["guidance"]["id"], document["id"]);
        assert_eq!(view["guidance"]["version"], document["version"]);
        assert_eq!(view["guidance"]["valid_to"], document["valid_to"]);
        assert_eq!(view["guidance"]["expired"], expired, "{start}");
    }
}

use serde_json::{Value, json};

use crate::door::{Door, asylum_seeker, but};

fn row<'r>(rows: &'r Value, audience: &str) -> &'r Value {
    let found = rows
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["audience"] == audience);
    found.unwrap_or_else(|| panic!("no audience {audience}"))
}

// covers: X1
#[tokio::test]
async fn social_services_and_municipal_rehab_are_never_told_and_migrationsverket_by_group() {
    let door = Door::new().await;
    for (changes, agency) in [
        (json!({}), "told_otherwise"),
        (
            json!({ "group": "without_permits", "identifiers": [] }),
            "never",
        ),
        (
            json!({ "group": "unestablished", "identifiers": [] }),
            "never",
        ),
    ] {
        let case = door.open(&but(asylum_seeker(), &changes)).await;
        let rows = format!("{}/audiences", case.address());
        let rows = door.get("ward-nurse", &rows).await.expect(200).json();
        assert_eq!(
            row(&rows, "social_services")["relation"],
            "never",
            "{changes}"
        );
        assert_eq!(
            row(&rows, "municipal_rehab")["relation"],
            "never",
            "{changes}"
        );
        assert_eq!(
            row(&rows, "migration_agency")["relation"],
            agency,
            "{changes}"
        );
        let ward = row(&rows, &format!("unit:{}", testkit::Unit::Ward.hsa()));
        assert_eq!(ward["relation"], "sees");
        assert!(ward["since"].as_str().unwrap().ends_with("+01:00"));
    }
}

#[tokio::test]
async fn what_an_audience_was_told_is_listed_with_when_and_how() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    let call = json!({
        "command": "record_contact", "audience": "migration_agency", "channel": "phone",
        "at": "2026-03-05T09:00:00+01:00", "summary": "Berättade att patienten är inlagd",
    });
    door.done("ward-nurse", &mut case, &call).await;
    let rows = door
        .get("ward-nurse", &format!("{}/audiences", case.address()))
        .await
        .json();
    let told = &row(&rows, "migration_agency")["told"];
    assert_eq!(told.as_array().unwrap().len(), 1);
    assert_eq!(told[0]["channel"], "phone");
    assert_eq!(told[0]["when"], "2026-03-05T09:00:00+01:00");
    assert!(
        told[0]["what"]
            .as_str()
            .is_some_and(|what| !what.is_empty())
    );
}

use serde_json::{Value, json};
use testkit::Unit;

use crate::door::Door;

fn kinds(units: &Value) -> Vec<&str> {
    units
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit["kind"].as_str().unwrap())
        .collect()
}

// covers: X1
#[tokio::test]
async fn social_services_and_municipal_rehab_are_listed_to_administrators_only() {
    let door = Door::new().await;
    for role in [
        "ward-nurse",
        "municipal-primary-care",
        "social-services",
        "head-office",
    ] {
        let units = door.get(role, "/api/v1/units").await.expect(200).json();
        assert!(!kinds(&units).contains(&"social_services"), "{role}");
        assert!(!kinds(&units).contains(&"municipal_rehab"), "{role}");
        let asked = door
            .get(role, "/api/v1/units?kind=social_services")
            .await
            .expect(200)
            .json();
        assert_eq!(asked, json!([]), "{role}");
    }
    let units = door
        .get("administrator", "/api/v1/units")
        .await
        .expect(200)
        .json();
    assert!(kinds(&units).contains(&"social_services"));
    assert!(kinds(&units).contains(&"municipal_rehab"));
}

#[tokio::test]
async fn units_are_found_by_kind_and_municipality() {
    let door = Door::new().await;
    let address = "/api/v1/units?kind=municipal_primary_care&municipality=1488";
    let units = door.get("ward-nurse", address).await.expect(200).json();
    assert_eq!(
        units,
        json!([{
            "hsa_id": Unit::MunicipalCare.hsa(),
            "name": "Kommunal primärvård Trollhättan",
            "kind": "municipal_primary_care",
            "organisation": "Trollhättans stad",
            "municipality": "1488",
        }])
    );
}

#[tokio::test]
async fn a_slip_in_a_parameter_is_told() {
    let door = Door::new().await;
    for (query, field, code) in [
        ("kind=hospital", "kind", "not-an-alternative"),
        ("municipality=88", "municipality", "not-a-municipality-code"),
        ("knd=hospital_ward", "knd", "unknown-parameter"),
        ("kind=hospital_ward&kind=head_office", "kind", "repeated"),
    ] {
        let answer = door
            .get("ward-nurse", &format!("/api/v1/units?{query}"))
            .await;
        assert_eq!(
            answer.mistakes(),
            [(field.to_owned(), code.to_owned())],
            "{query}"
        );
    }
}

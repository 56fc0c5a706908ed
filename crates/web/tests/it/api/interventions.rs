use serde_json::Value;

use crate::door::Door;

// covers: V5.3
#[tokio::test]
async fn the_interventions_say_which_may_be_bought_and_why_others_may_not() {
    let door = Door::new().await;
    let rows = door
        .get("ward-nurse", "/api/v1/interventions")
        .await
        .expect(200)
        .json();
    let row = |code: &str| {
        rows.as_array()
            .unwrap()
            .iter()
            .find(|row| row["code"] == code)
            .cloned()
            .unwrap()
    };
    for code in [
        "wound_dressing",
        "medicine_handling",
        "catheter_care",
        "sampling",
    ] {
        assert_eq!(row(code)["purchasable"], true, "{code}");
        assert_eq!(row(code).get("refused_as"), None, "{code}");
    }
    assert_eq!(row("physiotherapy")["refused_as"], "rehab-not-purchased");
    assert_eq!(
        row("blood_transfusion")["refused_as"],
        "outside-primary-care-level"
    );
    let names = rows.as_array().unwrap().iter().map(|row| &row["name"]);
    assert!(names.clone().all(Value::is_string), "{names:?}");
}

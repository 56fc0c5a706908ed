use serde_json::{Value, json};
use testkit::Stage;

use crate::door::{Door, asylum_seeker, but};

fn step<'s>(steps: &'s Value, id: &str) -> &'s Value {
    let found = steps
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["id"] == id);
    found.unwrap_or_else(|| panic!("no step {id}"))
}

// covers: V6A.2 V6B.2
#[tokio::test]
async fn the_call_to_migrationsverket_is_due_at_noon_of_the_next_working_day() {
    for (start, due) in [
        ("2026-03-05T09:42:00+01:00", "2026-03-06T12:00:00+01:00"),
        // A Friday before a week-end, and Maundy Thursday before Easter, in summer time.
        ("2026-03-06T15:00:00+01:00", "2026-03-09T12:00:00+01:00"),
        ("2026-04-02T09:00:00+02:00", "2026-04-07T12:00:00+02:00"),
    ] {
        let door = Door::before(Stage::at(start).await);
        for (need, id) in [("unmet", "V6A.2"), ("none", "V6B.2")] {
            let case = door
                .open(&but(asylum_seeker(), &json!({ "nursing_need": need })))
                .await;
            let steps = format!("{}/steps", case.address());
            let steps = door.get("ward-nurse", &steps).await.expect(200).json();
            let call = step(&steps, id);
            assert_eq!(call["due"], due, "{id} admitted {start}");
            assert_eq!(call["overdue"], false);
            assert_eq!(call["action"], "record_contact");
            assert_eq!(call["discloses_to"], json!(["migration_agency"]));
        }
    }
}

#[tokio::test]
async fn the_steps_stand_in_the_guidances_order_with_source_and_status() {
    let door = Door::new().await;
    let case = door
        .open(&but(asylum_seeker(), &json!({ "nursing_need": "unmet" })))
        .await;
    let steps = door
        .get("ward-nurse", &format!("{}/steps", case.address()))
        .await
        .json();
    let numbers: Vec<u32> = steps
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|step| {
            step["id"]
                .as_str()
                .unwrap()
                .strip_prefix("V6A.")?
                .parse()
                .ok()
        })
        .collect();
    assert_eq!(numbers, (1..=11).collect::<Vec<_>>());
    for step in steps.as_array().unwrap() {
        for member in ["title", "source"] {
            assert!(
                step[member].as_str().is_some_and(|text| !text.is_empty()),
                "{step}"
            );
        }
        if step["status"] == "not_applicable" {
            assert!(
                step["reason"].as_str().is_some_and(|text| !text.is_empty()),
                "{step}"
            );
        }
    }
}

// covers: V6A.2
#[tokio::test]
async fn a_call_that_is_recorded_is_done_and_one_in_the_future_is_a_mistake() {
    let door = Door::new().await;
    let mut case = door
        .open(&but(asylum_seeker(), &json!({ "nursing_need": "unmet" })))
        .await;
    let call = |at: &str| {
        json!({
            "command": "record_contact", "audience": "migration_agency", "channel": "phone",
            "at": at, "summary": "Berättade att patienten är inlagd",
        })
    };
    let future = door
        .give("ward-nurse", &case, &call("2026-03-05T23:00:00+01:00"))
        .await;
    assert_eq!(
        future.mistakes(),
        [("at".to_owned(), "in-the-future".to_owned())]
    );
    // It may have been made before the case was opened.
    door.done("ward-nurse", &mut case, &call("2026-03-05T08:30:00+01:00"))
        .await;
    let steps = door
        .get("ward-nurse", &format!("{}/steps", case.address()))
        .await
        .json();
    assert_eq!(step(&steps, "V6A.2")["status"], "done");
}

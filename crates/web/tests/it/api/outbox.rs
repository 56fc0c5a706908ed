mod counts;

use serde_json::{Value, json};

use crate::door::{Door, Told, asylum_seeker, consent, meeting};

/// A case with the invitation to Migrationsverket queued.
pub(super) async fn invited(door: &Door) -> Told {
    let mut case = door.open(&asylum_seeker()).await;
    door.done("ward-nurse", &mut case, &consent("sip", "given"))
        .await;
    door.done("ward-nurse", &mut case, &meeting()).await;
    door.done(
        "ward-nurse",
        &mut case,
        &json!({ "command": "send_invitation" }),
    )
    .await;
    case
}

pub(super) async fn on_its_way(door: &Door, case: &Told) -> Value {
    let address = format!("/api/v1/outbox?case={}", case.id);
    door.get("ward-nurse", &address).await.expect(200).json()
}

// covers: V6A.6
#[tokio::test]
async fn nothing_is_queued_that_names_a_ward() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    door.done("ward-nurse", &mut case, &consent("sip", "given"))
        .await;
    let mut named = meeting();
    named["meeting_point"] = json!("Avdelning 9, dagrummet");
    door.done("ward-nurse", &mut case, &named).await;
    let send = json!({ "command": "send_invitation" });
    let refused = door.give("ward-nurse", &case, &send).await;
    assert_eq!(
        refused.problem(),
        (409, "invitation-names-somebody".to_owned())
    );
    assert_eq!(on_its_way(&door, &case).await, json!([]));
    // The meeting can be planned again, and then the invitation can be queued.
    door.done("ward-nurse", &mut case, &meeting()).await;
    door.done("ward-nurse", &mut case, &send).await;
    assert_eq!(on_its_way(&door, &case).await[0]["state"], "queued");
}

// covers: X3 V6A.6
#[tokio::test]
async fn what_is_queued_to_migrationsverket_is_stopped_when_the_group_changes() {
    let door = Door::new().await;
    let mut case = invited(&door).await;
    let rows = on_its_way(&door, &case).await;
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!(rows[0]["audience"], "migration_agency");
    assert_eq!(rows[0]["channel"], "email");
    assert_eq!(rows[0]["state"], "queued");
    assert_eq!(rows[0].get("reason"), None);
    assert!(!rows[0]["subject"].as_str().unwrap().contains("Amina"));
    let change = json!({
        "command": "establish_group", "group": "without_permits", "evidence": "Avslag visat",
    });
    door.done("ward-nurse", &mut case, &change).await;
    let rows = on_its_way(&door, &case).await;
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!(rows[0]["state"], "stopped");
    assert!(
        rows[0]["reason"]
            .as_str()
            .is_some_and(|reason| !reason.is_empty())
    );
    let refused = door
        .give(
            "ward-nurse",
            &case,
            &json!({ "command": "send_invitation" }),
        )
        .await;
    assert_eq!(
        refused.problem(),
        (409, "migration-agency-never-told".to_owned())
    );
}

#[tokio::test]
async fn the_case_must_be_named() {
    let door = Door::new().await;
    let answer = door.get("ward-nurse", "/api/v1/outbox").await;
    assert_eq!(
        answer.mistakes(),
        [("case".to_owned(), "required".to_owned())]
    );
}

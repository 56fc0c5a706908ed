mod counts;

use serde_json::{Value, json};
use testkit::commands;

use crate::door::{Door, Told, asylum_seeker, consent, meeting};

/// A case with the invitation to Migrationsverket queued.
pub(super) async fn invited(door: &Door) -> Told {
    let mut case = door.open(&asylum_seeker()).await;
    door.done("ward-nurse", &mut case, &consent("sip", "given"))
        .await;
    door.done("ward-nurse", &mut case, &meeting()).await;
    door.done("ward-nurse", &mut case, &commands::send_invitation())
        .await;
    case
}

pub(super) async fn on_its_way(door: &Door, case: &Told) -> Value {
    let address = format!("/api/v1/outbox?case={}", case.id);
    door.get("ward-nurse", &address).await.expect(200).json()
}

// covers: V6A.6
#[tokio::test]
async fn nothing_is_queued_that_somebody_has_typed() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    door.done("ward-nurse", &mut case, &consent("sip", "given"))
        .await;
    let mut named = meeting();
    named["meeting_point"] = json!("Avdelning 9, dagrummet");
    named["chosen_point"] = json!(null);
    door.done("ward-nurse", &mut case, &named).await;
    let send = commands::send_invitation();
    let refused = door.give("ward-nurse", &case, &send).await;
    assert_eq!(
        refused.problem(),
        (409, "meeting-place-not-chosen".to_owned())
    );
    assert_eq!(on_its_way(&door, &case).await, json!([]));
    // The meeting can be planned again, and then the invitation can be queued.
    door.done("ward-nurse", &mut case, &meeting()).await;
    door.done("ward-nurse", &mut case, &send).await;
    assert_eq!(on_its_way(&door, &case).await[0]["state"], "queued");
}

// covers: V6A.6
#[tokio::test]
async fn none_of_what_got_past_the_list_of_words_is_queued() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    door.done("ward-nurse", &mut case, &consent("sip", "given"))
        .await;
    let rows = include_str!("../../../../disclosure/tests/it/typed-places.tsv").lines();
    let mut tried = 0;
    for row in rows.filter(|row| !row.starts_with('#')) {
        let (field, typed) = row.split_once('\t').unwrap();
        let typed: String = serde_json::from_str(typed).unwrap();
        let mut command = meeting();
        command["chosen_point"] = json!(null);
        command["meeting_point"] = json!(null);
        command["form"] = json!(if field == "link" {
            "digital"
        } else {
            "in_person"
        });
        command[field] = json!(typed);
        let planned = door.give("ward-nurse", &case, &command).await;
        if planned.status == 200 {
            case.version = planned.json()["version"].as_u64().unwrap();
            tried += 1;
        } else {
            assert_eq!(planned.problem(), (422, "mistakes".to_owned()), "{typed:?}");
        }
        for send in [
            commands::send_invitation(),
            json!({ "command": "record_invitation_sent", "at": "2026-03-05T09:00:00+01:00" }),
        ] {
            let refused = door.give("ward-nurse", &case, &send).await;
            assert_eq!(refused.status, 409, "{typed:?}: {}", refused.text());
        }
    }
    assert!(tried > 40, "{tried}");
    assert_eq!(on_its_way(&door, &case).await, json!([]));
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
    let change = commands::becomes_without_permits();
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
        .give("ward-nurse", &case, &commands::send_invitation())
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

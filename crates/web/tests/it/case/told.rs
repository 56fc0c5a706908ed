//! What readers inside the product learn by an act is a disclosure: the access log says so with
//! recipients and classes, and the history names them. Each act here was once logged as a mere
//! change.

use serde_json::{Value, json};
use testkit::{Unit, commands};

use crate::{
    door::{Door, Told, add_party, held, meeting},
    states::bought,
};

const MUNICIPALITY: &str = "municipal_share";
const HEAD_OFFICE: &str = "head_office=head_office_share";

/// The row that an act leaves in the access log.
async fn logged(door: &Door, case: &mut Told, user: &str, command: &Value) -> (String, String) {
    let before = door.stage.access_log().await.len();
    door.done(user, case, command).await;
    let mut rows = door.stage.access_log().await.split_off(before);
    // Whoever acts reads the case first, and the test afterwards.
    rows.retain(|(action, _)| action != "view");
    let [row] = rows.as_slice() else {
        panic!("{command} left {rows:?}");
    };
    row.clone()
}

/// The case's events so far.
async fn events(door: &Door, case: &Told) -> Vec<Value> {
    let events = format!("/api/v1/cases/{}/events", case.id);
    let events = door.get("ward-nurse", &events).await.expect(200).json();
    events.as_array().unwrap().clone()
}

/// Whom the events after the first `earlier` told something, by the history.
async fn history(door: &Door, case: &Told, earlier: usize) -> Vec<String> {
    let new = events(door, case).await.split_off(earlier);
    let told = new.iter().filter_map(|event| event["told"].as_array());
    let audience = |told: &Value| told["audience"].as_str().unwrap().to_owned();
    told.flatten().map(audience).collect()
}

#[tokio::test]
async fn what_the_municipality_and_koncernkontoret_learn_by_an_act_is_logged_as_disclosed() {
    let door = Door::new().await;
    let mut case = bought(&door).await;
    let municipality = format!("{}={MUNICIPALITY}", Unit::MunicipalCare.hsa());
    let number = json!({ "kind": "lma_number", "value": "51-200077" });
    let both = [municipality.as_str(), HEAD_OFFICE];
    let office = [HEAD_OFFICE];
    for (command, told) in [
        (meeting(), &both[..1]),
        (held(), &both[..1]),
        (
            json!({
                "command": "establish_residence", "municipality": "1488", "housing": "own",
                "address": "Nygatan 7", "postal_code": "461 30",
            }),
            &both[..1],
        ),
        (
            json!({ "command": "correct_person", "name": "Amina Ny Exempel" }),
            &both[..1],
        ),
        (json!({ "command": "undo_latest" }), &both[..1]),
        (
            json!({ "command": "add_identifier", "identifier": number }),
            &both[..],
        ),
        (
            json!({
                "command": "mark_protected_identity", "protected": true, "reason": "Markering",
            }),
            // To the municipality every case is protected.
            &office[..],
        ),
        (commands::close_case("Utskriven"), &both[..]),
    ] {
        let earlier = events(&door, &case).await.len();
        let (action, detail) = logged(&door, &mut case, "ward-nurse", &command).await;
        assert_eq!(action, "disclose", "{command}: {detail}");
        for recipient in both {
            let named = told.contains(&recipient);
            assert_eq!(detail.contains(recipient), named, "{command}: {detail}");
        }
        // The history names the same recipients.
        let history = history(&door, &case, earlier).await;
        assert!(!history.is_empty(), "{command}");
        for recipient in told {
            let (recipient, _) = recipient.split_once('=').unwrap();
            let named = |audience: &String| audience.ends_with(recipient);
            assert!(history.iter().any(named), "{command}: {history:?}");
        }
    }
}

#[tokio::test]
async fn an_agreement_that_is_drawn_up_or_signed_is_logged_as_disclosed_to_those_who_read_it() {
    let door = Door::new().await;
    let mut case = bought(&door).await;
    let agreement = json!({
        "command": "draw_up_agreement", "starts": "2026-03-20", "follow_up": "Vårdcentralen",
        "interventions": [{ "code": "wound_dressing", "times": 2, "per": "week" }],
    });
    let drawn_up = logged(&door, &mut case, "ward-nurse", &agreement).await;
    assert_eq!(drawn_up.0, "disclose", "{}", drawn_up.1);
    assert!(drawn_up.1.contains(HEAD_OFFICE) && drawn_up.1.contains(MUNICIPALITY));
    let sign = json!({
        "command": "sign_agreement", "signatory": "regional_developer", "signed_by": "Ulla Test",
    });
    let signed = logged(&door, &mut case, "head-office", &sign).await;
    assert_eq!(signed.0, "disclose", "{}", signed.1);
    // Whoever signs learns nothing by it.
    assert!(signed.1.contains(MUNICIPALITY) && !signed.1.contains(HEAD_OFFICE));
}

#[tokio::test]
async fn a_unit_that_joins_is_told_and_the_others_learn_of_it() {
    let door = Door::new().await;
    let mut case = bought(&door).await;
    let joins = add_party(Unit::HealthCentre);
    let (action, detail) = logged(&door, &mut case, "ward-nurse", &joins).await;
    assert_eq!(action, "disclose");
    let whole = format!("{}=whole_case", Unit::HealthCentre.hsa());
    assert!(
        detail.contains(&whole) && detail.contains(MUNICIPALITY),
        "{detail}"
    );
}

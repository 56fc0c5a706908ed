use crate::door::{Door, asylum_seeker, but};
use serde_json::json;

// covers: X1
#[tokio::test]
async fn municipal_primary_care_that_is_a_party_reads_its_share_and_no_more() {
    let door = Door::new().await;
    let case = door.with_municipality().await;
    for role in [
        "municipal-primary-care",
        "municipal-nurse",
        "municipal-head-of-operations",
    ] {
        let view = door.get(role, &case.address()).await.expect(200).json();
        assert_eq!(view["id"], case.id);
        // The position of the latest event would tell how much happens that it may not know of.
        assert_ne!(view["version"], case.version);
        assert_eq!(view["protected"], true);
        for there in ["protected", "guidance", "parties"] {
            assert!(view.get(there).is_some(), "{there}");
        }
        for absent in [
            "group",
            "pathway",
            "provisional",
            "entitlement",
            "certificate",
            "contacts",
        ] {
            assert_eq!(view.get(absent), None, "{absent}");
        }
        for part in ["steps", "audiences", "events"] {
            let answer = door.get(role, &format!("{}/{part}", case.address())).await;
            assert_eq!(answer.problem(), (404, "not-found".to_owned()), "{part}");
        }
        let answer = door
            .get(role, &format!("/api/v1/outbox?case={}", case.id))
            .await;
        assert_eq!(answer.problem(), (404, "not-found".to_owned()));
    }
}

// covers: X1
#[tokio::test]
async fn a_case_is_protected_without_permits_unestablished_or_with_protected_identity() {
    let door = Door::new().await;
    for (changes, protected) in [
        (json!({}), false),
        (json!({ "group": "mass_refugee" }), false),
        (
            json!({ "group": "without_permits", "identifiers": [] }),
            true,
        ),
        (json!({ "group": "unestablished", "identifiers": [] }), true),
        (json!({ "protected_identity": true }), true),
    ] {
        let case = door.open(&but(asylum_seeker(), &changes)).await;
        let view = door.get("ward-nurse", &case.address()).await.json();
        assert_eq!(view["protected"], protected, "{changes}");
    }
}

#[tokio::test]
async fn an_address_without_parameters_takes_none() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let answer = door
        .get("ward-nurse", &format!("{}?fields=all", case.address()))
        .await;
    assert_eq!(
        answer.mistakes(),
        [("fields".to_owned(), "unknown-parameter".to_owned())]
    );
}

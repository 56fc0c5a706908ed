//! One nurse alone does not open the way to Migrationsverket in a case that was protected (X1).

use serde_json::{Value, json};

use crate::{
    browser::Browser,
    door::{Door, Told, asylum_seeker, but},
};

fn establish(group: &str, evidence: &str, verified_in: Option<&str>) -> Value {
    let mut command = json!({
        "command": "establish_group", "group": group, "evidence": evidence,
    });
    if let Some(place) = verified_in {
        command["verified_in"] = json!(place);
    }
    command
}

fn call(door: &Door) -> Value {
    json!({
        "command": "record_contact", "audience": "migration_agency", "channel": "phone",
        "at": door.stage.app.now().to_string(), "summary": "Ringde om boendet",
    })
}

async fn without_permits(door: &Door) -> Told {
    let opening = json!({
        "group": "without_permits", "identifiers": [], "group_evidence": "Avslag visat",
    });
    door.open(&but(asylum_seeker(), &opening)).await
}

/// Which of the two kinds of review item the reviewer has.
async fn items(door: &Door) -> (bool, bool) {
    let mut reviewer = Browser::of(door, "log-reviewer").await;
    let page = reviewer.get("/loggkontroll").await.expect(200).text();
    (
        page.contains("i ett ärende som har varit skyddat"),
        page.contains("i mindre än ett dygn"),
    )
}

// covers: X1, X3
#[tokio::test]
async fn a_group_that_ends_the_protection_is_verified_and_says_what_was_seen() {
    let door = Door::new().await;
    for opening in [
        json!({ "group": "without_permits", "identifiers": [], "group_evidence": "Avslag" }),
        json!({ "group": "unestablished", "identifiers": [] }),
    ] {
        let case = door.open(&but(asylum_seeker(), &opening)).await;
        for (evidence, place) in [
            (".", Some("card")),
            ("Nytt kort sett i dag", None),
            ("ok", None),
        ] {
            let command = establish("asylum_seeker", evidence, place);
            let refused = door.give("ward-nurse", &case, &command).await.problem();
            assert_eq!(refused, (409, "group-not-verified".to_owned()), "{command}");
        }
    }
}

// covers: X1, X3
#[tokio::test]
async fn in_a_case_that_was_protected_a_colleague_confirms_before_migrationsverket_is_told() {
    let door = Door::new().await;
    let mut case = without_permits(&door).await;
    let opens = establish("asylum_seeker", "Nytt LMA-kort sett i dag", Some("card"));
    door.done("ward-nurse", &mut case, &opens).await;
    let waiting = (409, "group-awaits-confirmation".to_owned());
    assert_eq!(
        door.give("ward-nurse", &case, &call(&door)).await.problem(),
        waiting
    );
    let view = door.read(&mut case).await;
    assert_eq!(view["protected"], true);
    assert_eq!(view["migration_agency_may_know"], false);
    assert_eq!(view["awaits_confirmation_of"], "Karin Lind");
    // The call is due, is shown, and waits for the colleague.
    let steps = format!("{}/steps", case.address());
    let steps = door.get("ward-nurse", &steps).await.json();
    let call_step = steps
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["id"] == "V6B.2");
    assert!(
        call_step.is_some_and(|step| !step["due"].is_null() && step["status"] == "waiting"),
        "{steps}"
    );
    // Until then no page of the case leads staff to the phone.
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let step = format!("/arenden/{}/steg/forsta-samtalet", case.id);
    let page = nurse.get(&step).await.expect(200).text();
    assert!(page.contains("Väntar på att en kollega bekräftar gruppen."));
    assert!(page.contains("Vårdbron lämnar inga uppgifter till Migrationsverket"));
    for said in ["Kontakta Migrationsverket bara när", "Ring:"] {
        assert!(!page.contains(said), "{said}");
    }

    let confirm = json!({ "command": "confirm_group", "seen": "Jag har också sett kortet" });
    let own = door.give("ward-nurse", &case, &confirm).await.problem();
    assert_eq!(own, (409, "group-confirmed-by-another".to_owned()));
    let dot = json!({ "command": "confirm_group", "seen": "." });
    let nothing = door
        .give("discharge-coordinator", &case, &dot)
        .await
        .problem();
    assert_eq!(nothing, (409, "group-not-verified".to_owned()));
    let stranger = door.give("stranger-ward", &case, &confirm).await.problem();
    assert_eq!(stranger.0, 404);
    door.done("discharge-coordinator", &mut case, &confirm)
        .await;
    let page = nurse.get(&step).await.expect(200).text();
    assert!(page.contains("Ring:"), "the colleague has confirmed");
    door.done("ward-nurse", &mut case, &call(&door)).await;
    assert_eq!(items(&door).await, (true, false));

    // The same two persons close the way again on the same day: log review looks at it.
    let closes = establish("without_permits", "Det var fel kort", None);
    door.done("ward-nurse", &mut case, &closes).await;
    assert_eq!(items(&door).await, (true, true));
    assert_eq!(
        door.give("ward-nurse", &case, &call(&door))
            .await
            .problem()
            .1,
        "migration-agency-never-told"
    );
}

// covers: V3.7
#[tokio::test]
async fn a_group_that_is_established_for_the_first_time_needs_no_second_person() {
    let door = Door::new().await;
    let opening = json!({ "group": "unestablished", "identifiers": [] });
    let mut case = door.open(&but(asylum_seeker(), &opening)).await;
    let opens = establish(
        "asylum_seeker",
        "Svar i Vera Asyl: asylsökande",
        Some("vera_asyl"),
    );
    door.done("ward-nurse", &mut case, &opens).await;
    door.done("ward-nurse", &mut case, &call(&door)).await;
    assert_eq!(items(&door).await, (false, false));
}

// covers: X1
#[tokio::test]
async fn a_protected_identity_wants_a_second_person_too_also_when_the_mark_was_lifted() {
    let door = Door::new().await;
    let opening = json!({ "group": "unestablished", "identifiers": [] });
    let mut case = door.open(&but(asylum_seeker(), &opening)).await;
    for protected in [true, false] {
        let mark = json!({
            "command": "mark_protected_identity", "protected": protected, "reason": "Markering",
        });
        door.done("ward-nurse", &mut case, &mark).await;
    }
    let opens = establish("asylum_seeker", "Kortet visades", Some("card"));
    door.done("ward-nurse", &mut case, &opens).await;
    assert_eq!(
        door.give("ward-nurse", &case, &call(&door))
            .await
            .problem()
            .1,
        "group-awaits-confirmation"
    );
}

//! Cases about one person: found when one more is opened, linked, gone on from, and moved between wards (X4).

use serde_json::{Value, json};
use testkit::{Unit, commands};

use crate::{
    browser::{Browser, between},
    door::{Door, Told, asylum_seeker, but},
};

/// The case's number as lists show it.
fn number(id: &str) -> String {
    let number = id[..8].to_uppercase();
    format!("{}-{}", &number[..4], &number[4..])
}

async fn opened(door: &Door, who: &str, changes: &Value) -> Value {
    let body = but(asylum_seeker(), changes);
    door.post(who, "/api/v1/cases", &body)
        .await
        .expect(201)
        .json()
}

fn codes(opened: &Value) -> Vec<&str> {
    let warnings = opened["warnings"].as_array().unwrap();
    let codes = warnings.iter().map(|warning| warning["code"].as_str());
    codes.map(Option::unwrap).collect()
}

// covers: X4
#[tokio::test]
async fn a_second_case_of_one_person_is_warned_of_within_the_unit_and_nowhere_else() {
    let door = Door::new().await;
    let first = json!({ "name": "Amina Ål Såleh", "identifiers": [], "group_evidence": "Kort" });
    let first = opened(&door, "ward-nurse", &first).await;
    assert_eq!(codes(&first), [""; 0]);
    let again = json!({ "name": "AL SALEH Amina", "identifiers": [], "group_evidence": "Kort" });
    let second = opened(&door, "ward-nurse", &again).await;
    assert_eq!(codes(&second), ["same-person-in-another-case"]);
    assert_eq!(second["warnings"][0]["case"], first["id"]);
    // Neither another birth date nor another unit's case is the unit's own patient.
    for (who, changes) in [
        (
            "ward-nurse",
            but(again.clone(), &json!({ "birth_date": "1990-04-07" })),
        ),
        ("stranger-ward", again),
    ] {
        let other = opened(&door, who, &changes).await;
        assert_eq!(codes(&other), [""; 0], "{who}");
    }
}

// covers: X4
#[tokio::test]
async fn two_cases_of_one_person_are_linked_with_trace_and_both_are_found() {
    let door = Door::new().await;
    let one = opened(
        &door,
        "ward-nurse",
        &json!({ "name": "Amina Ett", "identifiers": [] }),
    )
    .await;
    let other = opened(
        &door,
        "ward-nurse",
        &json!({ "name": "Omar Tva", "identifiers": [] }),
    )
    .await;
    let theirs = opened(&door, "stranger-ward", &json!({ "identifiers": [] })).await;
    let id = |case: &Value| case["id"].as_str().unwrap().to_owned();
    let (one, other, theirs) = (id(&one), id(&other), id(&theirs));
    let mut case = Told {
        id: one.clone(),
        version: 1,
    };
    door.read(&mut case).await;
    let link = |number: String| json!({ "command": "link_case", "case": number, "reason": "Samma fingeravtryck" });
    // A number that nobody has and another unit's case get the same answer.
    for unknown in [number(&theirs), "AAAA-AAAA".to_owned()] {
        let refused = door.give("ward-nurse", &case, &link(unknown)).await;
        assert_eq!(refused.problem(), (409, "no-such-case".to_owned()));
    }
    let unreadable = door
        .give("ward-nurse", &case, &link("4711".to_owned()))
        .await;
    let mistake = ("case".to_owned(), "not-a-case-number".to_owned());
    assert_eq!(unreadable.mistakes(), [mistake]);
    door.done("ward-nurse", &mut case, &link(number(&other)))
        .await;
    let again = door.give("ward-nurse", &case, &link(number(&other))).await;
    assert_eq!(again.problem(), (409, "nothing-changes".to_owned()));
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    for (here, there) in [(&one, &other), (&other, &one)] {
        let page = nurse.get(&format!("/arenden/{here}/patienten")).await;
        let page = page.expect(200).text();
        let table = between(&page, "Andra ärenden om patienten", "</table>");
        assert!(table.contains(&format!("/arenden/{there}")), "{table}");
        assert!(table.contains("Samma patient") && !table.contains(&theirs));
    }
    let hits = nurse.post("/sok", &[("q", &number(&other))]).await;
    let hits = hits.expect(200).text();
    assert!(hits.contains(&one) && hits.contains(&other), "{hits}");
    let events = nurse.get(&format!("/arenden/{one}/handelser")).await;
    let events = events.expect(200).text();
    assert!(events.contains(&format!("Ärende {}. Samma fingeravtryck", number(&other))));
}

// covers: X4
#[tokio::test]
async fn a_patient_who_comes_back_gets_a_new_case_that_goes_on_from_the_closed_one() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let go_on = format!("/arenden/{}/fortsatt", case.id);
    nurse.get(&go_on).await.expect(409);
    door.done("ward-nurse", &mut case, &commands::close_case("Utskriven"))
        .await;
    let closed = nurse.get(&format!("/arenden/{}", case.id)).await;
    assert!(closed.expect(200).text().contains(&go_on));
    let page = nurse.get(&go_on).await.expect(200).text();
    assert!(page.contains("Börja på det nya ärendet"), "{page}");
    nurse.post(&go_on, &[]).await.expect(303);
    let page = nurse.get("/arenden/nytt/patient").await.expect(200).text();
    for known in [
        "value=\"Amina",
        "value=\"1990-04-06\"",
        "value=\"51-234567\"",
    ] {
        assert!(page.contains(known), "{known}: {page}");
    }
    // What has been begun is not overwritten.
    let second = nurse.post(&go_on, &[]).await.expect(409).text();
    assert!(second.contains("Du har redan börjat på ett nytt ärende"));
    for (question, fields) in [
        ("plats", &[("setting", "inpatient")][..]),
        ("grupp", &[("group", "asylum_seeker")]),
        ("underlag", &[("group_evidence", "LMA-kort")]),
        ("omvardnad", &[("nursing_need", "none")]),
        (
            "vard-och-hjalpmedel",
            &[("health_care_need", "true"), ("device_need", "false")],
        ),
    ] {
        let address = format!("/arenden/nytt/{question}");
        nurse.post(&address, fields).await.expect(303);
    }
    for question in ["patient", "sprak"] {
        let address = format!("/arenden/nytt/{question}");
        let page = nurse.get(&address).await.expect(200).text();
        let mut forms = super::form::Form::all(&page);
        let form = forms.find(|form| form.action == address).unwrap();
        nurse.post(&address, &form.posted()).await.expect(303);
    }
    let page = nurse.get("/arenden/nytt/granska").await.expect(200).text();
    assert!(!page.contains("Ni har ett avslutat ärende"), "{page}");
    let opened = nurse.post("/arenden/nytt/granska", &[]).await.expect(303);
    let new = opened
        .header("location")
        .trim_start_matches("/arenden/")
        .to_owned();
    for (here, there, how) in [
        (&new, &case.id, "Det här ärendet fortsätter från det"),
        (&case.id, &new, "Fortsätter från det här ärendet"),
    ] {
        let page = nurse.get(&format!("/arenden/{here}/patienten")).await;
        let page = page.expect(200).text();
        let table = between(&page, "Andra ärenden om patienten", "</table>");
        assert!(
            table.contains(there.as_str()) && table.contains(how),
            "{table}"
        );
    }
    let mut stranger = Browser::of(&door, "stranger-ward").await;
    stranger.get(&go_on).await.expect(404);
    let theirs = but(
        asylum_seeker(),
        &json!({ "continues": case.id, "identifiers": [] }),
    );
    let refused = door.post("stranger-ward", "/api/v1/cases", &theirs).await;
    assert_eq!(refused.problem(), (409, "no-such-case".to_owned()));
}

// covers: X4
#[tokio::test]
async fn a_ward_of_the_same_hospital_takes_over_without_consent_and_no_other_unit_does() {
    let door = Door::new().await;
    let mut case = door
        .open(&but(asylum_seeker(), &json!({ "room": "Sal 4" })))
        .await;
    let to = |unit: Unit| json!({ "command": "move_ward", "unit": unit.hsa() });
    let centre = door
        .give("ward-nurse", &case, &to(Unit::HealthCentre))
        .await;
    assert_eq!(centre.problem(), (409, "another-hospital".to_owned()));
    let added = door
        .give(
            "ward-nurse",
            &case,
            &commands::add_party(Unit::StrangerWard),
        )
        .await;
    assert_eq!(added.problem().0, 409, "a party needs consent");
    door.get("stranger-ward", &case.address()).await.expect(404);
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse
        .get(&format!("/arenden/{}/gor/flytta-till-avdelning", case.id))
        .await;
    let page = page.expect(200).text();
    assert!(page.contains(Unit::StrangerWard.hsa()), "{page}");
    assert!(!page.contains(Unit::HealthCentre.hsa()));
    door.done("ward-nurse", &mut case, &to(Unit::StrangerWard))
        .await;
    let view = door
        .get("stranger-ward", &case.address())
        .await
        .expect(200)
        .json();
    assert_eq!(view["coordinates"], true);
    assert_eq!(view["person"].get("room"), None);
    // Whoever lies at home is moved to no ward.
    let home = json!({
        "command": "change_setting", "setting": "outpatient", "unit": Unit::StrangerWard.hsa(),
    });
    case.version = view["version"].as_u64().unwrap();
    let done = door
        .give("stranger-ward", &case, &home)
        .await
        .expect(200)
        .json();
    case.version = done["version"].as_u64().unwrap();
    let refused = door.give("stranger-ward", &case, &to(Unit::Ward)).await;
    assert_eq!(refused.problem(), (409, "another-hospital".to_owned()));
}

#[tokio::test]
async fn a_correction_says_in_the_history_what_changed_from_what_to_what() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    let corrected = json!({
        "command": "correct_person", "name": "eGFR Ny", "birth_date": "1990",
    });
    door.done("ward-nurse", &mut case, &corrected).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get(&format!("/arenden/{}/handelser", case.id)).await;
    let page = page.expect(200).text();
    assert!(
        page.contains("Födelsedatum: från 6 april 1990 till 1990"),
        "{page}"
    );
    assert!(page.contains("till eGFR Ny") && !page.contains("Språk: från"));
}

const TOLD: &str = "En annan enhet samordnar också patienten";

async fn consents(door: &Door, who: &str, case: &mut Told, answer: &str) {
    for kind in ["case", "sip"] {
        door.done(who, case, &commands::consent(kind, answer)).await;
    }
}

fn told(opened: &Value) -> Told {
    Told {
        id: opened["id"].as_str().unwrap().to_owned(),
        version: opened["version"].as_u64().unwrap(),
    }
}

// covers: X4
#[tokio::test]
async fn two_units_that_coordinate_one_patient_are_told_of_each_other_when_the_patient_agrees_in_both()
 {
    let door = Door::new().await;
    let numbered =
        |number: &str| json!({ "identifiers": [{ "kind": "lma_number", "value": number }] });
    let (both, alone) = (numbered("51-234567"), numbered("51-765432"));
    let one = opened(&door, "ward-nurse", &both).await;
    let other = opened(&door, "stranger-ward", &both).await;
    let nobodys = opened(&door, "ward-nurse", &alone).await;
    let (mut first, mut second, mut third) = (told(&one), told(&other), told(&nobodys));
    let [one, other, nobodys] = [&first, &second, &third].map(|case| case.id.clone());
    let mut ward = Browser::of(&door, "ward-nurse").await;
    let mut stranger = Browser::of(&door, "stranger-ward").await;
    let shown = async |ward: &mut Browser<'_>, id: &str, path: &str| {
        let page = ward.get(&format!("/arenden/{id}{path}")).await;
        page.expect(200).text()
    };
    // What saving a consent may tell is said before, and whether or not there is another case.
    for id in [&one, &nobodys] {
        let form = shown(&mut ward, id, "/steg/samtycke-till-arendet").await;
        assert!(form.contains("får enheterna veta om varandra"), "{form}");
    }
    consents(&door, "ward-nurse", &mut first, "given").await;
    consents(&door, "ward-nurse", &mut third, "given").await;
    // Who has consented in one case only is no news to either unit, and takes no longer.
    let mut statements = Vec::new();
    for id in [&one, &nobodys] {
        shown(&mut ward, id, "").await;
        let before = door.stage.app.statements_read();
        assert!(!shown(&mut ward, id, "").await.contains(TOLD));
        statements.push(door.stage.app.statements_read() - before);
    }
    assert_eq!(statements[0], statements[1]);
    assert!(!shown(&mut stranger, &other, "").await.contains(TOLD));
    consents(&door, "stranger-ward", &mut second, "given").await;
    for (browser, id, theirs) in [(&mut ward, &one, &other), (&mut stranger, &other, &one)] {
        let page = shown(browser, id, "").await;
        assert!(
            page.contains(TOLD) && page.contains(&number(theirs)),
            "{page}"
        );
        assert!(!page.contains(theirs.as_str()), "only the number is told");
        let audiences = shown(browser, id, "/vem-ser-vad").await;
        assert!(
            audiences.contains("Samordnar ett eget ärende om patienten"),
            "{audiences}"
        );
        let reply = browser.get(&format!("/arenden/{theirs}")).await;
        reply.expect(404);
    }
    // The patient reads in the log what the other unit was told.
    door.stage.access_log().await;
    let log = shown(&mut stranger, &other, "/loggutdrag").await;
    assert!(
        log.contains("Fick veta att enheten samordnar ett ärende om dig"),
        "{log}"
    );
    // Taken back in one, it is told in neither.
    consents(&door, "ward-nurse", &mut first, "withdrawn").await;
    assert!(!shown(&mut ward, &one, "").await.contains(TOLD));
    assert!(!shown(&mut stranger, &other, "").await.contains(TOLD));
}

// covers: X1, X4
#[tokio::test]
async fn a_municipality_finds_no_case_by_the_number_of_another_that_it_is_linked_with() {
    let door = Door::new().await;
    let other = json!({ "name": "Amina Ett", "identifiers": [] });
    let other = opened(&door, "ward-nurse", &other).await;
    let other = number(other["id"].as_str().unwrap());
    let mut case = door.with_municipality().await;
    let link = json!({ "command": "link_case", "case": other, "reason": "Samma fingeravtryck" });
    door.done("ward-nurse", &mut case, &link).await;
    for (who, finds) in [("ward-nurse", true), ("municipal-primary-care", false)] {
        let mut browser = Browser::of(&door, who).await;
        let hits = browser.post("/sok", &[("q", &other)]).await.expect(200);
        assert_eq!(hits.text().contains(&case.id), finds, "{who}");
    }
}

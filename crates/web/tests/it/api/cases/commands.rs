use serde_json::json;
use testkit::{Stage, Unit, commands};

use crate::door::{Door, Told, add_party, asylum_seeker, consent, residence};

#[tokio::test]
async fn a_command_needs_the_version_that_the_decision_rests_on() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let send = async |version: Option<&str>| {
        let mut ask = door.ask(
            Some("ward-nurse"),
            "POST",
            &format!("{}/commands", case.address()),
        );
        if let Some(version) = version {
            ask = ask.header("if-match", version);
        }
        ask.json(&consent("case", "given")).send().await
    };
    assert_eq!(
        send(None).await.problem(),
        (428, "version-required".to_owned())
    );
    let quoted = format!("\"{}\"", case.version);
    let weak = format!("W/{quoted}");
    let listed = format!("{quoted}, \"1\"");
    let next = (case.version + 1).to_string();
    for other in [
        "1",
        next.as_str(),
        "*",
        "x",
        "",
        weak.as_str(),
        listed.as_str(),
        "0",
        "-1",
    ] {
        let answer = send(Some(other)).await;
        assert_eq!(
            answer.problem(),
            (412, "stale-version".to_owned()),
            "{other}"
        );
        assert_eq!(answer.json()["version"], case.version);
    }
    send(Some(&quoted)).await.expect(200);
}

#[tokio::test]
async fn the_second_of_two_changes_to_the_same_version_is_told_that_it_is_stale() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let (one, other) = (consent("case", "given"), consent("sip", "given"));
    let (first, second) = tokio::join!(
        door.give("ward-nurse", &case, &one),
        door.give("discharge-coordinator", &case, &other)
    );
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[tokio::test]
async fn a_command_with_the_same_key_is_carried_out_once() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let send = async |kind: &str| {
        door.ask(
            Some("ward-nurse"),
            "POST",
            &format!("{}/commands", case.address()),
        )
        .header("if-match", &case.version.to_string())
        .header("idempotency-key", "7f1c")
        .json(&consent(kind, "given"))
        .send()
        .await
    };
    let first = send("case").await.expect(200);
    // The version has changed since, and the answer is still the same.
    assert_eq!(send("case").await, first);
    assert_eq!(
        send("sip").await.problem(),
        (422, "idempotency-key-reused".to_owned())
    );
    let mut now = case.clone();
    door.read(&mut now).await;
    assert_eq!(now.version, first.json()["version"]);
}

#[tokio::test]
async fn a_command_that_does_not_exist_or_has_unknown_fields_is_a_mistake() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    for (command, field, code) in [
        (json!({}), "command", "required"),
        (
            json!({ "command": "delete_case" }),
            "command",
            "unknown-command",
        ),
        (json!({ "command": 5 }), "command", "unknown-command"),
        (
            json!({ "command": "close_case", "reason": "Hemskriven", "colour": 1 }),
            "colour",
            "unknown-field",
        ),
        (
            json!({ "command": "add_party", "unit": "SE2321000131-E9999" }),
            "unit",
            "unknown-unit",
        ),
    ] {
        let answer = door.give("ward-nurse", &case, &command).await;
        let mistakes = answer.mistakes();
        assert!(
            mistakes.contains(&(field.to_owned(), code.to_owned())),
            "{command}: {mistakes:?}"
        );
    }
}

#[tokio::test]
async fn a_postal_code_of_another_municipality_is_a_warning() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    let mut elsewhere = residence();
    elsewhere["postal_code"] = "451 40".into();
    let done = door.done("ward-nurse", &mut case, &elsewhere).await;
    assert_eq!(
        done["warnings"][0]["code"],
        "postal-code-of-another-municipality"
    );
    let right = door.done("ward-nurse", &mut case, &residence()).await;
    assert_eq!(right["warnings"], json!([]));
}

// covers: X1
#[tokio::test]
async fn a_wrong_disclosure_is_reported_by_every_party_whatever_the_version_is() {
    let door = Door::new().await;
    let case = door.with_municipality().await;
    let report = json!({
        "command": "report_wrong_disclosure", "audience": "social_services",
        "at": "2026-03-05T08:00:00+01:00", "what": "Namnet nämndes i telefon",
    });
    for role in ["ward-nurse", "physician", "municipal-nurse"] {
        let address = format!("{}/commands", case.address());
        door.post(role, &address, &report).await.expect(200);
        let ask = door
            .ask(Some(role), "POST", &address)
            .header("if-match", "1");
        ask.json(&report).send().await.expect(200);
    }
    let stranger = door.give("stranger-ward", &case, &report).await;
    assert_eq!(stranger.problem(), (404, "not-found".to_owned()));
}

// covers: V6B.8 V5.3 V5.2 V6B.7
#[tokio::test]
async fn each_fixed_refusal_has_its_code_and_its_rule() {
    let door = Door::new().await;
    let case = door.consented().await;
    let ask = |unit: Unit, code: &str| {
        json!({
            "command": "ask_municipality", "unit": unit.hsa(), "starts": "2026-03-09",
            "interventions": [{ "code": code, "times": 1, "per": "day" }],
        })
    };
    for (command, code, rule) in [
        (
            add_party(Unit::SocialServices),
            "social-services-never-party",
            "X1",
        ),
        (
            add_party(Unit::MunicipalRehab),
            "municipal-rehab-never-party",
            "V5.3",
        ),
        (
            add_party(Unit::MunicipalCare),
            "municipality-has-not-confirmed",
            "V6B.8",
        ),
        (
            add_party(Unit::OtherMunicipalCare),
            "not-the-municipality-of-residence",
            "V6B.7",
        ),
        (
            ask(Unit::MunicipalCare, "physiotherapy"),
            "rehab-not-purchased",
            "V5.3",
        ),
        (
            ask(Unit::MunicipalCare, "chemotherapy"),
            "outside-primary-care-level",
            "V5.2",
        ),
        (
            ask(Unit::OtherMunicipalCare, "sampling"),
            "not-the-municipality-of-residence",
            "V6B.7",
        ),
    ] {
        let refused = door.give("ward-nurse", &case, &command).await;
        assert_eq!(refused.problem(), (409, code.to_owned()), "{command}");
        assert_eq!(refused.json()["rule"], rule, "{command}");
    }
    let fresh = door.open(&asylum_seeker()).await;
    let refused = door
        .give("ward-nurse", &fresh, &add_party(Unit::HealthCentre))
        .await;
    assert_eq!(refused.problem(), (409, "consent-missing".to_owned()));
    let mut refusing = fresh;
    door.done("ward-nurse", &mut refusing, &consent("case", "refused"))
        .await;
    let refused = door
        .give("ward-nurse", &refusing, &add_party(Unit::HealthCentre))
        .await;
    assert_eq!(refused.problem(), (409, "consent-refused".to_owned()));
}

/// From admission to a municipality that is a party, and who sees what on the way.
async fn an_admission_becomes_a_purchase(door: &Door) {
    let mut case: Told = door.consented().await;
    let municipal = "municipal-primary-care";
    door.get(municipal, &case.address()).await.expect(404);
    let question = door.asked(&mut case).await;
    door.get(municipal, &case.address()).await.expect(404);
    let answer = format!("/api/v1/questions/{question}/answer");
    door.post(municipal, &answer, &json!({ "answer": "yes" }))
        .await
        .expect(204);
    door.get(municipal, &case.address()).await.expect(404);
    door.read(&mut case).await;
    door.done("ward-nurse", &mut case, &add_party(Unit::MunicipalCare))
        .await;
    door.get(municipal, &case.address()).await.expect(200);
    let close = commands::close_case("Utskriven till hemmet");
    door.done("ward-nurse", &mut case, &close).await;
    let refused = door
        .give("ward-nurse", &case, &consent("sip", "given"))
        .await;
    assert_eq!(refused.problem(), (409, "case-closed".to_owned()));
    let list = door
        .get("ward-nurse", "/api/v1/cases")
        .await
        .expect(200)
        .json();
    assert_eq!(list, json!([]));
    let verified = door.stage.app.verify().await.unwrap();
    assert_eq!(verified.findings, [""; 0]);
}

// covers: V6B.7 V6B.8
#[tokio::test]
async fn an_admission_becomes_a_purchase_on_sqlite() {
    an_admission_becomes_a_purchase(&Door::new().await).await;
}

// covers: V6B.7 V6B.8
#[tokio::test]
async fn an_admission_becomes_a_purchase_on_postgresql() {
    an_admission_becomes_a_purchase(&Door::before(Stage::on_postgres().await)).await;
}

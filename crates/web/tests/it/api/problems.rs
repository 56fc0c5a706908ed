//! The order of problems, and that things a user may not know of look as if they did not exist.

use serde_json::{Value, json};
use testkit::{Unit, commands};

use crate::door::{Door, add_party, asylum_seeker, consent};

/// A well-formed id that no case has.
const NO_CASE: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

// covers: X1
#[tokio::test]
async fn a_case_that_is_not_disclosed_answers_as_one_that_does_not_exist() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let strange = [
        NO_CASE,
        "1",
        "x';--",
        "AAAAAAAAAAAAAAAAAAAAAAAAAA",
        "%C3%A5",
        "a%2Fb",
        "%00",
    ]
    .map(str::to_owned);
    for role in [
        "stranger-ward",
        "municipal-primary-care",
        "social-services",
        "administrator",
    ] {
        for part in ["", "/steps", "/audiences", "/events"] {
            let real = door.get(role, &format!("{}{part}", case.address())).await;
            assert_eq!(real.problem(), (404, "not-found".to_owned()));
            for id in &strange {
                let missing = door.get(role, &format!("/api/v1/cases/{id}{part}")).await;
                assert_eq!(
                    real.without_request_id(),
                    missing.without_request_id(),
                    "{id}{part}"
                );
                assert_eq!(real.body.len(), missing.body.len());
            }
        }
        let real = door
            .get(role, &format!("/api/v1/outbox?case={}", case.id))
            .await;
        let missing = door
            .get(role, &format!("/api/v1/outbox?case={NO_CASE}"))
            .await;
        assert_eq!(real.without_request_id(), missing.without_request_id());
    }
}

#[tokio::test]
async fn a_command_on_a_case_that_is_not_disclosed_answers_as_on_none_with_any_version() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let send = async |id: &str, version: Option<&str>| {
        let address = format!("/api/v1/cases/{id}/commands");
        let mut ask = door.ask(Some("stranger-ward"), "POST", &address);
        if let Some(version) = version {
            ask = ask.header("if-match", version);
        }
        ask.json(&consent("case", "given"))
            .send()
            .await
            .without_request_id()
    };
    let missing = send(NO_CASE, Some("2")).await;
    assert_eq!(missing.0, 404);
    for version in [Some("2"), Some("7"), Some("*"), None] {
        assert_eq!(send(&case.id, version).await, missing, "{version:?}");
        assert_eq!(send("1", version).await, missing, "{version:?}");
    }
}

#[tokio::test]
async fn problems_come_in_the_order_mistake_missing_stale_task_rule() {
    let door = Door::new().await;
    let case = door.consented().await;
    let send = async |role: &str, id: &str, version: u64, command: &Value| {
        let answer = door
            .ask(Some(role), "POST", &format!("/api/v1/cases/{id}/commands"))
            .header("if-match", &version.to_string())
            .json(command)
            .send()
            .await;
        answer.problem()
    };
    let refused = add_party(Unit::SocialServices);
    let mistaken = json!({ "command": "add_party", "unit": "x" });
    let unknown_unit = json!({ "command": "add_party", "unit": "SE2321000131-E9999" });
    let current = case.version;
    let problem = |status: u16, code: &str| (status, code.to_owned());
    for wrong in [&mistaken, &unknown_unit] {
        let answer = send("stranger-ward", NO_CASE, 1, wrong).await;
        assert_eq!(answer, problem(422, "mistakes"));
    }
    assert_eq!(
        send("stranger-ward", &case.id, 1, &refused).await,
        problem(404, "not-found")
    );
    assert_eq!(
        send("ward-nurse", &case.id, 1, &refused).await,
        problem(412, "stale-version")
    );
    let answer = send("ward-nurse", &case.id, current, &refused).await;
    assert_eq!(answer, problem(409, "social-services-never-party"));
    // A party that does not coordinate: "not your task" comes before the rule's refusal.
    let mut case = case;
    door.done("ward-nurse", &mut case, &add_party(Unit::HealthCentre))
        .await;
    let answer = send("health-centre", &case.id, case.version, &refused).await;
    assert_eq!(answer, problem(403, "not-your-task"));
}

// The case is cached, and its version is the one named, so that it need not be read again.
#[tokio::test]
async fn a_party_gives_no_command_that_is_the_coordinating_units() {
    let door = Door::new().await;
    let mut case = door.with_municipality().await;
    let reason = "Inte längre aktuellt";
    door.done("ward-nurse", &mut case, &add_party(Unit::HealthCentre))
        .await;
    for user in ["health-centre", "municipal-nurse", "municipal-primary-care"] {
        for command in [
            commands::close_case(reason),
            commands::establish_group("mass_refugee", "Kort"),
            json!({ "command": "remove_party", "unit": Unit::HealthCentre.hsa(), "reason": reason }),
            add_party(Unit::Clinic),
        ] {
            let refused = door.give(user, &case, &command).await.problem();
            assert_eq!(
                refused,
                (403, "not-your-task".to_owned()),
                "{user} {command}"
            );
        }
    }
    let version = case.version;
    door.read(&mut case).await;
    assert_eq!(case.version, version, "nothing was done");
}

#[tokio::test]
async fn a_refusal_names_the_rule_of_the_source_and_no_rule_where_there_is_none() {
    let door = Door::new().await;
    let case = door.consented().await;
    let refused = door
        .give("ward-nurse", &case, &add_party(Unit::MunicipalCare))
        .await;
    assert_eq!(
        refused.problem(),
        (409, "municipality-has-not-confirmed".to_owned())
    );
    assert_eq!(refused.json()["rule"], "V6B.8");
    assert_eq!(
        refused.json()["type"],
        "urn:vardbron:problem:municipality-has-not-confirmed"
    );
    let remove =
        json!({ "command": "remove_party", "unit": Unit::Clinic.hsa(), "reason": "Fel enhet" });
    let refused = door.give("ward-nurse", &case, &remove).await;
    assert_eq!(refused.problem(), (409, "not-a-party".to_owned()));
    assert_eq!(refused.json().get("rule"), None);
}

#[tokio::test]
async fn without_a_valid_token_nobody_is_signed_in() {
    let door = Door::new().await;
    let real = door.token("ward-nurse").await;
    for shown in [
        None,
        Some("Bearer x".to_owned()),
        Some(format!("Basic {real}")),
    ] {
        let mut ask = door.ask(None, "GET", "/api/v1/cases");
        if let Some(shown) = &shown {
            ask = ask.header("authorization", shown);
        }
        let answer = ask.send().await;
        assert_eq!(answer.problem(), (401, "not-signed-in".to_owned()));
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    let ask = door.ask(None, "GET", "/api/v1/cases");
    ask.header("authorization", &format!("bearer {real}"))
        .send()
        .await
        .expect(200);
}

#[tokio::test]
async fn a_changing_call_takes_no_parameters() {
    let door = Door::new().await;
    let answer = door
        .post("ward-nurse", "/api/v1/cases?dry_run=1", &asylum_seeker())
        .await;
    assert_eq!(
        answer.mistakes(),
        [("dry_run".to_owned(), "unknown-parameter".to_owned())]
    );
}

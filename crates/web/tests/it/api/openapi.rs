use serde_json::Value;
use testkit::Unit;
use vocabulary::command::Command;

use crate::{
    door::{Door, add_party, asylum_seeker, residence},
    schema::misfits,
};

#[tokio::test]
async fn the_document_lists_every_command_with_its_fields_and_no_others() {
    let door = Door::new().await;
    let document = door
        .ask(None, "GET", "/api/v1/openapi.json")
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(document["openapi"], "3.1.0");
    let variants = document["components"]["schemas"]["CommandBody"]["oneOf"]
        .as_array()
        .unwrap();
    let name = |variant: &Value| {
        variant["properties"]["command"]["const"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let names: Vec<String> = variants.iter().map(name).collect();
    assert_eq!(names, Command::NAMES);
    for variant in variants {
        assert_eq!(variant["additionalProperties"], false, "{}", name(variant));
        assert_eq!(variant["required"][0], "command", "{}", name(variant));
        assert!(
            variant["description"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
    }
    let consent = variants
        .iter()
        .find(|one| name(one) == "record_consent")
        .unwrap();
    let kinds = &consent["properties"]["kind"]["enum"];
    assert_eq!(
        *kinds,
        serde_json::json!(["case", "sip", "information_transfer"])
    );
    assert_eq!(
        consent["required"],
        serde_json::json!(["command", "kind", "answer", "form"])
    );
}

#[tokio::test]
async fn every_call_says_which_problems_it_can_end_in() {
    let door = Door::new().await;
    let document = door
        .ask(None, "GET", "/api/v1/openapi.json")
        .send()
        .await
        .json();
    for (address, item) in document["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let responses = operation["responses"].as_object().unwrap();
            for (status, response) in responses
                .iter()
                .filter(|(status, _)| status >= &&"4".to_owned())
            {
                let content = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(
                    content, "#/components/schemas/Problem",
                    "{verb} {address} {status}"
                );
            }
            assert!(responses.contains_key("500") && responses.contains_key("503"));
        }
    }
    let commands = &document["paths"]["/api/v1/cases/{id}/commands"]["post"];
    for status in [
        "200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428",
    ] {
        assert!(commands["responses"].get(status).is_some(), "{status}");
    }
    let headers: Vec<&str> = commands["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|parameter| parameter["in"] == "header")
        .map(|parameter| parameter["name"].as_str().unwrap())
        .collect();
    assert_eq!(headers, ["If-Match", "Idempotency-Key"]);
}

/// Sends a request and compares the answer with what the document says of it.
async fn fits(door: &Door, document: &Value, role: &str, address: &str, described: &str) {
    let answer = door.get(role, address).await.expect(200).json();
    let schema = &document["paths"][described]["get"]["responses"]["200"]["content"]["application/json"]
        ["schema"];
    assert!(schema.is_object(), "{described} has no schema");
    let misfits = misfits(document, schema, &answer, "");
    assert!(misfits.is_empty(), "{described} as {role}: {misfits:#?}");
}

#[tokio::test]
async fn every_answer_fits_what_the_document_says_of_it() {
    let door = Door::new().await;
    let document = door
        .ask(None, "GET", "/api/v1/openapi.json")
        .send()
        .await
        .json();
    let mut case = door.with_municipality().await;
    door.done("ward-nurse", &mut case, &add_party(Unit::HealthCentre))
        .await;
    let mut other = door.consented().await;
    let question = door.asked(&mut other).await;
    door.open(&crate::door::but(
        asylum_seeker(),
        &serde_json::json!({ "group": "without_permits", "identifiers": [] }),
    ))
    .await;
    let address = case.address();
    for (role, asked, described) in [
        ("ward-nurse", "/healthz".to_owned(), "/healthz"),
        ("ward-nurse", "/readyz".to_owned(), "/readyz"),
        ("administrator", "/api/v1/units".to_owned(), "/api/v1/units"),
        (
            "ward-nurse",
            "/api/v1/meeting-points".to_owned(),
            "/api/v1/meeting-points",
        ),
        (
            "ward-nurse",
            "/api/v1/interventions".to_owned(),
            "/api/v1/interventions",
        ),
        (
            "ward-nurse",
            "/api/v1/guidance".to_owned(),
            "/api/v1/guidance",
        ),
        ("ward-nurse", "/api/v1/cases".to_owned(), "/api/v1/cases"),
        (
            "municipal-nurse",
            "/api/v1/cases".to_owned(),
            "/api/v1/cases",
        ),
        ("ward-nurse", address.clone(), "/api/v1/cases/{id}"),
        (
            "municipal-primary-care",
            address.clone(),
            "/api/v1/cases/{id}",
        ),
        (
            "ward-nurse",
            format!("{address}/steps"),
            "/api/v1/cases/{id}/steps",
        ),
        (
            "ward-nurse",
            format!("{address}/audiences"),
            "/api/v1/cases/{id}/audiences",
        ),
        (
            "ward-nurse",
            format!("{address}/events"),
            "/api/v1/cases/{id}/events",
        ),
        (
            "administrator",
            "/api/v1/outbox/counts".to_owned(),
            "/api/v1/outbox/counts",
        ),
        (
            "municipal-primary-care",
            "/api/v1/questions".to_owned(),
            "/api/v1/questions",
        ),
        (
            "municipal-primary-care",
            format!("/api/v1/questions/{question}"),
            "/api/v1/questions/{id}",
        ),
    ] {
        fits(&door, &document, role, &asked, described).await;
    }
    let schema = |name: &str| document["components"]["schemas"][name].clone();
    let done = door.done("ward-nurse", &mut other, &residence()).await;
    assert_eq!(misfits(&document, &schema("DoneBody"), &done, ""), [""; 0]);
    let opened = door
        .post("ward-nurse", "/api/v1/cases", &asylum_seeker())
        .await
        .json();
    assert_eq!(
        misfits(&document, &schema("OpenedBody"), &opened, ""),
        [""; 0]
    );
    let problem = door
        .give("ward-nurse", &other, &add_party(Unit::SocialServices))
        .await
        .json();
    assert_eq!(
        misfits(&document, &schema("Problem"), &problem, ""),
        [""; 0]
    );
}

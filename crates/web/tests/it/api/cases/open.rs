use serde_json::{Value, json};

use crate::door::{Door, asylum_seeker, but};

#[tokio::test]
async fn a_case_opens_at_an_address_of_its_own_with_the_callers_unit_as_first_party() {
    let door = Door::new().await;
    let opened = door
        .post("ward-nurse", "/api/v1/cases", &asylum_seeker())
        .await
        .expect(201);
    let id = opened.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(opened.header("location"), format!("/api/v1/cases/{id}"));
    assert_eq!(opened.json()["warnings"], json!([]));
    let view = door
        .get("ward-nurse", opened.header("location"))
        .await
        .expect(200)
        .json();
    assert_eq!(view["version"], opened.json()["version"]);
    assert_eq!(view["pathway"], "6B");
    assert_eq!(view["group"], "asylum_seeker");
    assert_eq!(view["protected"], false);
    assert_eq!(view["provisional"], false);
    assert_eq!(view["parties"].as_array().unwrap().len(), 1);
    assert_eq!(view["parties"][0]["unit"], view["coordinator"]);
}

// covers: V3.5 V3.7
#[tokio::test]
async fn an_asylum_seeker_without_number_and_evidence_opens_as_unestablished_and_is_told() {
    let door = Door::new().await;
    for group in ["asylum_seeker", "mass_refugee"] {
        let body = but(
            asylum_seeker(),
            &json!({ "group": group, "identifiers": [] }),
        );
        let opened = door
            .post("ward-nurse", "/api/v1/cases", &body)
            .await
            .expect(201);
        assert_eq!(
            opened.json()["warnings"][0]["code"],
            "opened-as-unestablished",
            "{group}"
        );
        let view = door
            .get("ward-nurse", opened.header("location"))
            .await
            .json();
        assert_eq!(view["group"], "unestablished");
        assert_eq!(view["pathway"], "6C");
        assert_eq!(view["provisional"], true);
        assert_eq!(view["protected"], true);
        let steps = format!("{}/steps", opened.header("location"));
        let steps = door.get("ward-nurse", &steps).await.expect(200).json();
        assert_eq!(steps[0]["id"], "V3.7");
        assert_eq!(steps[0]["title"], "Fastställ grupp");
    }
    let evidence = json!({
        "identifiers": [], "group_evidence": "Bekräftelse på ansökan visad", "name": "Någon Annan",
    });
    let body = but(asylum_seeker(), &evidence);
    let opened = door
        .post("ward-nurse", "/api/v1/cases", &body)
        .await
        .expect(201);
    assert_eq!(opened.json()["warnings"], json!([]));
}

#[tokio::test]
async fn every_mistake_in_the_request_is_told_at_once() {
    let door = Door::new().await;
    let body = but(
        asylum_seeker(),
        &json!({
            "setting": "somewhere", "name": null, "birth_date": "1990-02-30",
            "identifiers": [{ "kind": "lma_number", "value": "1" }], "interpreter_needed": "yes",
            "colour": "blue",
        }),
    );
    let answer = door.post("ward-nurse", "/api/v1/cases", &body).await;
    let mut fields: Vec<String> = answer
        .mistakes()
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    fields.sort();
    assert_eq!(
        fields,
        [
            "birth_date",
            "colour",
            "identifiers[0].value",
            "interpreter_needed",
            "name",
            "setting"
        ]
    );
    let unknown = answer
        .mistakes()
        .into_iter()
        .find(|(field, _)| field == "colour")
        .unwrap();
    assert_eq!(unknown.1, "unknown-field");
}

#[tokio::test]
async fn content_that_is_not_a_json_object_is_told_apart() {
    let door = Door::new().await;
    let send = async |kind: &str, content: &str| {
        let ask = door.ask(Some("ward-nurse"), "POST", "/api/v1/cases");
        let answer = ask.raw(kind, content.to_owned()).send().await;
        answer.problem()
    };
    let json = "application/json";
    let problem = |status: u16, code: &str| (status, code.to_owned());
    for content in ["", "{", "{\"a\": NaN}", "name=Amina"] {
        assert_eq!(
            send(json, content).await,
            problem(400, "malformed-json"),
            "{content}"
        );
    }
    for content in ["[]", "null", "\"text\"", "{\"name\":\"A\",\"name\":\"B\"}"] {
        assert_eq!(
            send(json, content).await,
            problem(422, "mistakes"),
            "{content}"
        );
    }
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
    ] {
        assert_eq!(send(kind, "{}").await, problem(415, "not-json"), "{kind}");
    }
    assert_eq!(
        send("Application/JSON; charset=UTF-8", "{}").await,
        problem(422, "mistakes")
    );
}

#[tokio::test]
async fn a_number_with_another_date_is_a_warning_and_never_a_refusal() {
    let door = Door::new().await;
    let number = json!([{ "kind": "personal_number", "value": "19121212-1212" }]);
    let body = but(
        asylum_seeker(),
        &json!({ "identifiers": number, "group_evidence": "Intyg" }),
    );
    let opened = door
        .post("ward-nurse", "/api/v1/cases", &body)
        .await
        .expect(201)
        .json();
    let codes: Vec<&Value> = opened["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| &warning["code"])
        .collect();
    assert_eq!(codes, ["birth-date-differs"]);
}

// covers: X1
#[tokio::test]
async fn a_number_in_another_open_case_is_said_to_that_cases_parties_only() {
    let door = Door::new().await;
    door.open(&asylum_seeker()).await;
    let same_unit = door
        .post("ward-nurse", "/api/v1/cases", &asylum_seeker())
        .await
        .expect(201);
    assert_eq!(
        same_unit.json()["warnings"][0]["code"],
        "number-in-another-case"
    );
    let stranger = door
        .post("stranger-ward", "/api/v1/cases", &asylum_seeker())
        .await
        .expect(201);
    assert_eq!(stranger.json()["warnings"], json!([]));
}

#[tokio::test]
async fn the_same_request_with_the_same_key_opens_one_case() {
    let door = Door::new().await;
    let send = async |role: &str, key: &str, body: &Value| {
        let ask = door
            .ask(Some(role), "POST", "/api/v1/cases")
            .header("idempotency-key", key);
        ask.json(body).send().await
    };
    let first = send("ward-nurse", "a-1", &asylum_seeker())
        .await
        .expect(201);
    let again = send("ward-nurse", "a-1", &asylum_seeker())
        .await
        .expect(201);
    assert_eq!(first, again);
    let list = door.get("ward-nurse", "/api/v1/cases").await.json();
    assert_eq!(list.as_array().unwrap().len(), 1);
    let other_body = but(asylum_seeker(), &json!({ "device_need": true }));
    let reused = send("ward-nurse", "a-1", &other_body).await;
    assert_eq!(reused.problem(), (422, "idempotency-key-reused".to_owned()));
    let other_key = send("ward-nurse", "a-2", &asylum_seeker())
        .await
        .expect(201);
    assert_ne!(first.json()["id"], other_key.json()["id"]);
    // A key belongs to the user who used it.
    let other_person = send("stranger-ward", "a-1", &asylum_seeker())
        .await
        .expect(201);
    assert_ne!(first.json()["id"], other_person.json()["id"]);
    for bad in ["", "  ", &"x".repeat(201)] {
        let answer = send("ward-nurse", bad, &asylum_seeker()).await;
        assert_eq!(answer.problem(), (400, "bad-idempotency-key".to_owned()));
    }
}

#[tokio::test]
async fn many_at_once_with_one_key_open_one_case() {
    let door = Door::new().await;
    let body = asylum_seeker();
    let send = || {
        let ask = door.ask(Some("ward-nurse"), "POST", "/api/v1/cases");
        ask.header("idempotency-key", "same").json(&body).send()
    };
    door.token("ward-nurse").await;
    let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
    for answer in [&a, &b, &c, &d] {
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(answer.json()["id"], a.json()["id"]);
    }
}

use serde_json::json;

use crate::door::Door;

// covers: V6B.7 V6B.8
#[tokio::test]
async fn the_managers_answer_reaches_the_case_and_the_question_is_gone() {
    let door = Door::new().await;
    let mut case = door.consented().await;
    let id = door.asked(&mut case).await;
    let address = format!("/api/v1/questions/{id}/answer");
    let before = case.version;
    let body = json!({ "answer": "partly", "accepted": ["wound_dressing"] });
    let ask = || {
        let ask = door.ask(Some("municipal-primary-care"), "POST", &address);
        ask.header("idempotency-key", "svar-1").json(&body).send()
    };
    ask().await.expect(204);
    ask().await.expect(204);
    let view = door.read(&mut case).await;
    assert!(case.version > before);
    assert_eq!(view["questions"][0]["answer"]["value"]["answer"], "partly");
    let again = door.post("municipal-primary-care", &address, &body).await;
    assert_eq!(again.problem(), (404, "not-found".to_owned()));
    let list = door
        .get("municipal-primary-care", "/api/v1/questions")
        .await
        .json();
    assert_eq!(list, json!([]));
}

#[tokio::test]
async fn a_mistake_in_an_answer_is_reported_and_only_the_manager_answers() {
    let door = Door::new().await;
    let mut case = door.consented().await;
    let id = door.asked(&mut case).await;
    let address = format!("/api/v1/questions/{id}/answer");
    for (body, field, code) in [
        (json!({}), "answer", "required"),
        (
            json!({ "answer": "perhaps" }),
            "answer",
            "not-an-alternative",
        ),
        (json!({ "answer": "partly" }), "accepted", "required"),
        (
            json!({ "answer": "partly", "accepted": [] }),
            "accepted",
            "required",
        ),
        (
            json!({ "answer": "yes", "unit": "x" }),
            "unit",
            "unknown-field",
        ),
    ] {
        let answer = door.post("municipal-primary-care", &address, &body).await;
        assert_eq!(
            answer.mistakes(),
            [(field.to_owned(), code.to_owned())],
            "{body}"
        );
    }
    for role in ["municipal-nurse", "ward-nurse", "stranger-ward"] {
        let answer = door.post(role, &address, &json!({ "answer": "yes" })).await;
        assert!(
            [403, 404].contains(&answer.status),
            "{role}: {}",
            answer.status
        );
    }
}

mod answer;
mod show;

use serde_json::json;

use crate::door::Door;

// covers: V6B.7
#[tokio::test]
async fn a_question_shows_in_the_asked_units_list_and_in_no_other() {
    let door = Door::new().await;
    let mut case = door.consented().await;
    let question = door.asked(&mut case).await;
    let list = door
        .get("municipal-primary-care", "/api/v1/questions")
        .await
        .expect(200)
        .json();
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["id"], question);
    for role in [
        "ward-nurse",
        "stranger-ward",
        "social-services",
        "administrator",
    ] {
        let list = door.get(role, "/api/v1/questions").await.expect(200).json();
        assert_eq!(list, json!([]), "{role}");
    }
}

use crate::door::Door;

// covers: V6B.7 X1
#[tokio::test]
async fn a_question_tells_what_how_much_when_and_where_and_nothing_of_who() {
    let door = Door::new().await;
    let mut case = door.consented().await;
    let id = door.asked(&mut case).await;
    assert_ne!(id, case.id);
    let address = format!("/api/v1/questions/{id}");
    let answer = door
        .get("municipal-primary-care", &address)
        .await
        .expect(200);
    let question = answer.json();
    assert_eq!(question["interventions"][0]["code"], "wound_dressing");
    assert_eq!(question["interventions"][0]["times"], 3);
    assert_eq!(question["interventions"][0]["per"], "week");
    assert_eq!(question["starts"], "2026-03-09");
    assert_eq!(question["municipality"], "1488");
    for secret in [
        "Amina",
        "Provsson",
        "51-234567",
        "51234567",
        "Avdelning",
        &case.id,
        "asylum",
    ] {
        assert!(!answer.text().contains(secret), "{secret}");
    }
    for role in ["ward-nurse", "stranger-ward", "social-services"] {
        door.get(role, &address).await.expect(404);
    }
}

use crate::door::Door;

#[tokio::test]
async fn the_product_says_that_its_store_answers() {
    let door = Door::new().await;
    let answer = door.ask(None, "GET", "/healthz").send().await.expect(200);
    assert_eq!(answer.json()["status"], "ok");
}

#[tokio::test]
async fn whatever_distributes_requests_is_told_that_the_store_takes_changes() {
    let door = Door::new().await;
    let answer = door.ask(None, "GET", "/readyz").send().await.expect(200);
    assert_eq!(answer.json(), serde_json::json!({ "status": "ok" }));
    door.stage.app.close().await;
    let closed = door.ask(None, "GET", "/readyz").send().await;
    assert_eq!(closed.problem().0, 500);
}

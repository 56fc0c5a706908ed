use crate::door::Door;

#[tokio::test]
async fn the_product_says_that_its_store_answers() {
    let door = Door::new().await;
    let answer = door.ask(None, "GET", "/healthz").send().await.expect(200);
    assert_eq!(answer.json()["status"], "ok");
}

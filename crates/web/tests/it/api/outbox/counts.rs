use serde_json::json;

use super::invited;
use crate::door::Door;

#[tokio::test]
async fn an_administrator_reads_counts_and_no_case() {
    let door = Door::new().await;
    let case = invited(&door).await;
    let counts = door
        .get("administrator", "/api/v1/outbox/counts")
        .await
        .expect(200)
        .json();
    assert_eq!(
        counts,
        json!([{ "channel": "email", "state": "queued", "count": 1 }])
    );
    let address = format!("/api/v1/outbox?case={}", case.id);
    door.get("administrator", &address).await.expect(404);
    door.get("ward-nurse", "/api/v1/outbox/counts")
        .await
        .expect(404);
}

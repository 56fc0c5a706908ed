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
    // One mail waits. A number this small would reveal when something happens in a single case, and
    // so would a row that appears and disappears. So all rows are listed, and none has a number.
    let rows = counts.as_array().unwrap();
    assert_eq!(rows.len(), 10, "two channels, five states");
    assert!(rows.contains(&json!({ "channel": "email", "state": "queued", "count": null })));
    assert!(rows.iter().all(|row| row["count"].is_null()), "{counts}");
    let address = format!("/api/v1/outbox?case={}", case.id);
    door.get("administrator", &address).await.expect(404);
    door.get("ward-nurse", "/api/v1/outbox/counts")
        .await
        .expect(404);
}

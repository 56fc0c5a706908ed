//! What others have done since the user last looked is shown beside the step.

use serde_json::json;

use super::walk::Walk;
use crate::{
    browser::Browser,
    door::{Door, Told, consent, residence},
};

const HEADING: &str = "Nytt sedan";

#[tokio::test]
async fn what_others_have_done_since_the_last_visit_stands_beside_the_step() {
    let door = Door::new().await;
    let walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let step = walk.address("/steg/bostad");
    let mut colleague = Browser::of(&door, "discharge-coordinator").await;
    let first = colleague.get(&step).await.expect(200).text();
    assert!(
        !first.contains(HEADING),
        "a first visit knows nothing older"
    );
    let mut case = Told {
        id: walk.id.clone(),
        version: 0,
    };
    door.read(&mut case).await;
    let stage = &door.stage;
    stage
        .visited("discharge-coordinator", &case.id, case.version)
        .await;
    for command in [consent("case", "given"), residence()] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    let page = colleague.get(&step).await.expect(200).text();
    let panel = crate::browser::between(&page, HEADING, "</section>");
    assert!(panel.contains("Karin Lind"), "{panel}");
    assert!(panel.matches("<li>").count() >= 2, "{panel}");
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    nurse.get(&step).await.expect(200);
    for who in ["discharge-coordinator", "ward-nurse"] {
        stage.visited(who, &case.id, case.version).await;
    }
    door.done("ward-nurse", &mut case, &consent("sip", "given"))
        .await;

    let later = door.later("2026-03-05T13:00:00+01:00").await;
    let mut colleague = Browser::of(&later, "discharge-coordinator").await;
    let page = colleague.get(&step).await.expect(200).text();
    let panel = crate::browser::between(&page, HEADING, "</section>");
    assert!(
        panel.contains("i dag"),
        "when the last visit ended: {panel}"
    );
    assert_eq!(panel.matches("<li>").count(), 1, "only since then: {panel}");
    let mut nurse = Browser::of(&later, "ward-nurse").await;
    let page = nurse.get(&step).await.expect(200).text();
    assert!(!page.contains(HEADING), "one's own is no news");
}

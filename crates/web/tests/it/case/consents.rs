//! What the form of a consent asks depends on what the consent is for.

use serde_json::json;
use testkit::Unit;

use super::{form::Form, walk::Walk};
use crate::door::{Door, residence};

// covers: V4.4
#[tokio::test]
async fn the_form_of_a_consent_asks_first_what_it_is_to_and_names_units_only_to_hand_over() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let mut case = crate::door::Told {
        id: walk.id.clone(),
        version: 0,
    };
    door.read(&mut case).await;
    door.done("ward-nurse", &mut case, &residence()).await;
    let to = walk.address("/gor/samtycke");
    let first = walk.browser.get(&to).await.expect(200).text();
    let first = Form::of(&first, "record_consent").unwrap();
    assert!(first.choices("answer").is_empty(), "one thing at a time");
    let nothing = walk.browser.post(&to, &first.posted()).await.expect(422);
    assert!(nothing.text().contains("Välj ett alternativ."));
    for (kind, names_units) in [
        ("case", false),
        ("sip", false),
        ("information_transfer", true),
    ] {
        let first = walk.browser.get(&to).await.expect(200).text();
        let chosen = Form::of(&first, "record_consent")
            .unwrap()
            .with(&[("kind", kind)]);
        let page = walk.browser.post(&to, &chosen.posted()).await.expect(200);
        let form = Form::of(&page.text(), "record_consent").unwrap();
        assert_eq!(form.value("kind"), kind);
        let units = form.choices("units");
        assert_eq!(!units.is_empty(), names_units, "{kind}: {units:?}");
        if names_units {
            assert!(units.contains(&Unit::HealthCentre.hsa().to_owned()));
        }
        let given = form.with(&[("answer", "given"), ("form", "oral")]);
        walk.browser.post(&to, &given.posted()).await.expect(303);
    }
    let page = walk.browser.get(&walk.address("/samtycken")).await;
    let page = page.expect(200).text();
    assert!(!page.contains("Inte frågat än"), "all three are recorded");
}

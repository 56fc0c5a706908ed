//! Expired guidance that an administrator has confirmed says so next to its expiry date.

use serde_json::json;
use testkit::Stage;

use crate::{browser::Browser, case::walk::Walk, door::Door};

const LATE: &str = "2026-09-03T09:42:00+02:00";

// covers: VV.1
#[tokio::test]
async fn an_administrator_confirms_expired_guidance_and_everybody_sees_by_whom_and_until_when() {
    let door = Door::before(Stage::at(LATE).await);
    let mut keeper = Browser::of(&door, "administrator").await;
    let overview = keeper.get("/vagledning").await.expect(200).text();
    assert!(overview.contains("/vagledning/bekrafta"));
    let page = keeper.get("/vagledning/bekrafta").await.expect(200).text();
    assert!(page.contains("Ingen har bekräftat den sedan dess."));
    let hidden = |name: &str| {
        let field = format!("name=\"{name}\" value=\"");
        crate::browser::between(&page, &field, "\"").to_owned()
    };
    let (name, version) = (hidden("guidance"), hidden("version"));
    let given = |until: &'static str, checked: &'static str| {
        [
            ("guidance", name.clone()),
            ("version", version.clone()),
            ("until", until.to_owned()),
            ("checked", checked.to_owned()),
        ]
    };
    let checked = "Koncernkontoret svarade att den gäller tills den nya är beslutad.";
    for (until, checked, said) in [
        ("", checked, "Skriv den sista dagen"),
        ("2026-09-01", checked, "Datumet har passerat."),
        ("2028-01-01", checked, "högst ett år"),
        ("2026-12-31", " ", "Skriv vad du har kontrollerat"),
    ] {
        let fields = given(until, checked);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let wrong = keeper
            .post("/vagledning/bekrafta", &fields)
            .await
            .expect(422);
        assert!(wrong.text().contains(said), "{said}: {}", wrong.text());
    }
    let fields = given("31 december", checked);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    keeper
        .post("/vagledning/bekrafta", &fields)
        .await
        .expect(303);
    let other = [
        ("guidance", "annan@1"),
        ("version", version.as_str()),
        ("until", "31 december"),
        ("checked", "Ja"),
    ];
    keeper
        .post("/vagledning/bekrafta", &other)
        .await
        .expect(404);

    let said = "Bekräftad av Annika Holmgård, administratör, 3 september 2026. Bekräftelsen \
                gäller till 31 december 2026.";
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let case = walk.address("");
    for address in [
        case.as_str(),
        "/vagledning",
        "/vagledning/versioner",
        "/inkorg",
    ] {
        let page = walk.browser.get(address).await.expect(200).text();
        assert!(page.contains(said), "{address}");
        assert!(page.contains("atum"), "the date is still passed");
    }
    // Whoever reviews the log sees what was confirmed, and what held before.
    let mut eyes = Browser::of(&door, "log-reviewer").await;
    let list = eyes.get("/loggkontroll").await.expect(200).text();
    for told in ["Bekräfta vägledningen", "→ 31 december 2026.", checked] {
        assert!(list.contains(told), "{told} in {list}");
    }
    let page = walk.browser.get("/vagledning").await.expect(200).text();
    assert!(page.contains("Vägledningens datum har passerat"));
    assert!(!page.contains("/vagledning/bekrafta"), "not for a nurse");
}

// covers: VV.1 X1
#[tokio::test]
async fn a_confirmation_sent_twice_is_kept_once_and_another_persons_is_not_overwritten() {
    let door = Door::before(Stage::at(LATE).await);
    let mut keeper = Browser::of(&door, "administrator").await;
    let mut second = Browser::of(&door, "administrator-2").await;
    let page = keeper.get("/vagledning/bekrafta").await.expect(200).text();
    let hidden = |name: &str| {
        let field = format!("name=\"{name}\" value=\"");
        crate::browser::between(&page, &field, "\"").to_owned()
    };
    let (guidance, version, key) = (hidden("guidance"), hidden("version"), hidden("nyckel"));
    let form = |until: &'static str, key: &str| {
        [
            ("guidance", guidance.clone()),
            ("version", version.clone()),
            ("nyckel", key.to_owned()),
            ("until", until.to_owned()),
            ("checked", "Koncernkontoret svarade.".to_owned()),
        ]
    };
    let first = form("31 december", &key);
    let first: Vec<(&str, &str)> = first.iter().map(|(n, v)| (*n, v.as_str())).collect();
    for _ in 0..2 {
        let sent = keeper.post("/vagledning/bekrafta", &first).await;
        sent.expect(303);
    }
    let log = door.stage.access_log().await;
    let kept = log
        .iter()
        .filter(|(_, detail)| detail.starts_with("guidance {"));
    assert_eq!(kept.count(), 1);
    // The second administrator had the page open since before.
    let late = form("30 november", "annan-nyckel-0123456789");
    let late: Vec<(&str, &str)> = late.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let stale = second.post("/vagledning/bekrafta", &late).await;
    let stale = stale.expect(412).text();
    assert!(stale.contains("Någon annan har ändrat det här sedan du öppnade sidan."));
    assert!(
        stale.contains("Koncernkontoret svarade."),
        "nothing is lost"
    );
    // Sent again on the version that is shown now, it is another act with another key.
    let hidden = |name: &str| {
        let field = format!("name=\"{name}\" value=\"");
        crate::browser::between(&stale, &field, "\"").to_owned()
    };
    assert_ne!(hidden("nyckel"), "annan-nyckel-0123456789");
    assert_ne!(hidden("version"), version);
    let page = keeper.get("/vagledning").await.expect(200).text();
    assert!(page.contains("Bekräftelsen gäller till 31 december 2026."));
}

// covers: VV.1
#[tokio::test]
async fn guidance_that_is_in_force_needs_no_confirmation() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let page = keeper.get("/vagledning/bekrafta").await.expect(200).text();
    assert!(page.contains("inget att bekräfta") && !page.contains("<form action=\"/vagledning"));
    let fields = [
        ("guidance", "vagledning-fyrbodal@2025-07-01"),
        ("until", "2026-12-31"),
        ("checked", "Ja"),
    ];
    keeper
        .post("/vagledning/bekrafta", &fields)
        .await
        .expect(404);
}

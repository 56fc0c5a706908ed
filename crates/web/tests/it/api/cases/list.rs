use serde_json::{Value, json};

use crate::door::{Door, asylum_seeker, but};

#[tokio::test]
async fn a_worklist_shows_the_next_step_of_each_case_of_the_unit_and_nothing_of_others() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let list = door
        .get("discharge-coordinator", "/api/v1/cases")
        .await
        .expect(200)
        .json();
    let rows = list.as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["id"], case.id);
    assert_eq!(rows[0]["version"], case.version);
    assert_eq!(rows[0]["pathway"], "6B");
    assert_eq!(rows[0]["group"], "asylum_seeker");
    assert!(rows[0]["next_step"].is_string());
    assert!(rows[0]["state"].is_string());
    let stranger = door
        .get("stranger-ward", "/api/v1/cases")
        .await
        .expect(200)
        .json();
    assert_eq!(stranger, json!([]));
}

// covers: X1
#[tokio::test]
async fn municipal_primary_care_reads_neither_group_nor_pathway_in_its_worklist() {
    let door = Door::new().await;
    let case = door.with_municipality().await;
    let list = door
        .get("municipal-primary-care", "/api/v1/cases")
        .await
        .expect(200)
        .json();
    let row = &list[0];
    assert_eq!(row["id"], case.id);
    for absent in ["group", "pathway", "citation", "provisional", "entitlement"] {
        assert_eq!(row.get(absent), None, "{absent}");
    }
    for there in ["version", "next_step", "due", "state"] {
        assert!(row.get(there).is_some(), "{there}");
    }
}

#[tokio::test]
async fn a_worklist_is_read_page_by_page_without_totals() {
    let door = Door::new().await;
    let mut opened = Vec::new();
    for number in 0..5 {
        let changes = json!({ "identifiers": [{
            "kind": "lma_number", "value": format!("51-20000{number}"),
        }] });
        opened.push(door.open(&but(asylum_seeker(), &changes)).await.id);
    }
    let mut address = "/api/v1/cases?limit=2".to_owned();
    let mut seen: Vec<String> = Vec::new();
    let mut pages = 0;
    loop {
        let page = door.get("ward-nurse", &address).await.expect(200);
        let rows = page.json();
        let rows: Vec<&Value> = rows.as_array().unwrap().iter().collect();
        assert!(rows.len() <= 2);
        seen.extend(
            rows.iter()
                .map(|row| row["id"].as_str().unwrap().to_owned()),
        );
        pages += 1;
        let link = page.header("link");
        let Some((next, _)) = link
            .strip_prefix('<')
            .and_then(|rest| rest.split_once(">; rel=\"next\""))
        else {
            break;
        };
        next.clone_into(&mut address);
    }
    assert!((3..=4).contains(&pages), "{pages}");
    seen.sort();
    opened.sort();
    assert_eq!(seen, opened);
}

#[tokio::test]
async fn a_mistake_in_a_query_parameter_of_the_worklist_is_reported() {
    let door = Door::new().await;
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("part=late", "part"),
        ("cursor=x", "cursor"),
        ("page=2", "page"),
    ] {
        let answer = door
            .get("ward-nurse", &format!("/api/v1/cases?{query}"))
            .await;
        assert_eq!(answer.mistakes()[0].0, field, "{query}");
    }
}

#[tokio::test]
async fn what_is_late_can_be_read_alone() {
    let door = Door::new().await;
    door.open(&asylum_seeker()).await;
    let long_ago = json!({ "admitted_at": "2026-03-02T08:00:00+01:00" });
    let late = door.open(&but(asylum_seeker(), &long_ago)).await;
    let list = door
        .get("ward-nurse", "/api/v1/cases?part=overdue")
        .await
        .expect(200)
        .json();
    let ids: Vec<&Value> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["id"])
        .collect();
    assert_eq!(ids, [&json!(late.id)]);
    assert_eq!(list[0]["state"], "overdue");
}

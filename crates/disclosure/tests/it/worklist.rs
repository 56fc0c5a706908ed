//! The worklist: each unit's row holds what that unit may know.

use disclosure::views::WorklistRow;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::story::{
    ADMINISTRATOR, GROUPS, GUARD, HEAD_OFFICE, HEALTH_CENTRE, LIBRARY, NAME, NURSE, SOCIAL_WORKER,
    STRANGER, STRANGER_WARD, Story, TROLLHATTAN, WARD, shown, unit,
};

fn row(story: &Story, id: &str) -> Option<WorklistRow> {
    let steps = guidance::steps(&story.case, &LIBRARY, story.now);
    let warnings = guidance::warnings(&story.case, &LIBRARY, story.now);
    GUARD.worklist_row(&unit(id), &story.case, 3, &steps, &warnings, story.now)
}

fn seen(story: &Story, id: &str) -> Value {
    shown(&row(story, id).unwrap())
}

// covers: V6A.2
#[test]
fn the_ward_sees_who_what_next_and_by_when() {
    let row = seen(&Story::of("asylum_seeker", "unmet"), WARD);
    assert_eq!(row["initials"], "A. K.");
    assert_eq!(row["age"], 41);
    assert_eq!(row["room"], "sal 4");
    assert_eq!(row["group"], "asylum_seeker");
    assert_eq!(row["pathway"], "6A");
    assert_eq!(row["next_step"], "V6A.2");
    assert_eq!(row["due"], "2026-03-06T12:00:00+01:00");
    assert_eq!(row["state"], "later");
    assert!(row["citation"].as_str().unwrap().contains("6 A"));
    assert!(!row.to_string().contains(NAME));
}

#[test]
fn a_protected_row_cites_no_paragraph() {
    for story in [
        Story::of("without_permits", "none"),
        Story::of("unestablished", "none"),
        Story::of("asylum_seeker", "none").protects_the_identity(),
    ] {
        let row = seen(&story, WARD);
        assert_eq!(row["protected"], true);
        assert!(row.get("citation").is_none());
    }
}

#[test]
fn what_is_due_today_is_late_tomorrow_without_a_new_row() {
    let story = Story::of("asylum_seeker", "unmet");
    let later = row(&story, WARD).unwrap();
    let kept: WorklistRow = serde_json::from_str(&serde_json::to_string(&later).unwrap()).unwrap();
    let read = |hours| {
        let now = story.now + SignedDuration::from_hours(hours);
        let rows = GUARD
            .worklist(&NURSE.actor(), vec![kept.clone()], now)
            .unwrap();
        shown(&rows)[0]["state"].clone()
    };
    assert_eq!([read(0), read(24), read(48)], ["later", "today", "overdue"]);
}

// covers: V6B.8
#[test]
fn the_municipalitys_row_has_no_group_no_pathway_and_its_own_task() {
    for group in GROUPS {
        let story = Story::purchased_for(group);
        let row = seen(&story, TROLLHATTAN);
        for absent in [
            "group",
            "pathway",
            "next_slug",
            "citation",
            "room",
            "warnings",
        ] {
            assert!(row.get(absent).is_none(), "{absent} is shown");
        }
        // Its own task from the checklist, never a step of the pathway.
        assert_eq!(row["next_step"], "C5.1");
        assert_eq!(row["next_title"], "Underteckna överenskommelsen");
        assert_eq!(row["initials"], "A. K.");
    }
}

#[test]
fn koncernkontorets_row_has_no_person() {
    let story = Story::purchased_for("asylum_seeker");
    let row = seen(&story, HEAD_OFFICE);
    for absent in [
        "group",
        "pathway",
        "initials",
        "birth_date",
        "age",
        "room",
        "warnings",
    ] {
        assert!(row.get(absent).is_none(), "{absent} is shown");
    }
    assert_eq!(row["next_title"], "Underteckna överenskommelsen");
    let signed = story.by(
        crate::story::DEVELOPER,
        &json!({"command": "sign_agreement", "signatory": "regional_developer"}),
    );
    assert_eq!(seen(&signed, HEAD_OFFICE)["state"], "settled");
}

// covers: X1
#[test]
fn who_is_no_party_has_no_row() {
    let asked = Story::asked_of("asylum_seeker");
    for id in [
        STRANGER_WARD,
        TROLLHATTAN,
        HEAD_OFFICE,
        crate::story::SOCIAL_SERVICES,
    ] {
        assert!(row(&asked, id).is_none(), "{id} has a row");
    }
    let placeholders = [
        crate::story::PLACEHOLDER_HEALTH_CENTRE,
        crate::story::PLACEHOLDER_MUNICIPALITY,
    ];
    for id in placeholders {
        assert!(asked.case.is_party(&crate::story::hsa(id)));
        assert!(row(&asked, id).is_none(), "a placeholder has an inbox");
    }
}

#[test]
fn a_list_holds_the_readers_own_units_rows_only() {
    let story = Story::purchased_for("asylum_seeker");
    let rows: Vec<WorklistRow> = [WARD, HEALTH_CENTRE, TROLLHATTAN]
        .iter()
        .filter_map(|id| row(&story, id))
        .collect();
    let list = |who: crate::story::Who| {
        GUARD
            .worklist(&who.actor(), rows.clone(), story.now)
            .map(|seen| seen.view().len())
    };
    assert_eq!(list(NURSE), Some(1));
    assert_eq!(list(STRANGER), Some(0));
    assert_eq!(list(ADMINISTRATOR), None);
    assert_eq!(list(SOCIAL_WORKER), None);
}

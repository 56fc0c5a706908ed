//! The worklist: each unit's row has what that unit may know.

use disclosure::views::WorklistRow;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::story::{
    ADMINISTRATOR, DEVELOPER, GROUPS, GUARD, HEAD_OF_OPERATIONS, HEAD_OFFICE, HEALTH_CENTRE,
    LIBRARY, MANAGER, NAME, NURSE, SOCIAL_WORKER, STRANGER, STRANGER_WARD, Story, TROLLHATTAN,
    WARD, Who, shown, unit,
};

fn row(story: &Story, id: &str) -> Option<WorklistRow> {
    let steps = guidance::steps(&story.case, &LIBRARY, story.now);
    let warnings = guidance::warnings(&story.case, &LIBRARY, story.now);
    GUARD.worklist_row(&unit(id), &story.case, &steps, &warnings, story.now)
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
fn the_room_is_on_the_coordinating_units_row_alone() {
    let story = Story::purchased_for("asylum_seeker");
    assert_eq!(seen(&story, WARD)["room"], "sal 4");
    assert!(seen(&story, HEALTH_CENTRE).get("room").is_none());
}

#[test]
fn a_row_says_in_words_who_acts() {
    let row = seen(&Story::of("asylum_seeker", "unmet"), WARD);
    assert_eq!(
        row["owner"],
        "Vårdpersonal, utskrivningskoordinator eller läkare"
    );
    let row = seen(&Story::purchased_for("asylum_seeker"), TROLLHATTAN);
    assert_eq!(row["owner"], "Verksamhetsansvarig i kommunen");
}

#[test]
fn what_is_due_is_late_the_moment_after_and_not_on_it() {
    let story = Story::of("asylum_seeker", "unmet");
    let kept = row(&story, WARD).unwrap();
    let due = kept.due.unwrap().0;
    let at = |now| shown(&kept.clone().at(now))["state"].clone();
    assert_eq!(at(due), "today");
    assert_eq!(at(due + SignedDuration::from_secs(1)), "overdue");
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
        assert_eq!(row["next_title"], "Skriv under överenskommelsen");
        assert_eq!(row["initials"], "A. K.");
    }
}

// covers: C4.1
#[test]
fn the_municipality_is_asked_for_its_answer_until_it_has_answered_the_care_request() {
    let story = Story::purchased_for("asylum_seeker").then(&json!({
        "command": "send_care_request", "question": "Lägga om sår", "health_state": "Bensår",
        "follow_up": "Vårdcentralen ringer",
    }));
    let asked = seen(&story, TROLLHATTAN);
    assert_eq!(asked["next_step"], "C4.1");
    assert_eq!(asked["next_title"], "Svara på vårdbegäran");
    assert_eq!(asked["owner"], "Chef för kommunal primärvård");
    let since = asked["waiting_since"].as_str().unwrap();
    assert_eq!(since.parse::<jiff::Timestamp>().unwrap(), story.now);
    let answered = story.by(
        MANAGER,
        &json!({"command": "answer_care_request", "answer": "accepted"}),
    );
    assert_eq!(seen(&answered, TROLLHATTAN)["next_step"], "C5.1");
}

fn signs(story: Story, who: Who, signatory: &str) -> Story {
    story.by(
        who,
        &json!({"command": "sign_agreement", "signatory": signatory}),
    )
}

// covers: C5.1
#[test]
fn an_agreement_waits_for_each_signature_then_for_the_invoicing_form_then_for_nobody() {
    let task = |story: &Story, id| seen(story, id)["next_step"].clone();
    let drawn_up = Story::purchased_for("asylum_seeker");
    let half = signs(drawn_up, HEAD_OF_OPERATIONS, "head_of_operations");
    assert_eq!(task(&half, TROLLHATTAN), json!(null));
    assert_eq!(task(&half, HEAD_OFFICE), "C5.1");
    let signed = signs(half, DEVELOPER, "regional_developer");
    assert_eq!(task(&signed, TROLLHATTAN), json!(null));
    assert_eq!(task(&signed, HEAD_OFFICE), "C5.2");
    let form = json!({"command": "record_invoicing_form", "reference": "Bilaga 2, 2026-03"});
    let filled_in = signed.by(DEVELOPER, &form);
    assert_eq!(task(&filled_in, HEAD_OFFICE), json!(null));
}

// covers: X3
#[test]
fn nobody_is_asked_to_sign_once_the_region_no_longer_purchases() {
    let story = Story::purchased_for("asylum_seeker").establishes("resident");
    for id in [TROLLHATTAN, HEAD_OFFICE] {
        let row = seen(&story, id);
        assert_eq!(row["state"], "settled", "{id}");
        assert_eq!(row["next_step"], json!(null), "{id}");
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
    assert_eq!(row["next_title"], "Skriv under överenskommelsen");
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

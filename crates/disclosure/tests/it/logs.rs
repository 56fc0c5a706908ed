//! The access log: only the reviewer's own organisation, never their own acts; and the patient's
//! extract.

use disclosure::views::{LogRow, Moment, PatientLogRow, ReviewBoard, ReviewDraw, ReviewItem};
use serde_json::Value;
use vocabulary::{public_id::PublicId, review::ReviewKind};

use crate::story::{
    ADMINISTRATOR, EVERYBODY, GUARD, HEALTH_CENTRE_NURSE, LOG_REVIEWER, MANAGER, NAME, NURSE,
    START, STRANGER, Story, TROLLHATTAN, WARD_ADMINISTRATOR, Who, shown, unit,
};

const REGION: &str = "Västra Götalandsregionen";
const TOWN: &str = "Trollhättans stad";

fn row(staff: &str, organisation: &str, what: &str) -> LogRow {
    LogRow {
        at: Moment(START),
        staff: staff.to_owned(),
        organisation: organisation.to_owned(),
        by: "Karin Lind, vårdpersonal".to_owned(),
        unit: "Avdelning 43, NÄL".to_owned(),
        what: what.to_owned(),
        case: None,
    }
}

fn item(staff: &str, organisation: &str, reason: &str) -> ReviewItem {
    ReviewItem {
        id: PublicId::from_random([7; 16]),
        kind: ReviewKind::Emergency,
        at: Moment(START),
        by: "Karin Lind, vårdpersonal".to_owned(),
        unit: "Avdelning 43, NÄL".to_owned(),
        reason: reason.to_owned(),
        case: None,
        rows: vec![row(staff, organisation, "Nödöppnade ärendet")],
        decided: None,
        own: false,
        staff: staff.to_owned(),
        concerns: Vec::new(),
        organisation: organisation.to_owned(),
    }
}

fn draw(organisation: &str, seed: &str) -> ReviewDraw {
    ReviewDraw {
        seed: seed.to_owned(),
        from: Moment(START),
        until: Moment(START),
        asked: 10,
        among: 100,
        found: 12,
        by: "Karin Lind, loggranskare".to_owned(),
        at: Moment(START),
        organisation: organisation.to_owned(),
    }
}

/// What has come up in two organisations, also about the region's reviewer.
fn board() -> ReviewBoard {
    let items = |when: &str| {
        vec![
            item("a", REGION, &format!("en kollega, {when}")),
            item(LOG_REVIEWER.title, REGION, &format!("granskaren, {when}")),
            item("b", TOWN, &format!("kommunen, {when}")),
        ]
    };
    ReviewBoard {
        more: false,
        reviewers: 2,
        open: items("väntar"),
        decided: items("avgjort"),
        counts: Vec::new(),
        draws: vec![draw(REGION, "regionens"), draw(TOWN, "kommunens")],
    }
}

fn texts<'v>(list: &'v Value, member: &str) -> Vec<&'v str> {
    let items = list.as_array().unwrap().iter();
    items.map(|item| item[member].as_str().unwrap()).collect()
}

/// For each item of a list: what came up, whether it is about the reader, and how much of it is
/// shown.
fn items(list: &Value) -> Vec<(&str, bool, usize)> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| {
            (
                item["reason"].as_str().unwrap(),
                item["own"].as_bool().unwrap(),
                item["rows"].as_array().unwrap().len(),
            )
        })
        .collect()
}

/// The municipality's own reviewer.
fn municipal_reviewer() -> domain::Actor {
    let mut actor = LOG_REVIEWER.actor();
    actor.unit = unit(TROLLHATTAN);
    actor
}

#[test]
fn an_item_shows_the_rows_that_colleagues_of_the_own_organisation_left_and_no_other() {
    let read = |actor: &domain::Actor, organisation: &str, staff: &str| {
        let item = ReviewItem {
            rows: vec![
                row("a", REGION, "regionen läste"),
                row("b", TOWN, "kommunen läste"),
                row("c", "", "någon läste"),
            ],
            ..item(staff, organisation, "")
        };
        let seen = GUARD.review(actor, item).unwrap();
        let rows = seen.into_view().rows.into_iter();
        rows.map(|row| row.what).collect::<Vec<_>>()
    };
    let region = LOG_REVIEWER.actor();
    assert_eq!(read(&region, REGION, "a"), ["regionen läste"]);
    assert_eq!(read(&municipal_reviewer(), TOWN, "b"), ["kommunen läste"]);
    assert_eq!(read(&region, REGION, &region.staff), [""; 0]);
}

#[test]
fn the_board_holds_the_own_organisations_items_and_of_the_own_acts_only_that_they_came_up() {
    let board = shown(&GUARD.reviews(&LOG_REVIEWER.actor(), board()).unwrap());
    assert_eq!(
        items(&board["open"]),
        [
            ("en kollega, väntar", false, 1),
            ("granskaren, väntar", true, 0)
        ]
    );
    assert_eq!(
        items(&board["decided"]),
        [
            ("en kollega, avgjort", false, 1),
            ("granskaren, avgjort", true, 0)
        ]
    );
    assert_eq!(texts(&board["draws"], "seed"), ["regionens"]);
}

#[test]
fn an_item_of_the_log_is_shown_to_a_reviewer_of_that_organisation_alone() {
    let open = |actor: &domain::Actor, item: ReviewItem| {
        let seen = GUARD.review(actor, item)?;
        Some(seen.view().own)
    };
    let reviewer = LOG_REVIEWER.actor();
    assert_eq!(open(&reviewer, item("a", REGION, "")), Some(false));
    assert_eq!(
        open(&reviewer, item(&reviewer.staff, REGION, "")),
        Some(true)
    );
    assert_eq!(open(&reviewer, item("b", TOWN, "")), None);
    assert_eq!(
        open(&municipal_reviewer(), item("b", TOWN, "")),
        Some(false)
    );
    let own = GUARD.review(&reviewer, item(&reviewer.staff, REGION, ""));
    assert!(own.unwrap().view().rows.is_empty());
}

#[test]
fn nobody_but_a_reviewer_opens_the_board_or_an_item() {
    for who in EVERYBODY.into_iter().filter(|who| *who != LOG_REVIEWER) {
        let actor = who.actor();
        let organisation = actor.unit.organisation.as_str();
        assert!(GUARD.reviews(&actor, board()).is_none(), "{}", who.title);
        let own = GUARD.review(&actor, item("a", organisation, ""));
        assert!(own.is_none(), "{}", who.title);
    }
}

/// What the patient would get in an extract made by somebody.
fn extract(who: Who, story: &Story) -> Option<Value> {
    let rows = vec![PatientLogRow {
        at: Moment(START),
        unit: "Avdelning 43, NÄL".to_owned(),
        what: "Läste ditt ärende".to_owned(),
    }];
    let handed = GUARD.patient_log(&who.actor(), &story.case, rows)?;
    Some(shown(&handed))
}

#[test]
fn the_patients_extract_is_handed_over_by_care_staff_of_the_coordinating_unit_alone() {
    let story = Story::purchased_for("asylum_seeker");
    let handed = extract(NURSE, &story).unwrap();
    assert_eq!(handed["name"], NAME);
    assert_eq!(handed["birth_date"], "1984-05-17");
    assert_eq!(handed["in_hand_only"], false);
    assert_eq!(texts(&handed["rows"], "what"), ["Läste ditt ärende"]);
    for who in [
        HEALTH_CENTRE_NURSE,
        LOG_REVIEWER,
        WARD_ADMINISTRATOR,
        ADMINISTRATOR,
        MANAGER,
        STRANGER,
    ] {
        assert!(extract(who, &story).is_none(), "{}", who.title);
    }
}

#[test]
fn a_protected_patients_extract_goes_in_the_hand_only() {
    let protected = [
        Story::of("without_permits", "none"),
        Story::of("asylum_seeker", "none").protects_the_identity(),
    ];
    for story in protected {
        assert_eq!(extract(NURSE, &story).unwrap()["in_hand_only"], true);
    }
}

#[test]
fn an_item_that_gave_the_reader_something_is_not_the_readers_to_decide() {
    let region = LOG_REVIEWER.actor();
    let concerned = ReviewItem {
        concerns: vec![region.staff.clone()],
        rows: vec![row("a", REGION, "regionen läste")],
        ..item("a", REGION, "")
    };
    let seen = GUARD.review(&region, concerned).unwrap().into_view();
    assert!(seen.own && seen.rows.is_empty());
}

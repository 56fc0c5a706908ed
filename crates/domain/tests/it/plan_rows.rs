//! The rows of the plan: many write at once, parties approve, versions are agreed on, and a plan ends.
#![expect(clippy::panic, reason = "the helpers of tests fail loudly")]

use domain::{
    event::Stream,
    evolve,
    plan::{ApprovalStanding, MOST_ROWS, MissingPart, PlanVersion, RowDifference},
    replay,
};
use serde_json::{Value, json};
use vocabulary::{
    plan::{PlanField, PlanRowKind, PlanState},
    public_id::PublicId,
};

use crate::story::*;

const CENTRE_NURSE: Who = HEALTH_CENTRE_NURSE;

/// A ward's case whose plan is written, with a health centre and the municipality as parties.
fn written() -> Story {
    let story = Story::of("asylum_seeker", "inpatient", "none").after([
        consent("case", "given"),
        consent("sip", "given"),
        consent("information_transfer", "given"),
        stays_in("1488"),
        ask(TROLLHATTAN),
        answers(TROLLHATTAN, "yes"),
        add(TROLLHATTAN),
        add(HEALTH_CENTRE),
        plan("in_person"),
    ]);
    story.then(write_plan())
}

fn id(number: u8) -> PublicId {
    PublicId::from_random([number; 16])
}

fn said(story: &Story, number: u8) -> String {
    story
        .case
        .plan
        .value(id(number), PlanField::Text)
        .to_owned()
}

/// What others have written beside the text of a row.
fn others(story: &Story, number: u8) -> Vec<String> {
    let row = story
        .case
        .plan
        .row(id(number))
        .unwrap_or_else(|| panic!("no row {number}"));
    let cell = &row.cells[&PlanField::Text];
    let texts = cell.others.iter();
    texts
        .map(|other| {
            other
                .value
                .as_ref()
                .map_or_else(String::new, |text| text.reveal().clone())
        })
        .collect()
}

fn act_on(number: u8, act: &str, seen: &[(&str, &str)]) -> Value {
    let cells = seen.iter();
    let cells: Vec<Value> = cells
        .map(|(field, was)| json!({"field": field, "was": was, "value": was}))
        .collect();
    json!({"row": row_id(number), "act": act, "cells": cells})
}

fn text(number: u8, was: &str, value: &str) -> Act {
    change_plan(&[row(number, None, &[("text", was, value)])])
}

// covers: V6B.13, V6C.11, V7B.3, V7C.3
#[test]
fn two_who_write_in_different_fields_keep_both_and_nobody_is_asked() {
    // The row of another unit is not the health centre's to change.
    let refused = change_plan(&[row(3, None, &[("extent", "", "Varje dag")])]).by(CENTRE_NURSE);
    assert_eq!(
        told(&written(), &refused).no(),
        ("not-your-plan-row", "V6B.13")
    );
    let own = change_plan(&[row(5, Some("goal"), &[("text", "", "Läkt till sommaren")])]);
    let story = written().after([own.by(CENTRE_NURSE), text(2, "Såromläggning", "Såret")]);
    assert_eq!(
        (said(&story, 5).as_str(), said(&story, 2).as_str()),
        ("Läkt till sommaren", "Såret")
    );
    assert!(story.case.plan.rows.iter().all(|row| !row.is_contested()));
}

// covers: V6B.13
#[test]
fn of_two_texts_in_the_same_field_none_is_lost_and_somebody_chooses() {
    let seen = "Såromläggning";
    let story = written().after([
        text(2, seen, "Såret läggs om varje dag"),
        // The centre has not seen it.
        text(2, seen, "Såret läggs om varannan dag").by(CENTRE_NURSE),
    ]);
    assert_eq!(said(&story, 2), "Såret läggs om varje dag");
    assert_eq!(others(&story, 2), ["Såret läggs om varannan dag"]);
    let missing = story.case.missing_in_plan();
    assert_eq!(
        missing.iter().map(|one| one.part).collect::<Vec<_>>(),
        [MissingPart::Choice]
    );
    assert_eq!(
        told(&story.clone().then(hold()), &agree()).no().0,
        "plan-incomplete"
    );
    // Who goes on writing changes their own text and adds no third.
    let story = story.then(text(2, seen, "Varannan dag").by(CENTRE_NURSE));
    assert_eq!(others(&story, 2), ["Varannan dag"]);
    // The same text from two is no conflict.
    let same = written().then(text(2, seen, "Samma"));
    let again = text(2, seen, "Samma").by(CENTRE_NURSE);
    assert_eq!(told(&same, &again).no().0, "nothing-changes");
    // Whoever has seen both chooses one of them, or writes a third.
    for chosen in ["Såret läggs om varje dag", "Varannan dag", "Båda"] {
        let settled = story
            .clone()
            .then(text(2, "Såret läggs om varje dag", chosen));
        assert_eq!(
            (said(&settled, 2).as_str(), others(&settled, 2).len()),
            (chosen, 0)
        );
    }
}

// covers: V6B.13
#[test]
fn a_removal_against_a_change_is_a_question_and_nothing_is_lost() {
    let seen = [("text", "Såromläggning")];
    // Removed as it was seen.
    let gone = written().then(change_plan(&[act_on(2, "remove", &seen)]));
    assert!(gone.case.plan.row(id(2)).is_none());
    // Somebody changed it meanwhile: it stays, and somebody decides.
    let kept = written().after([
        text(2, "Såromläggning", "Såret"),
        change_plan(&[act_on(2, "remove", &seen)]).by(CENTRE_NURSE),
    ]);
    assert!(kept.case.plan.row(id(2)).unwrap().removal.is_some());
    assert_eq!(said(&kept, 2), "Såret");
    let stays = kept.clone().then(change_plan(&[act_on(2, "keep", &[])]));
    assert!(stays.case.plan.row(id(2)).unwrap().removal.is_none());
    let removed = kept.then(change_plan(&[act_on(2, "remove", &[("text", "Såret")])]));
    assert!(removed.case.plan.row(id(2)).is_none());
    // Somebody had written on the row that was removed: it is there again, with the question.
    let back = gone.then(text(2, "Såromläggning", "Såret igen").by(CENTRE_NURSE));
    assert_eq!(said(&back, 2), "Såret igen");
    assert!(back.case.plan.row(id(2)).unwrap().removal.is_some());
}

// covers: V6B.13
#[test]
fn the_same_row_sent_twice_is_added_once_and_single_rows_are_single() {
    let added = change_plan(&[row(7, Some("need"), &[("text", "", "Smärta")])]);
    let story = written().then(added.clone());
    assert_eq!(told(&story, &added).no().0, "nothing-changes");
    let second = change_plan(&[row(8, Some("what_matters"), &[("text", "", "Annat")])]);
    assert_eq!(told(&story, &second).no().0, "plan-row-is-there");
    let wrong = change_plan(&[row(2, None, &[("unit", "", WARD)])]);
    assert_eq!(told(&story, &wrong).no().0, "no-such-plan-field");
    assert_eq!(
        told(&story, &text(9, "", "Ingen rad")).no().0,
        "no-such-plan-row"
    );
}

#[test]
fn a_plan_is_full_with_two_hundred_rows_and_a_goal_is_not_under_itself() {
    let mut story = written();
    let mut number = 0_u16;
    while story.case.plan.rows.len() < MOST_ROWS {
        let adds: Vec<Value> = (0..49)
            .map(|_| {
                number += 1;
                json!({"add": "need", "cells": [{"field": "text", "value": format!("Behov {number}")}]})
            })
            .take(MOST_ROWS - story.case.plan.rows.len())
            .collect();
        story = story.then(change_plan(&adds));
    }
    let more =
        change_plan(&[json!({"add": "need", "cells": [{"field": "text", "value": "En till"}]})]);
    assert_eq!(told(&story, &more).no().0, "plan-is-full");
    let goals = change_plan(&[
        row(5, Some("goal"), &[("text", "", "Mål")]),
        row(
            6,
            Some("goal"),
            &[("text", "", "Delmål"), ("under", "", &row_id(5))],
        ),
    ]);
    let story = written().then(goals);
    let circle = change_plan(&[row(5, None, &[("under", "", &row_id(6))])]);
    assert_eq!(told(&story, &circle).no().0, "no-such-plan-row");
}

// covers: V6B.13
#[test]
fn each_party_writes_its_own_rows_and_the_region_the_common_ones() {
    let story = written();
    let own = change_plan(&[row(7, Some("intervention"), &[("text", "", "Provtagning")])]);
    let by_municipality = story.clone().then(own.clone().by(MANAGER));
    let unit = by_municipality.case.plan.row(id(7)).unwrap().unit();
    assert_eq!(unit, Some(hsa(TROLLHATTAN)), "its own from the beginning");
    for (who, kind) in [
        (MANAGER, "need"),
        (MANAGER, "note"),
        (CENTRE_NURSE, "responsibility"),
    ] {
        // The plan has a responsible unit already, so a second row is refused for another reason.
        let add = change_plan(&[row(8, Some(kind), &[("text", "", "x")])]);
        if kind != "responsibility" {
            assert_eq!(
                told(&story, &add.by(who)).no().0,
                "not-your-plan-row",
                "{kind}"
            );
        }
    }
    let takes = change_plan(&[row(4, None, &[("unit", WARD, HEALTH_CENTRE)])]);
    assert_eq!(
        told(&story, &takes.by(CENTRE_NURSE)).no().0,
        "not-your-plan-row"
    );
    let gives_away = change_plan(&[row(7, None, &[("unit", TROLLHATTAN, WARD)])]);
    assert_eq!(
        told(&by_municipality, &gives_away.by(MANAGER)).no().0,
        "not-your-plan-row"
    );
    // A unit that is no party is responsible for nothing.
    let stranger = change_plan(&[row(3, None, &[("unit", WARD, CLINIC)])]);
    assert_eq!(told(&story, &stranger).no().0, "not-a-party");
}

// covers: V6B.13
#[test]
fn what_is_bought_is_one_of_what_the_municipality_has_said_yes_to() {
    let bought = |code: &str| {
        row(
            7,
            Some("intervention"),
            &[
                ("text", "", "Hemma"),
                ("unit", "", TROLLHATTAN),
                ("bought", "", code),
            ],
        )
    };
    let missing = |story: &Story| {
        let missing = story.case.missing_in_plan();
        missing.iter().map(|one| one.part).collect::<Vec<_>>()
    };
    let uncoded = written().then(change_plan(&[bought("")]));
    assert_eq!(missing(&uncoded), [MissingPart::BoughtIntervention]);
    let outside = written().then(change_plan(&[bought("stoma_care")]));
    assert_eq!(missing(&outside), [MissingPart::OutsideTheAnswer]);
    let said_yes = written().case.confirmed_interventions(&hsa(TROLLHATTAN));
    let inside = written().then(change_plan(&[bought(vocabulary::choice::Choice::code(
        said_yes[0],
    ))]));
    assert_eq!(missing(&inside), []);
}

// covers: V6B.13, V6B.14
#[test]
fn a_change_of_a_partys_rows_or_of_the_responsibility_voids_its_approval_and_no_other() {
    let story = written().then(
        change_plan(&[row(7, Some("intervention"), &[("text", "", "Provtagning")])]).by(MANAGER),
    );
    let story = story.after([approve(), approve().by(MANAGER), approve().by(CENTRE_NURSE)]);
    let holds = |story: &Story| {
        [WARD, TROLLHATTAN, HEALTH_CENTRE].map(|unit| story.case.plan.is_approved_by(&hsa(unit)))
    };
    assert_eq!(holds(&story), [true; 3]);
    let others = story.clone().then(text(2, "Såromläggning", "Såret"));
    assert_eq!(holds(&others), [true; 3], "a common row");
    let own = story
        .clone()
        .then(text(7, "Provtagning", "Provtagning varje vecka").by(MANAGER));
    assert_eq!(holds(&own), [true, false, true]);
    let standing = own.case.plan.approval_of(&hsa(TROLLHATTAN));
    let ApprovalStanding::Void(_, why) = standing else {
        panic!("{standing:?}");
    };
    assert_eq!(
        (why.kind, why.row, why.by.staff.as_str()),
        (PlanRowKind::Intervention, id(7), MANAGER.staff)
    );
    let all = story.clone().then(change_plan(&[row(
        4,
        None,
        &[("unit", WARD, HEALTH_CENTRE)],
    )]));
    assert_eq!(holds(&all), [false; 3]);
    // A row that is given to another unit was the first one's too.
    let moved = story.then(change_plan(&[row(
        3,
        None,
        &[("unit", WARD, HEALTH_CENTRE)],
    )]));
    assert_eq!(holds(&moved), [false, true, false]);
}

// covers: V6B.13
#[test]
fn an_old_version_is_neither_approved_nor_agreed_on() {
    let story = written().then(hold());
    let seen = story.case.plan.seen();
    let own = story.case.plan.seen_by(&hsa(WARD));
    let later = story.then(text(3, "Såret läggs om", "Såret läggs om varje dag"));
    let stale = agree().with("seen", seen);
    assert_eq!(told(&later, &stale).no(), ("plan-changed-since", "V6B.13"));
    let stale = approve().with("seen", own);
    assert_eq!(told(&later, &stale).no(), ("plan-changed-since", "V6B.13"));
    assert!(told(&later, &agree()).happened());
}

// covers: V6B.13, V6C.11, V7B.3, V7C.3
#[test]
fn missing_parts_stop_that_it_is_agreed_on_and_never_that_it_is_saved() {
    let empty = Story::of("without_permits", "inpatient", "none").after([
        consent("case", "given"),
        consent("sip", "given"),
        plan("in_person"),
        hold(),
        change_plan(&[row(3, Some("intervention"), &[("extent", "", "Varje dag")])]),
    ]);
    let missing = empty.case.missing_in_plan();
    let parts: Vec<MissingPart> = missing.iter().map(|one| one.part).collect();
    assert_eq!(
        parts,
        [
            MissingPart::WhatMatters,
            MissingPart::Need,
            MissingPart::OverallResponsibility,
            MissingPart::Text,
            MissingPart::ResponsibleUnit,
        ]
    );
    assert_eq!(told(&empty, &agree()).no(), ("plan-incomplete", "V6B.13"));
    // Before the meeting nobody agrees on anything.
    assert_eq!(
        told(&written(), &agree()).no(),
        ("meeting-not-held", "V6B.13")
    );
    let left = written().after([
        hold(),
        change_plan(&[row(3, None, &[("unit", WARD, HEALTH_CENTRE)])]),
        remove(HEALTH_CENTRE),
    ]);
    let parts = left.case.missing_in_plan();
    assert_eq!(
        parts.iter().map(|one| one.part).collect::<Vec<_>>(),
        [MissingPart::UnitHasLeft]
    );
}

// covers: V6B.13
#[test]
fn who_has_not_approved_is_asked_when_it_is_agreed_on_and_stops_nothing() {
    let story = written().after([approve().by(CENTRE_NURSE), hold(), agree()]);
    let plan = &story.case.plan;
    assert!(
        plan.is_approved_by(&hsa(WARD)),
        "who agrees on it has approved it"
    );
    assert!(plan.is_approved_by(&hsa(HEALTH_CENTRE)));
    assert_eq!(
        plan.approval_of(&hsa(TROLLHATTAN)),
        ApprovalStanding::Asked(story.now)
    );
    let agreed = story.case.sip.agreed.as_ref().unwrap();
    assert_eq!(agreed.value.version, 1);
    assert_eq!(agreed.value.hash, Some(PlanVersion::hash_of(&plan.rows)));
    assert_eq!(told(&story, &agree()).no().0, "nothing-changes");
}

// covers: V6B.13
#[test]
fn two_versions_differ_in_the_rows_and_fields_that_were_changed() {
    let story = written().after([hold(), agree()]).after([
        text(2, "Såromläggning", "Såret"),
        change_plan(&[
            act_on(1, "remove", &[("text", "Att få bo nära min syster")]),
            row(9, Some("what_matters"), &[("text", "", "Att komma hem")]),
        ]),
        agree(),
    ]);
    let [first, second] = story.case.plan.versions.as_slice() else {
        panic!("two versions");
    };
    let differences = RowDifference::between(&first.rows, &second.rows);
    let named: Vec<(&str, PublicId)> = differences
        .iter()
        .map(|difference| match difference {
            RowDifference::Added(row) => ("added", row.id),
            RowDifference::Removed(row) => ("removed", row.id),
            RowDifference::Changed(_, row, fields) => {
                assert_eq!(fields, &[PlanField::Text]);
                ("changed", row.id)
            }
        })
        .collect();
    assert_eq!(
        named,
        [("changed", id(2)), ("added", id(9)), ("removed", id(1))]
    );
}

// covers: V6B.13, X3
#[test]
fn a_plan_ends_with_its_reason_its_case_or_the_ordinary_routine_and_a_new_meeting_resumes_it() {
    let end = act_of(json!({"command": "end_plan", "cause": "declined", "reason": "Vill inte"}));
    let ended = written().then(end.clone());
    assert_eq!(ended.case.sip.plan_state(), PlanState::Ended);
    assert_eq!(
        told(&ended, &text(2, "Såromläggning", "x")).no(),
        ("plan-ended", "V6B.13")
    );
    assert_eq!(told(&ended, &end).no().0, "nothing-changes");
    let again = ended.after([plan("digital"), text(2, "Såromläggning", "Såret")]);
    assert_eq!(said(&again, 2), "Såret");
    let kinds = told(&written(), &close()).kinds();
    assert!(kinds.ends_with(&["plan_ended"]), "{kinds:?}");
    let reopened = written().after([close(), reopen()]);
    assert!(!reopened.case.plan.ended);
    let resident = told(&written(), &establish("resident")).kinds();
    assert!(
        resident.contains(&"sip_ended") && resident.ends_with(&["plan_ended"]),
        "{resident:?}"
    );
    // Without permits the plan goes on: what a municipality sees follows from no group.
    let protected = told(&written(), &establish("without_permits")).kinds();
    assert!(!protected.contains(&"plan_ended"), "{protected:?}");
}

// covers: X1
#[test]
fn what_migrationsverket_does_stands_in_no_plan_that_it_may_not_know_of() {
    for cells in [
        [("role", "", "migration_agency")],
        [("by", "", "migration_agency")],
    ] {
        let kind = if cells[0].0 == "role" {
            "participant"
        } else {
            "measure"
        };
        let change = change_plan(&[row(7, Some(kind), &cells)]);
        assert!(told(&written(), &change).happened());
        let protected = written().then(establish("without_permits"));
        assert_eq!(
            told(&protected, &change).no(),
            ("migration-agency-never-told", "X1")
        );
    }
}

// covers: V6B.4
#[test]
fn without_consent_nobody_writes_and_a_municipality_is_not_told_which_one_is_missing() {
    let bare = Story::of("asylum_seeker", "inpatient", "none").then(consent("case", "given"));
    assert_eq!(told(&bare, &write_plan()).no().0, "consent-missing");
    let refused = written().then(consent("sip", "refused"));
    assert_eq!(
        told(&refused, &text(2, "Såromläggning", "x")).no().0,
        "consent-refused"
    );
    if refused.has_party(TROLLHATTAN) {
        let own = change_plan(&[row(7, Some("intervention"), &[("text", "", "x")])]);
        assert_eq!(told(&refused, &own.by(MANAGER)).no().0, "plan-not-open");
    }
}

/// The case as it is read again: first its journal, then the plan's stream.
#[test]
fn the_order_between_the_two_streams_does_not_matter() {
    let story = written().after([
        text(2, "Såromläggning", "Såret"),
        hold(),
        approve().by(MANAGER),
        agree(),
        follow_up(WARD),
        text(2, "Såret", "Såret läks"),
        establish("without_permits"),
        text(2, "Såret läks", "Läkt"),
    ]);
    let (of_case, of_plan): (Vec<_>, Vec<_>) = story
        .entries
        .iter()
        .partition(|entry| entry.event.stream() == Stream::Case);
    let case = replay(of_case).unwrap_or_else(|misfit| panic!("{misfit}"));
    let case = of_plan.into_iter().fold(case, |case, entry| {
        evolve(Some(case), entry).unwrap_or_else(|misfit| panic!("{misfit}"))
    });
    assert!(case == story.case);
}

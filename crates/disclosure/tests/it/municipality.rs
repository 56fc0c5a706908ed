//! Municipal primary care: its question before the yes, its share after it, never the group.

use disclosure::{Channel, Class, Recipient, Relation};
use serde_json::{Value, json};
use vocabulary::choice::Choice as _;

use crate::story::{
    ADDRESS, GROUPS, GUARD, HEAD_OF_OPERATIONS, LIBRARY, LMA, MANAGER, MUNICIPAL_NURSE, NAME,
    NURSE, OTHER_HEAD_OF_OPERATIONS, OTHER_MANAGER, STRANGER, Story, TROLLHATTAN, VANERSBORG,
    shown, unit,
};

fn question(story: &Story) -> Option<Value> {
    let id = story.case.questions[0].id;
    GUARD
        .question(&MANAGER.actor(), &story.case, id)
        .map(|view| shown(&view))
}

fn case(story: &Story) -> Option<Value> {
    GUARD
        .municipal_case(&MANAGER.actor(), &story.case, 7, &LIBRARY, story.now)
        .map(|view| shown(&view))
}

// covers: V6B.7, V6C.6
#[test]
fn before_its_yes_the_municipality_sees_what_where_and_how_often_and_nobody() {
    for group in GROUPS {
        let story = Story::asked_of(group);
        let text = question(&story).unwrap().to_string();
        for secret in [
            NAME,
            "Amina",
            ADDRESS,
            LMA,
            "Avdelning 43",
            "1984-05-17",
            group,
            "6A",
            "6B",
            "6C",
            &story.case.id.to_string(),
            &story.case.sip.number.shown(),
        ] {
            assert!(!text.contains(secret), "{secret} stands in the question");
        }
        for wanted in [
            "NU-sjukvården",
            "Såromläggning, 3 gånger per vecka",
            "2026-03-12",
            "1488",
        ] {
            assert!(text.contains(wanted), "{wanted} is missing");
        }
        assert!(case(&story).is_none());
        let id = story.case.questions[0].id;
        assert_eq!(
            GUARD.relation_of(&MANAGER.actor(), &story.case),
            Relation::Asked(id)
        );
    }
}

// covers: V6B.8, X1
#[test]
fn the_same_question_reads_the_same_whatever_the_group() {
    let texts: std::collections::BTreeSet<String> = GROUPS
        .iter()
        .map(|group| {
            let mut view = question(&Story::asked_of(group)).unwrap();
            // The stories have different numbers of acts, so the drawn id and the minute differ.
            view["id"] = Value::Null;
            view["asked_at"] = Value::Null;
            view.to_string()
        })
        .collect();
    assert_eq!(texts.len(), 1);
}

#[test]
fn the_municipality_sees_that_a_case_is_open_and_that_it_has_been_closed() {
    let purchased = Story::purchased_for("without_permits");
    assert_eq!(case(&purchased).unwrap()["closed"], false);
    assert_eq!(case(&purchased.closes()).unwrap()["closed"], true);
}

// covers: V6B.7
#[test]
fn the_question_is_gone_on_no_close_and_residence_permit_and_stays_on_another_group_change() {
    let asked = Story::asked_of("asylum_seeker");
    assert!(question(&asked).is_some());
    assert!(question(&asked.clone().answered(TROLLHATTAN, "more_information")).is_some());
    assert!(question(&asked.clone().answered(TROLLHATTAN, "no")).is_none());
    assert!(question(&asked.clone().closes()).is_none());
    assert!(question(&asked.clone().establishes("without_permits")).is_some());
    assert!(question(&asked.clone().establishes("resident")).is_none());
    let yes = asked.answered(TROLLHATTAN, "yes");
    assert!(question(&yes).is_some());
    assert!(question(&yes.clone().establishes("without_permits")).is_some());
    assert!(question(&yes.establishes("resident")).is_none());
}

#[test]
fn a_question_is_its_own_units_alone() {
    let story = Story::asked_of("asylum_seeker");
    let id = story.case.questions[0].id;
    assert!(
        GUARD
            .question(&MUNICIPAL_NURSE.actor(), &story.case, id)
            .is_some()
    );
    for who in [OTHER_MANAGER, STRANGER, NURSE] {
        assert!(
            GUARD.question(&who.actor(), &story.case, id).is_none(),
            "{}",
            who.title
        );
    }
    let row = GUARD.question_row(&story.case, id).unwrap();
    let listed = GUARD
        .questions(&OTHER_MANAGER.actor(), vec![row.clone()])
        .unwrap();
    assert!(listed.view().is_empty());
    assert_eq!(
        GUARD
            .questions(&MANAGER.actor(), vec![row])
            .unwrap()
            .view()
            .len(),
        1
    );
}

// covers: V6B.8, V6C.6, V7C.2
#[test]
fn after_its_yes_the_municipality_sees_its_share_and_never_group_pathway_or_what_others_know() {
    for group in GROUPS {
        let view = case(&Story::purchased_for(group)).unwrap();
        let members = view.as_object().unwrap();
        for absent in [
            "group",
            "pathway",
            "provisional",
            "entitlement",
            "certificate",
            "contacts",
            "consents",
            "questions",
            "needs",
            "sip",
            "wrong_disclosures",
        ] {
            assert!(!members.contains_key(absent), "{absent} is shown");
        }
        for present in [
            "id",
            "version",
            "protected",
            "guidance",
            "parties",
            "care_request",
            "agreement",
            "plan",
        ] {
            assert!(!view[present].is_null(), "{present} is missing");
        }
        let text = view.to_string();
        for secret in [
            group,
            "case_consent",
            "Fiktiv",
            "placeholder",
            "sal 4",
            "6B",
            "6C",
        ] {
            assert!(
                !text.contains(secret),
                "{secret} stands in the municipality's view"
            );
        }
        for wanted in [NAME, "Lägga om sår"] {
            assert!(text.contains(wanted), "{wanted} is missing");
        }
        // The rows of the plan are read on a page of their own.
        let story = Story::purchased_for(group);
        let plan = GUARD
            .plan(&MANAGER.actor(), &story.case)
            .unwrap()
            .into_view();
        let plan = serde_json::to_string(&plan).unwrap();
        assert!(plan.contains("Bo nära mormor"), "{plan}");
        for secret in [group, "sal 4", "6B", "6C", "placeholder"] {
            assert!(!plan.contains(secret), "{secret} in {plan}");
        }
        assert!(!text.contains(ADDRESS), "the address is shown unasked");
        assert_eq!(view["protected"], true);
        assert_eq!(view["version"], 7);
    }
}

#[test]
fn the_address_is_hidden_until_somebody_asks() {
    let open = Story::purchased_for("asylum_seeker");
    let story = open.clone().protects_the_identity();
    // In the municipality it is hidden in every case.
    for story in [&open, &story] {
        assert!(!case(story).unwrap().to_string().contains(ADDRESS));
        let asked = GUARD
            .municipal_address(&MANAGER.actor(), &story.case)
            .unwrap();
        assert_eq!(asked.view().address, ADDRESS);
    }
    assert!(
        GUARD
            .municipal_address(&OTHER_MANAGER.actor(), &story.case)
            .is_none()
    );
    let regional = GUARD
        .regional_case(&NURSE.actor(), &story.case, 1, &LIBRARY, story.now)
        .unwrap();
    let residence = shown(&regional)["residence"].clone();
    assert_eq!(residence["address_hidden"], true);
    assert!(!residence.to_string().contains(ADDRESS));
    assert!(
        GUARD
            .regional_address(&NURSE.actor(), &story.case)
            .is_some()
    );
    assert!(
        GUARD
            .regional_address(&STRANGER.actor(), &story.case)
            .is_none()
    );
}

// covers: V6B.8
#[test]
fn the_municipality_may_take_part_only_after_its_yes() {
    let asked = Story::asked_of("without_permits");
    assert!(
        GUARD
            .may_take_part(&unit(TROLLHATTAN), &asked.case)
            .forbidden()
    );
    let yes = asked.answered(TROLLHATTAN, "yes");
    assert!(GUARD.may_take_part(&unit(TROLLHATTAN), &yes.case).allowed);
    assert!(
        GUARD
            .may_take_part(&unit(VANERSBORG), &yes.case)
            .forbidden()
    );
}

#[test]
fn another_municipality_sees_nothing() {
    let story = Story::purchased_for("asylum_seeker");
    for who in [OTHER_MANAGER, OTHER_HEAD_OF_OPERATIONS] {
        let actor = who.actor();
        assert_eq!(GUARD.relation_of(&actor, &story.case), Relation::None);
        for class in Class::ALL {
            for channel in Channel::ALL {
                let staff = Recipient::Staff(&actor);
                assert!(
                    !GUARD
                        .may_disclose(staff, &story.case, *class, *channel)
                        .allowed
                );
            }
        }
    }
}

#[test]
fn who_signs_for_the_municipality_may_sit_at_another_of_its_units() {
    let story = Story::purchased_for("asylum_seeker");
    let mut actor = HEAD_OF_OPERATIONS.actor();
    actor.unit.hsa_id = crate::story::hsa("SE2321000131-E900000000077");
    assert!(
        GUARD
            .may_command(&actor, Some(&story.case), "sign_agreement")
            .allowed
    );
    assert_eq!(
        GUARD.relation_of(&actor, &story.case),
        Relation::MunicipalSigner
    );
    let signs = GUARD.signing(&actor, &story.case, 1).unwrap();
    let view = shown(&signs);
    assert_eq!(view["performing_unit"], "Hemsjukvården Trollhättan");
    assert_eq!(view["ordered_by"], "NU-sjukvården");
    assert_eq!(view["agreement"]["unit"], TROLLHATTAN);
    // Whoever signs sees what is signed, and nothing else of the case.
    let text = view.to_string();
    for hidden in [
        NAME,
        ADDRESS,
        "Bo nära mormor",
        "Bensår",
        "2026-03-20",
        "LMA",
    ] {
        assert!(!text.contains(hidden), "{hidden} is shown");
    }
    let share = GUARD.municipal_case(&actor, &story.case, 1, &LIBRARY, story.now);
    assert!(share.is_none());
    assert!(GUARD.municipal_address(&actor, &story.case).is_none());
    assert!(GUARD.signing(&MANAGER.actor(), &story.case, 1).is_none());
}

// covers: V6B.13, X1
#[test]
fn a_plan_begins_for_the_municipality_with_the_first_row_that_it_reads() {
    use vocabulary::{
        choice::Choice as _,
        plan::{MeasureBy, PlanRowKind},
    };
    let begun = |cells: serde_json::Value, kind: PlanRowKind| {
        let story = Story::asked_of("asylum_seeker").answered(TROLLHATTAN, "yes");
        let story = story.adds(TROLLHATTAN).then(&json!({
            "command": "change_plan", "changes": [{ "add": kind.code(), "cells": cells }],
        }));
        let begun = story.case.sip.is_begun();
        let plan = GUARD
            .plan(&MANAGER.actor(), &story.case)
            .unwrap()
            .into_view();
        assert_eq!(begun, !plan.rows.is_empty(), "{kind:?} {cells}");
        if !begun {
            // Nothing else of the view says that there is a row.
            let none = Story::asked_of("asylum_seeker").answered(TROLLHATTAN, "yes");
            let none = none.adds(TROLLHATTAN);
            let without = GUARD
                .plan(&MANAGER.actor(), &none.case)
                .unwrap()
                .into_view();
            let text = |view: &_| serde_json::to_string(view).unwrap();
            assert_eq!(text(&plan), text(&without), "{kind:?} {cells}");
        }
        begun
    };
    for kind in PlanRowKind::ALL {
        let field = kind.fields()[0];
        let value = if *kind == PlanRowKind::Participant {
            "patient"
        } else if *kind == PlanRowKind::Responsibility {
            crate::story::WARD
        } else {
            "Ord"
        };
        begun(json!([{ "field": field.code(), "value": value }]), *kind);
    }
    for by in MeasureBy::ALL {
        let cells = json!([
            { "field": "text", "value": "Handlar" }, { "field": "by", "value": by.code() },
        ]);
        let told = matches!(by, MeasureBy::Kin | MeasureBy::Civil);
        assert_eq!(begun(cells, PlanRowKind::Measure), told, "{by:?}");
    }
}

// covers: V6B.13
#[test]
fn from_whom_a_part_of_the_plan_is_kept_is_what_the_guard_says() {
    use disclosure::views::kept_from;
    use vocabulary::plan::PlanRowKind;
    let agency = "Går aldrig till Migrationsverket.";
    assert_eq!(kept_from(PlanRowKind::Need), Vec::<&str>::new());
    assert_eq!(kept_from(PlanRowKind::WhatMatters), [agency]);
    let both = ["Kommunen läser det inte.", agency];
    assert_eq!(kept_from(PlanRowKind::Note), both);
    assert_eq!(kept_from(PlanRowKind::Participant), both);
}

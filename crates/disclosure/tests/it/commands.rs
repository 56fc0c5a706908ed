//! Who may give which command, as a table that a nurse could review.

use std::{collections::BTreeSet, fmt::Write as _};

use disclosure::AnyCase;
use vocabulary::command::Command;

use crate::story::{
    ADMINISTRATOR, EVERYBODY, GUARD, LOG_REVIEWER, MANAGER, NURSE, STRANGER, STRANGER_PHYSICIAN,
    Story, WARD_ADMINISTRATOR, Who,
};

const BESIDE: [&str; 4] = ["open_case", "list_cases", "administer", "review_logs"];

fn may(who: Who, story: Option<&Story>, command: &str) -> bool {
    GUARD
        .may_command(
            &who.actor(),
            story.map(|story| -> &dyn AnyCase { &story.case }),
            command,
        )
        .allowed
}

fn table(story: &Story, commands: &[&str]) -> String {
    let mut text = String::new();
    for command in commands {
        let case = (!BESIDE.contains(command)).then_some(story);
        let allowed: Vec<&str> = EVERYBODY
            .iter()
            .filter(|who| may(**who, case, command))
            .map(|who| who.title)
            .collect();
        let line = if allowed.is_empty() {
            "ingen".to_owned()
        } else {
            allowed.join(", ")
        };
        writeln!(text, "{command}: {line}").unwrap();
    }
    text
}

fn on_a_case() -> Vec<&'static str> {
    Command::NAMES
        .iter()
        .copied()
        .chain(["answer_question"])
        .collect()
}

#[test]
fn who_may_do_what() {
    let bought = table(&Story::purchased_for("asylum_seeker"), &on_a_case());
    let asked = table(&Story::asked_of("without_permits"), &on_a_case());
    let beside = table(&Story::of("asylum_seeker", "none"), &BESIDE);
    let tables = [
        format!("# Kommunen är part, med avtal\n{bought}"),
        format!("# Kommunen har bara tillfrågats\n{asked}"),
        format!("# Utanför ett ärende\n{beside}"),
    ];
    insta::assert_snapshot!(tables.join("\n"));
}

#[test]
fn every_command_may_be_given_by_somebody() {
    let stories = [
        Story::purchased_for("asylum_seeker"),
        Story::asked_of("asylum_seeker"),
    ];
    for command in on_a_case() {
        let somebody = stories
            .iter()
            .any(|story| EVERYBODY.iter().any(|who| may(*who, Some(story), command)));
        assert!(somebody, "nobody may {command}");
    }
    for command in BESIDE {
        assert!(
            EVERYBODY.iter().any(|who| may(*who, None, command)),
            "nobody may {command}"
        );
    }
}

// covers: X1
#[test]
fn strangers_administrators_and_log_reviewers_may_do_nothing_to_a_case() {
    for story in [
        Story::purchased_for("asylum_seeker"),
        Story::asked_of("without_permits"),
    ] {
        for who in [
            STRANGER,
            STRANGER_PHYSICIAN,
            ADMINISTRATOR,
            WARD_ADMINISTRATOR,
            LOG_REVIEWER,
        ] {
            for command in on_a_case() {
                assert!(
                    !may(who, Some(&story), command),
                    "{} may {command}",
                    who.title
                );
            }
        }
    }
}

#[test]
fn the_group_changes_nothing_in_who_may_act() {
    let tables: BTreeSet<String> = crate::story::GROUPS
        .iter()
        .map(|group| table(&Story::purchased_for(group), &on_a_case()))
        .collect();
    assert_eq!(tables.len(), 1);
}

#[test]
fn a_command_without_its_case_or_with_an_unknown_name_is_denied() {
    let story = Story::purchased_for("asylum_seeker");
    assert!(!may(NURSE, None, "add_party"));
    assert!(!may(NURSE, Some(&story), "open_case"));
    assert!(!may(NURSE, Some(&story), "page"));
    assert!(!may(NURSE, Some(&story), "become_party"));
    assert!(!may(NURSE, Some(&story), "add_social_services"));
}

#[test]
fn the_hand_over_of_coordination_hands_over_the_rights() {
    let story = Story::purchased_for("asylum_seeker").then(&serde_json::json!({
        "command": "hand_over_coordination", "unit": crate::story::HEALTH_CENTRE,
    }));
    assert!(!may(NURSE, Some(&story), "close_case"));
    assert!(may(NURSE, Some(&story), "record_contact"));
    assert!(may(
        crate::story::HEALTH_CENTRE_NURSE,
        Some(&story),
        "close_case"
    ));
}

#[test]
fn a_manager_answers_only_while_the_question_stands() {
    let asked = Story::asked_of("asylum_seeker");
    assert!(may(MANAGER, Some(&asked), "answer_question"));
    let refused = asked.clone().answered(crate::story::TROLLHATTAN, "no");
    assert!(!may(MANAGER, Some(&refused), "answer_question"));
    // A question that could not be answered any more would tell that the group has changed.
    let changed = asked.clone().establishes("without_permits");
    assert!(may(MANAGER, Some(&changed), "answer_question"));
    let resident = asked.establishes("resident");
    assert!(!may(MANAGER, Some(&resident), "answer_question"));
}

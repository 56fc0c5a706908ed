//! The policies against their schema, and the words of the code against the words of the policies.

use std::collections::BTreeSet;

use vocabulary::{
    audience::Audience, choice::Choice, command::Command, group::Group, role::Role, unit::UnitKind,
};

use super::{Guard, SCHEMA};
use crate::class::{Channel, Class};

/// The words of a closed enum in the schema.
fn words(name: &str) -> BTreeSet<&'static str> {
    let declared = SCHEMA
        .split_once(&format!("entity {name} enum ["))
        .unwrap()
        .1;
    let list = declared.split_once(']').unwrap().0;
    list.split('"').skip(1).step_by(2).collect()
}

fn codes<T: Choice>() -> BTreeSet<&'static str> {
    T::CODES.iter().copied().collect()
}

#[test]
fn the_policies_fit_their_schema_and_every_one_has_words_for_people() {
    let guard = Guard::new().unwrap();
    assert!(guard.rules().len() > 40, "policies are missing");
    for rule in guard.rules() {
        assert!(
            rule.swedish.ends_with('.'),
            "{} says nothing to people",
            rule.id
        );
        assert!(!rule.swedish.contains('!'), "{} shouts", rule.id);
    }
    assert_eq!(guard.fingerprint().len(), 64);
}

#[test]
fn the_policies_know_every_kind_role_group_and_class_that_the_code_knows() {
    assert_eq!(words("UnitKind"), codes::<UnitKind>());
    assert_eq!(words("Role"), codes::<Role>());
    assert_eq!(words("Group"), codes::<Group>());
    assert_eq!(words("Class"), codes::<Class>());
    let mut outside = codes::<Audience>();
    outside.remove("head_office");
    outside.insert("statistics");
    assert_eq!(words("External"), outside);
}

#[test]
fn every_command_and_channel_is_an_action_and_no_other_is() {
    let guard = Guard::new().unwrap();
    let beside = [
        "answer_question",
        "open_case",
        "list_cases",
        "administer",
        "review_logs",
    ];
    let known: BTreeSet<&str> = guard.names.commands().map(String::as_str).collect();
    let wanted: BTreeSet<&str> = Command::NAMES.iter().copied().chain(beside).collect();
    assert_eq!(known, wanted);
    let channels: BTreeSet<String> = Channel::ALL
        .iter()
        .map(|channel| guard.names.channel(*channel).to_string())
        .collect();
    for channel in Channel::ALL {
        assert!(channels.contains(&format!("Action::\"{}\"", channel.code())));
    }
}

//! The code's names against those of the policies, and requests against their schema.

use std::collections::BTreeSet;

use cedar_policy::Entities;
use vocabulary::{
    audience::{Audience, ContactChannel, OutboundChannel},
    choice::Choice,
    command::Command,
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    group::Group,
    role::Role,
    unit::UnitKind,
};

use super::{
    super::{CHANNELS, COMMANDS, DECLARED, Guard, PROMISES, entity_facts::Grounds},
    actor, asked, card, case,
};
use crate::{
    class::{Channel, Class},
    recipient::Recipient,
};

/// The members of a closed enum in the schema.
fn words(name: &str) -> BTreeSet<&'static str> {
    let declared = DECLARED
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
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
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
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let beside = [
        "answer_question",
        "open_case",
        "list_cases",
        "administer",
        "review_logs",
        "open_in_emergency",
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

#[test]
fn every_way_out_is_asked_about_as_the_channel_that_it_is() {
    let sent = |way: &OutboundChannel| (way.code(), Channel::from(*way).code());
    let sent: Vec<_> = OutboundChannel::ALL.iter().map(sent).collect();
    assert_eq!(sent, [("email", "email"), ("post", "post")]);
    let said = |way: &ContactChannel| (way.code(), Channel::from(*way).code());
    let said: Vec<_> = ContactChannel::ALL.iter().map(said).collect();
    let expected = [
        ("phone", "phone_note"),
        ("post", "post"),
        ("in_person", "in_person"),
    ];
    assert_eq!(said, expected);
}

// covers: V6A.6, V6A.7
#[test]
fn the_outbound_channel_decides_whether_something_may_be_sent() {
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let mut case = case("asylum_seeker");
    let consent = domain::case::Consent {
        answer: ConsentAnswer::Given,
        form: ConsentForm::Oral,
        units: None,
        given_at: case.opened_at,
        by: domain::event::By::clone(&case.opened_by),
        note: None,
        legal_ground: None,
        assessor: None,
        representative: None,
    };
    case.consents.insert(ConsentKind::Sip, consent);
    let agency = Recipient::Outside(Audience::MigrationAgency);
    for (way, class, expected) in [
        (OutboundChannel::Email, Class::Invitation, true),
        (OutboundChannel::Post, Class::Invitation, false),
        (OutboundChannel::Email, Class::Certificate, false),
        (OutboundChannel::Post, Class::Certificate, true),
    ] {
        let may = guard.may_send(way, agency, &case, class, Grounds::CaseAlone);
        assert_eq!(may.allowed, expected, "{way:?} {class:?}");
    }
}

#[test]
fn requests_from_the_guard_fit_the_policies_schema() {
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let (case, physician) = (
        case("asylum_seeker"),
        actor(Role::Physician, UnitKind::HospitalWard),
    );
    let ward = card(UnitKind::HospitalWard);
    for (recipient, described) in [
        (Recipient::Staff(&physician), 3),
        (Recipient::Unit(&ward), 3),
        (Recipient::Outside(Audience::HeadOffice), 3),
        (Recipient::Outside(Audience::Kin), 2),
        (Recipient::OutsideStatistics, 2),
    ] {
        for grounds in [Grounds::CaseAlone, Grounds::InEmergency, Grounds::ReadByTwo] {
            let asked = asked(recipient, &case, grounds);
            let asked = guard.names.cedar_request(&asked).unwrap();
            assert_eq!(asked.entities.len(), described);
            Entities::from_entities(asked.entities, Some(&guard.schema)).unwrap();
        }
    }
}

#[test]
fn the_policies_name_no_unit_and_no_organisation() {
    // `RequestIndexes` depends on this: a name is only ever compared with other names of the same
    // request.
    for text in [PROMISES, CHANNELS, COMMANDS] {
        let rules = text.lines().filter(|line| {
            let line = line.trim_start();
            !line.starts_with('@') && !line.starts_with("//")
        });
        for line in rules {
            assert!(!line.contains("Unit::\""), "{line}");
            let mut quoted = line.split('"').step_by(2).collect::<Vec<_>>();
            quoted.pop();
            for before in quoted {
                assert!(before.ends_with("::"), "a text of its own: {line}");
            }
        }
    }
}

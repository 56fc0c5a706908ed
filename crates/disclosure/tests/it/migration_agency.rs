//! Migrationsverket: only about an asylum seeker or mass refugee, only with evidence, and only what
//! the list says.

use std::collections::BTreeSet;

use disclosure::{Channel, Class, Recipient};
use domain::Case;
use serde_json::json;
use vocabulary::{audience::Audience, choice::Choice as _};

use crate::story::{GROUPS, GUARD, NURSE, Story, shown};

/// Everything that may reach an audience now.
fn reaches(audience: Audience, case: &Case) -> BTreeSet<(Class, Channel)> {
    let pairs = Class::ALL
        .iter()
        .flat_map(|class| Channel::ALL.iter().map(|channel| (*class, *channel)));
    pairs
        .filter(|(class, channel)| {
            GUARD
                .may_disclose(Recipient::Outside(audience), case, *class, *channel)
                .allowed
        })
        .collect()
}

// covers: X1, V6C.1, V6C.2, V7C.1, V7C.3
#[test]
fn without_permits_or_unestablished_nothing_reaches_migrationsverket() {
    for group in ["without_permits", "unestablished"] {
        for story in [
            Story::of(group, "unmet").consents("sip"),
            Story::purchased_for(group),
            Story::purchased_for(group).protects_the_identity(),
        ] {
            assert_eq!(
                reaches(Audience::MigrationAgency, &story.case),
                BTreeSet::new()
            );
            assert_eq!(reaches(Audience::Institution, &story.case), BTreeSet::new());
        }
    }
}

// covers: X1, V6A.2, V6A.6, V6A.7
#[test]
fn an_asylum_seekers_case_reaches_it_by_phone_first_and_in_full_after_consent_to_sip() {
    let call = BTreeSet::from([(Class::Conversation, Channel::PhoneNote)]);
    let all = BTreeSet::from([
        (Class::Conversation, Channel::PhoneNote),
        (Class::Conversation, Channel::InPerson),
        (Class::Invitation, Channel::Email),
        (Class::Certificate, Channel::Post),
        (Class::Certificate, Channel::InPerson),
        (Class::PlanExtract, Channel::Post),
    ]);
    for group in ["asylum_seeker", "mass_refugee"] {
        let opened = Story::of(group, "unmet");
        assert_eq!(reaches(Audience::MigrationAgency, &opened.case), call);
        assert_eq!(
            reaches(Audience::MigrationAgency, &opened.consents("sip").case),
            all
        );
    }
}

// covers: X1
#[test]
fn a_patient_who_cannot_consent_has_not_said_yes_to_migrationsverket() {
    let story = Story::of("asylum_seeker", "unmet").then(&json!({
        "command": "record_consent", "kind": "sip", "answer": "incapable", "form": "oral",
        "legal_ground": "Nödrätt", "assessor": "Överläkare",
    }));
    let only_the_call = BTreeSet::from([(Class::Conversation, Channel::PhoneNote)]);
    assert_eq!(
        reaches(Audience::MigrationAgency, &story.case),
        only_the_call
    );
}

// covers: X1
#[test]
fn a_group_without_recorded_evidence_counts_as_unestablished() {
    let mut story = Story::of("asylum_seeker", "unmet").consents("sip");
    story.case.evidence = None;
    assert_eq!(
        reaches(Audience::MigrationAgency, &story.case),
        BTreeSet::new()
    );
    assert_eq!(reaches(Audience::Institution, &story.case), BTreeSet::new());
}

// covers: X1
#[test]
fn protected_identity_of_an_asylum_seeker_leaves_migrationsverket_to_the_group() {
    let plain = Story::of("asylum_seeker", "unmet").consents("sip");
    let marked = plain.clone().protects_the_identity();
    assert!(marked.case.is_protected());
    assert_eq!(
        reaches(Audience::MigrationAgency, &marked.case),
        reaches(Audience::MigrationAgency, &plain.case),
    );
}

// covers: X3
#[test]
fn a_change_to_without_permits_closes_every_path_at_once_and_keeps_what_was_told() {
    let told = Story::of("asylum_seeker", "unmet")
        .phones_the_migration_agency()
        .consents("sip")
        .plans_a_meeting("in_person");
    let at = told.now.to_string();
    let told = told.then(&json!({"command": "record_invitation_sent", "at": at}));
    let closed = told.establishes("without_permits");
    assert_eq!(
        reaches(Audience::MigrationAgency, &closed.case),
        BTreeSet::new()
    );

    let rows = shown(
        &GUARD
            .audiences(
                &NURSE.actor(),
                &closed.case,
                &closed.journal,
                &closed.told,
                &[],
                &[],
            )
            .unwrap(),
    );
    let agency = rows
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["audience"] == "migration_agency")
        .unwrap();
    assert_eq!(agency["relation"], "never");
    assert_eq!(agency["rule"], "X1");
    let channels: Vec<&str> = agency["told"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| told["channel"].as_str().unwrap())
        .collect();
    assert_eq!(channels, ["phone", "email"]);
}

// covers: X1
#[test]
fn a_closed_case_tells_migrationsverket_nothing_more() {
    let closed = Story::of("asylum_seeker", "unmet").consents("sip").closes();
    assert_eq!(
        reaches(Audience::MigrationAgency, &closed.case),
        BTreeSet::new()
    );
}

// covers: X1
#[test]
fn nobody_without_an_account_ever_gets_a_page_a_hit_or_a_file() {
    let inside = [
        Channel::Page,
        Channel::Search,
        Channel::Message,
        Channel::Print,
        Channel::Export,
        Channel::Fhir,
        Channel::LogExtract,
        Channel::Calendar,
    ];
    for group in GROUPS {
        let story = Story::purchased_for(group);
        for audience in Audience::ALL
            .iter()
            .filter(|audience| **audience != Audience::HeadOffice)
        {
            for class in Class::ALL {
                for channel in inside {
                    let recipient = Recipient::Outside(*audience);
                    let verdict = GUARD.may_disclose(recipient, &story.case, *class, channel);
                    assert!(
                        !verdict.allowed,
                        "{audience:?} gets {class:?} by {channel:?}"
                    );
                }
            }
        }
    }
}

//! Social services and municipal rehab get nothing, in any case, by any channel (X1).

use disclosure::{AnyCase, Channel, Class, Recipient, Relation};
use serde_json::json;
use vocabulary::{audience::Audience, choice::Choice as _};

use crate::story::{
    EVERYBODY, GROUPS, GUARD, MUNICIPAL_REHAB, SOCIAL_SERVICES, SOCIAL_WORKER, Story, THERAPIST,
    THERAPIST_AMONG_NURSES, shown, unit,
};

fn every_case() -> Vec<Story> {
    let mut stories: Vec<Story> = GROUPS
        .iter()
        .map(|group| Story::of(group, "unmet").consents("sip"))
        .collect();
    stories.extend(GROUPS.iter().map(|group| Story::purchased_for(group)));
    stories.push(Story::of("asylum_seeker", "none").protects_the_identity());
    stories.push(Story::of("asylum_seeker", "none").establishes("resident"));
    stories.push(Story::purchased_for("asylum_seeker").closes());
    stories
}

// covers: X1, V6C.1, V6C.2, V7C.1
#[test]
fn social_services_and_municipal_rehab_get_nothing_of_any_case_by_any_channel() {
    let units = [unit(SOCIAL_SERVICES), unit(MUNICIPAL_REHAB)];
    let staff = [
        SOCIAL_WORKER.actor(),
        THERAPIST.actor(),
        THERAPIST_AMONG_NURSES.actor(),
    ];
    let recipients: Vec<Recipient<'_>> = units
        .iter()
        .map(Recipient::Unit)
        .chain(staff.iter().map(Recipient::Staff))
        .chain([Audience::SocialServices, Audience::MunicipalRehab].map(Recipient::Outside))
        .collect();
    for story in every_case() {
        for recipient in &recipients {
            for class in Class::ALL {
                for channel in Channel::ALL {
                    let verdict = GUARD.may_disclose(*recipient, &story.case, *class, *channel);
                    assert!(
                        !verdict.allowed,
                        "{recipient:?} gets {class:?} by {channel:?}"
                    );
                    assert!(
                        verdict.forbidden(),
                        "no promise holds {class:?} by {channel:?}"
                    );
                }
            }
        }
    }
}

// covers: X1, V7B.3, V7C.3
#[test]
fn the_inbox_of_social_services_is_never_offered_and_never_a_party() {
    for story in every_case() {
        for id in [SOCIAL_SERVICES, MUNICIPAL_REHAB] {
            let verdict = GUARD.may_take_part(&unit(id), &story.case);
            assert!(verdict.forbidden());
            assert_eq!(verdict.rules[0].rule, "X1");
            assert!(!GUARD.may_be_offered(&unit(id), &story.case));
        }
    }
}

// covers: X1
#[test]
fn their_staff_know_of_no_case_and_may_give_no_command() {
    let beside = [
        "answer_question",
        "open_case",
        "list_cases",
        "administer",
        "review_logs",
    ];
    for story in every_case() {
        for who in [SOCIAL_WORKER, THERAPIST, THERAPIST_AMONG_NURSES] {
            let actor = who.actor();
            assert_eq!(
                GUARD.relation_of(&actor, &story.case),
                Relation::None,
                "{}",
                who.title
            );
            for name in vocabulary::command::Command::NAMES.iter().chain(&beside) {
                let case = (!["open_case", "list_cases", "administer", "review_logs"]
                    .contains(name))
                .then_some(&story.case as &dyn AnyCase);
                let verdict = GUARD.may_command(&actor, case, name);
                assert!(verdict.forbidden(), "{} may {name}", who.title);
            }
        }
    }
}

// covers: X1
#[test]
fn both_are_below_the_line_of_vem_ser_vad_in_every_case() {
    for story in every_case() {
        let seen = GUARD
            .audiences(
                &crate::story::NURSE.actor(),
                &story.case,
                &story.journal,
                &story.told,
                &[unit(SOCIAL_SERVICES), unit(MUNICIPAL_REHAB)],
                &[],
            )
            .unwrap();
        let rows = shown(&seen);
        for name in ["social_services", "municipal_rehab"] {
            let row = rows
                .as_array()
                .unwrap()
                .iter()
                .find(|row| row["audience"] == name)
                .unwrap();
            assert_eq!(row["relation"], "never");
            assert_eq!(row["rule"], "X1");
            assert_eq!(row["told"], json!([]));
        }
        assert!(
            !rows.to_string().contains(SOCIAL_SERVICES),
            "the unit itself is never listed"
        );
    }
}

// covers: X1
#[test]
fn they_are_listed_to_administrators_only() {
    let all: Vec<_> = crate::story::ALL_UNITS.iter().map(|id| unit(id)).collect();
    for who in EVERYBODY {
        let listed = shown(&GUARD.units(&who.actor(), all.clone())).to_string();
        let administrator = who.title.starts_with("administratör");
        assert_eq!(
            listed.contains("social_services"),
            administrator,
            "{}",
            who.title
        );
        assert_eq!(
            listed.contains("municipal_rehab"),
            administrator,
            "{}",
            who.title
        );
        assert!(listed.contains("municipal_primary_care"));
    }
}

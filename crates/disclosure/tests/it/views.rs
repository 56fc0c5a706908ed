//! The views as in the API's contract.

use disclosure::{Relation, views::OutboxCount};
use serde_json::{Value, json};
use vocabulary::command::CommandKind;
use vocabulary::{
    audience::{OutboundChannel, OutboxState},
    choice::Choice as _,
};

use crate::story::{
    ADDRESS, ADMINISTRATOR, DEVELOPER, EVERYBODY, GUARD, HEALTH_CENTRE_NURSE, LIBRARY, LMA,
    MANAGER, NAME, NURSE, STRANGER, Story, WARD, shown,
};

fn case(story: &Story) -> Value {
    shown(
        &GUARD
            .regional_case(&NURSE.actor(), &story.case, 5, &LIBRARY, story.now)
            .unwrap(),
    )
}

// covers: VV.1
#[test]
fn the_whole_case_has_the_members_of_the_contract() {
    let view = case(&Story::of("asylum_seeker", "unmet"));
    assert_eq!(view["version"], 5);
    assert_eq!(view["group"], "asylum_seeker");
    assert_eq!(view["protected"], false);
    assert_eq!(view["pathway"], "6A");
    assert_eq!(view["provisional"], false);
    assert_eq!(view["guidance"]["id"], "vagledning-fyrbodal");
    assert!(view["guidance"]["expired"].is_boolean());
    assert!(view["guidance"].get("valid_to").is_some());
    assert!(
        view["entitlement"]["statute"]
            .as_str()
            .unwrap()
            .contains("2008:344")
    );
    let party = &view["parties"][0];
    assert_eq!(party["unit"], WARD);
    assert_eq!(party["kind"], "hospital_ward");
    assert_eq!(party["since"], "2026-03-05T09:00:00+01:00");
    assert_eq!(party["basis"], "opened");
    assert_eq!(view["person"]["identifiers"][0]["value"], LMA);
    assert!(
        !view.to_string().contains("Z\""),
        "an instant is shown in UTC"
    );
}

// covers: V3.7, X1
#[test]
fn an_unestablished_case_is_protected_and_provisional() {
    let view = case(&Story::of("unestablished", "none"));
    assert_eq!(view["protected"], true);
    assert_eq!(view["provisional"], true);
    assert_eq!(view["pathway"], "6C");
}

// covers: X3
#[test]
fn a_resident_has_no_pathway() {
    let view = case(&Story::of("asylum_seeker", "none").establishes("resident"));
    assert!(view.get("pathway").is_none());
}

// covers: V3.7
#[test]
fn the_steps_are_those_of_the_guidance_with_what_each_tells() {
    let story = Story::of("asylum_seeker", "unmet");
    let steps = shown(
        &GUARD
            .steps(&NURSE.actor(), &story.case, &LIBRARY, story.now)
            .unwrap(),
    );
    let call = steps
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["id"] == "V6A.2")
        .unwrap();
    assert_eq!(call["status"], "todo");
    assert_eq!(call["due"], "2026-03-06T12:00:00+01:00");
    assert_eq!(call["action"], "record_contact");
    assert_eq!(call["discloses_to"], json!(["migration_agency"]));
    assert_eq!(call["overdue"], false);
    let certificate = steps
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["id"] == "V6A.3")
        .unwrap();
    let write = certificate["actions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|action| action["command"] == "write_certificate")
        .unwrap();
    assert_eq!(write["allowed"], false, "a nurse writes no certificate");

    let unknown = Story::of("unestablished", "none");
    let steps = shown(
        &GUARD
            .steps(&NURSE.actor(), &unknown.case, &LIBRARY, unknown.now)
            .unwrap(),
    );
    assert_eq!(steps[0]["id"], "V3.7");
}

// covers: X1
#[test]
fn no_step_of_a_protected_group_tells_migrationsverket_or_social_services() {
    for group in ["without_permits", "unestablished"] {
        for story in [Story::of(group, "unmet"), Story::purchased_for(group)] {
            let steps = shown(
                &GUARD
                    .steps(&NURSE.actor(), &story.case, &LIBRARY, story.now)
                    .unwrap(),
            );
            for step in steps.as_array().unwrap() {
                let told = step["discloses_to"].to_string();
                for never in [
                    "migration_agency",
                    "social_services",
                    "municipal_rehab",
                    "institution",
                ] {
                    assert!(!told.contains(never), "{} tells {never}", step["id"]);
                }
            }
        }
    }
}

// covers: C5.1
#[test]
fn koncernkontoret_sees_agreement_and_number_and_no_plan_no_address_no_name() {
    let story = Story::purchased_for("asylum_seeker");
    let view = shown(
        &GUARD
            .head_office_case(&DEVELOPER.actor(), &story.case, 5)
            .unwrap(),
    );
    let text = view.to_string();
    for secret in [
        NAME,
        ADDRESS,
        "Bo nära mormor",
        "Lägga om sår",
        "6B",
        "Bensår",
    ] {
        assert!(
            !text.contains(secret),
            "{secret} is shown to Koncernkontoret"
        );
    }
    assert_eq!(view["identifiers"][0]["value"], LMA);
    assert_eq!(view["group"], "asylum_seeker");
    assert_eq!(view["closed"], false);
    assert_eq!(
        view["agreement"]["interventions"][0]["code"],
        "wound_dressing"
    );

    let protected = Story::purchased_for("without_permits").closes();
    let view = shown(
        &GUARD
            .head_office_case(&DEVELOPER.actor(), &protected.case, 5)
            .unwrap(),
    );
    assert_eq!(view["closed"], true);
    assert!(
        view.get("group").is_none(),
        "the region itself pays and needs no group"
    );
    let before = Story::asked_of("asylum_seeker");
    assert!(
        GUARD
            .head_office_case(&DEVELOPER.actor(), &before.case, 1)
            .is_none()
    );
}

// covers: X1
#[test]
fn everybody_else_gets_no_view_of_a_case() {
    let story = Story::purchased_for("without_permits");
    for who in EVERYBODY {
        let actor = who.actor();
        let case = &story.case;
        let (now, library) = (story.now, &*LIBRARY);
        let regional = [
            GUARD.regional_case(&actor, case, 1, library, now).is_some(),
            GUARD.steps(&actor, case, library, now).is_some(),
            GUARD
                .events(&actor, case, (1..).zip(&story.journal), &story.told)
                .is_some(),
            GUARD
                .audiences(&actor, case, &story.journal, &story.told, &[], &[])
                .is_some(),
            GUARD.outbox(&actor, case, Vec::new()).is_some(),
            GUARD.seen(&actor, case, Vec::new()).is_some(),
            GUARD.warnings(&actor, case, library, now).is_some(),
            GUARD.case_questions(&actor, case).is_some(),
            GUARD
                .on_save(&actor, case, CommandKind::AddParty, None)
                .is_some(),
            GUARD.regional_address(&actor, case).is_some(),
        ];
        let relation = GUARD.relation_of(&actor, case);
        let party = matches!(relation, Relation::Coordinator | Relation::RegionalParty);
        assert_eq!(regional, [party; 10], "{}", who.title);
        let municipal = GUARD
            .municipal_case(&actor, case, 1, library, now)
            .is_some();
        assert_eq!(
            municipal,
            relation == Relation::MunicipalParty,
            "{}",
            who.title
        );
        let office = GUARD.head_office_case(&actor, case, 1).is_some();
        assert_eq!(office, relation == Relation::HeadOffice, "{}", who.title);
    }
    assert_eq!(
        GUARD.relation_of(&NURSE.actor(), &story.case),
        Relation::Coordinator
    );
    assert_eq!(
        GUARD.relation_of(&HEALTH_CENTRE_NURSE.actor(), &story.case),
        Relation::RegionalParty
    );
    assert_eq!(
        GUARD.relation_of(&MANAGER.actor(), &story.case),
        Relation::MunicipalParty
    );
    assert_eq!(
        GUARD.relation_of(&DEVELOPER.actor(), &story.case),
        Relation::HeadOffice
    );
    assert_eq!(
        GUARD.relation_of(&STRANGER.actor(), &story.case),
        Relation::None
    );
}

#[test]
fn a_disclosed_view_says_its_types_to_a_log_and_nothing_of_the_person() {
    let story = Story::of("asylum_seeker", "unmet");
    let view = GUARD
        .regional_case(&NURSE.actor(), &story.case, 1, &LIBRARY, story.now)
        .unwrap();
    let text = format!("{view:?}");
    assert!(text.starts_with("Disclosed to regional_care"));
    assert!(!text.contains("Amina"));
}

// covers: V6A.2
#[test]
fn saving_a_call_sends_nothing_and_says_who_is_told_by_the_caller() {
    let story = Story::of("asylum_seeker", "unmet");
    let steps = guidance::steps(&story.case, &LIBRARY, story.now);
    let call = steps.iter().find(|step| step.id == "V6A.2");
    let saved = GUARD
        .on_save(
            &NURSE.actor(),
            &story.case,
            CommandKind::RecordContact,
            call,
        )
        .unwrap()
        .into_view();
    assert_eq!(saved.sentences[0], "Ingenting skickas.");
    assert!(saved.sentences[1].starts_with("Migrationsverket får det här av dig (telefon):"));
    let invited = story.consents("sip").plans_a_meeting("in_person");
    let saved = GUARD
        .on_save(
            &NURSE.actor(),
            &invited.case,
            CommandKind::SendInvitation,
            None,
        )
        .unwrap()
        .into_view();
    let queued =
        "Migrationsverket får ett mejl, när Vårdbron har skickat det: kallelsen utan namn.";
    assert_eq!(saved.sentences, [queued]);
    let closed = invited.establishes("without_permits");
    let saved = GUARD
        .on_save(
            &NURSE.actor(),
            &closed.case,
            CommandKind::SendInvitation,
            call,
        )
        .unwrap()
        .into_view();
    assert_eq!(saved.sentences, ["Ingenting skickas."]);
}

#[test]
fn an_administrator_gets_counts_and_no_case() {
    let count = |channel, state, count| OutboxCount {
        channel,
        state,
        count: Some(count),
    };
    let counts = [
        count(OutboundChannel::Email, OutboxState::Sent, 40),
        count(OutboundChannel::Post, OutboxState::Queued, 4),
        count(OutboundChannel::Post, OutboxState::Sent, 5),
    ];
    assert!(GUARD.outbox_counts(&NURSE.actor(), &counts).is_none());
    let shown = GUARD.outbox_counts(&ADMINISTRATOR.actor(), &counts);
    let shown: Vec<_> = shown
        .unwrap()
        .into_view()
        .into_iter()
        .map(|row| (row.channel, row.state, row.count))
        .collect();
    // Every channel and state is listed, even without rows, and no figure is below five.
    let large = |channel, state| match (channel, state) {
        (OutboundChannel::Email, OutboxState::Sent) => Some(40),
        (OutboundChannel::Post, OutboxState::Sent) => Some(5),
        _ => None,
    };
    let expected: Vec<_> = OutboundChannel::ALL
        .iter()
        .flat_map(|channel| {
            let states = OutboxState::ALL.iter();
            states.map(|state| (*channel, *state, large(*channel, *state)))
        })
        .collect();
    assert_eq!(shown, expected);
}

// covers: X1
#[test]
fn who_has_a_form_open_is_told_to_and_of_regional_parties_only() {
    let story = Story::purchased_for("asylum_seeker");
    let others = EVERYBODY.map(crate::story::Who::actor);
    for who in EVERYBODY {
        let whole = GUARD.regional_case(&who.actor(), &story.case, 1, &LIBRARY, story.now);
        let seen = GUARD.open_by(&who.actor(), &story.case, &others);
        assert_eq!(whole.is_some(), seen.is_some());
    }
    assert!(
        GUARD
            .open_by(&MANAGER.actor(), &story.case, &others)
            .is_none()
    );
    assert!(
        GUARD
            .open_by(&STRANGER.actor(), &story.case, &others)
            .is_none()
    );
}

//! What a case keeps and what can be corrected: undo, wrong disclosures, a closed case.

use domain::{
    AgencyAtMeeting, Event, OpenEnd, UnpostedLetter, case::ConsentStanding, delivery::Delivery,
    open_ends,
};
use jiff::SignedDuration;
use serde_json::json;
use vocabulary::{consent::ConsentKind, letter::LetterStage};

use crate::story::*;

fn ward_case() -> Story {
    Story::of("asylum_seeker", "inpatient", "unmet")
}

#[test]
fn only_ones_own_latest_change_is_undone() {
    let story = ward_case().then(stays_in("1488"));
    assert_eq!(
        told(&story, &undo().by(COLLEAGUE)).no().0,
        "nothing-to-undo"
    );
    let undone = story.clone().then(undo());
    assert_eq!(undone.case.residence, None);
    assert_eq!(told(&undone, &undo()).no().0, "nothing-to-undo");
    // Somebody has done something since, so it is no longer the latest change.
    let since = story.then(wrong_disclosure().by(COLLEAGUE));
    assert_eq!(told(&since, &undo()).no().0, "nothing-to-undo");
    assert!(since.case.residence.is_some());
}

#[test]
fn undo_gives_back_what_stood_before() {
    let story = ward_case().then(stays_in("1488"));
    let former = story.case.residence.clone().unwrap().value;
    let story = story.after([stays_in("1488").with("address", "Fel gata 9"), undo()]);
    assert_eq!(story.case.residence.unwrap().value, former);

    for act in [
        needs("none"),
        interpreter(),
        institution(),
        transport(),
        ready(),
        correct_name(),
    ] {
        let before = ward_case();
        let after = before.clone().after([act.clone(), undo()]);
        assert_eq!(after.case.needs, before.case.needs);
        assert_eq!(after.case.person, before.case.person);
        assert_eq!(after.case.interpreter, None);
        assert_eq!(after.case.institution, None);
        assert_eq!(after.case.transport, None);
        assert_eq!(after.case.ready_for_discharge, None);
    }
    let held = ward_case()
        .after([consent("sip", "given"), plan("digital")])
        .after(hold_and_agree());
    let undone = held.after([follow_up(WARD), undo()]);
    assert_eq!(undone.case.sip.follow_up, None);
}

#[test]
fn nothing_that_has_reached_somebody_is_undone() {
    for act in [
        call_to_migration_agency(),
        consent("case", "given"),
        establish("without_permits"),
        protect(true),
        certificate().by(NURSE),
        wrong_disclosure(),
    ] {
        let story = ward_case().after([stays_in("1488"), act]);
        assert_eq!(told(&story, &undo()).no().0, "nothing-to-undo");
    }
}

#[test]
fn an_undone_address_outside_the_region_gives_the_case_back() {
    let story = ward_case().then(stays_in("0180")).then(undo());
    assert!(!story.case.another_region_is_responsible());
}

// covers: X1
#[test]
fn a_wrong_disclosure_is_always_taken_down_also_in_a_closed_case() {
    let elsewhere = ["resident", "closed", "open", "outside the region"].map(|at| match at {
        "resident" => ward_case().then(establish("resident")),
        "closed" => ward_case().then(close()),
        "open" => Story::of("without_permits", "inpatient", "unmet"),
        _ => ward_case().then(stays_in("0180")),
    });
    for story in elsewhere {
        assert_eq!(
            told(&story, &wrong_disclosure()).kinds(),
            ["wrong_disclosure_reported"]
        );
        let reported = story.clone().then(wrong_disclosure());
        assert_eq!(reported.case.wrong_disclosures.len(), 1);
        assert!(reported.case.contacts.is_empty(), "it completes no step");
    }
}

#[test]
fn a_closed_case_refuses_everything_else() {
    let story = ward_case().then(close());
    for act in one_of_each() {
        // What became of a letter can be recorded, if there is a letter.
        let always = ["report_wrong_disclosure", "settle_letter", "reopen_case"];
        if !always.iter().any(|name| act.command["command"] == *name) {
            assert_eq!(told(&story, &act).no().0, "case-closed", "{}", act.command);
        }
    }
}

// covers: X4
#[test]
fn a_case_closed_by_mistake_is_opened_again_for_its_own_unit_alone() {
    let open = with_care_request(Story::of("without_permits", "inpatient", "none"))
        .then(add(HEALTH_CENTRE));
    assert!(open.case.parties.len() > 2);
    assert_eq!(told(&open, &reopen()).no().0, "case-not-closed");
    let story = open.after([close(), reopen()]);
    assert!(story.case.is_open());
    let left: Vec<_> = story.case.parties.keys().collect();
    assert_eq!(left, [&story.case.coordinator]);
    // Nobody has agreed to anything in the case as it is now, and nobody is asked.
    assert_eq!(
        story.case.consent(ConsentKind::Case),
        ConsentStanding::NotAsked
    );
    assert!(story.case.questions.iter().all(|asked| asked.withdrawn));
    assert!(story.case.care_request.is_none());
    // With the patient's new yes the work goes on; the municipality has to be asked again.
    let again = story.after([consent("case", "given"), ask(TROLLHATTAN)]);
    assert_eq!(
        told(&again, &add(TROLLHATTAN)).no().0,
        "municipality-has-not-confirmed"
    );
}

// covers: X4
#[test]
fn what_the_patient_refused_is_refused_in_a_case_that_is_opened_again() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        consent("sip", "refused"),
        close(),
        reopen(),
    ]);
    assert_eq!(
        story.case.consent(ConsentKind::Sip),
        ConsentStanding::Refused
    );
}

// covers: X4
#[test]
fn no_letter_or_invitation_of_before_leaves_a_case_that_is_opened_again() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        consent("sip", "given"),
        certificate(),
        plan("digital"),
        invite(),
        queue_letter("certificate"),
        close(),
        reopen(),
        consent("sip", "given"),
    ]);
    assert!(story.case.sip.invitation_queued.is_none());
    let letter = story.case.letters.last().unwrap();
    assert_eq!(letter.stage, LetterStage::Stopped);
}

/// What is open in a story's case, in a word each.
fn open_kinds(story: &Story) -> Vec<&'static str> {
    let now = story.now;
    let ends = open_ends(&story.case, now);
    ends.iter()
        .map(|end| match end {
            OpenEnd::Meeting { passed: true, .. } => "meeting that has been",
            OpenEnd::Meeting { agency, .. } => match agency {
                AgencyAtMeeting::NotInvited => "meeting",
                AgencyAtMeeting::MayBeTold => "meeting, agency may be told",
                AgencyAtMeeting::MayNotBeTold => "meeting, agency must not be told",
            },
            OpenEnd::InvitationQueued => "invitation",
            OpenEnd::InvitationUncertain {
                agency_may_know: true,
            } => "uncertain, may be asked",
            OpenEnd::InvitationUncertain {
                agency_may_know: false,
            } => "uncertain, must not be asked",
            OpenEnd::Interpreter { .. } => "interpreter",
            OpenEnd::Transport { .. } => "transport",
            OpenEnd::Letter { stage, .. } => match stage {
                UnpostedLetter::Waiting => "letter",
                UnpostedLetter::Printed => "letter on paper",
                UnpostedLetter::Recalled => "letter that must not be posted",
            },
            OpenEnd::Question { .. } => "question",
            OpenEnd::CareRequest { returned, .. } => {
                if *returned {
                    "care request sent back"
                } else {
                    "care request"
                }
            }
            OpenEnd::Purchase { signed, .. } => {
                if *signed {
                    "purchase"
                } else {
                    "unsigned agreement"
                }
            }
            OpenEnd::FollowUp { passed: false, .. } => "follow-up",
            OpenEnd::FollowUp { passed: true, .. } => "follow-up that has been",
        })
        .collect()
}

// covers: X4
#[test]
fn what_is_still_open_is_listed_before_a_case_is_closed() {
    let new = Story::of("asylum_seeker", "inpatient", "unmet");
    assert!(open_kinds(&new).is_empty());
    let met = new.after([
        consent("sip", "given"),
        certificate(),
        plan("digital"),
        invite(),
        interpreter(),
        transport(),
        queue_letter("certificate"),
    ]);
    assert_eq!(
        open_kinds(&met),
        [
            "meeting",
            "invitation",
            "interpreter",
            "transport",
            "letter"
        ]
    );
    let met_before = met.clone();
    let printed = met.clone().then(print_letter());
    assert!(open_kinds(&printed).contains(&"letter on paper"));
    // The group changes: what Migrationsverket may be told of before is left untold (X1).
    let recalled = printed.then(establish("without_permits"));
    assert!(open_kinds(&recalled).contains(&"letter that must not be posted"));
    let lost = met.clone().lost_sight_of();
    assert!(open_kinds(&lost).contains(&"uncertain, may be asked"));
    let lost = lost.then(establish("without_permits"));
    assert!(open_kinds(&lost).contains(&"uncertain, must not be asked"));
    let sent = {
        let now = met.now;
        met.delivered(Delivery::Sent(now))
    };
    assert!(open_kinds(&sent).contains(&"meeting, agency may be told"));
    let sent = sent.then(establish("without_permits"));
    assert!(open_kinds(&sent).contains(&"meeting, agency must not be told"));
    let asked = Story::of("without_permits", "inpatient", "none").after([
        consent("case", "given"),
        stays_in("1488"),
        ask(TROLLHATTAN),
    ]);
    assert_eq!(open_kinds(&asked), ["question"]);
    let requested = with_care_request(Story::of("without_permits", "inpatient", "none"));
    assert!(open_kinds(&requested).contains(&"care request"));
    let bought = ready_for_agreement(Story::of("without_permits", "inpatient", "none"))
        .after([agreement(&["sampling"]), follow_up(WARD)]);
    assert!(open_kinds(&bought).ends_with(&["unsigned agreement", "follow-up"]));
    let signed = bought.clone().after([
        sign("head_of_operations").by(HEAD_OF_OPERATIONS),
        sign("regional_developer").by(DEVELOPER),
    ]);
    assert!(open_kinds(&signed).ends_with(&["purchase", "follow-up"]));
    let late = signed.later(SignedDuration::from_hours(24 * 60));
    assert!(open_kinds(&late).ends_with(&["follow-up that has been"]));
    let held = late.then(evaluate());
    assert!(
        !open_kinds(&held)
            .iter()
            .any(|kind| kind.starts_with("follow-up"))
    );
    let back = requested.clone().then(care_answer("returned"));
    assert!(open_kinds(&back).contains(&"care request sent back"));
    let passed = met_before.later(SignedDuration::from_hours(24 * 60));
    assert!(open_kinds(&passed).contains(&"meeting that has been"));
    let closed = bought.then(close());
    assert!(
        !open_kinds(&closed).contains(&"question"),
        "closing takes it back"
    );
}

#[test]
fn a_question_from_an_authority_is_logged_in_every_group() {
    for group in ["asylum_seeker", "without_permits", "unestablished"] {
        let story = Story::of(group, "inpatient", "unmet").then(inbound_question());
        assert_eq!(story.case.inbound_questions.len(), 1);
    }
    let resident = ward_case().then(establish("resident"));
    assert!(told(&resident, &inbound_question()).happened());
}

#[test]
fn every_entry_says_who_did_it_in_which_role_at_which_unit_and_when() {
    let story = ward_case().then(certificate());
    let entry = story.entries.last().unwrap();
    assert_eq!(entry.by.staff, "physician");
    assert_eq!(entry.by.role, vocabulary::role::Role::Physician);
    assert_eq!(entry.by.unit_name, "Avdelning 51");
    assert_eq!(entry.at, story.now);
    assert!(matches!(entry.event, Event::CertificateWritten { .. }));
}

// covers: C2.1
#[test]
fn a_new_number_is_taken_into_use_and_the_old_one_is_kept() {
    let story = ward_case().then(lma_number());
    assert_eq!(told(&story, &lma_number()).no().0, "nothing-changes");
    let other = lma_number().with(
        "identifier",
        serde_json::json!({"kind": "lma_number", "value": "87-654321"}),
    );
    let story = story.then(other);
    let in_use: Vec<_> = story
        .case
        .identifiers
        .iter()
        .map(|known| known.in_use)
        .collect();
    assert_eq!(in_use, [false, true]);
    assert_eq!(
        story
            .case
            .identifier(vocabulary::identifier::IdentifierKind::LmaNumber)
            .unwrap()
            .shown(),
        "87-654321"
    );
}

#[test]
fn an_lma_number_added_later_does_not_establish_the_group_by_itself() {
    let story = Story::of("unestablished", "inpatient", "unmet").then(lma_number());
    assert!(!story.case.migration_agency_may_know());
    assert_eq!(story.pathway(), "6C");
}

#[test]
fn a_correction_that_corrects_nothing_is_no_event() {
    let same = correct_name().with("name", "Amina Exempel");
    assert_eq!(told(&ward_case(), &same).no().0, "nothing-changes");
    assert_eq!(
        told(&ward_case(), &protect(false)).no().0,
        "nothing-changes"
    );
}

// covers: X4
#[test]
fn a_case_is_closed_for_a_coded_reason_or_in_words() {
    let close = |fields: serde_json::Value| {
        let mut act = close();
        act.command = fields;
        act
    };
    let deceased = close(json!({ "command": "close_case", "cause": "deceased" }));
    let story = ward_case().then(deceased);
    assert_eq!(
        story.case.closed.unwrap().value.said(),
        "Patienten har avlidit"
    );
    let other = close(json!({
        "command": "close_case", "cause": "other", "reason": "Flyttade utomlands.",
    }));
    let story = ward_case().then(other);
    assert_eq!(
        story.case.closed.unwrap().value.said(),
        "Annat: Flyttade utomlands."
    );
}

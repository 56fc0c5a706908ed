//! The group changes during a case, and with it everything that depends on it (X3).

use vocabulary::audience::ContactWith;

use crate::story::*;

/// An asylum seeker's case where Migrationsverket has been told, invited, and has named a place.
fn in_full_swing() -> Story {
    Story::of("asylum_seeker", "inpatient", "unmet").after([
        call_to_migration_agency(),
        certificate(),
        consent("sip", "given"),
        plan("in_person"),
        invite(),
        interpreter(),
        institution(),
        transport(),
    ])
}

// covers: X3
// covers: X1
#[test]
fn a_change_to_without_permits_closes_every_path_to_migration_agency_at_once() {
    let before = in_full_swing();
    assert!(before.case.sip.invitation_queued.is_some());
    assert_eq!(
        told(&before, &establish("without_permits")).kinds(),
        ["group_established", "migration_agency_closed"]
    );
    let after = before.clone().then(establish("without_permits"));
    assert_eq!(after.pathway(), "6C");
    assert!(after.case.is_protected());
    assert!(after.case.sip.invitation_queued.is_none(), "nothing queued");
    assert!(after.case.sip.meeting.is_none(), "new time and place");
    assert_ne!(after.case.sip.number, before.case.sip.number);
    assert_eq!(
        after.case.sip.former_numbers,
        std::slice::from_ref(&before.case.sip.number)
    );
    assert!(after.case.institution.is_none());
    assert!(after.case.interpreter.is_none(), "booked for the old time");
    assert!(after.case.transport.is_none(), "ordered to the institution");
    // What it was told before is still listed.
    assert_eq!(
        after
            .case
            .contacts_with(ContactWith::MigrationAgency)
            .count(),
        1
    );
    assert!(!told(&after, &call_to_migration_agency()).happened());
    assert!(!told(&after, &invite()).happened());
}

// covers: X3
#[test]
fn an_invitation_that_was_sent_is_remembered_also_after_the_meeting_is_planned_anew() {
    let story = in_full_swing().after([
        invitation_was_sent(),
        establish("without_permits"),
        plan("in_person"),
    ]);
    assert_eq!(story.case.sip.former_invitations.len(), 1);
    assert!(story.case.sip.invitation_sent.is_none());
}

// covers: X3
#[test]
fn any_end_of_the_cover_closes_the_paths_and_a_change_within_it_closes_none() {
    for act in [
        establish("without_permits"),
        establish("unestablished"),
        establish("resident"),
        unestablish(),
        verify(false),
    ] {
        let kinds = told(&in_full_swing(), &act).kinds();
        assert!(
            kinds.contains(&"migration_agency_closed"),
            "{}",
            act.command
        );
        let after = in_full_swing().then(act);
        assert!(after.case.sip.invitation_queued.is_none());
        assert!(after.case.sip.meeting.is_none());
        assert!(!after.case.migration_agency_may_know());
    }
    for act in [
        establish("mass_refugee"),
        establish("asylum_seeker"),
        verify(true),
    ] {
        let kinds = told(&in_full_swing(), &act).kinds();
        assert!(!kinds.contains(&"migration_agency_closed"));
        let after = in_full_swing().then(act);
        assert!(after.case.sip.invitation_queued.is_some());
    }
}

#[test]
fn a_plan_that_migration_agency_took_part_in_keeps_its_past_and_loses_its_coming_dates() {
    let story = in_full_swing().after([hold(), follow_up(WARD)]);
    let after_the_meeting = story.later(jiff::SignedDuration::from_hours(24 * 8));
    let story = after_the_meeting.then(establish("without_permits"));
    assert!(story.case.sip.held.is_some(), "the plan stays");
    assert!(story.case.sip.meeting.is_some(), "that meeting has been");
    assert!(story.case.sip.follow_up.is_none(), "it knew of this date");
}

#[test]
fn the_way_back_under_cover_opens_migration_agency_again_with_nothing_left_on_its_way() {
    let story = in_full_swing().after([unestablish(), establish("asylum_seeker")]);
    assert!(story.case.migration_agency_may_know());
    assert!(story.case.sip.invitation_queued.is_none());
    assert_eq!(
        told(&story, &invite()).no(),
        ("no-meeting-planned", "V6A.4")
    );
    assert!(told(&story, &call_to_migration_agency()).happened());
}

// covers: X3
#[test]
fn a_person_without_permits_who_applies_for_asylum_is_told_of_from_then_on() {
    let story = Story::of("without_permits", "inpatient", "unmet");
    assert_eq!(
        told(&story, &establish("asylum_seeker")).kinds(),
        ["group_established", "group_confirmation_asked"]
    );
    let story = story.then(establish("asylum_seeker"));
    assert_eq!(story.pathway(), "6A");
    // Until a colleague has confirmed it, the case stays protected.
    assert!(story.case.is_protected());
    assert_eq!(
        told(&story, &call_to_migration_agency()).no(),
        ("group-awaits-confirmation", "X1")
    );
    assert_eq!(
        told(&story, &confirm_group().by(NURSE)).no().0,
        "group-confirmed-by-another"
    );
    let story = story.then(confirm_group());
    assert!(!story.case.is_protected());
    assert!(told(&story, &call_to_migration_agency()).happened());
    assert_eq!(told(&story, &confirm_group()).no().0, "nothing-changes");
}

// covers: X1, X3
#[test]
fn however_a_case_was_protected_a_second_person_confirms_what_ends_it() {
    let mut marked = request("unestablished", "inpatient", "unmet");
    marked["protected_identity"] = true.into();
    let lifted = [protect(true), protect(false)];
    for (how, protected) in [
        ("marked when it was opened", Story::opened(NURSE, &marked)),
        (
            "opened without permits",
            Story::of("without_permits", "inpatient", "unmet"),
        ),
        (
            "marked for a while",
            Story::of("unestablished", "inpatient", "unmet").after(lifted),
        ),
        (
            "without permits for a while",
            Story::of("asylum_seeker", "inpatient", "unmet").then(establish("without_permits")),
        ),
    ] {
        let established = protected.then(establish("asylum_seeker"));
        assert_eq!(
            told(&established, &call_to_migration_agency()).no(),
            ("group-awaits-confirmation", "X1"),
            "{how}"
        );
        let confirmed = established.then(confirm_group());
        assert!(
            told(&confirmed, &call_to_migration_agency()).happened(),
            "{how}"
        );
    }
}

// covers: X1, V3.5
#[test]
fn a_group_that_opens_the_way_to_migrationsverket_is_verified_and_says_what_was_seen() {
    for group in ["without_permits", "unestablished"] {
        let story = Story::of(group, "inpatient", "none");
        let mut unverified = establish("asylum_seeker");
        unverified.command["verified_in"] = serde_json::Value::Null;
        for act in [
            unverified,
            establish("asylum_seeker").with("evidence", "."),
            establish("mass_refugee").with("evidence", "Ok!"),
        ] {
            assert_eq!(
                told(&story, &act).no().0,
                "group-not-verified",
                "{}",
                act.command
            );
        }
        // The other way needs no proof: nothing opens.
        assert!(told(&story, &establish("resident").with("evidence", ".")).happened());
    }
}

// covers: X3
#[test]
fn a_resident_leaves_this_guidance_purchases_end_and_only_the_closing_is_left() {
    let story = ready_for_agreement(Story::of("asylum_seeker", "inpatient", "none"))
        .then(agreement(&["sampling"]));
    assert!(
        told(&story, &establish("resident"))
            .kinds()
            .contains(&"purchases_ended")
    );
    let story = story.then(establish("resident"));
    assert_eq!(story.pathway(), "none");
    assert!(story.case.purchases_ended.is_some());
    let ordinary = ("ordinary-routine-applies", "X3");
    for act in [
        add(HEALTH_CENTRE),
        ask(TROLLHATTAN),
        plan("digital"),
        care_request(),
        agreement(&["sampling"]),
        sign("regional_developer"),
        contact("head_office", "phone"),
        hold(),
    ] {
        assert_eq!(told(&story, &act).no(), ordinary, "{}", act.command);
    }
    assert_eq!(told(&story, &close()).kinds(), ["case_closed"]);
    // The mistake can be corrected.
    let story = story.then(establish("asylum_seeker"));
    assert_eq!(story.pathway(), "6B");
    assert!(
        story.case.purchases_ended.is_some(),
        "an ended purchase stays ended"
    );
    let story = story.then(agreement(&["sampling"]));
    assert!(
        story.case.purchases_ended.is_none(),
        "a new agreement is a new purchase"
    );
}

#[test]
fn a_check_that_fails_infers_nothing_of_the_person_and_protects_the_case() {
    let story = in_full_swing().then(verify(false));
    assert!(!story.case.group.covered_by_reception_act());
    assert_eq!(story.pathway(), "6C");
    assert!(story.case.is_provisional());
    assert_eq!(story.case.evidence, None);
    assert_eq!(story.case.group_checked_at, None);
    assert_eq!(told(&story, &verify(true)).no().0, "nothing-changes");
    assert_eq!(told(&story, &unestablish()).no().0, "nothing-changes");
    assert_eq!(
        told(&story, &establish("unestablished")).no().0,
        "nothing-changes"
    );
}

// covers: V3.5
#[test]
fn a_renewed_check_is_recorded_with_who_when_and_where() {
    let story = in_full_swing().later(jiff::SignedDuration::from_hours(48));
    let checked = story.clone().then(verify(true));
    assert!(checked.case.group_checked_at > story.case.group_checked_at);
    let entry = checked.entries.last().unwrap();
    assert_eq!(entry.by.staff, "nurse");
    assert!(matches!(
        &entry.event,
        domain::Event::GroupVerified { still_valid: true, answer, .. } if answer == "Svar i Vera Asyl"
    ));
}

#[test]
fn parties_in_care_stay_when_the_group_changes_and_placeholders_come_where_consent_was_given() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        consent("case", "given"),
        consent("sip", "given"),
        add(CLINIC),
        establish("without_permits"),
    ]);
    assert!(story.has_party(CLINIC));
    assert!(story.has_party(PLACEHOLDER_MUNICIPALITY));
}

#[test]
fn a_queued_invitation_stops_when_what_allowed_it_is_gone() {
    let queued = || {
        Story::of("asylum_seeker", "inpatient", "unmet").after([
            consent("sip", "given"),
            plan("digital"),
            invite(),
        ])
    };
    assert!(queued().case.invitation_may_leave());
    for act in [
        consent("sip", "withdrawn"),
        consent("sip", "refused"),
        consent("sip", "incapable"),
        close(),
        unestablish(),
        plan("in_person"),
        hold(),
    ] {
        let after = queued().then(act.clone());
        assert!(
            after.case.sip.invitation_queued.is_none(),
            "{}",
            act.command
        );
    }
    // The ward is responsible until discharge, wherever the person lives (V3.1).
    let elsewhere = queued().then(stays_in("0180"));
    assert!(elsewhere.case.sip.invitation_queued.is_some());
    let discharged = elsewhere.then(change_setting("outpatient", WARD));
    assert!(discharged.case.sip.invitation_queued.is_none());
    // A refused consent to the case counts as soon as the pathway requires that consent.
    let refused = queued().then(consent("case", "refused"));
    assert!(refused.case.sip.invitation_queued.is_some());
    assert!(
        refused
            .then(needs("none"))
            .case
            .sip
            .invitation_queued
            .is_none()
    );
}

#[test]
fn a_group_that_rests_on_nothing_opens_no_path_even_if_a_journal_says_so() {
    let mut story = Story::of("asylum_seeker", "inpatient", "unmet");
    if let domain::Event::CaseOpened { evidence, .. } = &mut story.entries[0].event {
        *evidence = None;
    }
    story.case = domain::replay(&story.entries).unwrap();
    assert!(!story.case.migration_agency_may_know());
    assert!(!told(&story, &call_to_migration_agency()).happened());
}

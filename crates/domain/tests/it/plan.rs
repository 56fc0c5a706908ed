//! Certificate, SIP meeting, invitation, copies, follow-up.

use domain::delivery::Delivery;
use vocabulary::{
    audience::ContactSubject,
    choice::Choice as _,
    plan::{PlanField, PlanRowKind},
    sip::CopyRecipient,
};

use crate::story::*;

fn in_6a() -> Story {
    Story::of("asylum_seeker", "inpatient", "unmet").then(consent("sip", "given"))
}

fn held(group: &str, need: &str) -> Story {
    Story::of(group, "inpatient", need)
        .after([
            consent("case", "given"),
            consent("sip", "given"),
            plan("in_person"),
        ])
        .after(hold_and_agree())
}

// covers: V6A.3
// covers: V7A.2
#[test]
fn a_certificate_supports_the_nursing_needs_of_the_a_pathways_and_is_not_asked_for_in_others() {
    for (group, setting, need, asked) in [
        ("asylum_seeker", "inpatient", "unmet", true),
        ("mass_refugee", "outpatient", "unmet", true),
        ("asylum_seeker", "inpatient", "none", false),
        ("mass_refugee", "outpatient", "met_by_kin", false),
        ("without_permits", "inpatient", "unmet", false),
    ] {
        let told = told(&Story::of(group, setting, need), &certificate());
        if asked {
            assert_eq!(told.kinds(), ["certificate_written"]);
        } else {
            assert_eq!(told.no().0, "step-not-in-pathway");
        }
    }
}

// covers: V6A.7
// covers: V7A.6
#[test]
fn the_certificate_goes_by_post_or_by_hand_at_a_meeting_in_person_and_never_otherwise() {
    let no = ("certificate-by-post-or-at-meeting", "V6A.7");
    let story = in_6a();
    assert_eq!(
        told(&story, &deliver_certificate("post")).no(),
        ("no-certificate", "V6A.3")
    );
    let written = story.then(certificate());
    assert!(told(&written, &deliver_certificate("post")).happened());
    assert_eq!(told(&written, &deliver_certificate("by_hand")).no(), no);
    for form in ["digital", "in_person"] {
        let planned = written.clone().then(plan(form));
        assert_eq!(told(&planned, &deliver_certificate("in_product")).no(), no);
        let by_hand = told(&planned, &deliver_certificate("by_hand"));
        let as_contact = contact("migration_agency", "in_person").with("subject", "certificate");
        if form == "in_person" {
            assert_eq!(by_hand.kinds(), ["contact_recorded"]);
            assert!(told(&planned, &as_contact).happened());
        } else {
            assert_eq!(by_hand.no(), no);
            assert_eq!(told(&planned, &as_contact).no(), no);
        }
    }
}

#[test]
fn a_certificate_that_the_pathway_no_longer_asks_for_is_not_handed_over() {
    let story = in_6a().after([certificate(), consent("case", "given"), needs("none")]);
    assert_eq!(
        told(&story, &deliver_certificate("post")).no().0,
        "step-not-in-pathway"
    );
}

// covers: V6A.5
// covers: V7A.4
#[test]
fn the_subject_of_a_contact_is_derived_from_how_far_the_case_has_come() {
    let story = in_6a().then(call_to_migration_agency());
    let subjects = |story: &Story| -> Vec<ContactSubject> {
        story
            .case
            .contacts
            .iter()
            .map(|contact| contact.subject)
            .collect()
    };
    assert_eq!(subjects(&story), [ContactSubject::Need]);
    let story = story.then(plan("in_person"));
    let later = story.now.to_string();
    let story = story.after([
        certificate(),
        call_to_migration_agency().with("at", later),
        contact("migration_agency", "post"),
        hold(),
        write_plan(),
        agree(),
        contact("migration_agency", "post"),
        contact("head_office", "phone"),
    ]);
    assert_eq!(
        subjects(&story),
        [
            ContactSubject::Need,
            ContactSubject::SipMeeting,
            ContactSubject::Certificate,
            ContactSubject::Plan,
            // What Koncernkontoret was called about is not guessed.
            ContactSubject::Other,
        ]
    );
}

// covers: V6A.6
#[test]
fn nobody_outside_is_invited_to_a_place_or_a_link_that_somebody_has_typed() {
    for form in ["in_person", "digital"] {
        let typed = in_6a().then(plan_in_words(form));
        let refused = ("meeting-place-not-chosen", "V6A.6");
        assert_eq!(told(&typed, &invite()).no(), refused, "{form}");
        assert_eq!(told(&typed, &invitation_was_sent()).no(), refused, "{form}");
        let chosen = typed.then(plan(form));
        assert!(told(&chosen, &invite()).happened(), "{form}");
        assert!(told(&chosen, &invitation_was_sent()).happened(), "{form}");
    }
}

// covers: V6A.6
// covers: V7A.5
#[test]
fn the_invitation_is_queued_once_for_a_planned_meeting() {
    assert_eq!(
        told(&in_6a(), &invite()).no(),
        ("no-meeting-planned", "V6A.4")
    );
    let story = in_6a().then(plan("digital"));
    assert_eq!(told(&story, &invite()).kinds(), ["invitation_queued"]);
    let story = story.then(invite());
    assert_eq!(told(&story, &invite()).no().0, "nothing-changes");
    let story = story.then(invitation_was_sent());
    assert!(story.case.sip.invitation_queued.is_none());
    assert_eq!(told(&story, &invite()).no().0, "nothing-changes");
    // A new time needs a new invitation.
    assert!(told(&story.then(plan("in_person")), &invite()).happened());
}

// covers: V6A.6
#[test]
fn what_became_of_an_invitation_is_always_recorded() {
    let queued = in_6a().after([plan("digital"), invite()]);
    let sent = queued.clone().delivered(Delivery::Sent(START));
    assert_eq!(sent.case.sip.invitation_sent.as_ref().unwrap().value, START);
    assert!(sent.case.sip.invitation_queued.is_none());
    let by = &sent.entries.last().unwrap().by;
    assert!(by.is_vardbron());
    assert_eq!(
        by.unit,
        queued.entries.last().unwrap().by.unit,
        "for the unit that ordered it"
    );
    let stopped = queued
        .clone()
        .delivered(Delivery::Stopped("svar 550".to_owned()));
    assert!(
        told(&stopped, &invite()).happened(),
        "it can be queued again"
    );
    let uncertain = queued.lost_sight_of();
    assert_eq!(
        told(&uncertain, &invite()).no(),
        ("invitation-uncertain", "V6A.6")
    );
    for (outcome, kind) in [
        ("arrived", "invitation_mailed"),
        ("send_again", "invitation_queued"),
        ("stop", "invitation_stopped"),
    ] {
        assert_eq!(
            told(&uncertain, &invitation_outcome(outcome)).kinds(),
            [kind]
        );
    }
    let arrived = uncertain.clone().then(invitation_outcome("arrived"));
    assert!(arrived.case.sip.invitation_sent.is_some());
    assert_eq!(
        told(&arrived, &invitation_outcome("stop")).no().0,
        "nothing-changes"
    );
    // The invitation on its way was for another meeting: it is kept as history, not as this
    // meeting's.
    let anew = uncertain.after([plan("in_person")]);
    assert_eq!(
        told(&anew, &invitation_outcome("send_again")).no().0,
        "meeting-planned-anew"
    );
    let anew = anew.then(invitation_outcome("arrived"));
    assert!(anew.case.sip.invitation_sent.is_none());
    assert_eq!(anew.case.sip.former_invitations.len(), 1);
    assert!(told(&anew, &invite()).happened());
}

// covers: X3
#[test]
fn an_uncertain_invitation_can_be_settled_after_the_group_changed_but_not_sent_again() {
    let uncertain = in_6a().after([plan("digital"), invite()]).lost_sight_of();
    let closed = uncertain.after([establish("without_permits")]);
    let again = told(&closed, &invitation_outcome("send_again"));
    assert_eq!(again.no().0, "migration-agency-never-told");
    let arrived = closed.then(invitation_outcome("arrived"));
    assert_eq!(arrived.case.sip.former_invitations.len(), 1);
}

// covers: V6B.13
// covers: V6C.11
#[test]
fn the_plan_is_handed_out_after_the_meeting_and_to_migration_agency_by_post_only() {
    let story = in_6a().then(plan("in_person"));
    for recipient in CopyRecipient::CODES {
        assert_eq!(
            told(&story, &copy_to(recipient, "post")).no(),
            ("meeting-not-held", "V6B.13")
        );
    }
    let story = held("asylum_seeker", "none");
    assert_eq!(
        told(&story, &copy_to("migration_agency", "post")).kinds(),
        ["copy_handed_out", "contact_recorded"]
    );
    for how in ["by_hand", "in_product"] {
        assert_eq!(
            told(&story, &copy_to("migration_agency", how)).no(),
            ("plan-by-post-only", "V6B.13")
        );
    }
    let at_a_meeting = contact("migration_agency", "in_person").with("subject", "plan");
    assert_eq!(
        told(&story, &at_a_meeting).no(),
        ("plan-by-post-only", "V6B.13")
    );
    for recipient in ["patient", "kin", "parties"] {
        assert!(told(&story, &copy_to(recipient, "by_hand")).happened());
    }
    assert_eq!(
        told(
            &held("without_permits", "none"),
            &copy_to("migration_agency", "post")
        )
        .no(),
        ("migration-agency-never-told", "X1")
    );
}

#[test]
fn a_protected_person_gets_the_copy_in_the_hand_and_never_by_post() {
    let marked = held("asylum_seeker", "none").then(protect(true));
    for story in [
        held("without_permits", "none"),
        held("unestablished", "none"),
        marked,
    ] {
        for recipient in ["patient", "kin"] {
            assert_eq!(
                told(&story, &copy_to(recipient, "post")).no(),
                ("protected-copies-by-hand", "X1")
            );
            assert!(told(&story, &copy_to(recipient, "by_hand")).happened());
        }
    }
    assert!(told(&held("mass_refugee", "none"), &copy_to("patient", "post")).happened());
}

// covers: V6B.13
#[test]
fn kin_get_a_copy_when_the_patient_has_had_them_invited() {
    let story = Story::of("asylum_seeker", "inpatient", "none").after([
        consent("case", "given"),
        consent("sip", "given"),
        stays_in("1488"),
    ]);
    let alone = plan("in_person").with("kin_invited", false);
    let held_alone = story.clone().after([alone]).after(hold_and_agree());
    assert_eq!(
        told(&held_alone, &copy_to("kin", "by_hand")).no(),
        ("kin-not-invited", "V6B.13")
    );
    let together = story.after([plan("in_person")]).after(hold_and_agree());
    assert!(told(&together, &copy_to("kin", "by_hand")).happened());
}

#[test]
fn copies_to_others_end_with_the_consent_and_the_patients_own_does_not() {
    for answer in ["withdrawn", "refused"] {
        let story = held("asylum_seeker", "unmet").then(consent("sip", answer));
        for (recipient, how) in [
            ("kin", "by_hand"),
            ("parties", "in_product"),
            ("migration_agency", "post"),
        ] {
            assert_eq!(
                told(&story, &copy_to(recipient, how)).no().0,
                "consent-refused"
            );
        }
        assert!(told(&story, &copy_to("patient", "by_hand")).happened());
    }
    let incapable = held("asylum_seeker", "unmet").then(consent("sip", "incapable"));
    assert_eq!(
        told(&incapable, &copy_to("kin", "by_hand")).no().0,
        "consent-missing"
    );
    assert!(told(&incapable, &copy_to("parties", "in_product")).happened());
}

// covers: V6B.4
#[test]
fn no_letter_leaves_a_case_whose_consent_was_refused() {
    let story = held("asylum_seeker", "none").then(consent("case", "withdrawn"));
    for act in [
        copy_to("migration_agency", "post"),
        copy_to("parties", "in_product"),
        contact("migration_agency", "post"),
        contact("migration_agency", "in_person"),
    ] {
        assert_eq!(
            told(&story, &act).no(),
            ("consent-refused", "V6B.4"),
            "{}",
            act.command
        );
    }
}

#[test]
fn a_meeting_is_held_only_when_it_was_planned_and_a_corrected_plan_leaves_the_first_in_the_record()
{
    assert_eq!(
        told(&in_6a(), &hold()).no(),
        ("no-meeting-planned", "V6A.4")
    );
    let story = in_6a().then(plan("digital")).after(hold_and_agree());
    let story = story.after([more_needs(), agree()]);
    let said = |number: usize| {
        let rows = &story.case.plan.versions[number].rows;
        let need = rows
            .iter()
            .find(|row| row.kind == PlanRowKind::Need)
            .unwrap();
        need.value(PlanField::Text).unwrap().to_owned()
    };
    assert_eq!(story.case.plan.versions.len(), 2);
    assert_eq!(said(0), "Såromläggning");
    assert_eq!(said(1), "Såromläggning och provtagning");
}

// covers: V6B.14
// covers: V6C.12
#[test]
fn the_follow_up_names_a_party_that_has_staff_and_comes_after_the_meeting() {
    for group in ["asylum_seeker", "without_permits"] {
        let planned = Story::of(group, "inpatient", "none").after([
            consent("case", "given"),
            consent("sip", "given"),
            plan("digital"),
        ]);
        assert_eq!(
            told(&planned, &follow_up(WARD)).no(),
            ("meeting-not-held", "V6B.13")
        );
        let story = planned.after(hold_and_agree());
        assert_eq!(told(&story, &follow_up(CLINIC)).no().0, "not-a-party");
        assert_eq!(
            told(&story, &follow_up(PLACEHOLDER_HEALTH_CENTRE)).no().0,
            "unit-cannot-take-part"
        );
        let story = story.then(follow_up(WARD));
        assert_eq!(
            story.case.sip.follow_up.as_ref().unwrap().value.unit_name,
            "Avdelning 51"
        );
    }
}

// covers: V6B.13
#[test]
fn a_copy_says_which_version_of_the_plan_it_was_made_of() {
    let first = held("asylum_seeker", "none").then(copy_to("patient", "by_hand"));
    let again = first.after([plan("in_person"), hold(), more_needs(), agree()]);
    let second = again.then(copy_to("kin", "by_hand"));
    let copies = &second.case.sip.copies;
    let versions: Vec<u32> = copies.iter().map(|copy| copy.value.plan_version).collect();
    assert_eq!(versions, [1, 2]);
}

//! Consent × act, as in the table of domain.md.

use domain::{case::ConsentStanding, event::Basis};
use vocabulary::consent::ConsentKind;

use crate::story::*;

/// Every way a consent can stand, with the answer that gives it.
const STANDINGS: [(&str, Option<&str>); 5] = [
    ("never asked", None),
    ("given", Some("given")),
    ("refused", Some("refused")),
    ("withdrawn", Some("withdrawn")),
    ("incapable", Some("incapable")),
];

fn standing(story: Story, kind: &str, answer: Option<&str>) -> Story {
    match answer {
        None => story,
        Some("withdrawn") => story.after([consent(kind, "given"), consent(kind, "withdrawn")]),
        Some(answer) => story.then(consent(kind, answer)),
    }
}

/// Checks what an act that needs a consent gets for each standing.
fn expect(told: &Told, answer: Option<&str>, opens_for_incapable: bool, rule: &str, what: &str) {
    match answer {
        Some("given") => assert!(told.happened(), "{what}"),
        Some("incapable") if opens_for_incapable => assert!(told.happened(), "{what}"),
        Some("incapable") | None => assert_eq!(told.no(), ("consent-missing", rule), "{what}"),
        Some(_) => assert_eq!(told.no(), ("consent-refused", rule), "{what}"),
    }
}

// covers: V6A.2
// covers: V6B.2
// covers: V7A.1
// covers: V7B.1
#[test]
fn the_call_to_migration_agency_needs_no_consent() {
    for (setting, need) in [
        ("inpatient", "unmet"),
        ("inpatient", "none"),
        ("outpatient", "unmet"),
        ("outpatient", "none"),
    ] {
        for (_, answer) in STANDINGS {
            let story = Story::of("mass_refugee", setting, need);
            let story = standing(standing(story, "sip", answer), "case", answer);
            assert_eq!(
                told(&story, &call_to_migration_agency()).kinds(),
                ["contact_recorded"]
            );
        }
    }
}

// covers: V6B.3
// covers: V6C.2
#[test]
fn parties_in_6b_and_6c_need_consent_to_the_case() {
    for (group, rule) in [("asylum_seeker", "V6B.3"), ("without_permits", "V6C.2")] {
        for (name, answer) in STANDINGS {
            let story = standing(Story::of(group, "inpatient", "none"), "case", answer);
            for unit in [HEALTH_CENTRE, CLINIC, REHAB] {
                expect(&told(&story, &add(unit)), answer, true, rule, name);
            }
        }
    }
}

// covers: V6A.4
// covers: V7A.3
// covers: V7B.3
// covers: V7C.3
#[test]
fn parties_in_6a_and_in_open_care_need_consent_to_sip_or_to_a_transfer_that_names_them() {
    for (group, setting, need, rule) in [
        ("asylum_seeker", "inpatient", "unmet", "V6A.4"),
        ("asylum_seeker", "outpatient", "unmet", "V7A.3"),
        ("mass_refugee", "outpatient", "none", "V7B.3"),
        ("without_permits", "outpatient", "none", "V7C.3"),
    ] {
        for (name, answer) in STANDINGS {
            let fresh = Story::of(group, setting, need);
            let by_sip = standing(fresh.clone(), "sip", answer);
            expect(&told(&by_sip, &add(CLINIC)), answer, true, rule, name);
            let by_transfer = standing(fresh, "information_transfer", answer);
            let told = told(&by_transfer, &add(CLINIC));
            expect(&told, answer, true, rule, name);
        }
    }
}

#[test]
fn a_transfer_that_names_units_opens_those_and_no_other() {
    let named = consent("information_transfer", "given").with("units", vec![CLINIC]);
    let story = Story::of("asylum_seeker", "inpatient", "unmet").then(named);
    assert!(told(&story, &add(CLINIC)).happened());
    assert_eq!(told(&story, &add(REHAB)).no().0, "consent-missing");
}

// covers: X1
#[test]
fn a_yes_that_names_a_unit_that_is_never_told_is_refused_and_a_no_is_not() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet");
    for (unit, refusal) in [
        (SOCIAL_SERVICES, "social-services-never-party"),
        (MUNICIPAL_REHAB, "municipal-rehab-never-party"),
    ] {
        for (answer, refused) in [
            ("given", true),
            ("incapable", true),
            ("refused", false),
            ("withdrawn", false),
        ] {
            let answer = consent("information_transfer", answer).with("units", vec![CLINIC, unit]);
            let said = told(&story, &answer);
            if refused {
                assert_eq!(said.no().0, refusal);
            } else {
                assert!(said.happened());
            }
        }
    }
}

#[test]
fn a_no_that_names_a_unit_keeps_that_unit_out_whatever_else_was_agreed() {
    let not_to_the_clinic = consent("information_transfer", "refused").with("units", vec![CLINIC]);
    for (need, kind) in [("unmet", "sip"), ("none", "case")] {
        for answer in ["given", "incapable"] {
            let story = Story::of("asylum_seeker", "inpatient", need)
                .after([consent(kind, answer), not_to_the_clinic.clone()]);
            assert_eq!(told(&story, &add(CLINIC)).no().0, "consent-refused");
        }
    }
    let story = Story::of("asylum_seeker", "inpatient", "unmet")
        .after([consent("sip", "given"), not_to_the_clinic]);
    assert!(told(&story, &add(REHAB)).happened());
}

#[test]
fn a_no_is_stronger_than_being_unable_to_answer() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        consent("sip", "refused"),
        consent("information_transfer", "incapable"),
    ]);
    assert_eq!(told(&story, &add(CLINIC)).no().0, "consent-refused");
}

// covers: V6B.3
// covers: V6C.2
#[test]
fn placeholders_come_with_the_consent_to_the_case_in_6b_and_6c_and_in_no_other_pathway() {
    for (group, setting, need, come) in [
        ("asylum_seeker", "inpatient", "none", true),
        ("mass_refugee", "inpatient", "met_by_kin", true),
        ("without_permits", "inpatient", "unmet", true),
        ("unestablished", "inpatient", "unknown", true),
        ("asylum_seeker", "inpatient", "unmet", false),
        ("asylum_seeker", "outpatient", "none", false),
        ("without_permits", "outpatient", "none", false),
    ] {
        for (name, answer) in STANDINGS {
            let story = Story::of(group, setting, need);
            assert!(!story.has_party(PLACEHOLDER_MUNICIPALITY));
            let story = standing(story, "case", answer);
            let expected = come && matches!(answer, Some("given" | "incapable"));
            for unit in [PLACEHOLDER_MUNICIPALITY, PLACEHOLDER_HEALTH_CENTRE] {
                assert_eq!(story.has_party(unit), expected, "{group} {need} {name}");
            }
        }
    }
}

// covers: V6B.3
#[test]
fn placeholders_come_also_when_the_pathway_becomes_6b_after_the_yes() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").then(consent("case", "given"));
    assert!(!story.has_party(PLACEHOLDER_MUNICIPALITY));
    assert_eq!(
        told(&story, &needs("met_by_kin")).kinds(),
        ["needs_established", "party_added", "party_added"]
    );
    let story = story.then(needs("met_by_kin"));
    assert!(story.has_party(PLACEHOLDER_MUNICIPALITY));
    assert!(story.has_party(PLACEHOLDER_HEALTH_CENTRE));
}

#[test]
fn nobody_adds_or_removes_a_placeholder_by_hand() {
    let story = Story::of("asylum_seeker", "inpatient", "none");
    let code = "placeholder-follows-consent";
    assert_eq!(told(&story, &add(PLACEHOLDER_MUNICIPALITY)).no().0, code);
    let story = story.then(consent("case", "given"));
    assert_eq!(
        told(&story, &remove(PLACEHOLDER_HEALTH_CENTRE)).no().0,
        code
    );
}

// covers: V6A.4
// covers: V6B.11
// covers: V6C.9
// covers: V7A.3
// covers: V7B.3
// covers: V7C.3
#[test]
fn a_sip_meeting_needs_consent_to_sip() {
    for (group, setting, need, rule) in [
        ("asylum_seeker", "inpatient", "unmet", "V6A.4"),
        ("asylum_seeker", "inpatient", "none", "V6B.11"),
        ("without_permits", "inpatient", "none", "V6C.9"),
        ("asylum_seeker", "outpatient", "unmet", "V7A.3"),
        ("asylum_seeker", "outpatient", "none", "V7B.3"),
        ("without_permits", "outpatient", "none", "V7C.3"),
    ] {
        for (name, answer) in STANDINGS {
            let story = standing(Story::of(group, setting, need), "sip", answer);
            expect(&told(&story, &plan("digital")), answer, true, rule, name);
        }
    }
}

// covers: V6A.5
// covers: V6A.6
// covers: V6A.7
#[test]
fn invitation_certificate_and_what_the_certificate_says_need_consent_to_sip_and_never_incapacity() {
    for (name, answer) in STANDINGS {
        let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
            certificate(),
            consent("sip", "given"),
            plan("in_person"),
        ]);
        let story = match answer {
            // A person who has been asked cannot become one who was never asked.
            None => continue,
            Some(answer) => story.then(consent("sip", answer)),
        };
        for act in [
            invite(),
            invitation_was_sent(),
            deliver_certificate("post"),
            deliver_certificate("by_hand"),
            contact("migration_agency", "post"),
            contact("migration_agency", "in_person"),
            call_to_migration_agency().with("subject", "sip_meeting"),
            call_to_migration_agency().with("subject", "certificate"),
            copy_after_meeting(),
        ] {
            let story = if act.command["command"] == "hand_out_copy" {
                // The meeting is held while the consent stands; the answer comes afterwards.
                Story::of("asylum_seeker", "inpatient", "unmet")
                    .after([consent("sip", "given"), plan("in_person")])
                    .after(hold_and_agree())
                    .then(consent("sip", answer.unwrap_or("given")))
            } else {
                story.clone()
            };
            expect(&told(&story, &act), answer, false, "V6A.4", name);
        }
    }
}

fn copy_after_meeting() -> Act {
    copy_to("migration_agency", "post")
}

#[test]
fn a_letter_to_migration_agency_needs_a_consent_that_was_asked_for() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").then(certificate());
    assert_eq!(
        told(&story, &deliver_certificate("post")).no(),
        ("consent-missing", "V6A.4")
    );
    assert_eq!(
        told(&story, &contact("migration_agency", "post")).no(),
        ("consent-missing", "V6A.4")
    );
}

// covers: C9.3
#[test]
fn a_care_request_needs_consent_to_the_information_transfer() {
    for (name, answer) in STANDINGS {
        let story = with_municipality(Story::of("asylum_seeker", "inpatient", "none"));
        let story = match answer {
            Some("withdrawn") => story.then(consent("information_transfer", "withdrawn")),
            answer => standing(story, "information_transfer", answer),
        };
        expect(&told(&story, &care_request()), answer, true, "C9.3", name);
    }
}

// covers: V6B.4
// covers: V6C.3
#[test]
fn a_case_whose_consent_was_refused_goes_no_further_and_the_county_routine_applies() {
    for (group, need, rule) in [
        ("asylum_seeker", "none", "V6B.4"),
        ("without_permits", "unmet", "V6C.3"),
    ] {
        let story = Story::of(group, "inpatient", need).after([
            consent("sip", "given"),
            stays_in("1488"),
            plan("in_person"),
            consent("case", "refused"),
        ]);
        assert!(story.case.stopped_by_refusal());
        for act in [ask(TROLLHATTAN), plan("digital"), hold()] {
            assert_eq!(told(&story, &act).no(), ("consent-refused", rule));
        }
        assert!(!told(&story, &add(HEALTH_CENTRE)).happened());
        assert_eq!(
            told(&story, &county_routine()).kinds(),
            ["county_routine_followed"]
        );
        // When the person is asked again and says yes, the case goes on.
        let story = story.then(consent("case", "given"));
        assert!(told(&story, &plan("digital")).happened());
        assert_eq!(
            told(&story, &county_routine()).no(),
            ("routine-only-after-refusal", "V6B.4")
        );
    }
}

#[test]
fn in_6a_a_refused_consent_to_the_case_stops_nothing_since_none_is_needed() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet")
        .after([consent("case", "refused"), consent("sip", "given")]);
    assert!(told(&story, &plan("digital")).happened());
    assert!(!told(&story, &county_routine()).happened());
}

#[test]
fn a_person_who_cannot_consent_opens_care_parties_on_that_ground_and_never_as_a_yes() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        consent("sip", "incapable")
            .with("legal_ground", "25 kap. 13 § OSL")
            .with("assessor", "Överläkare"),
        add(CLINIC),
    ]);
    assert_eq!(story.case.parties[&hsa(CLINIC)].basis, Basis::Incapable);
    let consent = story.case.consents.values().next().unwrap();
    assert_eq!(consent.legal_ground.as_deref(), Some("25 kap. 13 § OSL"));
    assert_eq!(consent.assessor.as_deref(), Some("Överläkare"));
}

#[test]
fn parties_that_joined_on_a_consent_leave_when_it_is_withdrawn() {
    let story = with_municipality(Story::of("without_permits", "inpatient", "none"))
        .then(add(HEALTH_CENTRE));
    assert_eq!(story.parties().len(), 5);
    let story = story.then(consent("case", "withdrawn"));
    assert_eq!(story.parties(), [WARD]);
    assert_eq!(story.case.former_parties.len(), 4);
    // When consent is given again the placeholders come back; somebody has to add the others.
    let story = story.then(consent("case", "given"));
    assert!(story.has_party(PLACEHOLDER_MUNICIPALITY));
    assert!(!story.has_party(TROLLHATTAN));
}

#[test]
fn a_withdrawn_transfer_removes_only_the_parties_that_joined_on_it() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        consent("information_transfer", "given"),
        add(CLINIC),
        consent("sip", "given"),
        consent("information_transfer", "withdrawn"),
    ]);
    assert!(story.has_party(CLINIC), "SIP carries it");
    let story = story.then(consent("sip", "withdrawn"));
    assert_eq!(story.parties(), [WARD]);
}

#[test]
fn the_coordinating_unit_and_the_one_that_opened_the_case_stay_when_consent_is_withdrawn() {
    let story = Story::of("asylum_seeker", "inpatient", "none").after([
        consent("case", "given"),
        add(HEALTH_CENTRE),
        hand_over(HEALTH_CENTRE),
        consent("case", "withdrawn"),
    ]);
    assert_eq!(story.parties(), [WARD, HEALTH_CENTRE]);
}

#[test]
fn an_older_yes_does_not_take_back_a_later_no() {
    let story = Story::of("asylum_seeker", "inpatient", "none").then(consent("case", "refused"));
    let yesterday = consent("case", "given").with("at", "2026-03-04T08:00:00+01:00");
    assert_eq!(told(&story, &yesterday).no(), ("consent-refused", "V6B.3"));
    assert!(told(&story, &consent("case", "given")).happened());
    let no_yesterday = consent("case", "refused").with("at", "2026-03-04T08:00:00+01:00");
    let story = story.then(consent("case", "given"));
    assert!(told(&story, &no_yesterday).happened());
}

// covers: X4
#[test]
fn a_guardian_answers_for_a_child_a_god_man_within_the_appointment_and_kin_for_nobody() {
    let adult = Story::of("asylum_seeker", "inpatient", "unmet");
    let guardian = consent("sip", "given").with("answered_by", "guardian");
    assert_eq!(told(&adult, &guardian).no().0, "no-guardian-of-adult");
    let god_man = consent("sip", "given")
        .with("answered_by", "god_man")
        .with("mandate", "Bevaka rätt och sörja för person")
        .with("mandate_seen_by", "Kurator");
    let story = adult.clone().then(god_man);
    assert_eq!(story.case.consent(ConsentKind::Sip), ConsentStanding::Given);
    let by = story.case.consents[&ConsentKind::Sip]
        .representative
        .as_ref();
    let by = by.unwrap();
    assert_eq!(by.seen_by.as_deref(), Some("Kurator"));
    let mut request = request("asylum_seeker", "inpatient", "unmet");
    request["birth_date"] = "2015-01-02".into();
    let child = Story::opened(NURSE, &request);
    let answered = guardian.with("childs_view", "Vill ha sin syster med");
    let story = child.then(answered);
    assert_eq!(story.case.consent(ConsentKind::Sip), ConsentStanding::Given);
    let by = story.case.consents[&ConsentKind::Sip]
        .representative
        .as_ref();
    assert_eq!(
        by.unwrap().childs_view.as_deref(),
        Some("Vill ha sin syster med")
    );
    // The patient's own answer names nobody else.
    let own = adult.then(consent("sip", "given"));
    assert!(
        own.case.consents[&ConsentKind::Sip]
            .representative
            .is_none()
    );
}

//! Care request, agreement and invoicing form.

use crate::story::*;

fn at_home() -> Story {
    Story::of("asylum_seeker", "inpatient", "none")
}

// covers: C3.1
#[test]
fn a_care_request_goes_to_municipal_primary_care_that_is_a_party() {
    let story = at_home().after([
        consent("case", "given"),
        consent("information_transfer", "given"),
        stays_in("1488"),
        ask(TROLLHATTAN),
        answers(TROLLHATTAN, "yes"),
    ]);
    assert_eq!(
        told(&story, &care_request()).no(),
        ("care-request-needs-party", "C3.1")
    );
    let story = story.then(add(TROLLHATTAN));
    assert_eq!(told(&story, &care_request()).kinds(), ["care_request_sent"]);
    let story = story.then(care_request());
    assert_eq!(told(&story, &care_request()).no().0, "already-asked");
}

// covers: C4.1
#[test]
fn the_municipality_accepts_accepts_in_part_or_declines_once() {
    let story = with_care_request(at_home());
    assert_eq!(
        told(&with_municipality(at_home()), &care_answer("accepted")).no(),
        ("no-care-request", "C4.1")
    );
    for answer in ["accepted", "accepted_in_part"] {
        assert_eq!(
            told(&story, &care_answer(answer)).kinds(),
            ["care_request_answered"]
        );
        let answered = story.clone().then(care_answer(answer));
        assert_eq!(
            told(&answered, &care_answer("declined")).no().0,
            "already-answered"
        );
    }
    let beyond = care_answer("accepted_in_part").with("accepted", vec!["injection"]);
    assert_eq!(
        told(&story, &beyond).no(),
        ("outside-the-question", "V6B.8")
    );
}

// covers: C9.2
#[test]
fn a_returned_care_request_is_completed_and_sent_again() {
    let story = with_care_request(at_home()).then(care_answer("returned"));
    let decision = story
        .case
        .care_request
        .clone()
        .unwrap()
        .answer
        .unwrap()
        .value;
    assert_eq!(
        decision.reason.as_deref(),
        Some("Rubriken Läkemedel saknas")
    );
    assert!(story.has_party(TROLLHATTAN));
    assert_eq!(
        told(&story, &agreement(&["sampling"])).no().0,
        "agreement-needs-request-and-plan"
    );
    let story = story.then(care_request().with("medicines", "Dosett en gång i veckan"));
    assert!(story.case.care_request.as_ref().unwrap().answer.is_none());
    assert!(told(&story, &care_answer("accepted")).happened());
}

#[test]
fn a_municipality_that_declines_is_no_party_any_more_and_is_asked_anew_before_it_may_be() {
    let story = with_care_request(at_home());
    assert_eq!(
        told(&story, &care_answer("declined")).kinds(),
        [
            "care_request_answered",
            "question_withdrawn",
            "party_removed"
        ]
    );
    let story = story.then(care_answer("declined"));
    assert!(!story.has_party(TROLLHATTAN));
    assert_eq!(
        told(&story, &add(TROLLHATTAN)).no().0,
        "municipality-has-not-confirmed"
    );
    assert!(told(&story, &ask(TROLLHATTAN)).happened());
}

#[test]
fn a_care_request_and_an_agreement_belong_to_the_municipality_they_were_made_with() {
    let to_vanersborg = [
        stays_in("1487"),
        ask(VANERSBORG),
        answers(VANERSBORG, "yes"),
        add(VANERSBORG),
    ];
    let moved = with_care_request(at_home()).after(to_vanersborg.clone());
    assert_eq!(
        told(&moved, &care_answer("accepted")).no().0,
        "care-request-needs-party"
    );
    assert!(
        told(&moved, &care_request()).happened(),
        "sent to the new one"
    );

    let drawn_up = ready_for_agreement(at_home()).then(agreement(&["sampling"]));
    let moved = drawn_up.after(to_vanersborg);
    for act in [
        sign("head_of_operations").by(HEAD_OF_OPERATIONS),
        agreement(&["sampling"]),
    ] {
        assert_eq!(told(&moved, &act).no().0, "care-request-needs-party");
    }
}

#[test]
fn a_wider_question_that_waits_takes_nothing_from_the_yes_that_stands() {
    let story = with_care_request(at_home()).then(ask_for(TROLLHATTAN, &["catheter_care"]));
    let story = story.then(care_answer("accepted"));
    let accepted = story
        .case
        .care_request
        .unwrap()
        .answer
        .unwrap()
        .value
        .accepted;
    assert_eq!(accepted.len(), 2);
}

// covers: V6B.15
// covers: V6C.12
// covers: V7B.6
// covers: V7C.6
#[test]
fn an_agreement_needs_an_accepted_care_request_and_a_held_sip() {
    let no = ("agreement-needs-request-and-plan", "V6B.15");
    for (group, setting) in [
        ("asylum_seeker", "inpatient"),
        ("without_permits", "inpatient"),
        ("asylum_seeker", "outpatient"),
        ("without_permits", "outpatient"),
    ] {
        let story = Story::of(group, setting, "none").then(consent("sip", "given"));
        let requested = with_care_request(story);
        assert_eq!(told(&requested, &agreement(&["sampling"])).no(), no);
        let accepted = requested.clone().then(care_answer("accepted"));
        assert_eq!(told(&accepted, &agreement(&["sampling"])).no(), no);
        let only_held = requested.after([plan("digital"), hold()]);
        assert_eq!(told(&only_held, &agreement(&["sampling"])).no(), no);
        let both = only_held.then(care_answer("accepted"));
        assert_eq!(
            told(&both, &agreement(&["sampling"])).kinds(),
            ["agreement_drawn_up"]
        );
    }
}

// covers: V5.2
// covers: V5.3
#[test]
fn no_rehab_nothing_above_primary_care_and_no_takeover_stands_in_a_question_or_an_agreement() {
    let story = ready_for_agreement(at_home());
    let asking = at_home().then(stays_in("1488"));
    for code in [
        "rehabilitation",
        "physiotherapy",
        "occupational_therapy",
        "device_fitting",
    ] {
        let rehab = ("rehab-not-purchased", "V5.3");
        assert_eq!(told(&story, &agreement(&["sampling", code])).no(), rehab);
        assert_eq!(told(&asking, &ask_for(TROLLHATTAN, &[code])).no(), rehab);
    }
    for code in [
        "takeover_of_responsibility",
        "advanced_home_care",
        "blood_transfusion",
        "chemotherapy",
    ] {
        let level = ("outside-primary-care-level", "V5.2");
        assert_eq!(told(&story, &agreement(&["sampling", code])).no(), level);
        assert_eq!(told(&asking, &ask_for(TROLLHATTAN, &[code])).no(), level);
    }
}

// covers: V5.2
#[test]
fn an_agreement_covers_only_what_the_municipality_accepted() {
    let story = with_care_request(at_home())
        .after([
            care_answer("accepted_in_part"),
            consent("sip", "given"),
            plan("digital"),
        ])
        .after(hold_and_agree());
    assert!(told(&story, &agreement(&["sampling"])).happened());
    assert_eq!(
        told(&story, &agreement(&["sampling", "wound_dressing"])).no(),
        ("not-covered-by-agreement", "V5.2")
    );
}

// covers: C5.1
#[test]
fn an_agreement_is_signed_by_the_regional_developer_and_the_head_of_operations() {
    let developer = sign("regional_developer").by(DEVELOPER);
    let head = sign("head_of_operations").by(HEAD_OF_OPERATIONS);
    assert_eq!(told(&at_home(), &developer).no(), ("no-agreement", "C5.1"));
    let story = ready_for_agreement(at_home()).then(agreement(&["sampling"]));
    assert_eq!(
        told(&story, &sign("head_of_operations").by(DEVELOPER))
            .no()
            .0,
        "not-your-task"
    );
    assert_eq!(
        told(&story, &sign("regional_developer").by(NURSE)).no().0,
        "not-your-task"
    );
    let story = story.then(developer.clone());
    assert_eq!(told(&story, &developer).no(), ("already-signed", "C5.1"));
    assert!(!story.case.agreement.as_ref().unwrap().is_signed());
    let story = story.then(head);
    assert!(story.case.agreement.unwrap().is_signed());
}

#[test]
fn a_paper_signature_is_recorded_by_regional_care_with_who_signed() {
    let story = ready_for_agreement(at_home()).then(agreement(&["sampling"]));
    let on_paper = sign("head_of_operations").with("signed_by", "Eva Ek, verksamhetschef");
    assert_eq!(
        told(&story, &on_paper.clone().by(MANAGER)).no().0,
        "not-your-task"
    );
    let story = story.then(on_paper);
    let agreement = story.case.agreement.unwrap();
    assert_eq!(
        agreement.signatures[0].value.signed_by,
        "Eva Ek, verksamhetschef"
    );
}

#[test]
fn a_new_version_of_an_agreement_asks_for_new_signatures() {
    let story = ready_for_agreement(at_home()).after([
        agreement(&["sampling"]),
        sign("regional_developer").by(DEVELOPER),
        sign("head_of_operations").by(HEAD_OF_OPERATIONS),
        agreement(&["sampling", "wound_dressing"]),
    ]);
    assert!(story.case.agreement.unwrap().signatures.is_empty());
}

// covers: V6B.15
#[test]
fn the_invoicing_form_follows_the_signed_agreement() {
    let story = ready_for_agreement(at_home()).then(agreement(&["sampling"]));
    let unsigned = ("no-agreement", "C5.1");
    assert_eq!(told(&story, &invoicing_form()).no(), unsigned);
    let story = story.then(sign("regional_developer").by(DEVELOPER));
    assert_eq!(told(&story, &invoicing_form()).no(), unsigned);
    let story = story.then(sign("head_of_operations").by(HEAD_OF_OPERATIONS));
    assert_eq!(
        told(&story, &invoicing_form()).kinds(),
        ["invoicing_form_recorded"]
    );
}

// covers: V6B.4
#[test]
fn no_agreement_is_drawn_up_or_signed_after_the_consent_to_the_case_was_taken_back() {
    let story = ready_for_agreement(at_home()).then(agreement(&["sampling"]));
    let story = story.then(consent("case", "withdrawn"));
    for act in [
        agreement(&["sampling"]),
        sign("regional_developer").by(DEVELOPER),
    ] {
        assert_eq!(told(&story, &act).no(), ("consent-refused", "V6B.4"));
    }
}

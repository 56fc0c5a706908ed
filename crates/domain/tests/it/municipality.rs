//! The question to municipal primary care and its answer.

use vocabulary::intervention::Intervention;

use crate::story::*;

fn at_home() -> Story {
    Story::of("asylum_seeker", "inpatient", "none")
        .after([consent("case", "given"), stays_in("1488")])
}

fn accepted(story: &Story) -> Vec<Intervention> {
    story.case.confirmed_interventions(&hsa(TROLLHATTAN))
}

// covers: V6B.8
// covers: V6C.6
// covers: V7B.2
// covers: V7C.2
#[test]
fn municipal_primary_care_becomes_a_party_only_after_a_recorded_yes_and_partly_is_a_yes() {
    for (group, setting) in [
        ("asylum_seeker", "inpatient"),
        ("without_permits", "inpatient"),
        ("asylum_seeker", "outpatient"),
        ("without_permits", "outpatient"),
    ] {
        for (answer, may) in [
            ("yes", true),
            ("partly", true),
            ("no", false),
            ("more_information", false),
        ] {
            let story = Story::of(group, setting, "none").after([
                consent("case", "given"),
                consent("sip", "given"),
                stays_in("1488"),
                ask(TROLLHATTAN),
                answers(TROLLHATTAN, answer),
            ]);
            let told = told(&story, &add(TROLLHATTAN));
            assert_eq!(told.happened(), may, "{group} {setting} {answer}");
        }
    }
}

// covers: V6B.7
#[test]
fn only_the_municipality_where_the_person_stays_is_asked() {
    let story = Story::of("asylum_seeker", "inpatient", "none");
    let elsewhere = ("not-the-municipality-of-residence", "V6B.7");
    assert_eq!(told(&story, &ask(TROLLHATTAN)).no(), elsewhere);
    let story = story.then(stays_in("1488"));
    assert_eq!(
        told(&story, &ask(TROLLHATTAN)).kinds(),
        ["municipality_asked"]
    );
    assert_eq!(told(&story, &ask(VANERSBORG)).no(), elsewhere);
    for unit in [HEALTH_CENTRE, HEAD_OFFICE, PLACEHOLDER_MUNICIPALITY] {
        assert_eq!(told(&story, &ask(unit)).no().0, "unit-cannot-take-part");
    }
}

#[test]
fn a_yes_covers_what_was_asked_a_partial_yes_what_it_names_and_nothing_beyond_the_question() {
    let asked = at_home().then(ask(TROLLHATTAN));
    let both = [Intervention::WoundDressing, Intervention::Sampling];
    assert_eq!(accepted(&asked), []);
    let yes = asked.clone().then(answers(TROLLHATTAN, "yes"));
    assert_eq!(accepted(&yes), both);
    let partly = asked.clone().then(answers(TROLLHATTAN, "partly"));
    assert_eq!(accepted(&partly), [Intervention::Sampling]);
    let yes_to_one = answers(TROLLHATTAN, "yes").with("accepted", vec!["sampling"]);
    assert_eq!(
        accepted(&asked.clone().then(yes_to_one)),
        [Intervention::Sampling]
    );
    for answer in ["yes", "partly"] {
        let beyond = answers(TROLLHATTAN, answer).with("accepted", vec!["injection"]);
        assert_eq!(
            told(&asked, &beyond).no(),
            ("outside-the-question", "V6B.8")
        );
    }
}

#[test]
fn a_question_is_asked_once_answered_once_and_may_wait_for_more_information() {
    let story = at_home();
    assert_eq!(
        told(&story, &answers(TROLLHATTAN, "yes")).no(),
        ("nothing-asked", "V6B.7")
    );
    let story = story.then(ask(TROLLHATTAN));
    assert_eq!(told(&story, &ask(TROLLHATTAN)).no().0, "already-asked");
    let story = story.then(answers(TROLLHATTAN, "more_information"));
    assert!(told(&story, &answers(TROLLHATTAN, "yes")).happened());
    let story = story.then(answers(TROLLHATTAN, "no"));
    assert_eq!(
        told(&story, &answers(TROLLHATTAN, "yes")).no().0,
        "already-answered"
    );
    // After a no the municipality may be asked again.
    assert!(told(&story, &ask(TROLLHATTAN)).happened());
}

#[test]
fn asking_anew_takes_the_place_of_a_question_that_waits_for_more_information() {
    let story = at_home().after([
        ask(TROLLHATTAN),
        answers(TROLLHATTAN, "more_information"),
        ask_for(TROLLHATTAN, &["catheter_care"]),
    ]);
    let waiting = story.case.questions.iter().filter(|q| q.waits()).count();
    assert_eq!(waiting, 1);
    let story = story.then(answers(TROLLHATTAN, "yes"));
    assert_eq!(accepted(&story), [Intervention::CatheterCare]);
}

#[test]
fn a_question_is_gone_from_the_municipality_when_the_case_closes_or_the_person_is_resident() {
    for act in [close(), establish("resident")] {
        for asked in [
            at_home().then(ask(TROLLHATTAN)),
            at_home().after([ask(TROLLHATTAN), answers(TROLLHATTAN, "more_information")]),
        ] {
            assert!(
                told(&asked, &act).kinds().contains(&"question_withdrawn"),
                "{}",
                act.command
            );
            let story = asked.then(act.clone());
            assert!(story.case.questions[0].withdrawn);
            assert!(!told(&story, &answers(TROLLHATTAN, "yes")).happened());
        }
    }
}

// covers: V6C.6
#[test]
fn a_question_stays_when_the_group_changes_and_its_answer_counts() {
    for act in [
        establish("without_permits"),
        establish("mass_refugee"),
        unestablish(),
        verify(false),
    ] {
        let story = at_home().after([ask(TROLLHATTAN), act.clone()]);
        assert!(!story.case.questions[0].withdrawn, "{}", act.command);
        assert_eq!(
            told(&story, &add(TROLLHATTAN)).no().0,
            "municipality-has-not-confirmed"
        );
        let answered = story.then(answers(TROLLHATTAN, "yes"));
        assert!(told(&answered, &add(TROLLHATTAN)).happened());
    }
}

// covers: V6B.8, X3
#[test]
fn a_meeting_that_a_group_change_makes_void_stays_known_to_the_municipality() {
    let planned = with_municipality(Story::of("asylum_seeker", "inpatient", "none"))
        .after([consent("sip", "given"), plan("in_person")]);
    let meeting = planned.case.sip.meeting.clone();
    assert!(meeting.is_some());
    let changed = planned.then(establish("without_permits"));
    assert!(changed.case.sip.meeting.is_none());
    assert_eq!(
        changed.case.sip.meeting_known_to_municipality(),
        meeting.as_ref()
    );
}

// covers: V6B.3, V6B.8
#[test]
fn a_municipality_leaves_on_the_same_withdrawn_consents_whatever_the_pathway() {
    for (group, need) in [
        ("asylum_seeker", "none"),
        ("asylum_seeker", "unmet"),
        ("without_permits", "none"),
    ] {
        let consented = Story::of(group, "inpatient", need).after([
            consent("case", "given"),
            consent("sip", "given"),
            consent("information_transfer", "given"),
        ]);
        let party = with_municipality(consented);
        for (kinds, leaves) in [
            (&["case"][..], true),
            (&["sip"][..], false),
            (&["sip", "information_transfer"][..], true),
        ] {
            let withdrawn = kinds.iter().fold(party.clone(), |story, kind| {
                story.then(consent(kind, "withdrawn"))
            });
            assert_eq!(
                !withdrawn.case.is_party(&hsa(TROLLHATTAN)),
                leaves,
                "{group}, {need}: {kinds:?}"
            );
        }
    }
}

// covers: V6B.5
#[test]
fn who_moves_to_another_municipality_leaves_the_old_one_behind() {
    let asked = at_home().then(ask(TROLLHATTAN));
    let moved = asked.then(stays_in("1487"));
    assert!(moved.case.questions[0].withdrawn);
    assert!(told(&moved, &ask(VANERSBORG)).happened());

    let party = with_municipality(Story::of("asylum_seeker", "inpatient", "none"));
    assert_eq!(
        told(&party, &stays_in("1487")).kinds(),
        [
            "residence_established",
            "question_withdrawn",
            "party_removed"
        ]
    );
    let moved = party.clone().then(stays_in("1487"));
    assert!(!moved.has_party(TROLLHATTAN));
    assert_eq!(
        told(&moved, &add(TROLLHATTAN)).no().0,
        "not-the-municipality-of-residence"
    );
    // A yes from before the move does not count when the person comes back.
    let back = moved.then(stays_in("1488"));
    assert_eq!(
        told(&back, &add(TROLLHATTAN)).no().0,
        "municipality-has-not-confirmed"
    );
    // Nor does a no from before the move: the new municipality is the one to ask.
    let declined = at_home()
        .then(ask(TROLLHATTAN))
        .then(answers(TROLLHATTAN, "no"));
    let moved = declined.then(stays_in("1487"));
    assert!(moved.case.latest_question().is_none());
    // A new street in the same municipality changes none of this.
    let same = party.then(stays_in("1488").with("address", "Lillgatan 2"));
    assert!(same.has_party(TROLLHATTAN));
}

// covers: V6B.7, V6B.15
#[test]
fn a_request_accepted_before_a_move_gives_no_agreement_when_the_person_comes_back() {
    let ready = ready_for_agreement(Story::of("asylum_seeker", "inpatient", "none"));
    assert!(told(&ready, &agreement(&["wound_dressing"])).happened());
    let back = ready.after([
        stays_in("1487"),
        stays_in("1488"),
        ask(TROLLHATTAN),
        answers(TROLLHATTAN, "yes"),
        add(TROLLHATTAN),
    ]);
    assert_eq!(
        told(&back, &agreement(&["wound_dressing"])).no().0,
        "agreement-needs-request-and-plan"
    );
    let again = back.after([care_request(), care_answer("accepted")]);
    assert!(told(&again, &agreement(&["wound_dressing"])).happened());
}

// covers: V3.1
#[test]
fn who_lies_on_a_ward_stays_here_until_discharge_wherever_the_address_lies() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        consent("sip", "given"),
        plan("digital"),
        stays_in("0180"),
    ]);
    assert!(!story.case.another_region_is_responsible());
    for act in [
        call_to_migration_agency(),
        plan("digital"),
        invite(),
        certificate(),
    ] {
        assert!(told(&story, &act).happened(), "{}", act.command);
    }
    // The other region plans with its own municipality.
    let no = ("another-region-responsible", "V3.1");
    assert_eq!(told(&story, &ask(TROLLHATTAN)).no(), no);
    let left = story.then(change_setting("outpatient", WARD));
    assert_eq!(told(&left, &call_to_migration_agency()).no(), no);
}

// covers: V3.1
#[test]
fn a_person_who_lives_outside_the_region_is_another_regions_and_the_case_goes_no_further() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        consent("sip", "given"),
        plan("digital"),
        change_setting("outpatient", WARD),
        stays_in("0180"),
    ]);
    assert!(story.case.another_region_is_responsible());
    let no = ("another-region-responsible", "V3.1");
    for act in [
        call_to_migration_agency(),
        add(HEALTH_CENTRE),
        ask(TROLLHATTAN),
        plan("digital"),
        invite(),
        certificate(),
        institution(),
        hold(),
        needs("none"),
    ] {
        assert_eq!(told(&story, &act).no(), no, "{}", act.command);
    }
    // The address may be wrong, the person may move back, and the case may be closed.
    assert!(told(&story, &close()).happened());
    let back = story.then(stays_in("1488"));
    assert!(told(&back, &call_to_migration_agency()).happened());
}

#[test]
fn the_placeholders_come_with_consent_on_a_ward_wherever_the_address_lies() {
    let story = Story::of("asylum_seeker", "inpatient", "none")
        .after([stays_in("0180"), consent("case", "given")]);
    assert!(story.has_party(PLACEHOLDER_MUNICIPALITY));
}

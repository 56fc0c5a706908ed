//! The post queue: one recipient per letter, two readers when a protected person is linked, and no
//! letter is posted that may no longer be sent.
#![expect(clippy::panic, reason = "the helpers of tests fail loudly")]

use jiff::SignedDuration;
use vocabulary::letter::LetterStage;

use crate::story::*;

fn written() -> Story {
    Story::of("asylum_seeker", "inpatient", "unmet").after([consent("sip", "given"), certificate()])
}

fn held(group: &str) -> Story {
    Story::of(group, "inpatient", "none")
        .after([
            consent("case", "given"),
            consent("sip", "given"),
            stays_in("1488"),
            plan("in_person"),
        ])
        .after(hold_and_agree())
}

fn stage(story: &Story) -> LetterStage {
    let last = story.case.letters.last();
    last.map_or_else(|| panic!("no letter"), |letter| letter.stage)
}

// covers: V6A.7
// covers: V7A.6
#[test]
fn a_certificate_goes_through_the_queue_and_is_delivered_when_it_is_posted() {
    let queued = written().then(queue_letter("certificate"));
    assert_eq!(stage(&queued), LetterStage::Waiting);
    assert_eq!(
        told(&queued, &settle_letter("posted")).no().0,
        "letter-not-there"
    );
    let printed = queued.then(print_letter());
    assert_eq!(stage(&printed), LetterStage::Printed);
    assert_eq!(told(&printed, &print_letter()).no().0, "letter-not-there");
    assert_eq!(
        told(&printed, &settle_letter("posted")).kinds(),
        ["contact_recorded", "letter_posted"]
    );
    let posted = printed.then(settle_letter("posted"));
    assert_eq!(stage(&posted), LetterStage::Posted);
    assert_eq!(
        told(&posted, &settle_letter("posted")).no().0,
        "letter-not-there"
    );
    let returned = posted.then(settle_letter("returned"));
    assert_eq!(stage(&returned), LetterStage::Returned);
    assert!(told(&returned, &queue_letter("certificate")).happened());
}

// covers: V6B.13
// covers: V7B.3
#[test]
fn the_plan_goes_to_migration_agency_and_to_the_patient_each_in_a_letter_of_its_own() {
    let story = held("asylum_seeker");
    let both = story.after([queue_letter("plan"), queue_letter("patient_copy")]);
    assert_eq!(both.case.letters.len(), 2);
    assert_eq!(
        told(&both, &queue_letter("plan")).no().0,
        "letter-on-its-way"
    );
    let posted = both.after([print_letter(), settle_letter("posted")]);
    let copies: Vec<_> = posted.case.sip.copies.iter().collect();
    assert_eq!(copies.len(), 1, "one recipient");
    assert_eq!(
        told(
            &held("asylum_seeker").after([queue_letter("plan"), print_letter()]),
            &settle_letter("posted")
        )
        .kinds(),
        ["copy_handed_out", "contact_recorded", "letter_posted"]
    );
}

// covers: X1
#[test]
fn no_letter_that_a_protected_case_forbids_is_put_in_the_queue() {
    for group in ["without_permits", "unestablished"] {
        let story = held(group);
        assert_eq!(
            told(&story, &queue_letter("plan")).no(),
            ("migration-agency-never-told", "X1")
        );
        assert_eq!(
            told(&story, &queue_letter("patient_copy")).no(),
            ("protected-copies-by-hand", "X1")
        );
    }
    let marked = held("asylum_seeker").then(protect(true));
    assert_eq!(
        told(&marked, &queue_letter("patient_copy")).no(),
        ("protected-copies-by-hand", "X1")
    );
    assert!(told(&marked, &queue_letter("plan")).happened());
}

// covers: V6A.4
#[test]
fn no_letter_to_migration_agency_without_consent_to_sip_and_none_of_what_is_not_there() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet");
    assert_eq!(
        told(&story, &queue_letter("certificate")).no().0,
        "consent-missing"
    );
    let agreed = story.then(consent("sip", "given"));
    assert_eq!(
        told(&agreed, &queue_letter("certificate")).no().0,
        "no-certificate"
    );
    assert_eq!(
        told(&agreed, &queue_letter("plan")).no().0,
        "meeting-not-held"
    );
    assert_eq!(
        told(&agreed, &queue_letter("patient_copy")).no().0,
        "no-address"
    );
}

// covers: X1
// covers: X3
#[test]
fn a_letter_that_may_not_leave_any_more_stops_in_the_queue_and_is_recalled_on_paper() {
    let changes = [
        establish("without_permits"),
        unestablish(),
        establish("mass_refugee"),
        consent("sip", "withdrawn"),
        consent("case", "withdrawn"),
        // The ward is responsible until discharge, wherever the person lives (V3.1).
        change_setting("outpatient", WARD),
    ];
    for change in changes {
        let mut held = held("asylum_seeker");
        if change.command["command"] == "change_setting" {
            held = held.then(stays_in("0180"));
        }
        let queued = held.then(queue_letter("plan"));
        let stopped = queued.clone().then(change.clone());
        assert_eq!(stage(&stopped), LetterStage::Stopped, "{change:?}");
        assert!(!told(&stopped, &print_letter()).happened(), "{change:?}");
        let recalled = queued.then(print_letter()).then(change.clone());
        assert_eq!(stage(&recalled), LetterStage::Recalled, "{change:?}");
        assert_eq!(
            told(&recalled, &settle_letter("posted")).no(),
            ("letter-recalled", "X1"),
            "{change:?}"
        );
        let gone = recalled.then(settle_letter("destroyed"));
        assert_eq!(stage(&gone), LetterStage::Stopped, "{change:?}");
    }
}

// covers: X1
#[test]
fn what_was_posted_before_the_case_changed_is_recorded_late_and_what_was_posted_after_is_not() {
    let minutes = SignedDuration::from_mins;
    let printed = held("asylum_seeker").after([queue_letter("plan"), print_letter()]);
    let recalled = printed
        .later(minutes(30))
        .then(establish("without_permits"));
    let at = |minutes: i64| {
        let at = START + SignedDuration::from_mins(minutes);
        settle_letter("posted").with("at", at.to_string())
    };
    let late = recalled.later(minutes(30));
    assert_eq!(told(&late, &at(10)).kinds(), ["letter_posted"]);
    assert_eq!(told(&late, &at(45)).no(), ("letter-recalled", "X1"));
    assert_eq!(told(&late, &at(-10)).no().0, "not-printed-then");
}

// covers: X1
#[test]
fn a_letter_with_one_reader_near_a_protected_person_is_not_recorded_late_as_posted() {
    let minutes = SignedDuration::from_mins;
    let printed = held("asylum_seeker").after([queue_letter("plan"), print_letter()]);
    let linked = printed.later(minutes(5)).then(linked(true));
    let late = linked
        .later(minutes(30))
        .then(establish("without_permits"))
        .later(minutes(30));
    let at = START + minutes(10);
    let posted = settle_letter("posted").with("at", at.to_string());
    assert_eq!(told(&late, &posted).no(), ("letter-recalled", "X1"));
}

#[test]
fn who_has_a_letter_on_paper_settles_it_before_the_case_is_closed_or_handed_over() {
    let printed =
        held("asylum_seeker").after([add(HEALTH_CENTRE), queue_letter("plan"), print_letter()]);
    for act in [close(), hand_over(HEALTH_CENTRE)] {
        assert_eq!(told(&printed, &act).no().0, "letter-on-paper");
        let settled = printed.clone().then(settle_letter("destroyed"));
        assert!(told(&settled, &act).happened());
    }
    let waiting = held("asylum_seeker").after([queue_letter("plan"), close()]);
    assert_eq!(stage(&waiting), LetterStage::Stopped);
}

#[test]
fn a_letter_whose_words_have_changed_is_read_and_queued_anew() {
    let changed: [(&str, Story, Vec<Act>); 3] = [
        (
            "certificate",
            written(),
            vec![certificate(), correct_name()],
        ),
        ("plan", held("asylum_seeker"), vec![hold(), correct_name()]),
        (
            "patient_copy",
            held("asylum_seeker"),
            vec![hold(), correct_name(), stays_in("1487")],
        ),
    ];
    let more: [(&str, Story, Vec<Act>); 3] = [
        ("certificate", written(), vec![lma_number()]),
        ("plan", held("asylum_seeker"), vec![lma_number()]),
        ("patient_copy", held("asylum_seeker"), vec![follow_up(WARD)]),
    ];
    for (letter, story, changes) in changed.into_iter().chain(more) {
        for change in changes {
            let queued = story.clone().then(queue_letter(letter));
            let stopped = queued.then(change.clone());
            assert_eq!(
                stage(&stopped),
                LetterStage::Stopped,
                "{letter}: {change:?}"
            );
        }
    }
}

// covers: X1
#[test]
fn near_a_protected_person_a_letter_is_read_by_two_before_it_is_printed() {
    let queued = written().after([linked(true), queue_letter("certificate")]);
    assert_eq!(
        told(&queued, &print_letter()).no(),
        ("second-reader-missing", "X1")
    );
    assert_eq!(
        told(&queued, &review_letter("approved").by(NURSE)).no(),
        ("second-reader-is-another", "X1")
    );
    let refused = queued.clone().then(review_letter("refused"));
    assert_eq!(stage(&refused), LetterStage::Stopped);
    assert!(
        refused
            .case
            .letters
            .last()
            .unwrap()
            .reason
            .as_ref()
            .unwrap()
            .contains("Nämner systern")
    );
    let read = queued.then(review_letter("approved"));
    let posted = read.after([print_letter(), settle_letter("posted")]);
    assert_eq!(stage(&posted), LetterStage::Posted);
    // It also holds when the mark is set after the letter was printed.
    let late = written().after([queue_letter("certificate"), print_letter(), linked(true)]);
    assert_eq!(
        told(&late, &settle_letter("posted")).no(),
        ("second-reader-missing", "X1")
    );
    let read = late.then(review_letter("approved"));
    assert!(told(&read, &settle_letter("posted")).happened());
    // The mark stays while a letter is on its way. A reader from before the mark did not know of
    // it, so another reading is needed.
    assert_eq!(
        told(&read, &linked(false)).no(),
        ("letters-on-their-way", "X1")
    );
    let early = written().after([
        queue_letter("certificate"),
        review_letter("approved"),
        linked(true),
    ]);
    assert_eq!(
        told(&early, &print_letter()).no(),
        ("second-reader-missing", "X1")
    );
    // Rejecting a printed letter recalls it.
    let recalled = written().after([
        queue_letter("certificate"),
        print_letter(),
        review_letter("refused"),
    ]);
    assert_eq!(stage(&recalled), LetterStage::Recalled);
    assert_eq!(
        told(&recalled, &settle_letter("posted")).no(),
        ("letter-recalled", "X1")
    );
}

// covers: X1
#[test]
fn whoever_wrote_what_a_letter_says_is_not_its_second_reader() {
    let certified = written().then(queue_letter("certificate"));
    let plan = held("asylum_seeker").then(queue_letter("plan").by(COLLEAGUE));
    for (queued, author, other) in [
        (&certified, PHYSICIAN, COLLEAGUE),
        (&plan, NURSE, PHYSICIAN),
    ] {
        for reading in ["approved", "refused"] {
            assert_eq!(
                told(queued, &review_letter(reading).by(author)).no(),
                ("second-reader-is-another", "X1")
            );
        }
        assert!(told(queued, &review_letter("approved").by(other)).happened());
    }
    // Who changes a comma is not the only author of what somebody else has written.
    let anew = written().after([certificate().by(COLLEAGUE), queue_letter("certificate")]);
    let plan = held("asylum_seeker");
    let plan = plan.after([
        more_needs().by(COLLEAGUE),
        agree(),
        queue_letter("plan").by(PHYSICIAN),
    ]);
    for (queued, authors) in [(&anew, [PHYSICIAN, COLLEAGUE]), (&plan, [NURSE, COLLEAGUE])] {
        for author in authors {
            assert_eq!(
                told(queued, &review_letter("approved").by(author)).no(),
                ("second-reader-is-another", "X1")
            );
        }
    }
}

// covers: X1
#[test]
fn near_a_protected_person_nothing_is_posted_beside_the_queue() {
    let certified = written().then(linked(true));
    let held = held("asylum_seeker").then(linked(true));
    for (story, act) in [
        (&certified, deliver_certificate("post")),
        (&certified, contact("migration_agency", "post")),
        (&held, copy_to("migration_agency", "post")),
        (&held, copy_to("patient", "post")),
        (&held, copy_to("kin", "post")),
    ] {
        assert_eq!(
            told(story, &act).no(),
            ("post-goes-by-the-queue", "X1"),
            "{}",
            act.command
        );
    }
    assert!(told(&held, &copy_to("patient", "by_hand")).happened());
    let not_any_more = held.after([linked(false), linked(false).by(COLLEAGUE)]);
    assert!(told(&not_any_more, &copy_to("patient", "post")).happened());
}

// covers: X1
#[test]
fn the_mark_of_a_linked_protected_person_is_lifted_by_two() {
    let marked = written().then(linked(true));
    assert_eq!(told(&marked, &linked(true)).no().0, "nothing-changes");
    let asked = marked.then(linked(false));
    assert!(asked.case.linked_protected_person);
    assert_eq!(
        told(&asked, &linked(false)).no(),
        ("second-person-lifts", "X1")
    );
    // Until then nobody posts alone, and the one who asked may take the request back.
    assert_eq!(
        told(
            &asked.clone().then(queue_letter("certificate")),
            &print_letter()
        )
        .no(),
        ("second-reader-missing", "X1")
    );
    let kept = asked.clone().then(linked(true));
    assert!(kept.case.linked_protected_person);
    assert_eq!(
        told(&kept, &linked(false).by(COLLEAGUE)).kinds(),
        ["linked_protected_person_lift_asked"]
    );
    // A letter that was queued in the meantime has to be settled first.
    let queued = asked.clone().then(queue_letter("certificate"));
    assert_eq!(
        told(&queued, &linked(false).by(COLLEAGUE)).no(),
        ("letters-on-their-way", "X1")
    );
    let lifted = asked.then(linked(false).by(COLLEAGUE));
    assert!(!lifted.case.linked_protected_person);
    assert!(lifted.case.lift_asked.is_none());
}

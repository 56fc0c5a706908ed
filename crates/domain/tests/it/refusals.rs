//! When several refusals apply, they come in the order of api.md.

use crate::story::*;

/// A ward's case without permits where nothing has been asked or answered.
fn bare() -> Story {
    Story::of("without_permits", "inpatient", "none")
}

fn rehab_and_takeover(unit: &str) -> Act {
    ask_for(unit, &["takeover_of_responsibility", "physiotherapy"])
}

// covers: V5.2
// covers: V5.3
// covers: V6B.7
// covers: V6C.6
#[test]
fn never_then_rehab_then_level_then_municipality_then_consent() {
    let refused = bare().then(consent("case", "refused"));
    let steps = [
        (
            rehab_and_takeover(SOCIAL_SERVICES),
            ("social-services-never-party", "X1"),
        ),
        (
            rehab_and_takeover(MUNICIPAL_REHAB),
            ("municipal-rehab-never-party", "V5.3"),
        ),
        (
            rehab_and_takeover(TROLLHATTAN),
            ("rehab-not-purchased", "V5.3"),
        ),
        (
            ask_for(TROLLHATTAN, &["takeover_of_responsibility"]),
            ("outside-primary-care-level", "V5.2"),
        ),
        (
            ask(TROLLHATTAN),
            ("not-the-municipality-of-residence", "V6B.7"),
        ),
    ];
    for (act, no) in steps {
        assert_eq!(told(&refused, &act).no(), no);
    }
    let lives_there = refused.then(stays_in("1488"));
    assert_eq!(
        told(&lives_there, &ask(TROLLHATTAN)).no(),
        ("consent-refused", "V6C.3")
    );
    assert_eq!(
        told(&lives_there, &ask(VANERSBORG)).no(),
        ("not-the-municipality-of-residence", "V6B.7")
    );
}

// covers: V6B.8
// covers: V6C.6
// covers: V7B.2
// covers: V7C.2
#[test]
fn a_party_is_refused_by_residence_then_by_the_missing_yes_then_by_consent() {
    for (group, setting, rule, consent_kind, consent_rule) in [
        ("asylum_seeker", "inpatient", "V6B.8", "case", "V6B.3"),
        ("without_permits", "inpatient", "V6C.6", "case", "V6C.2"),
        ("asylum_seeker", "outpatient", "V7B.2", "sip", "V7B.3"),
        ("without_permits", "outpatient", "V7C.2", "sip", "V7C.3"),
    ] {
        let story = Story::of(group, setting, "none");
        assert_eq!(
            told(&story, &add(TROLLHATTAN)).no(),
            ("not-the-municipality-of-residence", "V6B.7")
        );
        let story = story.then(stays_in("1488"));
        assert_eq!(
            told(&story, &add(TROLLHATTAN)).no(),
            ("municipality-has-not-confirmed", rule)
        );
        let story = story.then(ask(TROLLHATTAN));
        assert_eq!(
            told(&story, &add(TROLLHATTAN)).no(),
            ("municipality-has-not-confirmed", rule)
        );
        let story = story.then(answers(TROLLHATTAN, "yes"));
        let refused = story.clone().then(consent(consent_kind, "refused"));
        assert_eq!(
            told(&refused, &add(TROLLHATTAN)).no(),
            ("consent-refused", consent_rule)
        );
        assert_eq!(
            told(&story, &add(TROLLHATTAN)).no(),
            ("consent-missing", consent_rule)
        );
        let story = story.then(consent(consent_kind, "given"));
        assert_eq!(told(&story, &add(TROLLHATTAN)).kinds(), ["party_added"]);
    }
}

#[test]
fn never_told_comes_before_consent() {
    let story = bare()
        .after([consent("sip", "given"), plan("digital")])
        .after(hold_and_agree());
    let refused = story.then(consent("sip", "refused"));
    for act in [
        contact("migration_agency", "post"),
        deliver_certificate("in_product"),
        copy_to("migration_agency", "by_hand"),
        invite(),
    ] {
        assert_eq!(
            told(&refused, &act).no(),
            ("migration-agency-never-told", "X1")
        );
    }
}

#[test]
fn the_never_rules_come_before_ordinary_routine_and_another_region() {
    for act in [establish("resident"), stays_in("0180")] {
        let story = bare().then(act);
        assert_eq!(
            told(&story, &add(SOCIAL_SERVICES)).no().0,
            "social-services-never-party"
        );
        assert_eq!(
            told(&story, &ask(MUNICIPAL_REHAB)).no().0,
            "municipal-rehab-never-party"
        );
        assert_eq!(
            told(&story, &call_to_migration_agency()).no().0,
            "migration-agency-never-told"
        );
    }
}

#[test]
fn a_refusal_of_the_sources_names_a_requirement_and_says_in_swedish_what_to_do() {
    let requirements = include_str!("../../../../docs/requirements.tsv");
    let bare = bare().then(stays_in("1488"));
    for act in one_of_each() {
        if let Told::No(no) = told(&bare, &act) {
            let known = requirements
                .lines()
                .any(|line| line.split('\t').next() == Some(no.rule()));
            assert!(no.rule().is_empty() || known, "{}", no.code());
            assert!(no.detail().ends_with('.'), "{}", no.code());
            assert!(!no.detail().contains('!'), "{}", no.code());
        }
    }
}

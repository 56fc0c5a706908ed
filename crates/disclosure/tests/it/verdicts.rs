//! What a verdict says about itself, and what else a guard can be asked.

use disclosure::{Channel, Class, Recipient};

use crate::story::{
    DEVELOPER, GUARD, HEAD_OFFICE, HEALTH_CENTRE, MANAGER, NURSE, PLACEHOLDER_MUNICIPALITY,
    STRANGER, Story, TROLLHATTAN, unit,
};

#[test]
fn a_denial_without_a_promise_is_not_forbidden_and_neither_is_a_yes() {
    let story = Story::of("asylum_seeker", "unmet");
    let sees = |who: &domain::Actor| {
        GUARD.may_disclose(
            Recipient::Staff(who),
            &story.case,
            Class::WholeCase,
            Channel::Page,
        )
    };
    let stranger = sees(&STRANGER.actor());
    assert!(!stranger.allowed && !stranger.forbidden());
    let nurse = sees(&NURSE.actor());
    assert!(nurse.allowed && !nurse.forbidden());
    assert!(nurse.rests_on("regional-party-sees-the-case"));
    assert!(!nurse.rests_on("regional-party-has-the-case-in-its-inbox"));
}

#[test]
fn a_picker_offers_care_units_also_before_they_may_join_but_no_placeholder_and_no_office() {
    let story = Story::of("without_permits", "unmet");
    for id in [HEALTH_CENTRE, TROLLHATTAN] {
        assert!(!GUARD.may_take_part(&unit(id), &story.case).allowed);
        assert!(GUARD.may_be_offered(&unit(id), &story.case));
    }
    for id in [PLACEHOLDER_MUNICIPALITY, HEAD_OFFICE] {
        assert!(!GUARD.may_be_offered(&unit(id), &story.case));
    }
    let consented = story.consents("case");
    assert!(
        GUARD
            .may_take_part(&unit(HEALTH_CENTRE), &consented.case)
            .allowed
    );
    assert!(GUARD.may_be_offered(&unit(HEALTH_CENTRE), &consented.case));
}

// covers: V6B.7
#[test]
fn the_asked_municipality_and_a_stranger_do_not_know_of_the_case_and_its_parties_do() {
    let asked = Story::asked_of("asylum_seeker");
    let purchased = Story::purchased_for("asylum_seeker");
    for (story, who, knows) in [
        (&asked, NURSE, true),
        (&asked, MANAGER, false),
        (&asked, STRANGER, false),
        (&asked, DEVELOPER, false),
        (&purchased, MANAGER, true),
        (&purchased, DEVELOPER, true),
    ] {
        let relation = GUARD.relation_of(&who.actor(), &story.case);
        assert_eq!(relation.knows_the_case(), knows, "{}", who.title);
    }
}

//! Protected cases: no mail, no calendar, no printed pages, and not counted in statistics outside
//! the region.

use disclosure::{Channel, Class, Recipient};
use vocabulary::{audience::Audience, choice::Choice as _};

use crate::story::{
    ALL_UNITS, GUARD, HEALTH_CENTRE, HEALTH_CENTRE_NURSE, MANAGER, NURSE, Story, TROLLHATTAN, unit,
};

fn protected() -> Vec<Story> {
    vec![
        Story::purchased_for("without_permits"),
        Story::purchased_for("unestablished"),
        Story::purchased_for("asylum_seeker").protects_the_identity(),
    ]
}

// covers: X1, V6C.2
#[test]
fn a_protected_case_sends_no_mail_and_no_calendar_to_anyone_but_the_invitation_without_names() {
    for story in protected() {
        let units: Vec<_> = ALL_UNITS.iter().map(|id| unit(id)).collect();
        let recipients = units.iter().map(Recipient::Unit).chain(
            Audience::ALL
                .iter()
                .map(|audience| Recipient::Outside(*audience)),
        );
        for recipient in recipients {
            for class in Class::ALL {
                for channel in [Channel::Email, Channel::Calendar] {
                    let verdict = GUARD.may_disclose(recipient, &story.case, *class, channel);
                    let exception =
                        matches!(recipient, Recipient::Outside(Audience::MigrationAgency))
                            && *class == Class::Invitation
                            && channel == Channel::Email
                            && story.case.migration_agency_may_know();
                    assert_eq!(
                        verdict.allowed, exception,
                        "{recipient:?} {class:?} {channel:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn an_open_case_rings_a_bell_at_the_regions_parties_and_never_at_the_municipality() {
    let story = Story::purchased_for("asylum_seeker");
    let bell = |id: &str, class| {
        let party = unit(id);
        GUARD
            .may_disclose(Recipient::Unit(&party), &story.case, class, Channel::Email)
            .allowed
    };
    assert!(bell(HEALTH_CENTRE, Class::Bell));
    assert!(!bell(HEALTH_CENTRE, Class::WholeCase));
    // Silence in the other cases would tell the group.
    assert!(!bell(TROLLHATTAN, Class::Bell));
}

#[test]
fn pages_of_a_protected_case_are_not_printed_and_copies_go_by_hand() {
    let open = Story::purchased_for("asylum_seeker");
    let print = |who: crate::story::Who, class, story: &Story| {
        let actor = who.actor();
        let staff = Recipient::Staff(&actor);
        GUARD
            .may_disclose(staff, &story.case, class, Channel::Print)
            .allowed
    };
    let post = |story: &Story| {
        let patient = Recipient::Outside(Audience::Patient);
        GUARD
            .may_disclose(patient, &story.case, Class::PatientCopy, Channel::Post)
            .allowed
    };
    assert!(print(NURSE, Class::WholeCase, &open) && post(&open));
    for story in protected() {
        assert!(!print(NURSE, Class::WholeCase, &story));
        assert!(!print(HEALTH_CENTRE_NURSE, Class::WholeCase, &story));
        assert!(!print(MANAGER, Class::MunicipalShare, &story));
        assert!(!post(&story));
        let by_hand = Recipient::Outside(Audience::Patient);
        assert!(
            GUARD
                .may_disclose(by_hand, &story.case, Class::PatientCopy, Channel::InPerson)
                .allowed
        );
    }
}

#[test]
fn a_protected_case_is_in_no_figures_outside_the_region() {
    let counted = |story: &Story| {
        let outside = Recipient::OutsideStatistics;
        GUARD
            .may_disclose(
                outside,
                &story.case,
                Class::StatisticsRow,
                Channel::Statistics,
            )
            .allowed
    };
    assert!(counted(&Story::of("asylum_seeker", "none")));
    for story in protected() {
        assert!(!counted(&story));
    }
}

//! Group × setting × need: which pathway applies, and what is never allowed in any of them.

use vocabulary::{choice::Choice as _, need::NursingNeed, setting::Setting};

use crate::story::*;

const GROUPS: [&str; 4] = [
    "asylum_seeker",
    "mass_refugee",
    "without_permits",
    "unestablished",
];

fn every_case() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    GROUPS.into_iter().flat_map(|group| {
        Setting::CODES.iter().flat_map(move |setting| {
            NursingNeed::CODES
                .iter()
                .map(move |need| (group, *setting, *need))
        })
    })
}

// covers: V6A.1
// covers: V6B.1
// covers: V6C.1
#[test]
fn group_setting_and_nursing_need_give_the_pathway() {
    for (group, setting, need) in every_case() {
        let expected = match (group, setting, need) {
            ("asylum_seeker" | "mass_refugee", "inpatient", "unmet" | "unknown") => "6A",
            ("asylum_seeker" | "mass_refugee", "inpatient", _) => "6B",
            (_, "inpatient", _) => "6C",
            ("asylum_seeker" | "mass_refugee", _, "unmet" | "unknown") => "7A",
            ("asylum_seeker" | "mass_refugee", _, _) => "7B",
            _ => "7C",
        };
        let story = Story::of(group, setting, need);
        assert_eq!(story.pathway(), expected, "{group} {setting} {need}");
        let covered = matches!(group, "asylum_seeker" | "mass_refugee");
        let provisional = group == "unestablished" || (covered && need == "unknown");
        assert_eq!(story.case.is_provisional(), provisional);
        assert_eq!(story.case.is_protected(), !covered);
        assert_eq!(story.case.migration_agency_may_know(), covered);
    }
}

#[test]
fn the_pathway_follows_needs_and_setting_at_any_time() {
    let story = Story::of("asylum_seeker", "inpatient", "unknown");
    let story = story.then(needs("none"));
    assert_eq!(story.pathway(), "6B");
    let story = story.then(needs("unmet"));
    assert_eq!(story.pathway(), "6A");
    let story = story.after([
        consent("sip", "given"),
        add(HEALTH_CENTRE),
        change_setting("outpatient", HEALTH_CENTRE),
    ]);
    assert_eq!(story.pathway(), "7A");
    let story = story.then(needs("met_by_kin"));
    assert_eq!(story.pathway(), "7B");
    let story = story.then(establish("without_permits"));
    assert_eq!(story.pathway(), "7C");
}

#[test]
fn a_move_between_wards_is_no_new_admission() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet").after([
        consent("sip", "given"),
        add(OTHER_WARD),
        change_setting("inpatient", OTHER_WARD),
    ]);
    assert_eq!(story.case.admitted_at, Some(START));
    let home_and_back = story
        .after([change_setting("outpatient", WARD)])
        .after([change_setting("inpatient", WARD)]);
    assert!(home_and_back.case.admitted_at > Some(START));
}

#[test]
fn a_case_moves_only_to_a_unit_that_is_a_party_and_fits_the_setting() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet");
    let to = |setting, unit| told(&story, &change_setting(setting, unit)).no().0;
    assert_eq!(to("outpatient", HEALTH_CENTRE), "not-a-party");
    assert_eq!(to("inpatient", HEALTH_CENTRE), "unit-cannot-take-part");
    assert_eq!(to("outpatient", TROLLHATTAN), "unit-cannot-take-part");
    assert_eq!(
        to("outpatient", SOCIAL_SERVICES),
        "social-services-never-party"
    );
}

// covers: X1
// covers: V5.3
// covers: V7B.3
// covers: V7C.3
#[test]
fn social_services_and_municipal_rehab_are_never_a_party_whatever_the_case_and_the_consents() {
    let consents: [&[Act]; 4] = [
        &[],
        &[
            consent("case", "given"),
            consent("sip", "given"),
            consent("information_transfer", "given"),
        ],
        &[consent("case", "refused"), consent("sip", "refused")],
        &[
            consent("case", "incapable"),
            consent("sip", "incapable"),
            consent("information_transfer", "incapable"),
        ],
    ];
    for (group, setting, need) in every_case() {
        for given in consents {
            let who = opener(setting);
            let story = Story::of(group, setting, need)
                .after(given.iter().cloned())
                .then(stays_in("1488"));
            for story in [
                story.clone(),
                story.clone().then(establish("resident")),
                story.then(stays_in("0180")),
            ] {
                for (unit, code, rule) in [
                    (SOCIAL_SERVICES, "social-services-never-party", "X1"),
                    (MUNICIPAL_REHAB, "municipal-rehab-never-party", "V5.3"),
                ] {
                    for act in [add(unit), ask(unit), ask_for(unit, &["rehabilitation"])] {
                        assert_eq!(told(&story, &act.by(who)).no(), (code, rule));
                    }
                }
            }
        }
    }
}

#[test]
fn coordination_and_setting_never_pass_to_social_services_or_municipal_rehab() {
    for (group, setting, need) in every_case() {
        let story = Story::of(group, setting, need);
        for act in [
            hand_over(SOCIAL_SERVICES),
            change_setting("outpatient", SOCIAL_SERVICES),
        ] {
            assert_eq!(told(&story, &act).no().0, "social-services-never-party");
        }
        for act in [
            hand_over(MUNICIPAL_REHAB),
            change_setting("outpatient", MUNICIPAL_REHAB),
        ] {
            assert_eq!(told(&story, &act).no().0, "municipal-rehab-never-party");
        }
    }
}

// covers: X1
// covers: V6C.1
#[test]
fn nothing_reaches_migration_agency_for_a_person_without_permits_or_of_unknown_group() {
    let everything_agreed = [
        consent("case", "given"),
        consent("sip", "given"),
        consent("information_transfer", "given"),
        plan("in_person"),
        hold(),
        write_plan(),
        agree(),
    ];
    for group in ["without_permits", "unestablished"] {
        for setting in Setting::CODES {
            for need in NursingNeed::CODES {
                let acts = everything_agreed.clone().map(|act| act.by(opener(setting)));
                let story = Story::of(group, setting, need).after(acts);
                for act in ways_to_migration_agency() {
                    assert_eq!(
                        told(&story, &act).no(),
                        ("migration-agency-never-told", "X1"),
                        "{group} {setting} {need}: {}",
                        act.command
                    );
                }
            }
        }
    }
}

/// Every command that tells Migrationsverket anything, or the institution that it pays.
fn ways_to_migration_agency() -> Vec<Act> {
    let contacts = ["migration_agency", "institution"]
        .into_iter()
        .flat_map(|audience| {
            ["phone", "post", "in_person"].map(|channel| contact(audience, channel))
        });
    contacts
        .chain([
            deliver_certificate("post"),
            deliver_certificate("by_hand"),
            deliver_certificate("in_product"),
            invite(),
            invitation_was_sent(),
            institution(),
            copy_to("migration_agency", "post"),
            copy_to("migration_agency", "by_hand"),
        ])
        .collect()
}

#[test]
fn protected_identity_is_a_mark_of_its_own_and_leaves_the_rules_for_migration_agency_to_the_group()
{
    for act in [
        call_to_migration_agency(),
        consent("sip", "given"),
        plan("digital"),
        invite(),
    ] {
        let open = Story::of("asylum_seeker", "inpatient", "unmet")
            .after([consent("sip", "given"), plan("digital")]);
        let marked = open.clone().then(protect(true));
        assert!(marked.case.is_protected());
        assert!(marked.case.migration_agency_may_know());
        assert_eq!(told(&marked, &act).kinds(), told(&open, &act).kinds());
        assert!(!marked.then(protect(false)).case.is_protected());
    }
    let without = Story::of("without_permits", "inpatient", "unmet").then(protect(true));
    assert!(!told(&without, &call_to_migration_agency()).happened());
    assert!(without.then(protect(false)).case.is_protected());
}

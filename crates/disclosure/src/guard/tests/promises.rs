//! Each layer alone: what the promises hold where everything is permitted, and the permits without
//! the promises.

use domain::Actor;
use vocabulary::{
    audience::Audience,
    choice::Choice as _,
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    hsa_id::HsaId,
    role::Role,
    unit::{UnitCard, UnitKind},
};

use super::{
    super::{CHANNELS, Guard, entity_facts::Grounds, policy_index},
    actor, card, case, promises_alone, told,
};
use crate::{
    class::{Channel, Class},
    recipient::Recipient,
};

// covers: X1, V6C.1, V7C.1
#[test]
fn the_promises_hold_alone_where_everything_else_is_permitted() {
    let guard = promises_alone();
    for group in [
        "asylum_seeker",
        "mass_refugee",
        "without_permits",
        "unestablished",
    ] {
        let case = case(group);
        for (class, channel) in Class::ALL
            .iter()
            .flat_map(|class| Channel::ALL.iter().map(|channel| (*class, *channel)))
        {
            let told = |recipient: Recipient<'_>| told(&guard, &case, recipient, class, channel);
            for kind in [UnitKind::SocialServices, UnitKind::MunicipalRehab] {
                assert!(!told(Recipient::Unit(&card(kind))));
                assert!(!told(Recipient::Staff(&actor(Role::CareStaff, kind))));
            }
            for role in [
                Role::SocialServicesStaff,
                Role::MunicipalRehabStaff,
                Role::Administrator,
            ] {
                assert!(!told(Recipient::Staff(&actor(
                    role,
                    UnitKind::HospitalWard
                ))));
            }
            for audience in [Audience::SocialServices, Audience::MunicipalRehab] {
                assert!(!told(Recipient::Outside(audience)));
            }
            let agency = told(Recipient::Outside(Audience::MigrationAgency));
            // Without consent to SIP, only the phone call.
            let call = class == Class::Conversation && channel == Channel::PhoneNote;
            assert_eq!(agency, call && case.migration_agency_may_know());
            assert!(
                case.migration_agency_may_know()
                    || !told(Recipient::Outside(Audience::Institution))
            );
        }
        for kind in [UnitKind::SocialServices, UnitKind::MunicipalRehab] {
            assert!(!guard.may_take_part(&card(kind), &case).allowed);
        }
    }
    // The permits really allow everything: a promise about somebody else stops nothing.
    let patient = Recipient::Outside(Audience::Patient);
    let case = case("asylum_seeker");
    assert!(
        guard
            .may_disclose(patient, &case, Class::LogRow, Channel::Fhir)
            .allowed
    );
}

/// Only a reviewer reads a log, and only their own organisation's. Promises and permits each ensure
/// it.
#[test]
fn the_log_is_read_by_the_reviewer_of_that_organisation_and_by_nobody_else() {
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    for role in Role::ALL {
        for kind in UnitKind::ALL {
            let actor = actor(*role, *kind);
            let own = guard.may_read_log(&actor, &actor.unit.organisation);
            let outside = kind.is_never_a_party() || kind.is_placeholder();
            assert_eq!(
                own.allowed,
                *role == Role::LogReviewer && !outside,
                "{role:?} {kind:?}"
            );
            assert_eq!(own.allowed, own.rests_on("log-reviewer-reads-the-own-log"));
            assert!(!guard.may_read_log(&actor, "En annan region").allowed);
            assert!(!guard.may_read_log(&actor, "").allowed);
        }
    }
    let reviewer = actor(Role::LogReviewer, UnitKind::HospitalWard);
    let elsewhere = guard.may_read_log(&reviewer, "En annan region");
    assert!(elsewhere.rests_on("log-reviewer-only-the-log"));
    let promises = promises_alone();
    assert!(!promises.may_read_log(&reviewer, "En annan region").allowed);
}

// The next two tests are for holes that the proof found (docs/guard.md). The other layer covered
// each hole, so only a test of one layer alone shows it.

// covers: V6B.8
#[test]
fn the_promises_alone_let_a_signer_at_another_unit_read_what_is_signed_and_nothing_else() {
    let guard = promises_alone();
    let mut case = case("asylum_seeker");
    let performing = UnitCard {
        hsa_id: HsaId::parse("SE2321000131-E900000000007").unwrap(),
        ..card(UnitKind::MunicipalPrimaryCare)
    };
    let party = domain::case::Party {
        unit: performing.clone(),
        since: case.opened_at,
        basis: domain::event::Basis::SipConsent,
        hidden_from_municipality: false,
    };
    case.parties.insert(performing.hsa_id.clone(), party);
    case.agreement = Some(domain::case::Agreement {
        unit: performing.hsa_id,
        interventions: Vec::new(),
        starts: jiff::civil::date(2026, 3, 12),
        ends: None,
        follow_up: String::new(),
        drawn_up_at: case.opened_at,
        signatures: Vec::new(),
    });
    // In the same organisation, at a unit that is no party.
    let signer = Actor {
        unit: UnitCard {
            hsa_id: HsaId::parse("SE2321000131-E900000000008").unwrap(),
            ..card(UnitKind::MunicipalPrimaryCare)
        },
        ..actor(Role::HeadOfOperations, UnitKind::MunicipalPrimaryCare)
    };
    for class in Class::ALL {
        let free = [Class::SignedAgreement, Class::Question, Class::LogRow].contains(class);
        let signer = Recipient::Staff(&signer);
        assert_eq!(told(&guard, &case, signer, *class, Channel::Page), free);
    }
}

// A stranger to the policies, whom nobody has refused, may not join as another kind.
#[test]
fn a_unit_that_has_become_another_kind_joins_no_case_that_knew_it() {
    let mut guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let anything =
        "@id(\"anything\") @rule(\"\") @swedish(\"Allt.\") permit (principal, action, resource);";
    guard.channels = policy_index(&guard.schema, &[anything]).unwrap();
    let case = case("asylum_seeker");
    assert!(
        guard
            .may_take_part(&card(UnitKind::HospitalWard), &case)
            .allowed
    );
    for kind in UnitKind::ALL
        .iter()
        .filter(|kind| **kind != UnitKind::HospitalWard)
    {
        assert!(
            !guard.may_take_part(&card(*kind), &case).allowed,
            "{kind:?}"
        );
    }
}

// covers: C9.3
#[test]
fn the_permits_alone_let_no_placeholder_in_that_the_patient_has_refused_by_name() {
    let mut guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    guard.channels = policy_index(&guard.schema, &[CHANNELS]).unwrap();
    let mut case = case("without_permits");
    let stands_in = UnitCard {
        hsa_id: HsaId::parse("SE2321000131-E900000000009").unwrap(),
        ..card(UnitKind::PlaceholderHealthCentre)
    };
    let mut consent = |kind, answer| {
        let consent = domain::case::Consent {
            answer,
            form: ConsentForm::Oral,
            units: (kind != ConsentKind::Case).then(|| vec![stands_in.hsa_id.clone()]),
            given_at: case.opened_at,
            by: domain::event::By::clone(&case.opened_by),
            note: None,
            legal_ground: None,
            assessor: None,
            representative: None,
        };
        case.consents.insert(kind, consent);
        guard.may_take_part(&stands_in, &case).allowed
    };
    assert!(consent(ConsentKind::Case, ConsentAnswer::Given));
    assert!(!consent(
        ConsentKind::InformationTransfer,
        ConsentAnswer::Refused
    ));
}

/// Whether something may be told because of an emergency opening.
fn in_emergency(
    guard: &Guard,
    case: &domain::Case,
    recipient: Recipient<'_>,
    class: Class,
    channel: Channel,
) -> bool {
    guard
        .evaluation(case)
        .answer(recipient, class, channel, Grounds::InEmergency)
        .allowed
}

// covers: X1
#[test]
fn an_emergency_opening_is_a_page_of_the_whole_case_for_regional_care_and_nothing_else() {
    let real = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    for guard in [&real, &promises_alone()] {
        for group in ["asylum_seeker", "without_permits", "unestablished"] {
            let case = case(group);
            for (class, channel) in Class::ALL
                .iter()
                .flat_map(|class| Channel::ALL.iter().map(|channel| (*class, *channel)))
            {
                let told = |recipient: Recipient<'_>| {
                    in_emergency(guard, &case, recipient, class, channel)
                };
                for role in Role::ALL {
                    for kind in UnitKind::ALL {
                        let roles = [Role::CareStaff, Role::DischargeCoordinator, Role::Physician];
                        let page = class == Class::WholeCase && channel == Channel::Page;
                        let expected = page && kind.is_regional_care() && roles.contains(role);
                        assert_eq!(
                            told(Recipient::Staff(&actor(*role, *kind))),
                            expected,
                            "{role:?} {kind:?} {class:?} {channel:?}"
                        );
                    }
                }
                for kind in UnitKind::ALL {
                    assert!(!told(Recipient::Unit(&card(*kind))));
                }
                for audience in Audience::ALL {
                    assert!(!told(Recipient::Outside(*audience)), "{audience:?}");
                }
                assert!(!told(Recipient::OutsideStatistics));
            }
        }
    }
}

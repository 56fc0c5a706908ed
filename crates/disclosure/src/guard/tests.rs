//! The policies against their schema, and the code's names against those of the policies.

use std::collections::BTreeSet;

use cedar_policy::{Authorizer, Context as Nothing, Decision, Entities, Request};
use domain::{Actor, Context, Fresh, open, replay};
use vocabulary::{
    audience::{Audience, ContactChannel, OutboundChannel},
    choice::Choice,
    command::Command,
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    group::Group,
    hsa_id::HsaId,
    opening::OpenCase,
    reading::Door,
    role::Role,
    unit::{UnitCard, UnitKind},
};

use super::{
    AnyCase, CHANNELS, CaseRef, DECLARED, DescribedCase, Guard, GuardError, PROMISES,
    RequestIndexes,
    decision_cache::DecisionRequest,
    entity_facts::{Action, CaseDescription, DocumentFacts, Grounds, Principal, Resource},
    policy_index,
};
use crate::{
    class::{Channel, Class},
    recipient::Recipient,
};

/// The members of a closed enum in the schema.
fn words(name: &str) -> BTreeSet<&'static str> {
    let declared = DECLARED
        .split_once(&format!("entity {name} enum ["))
        .unwrap()
        .1;
    let list = declared.split_once(']').unwrap().0;
    list.split('"').skip(1).step_by(2).collect()
}

fn codes<T: Choice>() -> BTreeSet<&'static str> {
    T::CODES.iter().copied().collect()
}

#[test]
fn the_policies_fit_their_schema_and_every_one_has_words_for_people() {
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    assert!(guard.rules().len() > 40, "policies are missing");
    for rule in guard.rules() {
        assert!(
            rule.swedish.ends_with('.'),
            "{} says nothing to people",
            rule.id
        );
        assert!(!rule.swedish.contains('!'), "{} shouts", rule.id);
    }
    assert_eq!(guard.fingerprint().len(), 64);
}

#[test]
fn the_policies_know_every_kind_role_group_and_class_that_the_code_knows() {
    assert_eq!(words("UnitKind"), codes::<UnitKind>());
    assert_eq!(words("Role"), codes::<Role>());
    assert_eq!(words("Group"), codes::<Group>());
    assert_eq!(words("Class"), codes::<Class>());
    let mut outside = codes::<Audience>();
    outside.remove("head_office");
    outside.insert("statistics");
    assert_eq!(words("External"), outside);
}

#[test]
fn every_command_and_channel_is_an_action_and_no_other_is() {
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let beside = [
        "answer_question",
        "open_case",
        "list_cases",
        "administer",
        "review_logs",
        "open_in_emergency",
    ];
    let known: BTreeSet<&str> = guard.names.commands().map(String::as_str).collect();
    let wanted: BTreeSet<&str> = Command::NAMES.iter().copied().chain(beside).collect();
    assert_eq!(known, wanted);
    let channels: BTreeSet<String> = Channel::ALL
        .iter()
        .map(|channel| guard.names.channel(*channel).to_string())
        .collect();
    for channel in Channel::ALL {
        assert!(channels.contains(&format!("Action::\"{}\"", channel.code())));
    }
}

#[test]
fn every_way_out_is_asked_about_as_the_channel_that_it_is() {
    let sent = |way: &OutboundChannel| (way.code(), Channel::from(*way).code());
    let sent: Vec<_> = OutboundChannel::ALL.iter().map(sent).collect();
    assert_eq!(sent, [("email", "email"), ("post", "post")]);
    let said = |way: &ContactChannel| (way.code(), Channel::from(*way).code());
    let said: Vec<_> = ContactChannel::ALL.iter().map(said).collect();
    let expected = [
        ("phone", "phone_note"),
        ("post", "post"),
        ("in_person", "in_person"),
    ];
    assert_eq!(said, expected);
}

// covers: V6A.6, V6A.7
#[test]
fn the_outbound_channel_decides_whether_something_may_be_sent() {
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let mut case = case("asylum_seeker");
    let consent = domain::case::Consent {
        answer: ConsentAnswer::Given,
        form: ConsentForm::Oral,
        units: None,
        given_at: case.opened_at,
        by: domain::event::By::clone(&case.opened_by),
        note: None,
        legal_ground: None,
        assessor: None,
    };
    case.consents.insert(ConsentKind::Sip, consent);
    let agency = Recipient::Outside(Audience::MigrationAgency);
    for (way, class, expected) in [
        (OutboundChannel::Email, Class::Invitation, true),
        (OutboundChannel::Post, Class::Invitation, false),
        (OutboundChannel::Email, Class::Certificate, false),
        (OutboundChannel::Post, Class::Certificate, true),
    ] {
        let may = guard.may_send(way, agency, &case, class, Grounds::CaseAlone);
        assert_eq!(may.allowed, expected, "{way:?} {class:?}");
    }
}

/// A case of a group, opened by the ward.
fn case(group: &str) -> domain::Case {
    let now = "2026-03-05T08:00:00Z".parse().unwrap();
    let request = serde_json::json!({
        "setting": "inpatient", "group": group, "group_evidence": "Beskedet visades",
        "name": "Amina Exempel", "birth_date": "1984-05-17", "identifiers": [],
        "interpreter_needed": true, "nursing_need": "unmet", "health_care_need": true,
        "device_need": false,
    });
    let request = OpenCase::read(request.as_object().unwrap(), Door::Api, now).unwrap();
    let context = Context {
        actor: actor(Role::CareStaff, UnitKind::HospitalWard),
        at: now,
        units: std::collections::BTreeMap::new(),
        placeholders: Vec::new(),
        meeting_point: None,
        meeting_host: None,
        fresh: Fresh([7; 48]),
    };
    replay(&open(&context, &request, "vagledning-fyrbodal@2025-07-01").unwrap()).unwrap()
}

fn card(kind: UnitKind) -> UnitCard {
    UnitCard {
        hsa_id: HsaId::parse("SE2321000131-E900000000001").unwrap(),
        name: "Avdelning 43".to_owned(),
        kind,
        organisation: "Västra Götalandsregionen".to_owned(),
        municipality: None,
    }
}

fn actor(role: Role, kind: UnitKind) -> Actor {
    Actor {
        staff: "1".to_owned(),
        name: "Karin Lind".to_owned(),
        role,
        unit: card(kind),
    }
}

/// A request about a case, as the policies get it.
fn asked(recipient: Recipient<'_>, case: &domain::Case, grounds: Grounds) -> DecisionRequest {
    let case = CaseDescription::of(case);
    let document = DocumentFacts {
        class: Class::WholeCase,
        organisation: case.organisation,
        grounds,
    };
    DecisionRequest {
        principal: Principal::of(recipient, &case.indexes),
        action: Action::Disclose(Channel::Page),
        resource: Resource::Document(document),
        case: Some(case.facts),
    }
}

#[test]
fn requests_from_the_guard_fit_the_policies_schema() {
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let (case, physician) = (
        case("asylum_seeker"),
        actor(Role::Physician, UnitKind::HospitalWard),
    );
    let ward = card(UnitKind::HospitalWard);
    for (recipient, described) in [
        (Recipient::Staff(&physician), 3),
        (Recipient::Unit(&ward), 3),
        (Recipient::Outside(Audience::HeadOffice), 3),
        (Recipient::Outside(Audience::Kin), 2),
        (Recipient::OutsideStatistics, 2),
    ] {
        for grounds in [Grounds::CaseAlone, Grounds::InEmergency, Grounds::ReadByTwo] {
            let asked = asked(recipient, &case, grounds);
            let asked = guard.names.cedar_request(&asked).unwrap();
            assert_eq!(asked.entities.len(), described);
            Entities::from_entities(asked.entities, Some(&guard.schema)).unwrap();
        }
    }
}

#[test]
fn the_policies_name_no_unit_and_no_organisation() {
    // `RequestIndexes` depends on this: a name is only ever compared with other names of the same
    // request.
    for text in [PROMISES, CHANNELS, super::COMMANDS] {
        let rules = text.lines().filter(|line| {
            let line = line.trim_start();
            !line.starts_with('@') && !line.starts_with("//")
        });
        for line in rules {
            assert!(!line.contains("Unit::\""), "{line}");
            let mut quoted = line.split('"').step_by(2).collect::<Vec<_>>();
            quoted.pop();
            for before in quoted {
                assert!(before.ends_with("::"), "a text of its own: {line}");
            }
        }
    }
}

#[test]
fn equivalent_cases_make_equal_requests_and_different_cases_do_not() {
    let ours = case("asylum_seeker");
    let moved = |to: &str| {
        let mut case = ours.clone();
        let mut party = case.parties.remove(&case.coordinator).unwrap();
        party.unit.hsa_id = HsaId::parse(to).unwrap();
        case.coordinator = party.unit.hsa_id.clone();
        case.parties.insert(case.coordinator.clone(), party);
        case
    };
    let (before, after) = (
        moved("SE2321000131-E900000000000"),
        moved("SE2321000131-E900000000009"),
    );
    let facts = |case| CaseDescription::of(case).facts;
    assert_eq!(facts(&before), facts(&ours));
    assert_eq!(facts(&after), facts(&ours));
    let mut doubtful = ours.clone();
    doubtful.evidence = None;
    assert_ne!(facts(&doubtful), facts(&ours));
    // Another unit is no party, under any name.
    let nurse = actor(Role::CareStaff, UnitKind::HospitalWard);
    let asked = |case| asked(Recipient::Staff(&nurse), case, Grounds::CaseAlone);
    assert_ne!(asked(&ours), asked(&after));
    assert_ne!(asked(&ours), asked(&before));
    assert_eq!(asked(&before), asked(&after));
}

#[test]
fn each_unit_has_exactly_one_index_and_shares_it_with_no_other() {
    let (units, organisations) = (["a", "b", "c", "d"], ["x", "y", "z"]);
    // Every order of four units, each added twice.
    for order in 0..256_usize {
        let mut indexes = RequestIndexes::none_met();
        let met = [order, order / 4, order / 16, order / 64].map(|place| units[place % 4]);
        let found: Vec<_> = met
            .iter()
            .chain(&met)
            .map(|id| indexes.meet_unit(id))
            .collect();
        for (one, first) in met.iter().chain(&met).zip(&found) {
            for (other, second) in met.iter().chain(&met).zip(&found) {
                assert_eq!(one == other, first == second, "{met:?}");
            }
            assert_eq!(
                indexes.unit_of_principal(one, UnitKind::HospitalWard),
                *first
            );
        }
        // An unknown unit gets none of the indexes in use.
        let stranger = indexes.unit_of_principal("e", UnitKind::HospitalWard);
        assert!(!found.contains(&stranger));
        assert_eq!(indexes.meet_unit("e"), stranger);
    }
    // Nor does one that has become another kind since it joined.
    let mut indexes = RequestIndexes::none_met();
    let ward = card(UnitKind::HospitalWard);
    let joined = indexes.meet_joined_unit(&ward);
    let id = ward.hsa_id.as_str();
    assert_eq!(
        indexes.unit_of_principal(id, UnitKind::HospitalWard),
        joined
    );
    for kind in UnitKind::ALL.iter().filter(|kind| **kind != ward.kind) {
        assert_ne!(indexes.unit_of_principal(id, *kind), joined, "{kind:?}");
        assert!(indexes.has_become_another(id, *kind), "{kind:?}");
    }
    let mut indexes = RequestIndexes::none_met();
    let found: Vec<_> = organisations
        .iter()
        .chain(&organisations)
        .map(|name| indexes.meet_organisation(name))
        .collect();
    let names: Vec<String> = found.iter().map(|index| index.name()).collect();
    assert_eq!(names, ["0", "1", "2", "0", "1", "2"]);
    assert_eq!(indexes.organisation_of_principal("y"), found[1]);
    let stranger = indexes.organisation_of_principal("w");
    assert!(!found.contains(&stranger));
}

#[test]
fn a_case_that_keeps_its_description_gets_the_same_verdicts_and_a_changed_one_its_own() {
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let agency = Recipient::Outside(Audience::MigrationAgency);
    let nurse = actor(Role::CareStaff, UnitKind::HospitalWard);
    let told = |case: &dyn AnyCase| {
        let ward = card(UnitKind::HospitalWard);
        [
            guard.may_disclose(agency, case, Class::Conversation, Channel::PhoneNote),
            guard.may_command(&nurse, Some(case), "close_case"),
            guard.may_take_part(&ward, case),
        ]
    };
    let seeker = case("asylum_seeker");
    let kept = DescribedCase::new(seeker.clone());
    assert_eq!(told(&kept), told(&seeker));
    assert_eq!(told(&kept.asked()), told(&seeker));
    let [first, second] = [kept.asked(), kept.asked()].map(CaseRef::description);
    assert!(
        std::ptr::eq(&raw const *first, &raw const *second),
        "described twice"
    );
    // Changing the case means taking it out of the pair, which drops the description.
    let mut changed = kept.into_case();
    changed.evidence = None;
    let changed = DescribedCase::from(changed);
    assert!(told(&seeker)[0].allowed && !told(&changed)[0].allowed);
}

#[test]
fn a_cached_verdict_is_used_for_exactly_the_same_facts_only() {
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let nurse = actor(Role::CareStaff, UnitKind::HospitalWard);
    let told = |case: &domain::Case| {
        let agency = Recipient::Outside(Audience::MigrationAgency);
        guard.may_disclose(agency, case, Class::Conversation, Channel::PhoneNote)
    };
    let (seeker, without) = (case("asylum_seeker"), case("without_permits"));
    let first = told(&seeker);
    assert!(first.allowed);
    assert_eq!(told(&seeker), first);
    assert!(!told(&without).allowed);
    // A single different fact makes it another request.
    let mut doubtful = seeker.clone();
    doubtful.evidence = None;
    assert!(!told(&doubtful).allowed);
    assert_eq!(told(&seeker), first);
    let sees = |actor: &Actor| {
        let staff = Recipient::Staff(actor);
        guard.may_disclose(staff, &seeker, Class::WholeCase, Channel::Page)
    };
    assert!(sees(&nurse).allowed);
    assert!(!sees(&actor(Role::SocialServicesStaff, UnitKind::HospitalWard)).allowed);
}

/// A guard whose permits allow everything, so that only the promises limit it.
fn promises_alone() -> Guard {
    let anything =
        "@id(\"anything\") @rule(\"\") @swedish(\"Allt.\") permit (principal, action, resource);";
    let mut guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    guard.channels = policy_index(&guard.schema, &[PROMISES, anything]).unwrap();
    guard.commands = policy_index(&guard.schema, &[PROMISES, anything]).unwrap();
    guard
}

fn told(
    guard: &Guard,
    case: &domain::Case,
    recipient: Recipient<'_>,
    class: Class,
    channel: Channel,
) -> bool {
    guard.may_disclose(recipient, case, class, channel).allowed
}

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

// Validation cannot refuse a policy that overflows: the engine leaves it out and decides by the
// others. The proof shows that none of ours errs; this test is for the time when the proof has not
// been run.
#[test]
fn a_policy_that_errs_denies_what_the_others_allow() {
    let overflow = "when { 9223372036854775807 + 1 == 0 };";
    let policy = |id: &str, effect: &str, part: &str| {
        let named = format!("@id(\"{id}\") @rule(\"\") @swedish(\"Allt.\")");
        format!("{named} {effect} (principal, action, resource) {part}")
    };
    let anything = policy("anything", "permit", ";");
    let mut guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let (seeker, nurse) = (
        case("asylum_seeker"),
        actor(Role::CareStaff, UnitKind::HospitalWard),
    );
    let erring_ones = ["forbid", "permit"].map(|effect| policy("errs", effect, overflow));
    for (erring, expected) in [(String::new(), true)]
        .into_iter()
        .chain(erring_ones.map(|erring| (erring, false)))
    {
        guard.channels = policy_index(&guard.schema, &[&anything, &erring]).unwrap();
        guard.commands = policy_index(&guard.schema, &[&anything, &erring]).unwrap();
        // Cedar itself says yes in spite of the error.
        let [staff, page, document] = ["Staff::\"a\"", "Action::\"page\"", "Document::\"a\""]
            .map(|name| name.parse().unwrap());
        let key = (page, cedar_policy::EntityUid::type_name(&staff).clone());
        let policies = &guard.channels.slices[&key];
        let request = Request::new(staff, key.0, document, Nothing::empty(), None).unwrap();
        let response = Authorizer::new().is_authorized(&request, policies, &Entities::empty());
        assert_eq!(response.decision(), Decision::Allow, "{erring}");
        assert_eq!(response.diagnostics().errors().count() == 0, expected);
        let verdict = guard.channels.verdict(&response);
        assert_eq!(verdict.allowed, expected, "{erring}");
        // And so do all who ask the guard.
        let page = told(
            &guard,
            &seeker,
            Recipient::Staff(&nurse),
            Class::WholeCase,
            Channel::Page,
        );
        let command = guard.may_command(&nurse, Some(&seeker), "close_case");
        let centre = UnitCard {
            hsa_id: HsaId::parse("SE2321000131-E900000000009").unwrap(),
            ..card(UnitKind::HealthCentre)
        };
        let party = guard.may_take_part(&centre, &seeker);
        assert_eq!(
            [page, command.allowed, party.allowed],
            [expected; 3],
            "{erring}"
        );
    }
}

#[test]
fn a_policy_without_words_or_outside_the_schema_makes_no_guard() {
    let schema = Guard::new(crate::ShareKey::new([7; 16])).unwrap().schema;
    let unnamed = policy_index(&schema, &["permit (principal, action, resource);"]);
    assert!(matches!(unnamed, Err(GuardError::Unnamed(_))));
    let misspelt =
        "@id(\"a\") @rule(\"\") @swedish(\"A.\") permit (principal is Unit, action, resource)
                    when { principal.kind == UnitKind::\"social_service\" };";
    assert!(matches!(
        policy_index(&schema, &[misspelt]),
        Err(GuardError::Invalid(_))
    ));
    assert!(matches!(
        policy_index(&schema, &["permit ("]),
        Err(GuardError::Policy(_))
    ));
}

#[test]
fn policy_slices_leave_out_no_policy_that_could_match() {
    let guard = Guard::new(crate::ShareKey::new([7; 16])).unwrap();
    let all: BTreeSet<String> = guard.channels.rules.keys().cloned().collect();
    let mut used = BTreeSet::new();
    for slice in guard.channels.slices.values() {
        used.extend(slice.policies().map(|policy| policy.id().to_string()));
    }
    assert_eq!(used, all, "a policy stands in no slice");
    // Promises about everybody are in every slice of their type of principal.
    for ((action, principal), slice) in &guard.channels.slices {
        let held = |id: &str| slice.policies().any(|policy| policy.id().to_string() == id);
        match principal.to_string().as_str() {
            "Staff" => assert!(held("social-services-staff-nothing"), "{action}"),
            "Unit" => assert!(held("social-services-never-party"), "{action}"),
            "External" => {
                assert!(held("social-services-never-told"), "{action}");
                assert!(held("migration-agency-never-told"), "{action}");
            }
            other => panic!("a new sort of principal: {other}"),
        }
    }
}

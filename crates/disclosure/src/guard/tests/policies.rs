//! Policies that err, that say nothing to people, or that stand in no slice.

use std::collections::BTreeSet;

use cedar_policy::{Authorizer, Context as Nothing, Decision, Entities, Request};
use vocabulary::{
    hsa_id::HsaId,
    role::Role,
    unit::{UnitCard, UnitKind},
};

use super::{
    super::{Guard, GuardError, policy_index},
    actor, card, case, told,
};
use crate::{
    class::{Channel, Class},
    recipient::Recipient,
};

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

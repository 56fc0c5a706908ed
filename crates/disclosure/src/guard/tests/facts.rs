//! What the policies are told of a case, and when a verdict may be used again.

use domain::Actor;
use vocabulary::{
    audience::Audience, choice::Choice as _, hsa_id::HsaId, role::Role, unit::UnitKind,
};

use super::{
    super::{
        AnyCase, CaseRef, DescribedCase, Guard, RequestIndexes,
        entity_facts::{CaseDescription, Grounds},
    },
    actor, asked, card, case,
};
use crate::{
    class::{Channel, Class},
    recipient::Recipient,
};

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

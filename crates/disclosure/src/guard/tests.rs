//! What the tests of the guard share: a case, a unit, a user, and a guard of promises alone.

mod facts;
mod names;
mod policies;
mod promises;

use domain::{Actor, Context, Fresh, open, replay};
use vocabulary::{
    hsa_id::HsaId,
    opening::OpenCase,
    reading::Door,
    role::Role,
    unit::{UnitCard, UnitKind},
};

use super::{
    Guard, PROMISES,
    decision_cache::DecisionRequest,
    entity_facts::{Action, CaseDescription, DocumentFacts, Grounds, Principal, Resource},
    policy_index,
};
use crate::{
    class::{Channel, Class},
    recipient::Recipient,
};

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
        case_named: None,
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

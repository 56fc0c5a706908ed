//! A request in Cedar, made only when no cached decision answers it: entities with their
//! attributes, as the schema declares them.

use std::collections::{HashMap, HashSet};

use cedar_policy::{Entity, EntityUid, RestrictedExpression};
use domain::case::ConsentStanding;
use vocabulary::{choice::Choice as _, unit::UnitKind};

use super::{
    decision_cache::DecisionRequest,
    entity_facts::{Action, CaseFacts, DocumentFacts, Grounds, Principal, Resource, StaffFacts},
    entity_names::{EntityNames, uid},
    request_indexes::{OrganisationIndex, UnitIndex},
};

/// A request as Cedar reads it.
pub(super) struct CedarRequest {
    pub(super) principal: EntityUid,
    pub(super) action: EntityUid,
    pub(super) resource: EntityUid,
    pub(super) entities: Vec<Entity>,
}

type Attribute = (&'static str, RestrictedExpression);

/// Id of the case, the document and the person within a request. Our own ids never get in.
const ONE: &str = "this";

impl EntityNames {
    /// The request in Cedar; `None` when an entity cannot be made.
    pub(super) fn cedar_request(&self, request: &DecisionRequest) -> Option<CedarRequest> {
        let mut entities = Vec::new();
        if let Some(case) = &request.case {
            entities.push(self.case_entity(case.facts())?);
        }
        let resource = match request.resource {
            Resource::Case => self.this_case(),
            Resource::Register => self.register(),
            Resource::Document(document) => {
                entities.push(self.document_entity(document)?);
                self.this_document()
            }
        };
        let (principal, described) = match request.principal {
            Principal::Staff(staff) => (self.this_staff(), Some(self.staff_entity(staff)?)),
            Principal::Unit {
                unit,
                kind,
                within_hospital,
            } => {
                let entity = self.unit_entity(unit, kind, within_hospital)?;
                (self.nth_unit(unit), Some(entity))
            }
            Principal::Outside(audience) => (uid(&self.external, audience.code()), None),
            Principal::OutsideStatistics => (self.outside_statistics(), None),
        };
        entities.extend(described);
        let action = match request.action {
            Action::Disclose(channel) => self.channel(channel),
            Action::Command(place) => self.command_at(place)?,
            Action::BecomeParty => self.become_party(),
        };
        Some(CedarRequest {
            principal,
            action,
            resource,
            entities,
        })
    }

    fn this_case(&self) -> EntityUid {
        uid(&self.case, ONE)
    }

    fn this_document(&self) -> EntityUid {
        uid(&self.document, ONE)
    }

    fn this_staff(&self) -> EntityUid {
        uid(&self.staff, ONE)
    }

    /// The unit with this index in the request.
    fn nth_unit(&self, index: UnitIndex) -> EntityUid {
        uid(&self.unit, &index.name())
    }

    fn unit_entity(
        &self,
        unit: UnitIndex,
        kind: UnitKind,
        within_hospital: bool,
    ) -> Option<Entity> {
        entity(
            self.nth_unit(unit),
            [
                ("kind", name(uid(&self.kind, kind.code()))),
                ("within_hospital", flag(within_hospital)),
            ],
        )
    }

    fn staff_entity(&self, staff: StaffFacts) -> Option<Entity> {
        entity(
            self.this_staff(),
            [
                ("role", name(uid(&self.role, staff.role.code()))),
                ("unit", name(self.nth_unit(staff.unit))),
                ("kind", name(uid(&self.kind, staff.kind.code()))),
                ("organisation", text(staff.organisation)),
            ],
        )
    }

    fn document_entity(&self, document: DocumentFacts) -> Option<Entity> {
        let DocumentFacts {
            class,
            organisation,
            grounds,
        } = document;
        entity(
            self.this_document(),
            [
                ("case", name(self.this_case())),
                ("class", name(self.class_of(class))),
                ("organisation", text(organisation)),
                ("opened_in_emergency", flag(grounds == Grounds::InEmergency)),
                ("read_by_two", flag(grounds == Grounds::ReadByTwo)),
            ],
        )
    }

    fn case_entity(&self, case: &CaseFacts) -> Option<Entity> {
        let unit = |index: &UnitIndex| name(self.nth_unit(*index));
        let units = |all: &[UnitIndex]| RestrictedExpression::new_set(all.iter().map(unit));
        let consent = |standing| name(uid(&self.consent, consent_code(standing)));
        let municipal = case.municipal_organisation.map(text);
        entity(
            self.this_case(),
            [
                ("group", name(uid(&self.group, case.group.code()))),
                ("evidence", flag(case.evidence)),
                ("identity_protected", flag(case.identity_protected)),
                ("open", flag(case.open)),
                ("coordinator", unit(&case.coordinator)),
                ("parties", units(&case.parties)),
                ("asked", units(&case.asked)),
                ("confirmed", units(&case.confirmed)),
                ("requested", units(&case.requested)),
                ("performs", units(&case.performs)),
                (
                    "municipal_organisations",
                    RestrictedExpression::new_set(municipal),
                ),
                ("consent_case", consent(case.consent_case)),
                ("consent_sip", consent(case.consent_sip)),
                ("consent_transfer", consent(case.consent_transfer)),
                ("transfer_covers_all", flag(case.transfer_covers_all)),
                ("transfer_covers", units(&case.transfer_covers)),
                ("transfer_refused", units(&case.transfer_refused)),
                ("own_consent", flag(case.own_consent)),
                ("agreement", flag(case.agreement)),
                ("interpreter_needed", flag(case.interpreter_needed)),
                ("institution_named", flag(case.institution_named)),
                (
                    "linked_protected_person",
                    flag(case.linked_protected_person),
                ),
                ("kin_invited", flag(case.kin_invited)),
            ],
        )
    }
}

fn consent_code(standing: ConsentStanding) -> &'static str {
    match standing {
        ConsentStanding::NotAsked => "not_asked",
        ConsentStanding::Given => "given",
        ConsentStanding::Refused => "refused",
        ConsentStanding::Incapable => "incapable",
    }
}

/// `None` when the engine rejects an attribute's value.
fn entity<const N: usize>(of: EntityUid, attributes: [Attribute; N]) -> Option<Entity> {
    let attributes: HashMap<String, RestrictedExpression> = attributes
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    Entity::new(of, attributes, HashSet::new()).ok()
}

fn name(of: EntityUid) -> RestrictedExpression {
    RestrictedExpression::new_entity_uid(of)
}

fn text(organisation: OrganisationIndex) -> RestrictedExpression {
    RestrictedExpression::new_string(organisation.name())
}

fn flag(value: bool) -> RestrictedExpression {
    RestrictedExpression::new_bool(value)
}

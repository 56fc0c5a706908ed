//! The opening event, which creates the case.

use vocabulary::group::Group;

use super::person;
use crate::{
    case::{Case, RelatedCase, Relation, Sip},
    copy_on_write::Shared,
    event::{Entry, Event},
};

/// The case that this entry opens; `None` when it is any other event.
pub(super) fn opened(entry: &Entry) -> Option<Case> {
    let Event::CaseOpened {
        id,
        sip_number,
        person,
        identifiers,
        setting,
        admitted_at,
        group,
        stated_group,
        evidence,
        needs,
        unit,
        guidance,
        continues,
    } = &entry.event
    else {
        return None;
    };
    let mut case = Case {
        id: *id,
        guidance: guidance.clone(),
        opened_at: entry.at,
        opened_by: entry.by.clone().into(),
        person: person.clone().into(),
        identifiers: Shared::default(),
        setting: *setting,
        admitted_at: *admitted_at,
        group: *group,
        stated_group: *stated_group,
        group_since: entry.at,
        evidence: evidence.clone(),
        group_checked_at: evidence.as_ref().map(|evidence| evidence.at),
        awaits_confirmation: None,
        agency_may_know_since: None,
        ever_protected: *group == Group::WithoutPermits || person.protected_identity,
        group_version: 1,
        needs: needs.clone(),
        consents: Shared::default(),
        parties: Shared::default(),
        former_parties: Shared::default(),
        coordinator: unit.hsa_id.clone(),
        contacts: Shared::default(),
        residence: None,
        questions: Shared::default(),
        ready_for_discharge: None,
        certificate: None,
        certificate_writers: Shared::default(),
        plan: Shared::default(),
        sip: Sip::begun(sip_number.clone()).into(),
        interpreter: None,
        institution: None,
        transport: None,
        letters: Shared::default(),
        linked_protected_person: false,
        lift_asked: None,
        devices: Shared::default(),
        care_request: None,
        agreement: None,
        invoicing_form: None,
        purchases_ended: None,
        information_sheet: None,
        county_routine: None,
        wrong_disclosures: Shared::default(),
        inbound_questions: Shared::default(),
        closed: None,
        related: continues
            .map(|earlier| RelatedCase {
                case: earlier,
                relation: Relation::Continues,
            })
            .into_iter()
            .collect::<Vec<RelatedCase>>()
            .into(),
        reversible: None,
    };
    for identifier in identifiers {
        person::take_into_use(&mut case, identifier, entry);
    }
    if case.migration_agency_may_know() {
        case.agency_may_know_since = Some(entry.at);
    }
    Some(case)
}

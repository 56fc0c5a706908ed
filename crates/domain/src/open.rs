//! Opening a case. This is a function of its own, since there is no case yet (V5.1, V6A.1).

use vocabulary::{
    group::Group, identifier::IdentifierKind, mistake::Mistake, opening::OpenCase,
    refusal::Refusal, setting::Setting, text::Prose, unit::UnitKind,
};

use crate::{
    context::Context,
    event::{Basis, By, Entry, Event, GroupEvidence, Needs, Person},
};

/// Why a case is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOpened {
    /// A rule says no.
    Refused(Refusal),
    /// A mistake in the request that shows only when the directory is known.
    Mistaken(Mistake),
}

/// Opens a case. The caller's unit becomes the first party and coordinates.
///
/// The stated group is accepted only with evidence: an asylum seeker or mass refugee without an LMA
/// number or other evidence opens as unestablished (fail closed).
///
/// # Errors
/// When the unit is not regional care, or the setting does not fit the unit.
pub fn open(
    context: &Context,
    request: &OpenCase,
    guidance: &str,
) -> Result<Vec<Entry>, NotOpened> {
    let unit = &context.actor.unit;
    if !unit.kind.is_regional_care() {
        return Err(NotOpened::Refused(Refusal::NotYourTask));
    }
    if request.setting == Setting::Inpatient && unit.kind != UnitKind::HospitalWard {
        return Err(NotOpened::Mistaken(Mistake::new(
            "setting",
            "not-a-ward",
            "Din enhet är ingen vårdavdelning. Välj regional primärvård eller öppen specialistvård.",
        )));
    }
    let lma_number = request
        .identifiers
        .iter()
        .any(|identifier| identifier.kind() == IdentifierKind::LmaNumber);
    let evidence = evidence(context, request, lma_number);
    let group = match (request.group, &evidence) {
        (Group::AsylumSeeker | Group::MassRefugee, None) => Group::Unestablished,
        (stated, _) => stated,
    };
    let event = Event::CaseOpened {
        id: context.fresh.id(),
        sip_number: context.fresh.sip_number(),
        person: Person {
            name: request.name.secret(),
            birth_date: request.birth_date,
            under_18: request.under_18,
            language: request.language.clone(),
            interpreter_needed: request.interpreter_needed,
            room: request.room.as_ref().map(|room| room.0.clone()),
            protected_identity: request.protected_identity,
            kin: request.kin.as_ref().map(Prose::secret),
        },
        identifiers: request.identifiers.clone(),
        setting: request.setting,
        admitted_at: match request.setting {
            Setting::Inpatient => Some(request.admitted_at.unwrap_or(context.at)),
            Setting::Outpatient => request.admitted_at,
        },
        group,
        stated_group: request.group,
        evidence,
        needs: Needs {
            nursing: request.nursing_need,
            health_care: request.health_care_need,
            device: request.device_need,
            rehab_interventions: request.rehab_intervention_need,
            regional_primary_care: None,
            municipal_primary_care: None,
            rehab: None,
            specialist_follow_up: None,
        },
        unit: unit.clone(),
        guidance: guidance.to_owned(),
        continues: request.continues,
    };
    let by = By::from(&context.actor);
    Ok(vec![
        Entry {
            at: context.at,
            by: by.clone(),
            event,
        },
        Entry {
            at: context.at,
            by,
            event: Event::PartyAdded {
                unit: unit.clone(),
                basis: Basis::Opened,
            },
        },
    ])
}

fn evidence(context: &Context, request: &OpenCase, lma_number: bool) -> Option<GroupEvidence> {
    let stated = request.group_evidence.as_ref().map(|text| text.0.clone());
    let text = match (request.group, stated) {
        (Group::Unestablished | Group::Resident, _) => None,
        (Group::AsylumSeeker | Group::MassRefugee, None) if lma_number => {
            Some("LMA-nummer uppvisat när ärendet startades".to_owned())
        }
        (Group::AsylumSeeker | Group::MassRefugee | Group::WithoutPermits, stated) => stated,
    }?;
    Some(GroupEvidence {
        text,
        verified_in: request.verified_in,
        at: context.at,
        by: context.actor.signature(),
        card_current: None,
        permit_from: request
            .permit_from
            .filter(|_| request.group == Group::MassRefugee),
    })
}

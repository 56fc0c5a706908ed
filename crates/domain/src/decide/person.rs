//! The person's details, needs, residence and setting: recorded, corrected, or undone.

use jiff::Timestamp;
use vocabulary::{
    calendar::local_date,
    command::{
        AddIdentifier, ChangeSetting, CorrectPerson, EstablishNeeds, EstablishResidence,
        MarkProtectedIdentity, MarkReadyForDischarge,
    },
    refusal::Refusal,
    setting::Setting,
    unit::UnitKind,
};

use super::{Decision, parties};
use crate::{
    case::Case,
    context::Context,
    event::{Event, Needs, Person, Residence},
};

pub(super) fn needs(case: &Case, command: &EstablishNeeds) -> Vec<Event> {
    let before = &case.needs;
    vec![Event::NeedsEstablished {
        needs: Needs {
            nursing: command.nursing_need,
            health_care: command.health_care_need,
            device: command.device_need,
            rehab_interventions: command
                .rehab_intervention_need
                .or(before.rehab_interventions),
            regional_primary_care: command
                .regional_primary_care_need
                .or(before.regional_primary_care),
            municipal_primary_care: command
                .municipal_primary_care_need
                .or(before.municipal_primary_care),
            rehab: command.rehab_need.or(before.rehab),
            specialist_follow_up: command.specialist_follow_up.or(before.specialist_follow_up),
        },
    }]
}

pub(super) fn setting(case: &Case, context: &Context, command: &ChangeSetting) -> Decision {
    let unit = context
        .units
        .get(&command.unit)
        .ok_or(Refusal::UnitCannotTakePart)?;
    parties::never(unit)?;
    let fits = match command.setting {
        Setting::Inpatient => unit.kind == UnitKind::HospitalWard,
        Setting::Outpatient => unit.kind.is_regional_care(),
    };
    if !fits {
        return Err(Refusal::UnitCannotTakePart);
    }
    if !case.is_party(&command.unit) {
        return Err(Refusal::NotAParty);
    }
    Ok(vec![Event::SettingChanged {
        setting: command.setting,
        unit: unit.clone(),
        admitted_at: match command.setting {
            Setting::Inpatient => Some(admitted(case, context, command)),
            Setting::Outpatient => None,
        },
    }])
}

/// A move between wards is no new admission: V6A.2 still counts from the first day.
fn admitted(case: &Case, context: &Context, command: &ChangeSetting) -> Timestamp {
    let since = case
        .admitted_at
        .filter(|_| case.setting == Setting::Inpatient);
    command
        .admitted_at
        .map(|at| at.0)
        .or(since)
        .unwrap_or(context.at)
}

pub(super) fn residence(command: &EstablishResidence) -> Vec<Event> {
    vec![Event::ResidenceEstablished {
        residence: Residence {
            municipality: command.municipality,
            address: command.address.secret(),
            postal_code: command.postal_code,
            housing: command.housing,
        },
    }]
}

pub(super) fn identifier(case: &Case, command: &AddIdentifier) -> Decision {
    let identifier = command
        .identifier
        .clone()
        .in_century_of(case.person.birth_date);
    let in_use = case
        .identifiers
        .iter()
        .any(|known| known.in_use && known.identifier == identifier);
    if in_use {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![Event::IdentifierAdded { identifier }])
}

pub(super) fn correct(case: &Case, context: &Context, command: &CorrectPerson) -> Decision {
    let mut person = Person::clone(&case.person);
    if let Some(name) = &command.name {
        person.name = name.secret();
    }
    if let Some(birth_date) = command.birth_date {
        person.birth_date = birth_date;
        person.under_18 = None;
    }
    let unknown = person.birth_date.tells_child_on(local_date(context.at));
    if command.under_18.is_some() && unknown.is_none() {
        person.under_18 = command.under_18;
    }
    if let Some(language) = &command.language {
        person.language = Some(language.clone());
    }
    if let Some(needed) = command.interpreter_needed {
        person.interpreter_needed = needed;
    }
    if let Some(room) = &command.room {
        person.room = Some(room.0.clone());
    }
    if person == *case.person {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![Event::PersonCorrected { person }])
}

pub(super) fn protect(case: &Case, command: &MarkProtectedIdentity) -> Decision {
    if case.person.protected_identity == command.protected {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![Event::ProtectedIdentityMarked {
        protected: command.protected,
        reason: command.reason.0.clone(),
    }])
}

pub(super) fn ready(command: &MarkReadyForDischarge) -> Vec<Event> {
    vec![Event::ReadyForDischarge { from: command.at }]
}

/// Undoes the actor's own latest change, as long as nothing has happened since.
pub(super) fn undo(case: &Case, context: &Context) -> Decision {
    let reversible = case
        .reversible
        .as_ref()
        .filter(|reversible| reversible.staff == context.actor.staff)
        .ok_or(Refusal::NothingToUndo)?;
    Ok(vec![Event::Undone {
        former: reversible.former.clone(),
    }])
}

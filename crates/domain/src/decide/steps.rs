//! Steps that record a single fact: interpreter, institution, transport, devices, information
//! sheet, county routine.

use vocabulary::{
    command::{
        BookInterpreter, DeclineTransport, FollowCountyRoutine, GiveInformationSheet, OrderDevice,
        OrderTransport, RecordInstitution,
    },
    group::Group,
    refusal::Refusal,
};

use super::Decision;
use crate::{
    case::Case,
    event::{Event, Institution, InterpreterBooking, Transport},
    pathway::Pathway,
};

pub(super) fn interpreter(case: &Case, command: &BookInterpreter) -> Decision {
    if !case.person.interpreter_needed {
        return Err(Refusal::InterpreterNotNeeded);
    }
    Ok(vec![Event::InterpreterBooked {
        booking: InterpreterBooking {
            language: command.language.clone(),
            at: command.at,
            reference: command.reference.as_ref().map(|text| text.0.clone()),
        },
    }])
}

/// Migrationsverket buys the place, so a case that it may not know of has none (V4.3, X1).
pub(super) fn institution(case: &Case, command: &RecordInstitution) -> Decision {
    if !case.migration_agency_may_know() {
        return Err(case.agency_refusal());
    }
    if !case.pathway().is_some_and(Pathway::seeks_institution) {
        return Err(Refusal::NoInstitutionNeeded);
    }
    Ok(vec![Event::InstitutionRecorded {
        institution: Institution {
            name: command.name.0.clone(),
            phone: command.phone.0.clone(),
            address: command.address.as_ref().map(|text| text.0.clone()),
        },
    }])
}

pub(super) fn transport(command: &OrderTransport) -> Vec<Event> {
    vec![Event::TransportSettled {
        transport: Transport::Ordered {
            destination: command.destination.0.clone(),
            at: command.at,
            reference: command.reference.as_ref().map(|text| text.0.clone()),
        },
    }]
}

pub(super) fn no_transport(command: &DeclineTransport) -> Vec<Event> {
    vec![Event::TransportSettled {
        transport: Transport::NotNeeded {
            reason: command.reason.0.clone(),
        },
    }]
}

pub(super) fn device(command: &OrderDevice) -> Vec<Event> {
    vec![Event::DeviceOrdered {
        device: command.device.0.clone(),
        ground: command.ground.as_ref().map(|text| text.0.clone()),
        reference: command.reference.as_ref().map(|text| text.0.clone()),
    }]
}

/// The neutral information sheet is for persons of any age who are established as without permits
/// and have a nursing need (V4.4); it is not given while the group is unestablished (domain.md, the
/// pathway table).
pub(super) fn information_sheet(case: &Case, command: &GiveInformationSheet) -> Decision {
    if case.group != Group::WithoutPermits {
        return Err(Refusal::SheetNotForThisGroup);
    }
    Ok(vec![Event::InformationSheetGiven {
        given_at: command.at.0,
    }])
}

pub(super) fn county_routine(case: &Case, command: &FollowCountyRoutine) -> Decision {
    if !case.stopped_by_refusal() {
        return Err(Refusal::RoutineOnlyAfterRefusal);
    }
    Ok(vec![Event::CountyRoutineFollowed {
        note: command.note.0.clone(),
    }])
}

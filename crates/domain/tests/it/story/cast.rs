//! Who takes part in the stories: invented units and people.
#![expect(clippy::panic, reason = "the helpers of tests fail loudly")]

use domain::Actor;
use vocabulary::{
    hsa_id::HsaId,
    role::Role,
    unit::{UnitCard, UnitKind},
};

pub(crate) const WARD: &str = "SE2321000131-E900000000001";
pub(crate) const OTHER_WARD: &str = "SE2321000131-E900000000002";
pub(crate) const CLINIC: &str = "SE2321000131-E900000000003";
pub(crate) const HEALTH_CENTRE: &str = "SE2321000131-E900000000004";
pub(crate) const REHAB: &str = "SE2321000131-E900000000005";
pub(crate) const HEAD_OFFICE: &str = "SE2321000131-E900000000006";
/// Municipal primary care in Trollhättan, where the person of the stories stays.
pub(crate) const TROLLHATTAN: &str = "SE2321000131-E900000000007";
/// Municipal primary care in Vänersborg.
pub(crate) const VANERSBORG: &str = "SE2321000131-E900000000008";
pub(crate) const MUNICIPAL_REHAB: &str = "SE2321000131-E900000000009";
pub(crate) const SOCIAL_SERVICES: &str = "SE2321000131-E90000000000A";
pub(crate) const PLACEHOLDER_HEALTH_CENTRE: &str = "SE2321000131-E90000000000B";
pub(crate) const PLACEHOLDER_MUNICIPALITY: &str = "SE2321000131-E90000000000C";

pub(crate) const ALL_UNITS: [&str; 12] = [
    WARD,
    OTHER_WARD,
    CLINIC,
    HEALTH_CENTRE,
    REHAB,
    HEAD_OFFICE,
    TROLLHATTAN,
    VANERSBORG,
    MUNICIPAL_REHAB,
    SOCIAL_SERVICES,
    PLACEHOLDER_HEALTH_CENTRE,
    PLACEHOLDER_MUNICIPALITY,
];

pub(crate) fn hsa(id: &str) -> HsaId {
    HsaId::parse(id).unwrap_or_else(|_| panic!("{id} is no HSA-id"))
}

/// The unit as in the directory.
pub(crate) fn unit(id: &str) -> UnitCard {
    let (name, kind, organisation, municipality) = match id {
        WARD => ("Avdelning 51", UnitKind::HospitalWard, "VGR", Some("1488")),
        OTHER_WARD => ("Avdelning 62", UnitKind::HospitalWard, "VGR", Some("1488")),
        CLINIC => (
            "Ortopedmottagningen",
            UnitKind::SpecialistClinic,
            "VGR",
            Some("1488"),
        ),
        HEALTH_CENTRE => (
            "Vårdcentralen Granngården",
            UnitKind::HealthCentre,
            "VGR",
            Some("1488"),
        ),
        REHAB => (
            "Rehabmottagningen Nordstan",
            UnitKind::RegionalRehab,
            "VGR",
            Some("1488"),
        ),
        HEAD_OFFICE => ("Koncernkontoret", UnitKind::HeadOffice, "VGR", None),
        TROLLHATTAN => (
            "Hemsjukvården Trollhättan",
            UnitKind::MunicipalPrimaryCare,
            "Trollhättans stad",
            Some("1488"),
        ),
        VANERSBORG => (
            "Hemsjukvården Vänersborg",
            UnitKind::MunicipalPrimaryCare,
            "Vänersborgs kommun",
            Some("1487"),
        ),
        MUNICIPAL_REHAB => (
            "Rehab Trollhättan",
            UnitKind::MunicipalRehab,
            "Trollhättans stad",
            Some("1488"),
        ),
        SOCIAL_SERVICES => (
            "Biståndsenheten Trollhättan",
            UnitKind::SocialServices,
            "Trollhättans stad",
            Some("1488"),
        ),
        PLACEHOLDER_HEALTH_CENTRE => (
            "Fiktiv vårdcentral",
            UnitKind::PlaceholderHealthCentre,
            "VGR",
            None,
        ),
        PLACEHOLDER_MUNICIPALITY => (
            "Fiktiv kommun",
            UnitKind::PlaceholderMunicipality,
            "VGR",
            None,
        ),
        other => panic!("no unit {other} in the stories"),
    };
    UnitCard {
        hsa_id: hsa(id),
        name: name.to_owned(),
        kind,
        organisation: organisation.to_owned(),
        municipality: municipality.map(|code| {
            vocabulary::geography::MunicipalityCode::parse(code)
                .unwrap_or_else(|_| panic!("{code} is no municipality"))
        }),
    }
}

/// Somebody with an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) staff: &'static str,
    pub(crate) role: Role,
    pub(crate) at: &'static str,
}

pub(crate) const NURSE: Who = Who {
    staff: "nurse",
    role: Role::CareStaff,
    at: WARD,
};
pub(crate) const COLLEAGUE: Who = Who {
    staff: "colleague",
    role: Role::DischargeCoordinator,
    at: WARD,
};
pub(crate) const PHYSICIAN: Who = Who {
    staff: "physician",
    role: Role::Physician,
    at: WARD,
};
pub(crate) const HEALTH_CENTRE_NURSE: Who = Who {
    staff: "health-centre-nurse",
    role: Role::CareStaff,
    at: HEALTH_CENTRE,
};
pub(crate) const MANAGER: Who = Who {
    staff: "manager",
    role: Role::MunicipalManager,
    at: TROLLHATTAN,
};
pub(crate) const HEAD_OF_OPERATIONS: Who = Who {
    staff: "head-of-operations",
    role: Role::HeadOfOperations,
    at: TROLLHATTAN,
};
pub(crate) const DEVELOPER: Who = Who {
    staff: "developer",
    role: Role::RegionalDeveloper,
    at: HEAD_OFFICE,
};

impl Who {
    pub(crate) fn actor(self) -> Actor {
        Actor {
            staff: self.staff.to_owned(),
            name: "Karin Lind".to_owned(),
            role: self.role,
            unit: unit(self.at),
        }
    }
}

//! Who takes part in the stories: invented units and people.

use domain::Actor;
use vocabulary::{
    geography::MunicipalityCode,
    hsa_id::HsaId,
    role::Role,
    unit::{UnitCard, UnitKind},
};

pub(crate) const WARD: &str = "SE2321000131-E900000000001";
pub(crate) const STRANGER_WARD: &str = "SE2321000131-E900000000002";
pub(crate) const CLINIC: &str = "SE2321000131-E900000000003";
pub(crate) const HEALTH_CENTRE: &str = "SE2321000131-E900000000004";
pub(crate) const REHAB: &str = "SE2321000131-E900000000005";
pub(crate) const HEAD_OFFICE: &str = "SE2321000131-E900000000006";
pub(crate) const TROLLHATTAN: &str = "SE2321000131-E900000000007";
pub(crate) const VANERSBORG: &str = "SE2321000131-E900000000008";
pub(crate) const MUNICIPAL_REHAB: &str = "SE2321000131-E900000000009";
pub(crate) const SOCIAL_SERVICES: &str = "SE2321000131-E90000000000A";
pub(crate) const PLACEHOLDER_HEALTH_CENTRE: &str = "SE2321000131-E90000000000B";
pub(crate) const PLACEHOLDER_MUNICIPALITY: &str = "SE2321000131-E90000000000C";

pub(crate) const ALL_UNITS: [&str; 12] = [
    WARD,
    STRANGER_WARD,
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

const REGION: &str = "Västra Götalandsregionen";
const TOWN: &str = "Trollhättans stad";

pub(crate) fn hsa(id: &str) -> HsaId {
    HsaId::parse(id).unwrap()
}

/// The unit as in the directory.
pub(crate) fn unit(id: &str) -> UnitCard {
    let (name, kind, organisation, municipality) = match id {
        WARD => (
            "Avdelning 43, NÄL",
            UnitKind::HospitalWard,
            REGION,
            Some("1488"),
        ),
        STRANGER_WARD => (
            "Avdelning 62, NÄL",
            UnitKind::HospitalWard,
            REGION,
            Some("1488"),
        ),
        CLINIC => (
            "Hudmottagningen",
            UnitKind::SpecialistClinic,
            REGION,
            Some("1488"),
        ),
        HEALTH_CENTRE => (
            "Vårdcentralen Kungshöjd",
            UnitKind::HealthCentre,
            REGION,
            Some("1488"),
        ),
        REHAB => (
            "Rehabmottagningen Norr",
            UnitKind::RegionalRehab,
            REGION,
            Some("1488"),
        ),
        HEAD_OFFICE => (
            "Asyl- och flyktingenheten",
            UnitKind::HeadOffice,
            REGION,
            None,
        ),
        TROLLHATTAN => (
            "Hemsjukvården Trollhättan",
            UnitKind::MunicipalPrimaryCare,
            TOWN,
            Some("1488"),
        ),
        VANERSBORG => (
            "Hemsjukvården Vänersborg",
            UnitKind::MunicipalPrimaryCare,
            "Vänersborgs kommun",
            Some("1487"),
        ),
        MUNICIPAL_REHAB => ("Kommunrehab", UnitKind::MunicipalRehab, TOWN, Some("1488")),
        SOCIAL_SERVICES => (
            "Biståndsenheten INKORG",
            UnitKind::SocialServices,
            TOWN,
            Some("1488"),
        ),
        PLACEHOLDER_HEALTH_CENTRE => (
            "Fiktiv vårdcentral",
            UnitKind::PlaceholderHealthCentre,
            REGION,
            None,
        ),
        PLACEHOLDER_MUNICIPALITY => (
            "Fiktiv kommun",
            UnitKind::PlaceholderMunicipality,
            REGION,
            None,
        ),
        other => panic!("no unit {other} in the stories"),
    };
    UnitCard {
        hsa_id: hsa(id),
        name: name.to_owned(),
        kind,
        organisation: organisation.to_owned(),
        municipality: municipality.map(|code| MunicipalityCode::parse(code).unwrap()),
    }
}

/// Somebody with an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Who {
    /// How the matrix names them.
    pub(crate) title: &'static str,
    pub(crate) role: Role,
    pub(crate) at: &'static str,
}

const fn who(title: &'static str, role: Role, at: &'static str) -> Who {
    Who { title, role, at }
}

pub(crate) const NURSE: Who = who("vårdpersonal som samordnar", Role::CareStaff, WARD);
pub(crate) const COORDINATOR: Who = who(
    "utskrivningskoordinator som samordnar",
    Role::DischargeCoordinator,
    WARD,
);
pub(crate) const PHYSICIAN: Who = who("läkare som samordnar", Role::Physician, WARD);
pub(crate) const HEALTH_CENTRE_NURSE: Who = who(
    "vårdpersonal på regional part",
    Role::CareStaff,
    HEALTH_CENTRE,
);
pub(crate) const HEALTH_CENTRE_PHYSICIAN: Who =
    who("läkare på regional part", Role::Physician, HEALTH_CENTRE);
pub(crate) const STRANGER: Who = who(
    "vårdpersonal på en enhet utanför",
    Role::CareStaff,
    STRANGER_WARD,
);
pub(crate) const STRANGER_PHYSICIAN: Who =
    who("läkare på en enhet utanför", Role::Physician, STRANGER_WARD);
pub(crate) const MANAGER: Who = who("kommunal chef", Role::MunicipalManager, TROLLHATTAN);
pub(crate) const MUNICIPAL_NURSE: Who =
    who("kommunal sjuksköterska", Role::MunicipalNurse, TROLLHATTAN);
pub(crate) const HEAD_OF_OPERATIONS: Who = who(
    "kommunens verksamhetsansvarige",
    Role::HeadOfOperations,
    TROLLHATTAN,
);
pub(crate) const OTHER_MANAGER: Who =
    who("chef i en annan kommun", Role::MunicipalManager, VANERSBORG);
pub(crate) const OTHER_HEAD_OF_OPERATIONS: Who = who(
    "verksamhetsansvarig i en annan kommun",
    Role::HeadOfOperations,
    VANERSBORG,
);
pub(crate) const DEVELOPER: Who = who("regionutvecklare", Role::RegionalDeveloper, HEAD_OFFICE);
pub(crate) const ADMINISTRATOR: Who = who("administratör", Role::Administrator, HEAD_OFFICE);
pub(crate) const WARD_ADMINISTRATOR: Who =
    who("administratör på avdelningen", Role::Administrator, WARD);
pub(crate) const LOG_REVIEWER: Who = who("loggranskare", Role::LogReviewer, WARD);
pub(crate) const SOCIAL_WORKER: Who =
    who("socialtjänsten", Role::SocialServicesStaff, SOCIAL_SERVICES);
pub(crate) const THERAPIST: Who = who(
    "kommunens rehab",
    Role::MunicipalRehabStaff,
    MUNICIPAL_REHAB,
);
/// In a small municipality one unit has both nurses and therapists; the assignment decides.
pub(crate) const THERAPIST_AMONG_NURSES: Who = who(
    "rehabuppdrag i kommunal primärvård",
    Role::MunicipalRehabStaff,
    TROLLHATTAN,
);

pub(crate) const EVERYBODY: [Who; 19] = [
    NURSE,
    COORDINATOR,
    PHYSICIAN,
    HEALTH_CENTRE_NURSE,
    HEALTH_CENTRE_PHYSICIAN,
    STRANGER,
    STRANGER_PHYSICIAN,
    MANAGER,
    MUNICIPAL_NURSE,
    HEAD_OF_OPERATIONS,
    OTHER_MANAGER,
    OTHER_HEAD_OF_OPERATIONS,
    DEVELOPER,
    ADMINISTRATOR,
    WARD_ADMINISTRATOR,
    LOG_REVIEWER,
    SOCIAL_WORKER,
    THERAPIST,
    THERAPIST_AMONG_NURSES,
];

impl Who {
    pub(crate) fn actor(self) -> Actor {
        Actor {
            staff: self.title.to_owned(),
            name: "Karin Lind".to_owned(),
            role: self.role,
            unit: unit(self.at),
        }
    }
}

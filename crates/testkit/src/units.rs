//! The directory of the stage: a unit of every kind, one ward that is a party to no case, and a
//! user for each role of `vardbron demo-token`. All of it is invented.

use app::{DirectoryUnit, NewStaff, UnitDetails};
use vocabulary::{
    geography::MunicipalityCode,
    hsa_id::HsaId,
    meeting_point::MeetingPoint,
    public_id::PublicId,
    role::Role,
    unit::{UnitCard, UnitKind},
};

/// A unit in the stage's directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// The ward where cases begin.
    Ward,
    /// A ward that is a party to no case.
    StrangerWard,
    /// Another ward of the same hospital, where nobody works.
    NextWard,
    /// A specialist clinic.
    Clinic,
    HealthCentre,
    /// Region-financed rehab.
    Rehab,
    /// Municipal primary care in Trollhättan.
    MunicipalCare,
    /// Municipal primary care in Vänersborg.
    OtherMunicipalCare,
    /// Municipal rehab in Trollhättan.
    MunicipalRehab,
    /// Social services in Trollhättan.
    SocialServices,
    /// Koncernkontoret.
    HeadOffice,
    /// The administrator's unit.
    Systems,
    /// The log reviewer's unit.
    Security,
    /// The placeholder for a health centre.
    PlaceholderCentre,
    /// The placeholder for a municipality.
    PlaceholderMunicipality,
}

const ALL: [Unit; 15] = [
    Unit::Ward,
    Unit::StrangerWard,
    Unit::Clinic,
    Unit::HealthCentre,
    Unit::Rehab,
    Unit::MunicipalCare,
    Unit::OtherMunicipalCare,
    Unit::MunicipalRehab,
    Unit::SocialServices,
    Unit::HeadOffice,
    Unit::Systems,
    Unit::Security,
    Unit::PlaceholderCentre,
    Unit::PlaceholderMunicipality,
    Unit::NextWard,
];

/// The id of the stage's place to meet, as text.
pub const MEETING_POINT: &str = "ajbeeqscijbeeqscijbeeqscij";

/// The stage's place to meet.
pub(crate) fn meeting_point() -> MeetingPoint {
    MeetingPoint {
        id: PublicId::from_random([9; 16]),
        building: "Sjukhuset".to_owned(),
        name: "Huvudentrén".to_owned(),
    }
}

const REGION: &str = "Västra Götalandsregionen";
const TOWN: &str = "Trollhättans stad";
const TROLLHATTAN: &str = "1488";
const VANERSBORG: &str = "1487";

impl Unit {
    /// The unit's HSA-id, as text.
    #[must_use]
    pub fn hsa(self) -> &'static str {
        match self {
            Self::Ward => "SE2321000131-E90000000001",
            Self::StrangerWard => "SE2321000131-E90000000002",
            Self::Clinic => "SE2321000131-E90000000003",
            Self::HealthCentre => "SE2321000131-E90000000004",
            Self::Rehab => "SE2321000131-E90000000005",
            Self::MunicipalCare => "SE2321000131-E90000000006",
            Self::OtherMunicipalCare => "SE2321000131-E90000000007",
            Self::MunicipalRehab => "SE2321000131-E90000000008",
            Self::SocialServices => "SE2321000131-E90000000009",
            Self::HeadOffice => "SE2321000131-E90000000010",
            Self::Systems => "SE2321000131-E90000000011",
            Self::Security => "SE2321000131-E90000000012",
            Self::PlaceholderCentre => "SE2321000131-E90000000013",
            Self::PlaceholderMunicipality => "SE2321000131-E90000000014",
            Self::NextWard => "SE2321000131-E90000000015",
        }
    }

    /// Its HSA-id.
    ///
    /// # Panics
    /// Never: the stage's ids are HSA-ids.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the ids stand above")]
    pub fn hsa_id(self) -> HsaId {
        HsaId::parse(self.hsa()).expect("an HSA-id")
    }

    fn described(self) -> (UnitKind, &'static str, &'static str, Option<&'static str>) {
        match self {
            Self::Ward => (
                UnitKind::HospitalWard,
                "Avdelning 1",
                REGION,
                Some(TROLLHATTAN),
            ),
            Self::StrangerWard => (
                UnitKind::HospitalWard,
                "Avdelning 2",
                REGION,
                Some(TROLLHATTAN),
            ),
            Self::NextWard => (
                UnitKind::HospitalWard,
                "Avdelning 3",
                REGION,
                Some(TROLLHATTAN),
            ),
            Self::Clinic => (
                UnitKind::SpecialistClinic,
                "Mottagningen",
                REGION,
                Some(TROLLHATTAN),
            ),
            Self::HealthCentre => (
                UnitKind::HealthCentre,
                "Vårdcentralen",
                REGION,
                Some(TROLLHATTAN),
            ),
            Self::Rehab => (
                UnitKind::RegionalRehab,
                "Rehabmottagningen",
                REGION,
                Some(TROLLHATTAN),
            ),
            Self::MunicipalCare => (
                UnitKind::MunicipalPrimaryCare,
                "Kommunal primärvård Trollhättan",
                TOWN,
                Some(TROLLHATTAN),
            ),
            Self::OtherMunicipalCare => (
                UnitKind::MunicipalPrimaryCare,
                "Kommunal primärvård Vänersborg",
                "Vänersborgs kommun",
                Some(VANERSBORG),
            ),
            Self::MunicipalRehab => (
                UnitKind::MunicipalRehab,
                "Kommunens rehab",
                TOWN,
                Some(TROLLHATTAN),
            ),
            Self::SocialServices => (
                UnitKind::SocialServices,
                "Biståndsenheten",
                TOWN,
                Some(TROLLHATTAN),
            ),
            Self::HeadOffice => (UnitKind::HeadOffice, "Koncernkontoret", REGION, None),
            Self::Systems => (UnitKind::HeadOffice, "Systemförvaltningen", REGION, None),
            Self::Security => (UnitKind::HeadOffice, "Säkerhet", REGION, None),
            Self::PlaceholderCentre => (
                UnitKind::PlaceholderHealthCentre,
                "Fiktiv vårdcentral",
                REGION,
                None,
            ),
            Self::PlaceholderMunicipality => (
                UnitKind::PlaceholderMunicipality,
                "Fiktiv kommun",
                REGION,
                None,
            ),
        }
    }

    fn card(self) -> UnitCard {
        let (kind, name, organisation, municipality) = self.described();
        UnitCard {
            hsa_id: self.hsa_id(),
            name: name.to_owned(),
            kind,
            organisation: organisation.to_owned(),
            municipality: municipality.and_then(|code| MunicipalityCode::parse(code).ok()),
        }
    }
}

/// Every unit of the stage.
#[must_use]
pub fn directory() -> Vec<DirectoryUnit> {
    ALL.into_iter()
        .map(|unit| DirectoryUnit {
            card: unit.card(),
            position: None,
            active: true,
            demo: true,
            details: UnitDetails::default(),
        })
        .collect()
}

/// The users of the stage: log-in name, name, role and unit.
const STAFF: [(&str, &str, Role, Unit); 16] = [
    ("ward-nurse", "Karin Lind", Role::CareStaff, Unit::Ward),
    (
        "discharge-coordinator",
        "Maria Ek",
        Role::DischargeCoordinator,
        Unit::Ward,
    ),
    ("physician", "Erik Nilsson", Role::Physician, Unit::Ward),
    (
        "stranger-ward",
        "Malin Tallbo",
        Role::CareStaff,
        Unit::StrangerWard,
    ),
    (
        "health-centre",
        "Mikael Ängström",
        Role::CareStaff,
        Unit::HealthCentre,
    ),
    (
        "specialist-clinic",
        "Maria Ljungdal",
        Role::CareStaff,
        Unit::Clinic,
    ),
    (
        "regional-rehab",
        "Robert Dahlin",
        Role::CareStaff,
        Unit::Rehab,
    ),
    (
        "municipal-primary-care",
        "Karin Strandvik",
        Role::MunicipalManager,
        Unit::MunicipalCare,
    ),
    (
        "municipal-nurse",
        "Gustav Åkerlund",
        Role::MunicipalNurse,
        Unit::MunicipalCare,
    ),
    (
        "municipal-head-of-operations",
        "Helena Öman",
        Role::HeadOfOperations,
        Unit::MunicipalCare,
    ),
    (
        "municipal-rehab",
        "Karin Ekvall",
        Role::MunicipalRehabStaff,
        Unit::MunicipalRehab,
    ),
    (
        "social-services",
        "Ida Kullberg",
        Role::SocialServicesStaff,
        Unit::SocialServices,
    ),
    (
        "head-office",
        "Kristian Ljungdal",
        Role::RegionalDeveloper,
        Unit::HeadOffice,
    ),
    (
        "administrator",
        "Annika Holmgård",
        Role::Administrator,
        Unit::Systems,
    ),
    (
        "administrator-2",
        "Bo Lundmark",
        Role::Administrator,
        Unit::Systems,
    ),
    (
        "log-reviewer",
        "Karin Granat",
        Role::LogReviewer,
        Unit::Security,
    ),
];

/// Every user of the stage.
#[must_use]
pub fn staff(password: &str) -> Vec<NewStaff> {
    STAFF
        .into_iter()
        .map(|(login, name, role, unit)| NewStaff {
            login: login.to_owned(),
            name: name.to_owned(),
            password: password.to_owned(),
            assignments: vec![(unit.hsa_id(), role)],
        })
        .collect()
}

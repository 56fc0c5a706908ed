//! Units as the directory describes them. A unit's kind decides what it may ever be told.

mod telltale;

use serde::{Deserialize, Serialize};

pub use self::telltale::{organisation_may_be_social_services, recognised_kind};
use crate::{choice, geography::MunicipalityCode, hsa_id::HsaId};

choice! {
    /// The kind of a unit (domain.md, Parties). It is never taken from a client.
    pub enum UnitKind {
        HospitalWard = "hospital_ward", "Vårdavdelning";
        SpecialistClinic = "specialist_clinic", "Specialistmottagning";
        HealthCentre = "health_centre", "Vårdcentral";
        RegionalRehab = "regional_rehab", "Regionfinansierad rehabmottagning";
        HeadOffice = "head_office", "Koncernkontoret";
        MunicipalPrimaryCare = "municipal_primary_care", "Kommunal primärvård";
        /// Kommunens rehab: never a party (V5.3).
        MunicipalRehab = "municipal_rehab", "Kommunens rehab";
        /// Socialtjänsten, Biståndsenheten: never a party (X1).
        SocialServices = "social_services", "Socialtjänsten";
        /// Fiktiv vårdcentral: no staff, no inbox, receives nothing.
        PlaceholderHealthCentre = "placeholder_health_centre", "Fiktiv vårdcentral";
        /// Fiktiv kommun: no staff, no inbox, receives nothing.
        PlaceholderMunicipality = "placeholder_municipality", "Fiktiv kommun";
    }
}

impl UnitKind {
    /// Whether it is regional care, which may coordinate and see a whole case.
    #[must_use]
    pub fn is_regional_care(self) -> bool {
        matches!(
            self,
            Self::HospitalWard | Self::SpecialistClinic | Self::HealthCentre | Self::RegionalRehab
        )
    }

    /// Whether the kind is never a party and never an audience, in any case (X1).
    #[must_use]
    pub fn is_never_a_party(self) -> bool {
        matches!(self, Self::SocialServices | Self::MunicipalRehab)
    }

    /// Whether it is one of the two placeholders that a case starts with (V6B.3).
    #[must_use]
    pub fn is_placeholder(self) -> bool {
        matches!(
            self,
            Self::PlaceholderHealthCentre | Self::PlaceholderMunicipality
        )
    }
}

/// A unit as the directory stores it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UnitCard {
    pub hsa_id: HsaId,
    /// The name that people use.
    pub name: String,
    pub kind: UnitKind,
    pub organisation: String,
    /// The municipality that it is in or belongs to.
    pub municipality: Option<MunicipalityCode>,
}

//! Units as the directory knows them: their kind decides what they may ever be told.

use serde::{Deserialize, Serialize};

use crate::{choice, geography::MunicipalityCode, hsa_id::HsaId};

choice! {
    /// The kind of a unit (domain.md, Parties). It never comes from the client.
    pub enum UnitKind {
        /// Vårdavdelning.
        HospitalWard = "hospital_ward", "Vårdavdelning";
        /// Specialistmottagning.
        SpecialistClinic = "specialist_clinic", "Specialistmottagning";
        /// Vårdcentral.
        HealthCentre = "health_centre", "Vårdcentral";
        /// Regionfinansierad rehabmottagning.
        RegionalRehab = "regional_rehab", "Regionfinansierad rehabmottagning";
        /// Koncernkontoret.
        HeadOffice = "head_office", "Koncernkontoret";
        /// Kommunal primärvård.
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
    /// Regional care that may coordinate and see a whole case.
    #[must_use]
    pub fn is_regional_care(self) -> bool {
        matches!(
            self,
            Self::HospitalWard | Self::SpecialistClinic | Self::HealthCentre | Self::RegionalRehab
        )
    }

    /// Kinds that are never a party and never an audience, for any case (X1).
    #[must_use]
    pub fn is_never_a_party(self) -> bool {
        matches!(self, Self::SocialServices | Self::MunicipalRehab)
    }

    /// The two placeholders a case starts with (V6B.3).
    #[must_use]
    pub fn is_placeholder(self) -> bool {
        matches!(
            self,
            Self::PlaceholderHealthCentre | Self::PlaceholderMunicipality
        )
    }
}

/// A unit as the directory holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitCard {
    /// The unit's HSA-id.
    pub hsa_id: HsaId,
    /// Its name as people know it.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// The organisation it belongs to.
    pub organisation: String,
    /// The municipality it lies in or belongs to.
    pub municipality: Option<MunicipalityCode>,
}

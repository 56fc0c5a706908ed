//! Whom something has been disclosed to, as types. A view that is made for one of them cannot be
//! handed to another by mistake. No type exists for social services or municipal rehab, and nobody
//! outside this crate can add one.

mod sealed {
    /// Keeps [`super::Audience`] to this crate.
    pub trait Sealed {}
}

/// Somebody that a view may be disclosed to.
pub trait Audience: sealed::Sealed {
    /// The audience's name in the log.
    const NAME: &'static str;
}

macro_rules! audiences {
    ($( $(#[doc = $doc:literal])+ $name:ident = $code:literal; )+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $name {}
            impl sealed::Sealed for $name {}
            impl Audience for $name { const NAME: &'static str = $code; }
        )+
    };
}

audiences! {
    /// Staff of a regional care unit that is a party.
    RegionalCare = "regional_care";
    /// Staff of regional care who have opened one case in an emergency.
    EmergencyReader = "emergency_reader";
    /// Staff of municipal primary care that is a party.
    MunicipalCare = "municipal_care";
    /// Staff of municipal primary care that has been asked and is no party.
    AskedMunicipality = "asked_municipality";
    /// The regional developer at Koncernkontoret.
    HeadOfficeStaff = "head_office_staff";
    /// An administrator: units, staff, guidance; no case.
    AdministratorStaff = "administrator_staff";
    /// A reviewer of the own organisation's log.
    LogReview = "log_review";
    /// Staff of a unit, about that unit's own work.
    OwnUnit = "own_unit";
    /// The patient, for what is handed over.
    Patient = "patient";
    /// Migrationsverket, for what leaves without a name.
    MigrationAgency = "migration_agency";
}

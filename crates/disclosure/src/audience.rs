//! The audiences that something can be disclosed to, as types. A view made for one of them cannot
//! be given to another by mistake. There is no type for social services or municipal rehab, and no
//! other crate can add one.

mod sealed {
    /// Only this crate can implement [`super::Audience`].
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
    /// Staff of municipal primary care that has been asked and is not a party.
    AskedMunicipality = "asked_municipality";
    /// The municipality's head of operations, who signs at a unit that is no party.
    MunicipalSigner = "municipal_signer";
    /// The regional developer at Koncernkontoret.
    HeadOfficeStaff = "head_office_staff";
    /// An administrator: units, staff and guidance, but no case.
    AdministratorStaff = "administrator_staff";
    /// A reviewer of their own organisation's log.
    LogReview = "log_review";
    /// Staff of a unit, about that unit's own work.
    OwnUnit = "own_unit";
    /// The patient, for what is handed over to them.
    Patient = "patient";
    /// Migrationsverket, for what is sent without a name.
    MigrationAgency = "migration_agency";
}

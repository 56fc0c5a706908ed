//! The roles in which people act, given by an assignment at a unit.

use crate::choice;

choice! {
    /// The role an assignment gives (domain.md, Who may do what).
    pub enum Role {
        /// Nurse or other staff of a regional unit.
        CareStaff = "care_staff", "Vårdpersonal";
        /// Discharge coordinator of a regional unit.
        DischargeCoordinator = "discharge_coordinator", "Utskrivningskoordinator";
        /// Physician of a regional unit.
        Physician = "physician", "Läkare";
        /// Manager of municipal primary care.
        MunicipalManager = "municipal_manager", "Chef för kommunal primärvård";
        /// Nurse of municipal primary care.
        MunicipalNurse = "municipal_nurse", "Sjuksköterska i kommunal primärvård";
        /// The municipality's head of operations, who signs agreements.
        HeadOfOperations = "head_of_operations", "Verksamhetsansvarig i kommunen";
        /// Regional developer at Koncernkontoret, who signs agreements.
        RegionalDeveloper = "regional_developer", "Regionutvecklare";
        /// Administrator of units, staff, guidance and contacts; sees no case.
        Administrator = "administrator", "Administratör";
        /// Reviewer of the own organisation's log.
        LogReviewer = "log_reviewer", "Loggranskare";
        /// Staff of social services: may never see a case.
        SocialServicesStaff = "social_services_staff", "Personal i socialtjänsten";
        /// Staff of municipal rehab: may never see a case.
        MunicipalRehabStaff = "municipal_rehab_staff", "Personal i kommunens rehab";
    }
}

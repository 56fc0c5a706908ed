//! The legal group that a person belongs to. It decides pathway, entitlement and disclosure.

use crate::choice;

choice! {
    /// The person's legal group as staff have stated it (V3.5–V3.7).
    pub enum Group {
        /// Asylsökande, covered by 2008:344 and LMA (V3.5).
        AsylumSeeker = "asylum_seeker", "Asylsökande";
        /// Massflykting, covered by 2008:344 and LMA until registered as resident (V3.6).
        MassRefugee = "mass_refugee", "Massflykting";
        /// Person som vistas i Sverige utan nödvändiga tillstånd, covered by 2013:407 (V3.7).
        WithoutPermits = "without_permits", "Person som vistas i Sverige utan nödvändiga tillstånd";
        /// Not established: treated as protected for every disclosure (fail closed).
        Unestablished = "unestablished", "Grupp inte fastställd";
        /// Registered as resident or given a permit, but not a UT card under massflyktsdirektivet
        /// (V3.6): this guidance no longer applies (X3).
        Resident = "resident", "Folkbokförd, eller har uppehållstillstånd av annat skäl än massflyktsdirektivet";
    }
}

impl Group {
    /// Whether LMA covers the group, so that Migrationsverket is involved.
    #[must_use]
    pub fn covered_by_reception_act(self) -> bool {
        matches!(self, Self::AsylumSeeker | Self::MassRefugee)
    }
}

choice! {
    /// Where a group was verified (V3.5).
    pub enum VerifiedIn {
        /// Vera Asyl (Hälsoplan), the region's look-up.
        VeraAsyl = "vera_asyl", "Vera Asyl";
        /// The card or confirmation itself was seen.
        Card = "card", "Kortet eller bekräftelsen visades";
        /// Another source, named in the evidence.
        Other = "other", "Annat, se underlaget";
    }
}

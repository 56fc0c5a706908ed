//! Review of the access log (PDL 4 kap. 3 §): the reasons for review, and the outcomes.

use crate::choice;

choice! {
    /// Why an entry in the log is reviewed.
    pub enum ReviewKind {
        /// A case was opened in an emergency: always followed up.
        Emergency = "emergency", "Nödöppning";
        /// A wrong disclosure was reported: always followed up.
        WrongDisclosure = "wrong_disclosure", "Felaktigt utlämnande";
        /// Part of a random sample.
        Sample = "sample", "Slumpvis urval";
        /// Many different cases in a short time.
        ManyCases = "many_cases", "Många ärenden på kort tid";
        /// Somebody looked outside working hours, at a unit that works in the daytime.
        OutsideHours = "outside_hours", "Utanför arbetstid";
        /// Somebody was refused repeatedly.
        Denials = "denials", "Upprepade nekanden";
        /// Somebody looked at the case of a person with protected identity.
        ProtectedIdentity = "protected_identity", "Skyddad identitet";
        /// Somebody looked at a case after it was closed.
        AfterClose = "after_close", "Efter att ärendet avslutats";
        /// A closed case was opened again (X4).
        Reopened = "reopened", "Ett avslutat ärende öppnades igen";
        /// A group was established that opens a case that was protected before (X1).
        ProtectionLeft = "protection_left", "Grupp fastställd i ett skyddat ärende";
        /// Migrationsverket was told something while it could know for less than a day (X1).
        BrieflyOpen = "briefly_open", "Öppet mot Migrationsverket en kort stund";
        /// Somebody tried many passwords of one user, or of names that belong to nobody.
        LogIns = "log_ins", "Misslyckade inloggningar";
        /// Somebody got or lost an assignment in regional care.
        RegionalAssignment = "regional_assignment", "Uppdrag i regionens vård";
        /// Somebody was made, or is no longer, a reviewer of the log.
        ReviewerChanged = "reviewer_changed", "Ändrad loggranskare";
        /// An authority's or another function's contact was changed.
        AuthorityContact = "authority_contact", "Ändrad kontakt hos en myndighet";
        /// Anything else that an administrator has changed.
        Administration = "administration", "Ändring i registren";
    }
}

choice! {
    /// The outcome of a review.
    pub enum ReviewOutcome {
        /// Nothing to remark on.
        NoRemark = "no_remark", "Utan anmärkning";
        /// Is followed up with the person or the unit.
        FollowedUp = "followed_up", "Följs upp";
        /// Is reported further, such as to the care provider's management.
        Reported = "reported", "Anmäls vidare";
    }
}

impl ReviewKind {
    /// Its place among what waits: what may already have done harm first, chance last.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Emergency | Self::WrongDisclosure => 1,
            Self::ManyCases
            | Self::OutsideHours
            | Self::Denials
            | Self::ProtectedIdentity
            | Self::AfterClose
            | Self::Reopened
            | Self::ProtectionLeft
            | Self::BrieflyOpen
            | Self::LogIns
            | Self::RegionalAssignment
            | Self::ReviewerChanged
            | Self::AuthorityContact
            | Self::Administration => 2,
            Self::Sample => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ReviewKind, ReviewOutcome};
    use crate::choice::Choice as _;

    #[test]
    fn what_is_stored_reads_back() {
        for kind in ReviewKind::ALL {
            assert_eq!(ReviewKind::from_code(kind.code()), Some(*kind));
        }
        for outcome in ReviewOutcome::ALL {
            assert_eq!(ReviewOutcome::from_code(outcome.code()), Some(*outcome));
        }
    }
}

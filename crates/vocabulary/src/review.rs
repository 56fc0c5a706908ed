//! Review of the access log (PDL 4 kap. 3 §): why an item came up, and how it ended.

use crate::choice;

choice! {
    /// Why something in the log is looked at.
    pub enum ReviewKind {
        /// A case was opened in an emergency: always followed up.
        Emergency = "emergency", "Nödöppning";
        /// A wrong disclosure was reported: always followed up.
        WrongDisclosure = "wrong_disclosure", "Felaktigt utlämnande";
        /// One of a random sample.
        Sample = "sample", "Slumpvis urval";
        /// Many different cases in a short time.
        ManyCases = "many_cases", "Många ärenden på kort tid";
        /// Looked outside working hours, at a unit that works by day.
        OutsideHours = "outside_hours", "Utanför arbetstid";
        /// Was told no again and again.
        Denials = "denials", "Upprepade nekanden";
        /// Looked at a case of a person with protected identity.
        ProtectedIdentity = "protected_identity", "Skyddad identitet";
        /// Looked at a case after it was closed.
        AfterClose = "after_close", "Efter att ärendet avslutats";
    }
}

choice! {
    /// How a review ended.
    pub enum ReviewOutcome {
        /// Nothing to remark on.
        NoRemark = "no_remark", "Utan anmärkning";
        /// Is followed up with the person or the unit.
        FollowedUp = "followed_up", "Följs upp";
        /// Is reported further, such as to the care provider's management.
        Reported = "reported", "Anmäls vidare";
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

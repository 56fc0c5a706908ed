//! Where the need of coordination arose, and how the person is housed.

use crate::choice;

choice! {
    /// Inpatient ward, or regional primary care and open specialist care.
    pub enum Setting {
        /// Sluten vård: section 6 of the guidance.
        Inpatient = "inpatient", "Inneliggande på vårdavdelning";
        /// Regional primärvård eller öppen specialistvård: section 7.
        Outpatient = "outpatient", "Regional primärvård eller öppen specialistvård";
    }
}

choice! {
    /// How the person is housed after discharge (V4.2).
    pub enum Housing {
        /// Eget boende, with kin or friends.
        Own = "own", "Eget boende, till exempel hos släkt eller vänner";
        /// Migrationsverket's asylum accommodation.
        AgencyAccommodation = "agency_accommodation", "Migrationsverkets asylboende";
        Other = "other", "Annat";
    }
}

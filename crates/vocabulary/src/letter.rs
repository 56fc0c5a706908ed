//! Letters: what may be posted, how far a letter has come, and what a person says of it.

use crate::{audience::Audience, choice};

choice! {
    /// A letter that the post queue may hold, each with one recipient.
    pub enum LetterKind {
        /// The physician's certificate to Migrationsverket (V6A.7).
        Certificate = "certificate", "Läkarintyget till Migrationsverket";
        /// The agreed plan to Migrationsverket, without own words, third persons, kin's names and
        /// internal notes (V6B.13).
        Plan = "plan", "Den fastställda planen till Migrationsverket";
        /// The patient's own copy of the plan (V6B.13).
        PatientCopy = "patient_copy", "Patientens kopia av planen";
    }
}

choice! {
    /// How far a letter has come.
    pub enum LetterStage {
        /// In the queue: nothing is on paper.
        Waiting = "waiting", "Väntar på att skrivas ut";
        /// On paper, and not posted.
        Printed = "printed", "Utskrivet";
        /// On paper when the case changed: it must not be posted.
        Recalled = "recalled", "Får inte postas";
        /// Posted.
        Posted = "posted", "Postat";
        /// Posted, and come back.
        Returned = "returned", "Kom i retur";
        /// It was never posted, and will not be.
        Stopped = "stopped", "Stoppat";
    }
}

impl LetterKind {
    /// Whom it goes to.
    #[must_use]
    pub fn addressee(self) -> Audience {
        match self {
            Self::Certificate | Self::Plan => Audience::MigrationAgency,
            Self::PatientCopy => Audience::Patient,
        }
    }
}

impl LetterStage {
    /// Whether it waits or is on paper, and may still be posted.
    #[must_use]
    pub fn is_on_its_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Printed)
    }
}

choice! {
    /// What the second reader says of a letter.
    pub enum LetterReading {
        /// It may be posted as it stands.
        Approved = "approved", "Brevet kan postas som det är";
        /// It must not.
        Refused = "refused", "Brevet får inte postas";
    }
}

choice! {
    /// What became of a letter, as the one who handled the paper says.
    pub enum LetterOutcome {
        /// It was given to the post.
        Posted = "posted", "Brevet är lämnat till posten";
        /// It came back from the post.
        Returned = "returned", "Brevet kom i retur";
        /// It was taken out of the queue, or the paper was destroyed.
        Destroyed = "destroyed", "Brevet är borttaget ur kön eller makulerat";
    }
}

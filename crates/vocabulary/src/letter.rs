//! Letters: which may be posted, their stages, and what people record about them.

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
    /// The stage of a letter.
    pub enum LetterStage {
        /// In the queue, not printed.
        Waiting = "waiting", "Väntar på att skrivas ut";
        /// Printed, not posted.
        Printed = "printed", "Utskrivet";
        /// It was printed when the case changed, and must not be posted.
        Recalled = "recalled", "Får inte postas";
        Posted = "posted", "Postat";
        /// Posted, and returned by the post.
        Returned = "returned", "Kom i retur";
        /// It was never posted, and will not be.
        Stopped = "stopped", "Stoppat";
    }
}

/// To whom the letters of the post queue go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterAddressee {
    MigrationAgency,
    /// The patient, at home.
    Patient,
}

/// Something of a case that letters say or depend on. What a letter is made of decides when it may
/// leave, who has written it, and which events stop it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterPart {
    /// The legal group, on which it depends who may get letters.
    Group,
    /// Who the patient is.
    Person,
    /// The patient's identity numbers.
    Numbers,
    /// Where the patient stays.
    Home,
    /// The physician's certificate.
    Certificate,
    /// The plan of the SIP meeting.
    Plan,
    /// The follow-up, if one is decided.
    FollowUp,
}

impl LetterKind {
    #[must_use]
    pub fn goes_to(self) -> LetterAddressee {
        match self {
            Self::Certificate | Self::Plan => LetterAddressee::MigrationAgency,
            Self::PatientCopy => LetterAddressee::Patient,
        }
    }

    /// What it says or depends on.
    #[must_use]
    pub fn parts(self) -> &'static [LetterPart] {
        use LetterPart::{Certificate, FollowUp, Group, Home, Numbers, Person, Plan};
        match self {
            Self::Certificate => &[Group, Person, Numbers, Certificate],
            Self::Plan => &[Group, Person, Numbers, Plan],
            Self::PatientCopy => &[Group, Person, Home, Plan, FollowUp],
        }
    }

    /// The subject of its outbox row: which kind of letter, and nothing about the person.
    #[must_use]
    pub fn subject(self) -> &'static str {
        match self {
            Self::Certificate => "Läkarintyget",
            Self::Plan => "Den fastställda planen",
            Self::PatientCopy => "Kopia av planen",
        }
    }

    /// The recipient, as an audience.
    #[must_use]
    pub fn addressee(self) -> Audience {
        match self.goes_to() {
            LetterAddressee::MigrationAgency => Audience::MigrationAgency,
            LetterAddressee::Patient => Audience::Patient,
        }
    }
}

impl LetterStage {
    /// Whether it is queued or printed, and may still be posted.
    #[must_use]
    pub fn is_on_its_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Printed)
    }
}

choice! {
    /// The second reader's decision on a letter.
    pub enum LetterReading {
        /// It may be posted as it stands.
        Approved = "approved", "Brevet kan postas som det är";
        /// It must not be posted.
        Refused = "refused", "Brevet får inte postas";
    }
}

choice! {
    /// What happened to a letter, as recorded by the person who handled the paper.
    pub enum LetterOutcome {
        /// It was given to the post.
        Posted = "posted", "Brevet är lämnat till posten";
        /// It came back from the post.
        Returned = "returned", "Brevet kom i retur";
        /// It was taken out of the queue, or the paper was destroyed.
        Destroyed = "destroyed", "Brevet är borttaget ur kön eller makulerat";
    }
}

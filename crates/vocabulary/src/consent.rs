//! Consent: three kinds, four answers, two forms.

use crate::choice;

choice! {
    /// What the consent is to (domain.md, Consent).
    pub enum ConsentKind {
        /// To start a case (V6B.3, V6C.2).
        Case = "case", "Samtycke till att starta ärendet";
        /// To start the SIP and invite to the meeting (V6A.4).
        Sip = "sip", "Samtycke till SIP och kallelse";
        /// To hand information to named parties (C9.3).
        InformationTransfer = "information_transfer", "Samtycke till att lämna information";
    }
}

choice! {
    /// What the person, or who speaks for the person, answered.
    pub enum ConsentAnswer {
        /// Yes.
        Given = "given", "Ja";
        /// No.
        Refused = "refused", "Nej";
        /// A yes taken back: no more goes out.
        Withdrawn = "withdrawn", "Taget tillbaka";
        /// The person cannot consent: opens care parties only, never Migrationsverket, never a yes.
        Incapable = "incapable", "Patienten kan inte lämna samtycke";
    }
}

choice! {
    /// How the answer was given.
    pub enum ConsentForm {
        /// Spoken.
        Oral = "oral", "Muntligt";
        /// In writing.
        Written = "written", "Skriftligt";
    }
}

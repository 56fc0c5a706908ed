//! Consent: three kinds, four answers, two forms.

use crate::choice;

choice! {
    /// What a consent is for (domain.md, Consent).
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
    /// The answer of the person, or of somebody who speaks for the person.
    pub enum ConsentAnswer {
        Given = "given", "Ja";
        Refused = "refused", "Nej";
        /// An earlier yes was withdrawn: nothing more is sent.
        Withdrawn = "withdrawn", "Taget tillbaka";
        /// The person cannot consent. Care parties may be involved, Migrationsverket may not; it
        /// never counts as a yes.
        Incapable = "incapable", "Patienten kan inte lämna samtycke";
    }
}

choice! {
    /// How the answer was given.
    pub enum ConsentForm {
        Oral = "oral", "Muntligt";
        Written = "written", "Skriftligt";
    }
}

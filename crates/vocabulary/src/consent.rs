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
        InformationTransfer = "information_transfer", "Samtycke till att lämna uppgifter";
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
    /// Who answered: kin speak for nobody by being kin (X4).
    pub enum ConsentGiver {
        Patient = "patient", "Patienten själv";
        /// Of a child (föräldrabalken 6 kap. 11 §).
        Guardian = "guardian", "Vårdnadshavare till ett barn";
        /// Of an unaccompanied child (lag 2005:429), or of an adult within the appointment (föräldrabalken
        /// 11 kap.).
        GodMan = "god_man", "God man eller förvaltare";
    }
}

choice! {
    /// How the answer was given.
    pub enum ConsentForm {
        Oral = "oral", "Muntligt";
        Written = "written", "Skriftligt";
    }
}

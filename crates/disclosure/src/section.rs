//! The parts of a case that can be told. Shares are compared part by part, to say which parts a
//! reader has learned. A class leaves out every part that it cannot hold.

use vocabulary::choice;

use crate::Class;

choice! {
    /// A part of a case, for saying which parts of a share are new.
    pub enum Section {
        /// The question to a municipality, without identity (V6B.7).
        Question = "question", "Frågan: insatser, omfattning, tid och kommun";
        /// Name, birth date, language, and whether an interpreter is needed.
        Person = "person", "Namn, födelsedatum och språk";
        /// The identity numbers in use.
        Numbers = "numbers", "Personens nummer";
        /// Municipality, address and housing.
        Residence = "residence", "Adress och boende";
        CareRequest = "care_request", "Vårdbegäran";
        /// The planned meeting, with the questions before it.
        Meeting = "meeting", "SIP-mötets tid, plats och frågor";
        /// The plan: how far it has come, needs, the professionals' goals, interventions and who is
        /// responsible. To somebody who gets the person's own words too, this names all of it.
        Plan = "plan", "Planen";
        /// When the follow-up is and who is mainly responsible.
        FollowUp = "follow_up", "När uppföljningen är";
        /// When a follow-up was held, and how far each goal was reached.
        Evaluation = "evaluation", "Hur målen har följts upp";
        /// The agreement with its signatures.
        Agreement = "agreement", "Överenskommelsen";
        /// The invoicing form's reference.
        InvoicingForm = "invoicing_form", "Fakturablankettens referens";
        PurchasesEnded = "purchases_ended", "Att tjänsteköpet har upphört";
        Parties = "parties", "Vilka enheter som deltar";
        /// Whether the case is protected, and whether the identity is.
        Protection = "protection", "Om ärendet är skyddat";
        Closed = "closed", "Att ärendet är avslutat";
        Reopened = "reopened", "Att ärendet är öppet igen";
        /// The legal group.
        Group = "group", "Grupp";
        /// The guidance's pathway and steps.
        Pathway = "pathway", "Spår och steg";
        /// Needs, certificate, contacts, and everything else that only the region's care units see.
        CareNotes = "care_notes", "Läkarintyg och anteckningar om vården";
        /// What others have been told.
        ToldOthers = "told_others", "Vad andra har fått veta";
        /// The person's own words in the plan: what matters, their own goals, what they do themself.
        OwnWords = "own_words", "Patientens egna ord";
        /// What kin and volunteers do.
        OthersMeasures = "others_measures", "Vad närstående och frivilliga gör";
        /// What Migrationsverket, the housing and anybody else do.
        AuthorityMeasures = "authority_measures", "Vad Migrationsverket, boendet och andra gör";
        /// Who was invited, attended or was absent.
        Attendance = "attendance", "Vilka som var kallade och med på mötet";
        /// Notes in the plan for the region's care units.
        PlanNotes = "plan_notes", "Vårdens anteckningar i planen";
        /// The name of a ward or clinic, which reveals the diagnosis.
        Ward = "ward", "Avdelningens eller mottagningens namn";
    }
}

impl Section {
    /// The parts that content of a class can hold. Spoken content, and most of what is sent, has
    /// none: the class itself says what it tells.
    #[must_use]
    pub fn of(class: Class) -> &'static [Self] {
        match class {
            Class::WholeCase | Class::PatientCopy => <Self as vocabulary::choice::Choice>::ALL,
            Class::Question => &[Self::Question],
            Class::MunicipalShare => &[
                Self::Person,
                Self::Numbers,
                Self::Residence,
                Self::CareRequest,
                Self::Meeting,
                Self::Plan,
                Self::FollowUp,
                Self::Evaluation,
                Self::Agreement,
                Self::PurchasesEnded,
                Self::Parties,
                Self::Closed,
                Self::Reopened,
                Self::OwnWords,
                Self::OthersMeasures,
                Self::Ward,
            ],
            Class::SignedAgreement => &[
                Self::Agreement,
                Self::PurchasesEnded,
                Self::Parties,
                Self::Closed,
                Self::Reopened,
            ],
            Class::HeadOfficeShare => &[
                Self::Numbers,
                Self::Agreement,
                Self::InvoicingForm,
                Self::PurchasesEnded,
                Self::Parties,
                Self::Protection,
                Self::Closed,
                Self::Reopened,
                Self::Group,
            ],
            Class::Certificate => &[Self::Person, Self::Numbers, Self::CareNotes],
            Class::PlanExtract => &[Self::Person, Self::Numbers, Self::Plan],
            Class::Invitation => &[Self::Meeting],
            Class::Conversation
            | Class::InstitutionReport
            | Class::InterpreterBooking
            | Class::PrescriptionNote
            | Class::TransportOrder
            | Class::DeviceOrder
            | Class::KinCopy
            | Class::PartyCopy
            | Class::CalendarEntry
            | Class::Bell
            | Class::InvoiceBasis
            | Class::InvoiceAmounts
            | Class::StatisticsRow
            | Class::LogRow => &[],
        }
    }

    /// The parts that content of a class leaves out, among those that say who the person is or how
    /// the case stands. None for a class without parts: Vårdbron does not write what is said in a
    /// call or a booking, and promises nothing of it.
    #[must_use]
    pub fn left_out(class: Class) -> Vec<Self> {
        const TELLING: [Section; 13] = [
            Section::Person,
            Section::Numbers,
            Section::Residence,
            Section::Group,
            Section::Pathway,
            Section::CareNotes,
            Section::OwnWords,
            Section::OthersMeasures,
            Section::AuthorityMeasures,
            Section::Attendance,
            Section::PlanNotes,
            Section::ToldOthers,
            Section::Ward,
        ];
        let held = Self::of(class);
        if held.is_empty() {
            return Vec::new();
        }
        let held = |section: &Self| held.contains(section);
        TELLING.into_iter().filter(|part| !held(part)).collect()
    }
}

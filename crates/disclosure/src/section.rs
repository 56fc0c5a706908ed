//! The parts that a case is told in. A share is compared part by part, so that it can be said which
//! of them a reader has learned; what a class leaves out is every part that it does not hold.

use vocabulary::choice;

use crate::Class;

choice! {
    /// A part of a case.
    pub enum Section {
        /// The question to a municipality, without identity (V6B.7).
        Question = "question", "Frågan: insatser, omfattning, tid och kommun";
        /// Name, birth date, language and need of interpreter.
        Person = "person", "Namn, födelsedatum och språk";
        /// The number in use.
        Numbers = "numbers", "Personens nummer";
        /// Municipality, address and housing.
        Residence = "residence", "Adress och boende";
        /// The care request.
        CareRequest = "care_request", "Vårdbegäran";
        /// The planned meeting, with the questions before it.
        Meeting = "meeting", "SIP-mötets tid, plats och frågor";
        /// The plan that was made at the meeting, own words and who attended included.
        Plan = "plan", "Planen";
        /// When the follow-up is and who is mainly responsible.
        FollowUp = "follow_up", "När uppföljningen är";
        /// The agreement with its signatures.
        Agreement = "agreement", "Överenskommelsen";
        /// The invoicing form's reference.
        InvoicingForm = "invoicing_form", "Faktureringens referens";
        /// That purchases have ended.
        PurchasesEnded = "purchases_ended", "Att köpet av insatser har upphört";
        /// The units that take part, and which of them coordinates.
        Parties = "parties", "Vilka enheter som deltar";
        /// Whether the case is protected, and whether the identity is.
        Protection = "protection", "Om ärendet är skyddat";
        /// That the case is closed.
        Closed = "closed", "Att ärendet är avslutat";
        /// The legal group.
        Group = "group", "Grupp";
        /// The guidance's pathway and steps.
        Pathway = "pathway", "Spår och steg";
        /// Needs, certificate, contacts and everything else that only care units of the region see.
        CareNotes = "care_notes", "Läkarintyg och anteckningar om vården";
        /// What others have been told.
        ToldOthers = "told_others", "Vad andra har fått veta";
        /// The person's own words in the plan, who attended, and internal notes.
        OwnWords = "own_words", "Patientens egna ord, vilka som var med och anteckningar";
        /// A ward's or clinic's name: it is a diagnosis.
        Ward = "ward", "Avdelningens eller mottagningens namn";
    }
}

impl Section {
    /// The parts that something of a class can hold. What is said, and most of what is sent, has none:
    /// it tells what its class names.
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
                Self::Agreement,
                Self::PurchasesEnded,
                Self::Parties,
                Self::Protection,
                Self::Closed,
                Self::OwnWords,
                Self::Ward,
            ],
            Class::HeadOfficeShare => &[
                Self::Numbers,
                Self::Agreement,
                Self::InvoicingForm,
                Self::PurchasesEnded,
                Self::Parties,
                Self::Protection,
                Self::Closed,
                Self::Group,
            ],
            Class::Certificate => &[Self::Person, Self::Numbers, Self::CareNotes],
            Class::PlanExtract => &[Self::Person, Self::Numbers, Self::Plan],
            Class::Conversation
            | Class::Invitation
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

    /// What something of a class leaves out, of the parts that say who the person is or how the case
    /// stands.
    #[must_use]
    pub fn left_out(class: Class) -> Vec<Self> {
        const TELLING: [Section; 9] = [
            Section::Person,
            Section::Numbers,
            Section::Residence,
            Section::Group,
            Section::Pathway,
            Section::CareNotes,
            Section::OwnWords,
            Section::ToldOthers,
            Section::Ward,
        ];
        let held = Self::of(class);
        let held = |section: &Self| held.contains(section);
        TELLING.into_iter().filter(|part| !held(part)).collect()
    }
}

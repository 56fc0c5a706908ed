//! What may be told, and the ways something may reach somebody.

use vocabulary::{
    audience::{ContactChannel, OutboundChannel},
    choice,
};

choice! {
    /// What is disclosed. A share is a view of the case whose type has no room for more.
    pub enum Class {
        /// Everything a regional care unit that is a party sees.
        WholeCase = "whole_case", "Hela ärendet";
        /// What municipal primary care sees when it is a party.
        MunicipalShare = "municipal_share", "Identitet, adress, vårdbegäran, plan och överenskommelse";
        /// What Koncernkontoret sees when there is an agreement.
        HeadOfficeShare = "head_office_share", "Överenskommelse, underlag och personens nummer";
        /// The coded question to a municipality, without identity (V6B.7).
        Question = "question", "Frågan: insatser, omfattning, tid och kommun";
        /// What is said, on the phone or at a meeting, and recorded.
        Conversation = "conversation", "Det som sägs";
        /// The de-identified invitation (V6A.6).
        Invitation = "invitation", "Kallelsen utan namn";
        /// The physician's certificate (V6A.7).
        Certificate = "certificate", "Läkarintyget";
        /// The agreed plan without own words, third persons, kin's names and internal notes (V6B.13).
        PlanExtract = "plan_extract", "Den fastställda planen";
        /// The report to the institution (V6A.10, V7A.8).
        InstitutionReport = "institution_report", "Rapporten om behoven";
        /// The interpreter's booking (C6.1).
        InterpreterBooking = "interpreter_booking", "Språk, tid och neutral mötesplats";
        /// What is said about a prescription (V8.2).
        PrescriptionNote = "prescription_note", "Receptet";
        /// The order of patient transport (C7.3).
        TransportOrder = "transport_order", "Beställningen av resan";
        /// The order of a device (V5.4).
        DeviceOrder = "device_order", "Beställningen av hjälpmedlet";
        /// The patient's own copy.
        PatientCopy = "patient_copy", "Patientens kopia";
        /// Kin's copy of the plan.
        KinCopy = "kin_copy", "Närståendes kopia av planen";
        /// A party's copy of the plan, on paper (V6B.13).
        PartyCopy = "party_copy", "Enhetens kopia av planen";
        /// A meeting in a calendar.
        CalendarEntry = "calendar_entry", "Mötestiden";
        /// A notice that there is something new, and nothing else.
        Bell = "bell", "Att det finns något nytt i Vårdbron";
        /// The month's invoice basis (C5.2).
        InvoiceBasis = "invoice_basis", "Fakturaunderlaget";
        /// Agreement reference and amounts only.
        InvoiceAmounts = "invoice_amounts", "Överenskommelsens referens och belopp";
        /// A row that is counted.
        StatisticsRow = "statistics_row", "Statistik";
        /// A row of the log.
        LogRow = "log_row", "Logg";
    }
}

choice! {
    /// Every way something may reach somebody: those that exist and those that are planned.
    pub enum Channel {
        /// A page or an answer of the API.
        Page = "page", "I Vårdbron";
        /// Hits, counts and suggestions.
        Search = "search", "Sökning";
        /// A message or an inbox row in the product.
        Message = "message", "Meddelande i Vårdbron";
        /// A working page on paper.
        Print = "print", "Utskrift";
        /// A file out of the product.
        Export = "export", "Export";
        /// FHIR.
        Fhir = "fhir", "FHIR";
        /// An extract of the log.
        LogExtract = "log_extract", "Loggutdrag";
        /// E-mail.
        Email = "email", "E-post";
        /// A letter.
        Post = "post", "Post";
        /// A calendar file.
        Calendar = "calendar", "Kalender";
        /// A telephone call, recorded.
        PhoneNote = "phone_note", "Telefon";
        /// Face to face, or into the hand.
        InPerson = "in_person", "Vid möte eller i handen";
        /// An invoice or its basis.
        Invoice = "invoice", "Faktura";
        /// Figures.
        Statistics = "statistics", "Statistik";
    }
}

// A way out that is added to the vocabulary does not compile before it is said which channel the
// policies decide it as, and a channel of its own does not pass the schema's test before they know it.

impl From<OutboundChannel> for Channel {
    fn from(way: OutboundChannel) -> Self {
        match way {
            OutboundChannel::Email => Self::Email,
            OutboundChannel::Post => Self::Post,
        }
    }
}

impl From<ContactChannel> for Channel {
    fn from(way: ContactChannel) -> Self {
        match way {
            ContactChannel::Phone => Self::PhoneNote,
            ContactChannel::Post => Self::Post,
            ContactChannel::InPerson => Self::InPerson,
        }
    }
}

//! What can be told, and by which channels it can reach somebody.

use vocabulary::{
    audience::{ContactChannel, OutboundChannel},
    choice,
};

choice! {
    /// A kind of content that is disclosed. A share is a view of the case whose type has no fields
    /// for anything more.
    pub enum Class {
        /// Everything a regional care unit that is a party sees.
        WholeCase = "whole_case", "Hela ärendet";
        /// What municipal primary care sees when it is a party.
        MunicipalShare = "municipal_share", "Identitet, adress, vårdbegäran, plan och överenskommelse";
        /// The agreement and whom it is between, for the one who signs for the municipality at a unit
        /// that is no party (C5.1).
        SignedAgreement = "signed_agreement", "Överenskommelsen som ska skrivas under";
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
        /// A case in statistics, counted without its content.
        StatisticsRow = "statistics_row", "Statistik";
        LogRow = "log_row", "Logg";
    }
}

choice! {
    /// Every way in which something can reach somebody, both existing and planned.
    pub enum Channel {
        /// A page, or an answer of the API.
        Page = "page", "I Vårdbron";
        /// Search hits, counts and suggestions.
        Search = "search", "Sökning";
        /// A message or an inbox row in the product.
        Message = "message", "Meddelande i Vårdbron";
        /// A printed page of the product.
        Print = "print", "Utskrift";
        /// A file exported from the product.
        Export = "export", "Export";
        Fhir = "fhir", "FHIR";
        LogExtract = "log_extract", "Loggutdrag";
        Email = "email", "E-post";
        Post = "post", "Post";
        /// A calendar file.
        Calendar = "calendar", "Kalender";
        /// A phone call, recorded afterwards.
        PhoneNote = "phone_note", "Telefon";
        /// Face to face, or handed over by hand.
        InPerson = "in_person", "Vid möte eller i handen";
        /// An invoice or its basis.
        Invoice = "invoice", "Faktura";
        Statistics = "statistics", "Statistik";
    }
}

// A new outbound channel does not compile until this match says which channel the policies decide
// it as. A new channel fails the schema's test until the policies know it.

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

//! Recipients outside the product, and the ways to tell them something.
//!
//! Social services and municipal rehab are here so that a page can say that they are never told
//! anything. No type exists for telling them (guard.md).

use crate::choice;

choice! {
    /// A recipient outside Vårdbron, without user accounts.
    pub enum Audience {
        MigrationAgency = "migration_agency", "Migrationsverket";
        /// Socialtjänsten: never told anything.
        SocialServices = "social_services", "Socialtjänsten och biståndsenheten";
        /// Kommunens rehab: never told anything.
        MunicipalRehab = "municipal_rehab", "Kommunens rehab";
        InterpreterAgency = "interpreter_agency", "Tolkförmedlingen";
        Institution = "institution", "Institutionsboendet";
        Pharmacy = "pharmacy", "Apoteket";
        PatientTransport = "patient_transport", "Sjuktransporten";
        /// Where devices are ordered: the region's Web Sesam, by hand (V5.4).
        DeviceSupply = "device_supply", "Hjälpmedelsbeställningen i Web Sesam";
        /// The manager of municipal primary care, while no unit there has been asked yet (V6B.7).
        MunicipalManager = "municipal_manager", "Chefen för kommunal primärvård";
        Patient = "patient", "Patienten";
        Kin = "kin", "Närstående";
        HeadOffice = "head_office", "Koncernkontoret";
    }
}

choice! {
    /// Who a recorded contact was with (`record_contact`).
    pub enum ContactWith {
        MigrationAgency = "migration_agency", "Migrationsverket";
        /// The manager of municipal primary care.
        MunicipalManager = "municipal_manager", "Chefen för kommunal primärvård";
        Institution = "institution", "Institutionsboendet";
        HeadOffice = "head_office", "Koncernkontoret";
        Pharmacy = "pharmacy", "Apoteket";
    }
}

impl WrongRecipient {
    /// The audience it corresponds to; none for recipients that are no audience of a case.
    #[must_use]
    pub fn audience(self) -> Option<Audience> {
        match self {
            Self::MigrationAgency => Some(Audience::MigrationAgency),
            Self::SocialServices => Some(Audience::SocialServices),
            Self::MunicipalRehab => Some(Audience::MunicipalRehab),
            Self::Institution => Some(Audience::Institution),
            Self::InterpreterAgency => Some(Audience::InterpreterAgency),
            Self::Pharmacy => Some(Audience::Pharmacy),
            Self::PatientTransport => Some(Audience::PatientTransport),
            Self::Kin => Some(Audience::Kin),
            Self::HeadOffice => Some(Audience::HeadOffice),
            Self::MunicipalPrimaryCare | Self::Police | Self::Other => None,
        }
    }
}

impl ContactWith {
    /// The audience that the contact was with.
    #[must_use]
    pub fn audience(self) -> Audience {
        match self {
            Self::MigrationAgency => Audience::MigrationAgency,
            Self::Institution => Audience::Institution,
            Self::HeadOffice => Audience::HeadOffice,
            Self::Pharmacy => Audience::Pharmacy,
            Self::MunicipalManager => Audience::MunicipalManager,
        }
    }
}

choice! {
    /// How a recorded contact was made.
    pub enum ContactChannel {
        /// By telephone.
        Phone = "phone", "Telefon";
        /// By letter.
        Post = "post", "Post";
        /// Face to face.
        InPerson = "in_person", "Vid möte";
    }
}

choice! {
    /// What a contact was about, where a step needs to know it.
    pub enum ContactSubject {
        /// That the person is admitted (V6A.2), or has needs (V7A.1, V7B.1).
        Need = "need", "Att patienten är inlagd eller har behov";
        /// Date, time and number of the SIP meeting and the certificate's content (V6A.5).
        SipMeeting = "sip_meeting", "Tid och nummer för SIP-mötet och intygets innehåll";
        /// The physician's certificate itself (V6A.7).
        Certificate = "certificate", "Läkarintyget";
        /// The agreed plan (V6B.13).
        Plan = "plan", "Den fastställda planen";
        /// The report to the institution (V6A.10, V7A.8).
        Report = "report", "Rapport om behoven";
        /// No current LMA card (C2.2).
        MissingCard = "missing_card", "Aktuellt LMA-kort saknas";
        /// Another type of housing, or anything else.
        Other = "other", "Annat";
    }
}

choice! {
    /// Who a wrong disclosure reached (`report_wrong_disclosure`).
    pub enum WrongRecipient {
        MigrationAgency = "migration_agency", "Migrationsverket";
        SocialServices = "social_services", "Socialtjänsten";
        MunicipalRehab = "municipal_rehab", "Kommunens rehab";
        MunicipalPrimaryCare = "municipal_primary_care", "Kommunal primärvård";
        Police = "police", "Polisen";
        Institution = "institution", "Institutionsboendet";
        InterpreterAgency = "interpreter_agency", "Tolkförmedlingen";
        Pharmacy = "pharmacy", "Apoteket";
        PatientTransport = "patient_transport", "Sjuktransporten";
        Kin = "kin", "Närstående";
        HeadOffice = "head_office", "Koncernkontoret";
        Other = "other", "Någon annan";
    }
}

choice! {
    /// A way in which something is sent from the product.
    pub enum OutboundChannel {
        /// By the de-identified e-mail (V6A.6).
        Email = "email", "E-post utan namn";
        /// By letter.
        Post = "post", "Post";
    }
}

choice! {
    /// The state of an outbox row.
    pub enum OutboxState {
        /// Waiting to be sent.
        Queued = "queued", "Väntar på att skickas";
        /// Claimed by a worker that is sending it.
        Claimed = "claimed", "Skickas nu";
        /// Sent, or recorded as sent by hand.
        Sent = "sent", "Skickat";
        /// Stopped: it will never be sent.
        Stopped = "stopped", "Stoppat";
        /// It is unknown whether it was sent, so a person decides.
        Uncertain = "uncertain", "Oklart om skickat";
    }
}

//! Those outside the product who may be told something, and the ways to tell them.
//!
//! Social services and municipal rehab are named here so that a page can say "never" about them;
//! no type for telling them exists (guard.md).

use crate::choice;

choice! {
    /// An audience without an account.
    pub enum Audience {
        /// Migrationsverket.
        MigrationAgency = "migration_agency", "Migrationsverket";
        /// Socialtjänsten: never told anything.
        SocialServices = "social_services", "Socialtjänsten och biståndsenheten";
        /// Kommunens rehab: never told anything.
        MunicipalRehab = "municipal_rehab", "Kommunens rehab";
        /// Tolkförmedlingen.
        InterpreterAgency = "interpreter_agency", "Tolkförmedlingen";
        /// Institutionsboendet.
        Institution = "institution", "Institutionsboendet";
        /// Apoteket.
        Pharmacy = "pharmacy", "Apoteket";
        /// Sjuktransporten.
        PatientTransport = "patient_transport", "Sjuktransporten";
        /// Where devices are ordered: the region's Web Sesam, by hand (V5.4).
        DeviceSupply = "device_supply", "Hjälpmedelsbeställningen i Web Sesam";
        /// The manager of municipal primary care, who is asked before any unit has been (V6B.7).
        MunicipalManager = "municipal_manager", "Chefen för kommunal primärvård";
        /// The patient.
        Patient = "patient", "Patienten";
        /// Närstående.
        Kin = "kin", "Närstående";
        /// Koncernkontoret.
        HeadOffice = "head_office", "Koncernkontoret";
    }
}

choice! {
    /// Who a recorded contact was with (`record_contact`).
    pub enum ContactWith {
        /// Migrationsverket.
        MigrationAgency = "migration_agency", "Migrationsverket";
        /// The manager of municipal primary care.
        MunicipalManager = "municipal_manager", "Chefen för kommunal primärvård";
        /// Institutionsboendet.
        Institution = "institution", "Institutionsboendet";
        /// Koncernkontoret.
        HeadOffice = "head_office", "Koncernkontoret";
        /// Apoteket.
        Pharmacy = "pharmacy", "Apoteket";
    }
}

impl WrongRecipient {
    /// The audience that it is; none for those who are no audience of a case.
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
    /// Which audience is on the other side.
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
        /// Another housing or anything else.
        Other = "other", "Annat";
    }
}

choice! {
    /// Who a wrong disclosure reached (`report_wrong_disclosure`).
    pub enum WrongRecipient {
        /// Migrationsverket.
        MigrationAgency = "migration_agency", "Migrationsverket";
        /// Socialtjänsten.
        SocialServices = "social_services", "Socialtjänsten";
        /// Kommunens rehab.
        MunicipalRehab = "municipal_rehab", "Kommunens rehab";
        /// Kommunal primärvård.
        MunicipalPrimaryCare = "municipal_primary_care", "Kommunal primärvård";
        /// The police.
        Police = "police", "Polisen";
        /// Institutionsboendet.
        Institution = "institution", "Institutionsboendet";
        /// Tolkförmedlingen.
        InterpreterAgency = "interpreter_agency", "Tolkförmedlingen";
        /// Apoteket.
        Pharmacy = "pharmacy", "Apoteket";
        /// Sjuktransporten.
        PatientTransport = "patient_transport", "Sjuktransporten";
        /// Närstående.
        Kin = "kin", "Närstående";
        /// Koncernkontoret.
        HeadOffice = "head_office", "Koncernkontoret";
        /// Somebody else.
        Other = "other", "Någon annan";
    }
}

choice! {
    /// A way out of the product.
    pub enum OutboundChannel {
        /// The de-identified e-mail (V6A.6).
        Email = "email", "E-post utan namn";
        /// A letter.
        Post = "post", "Post";
    }
}

choice! {
    /// Where an outbox row stands.
    pub enum OutboxState {
        /// Waiting to be sent.
        Queued = "queued", "Väntar på att skickas";
        /// Taken by a worker.
        Claimed = "claimed", "Skickas nu";
        /// Sent, or recorded as sent by hand.
        Sent = "sent", "Skickat";
        /// Stopped: it will never be sent.
        Stopped = "stopped", "Stoppat";
        /// Oklart om skickat: a person decides.
        Uncertain = "uncertain", "Oklart om skickat";
    }
}

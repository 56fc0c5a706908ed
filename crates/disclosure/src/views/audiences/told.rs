//! What each audience has been told, read from the journal: what has left stays told, whatever
//! the case becomes afterwards.

use std::collections::BTreeMap;

use domain::{Case, Entry, Event, event::Transport};
use jiff::Timestamp;
use vocabulary::{
    audience::{Audience, ContactChannel, ContactWith, WrongRecipient},
    choice::Choice as _,
    hsa_id::HsaId,
    letter::LetterKind,
    public_id::PublicId,
    sip::{CopyRecipient, HandOver},
};

use super::{AudienceRow, Relation, Told, share_of, unit_name};
use crate::views::{Moment, events::inside};

/// What has been told, by audience and by unit.
pub(super) struct History {
    outside: BTreeMap<Audience, Vec<Told>>,
    units: BTreeMap<HsaId, Vec<Told>>,
    /// Names of units as they stood when they were told.
    names: BTreeMap<HsaId, String>,
    /// Managers of municipal primary care who were spoken to before any unit was asked.
    managers: Vec<Told>,
    /// Letters by their outbox row.
    letters: BTreeMap<PublicId, LetterKind>,
}

/// A channel by its code and in Swedish.
type Way = (&'static str, &'static str);

const PHONE: Way = ("phone", "Telefon");
const POST: Way = ("post", "Post");
const IN_PERSON: Way = ("in_person", "Vid möte eller i handen");
const EMAIL: Way = ("email", "E-post utan namn");
const IN_PRODUCT: Way = ("in_product", "I Vårdbron");
const WRONG: Way = ("wrong_disclosure", "Felaktigt utlämnande");

impl History {
    pub(super) fn of(journal: &[Entry]) -> Self {
        let mut history = Self {
            outside: BTreeMap::new(),
            units: BTreeMap::new(),
            names: BTreeMap::new(),
            managers: Vec::new(),
            letters: BTreeMap::new(),
        };
        let mut asked: Option<HsaId> = None;
        for entry in journal {
            if let Event::MunicipalityAsked { unit, .. } = &entry.event {
                asked = Some(unit.hsa_id.clone());
            }
            history.read(entry, asked.as_ref());
        }
        for told in history
            .outside
            .values_mut()
            .chain(history.units.values_mut())
        {
            told.sort_by_key(|told| told.when);
        }
        history
    }

    /// What an audience without an account has been told.
    pub(super) fn take(&mut self, audience: Audience) -> Vec<Told> {
        self.outside.remove(&audience).unwrap_or_default()
    }

    /// What a unit has been told beside what it sees.
    pub(super) fn take_unit(&mut self, unit: &HsaId) -> Vec<Told> {
        self.units.remove(unit).unwrap_or_default()
    }

    /// Units that have been told something and are neither parties nor asked any more, and managers
    /// of whom it is not known at which unit they are.
    pub(super) fn rest(mut self, case: &Case) -> Vec<AudienceRow> {
        let managers = std::mem::take(&mut self.managers);
        let managers = (!managers.is_empty()).then(|| AudienceRow {
            audience: ContactWith::MunicipalManager.code().to_owned(),
            relation: Relation::ToldOtherwise,
            since: None,
            told: managers,
            rule: "V6B.7".to_owned(),
            name: ContactWith::MunicipalManager.swedish().to_owned(),
            kind: None,
            condition: "Ni har talats vid innan någon enhet fick frågan.".to_owned(),
            basis: None,
        });
        let former = |unit: &HsaId| {
            case.former_parties
                .iter()
                .rev()
                .find(|(party, _)| party.unit.hsa_id == *unit)
        };
        self.units
            .into_iter()
            .map(|(unit, told)| AudienceRow {
                audience: unit_name(&unit),
                relation: Relation::MayBeAdded,
                since: None,
                told,
                rule: "V6B.7".to_owned(),
                name: self.names.get(&unit).cloned().unwrap_or_default(),
                kind: former(&unit).map(|(party, _)| party.unit.kind.swedish()),
                condition: "Ser inget nu. Frågan eller rollen som part har upphört.".to_owned(),
                basis: None,
            })
            .chain(managers)
            .collect()
    }

    fn tell(&mut self, audience: Audience, what: String, when: Timestamp, way: Way) {
        self.outside
            .entry(audience)
            .or_default()
            .push(told(what, when, way));
    }

    fn tell_unit(&mut self, unit: &HsaId, what: String, when: Timestamp, way: Way) {
        self.units
            .entry(unit.clone())
            .or_default()
            .push(told(what, when, way));
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm per event; splitting would hide a missing one"
    )]
    fn read(&mut self, entry: &Entry, asked: Option<&HsaId>) {
        match &entry.event {
            Event::ContactRecorded {
                with,
                channel,
                subject,
                contact_at,
                summary,
                ..
            } => {
                let what = format!("{}: {}", subject.swedish(), summary.reveal());
                let way = match channel {
                    ContactChannel::Phone => PHONE,
                    ContactChannel::Post => POST,
                    ContactChannel::InPerson => IN_PERSON,
                };
                match (with.audience(), asked) {
                    (Some(audience), _) => self.tell(audience, what, *contact_at, way),
                    (None, Some(unit)) => self.tell_unit(unit, what, *contact_at, way),
                    (None, None) => self.managers.push(told(what, *contact_at, way)),
                }
            }
            Event::InvitationSent { sent_at } | Event::InvitationMailed { sent_at, .. } => self
                .tell(
                    Audience::MigrationAgency,
                    "Kallelse till SIP-mötet, utan namn".to_owned(),
                    *sent_at,
                    EMAIL,
                ),
            Event::InvitationUncertain { .. } => self.tell(
                Audience::MigrationAgency,
                "Kallelse till SIP-mötet, utan namn. Oklart om den skickades".to_owned(),
                entry.at,
                EMAIL,
            ),
            Event::CopyHandedOut {
                recipient,
                how,
                handed_at,
                plan_version,
            } => {
                let way = match how {
                    HandOver::ByHand => IN_PERSON,
                    HandOver::Post => POST,
                    HandOver::InProduct => IN_PRODUCT,
                };
                let what = format!("Kopia av planen, version {plan_version}");
                match recipient {
                    CopyRecipient::Patient => self.tell(Audience::Patient, what, *handed_at, way),
                    CopyRecipient::Kin => self.tell(Audience::Kin, what, *handed_at, way),
                    // The letter to Migrationsverket is a recorded contact too, and counted there;
                    // parties see the plan in the product.
                    CopyRecipient::MigrationAgency | CopyRecipient::Parties => {}
                }
            }
            // Who opens the case knows of it already, and nobody looks in at a placeholder.
            Event::PartyAdded { unit, .. }
                if unit.hsa_id != entry.by.unit && !unit.kind.is_placeholder() =>
            {
                self.names.insert(unit.hsa_id.clone(), unit.name.clone());
                let share = inside(share_of(unit.kind).swedish());
                let what = format!("Blev part: {share}");
                self.tell_unit(&unit.hsa_id, what, entry.at, IN_PRODUCT);
            }
            Event::PartyRemoved { unit, .. } => {
                // What it knows by then it knows; nothing later reaches it.
                if self.units.contains_key(unit) {
                    let what = "Är inte part längre och ser inget nytt".to_owned();
                    self.tell_unit(unit, what, entry.at, IN_PRODUCT);
                }
            }
            Event::CareRequestSent { unit, .. } => {
                self.tell_unit(unit, "Vårdbegäran".to_owned(), entry.at, IN_PRODUCT);
            }
            Event::AgreementDrawnUp { .. } => self.tell(
                Audience::HeadOffice,
                "Överenskommelsen och personens nummer".to_owned(),
                entry.at,
                IN_PRODUCT,
            ),
            Event::MunicipalityAsked { unit, .. } => {
                self.names.insert(unit.hsa_id.clone(), unit.name.clone());
                let what = "Frågan: insatser, omfattning, tid och kommun".to_owned();
                self.tell_unit(&unit.hsa_id, what, entry.at, IN_PRODUCT);
            }
            Event::InterpreterBooked { booking } => self.tell(
                Audience::InterpreterAgency,
                format!("Bokning av tolk i {}", booking.language.swedish()),
                entry.at,
                PHONE,
            ),
            Event::TransportSettled {
                transport: Transport::Ordered { destination, .. },
            } => self.tell(
                Audience::PatientTransport,
                format!("Beställning av resa till {destination}"),
                entry.at,
                PHONE,
            ),
            Event::InformationSheetGiven { given_at } => self.tell(
                Audience::Patient,
                "Informationsbladet".to_owned(),
                *given_at,
                IN_PERSON,
            ),
            Event::WrongDisclosureReported {
                audience,
                disclosed_at,
                what,
            } => {
                if let Some(audience) = wrongly_told(*audience) {
                    self.tell(audience, what.reveal().clone(), *disclosed_at, WRONG);
                }
            }
            Event::LetterQueued { outbox, letter } => {
                self.letters.insert(*outbox, *letter);
            }
            // What a letter told stands as the contact or the copy that came with it, unless it was
            // recorded late.
            Event::LetterPosted {
                outbox,
                posted_at,
                late,
            } => {
                let letter = self.letters.get(outbox).copied().filter(|_| *late);
                if let Some(letter) = letter {
                    let what = inside(letter.swedish());
                    let what = format!("Brevet postat: {what}");
                    self.tell(letter.addressee(), what, *posted_at, POST);
                }
            }
            Event::LetterReturned {
                outbox,
                returned_at,
            } => {
                let letter = self.letters.get(outbox).copied();
                if let Some(letter) = letter {
                    let what = format!("Brevet kom i retur: {}", inside(letter.swedish()));
                    self.tell(letter.addressee(), what, *returned_at, POST);
                }
            }
            Event::CaseOpened { .. }
            | Event::ConsentRecorded { .. }
            | Event::PartyAdded { .. }
            | Event::GroupEstablished { .. }
            | Event::GroupUnestablished { .. }
            | Event::GroupVerified { .. }
            | Event::MigrationAgencyClosed { .. }
            | Event::NeedsEstablished { .. }
            | Event::SettingChanged { .. }
            | Event::CoordinationHandedOver { .. }
            | Event::InboundQuestionRecorded { .. }
            | Event::ResidenceEstablished { .. }
            | Event::MunicipalityAnswered { .. }
            | Event::QuestionWithdrawn { .. }
            | Event::ReadyForDischarge { .. }
            | Event::CaseClosed { .. }
            | Event::IdentifierAdded { .. }
            | Event::PersonCorrected { .. }
            | Event::ProtectedIdentityMarked { .. }
            | Event::LinkedProtectedPersonMarked { .. }
            | Event::LinkedProtectedPersonLiftAsked { .. }
            | Event::LetterRead { .. }
            | Event::LetterPrinted { .. }
            | Event::LetterStopped { .. }
            | Event::CertificateWritten { .. }
            | Event::SipMeetingPlanned { .. }
            | Event::InvitationQueued { .. }
            | Event::InvitationStopped { .. }
            | Event::InstitutionRecorded { .. }
            | Event::TransportSettled {
                transport: Transport::NotNeeded { .. },
            }
            | Event::DeviceOrdered { .. }
            | Event::SipMeetingHeld { .. }
            | Event::FollowUpDecided { .. }
            | Event::CareRequestAnswered { .. }
            | Event::AgreementSigned { .. }
            | Event::InvoicingFormRecorded { .. }
            | Event::PurchasesEnded { .. }
            | Event::CountyRoutineFollowed { .. }
            | Event::Undone { .. } => {}
        }
    }
}

fn told(what: String, when: Timestamp, (channel, channel_name): Way) -> Told {
    Told {
        what,
        when: Moment(when),
        channel,
        channel_name,
    }
}

fn wrongly_told(recipient: WrongRecipient) -> Option<Audience> {
    match recipient {
        WrongRecipient::MigrationAgency => Some(Audience::MigrationAgency),
        WrongRecipient::SocialServices => Some(Audience::SocialServices),
        WrongRecipient::MunicipalRehab => Some(Audience::MunicipalRehab),
        WrongRecipient::Institution => Some(Audience::Institution),
        WrongRecipient::InterpreterAgency => Some(Audience::InterpreterAgency),
        WrongRecipient::Pharmacy => Some(Audience::Pharmacy),
        WrongRecipient::PatientTransport => Some(Audience::PatientTransport),
        WrongRecipient::Kin => Some(Audience::Kin),
        WrongRecipient::HeadOffice => Some(Audience::HeadOffice),
        // No audience of the case's: these stand in the case's own list of wrong disclosures.
        WrongRecipient::MunicipalPrimaryCare | WrongRecipient::Police | WrongRecipient::Other => {
            None
        }
    }
}

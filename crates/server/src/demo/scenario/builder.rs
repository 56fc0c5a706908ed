//! The builder that scenarios are written with: one method per command, given by a user who may
//! give it.

pub(crate) mod meeting;
mod purchase;

use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use vocabulary::{
    audience::{ContactChannel, ContactSubject, ContactWith},
    calendar::local_date,
    command::{
        AddParty, CloseCase, Command, ConfirmGroup, EstablishGroup, EstablishNeeds,
        EstablishResidence, FollowCountyRoutine, GiveInformationSheet, HandOverCoordination,
        InterventionOrder, MarkReadyForDischarge, OrderDevice, RecordConsent, RecordContact,
        RemoveParty,
    },
    consent::{ConsentAnswer, ConsentForm, ConsentKind},
    group::{Group, VerifiedIn},
    hsa_id::HsaId,
    need::NursingNeed,
    opening::OpenCase,
    reading::PastInstant,
    role::Role,
    setting::{Housing, Setting},
    text::{Language, Line, Prose},
    unit::UnitKind,
};

use super::{Scenario, ScenarioStep};
use crate::demo::{
    Fixtures, days::Days, directory::Home, seeded_random::SeededRandom, table::DemoDataError,
};

/// The time between two things that staff do one after the other.
const PAUSE: SignedDuration = SignedDuration::from_mins(3);

/// The person's needs other than nursing, as in the form; needs that are not named were answered
/// with no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Health-care interventions at home.
    HealthCare,
    Device,
    /// Regional primary care after discharge (V6B.6).
    PrimaryCare,
    /// Municipal primary care (V6B.7).
    Municipal,
    /// Devices beyond the hospital's that cannot wait (V6B.9).
    Rehab,
    /// A specialist clinic keeps responsibility (V6B.10).
    Specialist,
}

/// A scenario that is being built. A method that fails (no such unit, no such text) makes the whole
/// scenario a [`DemoDataError`]. Whether the domain accepts the commands shows when it is run.
pub(crate) struct ScenarioBuilder<'a> {
    fixtures: &'a Fixtures,
    days: Days,
    draw: SeededRandom,
    scenario: Scenario,
    unit: &'static str,
    at: Timestamp,
    home: Option<&'a Home>,
    asked: Vec<InterventionOrder>,
    /// Municipal primary care, once it is a party.
    municipal_party: Option<HsaId>,
    meeting: Timestamp,
    interpreter_language: Option<Language>,
    error: Option<DemoDataError>,
}

impl<'a> ScenarioBuilder<'a> {
    /// Starts with the opening, by a nurse or therapist of the unit, or by its other staff.
    pub(crate) fn opened(
        fixtures: &'a Fixtures,
        days: Days,
        seed: u64,
        about: &'static str,
        (unit, at): (&'static str, Timestamp),
        mut open: OpenCase,
    ) -> Self {
        // The admission is never later than the opening, however early in the day the scenario
        // begins.
        open.admitted_at = open.admitted_at.map(|admitted| admitted.min(at));
        let mut builder = Self {
            fixtures,
            days,
            draw: SeededRandom::of(seed, 0x7E11),
            unit,
            at: at + PAUSE,
            home: None,
            asked: Vec::new(),
            municipal_party: None,
            meeting: at,
            interpreter_language: open.language.clone(),
            error: None,
            scenario: Scenario {
                about,
                opened_by: "",
                opened_at: at,
                open,
                steps: Vec::new(),
                seed,
            },
        };
        builder.scenario.opened_by = builder.staff(unit, Role::CareStaff);
        builder
    }

    /// The scenario, or the first error of a method.
    pub(crate) fn build(self) -> Result<Scenario, DemoDataError> {
        match self.error {
            Some(DemoDataError(error)) => {
                Err(DemoDataError(format!("{}: {error}", self.scenario.about)))
            }
            None => Ok(self.scenario),
        }
    }

    /// Whether somebody holds the role at the coordinating unit.
    pub(crate) fn has(&self, role: Role) -> bool {
        self.fixtures.directory.user_at(self.unit, role).is_some()
    }

    /// Moves the time forward to an instant, never back.
    pub(crate) fn at(mut self, at: Timestamp) -> Self {
        self.at = self.at.max(at);
        self
    }

    /// The patient stays at one of the homes of this municipality (V6B.5).
    pub(crate) fn home(self, municipality: &str) -> Self {
        let at_home: Vec<&'a Home> = self
            .fixtures
            .directory
            .homes
            .iter()
            .filter(|home| home.municipality.as_str() == municipality)
            .collect();
        self.home_among(&at_home)
    }

    /// The patient stays at one of these homes.
    pub(crate) fn home_among(mut self, homes: &[&'a Home]) -> Self {
        let Some(home) = self.draw.one(homes).copied() else {
            return self.fail("no home");
        };
        self.home = Some(home);
        self.nurse(Command::EstablishResidence(EstablishResidence {
            municipality: home.municipality,
            address: Line(home.address.to_owned()),
            postal_code: home.postal_code,
            housing: Housing::Own,
        }))
    }

    /// What the patient needs.
    pub(crate) fn needs(self, nursing: NursingNeed, needs: &[Need]) -> Self {
        let named = |need| needs.contains(&need);
        self.nurse(Command::EstablishNeeds(EstablishNeeds {
            rehab_intervention_need: None,
            nursing_need: nursing,
            health_care_need: named(Need::HealthCare),
            device_need: named(Need::Device),
            regional_primary_care_need: Some(named(Need::PrimaryCare)),
            municipal_primary_care_need: Some(named(Need::Municipal)),
            rehab_need: Some(named(Need::Rehab)),
            specialist_follow_up: Some(named(Need::Specialist)),
        }))
    }

    /// The patient answers yes.
    pub(crate) fn consent(self, kind: ConsentKind) -> Self {
        self.answer(kind, ConsentAnswer::Given, None)
    }

    /// The patient answers no.
    pub(crate) fn refusal(self, kind: ConsentKind) -> Self {
        self.answer(kind, ConsentAnswer::Refused, None)
    }

    /// A guardian answers yes for a child, whose own view was heard.
    pub(crate) fn guardian_consents(self, kind: ConsentKind) -> Self {
        let note =
            "Vårdnadshavaren svarade genom tolk. Barnet har fått berätta vad det själv vill.";
        self.answer(kind, ConsentAnswer::Given, Some(note))
    }

    /// The patient cannot consent: ground and assessor are recorded.
    pub(crate) fn cannot_consent(self, kind: ConsentKind) -> Self {
        let at = self.at;
        self.nurse(Command::RecordConsent(RecordConsent {
            kind,
            answer: ConsentAnswer::Incapable,
            form: ConsentForm::Oral,
            units: None,
            at: Some(PastInstant(at)),
            note: None,
            legal_ground: Some(Line("OSL 25 kap. 13 §".to_owned())),
            assessor: Some(Line("Ansvarig läkare på avdelningen".to_owned())),
            answered_by: None,
            mandate: None,
            mandate_seen_by: None,
            childs_view: None,
        }))
    }

    fn answer(self, kind: ConsentKind, answer: ConsentAnswer, note: Option<&str>) -> Self {
        self.nurse(Command::RecordConsent(RecordConsent {
            kind,
            answer,
            form: ConsentForm::Oral,
            units: None,
            at: None,
            note: note.map(|note| Prose(note.to_owned())),
            legal_ground: None,
            assessor: None,
            answered_by: None,
            mandate: None,
            mandate_seen_by: None,
            childs_view: None,
        }))
    }

    /// The call to Migrationsverket about admission or needs (V6A.2, V7A.1).
    pub(crate) fn call_agency(self) -> Self {
        let topic = match self.scenario.open.setting {
            Setting::Inpatient => "call",
            Setting::Outpatient => "need-call",
        };
        self.contact(ContactWith::MigrationAgency, ContactSubject::Need, topic)
    }

    /// The call to Migrationsverket about the meeting (V6A.5).
    pub(crate) fn call_agency_about_meeting(self) -> Self {
        self.contact(
            ContactWith::MigrationAgency,
            ContactSubject::SipMeeting,
            "meeting-call",
        )
    }

    fn contact(mut self, audience: ContactWith, subject: ContactSubject, topic: &str) -> Self {
        let summary = self.text(topic);
        let function = self.text("function");
        let at = self.at;
        self.nurse(Command::RecordContact(RecordContact {
            audience,
            channel: ContactChannel::Phone,
            at: PastInstant(at),
            summary: Prose(summary),
            subject: Some(subject),
            with_function: (audience == ContactWith::MigrationAgency).then_some(Line(function)),
        }))
    }

    /// The nearest unit of a kind becomes a party (V6B.6, V6B.9).
    pub(crate) fn nearest(self, kind: UnitKind) -> Self {
        let near = self
            .home
            .ok_or_else(|| DemoDataError("nearest to no home".to_owned()))
            .and_then(|home| self.fixtures.directory.nearest(kind, home.municipality));
        match near {
            Ok(unit) => self.party(unit.key),
            Err(DemoDataError(error)) => self.fail(&error),
        }
    }

    /// A unit becomes a party.
    pub(crate) fn party(self, key: &str) -> Self {
        self.with_unit(key, |builder, unit| {
            builder.nurse(Command::AddParty(AddParty { unit }))
        })
    }

    /// A unit's participation ends.
    pub(crate) fn leaves(self, key: &str, reason: &str) -> Self {
        let reason = Prose(reason.to_owned());
        self.with_unit(key, |builder, unit| {
            builder.nurse(Command::RemoveParty(RemoveParty { unit, reason }))
        })
    }

    /// A device is ordered in Web Sesam (V5.4).
    pub(crate) fn device(mut self) -> Self {
        let (device, ground) = (self.text("device"), self.text("device-ground"));
        let reference = format!("WS-{:06}", self.draw.below(1_000_000));
        self.nurse(Command::OrderDevice(OrderDevice {
            device: Line(device),
            ground: Some(Prose(ground)),
            reference: Some(Line(reference)),
        }))
    }

    /// The neutral information sheet is handed over (V4.4).
    pub(crate) fn information_sheet(self) -> Self {
        let at = self.at;
        self.nurse(Command::GiveInformationSheet(GiveInformationSheet {
            at: PastInstant(at),
        }))
    }

    /// The county-wide routine is followed after consent to the case was refused (V6B.4).
    pub(crate) fn county_routine(self) -> Self {
        self.nurse(Command::FollowCountyRoutine(FollowCountyRoutine {
            note: Prose("Patienten fick information om vad ett nej innebär. Frågan ställs igen före utskrivning.".to_owned()),
        }))
    }

    /// The patient is ready for discharge from an instant, which may be in the future.
    pub(crate) fn ready(self, at: Timestamp) -> Self {
        self.nurse(Command::MarkReadyForDischarge(MarkReadyForDischarge { at }))
    }

    /// The group is established (V3.5–V3.7).
    pub(crate) fn establish(
        self,
        group: Group,
        evidence: &str,
        verified_in: Option<VerifiedIn>,
    ) -> Self {
        self.nurse(Command::EstablishGroup(EstablishGroup {
            card_current: None,
            permit_from: None,
            group,
            evidence: Prose(evidence.to_owned()),
            verified_in,
        }))
    }

    /// A colleague confirms a group that opens a case that was protected (X1).
    pub(crate) fn confirm_group(self, role: Role) -> Self {
        let seen = Prose("Jag har också kontrollerat: samma svar.".to_owned());
        self.by(role, Command::ConfirmGroup(ConfirmGroup { seen }))
    }

    /// Another party coordinates from now on.
    pub(crate) fn handed_over(mut self, key: &'static str) -> Self {
        self = self.with_unit(key, |builder, unit| {
            builder.nurse(Command::HandOverCoordination(HandOverCoordination { unit }))
        });
        self.unit = key;
        self
    }

    /// The case is closed.
    pub(crate) fn close(mut self) -> Self {
        let reason = Prose(self.text("close"));
        self.nurse(Command::CloseCase(CloseCase {
            cause: None,
            reason: Some(reason),
        }))
    }

    /// The date a number of days after the scenario's current instant.
    fn date_in(&self, days: i64) -> Date {
        local_date(self.at).saturating_add(days.days())
    }

    /// A command without a method of its own, given by a nurse of the coordinating unit.
    pub(crate) fn nurse(self, command: Command) -> Self {
        self.by(Role::CareStaff, command)
    }

    fn by(mut self, role: Role, command: Command) -> Self {
        let unit = self.unit;
        let user = self.staff(unit, role);
        self.said(user, command)
    }

    /// The user with a role at a unit; where a unit has no coordinator, its nurse.
    fn staff(&mut self, unit: &str, role: Role) -> &'static str {
        let directory = &self.fixtures.directory;
        let stand_in = role == Role::DischargeCoordinator;
        let user = directory.user_at(unit, role).or_else(|| {
            directory
                .user_at(unit, Role::CareStaff)
                .filter(|_| stand_in)
        });
        user.unwrap_or_else(|| {
            self.error
                .get_or_insert(DemoDataError(format!("nobody is {role:?} at {unit}")));
            ""
        })
    }

    fn said(mut self, by: &'static str, command: Command) -> Self {
        let at = self.at.min(self.days.now());
        self.scenario.steps.push(ScenarioStep { at, by, command });
        self.at = at + PAUSE;
        self
    }

    fn by_municipality(self, role: Role, command: Command) -> Self {
        match self.municipal_staff(role) {
            Ok(user) => self.said(user, command),
            Err(DemoDataError(error)) => self.fail(&error),
        }
    }

    fn municipal_staff(&self, role: Role) -> Result<&'static str, DemoDataError> {
        let directory = &self.fixtures.directory;
        let home = self
            .home
            .ok_or_else(|| DemoDataError("no municipality yet".to_owned()))?;
        let unit = directory.municipal(UnitKind::MunicipalPrimaryCare, home.municipality)?;
        directory
            .user_at(unit.key, role)
            .ok_or_else(|| DemoDataError(format!("nobody is {role:?} at {}", unit.key)))
    }

    fn with_municipality(self, tell: impl FnOnce(Self, HsaId) -> Self) -> Self {
        let Some(home) = self.home else {
            return self.fail("no municipality yet");
        };
        let unit = self
            .fixtures
            .directory
            .municipal(UnitKind::MunicipalPrimaryCare, home.municipality);
        match unit.map(|unit| unit.card.hsa_id.clone()) {
            Ok(unit) => tell(self, unit),
            Err(DemoDataError(error)) => self.fail(&error),
        }
    }

    fn with_unit(self, key: &str, tell: impl FnOnce(Self, HsaId) -> Self) -> Self {
        match self
            .fixtures
            .directory
            .unit(key)
            .map(|unit| unit.card.hsa_id.clone())
        {
            Ok(unit) => tell(self, unit),
            Err(DemoDataError(error)) => self.fail(&error),
        }
    }

    fn text(&mut self, topic: &str) -> String {
        match self.fixtures.phrases.one(topic, &mut self.draw) {
            Ok(text) => text,
            Err(error) => {
                self.error.get_or_insert(error);
                String::new()
            }
        }
    }

    fn fail(mut self, what: &str) -> Self {
        self.error.get_or_insert(DemoDataError(what.to_owned()));
        self
    }
}

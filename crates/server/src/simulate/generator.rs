//! Generates simulated cases: unit, patient, group and need are random, the pathway follows from
//! them, and the case gets as far as its time allows.

use jiff::{SignedDuration, Timestamp};
use vocabulary::{
    command::{CareRequestAnswer, Signatory},
    consent::ConsentKind,
    group::{Group, VerifiedIn},
    intervention::{Intervention, MunicipalityAnswer},
    need::NursingNeed,
    role::Role,
    setting::Setting,
    sip::{CopyRecipient, HandOver, MeetingForm},
    unit::UnitKind,
};

use crate::demo::{
    Fixtures,
    days::Days,
    directory::{DemoUnit, Home},
    patient::{Patient, Sex},
    scenario::{Need, Scenario, ScenarioBuilder},
    seeded_random::SeededRandom,
    table::DemoDataError,
};

/// The ward with the most cases, which has the longest worklist.
const CROWDED: (&str, u32) = ("ward-43", 40);
/// The ward that is a party to no case.
const STRANGER: &str = "ward-77";
/// The children's ward.
const CHILDREN: &str = "ward-23";
/// The age of the oldest case, in hours.
const LONGEST: u32 = 90 * 24;

const BUYABLE: [Intervention; 10] = [
    Intervention::WoundDressing,
    Intervention::MedicineHandling,
    Intervention::CatheterCare,
    Intervention::Sampling,
    Intervention::Injection,
    Intervention::StomaCare,
    Intervention::Inhalation,
    Intervention::TubeFeeding,
    Intervention::Observation,
    Intervention::Compression,
];

/// Makes the simulated cases of one seed, each from its number.
pub(super) struct Generator<'a> {
    fixtures: &'a Fixtures,
    days: Days,
    seed: u64,
    units: Vec<(&'a DemoUnit, u32)>,
    languages: Vec<&'static str>,
}

impl<'a> Generator<'a> {
    pub(super) fn of(fixtures: &'a Fixtures, now: Timestamp, seed: u64) -> Self {
        let units = fixtures
            .directory
            .units
            .iter()
            .filter(|unit| unit.card.kind.is_regional_care() && unit.key != STRANGER)
            .map(|unit| (unit, weight(unit)))
            .collect();
        Self {
            fixtures,
            days: Days::around(now),
            seed,
            units,
            languages: fixtures.names.languages(),
        }
    }

    /// The scenario of a case number, independent of the scenarios built before it.
    pub(super) fn scenario(&self, index: u64) -> Result<Scenario, DemoDataError> {
        let mut draw = SeededRandom::of(self.seed, index);
        let weights: Vec<u32> = self.units.iter().map(|(_, weight)| *weight).collect();
        let unit = self
            .units
            .get(draw.weighted(&weights))
            .map(|(unit, _)| *unit)
            .ok_or_else(|| DemoDataError("no unit opens cases".to_owned()))?;
        let opened_at = self.ago(1 + draw.below(LONGEST));
        let fate = Fate::draw(unit, &mut draw);
        let mut case = self.beginning(unit, opened_at, &fate, draw)?;
        if fate.group == Group::Unestablished {
            case = case.established(&fate);
        }
        let case = match (fate.ends_as, fate.nursing) {
            (Group::Unestablished | Group::Resident, _) => case,
            (Group::AsylumSeeker | Group::MassRefugee, NursingNeed::Unmet) => {
                case.towards_institution(&fate)
            }
            (Group::AsylumSeeker | Group::MassRefugee | Group::WithoutPermits, _) => {
                case.at_home(&fate)
            }
        };
        case.builder.build()
    }

    fn ago(&self, hours: u32) -> Timestamp {
        let now = self.days.now();
        now.saturating_sub(SignedDuration::from_hours(i64::from(hours)))
            .unwrap_or(now)
    }

    fn beginning(
        &self,
        unit: &'a DemoUnit,
        opened_at: Timestamp,
        fate: &Fate,
        mut draw: SeededRandom,
    ) -> Result<GeneratedCase<'a>, DemoDataError> {
        let language = draw.one(&self.languages).copied().unwrap_or_default();
        let sex = if draw.chance(50) {
            Sex::Woman
        } else {
            Sex::Man
        };
        let who = (language, sex, i64::from(fate.age));
        let mut patient = Patient::aged(&self.fixtures.names, self.days, &mut draw, who)?;
        if fate.inpatient() {
            patient = patient.room(&(draw.below(24) + 1).to_string());
        }
        if fate.protected_identity {
            patient = patient.protected();
        }
        let phrases = &self.fixtures.phrases;
        let mut open = patient.of_group(fate.setting, fate.group, phrases, &mut draw)?;
        open.nursing_need = fate.nursing_at_first;
        open.admitted_at = fate.inpatient().then(|| {
            opened_at
                .saturating_sub(SignedDuration::from_hours(2))
                .unwrap_or(opened_at)
        });
        let at = (unit.key, opened_at);
        let seed = draw.next();
        let builder =
            ScenarioBuilder::opened(self.fixtures, self.days, seed, "simulated", at, open);
        // A ward's patients live anywhere, a health centre's nearby.
        let homes = self
            .fixtures
            .directory
            .homes
            .iter()
            .filter(|home| fate.inpatient() || Some(home.municipality) == unit.card.municipality)
            .collect();
        Ok(GeneratedCase {
            builder,
            draw,
            homes,
            at: opened_at,
            now: self.days.now(),
            over: false,
        })
    }
}

/// How likely a unit is to open a case.
fn weight(unit: &DemoUnit) -> u32 {
    if unit.key == CROWDED.0 {
        return CROWDED.1 * 10;
    }
    match unit.card.kind {
        UnitKind::HospitalWard => 70,
        UnitKind::HealthCentre => 12,
        UnitKind::SpecialistClinic => 8,
        UnitKind::RegionalRehab => 2,
        UnitKind::HeadOffice
        | UnitKind::MunicipalPrimaryCare
        | UnitKind::MunicipalRehab
        | UnitKind::SocialServices
        | UnitKind::PlaceholderHealthCentre
        | UnitKind::PlaceholderMunicipality => 0,
    }
}

/// The random properties of a case, drawn before it is built.
struct Fate {
    setting: Setting,
    /// The group at the opening.
    group: Group,
    /// The group that is established later.
    ends_as: Group,
    age: u32,
    protected_identity: bool,
    nursing_at_first: NursingNeed,
    nursing: NursingNeed,
    /// Whether a health centre coordinates, so that none is added as a party.
    at_health_centre: bool,
    at_rehab: bool,
}

impl Fate {
    fn draw(unit: &DemoUnit, draw: &mut SeededRandom) -> Self {
        let kind = unit.card.kind;
        let groups = [
            Group::AsylumSeeker,
            Group::MassRefugee,
            Group::WithoutPermits,
            Group::Unestablished,
        ];
        let group = groups
            .get(draw.weighted(&[45, 25, 22, 8]))
            .copied()
            .unwrap_or(Group::Unestablished);
        let ends_as = match group {
            Group::Unestablished => groups
                .get(draw.weighted(&[40, 0, 40, 20]))
                .copied()
                .unwrap_or(Group::Unestablished),
            Group::AsylumSeeker | Group::MassRefugee | Group::WithoutPermits | Group::Resident => {
                group
            }
        };
        // A rehab unit has no physician, so nobody there can certify a nursing need.
        let nursing = match draw.weighted(&[40, 35, 25]) {
            0 if kind != UnitKind::RegionalRehab => NursingNeed::Unmet,
            1 => NursingNeed::MetByKin,
            _ => NursingNeed::None,
        };
        let nursing_at_first = if draw.chance(30) {
            NursingNeed::Unknown
        } else {
            nursing
        };
        Self {
            setting: if kind == UnitKind::HospitalWard {
                Setting::Inpatient
            } else {
                Setting::Outpatient
            },
            group,
            ends_as,
            age: if unit.key == CHILDREN {
                draw.below(18)
            } else {
                draw.below(92)
            },
            protected_identity: draw.chance(4),
            nursing_at_first,
            nursing,
            at_health_centre: kind == UnitKind::HealthCentre,
            at_rehab: kind == UnitKind::RegionalRehab,
        }
    }

    fn inpatient(&self) -> bool {
        self.setting == Setting::Inpatient
    }

    fn is_child(&self) -> bool {
        self.age < 18
    }

    /// Whether the patient was an adult when the case was opened: the information sheet (V4.4) is
    /// for adults.
    fn was_grown_up(&self) -> bool {
        self.age > 18
    }

    fn agency_takes_part(&self) -> bool {
        self.ends_as.covered_by_reception_act()
    }
}

/// A case that is being generated.
struct GeneratedCase<'a> {
    builder: ScenarioBuilder<'a>,
    draw: SeededRandom,
    homes: Vec<&'a Home>,
    at: Timestamp,
    now: Timestamp,
    over: bool,
}

/// Time reserved for what is done together at one point in the case.
const BEAT: SignedDuration = SignedDuration::from_mins(30);

impl<'a> GeneratedCase<'a> {
    /// Does the next thing some hours later; does nothing when that would be after now, or when the
    /// case has stalled.
    fn then(mut self, tell: impl FnOnce(ScenarioBuilder<'a>) -> ScenarioBuilder<'a>) -> Self {
        if self.over {
            return self;
        }
        let pause = SignedDuration::from_hours(i64::from(2 + self.draw.below(40)));
        self.at = self.at.saturating_add(pause).unwrap_or(self.now);
        if self.now.duration_since(self.at) < BEAT || self.draw.chance(3) {
            self.over = true;
            return self;
        }
        Self {
            builder: tell(self.builder.at(self.at)),
            ..self
        }
    }

    /// Ends the case here, with a probability in per cent.
    fn ends(mut self, percent: u32) -> Self {
        self.over = self.over || self.draw.chance(percent);
        self
    }

    /// Establishes the group, or leaves it as it is (V3.7).
    fn established(self, fate: &Fate) -> Self {
        let evidence = match fate.ends_as {
            Group::AsylumSeeker => Some(("LMA-kort uppvisat", VerifiedIn::Card)),
            Group::WithoutPermits => Some((
                "Patientens egen uppgift om att tillstånd saknas",
                VerifiedIn::Other,
            )),
            Group::MassRefugee | Group::Unestablished | Group::Resident => None,
        };
        match evidence {
            Some((text, verified_in)) => {
                let case =
                    self.then(|builder| builder.establish(fate.ends_as, text, Some(verified_in)));
                case.confirmed(fate)
            }
            None => self.ends(100),
        }
    }

    /// A colleague confirms the group where the identity is protected. A unit without one waits.
    fn confirmed(self, fate: &Fate) -> Self {
        if !fate.protected_identity || !fate.ends_as.covered_by_reception_act() {
            return self;
        }
        let colleague = [Role::DischargeCoordinator, Role::Physician]
            .into_iter()
            .find(|role| self.builder.has(*role));
        match colleague {
            Some(role) => self.then(|builder| builder.confirm_group(role)),
            None => self.ends(100),
        }
    }

    /// 6A and 7A: certificate, meeting, institution.
    fn towards_institution(self, fate: &Fate) -> Self {
        if !self.builder.has(Role::Physician) {
            return self;
        }
        let case = self.then(ScenarioBuilder::call_agency);
        let case = if fate.nursing_at_first == NursingNeed::Unknown {
            case.then(|builder| builder.needs(NursingNeed::Unmet, &[Need::HealthCare]))
        } else {
            case
        };
        let case = case.then(ScenarioBuilder::certificate);
        let case = case.asked(fate, ConsentKind::Sip);
        // Some cases turn out differently: every way to Migrationsverket closes at once (X3).
        let case = case.turned_out_otherwise();
        let case = case.planned(fate);
        let case = case
            .then(|builder| builder.call_agency_about_meeting().invitation_sent())
            .then(|builder| builder.deliver_certificate(HandOver::Post).interpreter());
        let case = case
            .held(fate)
            .then(ScenarioBuilder::offered_housing)
            .then(|builder| builder.copy(CopyRecipient::MigrationAgency, HandOver::Post));
        let ready = case.at;
        let inpatient = fate.inpatient();
        case.then(|builder| builder.granted().institution())
            .then(|builder| {
                if inpatient {
                    builder.ready(ready)
                } else {
                    builder
                }
                .report()
            })
            .then(|builder| builder.transport(ready))
            .then(ScenarioBuilder::close)
    }

    /// The other pathways: the patient goes home, with care from the region or the municipality.
    fn at_home(self, fate: &Fate) -> Self {
        let mut case = self;
        if fate.agency_takes_part() {
            case = case.then(ScenarioBuilder::call_agency);
        } else if fate.was_grown_up() {
            case = case.then(ScenarioBuilder::information_sheet);
        }
        let nursing = fate.nursing;
        if fate.nursing_at_first == NursingNeed::Unknown {
            case = case.then(|builder| builder.needs(nursing, &[Need::HealthCare]));
        }
        if fate.inpatient() {
            case = case.asked(fate, ConsentKind::Case);
        }
        let homes = std::mem::take(&mut case.homes);
        let buys = case.draw.chance(60);
        let rehab = !fate.at_rehab && case.draw.chance(25);
        let centre = !fate.at_health_centre && case.draw.chance(60);
        let mut needs = vec![Need::HealthCare];
        needs.extend(buys.then_some(Need::Municipal));
        needs.extend(rehab.then_some(Need::Rehab));
        needs.extend(centre.then_some(Need::PrimaryCare));
        case = case.then(|builder| builder.home_among(&homes).needs(nursing, &needs));
        case = case.asked(fate, ConsentKind::Sip);
        if centre {
            case = case.then(|builder| builder.nearest(UnitKind::HealthCentre));
        }
        if rehab {
            case = case.then(|builder| builder.nearest(UnitKind::RegionalRehab).device());
        }
        if buys {
            case = case.bought();
        }
        case = case
            .planned(fate)
            .then(ScenarioBuilder::interpreter)
            .held(fate);
        let posted = fate.agency_takes_part();
        case = case.then(|builder| {
            if posted {
                builder.copy(CopyRecipient::MigrationAgency, HandOver::Post)
            } else {
                builder.copy(CopyRecipient::Parties, HandOver::InProduct)
            }
        });
        if buys {
            case = case
                .then(ScenarioBuilder::agreement)
                .then(|builder| builder.sign(Signatory::HeadOfOperations))
                .then(|builder| builder.sign(Signatory::RegionalDeveloper))
                .then(ScenarioBuilder::invoicing_form);
        }
        let (ready, inpatient) = (case.at, fate.inpatient());
        case.then(|builder| {
            if inpatient {
                builder.ready(ready)
            } else {
                builder
            }
        })
        .then(ScenarioBuilder::close)
    }

    /// Asks for a consent: mostly the answer is yes; for a child a guardian answers.
    fn asked(mut self, fate: &Fate, kind: ConsentKind) -> Self {
        let refuses = self.draw.chance(4);
        let child = fate.is_child();
        let case = self.then(|builder| match (refuses, child) {
            (true, _) => builder.refusal(kind),
            (false, true) => builder.guardian_consents(kind),
            (false, false) => builder.consent(kind),
        });
        match (refuses, kind) {
            (true, ConsentKind::Case) => case.then(ScenarioBuilder::county_routine).ends(100),
            (true, ConsentKind::Sip | ConsentKind::InformationTransfer) => case.ends(100),
            (false, _) => case,
        }
    }

    /// The municipality is asked, answers, and after a yes accepts the care request. Without a yes
    /// the case stops there.
    fn bought(mut self) -> Self {
        let first = self.draw.below(10) as usize;
        let what = [BUYABLE[first], BUYABLE[(first + 1) % BUYABLE.len()]];
        let answers = [
            MunicipalityAnswer::Yes,
            MunicipalityAnswer::Partly,
            MunicipalityAnswer::No,
            MunicipalityAnswer::MoreInformation,
        ];
        let answer = answers
            .get(self.draw.weighted(&[75, 10, 10, 5]))
            .copied()
            .unwrap_or(MunicipalityAnswer::Yes);
        let agreed = matches!(answer, MunicipalityAnswer::Yes | MunicipalityAnswer::Partly);
        let in_product = self.draw.chance(50);
        let case = self.then(|builder| builder.ask(&what)).then(|builder| {
            if in_product {
                builder.manager_answers(answer)
            } else {
                builder.answered(answer)
            }
        });
        case.ends(if agreed { 0 } else { 100 })
            .then(|builder| {
                builder
                    .consent(ConsentKind::InformationTransfer)
                    .municipality_joins()
            })
            .then(ScenarioBuilder::care_request)
            .then(|builder| builder.care_request_answered(CareRequestAnswer::Accepted))
    }

    /// The meeting is planned some days ahead.
    fn planned(mut self, fate: &Fate) -> Self {
        let ahead = SignedDuration::from_hours(i64::from(72 + self.draw.below(7 * 24)));
        let form = if self.draw.chance(70) {
            MeetingForm::InPerson
        } else {
            MeetingForm::Digital
        };
        // A child's parents attend and get a copy.
        let kin = self.draw.chance(40) || fate.is_child();
        let from = self.at;
        self.then(|builder| builder.plan(from.saturating_add(ahead).unwrap_or(from), form, kin))
    }

    /// The meeting is held when its time has come.
    fn held(mut self, fate: &Fate) -> Self {
        self.at = self.at.max(self.builder.meeting());
        let kin = CopyRecipient::Kin;
        let child = fate.is_child();
        let follow_up = self
            .at
            .saturating_add(SignedDuration::from_hours(24 * 30))
            .unwrap_or(self.at);
        self.then(|builder| {
            let builder = builder
                .hold()
                .copy(CopyRecipient::Patient, HandOver::ByHand);
            let builder = if child {
                builder.copy(kin, HandOver::ByHand)
            } else {
                builder
            };
            builder.follow_up(follow_up)
        })
    }

    fn turned_out_otherwise(mut self) -> Self {
        let percent = 4;
        if !self.draw.chance(percent) {
            return self;
        }
        self.then(|builder| {
            builder.establish(
                Group::WithoutPermits,
                "Patienten berättar att ansökan är återkallad och att tillstånd saknas",
                Some(VerifiedIn::Other),
            )
        })
        .ends(100)
    }
}

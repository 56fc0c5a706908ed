//! The demo's cases: every pathway, and every state worth showing.

mod open_care;
mod ward_43;
mod wards;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use vocabulary::{
    command::CareRequestAnswer,
    consent::ConsentKind,
    group::Group,
    intervention::{Intervention, MunicipalityAnswer},
    need::NursingNeed,
    opening::OpenCase,
    setting::Setting,
    sip::{CopyRecipient, HandOver, MeetingForm},
};

use super::{
    Fixtures,
    days::Days,
    patient::{Patient, Sex},
    scenario::{Scenario, ScenarioBuilder},
    seeded_random::SeededRandom,
    table::DemoDataError,
};

/// The time from a patient's admission to the opening of the case.
const BEFORE_OPENING: SignedDuration = SignedDuration::from_mins(160);

/// How many times a new name is drawn when another patient has it.
const RENAMINGS: u32 = 20;

/// The demo's cases, relative to an instant.
pub(crate) fn scenarios(
    fixtures: &Fixtures,
    days: Days,
    seed: u64,
) -> Result<Vec<Scenario>, DemoDataError> {
    let mut maker = CaseMaker {
        fixtures,
        days,
        seed,
        made: 0,
        draw: SeededRandom::new(seed),
        names: BTreeSet::new(),
    };
    let mut scenarios = ward_43::scenarios(&mut maker)?;
    scenarios.extend(wards::scenarios(&mut maker)?);
    scenarios.extend(open_care::scenarios(&mut maker)?);
    Ok(scenarios)
}

/// Makes patients and starts their scenarios. Each has its own random numbers, so that adding or
/// changing a case does not change the others.
struct CaseMaker<'a> {
    fixtures: &'a Fixtures,
    days: Days,
    seed: u64,
    made: u64,
    draw: SeededRandom,
    names: BTreeSet<String>,
}

/// Where and when a case is opened.
type UnitAndTime = (&'static str, Timestamp);

impl<'a> CaseMaker<'a> {
    /// The next case's patient.
    fn patient(
        &mut self,
        language: &'static str,
        sex: Sex,
        age: i64,
    ) -> Result<Patient, DemoDataError> {
        self.made += 1;
        self.draw = SeededRandom::of(self.seed, self.made);
        let who = (language, sex, age);
        let mut patient = Patient::aged(&self.fixtures.names, self.days, &mut self.draw, who)?;
        // Two patients with the same name would confuse users who try the search.
        for _ in 0..RENAMINGS {
            if !self.names.contains(patient.name()) {
                break;
            }
            patient = Patient::aged(&self.fixtures.names, self.days, &mut self.draw, who)?;
        }
        Ok(patient)
    }

    fn ward(
        &mut self,
        about: &'static str,
        place: UnitAndTime,
        patient: Patient,
        (group, nursing): (Group, NursingNeed),
    ) -> Result<ScenarioBuilder<'a>, DemoDataError> {
        let mut open = patient.of_group(
            Setting::Inpatient,
            group,
            &self.fixtures.phrases,
            &mut self.draw,
        )?;
        open.nursing_need = nursing;
        Ok(self.begin(about, place, open))
    }

    /// Starts a case at a health centre, a specialist clinic or a rehab unit.
    fn open_care(
        &mut self,
        about: &'static str,
        place: UnitAndTime,
        patient: Patient,
        (group, nursing): (Group, NursingNeed),
    ) -> Result<ScenarioBuilder<'a>, DemoDataError> {
        let mut open = patient.of_group(
            Setting::Outpatient,
            group,
            &self.fixtures.phrases,
            &mut self.draw,
        )?;
        open.nursing_need = nursing;
        Ok(self.begin(about, place, open))
    }

    /// A person who claims to belong to a group without evidence: the case is opened as
    /// unestablished.
    fn unseen(
        &mut self,
        about: &'static str,
        place: UnitAndTime,
        patient: Patient,
        (setting, stated): (Setting, Group),
    ) -> Result<ScenarioBuilder<'a>, DemoDataError> {
        let open = patient.unseen(setting, stated, &self.fixtures.phrases, &mut self.draw)?;
        Ok(self.begin(about, place, open))
    }

    fn begin(
        &mut self,
        about: &'static str,
        place: UnitAndTime,
        mut open: OpenCase,
    ) -> ScenarioBuilder<'a> {
        if open.setting == Setting::Inpatient {
            open.admitted_at = place.1.saturating_sub(BEFORE_OPENING).ok();
        }
        self.names.insert(open.name.0.clone());
        ScenarioBuilder::opened(
            self.fixtures,
            self.days,
            self.draw.next(),
            about,
            place,
            open,
        )
    }
}

/// The scenarios, or the error of the first that could not be built.
fn build_all<'a>(
    builders: impl IntoIterator<Item = ScenarioBuilder<'a>>,
) -> Result<Vec<Scenario>, DemoDataError> {
    builders.into_iter().map(ScenarioBuilder::build).collect()
}

/// Adds a whole purchase, beginning a number of working days ago: the municipality's yes, the
/// consents, the municipality as a party, the care request and its acceptance.
fn purchase<'a>(
    builder: ScenarioBuilder<'a>,
    days: Days,
    from: u16,
    what: &[Intervention],
) -> ScenarioBuilder<'a> {
    requested(builder, days, from, what)
        .at(days.back(from.saturating_sub(4), 10, 20))
        .care_request_answered(CareRequestAnswer::Accepted)
}

/// Adds a purchase up to the care request, which waits for its answer.
fn requested<'a>(
    builder: ScenarioBuilder<'a>,
    days: Days,
    from: u16,
    what: &[Intervention],
) -> ScenarioBuilder<'a> {
    builder
        .at(days.back(from, 9, 40))
        .ask(what)
        .at(days.back(from.saturating_sub(1), 8, 50))
        .answered(MunicipalityAnswer::Yes)
        .at(days.back(from.saturating_sub(2), 9, 5))
        .consent(ConsentKind::Sip)
        .consent(ConsentKind::InformationTransfer)
        .municipality_joins()
        .at(days.back(from.saturating_sub(3), 8, 45))
        .care_request()
}

/// Adds a meeting that was planned on one working day and held on a later one, with an interpreter
/// on site and a copy for the patient.
fn met(builder: ScenarioBuilder<'_>, days: Days, planned: u16, held: u16) -> ScenarioBuilder<'_> {
    builder
        .at(days.back(planned, 9, 30))
        .plan(days.back(held, 10, 0), MeetingForm::InPerson, false)
        .interpreter()
        .at(days.back(held, 11, 0))
        .hold()
        .copy(CopyRecipient::Patient, HandOver::ByHand)
}

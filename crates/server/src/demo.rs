//! Demonstration data: invented units, staff and cases, the same for the same clock and seed.
//!
//! The directory is in tables (`crates/server/demo/`). The cases are scenarios: commands that
//! invented staff gave at times before now, run through the product's own use cases. Nothing here
//! writes to the store or knows how a case is stored. A scenario that the rules refuse makes a test
//! fail.

pub(crate) mod app_runner;
pub(crate) mod cases;
pub(crate) mod days;
pub(crate) mod directory;
#[cfg(test)]
pub(crate) mod domain_runner;
pub(crate) mod patient;
pub(crate) mod phrases;
pub(crate) mod scenario;
pub(crate) mod scenario_runner;
pub(crate) mod seeded_random;
pub(crate) mod table;
#[cfg(test)]
mod tests;

use app::{App, DirectoryUnit, DrawAsked, NewStaff, UnitDetails};
use app_runner::AppRunner;
use days::Days;
use directory::DemoDirectory;
pub(crate) use directory::{MEETING_HOST, PASSWORD, meeting_points};
use jiff::Span;
use patient::PatientNames;
use phrases::Phrases;
use scenario::Scenario;
use scenario_runner::run_together;
use table::DemoDataError;
use vocabulary::{
    calendar::local_date,
    emergency::{EmergencyReason, OpenInEmergency},
    group::Group,
    text::{Line, Prose},
};

use crate::command::Failure;

/// The seed of the demo's cases.
pub(crate) const SEED: u64 = 0x5645_5244_4252_4F4E;

/// The data that scenarios are made of.
#[derive(Debug, Clone)]
pub(crate) struct Fixtures {
    /// Units, staff and homes.
    pub(crate) directory: DemoDirectory,
    pub(crate) names: PatientNames,
    /// Texts that staff write.
    pub(crate) phrases: Phrases,
}

impl Fixtures {
    /// Reads the built-in tables.
    pub(crate) fn read() -> Result<Self, DemoDataError> {
        Ok(Self {
            directory: DemoDirectory::read()?,
            names: PatientNames::read()?,
            phrases: Phrases::read()?,
        })
    }
}

/// The sender's address on the demo's letters: an invented organisation, not one of its units.
const SENDER: &str = include_str!("../demo/sender.txt");
/// The name that a demo store is marked with.
const NAME: &str = "fyrbodal";

/// Fills an empty store with the demo: units, staff, cases.
///
/// # Errors
/// When the store cannot be written, or the rules refuse a scenario.
pub(crate) async fn load(app: &App) -> Result<(), Failure> {
    let fixtures = Fixtures::read().map_err(|error| Failure::of("demo", &error))?;
    seed_directory(app, &fixtures).await?;
    let scenarios = cases::scenarios(&fixtures, Days::around(app.now()), SEED)
        .map_err(|error| Failure::of("demo", &error))?;
    run_together(&AppRunner::of(app), &scenarios)
        .await
        .map_err(|error| Failure::of("demo", &error))?;
    something_to_review(app, &scenarios).await?;
    Ok(app.finish_demo(NAME).await?)
}

/// The size of the sample that the demo's reviewer draws from the log.
const DRAWN: usize = 10;

/// Opens a case in an emergency and draws a sample from the log, so that the log reviewer has
/// something to review.
async fn something_to_review(app: &App, scenarios: &[Scenario]) -> Result<(), Failure> {
    let stranger = app.demo_caller("stranger-ward").await?;
    let known = scenarios.iter().find(|scenario| {
        scenario.open.group == Group::MassRefugee && !scenario.open.identifiers.is_empty()
    });
    if let Some(scenario) = known
        && let Some(number) = scenario.open.identifiers.first()
    {
        let asked = OpenInEmergency {
            number: Line(number.shown()),
            birth_date: scenario.open.birth_date,
            reason: EmergencyReason::CannotTell,
            words: Prose(
                "Kom till akuten utan tolk. Behövde veta vilka läkemedel som tas.".to_owned(),
            ),
        };
        app.open_in_emergency(&stranger, &asked).await?;
    }
    let reviewer = app.demo_caller("log-reviewer").await?;
    let today = local_date(app.now());
    let asked = DrawAsked {
        from: today.checked_sub(Span::new().days(7)).unwrap_or(today),
        to: today,
        number: DRAWN,
        seed: Some(NAME.to_owned()),
    };
    app.draw_reviews(&reviewer, &asked).await?;
    Ok(())
}

/// Fills an empty store with the demo's units and staff, without cases.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn load_directory(app: &App, fixtures: &Fixtures) -> Result<(), Failure> {
    seed_directory(app, fixtures).await?;
    Ok(app.finish_demo(NAME).await?)
}

async fn seed_directory(app: &App, fixtures: &Fixtures) -> Result<(), Failure> {
    let units: Vec<DirectoryUnit> = fixtures
        .directory
        .units
        .iter()
        .map(|unit| DirectoryUnit {
            card: unit.card.clone(),
            position: unit.position,
            active: true,
            demo: true,
            details: UnitDetails {
                phone: unit.phone.map(str::to_owned),
                function: unit.function.map(str::to_owned),
                hours: unit.contact.map(|contact| contact.hours.to_owned()),
                mailbox: unit.contact.map(|contact| contact.mailbox.to_owned()),
                source: unit.contact.map(|contact| contact.source.to_owned()),
                checked: unit.contact.map(|contact| contact.checked),
            },
        })
        .collect();
    let staff: Vec<NewStaff> = fixtures
        .directory
        .staff
        .iter()
        .map(|user| NewStaff {
            login: user.user_name.to_owned(),
            name: user.name.to_owned(),
            password: PASSWORD.to_owned(),
            assignments: user
                .assignments
                .iter()
                .map(|assignment| (assignment.hsa_id.clone(), assignment.role))
                .collect(),
        })
        .collect();
    app.seed_demo(&units, &staff, SENDER, PASSWORD).await?;
    Ok(app.seed_meeting_points(&meeting_points()).await?)
}

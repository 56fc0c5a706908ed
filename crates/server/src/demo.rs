//! Demonstration data: invented units, staff and cases, the same for the same clock and seed.
//!
//! The directory stands in tables (`crates/server/demo/`). The cases are stories: the commands that
//! invented staff gave, at times before now, performed through the product's own use cases. Nothing
//! here writes to the store or knows how a case is kept; a story that the rules refuse is a failing
//! test.

pub(crate) mod cases;
pub(crate) mod days;
pub(crate) mod directory;
pub(crate) mod draw;
pub(crate) mod patient;
pub(crate) mod phrases;
#[cfg(test)]
pub(crate) mod rehearsal;
pub(crate) mod stage;
pub(crate) mod story;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod theatre;

use app::{App, DirectoryUnit, DrawAsked, NewStaff, UnitDetails};
use days::Days;
use directory::DemoDirectory;
pub(crate) use directory::PASSWORD;
use jiff::Span;
use patient::Names;
use phrases::Phrases;
use stage::Stage;
use story::Story;
use table::DemoDataError;
use theatre::perform_together;
use vocabulary::{
    calendar::local_date,
    emergency::{EmergencyReason, OpenInEmergency},
    group::Group,
    text::{Line, Prose},
};

use crate::command::Failure;

/// The seed of the demo's cases.
pub(crate) const SEED: u64 = 0x5645_5244_4252_4F4E;

/// What stories are told with.
#[derive(Debug, Clone)]
pub(crate) struct Props {
    /// Units, staff, homes.
    pub(crate) directory: DemoDirectory,
    /// Patients' names.
    pub(crate) names: Names,
    /// What staff write.
    pub(crate) phrases: Phrases,
}

impl Props {
    /// Reads the built-in tables.
    pub(crate) fn read() -> Result<Self, DemoDataError> {
        Ok(Self {
            directory: DemoDirectory::read()?,
            names: Names::read()?,
            phrases: Phrases::read()?,
        })
    }
}

/// What the store says that it holds.
/// Where the demo's letters come back to: an invented organisation, and no unit of it.
const SENDER: &str = include_str!("../demo/sender.txt");
const NAME: &str = "fyrbodal";

/// Fills an empty store with the demo: units, staff, cases.
///
/// # Errors
/// When the store cannot be written, or the rules refuse a story.
pub(crate) async fn load(app: &App) -> Result<(), Failure> {
    let props = Props::read().map_err(|flaw| Failure::of("demo", &flaw))?;
    seed_directory(app, &props).await?;
    let stories = cases::stories(&props, Days::around(app.now()), SEED)
        .map_err(|flaw| Failure::of("demo", &flaw))?;
    perform_together(&Stage::of(app), &stories)
        .await
        .map_err(|stopped| Failure::of("demo", &stopped))?;
    something_to_review(app, &stories).await?;
    Ok(app.finish_demo(NAME).await?)
}

/// How many rows of the log the demo's reviewer has drawn.
const DRAWN: usize = 10;

/// A case opened in an emergency and a draw from the log, so that the log reviewer has something
/// to look at.
async fn something_to_review(app: &App, stories: &[Story]) -> Result<(), Failure> {
    let stranger = app.demo_caller("stranger-ward").await?;
    let known = stories
        .iter()
        .find(|story| story.open.group == Group::MassRefugee && !story.open.identifiers.is_empty());
    if let Some(story) = known
        && let Some(number) = story.open.identifiers.first()
    {
        let asked = OpenInEmergency {
            number: Line(number.shown()),
            birth_date: story.open.birth_date,
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
pub(crate) async fn load_directory(app: &App, props: &Props) -> Result<(), Failure> {
    seed_directory(app, props).await?;
    Ok(app.finish_demo(NAME).await?)
}

async fn seed_directory(app: &App, props: &Props) -> Result<(), Failure> {
    let units: Vec<DirectoryUnit> = props
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
    let staff: Vec<NewStaff> = props
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
    Ok(app.seed_demo(&units, &staff, SENDER, PASSWORD).await?)
}

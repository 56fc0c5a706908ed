//! Runs scenarios command by command: on the product itself, or in tests on the bare domain.

use std::future::Future;

use jiff::Timestamp;
use vocabulary::{
    command::{AgreePlan, Command},
    opening::OpenCase,
    text::Line,
};

use super::scenario::{SEEN_NOW, Scenario};

/// When a command is given, and the random bits that its ids are made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub(crate) instant: Timestamp,
    pub(crate) bits: [u8; 48],
}

/// The command as it is given when the scenario runs: whoever agrees on the plan has read it as it is then.
pub(crate) fn as_it_is(command: &Command, seen: impl FnOnce() -> String) -> Command {
    if let Command::AgreePlan(agree) = command
        && agree.seen.0 == SEEN_NOW
    {
        Command::AgreePlan(AgreePlan { seen: Line(seen()) })
    } else {
        command.clone()
    }
}

/// Opens cases and carries out commands of users, who are named by their user names.
pub(crate) trait ScenarioRunner: Sync {
    /// A case that was opened here, with what is needed to give further commands.
    type Case: Send;
    type Error: std::fmt::Display + Send;

    /// Opens a case.
    fn open(
        &self,
        by: &str,
        request: &OpenCase,
        at: At,
    ) -> impl Future<Output = Result<Self::Case, Self::Error>> + Send;

    /// Gives a command.
    fn command(
        &self,
        by: &str,
        case: &mut Self::Case,
        command: &Command,
        at: At,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// The error of a scenario that could not be run to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScenarioError {
    pub(crate) about: &'static str,
    /// The command that failed.
    pub(crate) command: &'static str,
    pub(crate) reason: String,
}

impl std::fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "\"{}\" stopped at {}: {}",
            self.about, self.command, self.reason
        )
    }
}

impl std::error::Error for ScenarioError {}

/// Runs one scenario from beginning to end.
pub(crate) async fn run_scenario<T: ScenarioRunner>(
    runner: &T,
    scenario: &Scenario,
) -> Result<T::Case, ScenarioError> {
    let mut case = opening(runner, scenario).await?;
    for index in 0..scenario.steps.len() {
        step(runner, scenario, index, &mut case).await?;
    }
    Ok(case)
}

/// Runs many scenarios together, with the commands of all cases in order of time. The returned
/// cases are in the order of the scenarios.
pub(crate) async fn run_together<T: ScenarioRunner>(
    runner: &T,
    scenarios: &[Scenario],
) -> Result<Vec<T::Case>, ScenarioError> {
    let mut moments: Vec<(Timestamp, usize, usize)> = Vec::new();
    for (which, scenario) in scenarios.iter().enumerate() {
        moments.push((scenario.opened_at, which, 0));
        moments.extend(
            scenario
                .steps
                .iter()
                .zip(1..)
                .map(|(step, index)| (step.at, which, index)),
        );
    }
    moments.sort_unstable();
    let mut cases: Vec<Option<T::Case>> = scenarios.iter().map(|_| None).collect();
    for (_, which, index) in moments {
        let (Some(scenario), Some(slot)) = (scenarios.get(which), cases.get_mut(which)) else {
            continue;
        };
        match (index.checked_sub(1), slot) {
            (Some(before), Some(case)) => step(runner, scenario, before, case).await?,
            (None, slot) => *slot = Some(opening(runner, scenario).await?),
            // A scenario's steps never come before its opening; a test of the scenarios checks
            // that.
            (Some(_), None) => {
                return Err(ScenarioError {
                    about: scenario.about,
                    command: "open_case",
                    reason: "a step comes before the opening".to_owned(),
                });
            }
        }
    }
    Ok(cases.into_iter().flatten().collect())
}

async fn opening<T: ScenarioRunner>(
    runner: &T,
    scenario: &Scenario,
) -> Result<T::Case, ScenarioError> {
    let at = At {
        instant: scenario.opened_at,
        bits: scenario.bits(0),
    };
    runner
        .open(scenario.opened_by, &scenario.open, at)
        .await
        .map_err(|error| ScenarioError {
            about: scenario.about,
            command: "open_case",
            reason: error.to_string(),
        })
}

async fn step<T: ScenarioRunner>(
    runner: &T,
    scenario: &Scenario,
    index: usize,
    case: &mut T::Case,
) -> Result<(), ScenarioError> {
    let Some(step) = scenario.steps.get(index) else {
        return Ok(());
    };
    let at = At {
        instant: step.at,
        bits: scenario.bits(index + 1),
    };
    runner
        .command(step.by, case, &step.command, at)
        .await
        .map_err(|error| ScenarioError {
            about: scenario.about,
            command: step.command.name(),
            reason: error.to_string(),
        })
}

//! A scenario: how one invented case came to be what it is, as the commands that staff gave.

mod builder;

use jiff::Timestamp;
use vocabulary::{command::Command, opening::OpenCase};

pub(crate) use builder::{Need, ScenarioBuilder};

use super::seeded_random::SeededRandom;

/// One invented case: who opened it, when, and what was done since.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    /// What it shows, for those who maintain the demo; nobody who uses it reads this.
    pub(crate) about: &'static str,
    /// The user name of who opened it.
    pub(crate) opened_by: &'static str,
    /// When.
    pub(crate) opened_at: Timestamp,
    /// The request.
    pub(crate) open: OpenCase,
    /// What was done since, in order of time.
    pub(crate) steps: Vec<ScenarioStep>,
    /// What the random bits of its decisions follow from.
    pub(crate) seed: u64,
}

/// One command of a scenario.
#[derive(Debug, Clone)]
pub(crate) struct ScenarioStep {
    /// When it was given; never before the step before it.
    pub(crate) at: Timestamp,
    /// The user name of who gave it.
    pub(crate) by: &'static str,
    /// The command.
    pub(crate) command: Command,
}

impl Scenario {
    /// The random bits of its opening (0) and of its steps (from 1): the same for the same seed,
    /// in whatever order scenarios are run.
    pub(crate) fn bits(&self, index: usize) -> [u8; 48] {
        SeededRandom::of(self.seed, index as u64).bits()
    }
}

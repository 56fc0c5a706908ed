//! A scenario: the history of one invented case, as the commands that staff gave.

mod builder;

use jiff::Timestamp;
use vocabulary::{command::Command, opening::OpenCase};

pub(crate) use builder::{Need, ScenarioBuilder, meeting::SEEN_NOW};

use super::seeded_random::SeededRandom;

/// One invented case: who opened it and when, and the commands since.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    /// What it shows, for maintainers of the demo; users never see this.
    pub(crate) about: &'static str,
    /// The user name of who opened it.
    pub(crate) opened_by: &'static str,
    pub(crate) opened_at: Timestamp,
    /// The request that opens the case.
    pub(crate) open: OpenCase,
    /// The commands since the opening, in order of time.
    pub(crate) steps: Vec<ScenarioStep>,
    /// Seed of the random bits of its decisions.
    pub(crate) seed: u64,
}

/// One command of a scenario.
#[derive(Debug, Clone)]
pub(crate) struct ScenarioStep {
    /// When it was given; not earlier than the previous step.
    pub(crate) at: Timestamp,
    /// The user name of who gave it.
    pub(crate) by: &'static str,
    pub(crate) command: Command,
}

impl Scenario {
    /// The random bits of its opening (0) and of its steps (from 1): the same for the same seed,
    /// whatever order scenarios are run in.
    pub(crate) fn bits(&self, index: usize) -> [u8; 48] {
        SeededRandom::of(self.seed, index as u64).bits()
    }
}

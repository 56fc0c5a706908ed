//! Where stories are performed: the product itself, or in tests the bare domain.

use std::future::Future;

use jiff::Timestamp;
use vocabulary::{command::Command, opening::OpenCase};

use super::story::Story;

/// When something on stage happens, and of which random bits its ids are made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cue {
    /// When.
    pub(crate) at: Timestamp,
    /// The bits.
    pub(crate) bits: [u8; 48],
}

/// Something that opens cases and takes commands from users by their user names.
pub(crate) trait Theatre: Sync {
    /// A case that was opened here, with whatever is needed to go on with it.
    type Case: Send;
    /// Why something could not be done.
    type Error: std::fmt::Display + Send;

    /// Opens a case.
    fn open(
        &self,
        by: &str,
        request: &OpenCase,
        cue: Cue,
    ) -> impl Future<Output = Result<Self::Case, Self::Error>> + Send;

    /// Gives a command.
    fn command(
        &self,
        by: &str,
        case: &mut Self::Case,
        command: &Command,
        cue: Cue,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// A story that could not be performed to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScenarioError {
    /// Which story.
    pub(crate) about: &'static str,
    /// At which command.
    pub(crate) command: &'static str,
    /// Why.
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

/// Performs one story from beginning to end.
pub(crate) async fn perform<T: Theatre>(
    theatre: &T,
    story: &Story,
) -> Result<T::Case, ScenarioError> {
    let mut case = opening(theatre, story).await?;
    for index in 0..story.steps.len() {
        step(theatre, story, index, &mut case).await?;
    }
    Ok(case)
}

/// Performs many stories as they would have happened: everything in order of time, cases mixed.
/// The cases come in the order of the stories.
pub(crate) async fn perform_together<T: Theatre>(
    theatre: &T,
    stories: &[Story],
) -> Result<Vec<T::Case>, ScenarioError> {
    let mut cues: Vec<(Timestamp, usize, usize)> = Vec::new();
    for (which, story) in stories.iter().enumerate() {
        cues.push((story.opened_at, which, 0));
        cues.extend(
            story
                .steps
                .iter()
                .zip(1..)
                .map(|(step, index)| (step.at, which, index)),
        );
    }
    cues.sort_unstable();
    let mut cases: Vec<Option<T::Case>> = stories.iter().map(|_| None).collect();
    for (_, which, index) in cues {
        let (Some(story), Some(slot)) = (stories.get(which), cases.get_mut(which)) else {
            continue;
        };
        match (index.checked_sub(1), slot) {
            (Some(before), Some(case)) => step(theatre, story, before, case).await?,
            (None, slot) => *slot = Some(opening(theatre, story).await?),
            // A story's steps never come before its opening: the test of the stories holds them
            // to that.
            (Some(_), None) => {
                return Err(ScenarioError {
                    about: story.about,
                    command: "open_case",
                    reason: "a step comes before the opening".to_owned(),
                });
            }
        }
    }
    Ok(cases.into_iter().flatten().collect())
}

async fn opening<T: Theatre>(theatre: &T, story: &Story) -> Result<T::Case, ScenarioError> {
    let cue = Cue {
        at: story.opened_at,
        bits: story.bits(0),
    };
    theatre
        .open(story.opened_by, &story.open, cue)
        .await
        .map_err(|error| ScenarioError {
            about: story.about,
            command: "open_case",
            reason: error.to_string(),
        })
}

async fn step<T: Theatre>(
    theatre: &T,
    story: &Story,
    index: usize,
    case: &mut T::Case,
) -> Result<(), ScenarioError> {
    let Some(step) = story.steps.get(index) else {
        return Ok(());
    };
    let cue = Cue {
        at: step.at,
        bits: story.bits(index + 1),
    };
    theatre
        .command(step.by, case, &step.command, cue)
        .await
        .map_err(|error| ScenarioError {
            about: story.about,
            command: step.command.name(),
            reason: error.to_string(),
        })
}

//! The guard and its views, tested with stories about cases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail loudly"
)]

mod agreement;
mod allowed;
mod announced;
mod audiences;
mod commands;
mod confirm;
mod emergency;
mod errands;
mod group_change;
mod invitation;
mod letters;
mod logs;
mod matrix;
mod migration_agency;
mod moving;
mod municipality;
mod never;
mod on_save;
mod outbox;
mod parties;
mod person;
mod protected;
mod questions;
mod speed;
mod steps;
mod story;
mod taking_part;
mod telling;
mod verdicts;
mod views;
mod whole_case;
mod wording;
mod worklist;

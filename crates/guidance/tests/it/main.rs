//! Tests of the repository's guidance, evaluated on cases made by real commands.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail loudly"
)]

mod broken;
mod combinations;
mod consents;
mod contents;
mod deadlines;
mod entitlements;
mod meetings;
mod next;
mod repository;
mod versions;
mod walk;
mod walk_inpatient;
mod walk_outpatient;
mod warned;

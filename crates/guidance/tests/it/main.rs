//! The guidance as the repository holds it, and what the crate makes of it for cases that real
//! commands have made.
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
mod next;
mod repository;
mod versions;
mod walk;
mod walk_inpatient;
mod walk_outpatient;
mod warned;

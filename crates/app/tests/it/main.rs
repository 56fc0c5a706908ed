//! The use cases over a real store, on SQLite and PostgreSQL.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the whole binary is tests: a failed step ends the test"
)]

mod access_log;
mod administration;
mod answers;
mod closed;
mod emergency;
mod log_in;
mod review;
mod scene;
mod sessions;

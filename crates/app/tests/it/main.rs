//! The use cases over a real store, on SQLite and PostgreSQL.

#![expect(
    clippy::unwrap_used,
    reason = "the whole binary is tests: a failed step ends the test"
)]

mod access_log;
mod scene;

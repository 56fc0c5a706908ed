//! The store on both databases. Every test goes through [`stores::check`], which runs it on SQLite
//! and on a real PostgreSQL.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "the whole binary is tests: a failed step ends the test, and it says on which database"
)]

mod accountability;
mod audit;
mod backup;
mod bench_baseline;
mod executor;
mod journal;
mod lost_answers;
mod migrations;
mod outbox;
mod registers;
mod seals;
mod stores;
mod worklist;

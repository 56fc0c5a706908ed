//! The store.
mod database;
mod dialect;
mod error;
mod migration;
mod postgres;
mod row;
mod sqlite;
mod statement;
mod value;

pub mod attachments;
pub mod audit;
pub mod directory;
pub mod drafts;
pub mod idempotency;
pub mod identifiers;
pub mod journal;
pub mod outbox;
pub mod people;
pub mod questions;
pub mod search;
pub mod streams;
pub mod units;
pub mod verify;
pub mod worklist;

pub use database::Database;
pub use error::StoreError;
pub use row::Row;
pub use statement::{Effect, Expects, Outcome, Query, Sql, Statement, Work};
pub use value::Value;

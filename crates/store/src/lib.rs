//! The store: the only place with SQL. Journal, projections, outbox, audit log, directory, on
//! SQLite or PostgreSQL.
//!
//! It knows rows, not what they mean: an event is `{seq, kind, version, payload}`, a projection row
//! carries JSON that its caller made. It reads no clock and makes no ids; instants and ids come
//! from the caller.
//!
//! # How it is used
//! Pure functions in a module for each subject make [`Statement`]s (writes) and [`Query`]s (reads);
//! a [`Database`] runs them.
//!
//! ```ignore
//! let database = Database::open("sqlite:/var/lib/vardbron/store.sqlite").await?; // or postgres://…
//!
//! // One hop, one snapshot: whom the token belongs to, the case, its events.
//! let (bearers, heads, events) = database
//!     .read_three(people::bearer(&hash), journal::head_by_id(id), journal::events_by_id(id))
//!     .await?;
//!
//! // A case step: all of it becomes durable together, or nothing.
//! let mut work = Work::new();
//! work.guard(idempotency::remember(answer))                              // conflict: used key
//!     .guard(journal::advance(&head.key, head.version, next, &now, None)) // conflict: stale version
//!     .push(journal::append(event))
//!     .push(worklist::place(row))      // or `refresh` when due and recheck instants stay: cheaper
//!     .log(AuditEntry { … });
//! match database.write(work).await {
//!     Ok(_) => answer,
//!     Err(StoreError::Conflict { statement: idempotency::REMEMBER }) => replay or 422,
//!     Err(StoreError::Conflict { statement: journal::ADVANCE }) => 412 stale-version,
//!     Err(error) => …
//! }
//! ```
//!
//! - [`Database::read`], [`read_one`](Database::read_one), [`read_all`](Database::read_all) (many
//!   of one kind), [`read_two`](Database::read_two), [`read_three`](Database::read_three): one
//!   round trip; the last three see one snapshot. A caller that needs more queries gives them one
//!   row type and uses `read_all`.
//! - [`Database::write`] returns when the work is durable. It runs to its end even if the caller is
//!   dropped. To log without waiting, `tokio::spawn` it.
//! - Guards run first, then statements in order, then audit entries; a statement with
//!   [`Expects::One`] that changes no row or several undoes the whole work with
//!   [`StoreError::Conflict`], which carries the statement's name. The names that mean something to
//!   a caller are constants: [`journal::ADVANCE`], [`journal::OPEN`], [`idempotency::REMEMBER`],
//!   [`outbox::CLAIM`], [`worklist::REFRESH`], [`questions::CHANGE`], ….
//! - `RETURNING` rows are in the [`Outcome`], by the statement's name.
//! - No error and no `Debug` output carries a parameter's value.
//!
//! # Conventions
//! - *key*: a time-ordered row key (UUIDv7 as text) that never leaves the process; *id*: the random
//!   public one. Both come from the caller.
//! - Instants are RFC 3339 UTC text of one fixed width (`2026-11-22T10:00:00.000Z`), so that they
//!   sort; [`worklist::NO_DUE`] sorts last. Coordinates are millionths of a degree.
//! - Lists are paged by keyset: a query takes the sort values of the last row seen and a limit;
//!   there are no totals.
//! - `…::remove_case` of every projection removes its rows before it is rebuilt.
//!
//! # Subjects
//! [`journal`] cases and events · [`streams`] events beside the case (tariffs, months, reviews,
//! guidance activation) · [`idempotency`] · [`worklist`] · [`identifiers`] and [`search`] ·
//! [`questions`] to municipalities · [`outbox`] · [`audit`], [`checkpoints`] and [`reviews`] of it · [`emergency`] · [`people`] users, assignments, tokens
//! and sessions · [`log_ins`] tries to log in · [`units`], [`proposals`] that two administrators settle · [`directory`] contacts, links, postal codes, settings · [`drafts`] ·
//! [`presence`] · [`visits`] ·
//! [`attachments`] · [`verify`] · [`mod@backup`] · [`bench_baseline`] for `vardbron bench`.
//!
//! # The two executors
//! SQLite: one thread writes, taking up to 64 waiting units of work into one commit; when one of
//! them fails, the group runs again with each in a savepoint of its own. Two threads read. When
//! the disk fails, the units of work that were being committed are answered as unknown, and nothing
//! is written any more; when it is full, nothing is begun. PostgreSQL: a pool of 16; `BEGIN` and all statements go in
//! one pipeline, the commit in a second. Connections to PostgreSQL are not encrypted: use a Unix
//! socket or a trusted network.

mod database;
mod dialect;
mod error;
mod health;
mod migration;
#[cfg(test)]
mod plans;
mod postgres;
mod row;
mod seal;
mod sqlite;
mod statement;
mod value;

pub mod attachments;
pub mod audit;
pub mod backup;
pub mod bench_baseline;
pub mod checkpoints;
pub mod directory;
pub mod drafts;
pub mod emergency;
pub mod idempotency;
pub mod identifiers;
pub mod journal;
pub mod log_ins;
pub mod meeting_points;
pub mod outbox;
pub mod people;
pub mod presence;
pub mod proposals;
pub mod questions;
pub mod reviews;
pub mod search;
pub mod streams;
pub mod told;
pub mod units;
pub mod verify;
pub mod visits;
pub mod worklist;

pub use database::Database;
pub use error::StoreError;
pub use row::Row;
pub use seal::{of_no_event, seal_registers};
pub use statement::{Effect, Expects, Outcome, Query, Sql, Statement, Work};
pub use value::Value;

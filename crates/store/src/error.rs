//! What can go wrong in the store, sorted by what a caller can do about it.

use thiserror::Error;

/// A failure of the store. Carries no parameter values: they may be personal data.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// A statement that expected one row touched none or several: someone else was first (a stale
    /// case version, a used idempotency key, an outbox row already claimed). Nothing was written.
    #[error("`{statement}` did not touch exactly one row")]
    Conflict {
        /// The name of the statement, such as [`crate::journal::ADVANCE`].
        statement: &'static str,
    },
    /// A constraint of the schema said no. Nothing was written.
    #[error("`{statement}` breaks a constraint: {detail}")]
    Violated {
        /// The name of the statement.
        statement: &'static str,
        /// What the database said, without values.
        detail: String,
    },
    /// Another process holds the store, or the database chose this transaction to give way. Try
    /// again later. Nothing was written.
    #[error("the store is busy")]
    Busy,
    /// The store could not be read or written; what was asked for did not become durable as far
    /// as the store knows.
    #[error("the store failed: {0}")]
    Io(String),
    /// What was read is not what the store writes.
    #[error("the store holds what it should not: {0}")]
    Corrupt(String),
    /// The store cannot be opened as it is (wrong address, too old a database library, a migration
    /// whose text has changed, a store newer than the program, a store that is not empty), or a
    /// statement is not one the database understands.
    #[error("{0}")]
    Refused(String),
    /// The handle was closed.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// True for errors that leave no doubt about the rest of a group of units of work: the failing
    /// one is undone, the others go on.
    pub(crate) fn concerns_one_only(&self) -> bool {
        match self {
            Self::Conflict { .. } | Self::Violated { .. } | Self::Refused(_) => true,
            Self::Busy | Self::Io(_) | Self::Corrupt(_) | Self::Closed => false,
        }
    }
}

//! The store's errors, grouped by what a caller can do about them.

use thiserror::Error;

/// A failure of the store. It carries no parameter values, because they may be personal data.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// A statement that expected one row changed none or several: someone else was first (a stale
    /// case version, a used idempotency key, an outbox row already claimed). Nothing was written.
    #[error("`{statement}` did not touch exactly one row")]
    Conflict {
        /// The name of the statement, such as [`crate::journal::ADVANCE`].
        statement: &'static str,
    },
    /// A constraint of the schema was violated. Nothing was written.
    #[error("`{statement}` breaks a constraint: {detail}")]
    Violated {
        /// The name of the statement.
        statement: &'static str,
        /// What the database said, without values.
        detail: String,
    },
    /// Another process holds the store, or the database aborted this transaction in favour of
    /// another. Try again later. Nothing was written.
    #[error("the store is busy")]
    Busy,
    /// The commit failed, or its answer was lost: all of it may be durable, or nothing. Sent again
    /// with the same idempotency key, it has one effect.
    #[error("it is not known whether the work was kept: {0}")]
    Unknown(String),
    /// The store has failed before, and this program writes nothing more to it until it has been
    /// started anew. Nothing was written.
    #[error("the store has failed, and nothing more is written to it")]
    Stopped,
    /// The disk has no room beside its reserve. Nothing was written.
    #[error("the disk is full")]
    NoRoom,
    /// The store could not be read, or not written before the commit. Nothing became durable.
    #[error("the store failed: {0}")]
    Io(String),
    /// The stored data is not in the form that the store writes.
    #[error("the store holds what it should not: {0}")]
    Corrupt(String),
    /// The store cannot be opened as it is (wrong address, too old a database library, a migration
    /// whose text has changed, a store newer than the program, a store that is not empty), or a
    /// statement is not one the database understands.
    #[error("{0}")]
    Refused(String),
    /// The store was closed through this handle or a clone.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// True for errors that concern one unit of work in a group: it is undone, and the others
    /// continue.
    pub(crate) fn concerns_one_only(&self) -> bool {
        match self {
            Self::Conflict { .. } | Self::Violated { .. } | Self::Refused(_) => true,
            Self::Busy
            | Self::Unknown(_)
            | Self::Stopped
            | Self::NoRoom
            | Self::Io(_)
            | Self::Corrupt(_)
            | Self::Closed => false,
        }
    }
}

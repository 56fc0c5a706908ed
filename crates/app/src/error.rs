//! Why a use case was not carried out, sorted by who can do something about it.

use domain::event::JournalError;
use store::StoreError;
use thiserror::Error;
use vocabulary::{mistake::Mistake, refusal::Refusal};

/// Why a use case was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AppError {
    /// An expected refusal, with its rule.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// Something in the input is wrong.
    #[error("mistakes in the request")]
    Mistakes(Vec<Mistake>),
    /// It does not exist, or the caller may not know of it. Both get the same answer.
    #[error("not found")]
    NotFound,
    #[error("the case has changed")]
    Stale {
        /// The version now.
        current: u64,
    },
    /// The idempotency key was already used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// Nobody is logged in, or the session has ended.
    #[error("not signed in")]
    NotSignedIn,
    #[error("wrong name or password")]
    WrongPassword,
    /// The next try to log in has to wait.
    #[error("too many tries")]
    TooManyTries {
        /// How many seconds, rounded up.
        seconds: u32,
    },
    /// Too many recent attempts at emergency access, by the user or at the unit.
    #[error("too many emergency tries")]
    TooManyEmergencies,
    /// The store is busy; try again.
    #[error("busy")]
    Busy,
    /// It is not known whether the change was kept. Sent again with the same idempotency key, it is
    /// made once.
    #[error("not known whether it was kept")]
    Unknown,
    /// The store has failed, and this process changes nothing until it has been started anew.
    #[error("nothing is written any more")]
    Stopped,
    /// The disk is full, so nothing was written.
    #[error("no room")]
    NoRoom,
    /// A newer program has written events that this one cannot read.
    #[error("{0}")]
    NewerJournal(String),
    /// A bug or failure on our side. It is logged once with an incident number, without personal
    /// data.
    #[error("fault in {place}: {detail}")]
    Fault {
        /// Where in the program.
        place: &'static str,
        /// What happened, without personal data.
        detail: String,
    },
}

impl AppError {
    pub(crate) fn fault(place: &'static str, detail: &impl std::fmt::Display) -> Self {
        Self::Fault {
            place,
            detail: detail.to_string(),
        }
    }

    /// Stored data cannot be read. serde's message may quote a value, so only the kind of error and
    /// its position are kept.
    pub(crate) fn unreadable(place: &'static str, error: &serde_json::Error) -> Self {
        Self::Fault {
            place,
            detail: format!(
                "unreadable: {:?}, line {}, column {}",
                error.classify(),
                error.line(),
                error.column()
            ),
        }
    }

    #[must_use]
    pub fn mistake(field: &str, code: &'static str, detail: &str) -> Self {
        Self::Mistakes(vec![Mistake::new(field, code, detail)])
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<JournalError> for AppError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Newer { .. } => Self::NewerJournal(error.to_string()),
            JournalError::Damaged { .. } => Self::fault("journal", &error),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            StoreError::Unknown(_) => Self::Unknown,
            StoreError::Stopped => Self::Stopped,
            StoreError::NoRoom => Self::NoRoom,
            StoreError::Conflict { statement } => Self::Fault {
                place: "store",
                detail: format!("unexpected conflict in {statement}"),
            },
            StoreError::Violated { .. }
            | StoreError::Io(_)
            | StoreError::Corrupt(_)
            | StoreError::Refused(_)
            | StoreError::Closed => Self::fault("store", &error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AppError;

    #[test]
    fn what_cannot_be_read_is_not_quoted() {
        let error = serde_json::from_str::<u8>("\"Amina Rahimi\"").unwrap_err();
        assert!(error.to_string().contains("Amina"), "serde quotes it");
        let told = AppError::unreadable("journal", &error).to_string();
        assert!(told.contains("line 1") && !told.contains("Amina"), "{told}");
    }
}

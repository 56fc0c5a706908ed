//! When a use case happens and with which request: now for a user, another instant for
//! demonstration data and simulation.

use domain::Fresh;
use jiff::Timestamp;

use crate::{App, error::AppError};

/// The instant of a use case with its fresh random bits.
#[derive(Clone, Copy)]
pub struct Moment {
    pub(crate) at: Timestamp,
    pub(crate) fresh: Fresh,
}

impl Moment {
    /// A moment with random bits of the caller's choosing: demonstration data is stable under its
    /// seed, and tests are under theirs.
    #[must_use]
    pub fn seeded(at: Timestamp, bits: [u8; 48]) -> Self {
        Self {
            at,
            fresh: Fresh(bits),
        }
    }
}

/// What a request carries beside its command, so that sending it twice does it once.
#[derive(Debug, Clone)]
pub struct Request {
    /// The client's idempotency key.
    pub key: String,
    /// Method, path and body: the same key with other content is a mistake.
    pub content: Vec<u8>,
}

impl App {
    /// The moment now.
    ///
    /// # Errors
    /// When the operating system gives no random bits.
    pub fn moment(&self) -> Result<Moment, AppError> {
        let at = self.now();
        Ok(Moment {
            at,
            fresh: self.inner.chance.fresh(at)?,
        })
    }
}

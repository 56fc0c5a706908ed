//! The time and the request of a use case. The time is now for a user, and another time for
//! demonstration data and simulation.

use domain::Fresh;
use jiff::Timestamp;

use crate::{App, error::AppError};

/// The time of a use case, with its fresh random bits.
#[derive(Clone, Copy)]
pub struct Moment {
    pub(crate) at: Timestamp,
    pub(crate) fresh: Fresh,
}

impl Moment {
    /// A moment with random bits that the caller chooses, so that demonstration data and tests are
    /// the same for the same seed.
    #[must_use]
    pub fn seeded(at: Timestamp, bits: [u8; 48]) -> Self {
        Self {
            at,
            fresh: Fresh(bits),
        }
    }
}

/// What a request carries besides its command, so that sending it twice carries it out once.
#[derive(Debug, Clone)]
pub struct Request {
    pub key: String,
    /// Method, path and body. The same key with other content is an error.
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

//! The one clock. The time is read only here; everything below takes it as a value.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp};

/// A clock: the machine's, one that starts at another time and runs on (`--clock`), or one that
/// stands still until it is set.
#[derive(Debug, Clone)]
pub struct Clock(Hands);

#[derive(Debug, Clone)]
enum Hands {
    Running { offset: SignedDuration },
    // Microseconds since 1970.
    Held(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Hands::Running {
            offset: SignedDuration::ZERO,
        })
    }

    /// A clock that shows `start` now and runs on. For demonstrations and tests only.
    #[must_use]
    pub fn starting_at(start: Timestamp) -> Self {
        Self(Hands::Running {
            offset: start.duration_since(machine()),
        })
    }

    /// A clock that shows `start` until [`Clock::set`]. For tests that have to give the same result
    /// each time.
    #[must_use]
    pub fn held(start: Timestamp) -> Self {
        Self(Hands::Held(Arc::new(AtomicI64::new(
            start.as_microsecond(),
        ))))
    }

    /// Sets a held clock. Does nothing to a running one.
    pub fn set(&self, at: Timestamp) {
        if let Hands::Held(held) = &self.0 {
            held.store(at.as_microsecond(), Ordering::SeqCst);
        }
    }

    /// The time now, in whole microseconds, which is the store's precision.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let micros = match &self.0 {
            Hands::Running { offset } => machine()
                .saturating_add(*offset)
                .unwrap_or(Timestamp::MAX)
                .as_microsecond(),
            Hands::Held(held) => held.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the clock is read"
)]
fn machine() -> Timestamp {
    Timestamp::now()
}

/// A time in the store's format: UTC with a fixed number of digits, so that it sorts as text.
pub(crate) fn stamp(at: Timestamp) -> String {
    format!("{at:.6}")
}

/// Reads a time in the store's format.
pub(crate) fn unstamp(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{stamp, unstamp};

    #[test]
    fn stamps_sort_as_text_and_read_back() {
        let early: jiff::Timestamp = "2026-03-05T09:42:00Z".parse().unwrap();
        let late: jiff::Timestamp = "2026-03-05T09:42:00.000001Z".parse().unwrap();
        assert_eq!(stamp(early), "2026-03-05T09:42:00.000000Z");
        assert!(stamp(early) < stamp(late));
        assert_eq!(unstamp(&stamp(late)), Some(late));
    }
}

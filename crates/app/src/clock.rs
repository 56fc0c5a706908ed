//! The one clock. It is read here and nowhere else; everything below takes the instant as a value.

use jiff::{SignedDuration, Timestamp};

/// A clock: the machine's, or one that started at another instant and runs on (`--clock`).
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    offset: SignedDuration,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self {
            offset: SignedDuration::ZERO,
        }
    }

    /// A clock that shows `start` now and runs on; for demonstrations and trials only.
    #[must_use]
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            offset: start.duration_since(machine()),
        }
    }

    /// The instant now, to the microsecond: finer than that the store does not keep it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = machine()
            .saturating_add(self.offset)
            .unwrap_or(Timestamp::MAX);
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the clock is read"
)]
fn machine() -> Timestamp {
    Timestamp::now()
}

/// An instant as the store keeps it: UTC with a fixed number of digits, so that it sorts as text.
pub(crate) fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

/// An instant as the store kept it.
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

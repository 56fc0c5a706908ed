//! How long the next try to log in waits. Pure: the same counts and the same time give the same
//! answer.

use jiff::{SignedDuration, Timestamp};
use store::log_ins::StoredCount;

use crate::clock::{stamp, unstamp};

/// The wait after the last try that was free; each further one doubles it.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
/// No wait of a user is longer.
pub(crate) const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);
/// How many doublings there are below [`LONGEST_WAIT`].
const DOUBLINGS: u32 = 5;

/// How many failed tries are free, and when they are forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) free: i64,
    /// No wait is longer.
    pub(super) longest: SignedDuration,
    /// Without a try for this long, the count begins anew.
    pub(super) forgotten_after: SignedDuration,
}

/// Whose tries are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) limit: Limit,
}

/// A try that has been counted, and what has to be restored if the password was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CountedTry {
    pub(super) count: StoredCount,
    /// When the subject was open before this try.
    pub(super) open_before: String,
}

/// The instant before which nothing is tried for a subject; none when it is open now.
pub(super) fn closed_until(stored: Option<&StoredCount>, now: Timestamp) -> Option<Timestamp> {
    let stored = stored.filter(|stored| !is_from_later(stored, now))?;
    let (open, last) = (unstamp(&stored.open_at)?, unstamp(&stored.last_at)?);
    // A try without a wait may stand at a later time than now: another machine's clock is ahead.
    (open > now && open > last).then_some(open)
}

/// The count after one more try.
pub(super) fn counted(
    subject: &Subject,
    stored: Option<&StoredCount>,
    now: Timestamp,
) -> CountedTry {
    let version = stored.map_or(0, |stored| stored.version) + 1;
    let tries = stored
        .filter(|stored| !is_forgotten(stored, subject.limit, now))
        .map_or(0, |stored| stored.tries)
        + 1;
    let open = now.saturating_add(wait_after(tries, subject.limit));
    CountedTry {
        count: StoredCount {
            subject: subject.name.clone(),
            version,
            tries,
            last_at: stamp(now),
            open_at: stamp(open.unwrap_or(Timestamp::MAX)),
        },
        open_before: stamp(now),
    }
}

/// How long a subject waits after this many tries.
fn wait_after(tries: i64, limit: Limit) -> SignedDuration {
    let Ok(beyond) = u32::try_from(tries - limit.free) else {
        return SignedDuration::ZERO;
    };
    FIRST_WAIT
        .checked_mul(1 << beyond.min(DOUBLINGS))
        .map_or(limit.longest, |wait| wait.min(limit.longest))
}

fn is_forgotten(stored: &StoredCount, limit: Limit, now: Timestamp) -> bool {
    is_from_later(stored, now)
        || unstamp(&stored.last_at)
            .is_none_or(|last| now.duration_since(last) > limit.forgotten_after)
}

/// Whether the clock has been set back since: nobody must wait until it has caught up.
fn is_from_later(stored: &StoredCount, now: Timestamp) -> bool {
    unstamp(&stored.last_at).is_none_or(|last| last.duration_since(now) > LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{LONGEST_WAIT, Limit, Subject, closed_until, counted};

    fn subject() -> Subject {
        Subject {
            name: "one".to_owned(),
            limit: Limit {
                free: 5,
                longest: LONGEST_WAIT,
                forgotten_after: SignedDuration::from_hours(12),
            },
        }
    }

    /// The waits after each of many tries, each made as soon as it may be.
    fn waits(number: usize) -> Vec<i64> {
        let mut now: Timestamp = "2026-03-05T08:00:00Z".parse().unwrap();
        let mut stored = None;
        let mut waits = Vec::new();
        for _ in 0..number {
            let tried = counted(&subject(), stored.as_ref(), now).count;
            let until = closed_until(Some(&tried), now).unwrap_or(now);
            waits.push(until.duration_since(now).as_secs());
            now = until;
            stored = Some(tried);
        }
        waits
    }

    #[test]
    fn the_first_tries_are_free_and_then_the_waits_grow_to_the_longest() {
        assert_eq!(
            waits(13),
            [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]
        );
    }

    #[test]
    fn tries_are_forgotten_after_a_while_and_not_before() {
        let start: Timestamp = "2026-03-05T08:00:00Z".parse().unwrap();
        let mut stored = None;
        for _ in 0..9 {
            stored = Some(counted(&subject(), stored.as_ref(), start).count);
        }
        for (hours, tries) in [(11, 10), (13, 1)] {
            let later = start + SignedDuration::from_hours(hours);
            let next = counted(&subject(), stored.as_ref(), later).count;
            assert_eq!((next.tries, next.version), (tries, 10));
        }
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_nobody_out() {
        let start: Timestamp = "2026-03-05T08:00:00Z".parse().unwrap();
        let mut stored = None;
        for _ in 0..9 {
            stored = Some(counted(&subject(), stored.as_ref(), start).count);
        }
        let before = start - SignedDuration::from_hours(24);
        assert_eq!(closed_until(stored.as_ref(), before), None);
        assert_eq!(counted(&subject(), stored.as_ref(), before).count.tries, 1);
        // A try that has no wait after it keeps nobody out on a machine whose clock is behind.
        let first = counted(&subject(), None, start).count;
        let behind = start - SignedDuration::from_secs(9);
        assert_eq!(closed_until(Some(&first), behind), None);
        // A little earlier is another machine's clock: the wait holds.
        let beside = start - LONGEST_WAIT / 2;
        assert!(closed_until(stored.as_ref(), beside).is_some());
    }
}

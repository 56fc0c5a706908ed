//! Europe/Stockholm: the only time zone in which Vårdbron shows a time or reckons a day.

use std::sync::LazyLock;

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::{Offset, TimeZone, TimeZoneDatabase},
};

static STOCKHOLM: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZoneDatabase::bundled()
        .get("Europe/Stockholm")
        // The bundled database always has it (a test says so); the rule in force since 1996 stands
        // in, since this crate does not panic.
        .or_else(|_| TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3"))
        .unwrap_or_else(|_| TimeZone::fixed(Offset::constant(1)))
});

/// When Sweden's clocks change, as seconds since 1970, each with the offset from then on: a page tells
/// dozens of times, and looking each up in the time zone's rules is most of the work.
static CHANGES: LazyLock<Changes> = LazyLock::new(Changes::known);

/// The changes of the years in which cases are kept; for other years the time zone is asked.
struct Changes {
    changes: Vec<(i64, Offset)>,
    until: i64,
}

impl Changes {
    fn known() -> Self {
        let (from, until) = (seconds_of(1990), seconds_of(2100));
        let start = Timestamp::from_second(from).unwrap_or(Timestamp::UNIX_EPOCH);
        let mut changes = vec![(from, STOCKHOLM.to_offset(start))];
        let following = STOCKHOLM.following(start);
        changes.extend(
            following
                .map(|change| (change.timestamp().as_second(), change.offset()))
                .take_while(|(at, _)| *at < until),
        );
        Self { changes, until }
    }

    fn offset(&self, at: Timestamp) -> Offset {
        let second = at.as_second();
        let after = self.changes.partition_point(|(from, _)| *from <= second);
        let latest = after.checked_sub(1).and_then(|at| self.changes.get(at));
        match latest {
            Some((_, offset)) if second < self.until => *offset,
            Some(_) | None => STOCKHOLM.to_offset(at),
        }
    }
}

fn seconds_of(year: i16) -> i64 {
    let begins = Date::new(year, 1, 1).map(|date| at_local_time(date, Time::MIN));
    begins.map_or(0, Timestamp::as_second)
}

/// Sweden's time zone, from the time zone database built into the program.
#[must_use]
pub fn stockholm() -> TimeZone {
    STOCKHOLM.clone()
}

/// The date and time in Sweden at an instant.
#[must_use]
pub fn local_date_time(at: Timestamp) -> DateTime {
    CHANGES.offset(at).to_datetime(at)
}

/// The date in Sweden at an instant.
#[must_use]
pub fn local_date(at: Timestamp) -> Date {
    local_date_time(at).date()
}

/// The time of day in Sweden at an instant.
#[must_use]
pub fn local_time(at: Timestamp) -> Time {
    local_date_time(at).time()
}

/// The instant of a Swedish date and time. The hour that is skipped in March counts as the hour
/// after it; of the hour that comes twice in October, the first is meant.
#[must_use]
pub fn at_local_time(date: Date, time: Time) -> Timestamp {
    STOCKHOLM
        .to_ambiguous_timestamp(date.to_datetime(time))
        .compatible()
        // Only within a day of the end of jiff's calendar, year ±9999.
        .unwrap_or(if date.year() > 0 {
            Timestamp::MAX
        } else {
            Timestamp::MIN
        })
}

/// The instant of a Swedish date, hour (0–23) and minute (0–59); a number outside is taken as the
/// nearest inside.
#[must_use]
pub fn at_local(date: Date, hour: i8, minute: i8) -> Timestamp {
    let time = Time::new(hour.clamp(0, 23), minute.clamp(0, 59), 0, 0);
    at_local_time(date, time.unwrap_or(Time::MIN))
}

/// An instant as RFC 3339 with Sweden's offset, never `Z` (the API's contract).
#[must_use]
pub fn rfc3339_local(at: Timestamp) -> String {
    at.display_with_offset(CHANGES.offset(at)).to_string()
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{CHANGES, STOCKHOLM, local_date_time};

    #[test]
    fn every_hour_has_the_offset_that_the_time_zone_gives_it() {
        let mut at: Timestamp = "1989-12-30T00:00:00Z".parse().unwrap();
        let until: Timestamp = "2101-01-02T00:00:00Z".parse().unwrap();
        while at < until {
            assert_eq!(local_date_time(at), STOCKHOLM.to_datetime(at), "{at}");
            at += SignedDuration::from_mins(60);
        }
    }

    #[test]
    fn the_clocks_change_at_the_second() {
        let changes = &CHANGES.changes;
        assert!(changes.len() > 200, "{}", changes.len());
        for (second, _) in changes {
            for near in [second - 1, *second, second + 1] {
                let at = Timestamp::from_second(near).unwrap();
                assert_eq!(local_date_time(at), STOCKHOLM.to_datetime(at), "{at}");
            }
        }
    }
}

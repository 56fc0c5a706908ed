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

/// Sweden's time zone, from the time zone database built into the program.
#[must_use]
pub fn stockholm() -> TimeZone {
    STOCKHOLM.clone()
}

/// The date and time in Sweden at an instant.
#[must_use]
pub fn local_date_time(at: Timestamp) -> DateTime {
    STOCKHOLM.to_datetime(at)
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
    at.display_with_offset(STOCKHOLM.to_offset(at)).to_string()
}

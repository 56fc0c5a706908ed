//! Europe/Stockholm: the only time zone in which Vårdbron shows times and counts days.

use std::sync::LazyLock;

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::{Offset, TimeZone, TimeZoneDatabase},
};

static STOCKHOLM: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZoneDatabase::bundled()
        .get("Europe/Stockholm")
        // The bundled database always has it (a test checks that). The fallback is the rule in
        // force since 1996, because this crate does not panic.
        .or_else(|_| TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3"))
        .unwrap_or_else(|_| TimeZone::fixed(Offset::constant(1)))
});

/// A period in which Sweden's offset from UTC does not change.
struct Stretch {
    /// First second, counted since 1970.
    from: i64,
    /// First second after the period.
    until: i64,
    offset: Offset,
}

/// The periods of the years that cases are about, from 1970 on. A page asks for hundreds of local
/// times, and a look-up here is much cheaper than computing when summer time begins in a year.
static STRETCHES: LazyLock<Vec<Stretch>> = LazyLock::new(|| {
    let end = Date::constant(2100, 1, 1).to_datetime(Time::MIN);
    let end = Offset::UTC.to_timestamp(end).unwrap_or(Timestamp::MAX);
    let mut stretches = Vec::new();
    let mut from = Timestamp::UNIX_EPOCH;
    let changes = STOCKHOLM.following(from).map(|change| change.timestamp());
    for until in changes.take_while(|change| *change < end).chain([end]) {
        stretches.push(Stretch {
            from: from.as_second(),
            until: until.as_second(),
            offset: STOCKHOLM.to_offset(from),
        });
        from = until;
    }
    stretches
});

/// The period of a second counted since 1970; none outside the prepared years.
fn stretch_at(second: i64) -> Option<&'static Stretch> {
    let after = STRETCHES.partition_point(|stretch| stretch.from <= second);
    STRETCHES
        .get(after.checked_sub(1)?)
        .filter(|stretch| second < stretch.until)
}

/// Sweden's time zone, from the time zone database built into the program.
#[must_use]
pub fn stockholm() -> TimeZone {
    STOCKHOLM.clone()
}

fn offset_at(at: Timestamp) -> Offset {
    stretch_at(at.as_second())
        .filter(|_| at >= Timestamp::UNIX_EPOCH)
        .map_or_else(|| STOCKHOLM.to_offset(at), |stretch| stretch.offset)
}

/// The date and time in Sweden at an instant.
#[must_use]
pub fn local_date_time(at: Timestamp) -> DateTime {
    offset_at(at).to_datetime(at)
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

/// The instant of a Swedish date and time. A time in the hour that is skipped in March counts as
/// one hour later; in the hour that is repeated in October, the first occurrence is meant.
#[must_use]
pub fn at_local_time(date: Date, time: Time) -> Timestamp {
    let local = date.to_datetime(time);
    if let Some(offset) = plain_offset(local)
        && let Ok(at) = offset.to_timestamp(local)
    {
        return at;
    }
    STOCKHOLM
        .to_ambiguous_timestamp(local)
        .compatible()
        // Only within a day of the end of jiff's calendar, year ±9999.
        .unwrap_or(if date.year() > 0 {
            Timestamp::MAX
        } else {
            Timestamp::MIN
        })
}

/// Whether the clocks in Sweden show this time on this date: in the hour that is skipped in March
/// they do not.
#[must_use]
pub fn clock_exists(date: Date, time: Time) -> bool {
    local_date_time(at_local_time(date, time)) == date.to_datetime(time)
}

/// Sweden's offset at a local date and time that is at least a day from any change to or from
/// summer time.
fn plain_offset(local: DateTime) -> Option<Offset> {
    const DAY: i64 = 86_400;
    let second = Offset::UTC.to_timestamp(local).ok()?.as_second();
    stretch_at(second)
        .filter(|stretch| stretch.from + DAY <= second && second < stretch.until - DAY)
        .map(|stretch| stretch.offset)
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
    at.display_with_offset(offset_at(at)).to_string()
}

//! Dates and times in Swedish words, in lower case, as written inside a sentence.

use jiff::{
    Timestamp,
    civil::{Date, Time, Weekday},
};

use super::{local_date, local_time};

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const SHORT_MONTHS: [&str; 12] = [
    "jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec",
];

/// The month's name of a date: "mars".
#[must_use]
pub fn month_name(date: Date) -> &'static str {
    of_month(&MONTHS, date)
}

/// The weekday's name of a date: "torsdag".
#[must_use]
pub fn weekday_name(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "måndag",
        Weekday::Tuesday => "tisdag",
        Weekday::Wednesday => "onsdag",
        Weekday::Thursday => "torsdag",
        Weekday::Friday => "fredag",
        Weekday::Saturday => "lördag",
        Weekday::Sunday => "söndag",
    }
}

/// "5 mars 2026".
#[must_use]
pub fn long_date(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

/// "torsdag 5 mars 2026".
#[must_use]
pub fn weekday_date(date: Date) -> String {
    format!("{} {}", weekday_name(date), long_date(date))
}

/// "tors 5 mars", for lists; without the year.
#[must_use]
pub fn short_weekday_date(date: Date) -> String {
    format!(
        "{} {} {}",
        short_weekday(date),
        date.day(),
        of_month(&SHORT_MONTHS, date)
    )
}

/// A date as seen from today: "i går", "i dag", "i morgon", else "tors 5 mars", with the year when
/// it is not this one.
#[must_use]
pub fn relative_date(date: Date, today: Date) -> String {
    match (date - today).get_days() {
        -1 => "i går".to_owned(),
        0 => "i dag".to_owned(),
        1 => "i morgon".to_owned(),
        _ if date.year() == today.year() => short_weekday_date(date),
        _ => format!("{} {}", short_weekday_date(date), date.year()),
    }
}

/// "klockan 10.42".
#[must_use]
pub fn clock(time: Time) -> String {
    format!("klockan {}", time_digits(time))
}

/// "10.42".
#[must_use]
pub fn time_digits(time: Time) -> String {
    format!("{:02}.{:02}", time.hour(), time.minute())
}

/// An instant in full: "torsdag 5 mars 2026 klockan 10.42".
#[must_use]
pub fn date_and_clock(at: Timestamp) -> String {
    format!("{} {}", weekday_date(local_date(at)), clock(local_time(at)))
}

/// An instant as seen from now: "i dag klockan 10.42", "tors 5 mars klockan 10.42".
#[must_use]
pub fn relative_moment(at: Timestamp, now: Timestamp) -> String {
    format!(
        "{} {}",
        relative_date(local_date(at), local_date(now)),
        clock(local_time(at))
    )
}

fn short_weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "mån",
        Weekday::Tuesday => "tis",
        Weekday::Wednesday => "ons",
        Weekday::Thursday => "tors",
        Weekday::Friday => "fre",
        Weekday::Saturday => "lör",
        Weekday::Sunday => "sön",
    }
}

fn of_month(names: &[&'static str; 12], date: Date) -> &'static str {
    usize::try_from(date.month() - 1)
        .ok()
        .and_then(|index| names.get(index))
        .copied()
        .unwrap_or("")
}

/// The number (1–12) of a month whose name or abbreviation (three letters or more) is written.
pub(super) fn month_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    if word.chars().count() < 3 {
        return None;
    }
    let index = MONTHS.iter().position(|name| name.starts_with(word))?;
    i8::try_from(index + 1).ok()
}

/// Whether a word names a weekday, in full or shortened.
pub(super) fn is_weekday_word(word: &str) -> bool {
    const WEEKDAYS: [&str; 7] = [
        "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
    ];
    let word = word.trim_end_matches('.');
    word.chars().count() >= 3
        && WEEKDAYS
            .iter()
            .any(|name| name.starts_with(word) || word == format!("{name}en"))
}

//! Dates as people type them.

use jiff::{ToSpan, civil::Date};

use super::written::{is_weekday_word, month_number};
use crate::text::plain;

/// Years that a patient, a case or a plan can have. Other years are typing errors.
const YEARS: std::ops::RangeInclusive<i16> = 1880..=2200;

/// A mistake in a typed date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateMistake {
    /// Nothing was typed.
    Missing,
    /// The text is in no known date format.
    Unreadable,
    /// The text is not `YYYY-MM-DD` where only that format is accepted.
    NotIso,
    /// There is no such month.
    NoSuchMonth {
        /// The number in the month's place.
        month: u16,
    },
    /// The month has no such day.
    NoSuchDay {
        /// The year, typed or inferred.
        year: i16,
        /// The month, 1–12.
        month: i8,
        /// The number in the day's place.
        day: u16,
    },
    /// The year is outside the range of likely years.
    UnlikelyYear {
        /// The year typed.
        year: i16,
    },
    /// A birth date after today.
    NotBornYet,
    /// A birth date without its year.
    NoBirthYear,
}

impl DateMistake {
    /// The stable code, for the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "date-missing",
            Self::Unreadable | Self::NotIso => "not-a-date",
            Self::NoSuchMonth { .. } | Self::NoSuchDay { .. } => "no-such-date",
            Self::UnlikelyYear { .. } => "unlikely-year",
            Self::NotBornYet => "not-born-yet",
            Self::NoBirthYear => "birth-year-missing",
        }
    }

    /// What is wrong and what to do, in Swedish.
    #[must_use]
    pub fn detail(self) -> String {
        match self {
            Self::Missing => "Datumet saknas. Skriv till exempel 2026-04-06.".to_owned(),
            Self::Unreadable => {
                "Datumet går inte att läsa. Skriv till exempel 2026-04-06, 6/4 eller 6 april 2026."
                    .to_owned()
            }
            Self::NotIso => {
                "Datumet går inte att läsa. Skriv det som ÅÅÅÅ-MM-DD, till exempel 2026-04-06."
                    .to_owned()
            }
            Self::NoSuchMonth { month } => {
                format!("Det finns ingen månad {month}. Skriv en månad från 1 till 12.")
            }
            Self::NoSuchDay { year, month, day } => match Date::new(year, month, 1) {
                Ok(first) => {
                    let name = super::month_name(first);
                    format!(
                        "Den {day} {name} {year} finns inte. Månaden har {} dagar.",
                        first.days_in_month()
                    )
                }
                Err(_) => "Dagen finns inte i kalendern. Kontrollera datumet.".to_owned(),
            },
            Self::UnlikelyYear { year } => {
                format!("Året {year} kan inte stämma. Kontrollera året.")
            }
            Self::NotBornYet => {
                "Födelsedatumet ligger efter dagens datum. Kontrollera året.".to_owned()
            }
            Self::NoBirthYear => {
                "Födelsedatumet saknar år. Skriv till exempel 1990-04-06 eller 6 april 1990. Vet du bara året: \
                 skriv bara det. Vet du inte alls: skriv okänt."
                    .to_owned()
            }
        }
    }
}

impl std::fmt::Display for DateMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail())
    }
}

impl std::error::Error for DateMistake {}

/// Which way a date looks. It decides the year or century that is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSense {
    /// Either way: nearest to today.
    Nearest,
    /// Back: what has happened; the latest that is not after today.
    Past,
    /// Ahead: what is planned; the first that is not before today.
    Coming,
    /// A birth date: never after today, and never without its year.
    Birth,
}

/// Reads exactly `YYYY-MM-DD`.
///
/// # Errors
/// When the text has another form or names a day that does not exist.
pub fn read_iso_date(text: &str) -> Result<Date, DateMistake> {
    let bytes = text.as_bytes();
    let in_form = bytes.len() == 10
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !in_form {
        return Err(DateMistake::NotIso);
    }
    let part = |range: std::ops::Range<usize>| text.get(range).ok_or(DateMistake::NotIso);
    settle(
        number(part(0..4)?)?,
        number(part(5..7)?)?,
        number(part(8..10)?)?,
    )
}

/// Reads a date as people write it: `2026-04-06`, `26-04-06`, `20260406`, `260406`, `6/4`,
/// `6/4 2026`, `6 april`, `6 apr 2026`, with or without weekday, or "i dag", "i går", "i morgon".
///
/// A missing year is the one that puts the date nearest to `today`; two digits are a year from
/// 80 years ago to 19 ahead.
///
/// # Errors
/// When the text is no date, or the date does not exist; the mistake says what to do about it.
pub fn read_date(text: &str, today: Date) -> Result<Date, DateMistake> {
    read(text, today, DateSense::Nearest)
}

/// Reads a date in the forms of [`read_date`], looking the way that the field looks.
///
/// # Errors
/// As [`read_date`], and for birth dates as [`read_birth_date`].
pub fn read_date_as(text: &str, today: Date, sense: DateSense) -> Result<Date, DateMistake> {
    match sense {
        DateSense::Birth => read_birth_date(text, today),
        DateSense::Nearest | DateSense::Past | DateSense::Coming => read(text, today, sense),
    }
}

/// Reads a birth date in the forms of [`read_date`], except that two digits give the latest date
/// that is not after `today`, and that the year must be given: a year of birth is never guessed.
///
/// # Errors
/// When the text is no date, the date does not exist or lacks its year, or is after `today`.
pub fn read_birth_date(text: &str, today: Date) -> Result<Date, DateMistake> {
    match read(text, today, DateSense::Birth) {
        Ok(date) if date > today => Err(DateMistake::NotBornYet),
        read => read,
    }
}

fn read(text: &str, today: Date, sense: DateSense) -> Result<Date, DateMistake> {
    let text = plain(text).trim().to_lowercase();
    if text.is_empty() {
        return Err(DateMistake::Missing);
    }
    match text.as_str() {
        "i dag" | "idag" => return Ok(today),
        "i går" | "igår" => return Ok(today.saturating_sub(1.day())),
        "i morgon" | "imorgon" => return Ok(today.saturating_add(1.day())),
        _ => {}
    }
    // Hyphens and dashes, dots, slashes, commas and spaces all separate numbers; only a slash or a
    // word means that the day comes first.
    let day_first = text.contains('/');
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '/' | '.' | ','))
        .filter(|word| !word.is_empty() && *word != "den" && !is_weekday_word(word))
        .collect();
    match *words.as_slice() {
        [digits] => run_together(digits, today, sense),
        [day, month] => {
            let month = match month_number(month) {
                Some(month) => u16::from(month.unsigned_abs()),
                None if day_first => number(month)?,
                None => return Err(DateMistake::Unreadable),
            };
            if sense == DateSense::Birth {
                return Err(DateMistake::NoBirthYear);
            }
            without_year(month, number(day)?, today, sense)
        }
        [first, second, third] => {
            if let Some(month) = month_number(second) {
                let (month, day) = (u16::from(month.unsigned_abs()), number(first)?);
                return settle(full_year(third, month, day, today, sense)?, month, day);
            }
            let year_first = first.len() == 4 || (!day_first && third.len() == 2);
            if year_first && first.len() >= 2 {
                let (month, day) = (number(second)?, number(third)?);
                return settle(full_year(first, month, day, today, sense)?, month, day);
            }
            if day_first || third.len() == 4 {
                let (month, day) = (number(second)?, number(first)?);
                return settle(full_year(third, month, day, today, sense)?, month, day);
            }
            Err(DateMistake::Unreadable)
        }
        _ => Err(DateMistake::Unreadable),
    }
}

/// `YYYYMMDD` or `YYMMDD`.
fn run_together(digits: &str, today: Date, sense: DateSense) -> Result<Date, DateMistake> {
    let at = match digits.len() {
        8 => 4,
        6 => 2,
        _ => return Err(DateMistake::Unreadable),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateMistake::Unreadable);
    }
    let (year, rest) = digits.split_at(at);
    let (month, day) = rest.split_at(2);
    let (month, day) = (number(month)?, number(day)?);
    settle(full_year(year, month, day, today, sense)?, month, day)
}

/// Expands two digits to a full year; four digits are kept.
fn full_year(
    year: &str,
    month: u16,
    day: u16,
    today: Date,
    sense: DateSense,
) -> Result<i16, DateMistake> {
    let written: i16 = number(year)?;
    match year.len() {
        4 => return Ok(written),
        2 => {}
        _ => return Err(DateMistake::Unreadable),
    }
    let latest = match sense {
        DateSense::Nearest | DateSense::Past | DateSense::Coming => today.year() + 19,
        DateSense::Birth => today.year(),
    };
    let year = latest - (latest - written).rem_euclid(100);
    let in_future = || settle(year, month, day).is_ok_and(|date| date > today);
    Ok(if sense == DateSense::Birth && in_future() {
        year - 100
    } else {
        year
    })
}

fn without_year(month: u16, day: u16, today: Date, sense: DateSense) -> Result<Date, DateMistake> {
    let this_year = today.year();
    // 29 February may not exist in any of the nearest years; then the mistake is about this year.
    [this_year - 1, this_year, this_year + 1]
        .into_iter()
        .filter_map(|year| settle(year, month, day).ok())
        .filter(|date| match sense {
            DateSense::Past => *date <= today,
            DateSense::Coming => *date >= today,
            DateSense::Nearest | DateSense::Birth => true,
        })
        // Of two equally near dates the later, so that a plan is in the future.
        .min_by_key(|date| ((*date - today).get_days().abs(), std::cmp::Reverse(*date)))
        .map_or_else(|| settle(this_year, month, day), Ok)
}

fn settle(year: i16, month: u16, day: u16) -> Result<Date, DateMistake> {
    if !YEARS.contains(&year) {
        return Err(DateMistake::UnlikelyYear { year });
    }
    let Ok(named @ 1..=12) = i8::try_from(month) else {
        return Err(DateMistake::NoSuchMonth { month });
    };
    i8::try_from(day)
        .ok()
        .and_then(|day| Date::new(year, named, day).ok())
        .ok_or(DateMistake::NoSuchDay {
            year,
            month: named,
            day,
        })
}

fn number<T: std::str::FromStr>(digits: &str) -> Result<T, DateMistake> {
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateMistake::Unreadable);
    }
    digits.parse().map_err(|_| DateMistake::Unreadable)
}

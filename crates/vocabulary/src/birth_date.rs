//! A birth date as far as it is known: many who have fled know the year only, and some nothing that can be
//! written down (X4).

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    calendar::{self, DateMistake, age_on, local_date, long_date, read_iso_date, turns_18_on},
    mistake::Fault,
    reading::{Door, Field, Raw, Reading, Shape, read_string},
    text::plain,
};

/// Earliest birth date accepted.
const EARLIEST: Date = Date::constant(1900, 1, 1);
/// What stands for a birth date of which nothing is known, in the API and in the journal.
const UNKNOWN: &str = "unknown";
/// The same, as users write it.
const UNKNOWN_SWEDISH: &str = "okänt";

/// A birth date as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BirthDate {
    Known(Date),
    /// The year alone.
    Year(i16),
    Unknown,
}

/// How old somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// In whole years; none when nothing is known of the birth date.
    pub years: Option<u16>,
    /// Whether it may be a year less, because only the year of birth is known.
    pub about: bool,
}

impl Age {
    /// "62 år", "ungefär 62 år", "okänd ålder".
    #[must_use]
    pub fn swedish(self) -> String {
        match self.years {
            Some(years) if self.about => format!("ungefär {years} år"),
            Some(years) => format!("{years} år"),
            None => "okänd ålder".to_owned(),
        }
    }
}

impl BirthDate {
    /// The whole date, if it is known.
    #[must_use]
    pub fn known(self) -> Option<Date> {
        match self {
            Self::Known(date) => Some(date),
            Self::Year(_) | Self::Unknown => None,
        }
    }

    /// The year, if it is known.
    #[must_use]
    pub fn year(self) -> Option<i16> {
        match self {
            Self::Known(date) => Some(date.year()),
            Self::Year(year) => Some(year),
            Self::Unknown => None,
        }
    }

    /// The age on a day.
    #[must_use]
    pub fn age_on(self, day: Date) -> Age {
        let (years, about) = match self {
            Self::Known(birth) => (Some(age_on(birth, day)), false),
            Self::Year(year) => (Some(u16::try_from(day.year() - year).unwrap_or(0)), true),
            Self::Unknown => (None, false),
        };
        Age { years, about }
    }

    /// Whether the person is under 18 on a day, as far as the birth date tells.
    #[must_use]
    pub fn tells_child_on(self, day: Date) -> Option<bool> {
        match self {
            Self::Known(birth) => Some(day < turns_18_on(birth)),
            Self::Year(year) if day.year() == year + 18 => None,
            Self::Year(year) => Some(day.year() < year + 18),
            Self::Unknown => None,
        }
    }

    /// Whether the person is under 18 on a day: what the birth date tells, otherwise what staff have
    /// answered.
    #[must_use]
    pub fn is_child_on(self, day: Date, answered: Option<bool>) -> bool {
        self.tells_child_on(day).or(answered).unwrap_or(false)
    }

    /// The days on which what it tells of being a child changes.
    #[must_use]
    pub fn turning_days(self) -> Vec<Date> {
        match self {
            Self::Known(birth) => vec![turns_18_on(birth)],
            Self::Year(year) => [18, 19]
                .into_iter()
                .filter_map(|later| Date::new(year.saturating_add(later), 1, 1).ok())
                .collect(),
            Self::Unknown => Vec::new(),
        }
    }

    /// "6 april 1990", "1990", "okänt".
    #[must_use]
    pub fn swedish(self) -> String {
        match self {
            Self::Known(date) => long_date(date),
            Self::Year(year) => year.to_string(),
            Self::Unknown => UNKNOWN_SWEDISH.to_owned(),
        }
    }

    /// As it is written in a form, to be read again.
    #[must_use]
    pub fn typed(self) -> String {
        match self {
            Self::Known(_) | Self::Year(_) => self.to_string(),
            Self::Unknown => UNKNOWN_SWEDISH.to_owned(),
        }
    }

    /// Reads what somebody has written: a date in any form, the year alone, or that it is not known.
    ///
    /// # Errors
    /// When it is neither; the mistake says what to do.
    pub fn read_typed(text: &str, today: Date) -> Result<Self, DateMistake> {
        let written = plain(text).trim().to_lowercase();
        if ["okänt", "okänd", "vet inte", "vet ej"].contains(&written.as_str()) {
            return Ok(Self::Unknown);
        }
        if let Some(year) = four_digits(&written) {
            return Ok(Self::Year(year));
        }
        calendar::read_birth_date(text, today).map(Self::Known)
    }
}

fn four_digits(text: &str) -> Option<i16> {
    let year = text.len() == 4 && text.bytes().all(|sign| sign.is_ascii_digit());
    year.then(|| text.parse().ok()).flatten()
}

impl From<Date> for BirthDate {
    fn from(date: Date) -> Self {
        Self::Known(date)
    }
}

/// As the API and the journal have it.
impl fmt::Display for BirthDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(date) => write!(out, "{date}"),
            Self::Year(year) => write!(out, "{year:04}"),
            Self::Unknown => out.write_str(UNKNOWN),
        }
    }
}

impl FromStr for BirthDate {
    type Err = DateMistake;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == UNKNOWN {
            return Ok(Self::Unknown);
        }
        if let Some(year) = four_digits(text) {
            return Ok(Self::Year(year));
        }
        read_iso_date(text).map(Self::Known)
    }
}

impl Serialize for BirthDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BirthDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        // Not the mistake's text: it could quote what is stored.
        text.parse().map_err(|_| de::Error::custom("no birth date"))
    }
}

impl Field for BirthDate {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let text = read_string(raw)?;
        let today = local_date(raw.now);
        let read = match raw.door {
            Door::Api => text.parse(),
            Door::Form => Self::read_typed(&text, today),
        };
        let in_future = || {
            Fault::new(
                "in-the-future",
                "Födelsedatumet ligger i framtiden. Kontrollera år, månad och dag.",
            )
        };
        let too_long_ago = || {
            Fault::new(
                "too-long-ago",
                "Födelsedatumet är för långt tillbaka. Kontrollera året.",
            )
        };
        let fault = match read {
            Ok(birth @ Self::Known(date)) if (EARLIEST..=today).contains(&date) => {
                return Ok(birth);
            }
            Ok(birth @ Self::Year(year)) if (EARLIEST.year()..=today.year()).contains(&year) => {
                return Ok(birth);
            }
            Ok(Self::Unknown) => return Ok(Self::Unknown),
            Ok(birth) if birth.year().is_some_and(|year| year < EARLIEST.year()) => too_long_ago(),
            Ok(_) | Err(DateMistake::NotBornYet) => in_future(),
            Err(mistake) => Fault::new(mistake.code(), mistake.detail()),
        };
        Err(vec![fault])
    }

    fn shape() -> Shape {
        Shape::BirthDate
    }
}

/// The question that is asked when the birth date does not tell whether the person is a child.
pub const UNDER_18: &str = "under_18";

/// The mistake of not having said whether somebody is a child whose birth date does not tell it.
#[must_use]
pub fn child_unsaid(birth_date: BirthDate, answered: Option<bool>, today: Date) -> Option<Fault> {
    let unsaid = birth_date.tells_child_on(today).is_none() && answered.is_none();
    unsaid.then(|| {
        Fault::new(
            "required",
            "Svara om patienten är under 18 år. Födelsedatumet säger det inte, och rätten till vård är \
             en annan för barn.",
        )
        .under(UNDER_18)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = Date::constant(2026, 3, 5);

    // covers: X4
    #[test]
    fn a_year_alone_and_not_known_are_answers() {
        let read = |text: &str| BirthDate::read_typed(text, TODAY).unwrap();
        assert_eq!(read("1990"), BirthDate::Year(1990));
        assert_eq!(read(" 1990\u{a0}"), BirthDate::Year(1990));
        assert_eq!(read("Okänt"), BirthDate::Unknown);
        assert_eq!(read("6/4 1990"), date(1990, 4, 6).into());
        for (birth, stored) in [
            (BirthDate::Year(1990), "1990"),
            (BirthDate::Unknown, "unknown"),
            (date(1990, 4, 6).into(), "1990-04-06"),
        ] {
            assert_eq!(birth.to_string(), stored);
            assert_eq!(stored.parse(), Ok(birth));
            assert_eq!(read(&birth.typed()), birth);
        }
        assert!("0990-04".parse::<BirthDate>().is_err());
    }

    // covers: V3.3
    #[test]
    fn in_the_year_of_the_eighteenth_birthday_somebody_has_to_say() {
        let born_2008 = BirthDate::Year(2008);
        assert_eq!(born_2008.tells_child_on(date(2025, 12, 31)), Some(true));
        assert_eq!(born_2008.tells_child_on(TODAY), None);
        assert_eq!(born_2008.tells_child_on(date(2027, 1, 1)), Some(false));
        assert!(born_2008.is_child_on(TODAY, Some(true)));
        assert!(!born_2008.is_child_on(date(2027, 1, 1), Some(true)));
        assert_eq!(
            born_2008.turning_days(),
            [date(2026, 1, 1), date(2027, 1, 1)]
        );
        assert!(child_unsaid(born_2008, None, TODAY).is_some());
        assert!(child_unsaid(born_2008, Some(false), TODAY).is_none());
        assert!(child_unsaid(BirthDate::Unknown, None, TODAY).is_some());
        assert!(child_unsaid(BirthDate::Year(1990), None, TODAY).is_none());
    }

    #[test]
    fn an_age_that_is_not_known_to_the_year_says_so() {
        let said = |birth: BirthDate| birth.age_on(TODAY).swedish();
        assert_eq!(said(BirthDate::Year(1990)), "ungefär 36 år");
        assert_eq!(said(BirthDate::Unknown), "okänd ålder");
        assert_eq!(said(date(1990, 4, 6).into()), "35 år");
    }
}

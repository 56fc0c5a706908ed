//! The hours in which a unit answers its phone.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Time, Weekday},
};
use serde::{Deserialize, Serialize};

use super::{at_local_time, holiday_name, local_date, time_digits};

/// Weekdays, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Weekdays(u8);

const NAMES: [(Weekday, &str, &str); 7] = [
    (Weekday::Monday, "monday", "måndag"),
    (Weekday::Tuesday, "tuesday", "tisdag"),
    (Weekday::Wednesday, "wednesday", "onsdag"),
    (Weekday::Thursday, "thursday", "torsdag"),
    (Weekday::Friday, "friday", "fredag"),
    (Weekday::Saturday, "saturday", "lördag"),
    (Weekday::Sunday, "sunday", "söndag"),
];

impl Weekdays {
    /// Monday to Friday.
    pub const MONDAY_TO_FRIDAY: Self = Self(0b001_1111);
    /// Every day of the week.
    pub const ALL: Self = Self(0b111_1111);

    /// The set of these days.
    #[must_use]
    pub fn of(days: &[Weekday]) -> Self {
        Self(days.iter().fold(0, |set, day| set | bit(*day)))
    }

    /// Whether a day is in the set.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// Whether no day is in the set.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set in Swedish: "måndag–fredag", "tisdag och torsdag", "måndag, onsdag och fredag".
    #[must_use]
    pub fn swedish(self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut index = 0;
        while index < NAMES.len() {
            let run = NAMES[index..]
                .iter()
                .take_while(|(day, _, _)| self.contains(*day))
                .count();
            match run {
                0 => index += 1,
                1 | 2 => {
                    parts.extend(NAMES[index..index + run].iter().map(|day| day.2.to_owned()));
                }
                _ => parts.push(format!("{}–{}", NAMES[index].2, NAMES[index + run - 1].2)),
            }
            index += run;
        }
        match parts.split_last() {
            None => String::new(),
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} och {last}", others.join(", ")),
        }
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}

impl From<Weekdays> for Vec<String> {
    fn from(set: Weekdays) -> Self {
        NAMES
            .iter()
            .filter(|(day, _, _)| set.contains(*day))
            .map(|(_, code, _)| (*code).to_owned())
            .collect()
    }
}

impl TryFrom<Vec<String>> for Weekdays {
    type Error = PhoneHoursMistake;

    fn try_from(codes: Vec<String>) -> Result<Self, Self::Error> {
        codes.iter().try_fold(Self(0), |set, code| {
            NAMES
                .iter()
                .find(|(_, name, _)| name == code)
                .map(|(day, _, _)| Self(set.0 | bit(*day)))
                .ok_or(PhoneHoursMistake::UnknownWeekday)
        })
    }
}

/// A mistake in a unit's hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneHoursMistake {
    /// No weekday is given.
    NoWeekday,
    /// A word that is no weekday.
    UnknownWeekday,
    /// A time that is not `HH:MM`.
    NotATime,
    /// It closes before it opens, or at the same time.
    ClosesBeforeOpening,
}

impl PhoneHoursMistake {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoWeekday => "no-weekday",
            Self::UnknownWeekday => "unknown-weekday",
            Self::NotATime => "not-a-time",
            Self::ClosesBeforeOpening => "closes-before-opening",
        }
    }

    /// What is wrong and what to do, in Swedish.
    #[must_use]
    pub fn detail(self) -> &'static str {
        match self {
            Self::NoWeekday => "Telefontiden har ingen veckodag. Ange minst en.",
            Self::UnknownWeekday => "Veckodagen finns inte. Ange monday till sunday.",
            Self::NotATime => "Klockslaget går inte att läsa. Ange det som 08:00.",
            Self::ClosesBeforeOpening => {
                "Telefontiden slutar innan den börjar. Kontrollera klockslagen."
            }
        }
    }
}

impl std::fmt::Display for PhoneHoursMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.detail())
    }
}

impl std::error::Error for PhoneHoursMistake {}

/// When a unit answers: some weekdays, from one time to another, never on a public holiday or the
/// eves that count as one (V6A.2: weekdays 08:00–12:00). Serialised as
/// `{"weekdays": ["monday", …], "opens": "08:00", "closes": "12:00"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct PhoneHours {
    weekdays: Weekdays,
    opens: Time,
    closes: Time,
}

impl PhoneHours {
    /// The hours from `opens` up to, not including, `closes` on these weekdays.
    ///
    /// # Errors
    /// When no weekday is given, or it would close before it opens.
    pub fn new(weekdays: Weekdays, opens: Time, closes: Time) -> Result<Self, PhoneHoursMistake> {
        if weekdays.is_empty() {
            return Err(PhoneHoursMistake::NoWeekday);
        }
        if closes <= opens {
            return Err(PhoneHoursMistake::ClosesBeforeOpening);
        }
        Ok(Self {
            weekdays,
            opens,
            closes,
        })
    }

    /// The weekdays on which it answers.
    #[must_use]
    pub fn weekdays(&self) -> Weekdays {
        self.weekdays
    }

    #[must_use]
    pub fn opens(&self) -> Time {
        self.opens
    }

    #[must_use]
    pub fn closes(&self) -> Time {
        self.closes
    }

    /// Whether it answers at all on a date.
    #[must_use]
    pub fn answers_on(&self, date: Date) -> bool {
        self.weekdays.contains(date.weekday()) && holiday_name(date).is_none()
    }

    /// The instant at which it closes on a date; none when it does not answer that day.
    #[must_use]
    pub fn closing_on(&self, date: Date) -> Option<Timestamp> {
        self.answers_on(date)
            .then(|| at_local_time(date, self.closes))
    }

    /// Whether it answers at an instant.
    #[must_use]
    pub fn open_at(&self, at: Timestamp) -> bool {
        self.closes_in(at).is_some()
    }

    /// The time left until it closes; none when it is closed.
    #[must_use]
    pub fn closes_in(&self, at: Timestamp) -> Option<SignedDuration> {
        let date = local_date(at);
        let closing = self.closing_on(date)?;
        let opening = at_local_time(date, self.opens);
        (opening <= at && at < closing).then(|| at.duration_until(closing))
    }

    /// The next instant after this one at which it opens; the following opening when it is open
    /// now. None only if none comes within a month.
    #[must_use]
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        let today = local_date(at);
        (0..=31)
            .map(|days: i64| today.saturating_add(days.days()))
            .filter(|date| self.answers_on(*date))
            .map(|date| at_local_time(date, self.opens))
            .find(|opening| *opening > at)
    }

    /// The hours in Swedish: "måndag–fredag klockan 08.00–12.00".
    #[must_use]
    pub fn swedish(&self) -> String {
        format!(
            "{} klockan {}–{}",
            self.weekdays.swedish(),
            time_digits(self.opens),
            time_digits(self.closes)
        )
    }
}

/// The hours as written in a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    weekdays: Weekdays,
    opens: String,
    closes: String,
}

impl TryFrom<Written> for PhoneHours {
    type Error = PhoneHoursMistake;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let time = |text: &str| super::read_time(text).map_err(|_| PhoneHoursMistake::NotATime);
        Self::new(
            written.weekdays,
            time(&written.opens)?,
            time(&written.closes)?,
        )
    }
}

impl From<PhoneHours> for Written {
    fn from(hours: PhoneHours) -> Self {
        let written = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
        Self {
            weekdays: hours.weekdays,
            opens: written(hours.opens),
            closes: written(hours.closes),
        }
    }
}

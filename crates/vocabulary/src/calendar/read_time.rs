//! Times of day as people type them.

use jiff::civil::Time;

use crate::text::plain;

/// A mistake in a typed time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeMistake {
    /// Nothing was typed.
    Missing,
    /// The text is in no known time format.
    Unreadable,
    /// There is no such hour or minute.
    NoSuchTime {
        /// The number in the hour's place.
        hour: u8,
        /// The number in the minute's place.
        minute: u8,
    },
    /// The hour that is skipped when summer time begins.
    Skipped,
}

impl TimeMistake {
    /// The stable code, for the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "time-missing",
            Self::Unreadable => "not-a-time",
            Self::NoSuchTime { .. } | Self::Skipped => "no-such-time",
        }
    }

    /// What is wrong and what to do, in Swedish.
    #[must_use]
    pub fn detail(self) -> String {
        match self {
            Self::Missing => "Klockslaget saknas. Skriv till exempel 10.42.".to_owned(),
            Self::Unreadable => {
                "Klockslaget går inte att läsa. Skriv till exempel 10.42.".to_owned()
            }
            Self::NoSuchTime { hour, minute } => format!(
                "Klockslaget {hour:02}.{minute:02} finns inte. Skriv ett klockslag från 00.00 till \
                 23.59."
            ),
            Self::Skipped => {
                "Klockslaget finns inte den dagen: klockan ställs fram från 02.00 till \
                              03.00. Skriv ett annat klockslag."
                    .to_owned()
            }
        }
    }
}

impl std::fmt::Display for TimeMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail())
    }
}

impl std::error::Error for TimeMistake {}

/// Reads a time of day: `10.42`, `10:42`, `1042`, `942`, or a bare hour, `10`; "kl" or "klockan"
/// may come before it.
///
/// # Errors
/// When the text is no time, or there is no such hour or minute.
pub fn read_time(text: &str) -> Result<Time, TimeMistake> {
    let lower = plain(text).trim().to_lowercase();
    let bare = ["klockan", "kl.", "kl"]
        .iter()
        .find_map(|word| lower.strip_prefix(word))
        .unwrap_or(&lower)
        .trim();
    if bare.is_empty() {
        return Err(TimeMistake::Missing);
    }
    let (hour, minute) = match bare.split_once(['.', ':']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return Err(TimeMistake::Unreadable),
        None => match bare.len() {
            1 | 2 => (bare, "0"),
            3 | 4 if bare.is_ascii() => bare.split_at(bare.len() - 2),
            _ => return Err(TimeMistake::Unreadable),
        },
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    i8::try_from(hour)
        .ok()
        .zip(i8::try_from(minute).ok())
        .and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok())
        .ok_or(TimeMistake::NoSuchTime { hour, minute })
}

fn number(digits: &str) -> Result<u8, TimeMistake> {
    if !(1..=2).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(TimeMistake::Unreadable);
    }
    digits.parse().map_err(|_| TimeMistake::Unreadable)
}

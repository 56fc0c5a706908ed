//! Personnummer and coordination numbers: birth date, birth number, check digit.
//!
//! Folkbokföringslagen 18 § and lag (2022:1697) 2 kap. 8 §: the coordination number's day is the
//! birth day plus 60; otherwise they are alike. Where the month is not known a coordination number has
//! month 00, and where the day is not known day 60.

use jiff::civil::Date;

use super::{Identifier, IdentifierKind, IdentifierMistake, Typed, date_of, luhn};

/// Length of the part after the hyphen.
pub(super) const LAST_FOUR: usize = 4;
const LONG: usize = 12;
const SHORT: usize = 10;
const COORDINATION_DAYS: u8 = 60;

/// Which of the two kinds of number is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Personal,
    Coordination,
}

/// Parses a number into its twelve digits, and says whether the century was inferred. Without `today`
/// the century must be given. The caller refuses a birth date in the future.
pub(super) fn read(
    typed: &Typed,
    sort: Sort,
    today: Option<Date>,
) -> Result<(String, bool), IdentifierMistake> {
    if typed.has_letter() {
        return Err(IdentifierMistake::LooksLikeReserveNumber);
    }
    let (digits, mark) = separated(&typed.text)?;
    let (long, inferred) = match digits.len() {
        LONG => {
            born(&digits, sort)?;
            (digits, false)
        }
        // A plus says the century, a hyphen does not.
        SHORT => (
            in_its_century(&digits, sort, mark, today)?,
            mark != Some('+'),
        ),
        8 => return Err(IdentifierMistake::LooksLikeLmaNumber),
        _ => return Err(IdentifierMistake::PersonalLength),
    };
    let last_ten = long.get(2..).unwrap_or_default();
    if !luhn::holds(last_ten) {
        return Err(IdentifierMistake::WrongCheckDigit);
    }
    if last_ten.get(6..9) == Some("000") {
        return Err(IdentifierMistake::Placeholder);
    }
    Ok((long, inferred))
}

/// The birth date in twelve stored digits.
pub(super) fn birth_date(stored: &str, sort: Sort) -> Option<Date> {
    let born = written(stored, sort)?;
    born.whole.then_some(born.earliest)
}

/// The first day on which the person may be born, according to twelve stored digits.
pub(super) fn earliest_birth(stored: &str, sort: Sort) -> Option<Date> {
    written(stored, sort).map(|born| born.earliest)
}

fn written(stored: &str, sort: Sort) -> Option<Born> {
    (stored.len() == LONG)
        .then(|| born(stored, sort).ok())
        .flatten()
}

/// What a number says about when the person was born.
#[derive(Debug, Clone, Copy)]
struct Born {
    /// The first day that fits.
    earliest: Date,
    /// Whether month and day are known.
    whole: bool,
}

/// Year, and month where it is known, of a coordination number without a whole birth date.
pub(super) fn partly_born(number: &Identifier) -> Option<(i16, Option<i8>)> {
    if number.kind() != IdentifierKind::CoordinationNumber || number.stored().len() != LONG {
        return None;
    }
    let year = number.stored().get(..4)?.parse().ok()?;
    let month: i8 = number.stored().get(4..6)?.parse().ok()?;
    Some((year, (month > 0).then_some(month)))
}

/// The digits, and the mark before the last four when one is written there.
fn separated(text: &str) -> Result<(String, Option<char>), IdentifierMistake> {
    if text.contains('/') {
        return Err(IdentifierMistake::ForbiddenCharacter);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plus = text.matches('+').count();
    let before_last_four = text
        .len()
        .checked_sub(LAST_FOUR + 1)
        .and_then(|at| text.get(at..=at));
    match (plus, before_last_four) {
        (1, Some("+")) => Ok((digits, Some('+'))),
        (0, Some("-")) => Ok((digits, Some('-'))),
        (0, _) => Ok((digits, None)),
        (_, _) => Err(IdentifierMistake::ForbiddenCharacter),
    }
}

/// The date in `YYYYMMDD…`, or why it is none.
fn born(digits: &str, sort: Sort) -> Result<Born, IdentifierMistake> {
    let year_and_month = digits.get(..6).unwrap_or_default();
    let day: u8 = digits
        .get(6..8)
        .and_then(|day| day.parse().ok())
        .ok_or(IdentifierMistake::NoSuchDate)?;
    let day = match sort {
        Sort::Personal if day > COORDINATION_DAYS => {
            return Err(IdentifierMistake::IsCoordinationNumber);
        }
        Sort::Coordination if (1..=31).contains(&day) => {
            return Err(IdentifierMistake::IsPersonalNumber);
        }
        Sort::Personal => day,
        Sort::Coordination => day
            .checked_sub(COORDINATION_DAYS)
            .ok_or(IdentifierMistake::NoSuchDate)?,
    };
    let open_month = year_and_month.ends_with("00");
    if sort == Sort::Coordination && (open_month || day == 0) {
        // What is known has to be possible: any January has 31 days, and any month a first.
        let month = if open_month {
            "01"
        } else {
            year_and_month.get(4..).unwrap_or_default()
        };
        let year = year_and_month.get(..4).unwrap_or_default();
        return date_of(&format!("{year}{month}{:02}", day.max(1)))
            .map(|earliest| Born {
                earliest,
                whole: false,
            })
            .ok_or(IdentifierMistake::NoSuchDate);
    }
    date_of(&format!("{year_and_month}{day:02}"))
        .map(|earliest| Born {
            earliest,
            whole: true,
        })
        .ok_or(IdentifierMistake::NoSuchDate)
}

/// Adds the century to a ten-digit number, from its mark and `today`.
fn in_its_century(
    digits: &str,
    sort: Sort,
    mark: Option<char>,
    today: Option<Date>,
) -> Result<String, IdentifierMistake> {
    let today = today.ok_or(IdentifierMistake::CenturyMissing)?;
    let two: i16 = digits
        .get(..2)
        .and_then(|year| year.parse().ok())
        .ok_or(IdentifierMistake::NoSuchDate)?;
    // The hyphen becomes a plus from the year in which the person turns 100, so the hyphen means
    // one of the last hundred calendar years.
    let latest = today.year() - (today.year() - two).rem_euclid(100);
    let in_year = |year: i16| {
        let long = format!("{:02}{digits}", year / 100);
        born(&long, sort).map(|born| (born.earliest, long))
    };
    match mark {
        Some('+') => in_year(latest - 100).map(|(_, long)| long),
        // A hyphen is often written where a plus belongs, so it says no more than no mark: the
        // century is the one that is not in the future.
        Some(_) | None => match in_year(latest) {
            Ok((date, long)) if date <= today => Ok(long),
            // Not born yet, or 29 February, which may exist in only one of the two.
            Ok(_) | Err(IdentifierMistake::NoSuchDate) => {
                in_year(latest - 100).map(|(_, long)| long)
            }
            Err(mistake) => Err(mistake),
        },
    }
}

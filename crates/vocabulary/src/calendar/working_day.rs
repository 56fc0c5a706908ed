//! Which days are working days: Monday to Friday, no public holiday, none of the three eves.
//!
//! Lag (1989:253) om allmänna helgdagar, as it stands since 2005; Saturdays, Midsummer Eve,
//! Christmas Eve and New Year's Eve count as holidays under lag (1930:173) 2 §. Needed for "första
//! helgfria vardag" (V6A.2, V6B.2).

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

/// Whether a day is a working day (helgfri vardag): Monday to Friday and neither public holiday
/// nor one of the eves that count as one.
#[must_use]
pub fn is_working_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && holiday_name(date).is_none()
}

/// The Swedish name of a public holiday, Midsummer Eve, Christmas Eve or New Year's Eve; none for
/// other days, also for ordinary Saturdays and Sundays. When two holidays fall on one day, the
/// movable one is named.
#[must_use]
pub fn holiday_name(date: Date) -> Option<&'static str> {
    movable(date).or_else(|| fixed(date))
}

/// The first working day after a date, never the date itself (V6A.2: the first helgfri vardag
/// *after* admission).
#[must_use]
pub fn first_working_day_after(date: Date) -> Date {
    first_working_day_from(date.saturating_add(1.day()))
}

/// The date itself when it is a working day, else the first one after it.
#[must_use]
pub fn first_working_day_from(date: Date) -> Date {
    let mut day = date;
    // There are only a few days off in a row; the end of jiff's calendar also ends the loop.
    while !is_working_day(day) && day < Date::MAX {
        day = day.saturating_add(1.day());
    }
    day
}

fn fixed(date: Date) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (1, 1) => Some("nyårsdagen"),
        (1, 6) => Some("trettondedag jul"),
        (5, 1) => Some("första maj"),
        (6, 6) => Some("nationaldagen"),
        (12, 24) => Some("julafton"),
        (12, 25) => Some("juldagen"),
        (12, 26) => Some("annandag jul"),
        (12, 31) => Some("nyårsafton"),
        _ => None,
    }
}

fn movable(date: Date) -> Option<&'static str> {
    match (date.weekday(), date.month(), date.day()) {
        (Weekday::Friday, 6, 19..=25) => return Some("midsommarafton"),
        (Weekday::Saturday, 6, 20..=26) => return Some("midsommardagen"),
        (Weekday::Saturday, 10, 31) | (Weekday::Saturday, 11, 1..=6) => {
            return Some("alla helgons dag");
        }
        _ => {}
    }
    let easter = easter_sunday(date.year())?;
    match (date - easter).get_days() {
        -2 => Some("långfredagen"),
        0 => Some("påskdagen"),
        1 => Some("annandag påsk"),
        39 => Some("Kristi himmelsfärdsdag"),
        49 => Some("pingstdagen"),
        _ => None,
    }
}

/// Easter Sunday of a year in the Gregorian calendar (Meeus, Jones and Butcher).
fn easter_sunday(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let golden = y.rem_euclid(19);
    let (century, in_century) = (y.div_euclid(100), y.rem_euclid(100));
    let (leap_centuries, century_rest) = (century.div_euclid(4), century.rem_euclid(4));
    let moon_shift = (century + 8).div_euclid(25);
    let lunar = (century - moon_shift + 1).div_euclid(3);
    let epact = (19 * golden + century - leap_centuries - lunar + 15).rem_euclid(30);
    let (leap_years, year_rest) = (in_century.div_euclid(4), in_century.rem_euclid(4));
    let weekday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let days = epact + weekday - 7 * late + 114;
    let month = i8::try_from(days.div_euclid(31)).ok()?;
    let day = i8::try_from(days.rem_euclid(31) + 1).ok()?;
    Date::new(year, month, day).ok()
}

//! Age in whole years, which decides what care a person is entitled to.

use jiff::{ToSpan, civil::Date};

const OF_AGE: i16 = 18;

/// Age in whole years on a day; 0 before birth.
///
/// A person born on 29 February turns a year older on the 28th in other years: a period counted in
/// years ends on the month's last day when the day itself does not exist (lag 1930:173 1 §).
#[must_use]
pub fn age_on(birth: Date, on: Date) -> u16 {
    let years = on.year() - birth.year();
    let lived = if on < years_after(birth, years) {
        years - 1
    } else {
        years
    };
    u16::try_from(lived).unwrap_or(0)
}

/// The day on which the person turns 18. The rules for adults apply from the beginning of that day.
#[must_use]
pub fn turns_18_on(birth: Date) -> Date {
    years_after(birth, OF_AGE)
}

fn years_after(birth: Date, years: i16) -> Date {
    birth.saturating_add(years.years())
}

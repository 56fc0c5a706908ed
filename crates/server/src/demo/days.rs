//! Times relative to now, so that the demo looks the same on whatever day it is loaded: working
//! days back and ahead, and "today" relative to the time that the page sketches show, 10:42.

use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use vocabulary::calendar::{at_local, is_working_day, local_date};

/// The time on the sketched worklist, in minutes after midnight.
const SKETCH_CLOCK: i64 = 10 * 60 + 42;

/// The days around an instant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Days {
    now: Timestamp,
}

impl Days {
    /// The days around `now`.
    pub(crate) fn around(now: Timestamp) -> Self {
        Self { now }
    }

    /// The instant that they are relative to.
    pub(crate) fn now(self) -> Timestamp {
        self.now
    }

    /// Today's date in Sweden.
    pub(crate) fn date(self) -> Date {
        local_date(self.now)
    }

    /// A time of today as in the sketches: as long before now as it is before 10:42, so that it is
    /// always in the past. Times after 10:42 become now.
    pub(crate) fn today(self, hour: i8, minute: i8) -> Timestamp {
        let minutes = i64::from(hour) * 60 + i64::from(minute);
        let ago = SignedDuration::from_mins((SKETCH_CLOCK - minutes).max(0));
        self.now.saturating_sub(ago).unwrap_or(self.now)
    }

    /// A time of day a number of working days ago; 0 means [`Days::today`].
    pub(crate) fn back(self, working_days: u16, hour: i8, minute: i8) -> Timestamp {
        if working_days == 0 {
            return self.today(hour, minute);
        }
        at_local(self.working_day(working_days, -1), hour, minute)
    }

    /// A time of day a number of working days ahead.
    pub(crate) fn ahead(self, working_days: u16, hour: i8, minute: i8) -> Timestamp {
        at_local(self.working_day(working_days, 1), hour, minute)
    }

    /// The date a number of days from today; negative means in the past.
    pub(crate) fn date_in(self, days: i64) -> Date {
        self.date().saturating_add(days.days())
    }

    /// The birth date of a person who turned `age` `days` days ago.
    pub(crate) fn birth(self, age: i64, days: i64) -> Date {
        self.date_in(-days).saturating_sub(age.years())
    }

    fn working_day(self, mut count: u16, step: i64) -> Date {
        let mut date = self.date();
        while count > 0 {
            date = date.saturating_add(step.days());
            if is_working_day(date) {
                count -= 1;
            }
        }
        date
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use vocabulary::calendar::{age_on, at_local, local_date, rfc3339_local};

    use super::Days;

    #[test]
    fn the_days_of_the_sketch_are_the_days_of_the_sketch() {
        let days = Days::around(at_local(date(2026, 3, 5), 10, 42));
        assert_eq!(
            rfc3339_local(days.today(9, 58)),
            "2026-03-05T09:58:00+01:00"
        );
        assert_eq!(
            rfc3339_local(days.back(4, 13, 20)),
            "2026-02-27T13:20:00+01:00"
        );
        assert_eq!(
            rfc3339_local(days.ahead(2, 9, 0)),
            "2026-03-09T09:00:00+01:00"
        );
    }

    #[test]
    fn what_is_told_of_today_has_been_and_followed_on_yesterday() {
        for (hour, minute) in [(0, 5), (7, 30), (23, 50)] {
            // Easter Monday: the working day before is Maundy Thursday.
            let days = Days::around(at_local(date(2026, 4, 6), hour, minute));
            assert!(days.today(10, 30) < days.now());
            assert!(days.today(7, 0) > days.back(1, 16, 0));
            assert_eq!(local_date(days.back(1, 16, 0)), date(2026, 4, 2));
        }
    }

    #[test]
    fn a_birth_date_gives_the_age_also_from_a_leap_day() {
        let days = Days::around(at_local(date(2028, 2, 29), 10, 42));
        assert_eq!(age_on(days.birth(17, 0), days.date()), 17);
        assert_eq!(age_on(days.birth(62, 364), days.date()), 62);
    }
}

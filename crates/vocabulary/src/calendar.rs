//! Dates, times and working days as they are counted, written and typed in Sweden.
//!
//! This module knows the Swedish calendar and Europe/Stockholm. It refuses to know what day it is:
//! today and now are always passed in. The guidance decides which day a deadline counts from.

mod age;
mod phone_hours;
mod read_date;
mod read_time;
mod stockholm;
mod working_day;
mod written;

pub use self::{
    age::{age_on, turns_18_on},
    phone_hours::{PhoneHours, PhoneHoursMistake, Weekdays},
    read_date::{DateMistake, DateSense, read_birth_date, read_date, read_date_as, read_iso_date},
    read_time::{TimeMistake, read_time},
    stockholm::{
        at_local, at_local_time, clock_exists, local_date, local_date_time, local_time,
        rfc3339_local, stockholm,
    },
    working_day::{first_working_day_after, first_working_day_from, holiday_name, is_working_day},
    written::{
        clock, date_and_clock, long_date, month_name, relative_date, relative_moment,
        short_weekday_date, time_digits, weekday_date, weekday_name,
    },
};

//! Working days, Swedish time, Swedish dates.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail loudly")]

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday, date, time},
};
use proptest::prelude::*;
use vocabulary::calendar::{
    DateMistake, PhoneHours, PhoneHoursMistake, TimeMistake, Weekdays, age_on, at_local,
    at_local_time, clock, date_and_clock, first_working_day_after, first_working_day_from,
    holiday_name, is_working_day, local_date, local_date_time, long_date, read_birth_date,
    read_date, read_iso_date, read_time, relative_date, relative_moment, rfc3339_local,
    short_weekday_date, stockholm, time_digits, turns_18_on, weekday_date,
};

const WORKING_DAY_VECTORS: &str = include_str!("../vectors/working-days.tsv");

/// Thursday.
const TODAY: Date = date(2026, 3, 5);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

// covers: V6A.2
#[test]
fn working_days_2020_to_2035_are_those_of_two_other_calendars() {
    let mut listed = std::collections::BTreeMap::new();
    for line in WORKING_DAY_VECTORS.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [day, swedish, _, working] = cells[..] else {
            panic!("a vector: {line}")
        };
        listed.insert(day.parse::<Date>().unwrap(), (swedish, working == "yes"));
    }
    let mut day = date(2020, 1, 1);
    while day.year() < 2036 {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let (named, working) = listed.get(&day).copied().unwrap_or(("", !weekend));
        assert_eq!(is_working_day(day), working, "{day}");
        assert_eq!(
            holiday_name(day).is_some(),
            listed.contains_key(&day),
            "{day}"
        );
        if !named.is_empty() {
            assert_eq!(
                holiday_name(day).map(str::to_lowercase),
                Some(named.to_lowercase()),
                "{day}"
            );
        }
        day = day.tomorrow().unwrap();
    }
    assert!(listed.len() > 240);
}

// covers: V6A.2
#[test]
fn the_call_is_due_the_first_helgfri_vardag_after_admission() {
    for (admitted, due) in [
        // Thursday to Friday; Friday over the weekend.
        (date(2026, 3, 5), date(2026, 3, 6)),
        (date(2026, 3, 6), date(2026, 3, 9)),
        // Never the day of admission itself, though it is a working day.
        (date(2026, 3, 9), date(2026, 3, 10)),
        // Easter: skärtorsdag to the Tuesday after.
        (date(2026, 4, 2), date(2026, 4, 7)),
        // Midsummer Eve is not a working day.
        (date(2026, 6, 18), date(2026, 6, 22)),
        // Ascension Day is a Thursday; the Friday after it is a working day.
        (date(2026, 5, 13), date(2026, 5, 15)),
        // Christmas Eve, Christmas, Boxing Day, Sunday.
        (date(2026, 12, 23), date(2026, 12, 28)),
        // New Year's Eve, New Year, the weekend.
        (date(2026, 12, 30), date(2027, 1, 4)),
        // Not holidays: skärtorsdagen, trettondagsafton, valborg.
        (date(2026, 4, 1), date(2026, 4, 2)),
        (date(2026, 1, 2), date(2026, 1, 5)),
        (date(2026, 4, 29), date(2026, 4, 30)),
    ] {
        assert_eq!(first_working_day_after(admitted), due, "{admitted}");
    }
    assert_eq!(first_working_day_from(date(2026, 4, 3)), date(2026, 4, 7));
    assert_eq!(first_working_day_from(date(2026, 4, 7)), date(2026, 4, 7));
}

#[test]
fn holidays_have_their_swedish_names() {
    assert_eq!(holiday_name(date(2026, 6, 19)), Some("midsommarafton"));
    assert_eq!(holiday_name(date(2026, 12, 24)), Some("julafton"));
    assert_eq!(holiday_name(date(2026, 12, 31)), Some("nyårsafton"));
    assert_eq!(
        holiday_name(date(2026, 5, 14)),
        Some("Kristi himmelsfärdsdag")
    );
    assert_eq!(holiday_name(date(2026, 3, 7)), None, "an ordinary Saturday");
    assert_eq!(holiday_name(date(2026, 3, 8)), None, "an ordinary Sunday");
}

// covers: V6A.2
#[test]
fn the_day_is_reckoned_in_sweden_not_in_utc() {
    assert_eq!(stockholm().iana_name(), Some("Europe/Stockholm"));
    assert_eq!(local_date(at("2026-03-04T22:59:59Z")), date(2026, 3, 4));
    assert_eq!(local_date(at("2026-03-04T23:00:00Z")), date(2026, 3, 5));
    assert_eq!(local_date(at("2026-07-04T22:00:00Z")), date(2026, 7, 5));
    assert_eq!(
        at_local(date(2026, 3, 5), 12, 0),
        at("2026-03-05T11:00:00Z")
    );
    assert_eq!(
        at_local(date(2026, 7, 5), 12, 0),
        at("2026-07-05T10:00:00Z")
    );
    // The hour that does not exist, and the one that is repeated.
    assert_eq!(
        at_local(date(2026, 3, 29), 2, 30),
        at("2026-03-29T01:30:00Z")
    );
    assert_eq!(
        at_local(date(2026, 10, 25), 2, 30),
        at("2026-10-25T00:30:00Z")
    );
    assert_eq!(at_local(TODAY, 99, -5), at_local(TODAY, 23, 0));
}

#[test]
fn local_times_are_those_of_the_time_zone_database() {
    let zone = stockholm();
    let (begin, end) = (at("1960-01-01T00:00:00Z"), at("2110-01-01T00:00:00Z"));
    let days = (0..).map(|day: i64| begin + (24 * day).hours());
    let changes = zone.following(begin).map(|change| change.timestamp());
    // Two days on either side of each change of the clocks, and of the prepared years.
    let near = [at("1970-01-01T00:00:00Z"), at("2100-01-01T00:00:00Z")]
        .into_iter()
        .chain(changes.take_while(|change| *change < end))
        .flat_map(|change| (-96..96).map(move |half| change + (30 * half).minutes()));
    let mut looked_at = 0;
    for at in days.take_while(|day| *day < end).chain(near) {
        for at in [at - 1.nanosecond(), at, at + 1.second()] {
            let local = zone.to_datetime(at);
            assert_eq!(local_date_time(at), local, "{at}");
            let back = zone.to_ambiguous_timestamp(local).compatible().unwrap();
            assert_eq!(at_local_time(local.date(), local.time()), back, "{local}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 200_000, "{looked_at}");
}

#[test]
fn an_instant_is_written_with_swedens_offset_and_never_z() {
    assert_eq!(
        rfc3339_local(at("2026-03-05T09:42:00Z")),
        "2026-03-05T10:42:00+01:00"
    );
    assert_eq!(
        rfc3339_local(at("2026-07-05T09:42:00Z")),
        "2026-07-05T11:42:00+02:00"
    );
}

#[test]
fn dates_and_times_are_written_as_in_swedish_text() {
    assert_eq!(short_weekday_date(TODAY), "tors 5 mars");
    assert_eq!(weekday_date(TODAY), "torsdag 5 mars 2026");
    assert_eq!(long_date(date(2026, 12, 24)), "24 december 2026");
    assert_eq!(short_weekday_date(date(2026, 12, 24)), "tors 24 dec");
    assert_eq!(clock(time(10, 42, 0, 0)), "klockan 10.42");
    assert_eq!(clock(time(8, 0, 0, 0)), "klockan 08.00");
    assert_eq!(relative_date(TODAY, TODAY), "i dag");
    assert_eq!(relative_date(date(2026, 3, 4), TODAY), "i går");
    assert_eq!(relative_date(date(2026, 3, 6), TODAY), "i morgon");
    assert_eq!(relative_date(date(2026, 3, 7), TODAY), "lör 7 mars");
    assert_eq!(relative_date(date(2025, 12, 31), TODAY), "ons 31 dec 2025");
    assert_eq!(relative_date(date(2025, 12, 31), date(2026, 1, 1)), "i går");
    let now = at("2026-03-05T09:42:00Z");
    assert_eq!(date_and_clock(now), "torsdag 5 mars 2026 klockan 10.42");
    assert_eq!(
        relative_moment(at("2026-03-04T23:30:00Z"), now),
        "i dag klockan 00.30"
    );
}

// covers: V6A.2
#[test]
fn migrationsverket_answers_on_working_days_from_eight_to_twelve() {
    let hours = PhoneHours::new(
        Weekdays::MONDAY_TO_FRIDAY,
        time(8, 0, 0, 0),
        time(12, 0, 0, 0),
    )
    .unwrap();
    let on = |day: Date, hour: i8, minute: i8| at_local(day, hour, minute);

    assert!(!hours.open_at(on(TODAY, 7, 59)));
    assert!(hours.open_at(on(TODAY, 8, 0)));
    assert!(hours.open_at(on(TODAY, 11, 59)));
    assert!(!hours.open_at(on(TODAY, 12, 0)));
    assert!(!hours.open_at(on(date(2026, 3, 7), 9, 0)), "Saturday");
    assert!(!hours.open_at(on(date(2026, 4, 3), 9, 0)), "Good Friday");
    assert!(!hours.open_at(on(date(2026, 6, 19), 9, 0)), "Midsummer Eve");

    assert_eq!(
        hours
            .closes_in(on(TODAY, 11, 40))
            .map(|left| left.as_mins()),
        Some(20)
    );
    assert_eq!(hours.closes_in(on(TODAY, 12, 40)), None);
    assert_eq!(hours.closing_on(TODAY), Some(on(TODAY, 12, 0)));
    assert_eq!(hours.closing_on(date(2026, 4, 6)), None, "annandag påsk");

    assert_eq!(hours.next_opening(on(TODAY, 7, 0)), Some(on(TODAY, 8, 0)));
    assert_eq!(
        hours.next_opening(on(TODAY, 8, 0)),
        Some(on(date(2026, 3, 6), 8, 0))
    );
    assert_eq!(
        hours.next_opening(on(date(2026, 4, 2), 13, 0)),
        Some(on(date(2026, 4, 7), 8, 0)),
        "over Easter, and over the change to summer time"
    );
    assert_eq!(hours.swedish(), "måndag–fredag klockan 08.00–12.00");
}

#[test]
fn phone_hours_are_read_from_data_and_written_back() {
    let json = r#"{"weekdays":["tuesday","thursday"],"opens":"08:00","closes":"12:30"}"#;
    let hours: PhoneHours = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&hours).unwrap(), json);
    assert_eq!(
        hours.weekdays(),
        Weekdays::of(&[Weekday::Tuesday, Weekday::Thursday])
    );
    assert_eq!(hours.swedish(), "tisdag och torsdag klockan 08.00–12.30");
    for wrong in [
        r#"{"weekdays":["tisdag"],"opens":"08:00","closes":"12:00"}"#,
        r#"{"weekdays":[],"opens":"08:00","closes":"12:00"}"#,
        r#"{"weekdays":["monday"],"opens":"12:00","closes":"08:00"}"#,
        r#"{"weekdays":["monday"],"opens":"12:00","closes":"25:00"}"#,
    ] {
        assert!(
            serde_json::from_str::<PhoneHours>(wrong).is_err(),
            "{wrong}"
        );
    }
    assert_eq!(
        PhoneHours::new(Weekdays::ALL, time(8, 0, 0, 0), time(8, 0, 0, 0)),
        Err(PhoneHoursMistake::ClosesBeforeOpening)
    );
    let most = Weekdays::of(&[
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Friday,
    ]);
    assert_eq!(most.swedish(), "måndag–onsdag och fredag");
    assert_eq!(Weekdays::ALL.swedish(), "måndag–söndag");
}

#[test]
fn age_decides_from_the_beginning_of_the_birthday() {
    let birth = date(2008, 3, 6);
    assert_eq!(age_on(birth, date(2026, 3, 5)), 17);
    assert_eq!(age_on(birth, date(2026, 3, 6)), 18);
    assert_eq!(turns_18_on(birth), date(2026, 3, 6));
    assert_eq!(age_on(birth, birth), 0);
    assert_eq!(age_on(birth, date(2007, 1, 1)), 0, "before birth");
    // Born on 29 February: a year older on the 28th when the year has no 29th.
    let leap = date(2008, 2, 29);
    assert_eq!(turns_18_on(leap), date(2026, 2, 28));
    assert_eq!(age_on(leap, date(2026, 2, 27)), 17);
    assert_eq!(age_on(leap, date(2026, 2, 28)), 18);
    assert_eq!(age_on(leap, date(2028, 2, 28)), 19);
    assert_eq!(age_on(leap, date(2028, 2, 29)), 20);
}

#[test]
fn a_date_is_understood_as_people_write_it() {
    for (text, expected) in [
        ("2026-04-06", date(2026, 4, 6)),
        (" 2026-4-6 ", date(2026, 4, 6)),
        ("2026–04–06", date(2026, 4, 6)),
        ("2026/04/06", date(2026, 4, 6)),
        ("20260406", date(2026, 4, 6)),
        ("260406", date(2026, 4, 6)),
        ("26-04-06", date(2026, 4, 6)),
        ("6/4", date(2026, 4, 6)),
        ("6/4 2026", date(2026, 4, 6)),
        ("6/4-26", date(2026, 4, 6)),
        ("6/4/2026", date(2026, 4, 6)),
        ("6.4.2026", date(2026, 4, 6)),
        ("6 april", date(2026, 4, 6)),
        ("6 apr 2026", date(2026, 4, 6)),
        ("6 apr. 2026", date(2026, 4, 6)),
        ("Den 6 April 2026", date(2026, 4, 6)),
        ("måndag 6 april", date(2026, 4, 6)),
        ("mån 6/4", date(2026, 4, 6)),
        ("5 mars", date(2026, 3, 5)),
        ("i dag", date(2026, 3, 5)),
        ("I går", date(2026, 3, 4)),
        ("imorgon", date(2026, 3, 6)),
        // Without a year: the nearest one.
        ("30/12", date(2025, 12, 30)),
        ("1/9", date(2026, 9, 1)),
        ("1/10", date(2025, 10, 1)),
        // Two digits of a year: from 80 years back to 19 ahead.
        ("450101", date(2045, 1, 1)),
        ("460101", date(1946, 1, 1)),
    ] {
        assert_eq!(read_date(text, TODAY), Ok(expected), "{text}");
    }
}

#[test]
fn a_birth_date_never_lies_ahead() {
    assert_eq!(read_birth_date("460101", TODAY), Ok(date(1946, 1, 1)));
    assert_eq!(read_birth_date("260305", TODAY), Ok(date(2026, 3, 5)));
    assert_eq!(read_birth_date("260306", TODAY), Ok(date(1926, 3, 6)));
    // A year is never guessed: 6/4 would be a child of seven months.
    for text in ["6/4", "6 april", "den 6 apr"] {
        let mistake = read_birth_date(text, TODAY).unwrap_err();
        assert_eq!(mistake.code(), "birth-year-missing", "{text}");
        assert!(mistake.detail().contains("saknar år"), "{text}");
    }
    assert_eq!(
        read_birth_date("2026-03-06", TODAY),
        Err(DateMistake::NotBornYet)
    );
}

#[test]
fn an_impossible_date_is_named_with_what_to_do() {
    let said = |text: &str| read_date(text, TODAY).unwrap_err().detail();
    assert_eq!(
        said("30/2 2026"),
        "Den 30 februari 2026 finns inte. Månaden har 28 dagar."
    );
    assert_eq!(
        said("2026-04-31"),
        "Den 31 april 2026 finns inte. Månaden har 30 dagar."
    );
    assert_eq!(
        said("29 feb"),
        "Den 29 februari 2026 finns inte. Månaden har 28 dagar."
    );
    assert_eq!(
        said("2026-13-01"),
        "Det finns ingen månad 13. Skriv en månad från 1 till 12."
    );
    assert_eq!(
        said("0206-04-06"),
        "Året 206 kan inte stämma. Kontrollera året."
    );
    for (text, mistake) in [
        ("", DateMistake::Missing),
        ("i övermorgon", DateMistake::Unreadable),
        ("6", DateMistake::Unreadable),
        ("6 4", DateMistake::Unreadable),
        ("2026-04", DateMistake::Unreadable),
        ("2026-04-06T10:00", DateMistake::Unreadable),
        ("6/4/2026/1", DateMistake::Unreadable),
        ("٦/٤", DateMistake::Unreadable),
        ("-6/4", DateMistake::Unreadable),
    ] {
        let read = read_date(text, TODAY);
        if ["-6/4", "٦/٤"].contains(&text) {
            assert_eq!(
                read,
                Ok(date(2026, 4, 6)),
                "a stray dash and other digits do no harm"
            );
        } else {
            assert_eq!(read, Err(mistake), "{text}");
        }
    }
}

#[test]
fn the_api_takes_iso_dates_only() {
    assert_eq!(read_iso_date("2026-04-06"), Ok(date(2026, 4, 6)));
    for text in [
        "2026-4-6",
        "20260406",
        "6/4",
        " 2026-04-06",
        "2026-04-06Z",
        "2026/04/06",
        "",
    ] {
        assert_eq!(read_iso_date(text), Err(DateMistake::NotIso), "{text}");
    }
    assert_eq!(
        read_iso_date("2026-02-30"),
        Err(DateMistake::NoSuchDay {
            year: 2026,
            month: 2,
            day: 30
        })
    );
}

#[test]
fn a_time_of_day_is_understood_as_people_write_it() {
    for text in [
        "10.42",
        "10:42",
        "1042",
        "kl 10.42",
        "kl. 10:42",
        "Klockan 10.42",
        " 10.42 ",
    ] {
        assert_eq!(read_time(text), Ok(time(10, 42, 0, 0)), "{text}");
    }
    assert_eq!(read_time("9.05"), Ok(time(9, 5, 0, 0)));
    assert_eq!(read_time("905"), Ok(time(9, 5, 0, 0)));
    assert_eq!(read_time("13"), Ok(time(13, 0, 0, 0)));
    assert_eq!(read_time("00.00"), Ok(time(0, 0, 0, 0)));
    for (text, mistake) in [
        ("", TimeMistake::Missing),
        ("kl", TimeMistake::Missing),
        ("10.4", TimeMistake::Unreadable),
        ("10.42.00", TimeMistake::Unreadable),
        ("tio", TimeMistake::Unreadable),
        ("10 42 1", TimeMistake::Unreadable),
        (
            "24.00",
            TimeMistake::NoSuchTime {
                hour: 24,
                minute: 0,
            },
        ),
        (
            "10.60",
            TimeMistake::NoSuchTime {
                hour: 10,
                minute: 60,
            },
        ),
    ] {
        assert_eq!(read_time(text), Err(mistake), "{text}");
        assert!(mistake.detail().contains("Skriv"));
    }
}

fn days() -> impl Strategy<Value = Date> {
    (0_i32..120_000).prop_map(|days| date(1900, 1, 1).saturating_add(days.days()))
}

proptest! {
    #[test]
    fn a_deadline_is_a_working_day_with_none_between(admitted in days()) {
        let due = first_working_day_after(admitted);
        prop_assert!(due > admitted && is_working_day(due));
        let mut between = admitted.tomorrow().unwrap();
        while between < due {
            prop_assert!(!is_working_day(between));
            between = between.tomorrow().unwrap();
        }
        prop_assert!((due - admitted).get_days() <= 6);
    }

    #[test]
    fn a_date_that_is_written_can_be_read_again(day in days(), today in days()) {
        prop_assume!(day.year() <= 2200 && today.year() <= 2200);
        prop_assert_eq!(read_date(&weekday_date(day), today), Ok(day));
        prop_assert_eq!(read_date(&long_date(day), today), Ok(day));
        prop_assert_eq!(read_date(&day.to_string(), today), Ok(day));
        prop_assert_eq!(read_iso_date(&day.to_string()), Ok(day));
        prop_assert_eq!(read_date(&relative_date(day, today), today).is_ok(), true);
    }

    #[test]
    fn whatever_is_typed_as_a_date_or_time_is_read_or_refused(text in "\\PC*|[0-9 ./:-]{0,12}", today in days()) {
        if let Ok(date) = read_birth_date(&text, today) {
            prop_assert!(date <= today);
        }
        if let Ok(date) = read_date(&text, today) {
            prop_assert!((1880..=2220).contains(&date.year()));
        }
        if let Ok(time) = read_time(&text) {
            prop_assert_eq!(read_time(&time_digits(time)), Ok(time));
        }
    }

    #[test]
    fn an_instant_keeps_itself_through_its_swedish_writing(seconds in 0_i64..7_000_000_000) {
        let instant = Timestamp::from_second(seconds).unwrap();
        let written = rfc3339_local(instant);
        prop_assert!(written.ends_with("+01:00") || written.ends_with("+02:00"), "{}", written);
        prop_assert_eq!(written.parse::<Timestamp>().unwrap(), instant);
    }

    #[test]
    fn an_unanswered_phone_has_a_next_opening(seconds in 1_700_000_000_i64..2_500_000_000) {
        let hours = PhoneHours::new(
            Weekdays::MONDAY_TO_FRIDAY,
            time(8, 0, 0, 0),
            time(12, 0, 0, 0),
        ).unwrap();
        let now = Timestamp::from_second(seconds).unwrap();
        let opening = hours.next_opening(now).unwrap();
        prop_assert!(opening > now && hours.open_at(opening));
        prop_assert!(is_working_day(local_date(opening)));
    }

    #[test]
    fn a_person_is_a_year_older_each_birthday(birth in days(), years in 0_i16..100) {
        let birthday = birth.saturating_add(years.years());
        prop_assert_eq!(i32::from(age_on(birth, birthday)), i32::from(years));
        if years > 0 {
            let eve = birthday.yesterday().unwrap();
            prop_assert_eq!(i32::from(age_on(birth, eve)), i32::from(years) - 1);
        }
    }
}

//! Birth dates: the patient's in every way in which people write dates, and other dates on which
//! somebody was born.

use std::ops::Range;

use jiff::civil::Date;

use super::{
    Finding, Mark,
    fold::{Gap, Word},
};

pub(super) fn date_of(number: &str) -> Option<Date> {
    let part = |range: Range<usize>| number.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whether digits in a row are a date, in one of the orders in which people write dates.
pub(super) fn spells(date: Date, number: &str) -> bool {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let short = year.rem_euclid(100);
    let long_forms = [
        format!("{year:04}{month:02}{day:02}"),
        format!("{day:02}{month:02}{year:04}"),
        format!("{month:02}{day:02}{year:04}"),
        format!("{short:02}{month:02}{day:02}"),
        format!("{day:02}{month:02}{short:02}"),
    ];
    // Nine digits and more may be the date with something after it.
    long_forms.iter().any(|form| form == number)
        || (number.len() > 8 && long_forms.iter().take(1).any(|form| number.contains(form)))
}

/// A date's parts as numbers, in the order of writing, with how many digits each has.
pub(super) fn parts_of(words: &[Word]) -> Option<[(u32, usize); 3]> {
    if words.len() != 3 {
        return None;
    }
    let parts: Vec<(u32, usize)> = words
        .iter()
        .filter_map(|word| Some((word.number()?.parse().ok()?, word.signs.len())))
        .collect();
    parts.try_into().ok()
}

/// Whether three numbers, in any order, are day, month and year of a date.
pub(super) fn same_date(date: Date, parts: &[(u32, usize); 3]) -> bool {
    let number = |value: i16| u32::try_from(value).unwrap_or_default();
    let (year, short) = (number(date.year()), number(date.year().rem_euclid(100)));
    let (month, day) = (number(date.month().into()), number(date.day().into()));
    let orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    orders.iter().any(|order| {
        let part = |place: usize| order.get(place).and_then(|at| parts.get(*at));
        let is = |place: usize, value: u32| part(place).is_some_and(|(said, _)| *said == value);
        let of_year = part(0).is_some_and(|(said, digits)| {
            (*said == year && *digits == 4) || (*said == short && *digits == 2)
        });
        of_year && is(1, month) && is(2, day)
    })
}

const MONTHS: [&[&str]; 12] = [
    &["januari", "jan", "january"],
    &["februari", "feb", "february"],
    &["mars", "mar", "march"],
    &["april", "apr"],
    &["maj", "may"],
    &["juni", "jun", "june"],
    &["juli", "jul", "july"],
    &["augusti", "aug", "august"],
    &["september", "sep", "sept"],
    &["oktober", "okt", "oct", "october"],
    &["november", "nov"],
    &["december", "dec"],
];

const ORDINALS: [&str; 31] = [
    "forsta",
    "andra",
    "tredje",
    "fjarde",
    "femte",
    "sjatte",
    "sjunde",
    "attonde",
    "nionde",
    "tionde",
    "elfte",
    "tolfte",
    "trettonde",
    "fjortonde",
    "femtonde",
    "sextonde",
    "sjuttonde",
    "artonde",
    "nittonde",
    "tjugonde",
    "tjugoforsta",
    "tjugoandra",
    "tjugotredje",
    "tjugofjarde",
    "tjugofemte",
    "tjugosjatte",
    "tjugosjunde",
    "tjugoattonde",
    "tjugonionde",
    "trettionde",
    "trettioforsta",
];

/// A word of a date: a number, a month's name, an ordinal number; its value and how many digits.
#[derive(Clone, Copy)]
enum DateWord {
    Number(u32, usize),
    Month(u32),
}

fn date_word(word: &Word) -> Option<DateWord> {
    if let Some(number) = word.number() {
        return Some(DateWord::Number(number.parse().ok()?, number.len()));
    }
    let plain = word.plain();
    let month = MONTHS.iter().position(|names| names.contains(&plain));
    if let Some(month) = month {
        return u32::try_from(month + 1).ok().map(DateWord::Month);
    }
    let day = ORDINALS.iter().position(|ordinal| *ordinal == plain)?;
    u32::try_from(day + 1)
        .ok()
        .map(|day| DateWord::Number(day, 2))
}

/// The patient's birth date with the month's name, and other dates on which somebody was born.
pub(super) fn birth_dates(birth: Option<Date>, said: &[Word]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for at in 0..said.len() {
        if let Some(end) = birth.and_then(|birth| named_date(birth, said, at)) {
            marks.extend(Mark::over(said, at..end, Finding::BirthDate));
        }
        if said.get(at).is_some_and(says_born)
            && let Some(run) = date_after(said, at)
        {
            marks.extend(Mark::over(said, run, Finding::BirthDate));
        }
    }
    marks
}

fn says_born(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "född" | "fött" | "födda" | "föddes" | "födelsedatum" | "födelsedag" | "f"
    )
}

fn skipped(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "e" | "a" | "den" | "of" | "år" | "th" | "rd" | "nd" | "st"
    )
}

/// The three words of a date from `at` on, and where they end.
fn three(said: &[Word], at: usize) -> Option<([DateWord; 3], usize)> {
    let mut found = Vec::new();
    let mut end = at;
    for word in said.get(at..)?.iter().take(6) {
        if found.len() == 3 {
            break;
        }
        end += 1;
        match date_word(word) {
            Some(part) => found.push(part),
            None if skipped(word) && !found.is_empty() => {}
            None => return None,
        }
    }
    Some((found.try_into().ok()?, end))
}

/// Where a date with the month's name ends that begins here and is the given one.
fn named_date(date: Date, said: &[Word], at: usize) -> Option<usize> {
    let (parts, end) = three(said, at)?;
    let parts = parts.map(|part| match part {
        DateWord::Number(value, digits) => (value, digits),
        DateWord::Month(value) => (value, 2),
    });
    same_date(date, &parts).then_some(end)
}

/// A whole date soon after the word that says that somebody was born.
fn date_after(said: &[Word], born: usize) -> Option<Range<usize>> {
    (born + 1..born + 4).find_map(|at| {
        let first = said.get(at)?;
        if said
            .get(born + 1..=at)?
            .iter()
            .any(|word| word.gap == Gap::Sentence && !word.between.contains('.'))
        {
            return None;
        }
        let number = first.number();
        if number.is_some_and(|number| matches!(number.len(), 6 | 8)) {
            return Some(at..at + 1);
        }
        let (parts, end) = three(said, at)?;
        let with_year = parts
            .iter()
            .any(|part| matches!(part, DateWord::Number(_, 4)));
        let named = parts.iter().any(|part| matches!(part, DateWord::Month(_)));
        (with_year || named).then_some(at..end)
    })
}

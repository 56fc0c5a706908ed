//! Numbers that point at a person: identity numbers, HSA-ids, telephone numbers, in any script's
//! digits, with letters that look like digits, and however they are parted.

use std::ops::Range;

use domain::Case;
use vocabulary::identifier::{Identifier, IdentifierKind};

use super::{
    Finding, Mark,
    dates::{birth_dates, date_of, parts_of, same_date, spells},
    fold::{Gap, Sign, Word},
};

/// Digits of an HSA-id's organisation.
const ORGANISATION_DIGITS: usize = 10;
/// From so many digits on a number is a telephone number or the like.
const LONG_NUMBER: usize = 7;

/// The most places within one long row of digits that are tried.
const MOST_WINDOWS: usize = 200;
/// The most words that are tried together as one date or number: the twelve digits of the longest,
/// each by itself. A text of nothing but numbers would take very long otherwise.
const MOST_WORDS: usize = 12;

/// Every finding that is a number or a date.
pub(super) fn marks(case: &Case, written: &[Word]) -> Vec<Mark> {
    let mut marks = Vec::new();
    // Numbers stand glued to words too: "pnr201212121212", "03FEB1980".
    let said: Vec<Word> = written.iter().flat_map(Word::runs).collect();
    for group in groups(&said, ties) {
        marks.extend(in_group(case, &said, group));
    }
    for group in groups(&said, ties_parts_of_a_number) {
        marks.extend(personal(case, &said, group));
    }
    marks.extend(birth_dates(case.person.birth_date.known(), &said));
    marks.extend(known_numbers(case, written));
    marks.extend(reserve_numbers(case, written));
    marks.extend(hsa_ids(written));
    marks
}

/// Numbers in a row that only spaces, hyphens and the like part.
fn groups(said: &[Word], tied: fn(&Word, &Word) -> bool) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, word) in said.iter().enumerate() {
        if !word.is_number() {
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| said.get(before));
        match groups.last_mut() {
            Some(group) if group.end == at && before.is_some_and(|before| tied(before, word)) => {
                group.end = at + 1;
            }
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

fn ties(_: &Word, word: &Word) -> bool {
    word.between.chars().count() <= 3
        && word
            .between
            .chars()
            .all(|sign| !matches!(sign, '\n' | ',' | ';' | '?' | '!'))
}

/// Whether two numbers can be parts of one identity number: "121212, 1212", and not "12,5".
fn ties_parts_of_a_number(before: &Word, word: &Word) -> bool {
    let decimal = word.between == "," && word.signs.len() <= 2 && before.signs.len() <= 3;
    let parts = |sign: char| (sign.is_whitespace() && sign != '\n') || "-–—‐‑.,/".contains(sign);
    word.between.chars().count() <= 3 && word.between.chars().all(parts) && !decimal
}

fn digits(said: &[Word], words: Range<usize>) -> String {
    let words = said.get(words).unwrap_or_default();
    words.iter().filter_map(Word::number).collect()
}

/// The runs of a group's numbers, longest first.
fn runs(group: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<> {
    let group = group.clone();
    let lengths = (1..=group.len().min(MOST_WORDS)).rev();
    lengths.flat_map(move |length| {
        let last = group.end - length;
        (group.start..=last).map(move |start| start..start + length)
    })
}

fn in_group(case: &Case, said: &[Word], group: Range<usize>) -> Vec<Mark> {
    let birth = case.person.birth_date.known();
    let mut marks = Vec::new();
    for run in runs(&group) {
        let number = digits(said, run.clone());
        let birth_date = birth.is_some_and(|birth| {
            spells(birth, &number)
                || parts_of(said.get(run.clone()).unwrap_or_default())
                    .is_some_and(|parts| same_date(birth, &parts))
        });
        let finding = if birth_date {
            Some(Finding::BirthDate)
        } else {
            lma(case, said, &run)
        };
        marks.extend(finding.and_then(|finding| Mark::over(said, run, finding)));
    }
    if marks.is_empty() && is_long(said.get(group.clone()).unwrap_or_default()) {
        marks.extend(Mark::over(said, group, Finding::Number));
    }
    marks
}

/// Whose number it is. Of the patient's numbers Migrationsverket has the LMA number only.
fn whose(case: &Case, found: &Identifier) -> Finding {
    let own = case
        .identifiers
        .iter()
        .any(|known| known.identifier == *found);
    match found.kind() {
        IdentifierKind::LmaNumber if own => Finding::Number,
        IdentifierKind::ReserveNumber
        | IdentifierKind::CoordinationNumber
        | IdentifierKind::PersonalNumber
            if own =>
        {
            Finding::CareNumber
        }
        IdentifierKind::LmaNumber
        | IdentifierKind::ReserveNumber
        | IdentifierKind::CoordinationNumber
        | IdentifierKind::PersonalNumber => Finding::OthersNumber,
    }
}

/// Personnummer and coordination numbers, with or without century, however their digits are grouped.
fn personal(case: &Case, said: &[Word], group: Range<usize>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let times = times(said.get(group.clone()).unwrap_or_default());
    for start in group.clone() {
        let mut number = String::new();
        for end in start + 1..=group.end.min(start + MOST_WORDS) {
            let Some(word) = said.get(end - 1) else {
                break;
            };
            // A time belongs to no number: "12.15" in "10.15, 12.15 och 14.15".
            if times.get(end - 1 - group.start) == Some(&true) {
                break;
            }
            number.extend(word.number());
            let found = if end == start + 1 {
                within(&number)
            } else {
                identity(&number)
            };
            let found = found.filter(|_| !is_telephone(said, start..end, &number));
            marks.extend(found.and_then(|found| Mark::over(said, start..end, whose(case, &found))));
            if number.len() >= 12 {
                break;
            }
        }
    }
    marks
}

/// The identity number that ten or twelve digits are.
fn identity(number: &str) -> Option<Identifier> {
    let centuries: &[&str] = match number.len() {
        10 => &["19", "20"],
        12 => &[""],
        _ => return None,
    };
    let kinds = [
        IdentifierKind::PersonalNumber,
        IdentifierKind::CoordinationNumber,
    ];
    kinds.into_iter().find_map(|kind| {
        let read = |century: &&str| Identifier::parse(kind, &format!("{century}{number}")).ok();
        centuries.iter().find_map(read)
    })
}

/// The identity number within a longer row of digits. Eleven digits, and a row that begins with "00",
/// are telephone numbers with the country's code.
fn within(number: &str) -> Option<Identifier> {
    if number.len() < 13 || number.starts_with("00") {
        return identity(number);
    }
    let windows = [12, 10].into_iter().flat_map(|length| {
        let starts = 0..=number.len() - length;
        starts.filter_map(move |start| number.get(start..start + length))
    });
    windows.take(MOST_WINDOWS).find_map(identity)
}

/// Whether ten digits are a Swedish telephone number, by how they are grouped or what stands before.
fn is_telephone(said: &[Word], words: Range<usize>, number: &str) -> bool {
    if number.len() != 10 || !number.starts_with('0') {
        return false;
    }
    let before = said.get(words.start.saturating_sub(2)..words.start);
    let called = before.unwrap_or_default().iter().any(|word| {
        let word = word.plain();
        ["tel", "mobil", "ring"]
            .iter()
            .any(|start| word.starts_with(start))
    });
    let parts = said.get(words).unwrap_or_default();
    let lengths: Vec<usize> = parts.iter().map(|word| word.signs.len()).collect();
    let grouped = match lengths.as_slice() {
        [3 | 4, _, ..] => true,
        [2, rest @ ..] => rest.contains(&3),
        _ => false,
    };
    called || grouped
}

/// Which of some numbers in a row are times or decimals: two groups, the first of at most two digits.
fn times(words: &[Word]) -> Vec<bool> {
    let mut times = vec![false; words.len()];
    let tied = |at: usize| {
        words
            .get(at)
            .is_some_and(|word| matches!(word.between.as_str(), "." | ":"))
    };
    let length = |at: usize| words.get(at).map_or(0, |word| word.signs.len());
    for at in 1..words.len() {
        let pair = tied(at) && (at == 1 || !tied(at - 1)) && !tied(at + 1);
        let short = length(at - 1) <= 2 && (length(at) <= 2 || length(at - 1) == 1);
        if pair && short {
            for place in [at - 1, at] {
                if let Some(time) = times.get_mut(place) {
                    *time = true;
                }
            }
        }
    }
    times
}

/// An LMA number: two digits, a hyphen and six digits, or eight digits that are called one.
fn lma(case: &Case, said: &[Word], run: &Range<usize>) -> Option<Finding> {
    let number = digits(said, run.clone());
    let read = Identifier::parse(IdentifierKind::LmaNumber, &number).ok()?;
    if number.len() != 8 {
        return None;
    }
    let words = said.get(run.clone())?;
    let hyphened = match words {
        [front, back] => front.signs.len() == 2 && back.between.trim().chars().count() == 1,
        _ => false,
    };
    let before = said.get(run.start.saturating_sub(3)..run.start)?;
    let called = before.iter().any(|word| {
        let word = word.plain();
        word.starts_with("lma") || word.starts_with("dossier")
    });
    (hyphened || called).then(|| whose(case, &read))
}

/// The patient's own numbers wherever their digits and letters stand in a row.
fn known_numbers(case: &Case, said: &[Word]) -> Vec<Mark> {
    let stream = Stream::of(said);
    let mut marks = Vec::new();
    for known in &case.identifiers {
        let number = known.identifier.stored().to_lowercase();
        let without_century = match known.identifier.kind() {
            IdentifierKind::LmaNumber => None,
            IdentifierKind::ReserveNumber
            | IdentifierKind::CoordinationNumber
            | IdentifierKind::PersonalNumber => number.get(2..).map(str::to_owned),
        };
        for number in std::iter::once(number).chain(without_century) {
            let found = stream.find(&number).into_iter();
            marks.extend(
                found.filter_map(|words| Mark::over(said, words, whose(case, &known.identifier))),
            );
        }
    }
    marks
}

/// A reserve number: it has letters among its last four signs.
fn reserve_numbers(case: &Case, said: &[Word]) -> Vec<Mark> {
    let runs = (0..said.len()).flat_map(|at| [at..at + 1, at..at + 2]);
    runs.filter_map(|run| {
        let words = said.get(run.clone())?;
        let tied = words.iter().skip(1).all(|word| {
            word.gap == Gap::Joined || (word.gap == Gap::Space && word.signs.len() == 4)
        });
        let text: String = words.iter().map(|word| word.plain().to_owned()).collect();
        let shaped = (10..=12).contains(&text.len())
            && text.chars().take(6).all(|sign| sign.is_ascii_digit())
            && text.chars().any(|sign| sign.is_ascii_alphabetic());
        if !tied || !shaped {
            return None;
        }
        let found = Identifier::parse(IdentifierKind::ReserveNumber, &text).ok()?;
        Mark::over(said, run, whose(case, &found))
    })
    .collect()
}

fn is_long(words: &[Word]) -> bool {
    let one = words.iter().find(|word| word.signs.len() >= LONG_NUMBER);
    let one = one.and_then(Word::number);
    let a_date = one
        .as_ref()
        .is_some_and(|number| number.len() == 8 && date_of(number).is_some());
    // "08.30–16.00" and "05-03-2026" are no telephone numbers.
    let times = times(words);
    let rest = words.iter().zip(times).filter(|(_, time)| !time);
    let rest: Vec<Word> = rest.map(|(word, _)| word.clone()).collect();
    let number: String = rest.iter().filter_map(Word::number).collect();
    let dated = parts_of(&rest).is_some_and(|parts| {
        let year = |(value, digits): &(u32, usize)| *digits == 4 && (1900..2200).contains(value);
        parts.iter().any(year)
    });
    let telephone =
        number.len() >= LONG_NUMBER && rest.len() > 1 && number.starts_with('0') && !dated;
    let foreign = words
        .first()
        .is_some_and(|first| first.between.ends_with('+') && number.len() >= LONG_NUMBER);
    (one.is_some() && !a_date) || telephone || foreign
}

/// The letters and digits of a text in a row, to find what stands in it however it is parted.
struct Stream<'a> {
    signs: Vec<(&'a Sign, usize)>,
}

impl<'a> Stream<'a> {
    fn of(said: &'a [Word]) -> Self {
        let words = said.iter().enumerate();
        let signs = words.flat_map(|(at, word)| word.signs.iter().map(move |sign| (sign, at)));
        Self {
            signs: signs.collect(),
        }
    }

    fn find(&self, wanted: &str) -> Vec<Range<usize>> {
        let wanted: Vec<char> = wanted.chars().collect();
        if wanted.len() < 6 {
            return Vec::new();
        }
        let is = |(sign, _): &(&Sign, usize), wanted: &char| {
            sign.as_digit() == Some(*wanted) || sign.reads(*wanted)
        };
        self.signs
            .windows(wanted.len())
            .filter(|window| {
                window
                    .iter()
                    .zip(&wanted)
                    .all(|(sign, wanted)| is(sign, wanted))
            })
            .filter_map(|window| Some(window.first()?.1..window.last()?.1 + 1))
            .collect()
    }
}

/// HSA-ids: "SE", ten digits and more.
pub(super) fn hsa_ids(said: &[Word]) -> Vec<Mark> {
    let stream = Stream::of(said);
    let shaped = |window: &[(&Sign, usize)]| {
        let [(s, first), (e, _), rest @ ..] = window else {
            return false;
        };
        let digits = rest.get(..ORGANISATION_DIGITS).unwrap_or_default();
        let real = digits.iter().filter(|(sign, _)| sign.is_digit()).count();
        let glued = said.get(*first).is_some_and(|word| {
            word.signs.len() > 2 || word.lower.to_uppercase() == "SE" && word.capital
        });
        s.reads('s')
            && e.reads('e')
            && !s.is_digit()
            && !e.is_digit()
            && glued
            && digits.iter().all(|(sign, _)| sign.as_digit().is_some())
            && real + 2 >= ORGANISATION_DIGITS
    };
    let length = ORGANISATION_DIGITS + 3;
    let places = stream.signs.windows(length).enumerate();
    places
        .filter(|(_, window)| shaped(window))
        .filter_map(|(_, window)| {
            let words = window.first()?.1..window.last()?.1 + 1;
            Mark::over(said, words, Finding::HsaId)
        })
        .collect()
}

/// The part of an HSA-id that is the unit's own, wherever it stands.
pub(super) fn own_parts(parts: &[String], said: &[Word]) -> Vec<Mark> {
    let stream = Stream::of(said);
    let found = parts.iter().flat_map(|part| stream.find(part));
    found
        .filter_map(|words| Mark::over(said, words, Finding::HsaId))
        .collect()
}

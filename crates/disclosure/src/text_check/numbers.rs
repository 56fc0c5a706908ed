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

/// Every finding that is a number or a date.
pub(super) fn marks(case: &Case, said: &[Word]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for group in groups(said) {
        marks.extend(in_group(case, said, group));
    }
    marks.extend(known_numbers(case, said));
    marks.extend(reserve_numbers(case, said));
    marks.extend(hsa_ids(said));
    marks.extend(birth_dates(case.person.birth_date, said));
    marks
}

/// Numbers in a row that only spaces, hyphens and the like part.
fn groups(said: &[Word]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, word) in said.iter().enumerate() {
        if !word.is_number() {
            continue;
        }
        match groups.last_mut() {
            Some(group) if group.end == at && ties(word) => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

fn ties(word: &Word) -> bool {
    word.between.chars().count() <= 3
        && word
            .between
            .chars()
            .all(|sign| !matches!(sign, '\n' | ',' | ';' | '?' | '!'))
}

fn digits(said: &[Word], words: Range<usize>) -> String {
    let words = said.get(words).unwrap_or_default();
    words.iter().filter_map(Word::number).collect()
}

/// The runs of a group's numbers, longest first.
fn runs(group: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<> {
    let group = group.clone();
    let lengths = (1..=group.len()).rev();
    lengths.flat_map(move |length| {
        let last = group.end - length;
        (group.start..=last).map(move |start| start..start + length)
    })
}

fn in_group(case: &Case, said: &[Word], group: Range<usize>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for run in runs(&group) {
        let number = digits(said, run.clone());
        let finding = if spells(case.person.birth_date, &number)
            || parts_of(said, run.clone())
                .is_some_and(|parts| same_date(case.person.birth_date, &parts))
        {
            Some(Finding::BirthDate)
        } else {
            personal(&number, said, &run).map(|found| whose(case, &found))
        };
        let finding = finding.or_else(|| lma(case, said, &run));
        marks.extend(finding.and_then(|finding| Mark::over(said, run, finding)));
    }
    if marks.is_empty() && is_long(said, &group) {
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

/// A personnummer or coordination number, with or without century.
fn personal(number: &str, said: &[Word], run: &Range<usize>) -> Option<Identifier> {
    // The last four stand together, or every digit by itself: "070-123 45 67" is a telephone number.
    let lengths: Vec<usize> = said
        .get(run.clone())?
        .iter()
        .map(|word| word.signs.len())
        .collect();
    let shaped = match lengths.as_slice() {
        [10 | 12] | [6 | 8, 4] | [2 | 4, 2, 2, 4] | [2, 2, 2, 2, 4] => true,
        digits => digits.iter().all(|length| *length == 1),
    };
    if !shaped {
        return None;
    }
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
        let text: String = words.iter().map(Word::plain).collect();
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

fn is_long(said: &[Word], group: &Range<usize>) -> bool {
    let words = said.get(group.clone()).unwrap_or_default();
    let one = words.iter().any(|word| word.signs.len() >= LONG_NUMBER);
    let number = digits(said, group.clone());
    // "08.30–16.00" and "05-03-2026" are no telephone numbers.
    let a_time = words
        .iter()
        .skip(1)
        .any(|word| word.between.contains(['.', ':']));
    let dated = parts_of(said, group.clone()).is_some_and(|parts| {
        let year = |(value, digits): &(u32, usize)| *digits == 4 && (1900..2200).contains(value);
        parts.iter().any(year)
    });
    let telephone = number.len() >= LONG_NUMBER
        && words.len() > 1
        && number.starts_with('0')
        && !a_time
        && !dated;
    let foreign = words
        .first()
        .is_some_and(|first| first.between.ends_with('+') && number.len() >= LONG_NUMBER);
    let a_date = number.len() == 8 && date_of(&number).is_some();
    (one && !a_date) || telephone || foreign
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

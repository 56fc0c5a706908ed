//! How a case is found: the terms that are kept of it, and the terms that a search text asks for.
//! Both are folded alike, so that accents, case, hyphens and apostrophes do not decide what is found.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use crate::{
    birth_date::BirthDate,
    calendar::read_birth_date,
    mistake::Fault,
    public_id::{PublicId, REFERENCE},
    reading::{Field, Raw, Reading, Shape, read_string},
    text::{is_hyphen, is_invisible},
};

/// The term of every closed case.
pub const CLOSED: &str = "#closed";
/// The term of a case whose person's birth date is not known.
const BORN_UNKNOWN: &str = "#born-unknown";
/// A search text asks for at most so many words; the longest are taken.
pub const MOST_WORDS: usize = 4;
/// As long as a whole id.
const LONGEST_ID: usize = 26;
/// The fewest letters and digits that a search text may have.
const FEWEST_LETTERS: usize = 2;

/// The words of a text, folded: without accents, in lower case, split at hyphens and other signs.
/// An apostrophe joins.
fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    folded
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for sign in text.chars().filter(|sign| !is_apostrophe(*sign)).nfkd() {
        let mark = sign.general_category() == GeneralCategory::NonspacingMark;
        // The stroke that only lengthens an Arabic word.
        if mark || is_invisible(sign) || sign == '\u{640}' {
            continue;
        }
        for lower in sign.to_lowercase() {
            match lower {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'þ' => folded.push_str("th"),
                'ø' => folded.push('o'),
                'đ' | 'ð' => folded.push('d'),
                'ł' => folded.push('l'),
                'ħ' => folded.push('h'),
                'ı' => folded.push('i'),
                // What lower case itself takes apart, such as the dot of a Turkish capital I.
                _ if lower.general_category() == GeneralCategory::NonspacingMark => {}
                _ => folded.push(lower),
            }
        }
    }
    folded
}

fn is_apostrophe(sign: char) -> bool {
    matches!(
        sign,
        '\'' | '`' | '´' | '\u{2b9}'..='\u{2bf}' | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{ff07}'
    )
}

/// The terms that find a case: each word of the name, the initials, the birth date with and without
/// its century or as much of it as is known, and the case's reference as lists show it.
#[must_use]
pub fn terms(name: &str, birth_date: BirthDate, case: PublicId) -> Vec<String> {
    let mut terms = vec![birth_term(birth_date), reference_term(&case.to_string())];
    let date = birth_date.known().map(date_term);
    terms.extend(date.and_then(|date| date.get(2..).map(str::to_owned)));
    let mut initials = String::new();
    for name in name.split_whitespace() {
        let parts = words(name);
        initials.extend(parts.first().and_then(|part| part.chars().next()));
        terms.push(parts.concat());
        terms.extend(parts);
    }
    if initials.chars().count() > 1 {
        terms.push(initials);
    }
    terms.retain(|term| !term.is_empty());
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// The term of a birth date: `19710203`, the year alone, or one that nobody can type.
#[must_use]
pub fn birth_term(birth_date: BirthDate) -> String {
    match birth_date {
        BirthDate::Known(date) => date_term(date),
        BirthDate::Year(year) => year.to_string(),
        BirthDate::Unknown => BORN_UNKNOWN.to_owned(),
    }
}

fn date_term(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// The term of a case's number, by which the case is found, and every case that is linked with it.
#[must_use]
pub fn number_term(number: &CaseNumber) -> String {
    format!("#{}", number.0)
}

/// A case's number as lists show it, such as `A4CI-N5YP`: the first letters and digits of its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseNumber(String);

impl CaseNumber {
    /// The number of a case.
    #[must_use]
    pub fn of(case: PublicId) -> Self {
        Self(case.to_string().chars().take(REFERENCE).collect())
    }

    /// Whether it is the number of a case.
    #[must_use]
    pub fn is_of(&self, case: PublicId) -> bool {
        *self == Self::of(case)
    }
}

impl Field for CaseNumber {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let text = read_string(raw)?;
        read_reference(text.trim()).map(Self).ok_or_else(|| {
            let detail = "Numret kan inte läsas. Skriv ärendets nummer som det står i listan, till exempel \
                          A4CI-N5YP.";
            vec![Fault::new("not-a-case-number", detail)]
        })
    }

    fn shape() -> Shape {
        Shape::Text { limit: LONGEST_ID }
    }

    fn case_number(&self) -> Option<CaseNumber> {
        Some(self.clone())
    }
}

fn reference_term(id: &str) -> String {
    let reference: String = id.chars().take(REFERENCE).collect();
    format!("#{reference}")
}

/// What finds cases of somebody with the same name and birth date: the birth date and the longest words of
/// the name. Empty for a name without letters.
#[must_use]
pub fn namesake_terms(name: &str, birth_date: BirthDate) -> Vec<String> {
    let mut terms = longest(words(name));
    if terms.is_empty() {
        return terms;
    }
    terms.truncate(MOST_WORDS - 1);
    terms.push(birth_term(birth_date));
    terms
}

/// Whether two names are the same, whatever the order, accents and capitals.
#[must_use]
pub fn is_same_name(one: &str, other: &str) -> bool {
    let sorted = |name: &str| {
        let mut words = words(name);
        words.sort_unstable();
        words
    };
    sorted(one) == sorted(other)
}

/// What a search text asks for: ways to read it, each a list of terms that all have to be found, as
/// the beginning of a term of the case. Empty when the text is too short.
#[must_use]
pub fn asked(text: &str, today: Date) -> Vec<Vec<String>> {
    let letters = words(text).concat().chars().count();
    if letters < FEWEST_LETTERS {
        return Vec::new();
    }
    let parts: Vec<&str> = text.split_whitespace().collect();
    let date = |text: &str| read_birth_date(text, today).ok().map(date_term);
    let in_words = |part: &&str| match date(part).filter(|_| part.contains(is_hyphen)) {
        Some(date) => vec![date],
        None => words(part),
    };
    let with_references = |part: &&str| match read_reference(part) {
        Some(number) => vec![format!("#{number}")],
        None => in_words(part),
    };
    let mut ways = vec![
        longest(parts.iter().flat_map(in_words).collect()),
        longest(parts.iter().flat_map(with_references).collect()),
    ];
    ways.extend(date(text).map(|date| vec![date]));
    ways.sort_unstable();
    ways.dedup();
    ways.retain(|way| !way.is_empty());
    ways
}

/// The case's reference as lists show it, or its whole id.
fn read_reference(part: &str) -> Option<String> {
    let plain = folded(part);
    let mut halves = plain.split(is_hyphen);
    let half = REFERENCE / 2;
    let is_of_id = |text: &str| {
        text.chars()
            .all(|sign| matches!(sign, 'a'..='z' | '2'..='7'))
    };
    let whole = match (halves.next(), halves.next(), halves.next()) {
        (Some(id), None, None) if PublicId::parse(id).is_some() => id.to_owned(),
        (Some(one), None, None) if one.len() == REFERENCE => one.to_owned(),
        (Some(one), Some(two), None) if one.len() == half && two.len() == half => {
            format!("{one}{two}")
        }
        _ => return None,
    };
    is_of_id(&whole).then(|| whole.chars().take(REFERENCE).collect())
}

fn longest(mut words: Vec<String>) -> Vec<String> {
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.dedup();
    words.truncate(MOST_WORDS);
    words
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{asked, terms};
    use crate::public_id::PublicId;

    /// Whether a text finds the case, as the store compares.
    fn finds(text: &str, name: &str) -> bool {
        let terms = terms(
            name,
            date(1971, 2, 3).into(),
            PublicId::from_random([7; 16]),
        );
        let found = |word: &String| terms.iter().any(|term| term.starts_with(word.as_str()));
        asked(text, date(2026, 3, 5))
            .iter()
            .any(|way| way.iter().all(found))
    }

    #[test]
    fn a_person_is_found_by_any_part_of_the_name_however_it_is_written() {
        for (name, text) in [
            ("Örjan Åkesson", "orjan"),
            ("O\u{308}rjan A\u{30a}kesson", "Örjan"),
            ("Örjan Åkesson", "O\u{308}RJAN"),
            ("Örjan Åkesson", "Åkesson,  Örjan"),
            ("Örjan Åkesson", "Ö. Å."),
            ("Örjan Åkesson", "ÖÅ"),
            ("Anna-Maria Test", "Anna\u{2011}Maria"),
            ("Anna-Maria Test", "annamaria test"),
            ("Anna-Maria Test", "test maria"),
            ("Sean O\u{2019}Neil", "o'neil"),
            ("Sean O'Neil", "ONeil"),
            ("İbrahim Işık", "ibrahim isik"),
            ("Łukasz Groß", "lukasz gross"),
            ("أحمد محمد", "احمد"),
            ("Test Prov", "710203"),
            ("Test Prov", "1971-02-03"),
            ("Test Prov", "71\u{2011}02\u{2011}03 prov"),
            ("Test Prov", "3 februari 1971"),
            ("Test Prov", "3/2 1971"),
        ] {
            assert!(finds(text, name), "{text} finds {name}");
        }
        for text in ["orjan test", "4 februari 1971", "a", "Ö.", " - "] {
            assert!(!finds(text, "Örjan Åkesson"), "{text}");
        }
    }

    #[test]
    fn a_case_is_found_by_its_reference_as_lists_show_it() {
        let id = PublicId::from_random([7; 16]).to_string();
        let (one, two) = (id[..4].to_uppercase(), id[4..8].to_uppercase());
        for text in [
            format!("{one}-{two}"),
            format!("{one}{two}"),
            format!("{one}-{two} T. P."),
            format!("  {}\u{2011}{} ", one.to_lowercase(), two),
            id.clone(),
        ] {
            assert!(finds(&text, "Test Prov"), "{text}");
        }
        assert!(!finds(&format!("{one}-{two} Å."), "Test Prov"));
        assert!(!finds(&one, "Test Prov"), "half a reference");
    }
}

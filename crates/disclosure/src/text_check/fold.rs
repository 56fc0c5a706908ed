//! Text as it is compared: words of letters, each letter with everything that it can be read as.
//! Case, accents, look-alike letters, full width, invisible characters and foreign digits make no
//! difference. Every word knows where in the text it stands, so that a finding can be shown.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::confusable_detection::skeleton;
use vocabulary::text::is_invisible;

/// A letter or digit of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    /// What it can be read as: itself in lower case without accents first, then look-alikes.
    read_as: Vec<char>,
    /// Its value, if it is a digit in any script.
    digit: Option<char>,
    /// Its value, if it is a letter that looks like a digit: "l" and "O".
    like_digit: Option<char>,
}

impl Sign {
    /// Whether the two can be read as the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.read_as
            .iter()
            .any(|letter| other.read_as.contains(letter))
    }

    pub(super) fn reads(&self, letter: char) -> bool {
        self.read_as.contains(&letter)
    }

    pub(super) fn is_digit(&self) -> bool {
        self.digit.is_some()
    }

    /// The digit that it is, or looks like.
    pub(super) fn as_digit(&self) -> Option<char> {
        self.digit.or(self.like_digit)
    }

    fn plain(&self) -> char {
        self.digit
            .or_else(|| self.read_as.first().copied())
            .unwrap_or_default()
    }
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing but the change from letters to digits, or signs within a word: "Ami-na", "A.m.i".
    Joined,
    /// As between two words of a sentence.
    Space,
    /// Other signs, without the end of a sentence.
    Signs,
    /// The text begins, or a sentence ended.
    Sentence,
}

/// A run of letters and digits.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) signs: Vec<Sign>,
    /// Where in the text it stands, in bytes.
    pub(super) range: Range<usize>,
    pub(super) gap: Gap,
    /// The signs that stand between it and the word before.
    pub(super) between: String,
    /// As written, in lower case and composed, without what cannot be seen.
    pub(super) lower: String,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    /// Where a capital letter follows a small one, so that a new word may begin: "rumAmina".
    pub(super) humps: Vec<usize>,
    /// The word in plain letters, kept because every unit of the directory is compared with it.
    plain: String,
    /// Whether it is written, wholly or partly, with letters of another script than Latin.
    pub(super) foreign: bool,
}

impl Word {
    /// The word in plain letters: lower case, without accents.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// The runs of digits and of other signs in it, each as a word: "LMA87654321", "03FEB1980". All
    /// of them stand where the whole word stands. A number, with look-alikes or not, stays whole.
    pub(super) fn runs(&self) -> Vec<Self> {
        let digits = self.signs.iter().filter(|sign| sign.is_digit()).count();
        if digits == 0 || self.is_number() {
            return vec![self.clone()];
        }
        let written: Vec<char> = self.lower.chars().collect();
        let written: Vec<String> = written
            .chunk_by(|one, two| digit_value(*one).is_some() == digit_value(*two).is_some())
            .map(|run| run.iter().collect())
            .collect();
        let signs: Vec<&[Sign]> = self
            .signs
            .chunk_by(|one, two| one.is_digit() == two.is_digit())
            .collect();
        // A ligature or a raised digit is more signs than it is characters.
        let alike = signs.len() == written.len();
        let run = |(at, signs): (usize, &&[Sign])| {
            let plain: String = signs.iter().map(Sign::plain).collect();
            let lower = written.get(at).filter(|_| alike);
            Self {
                signs: signs.to_vec(),
                range: self.range.clone(),
                gap: if at == 0 { self.gap } else { Gap::Joined },
                between: if at == 0 {
                    self.between.clone()
                } else {
                    String::new()
                },
                lower: lower.unwrap_or(&plain).clone(),
                capital: at == 0 && self.capital,
                humps: Vec::new(),
                plain,
                foreign: self.foreign,
            }
        };
        signs.iter().enumerate().map(run).collect()
    }

    /// Whether all of it can be read as digits, and some of it is digits.
    pub(super) fn is_number(&self) -> bool {
        self.signs.iter().any(Sign::is_digit)
            && self.signs.iter().all(|sign| sign.as_digit().is_some())
    }

    /// Its digits, if it is a number.
    pub(super) fn number(&self) -> Option<String> {
        self.is_number()
            .then(|| self.signs.iter().filter_map(Sign::as_digit).collect())
    }

    /// Whether it begins a sentence.
    pub(super) fn begins_sentence(&self) -> bool {
        self.gap == Gap::Sentence
    }
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut between = String::new();
    let mut open = false;
    for (at, written) in text.char_indices() {
        let end = at + written.len_utf8();
        if is_invisible(written) {
            continue;
        }
        if is_combining_mark(written)
            && open
            && let Some(word) = words.last_mut()
        {
            word.lower.push(written);
            word.range.end = end;
            continue;
        }
        let signs = signs(written);
        if signs.is_empty() {
            between.push(written);
            open = false;
            continue;
        }
        if !open {
            let first = words.is_empty();
            words.push(Word {
                signs: Vec::new(),
                range: at..end,
                gap: gap(&between, first),
                between: std::mem::take(&mut between),
                lower: String::new(),
                capital: written.is_uppercase(),
                humps: Vec::new(),
                plain: String::new(),
                foreign: false,
            });
            open = true;
        }
        if let Some(word) = words.last_mut() {
            let after_small = word.lower.ends_with(char::is_lowercase);
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            if after_small
                && written.is_uppercase()
                && before.is_some_and(|before| !before.is_uppercase())
            {
                word.humps.push(word.signs.len());
            }
            word.foreign |= is_foreign(written);
            word.signs.extend(signs);
            word.range.end = end;
            word.lower.extend(written.to_lowercase());
        }
    }
    for word in &mut words {
        word.lower = word.lower.nfc().collect();
        word.plain = word.signs.iter().map(Sign::plain).collect();
        // A Greek letter before a word or a unit is a symbol: "β-blockerare", "μg".
        let mut letters = word.lower.chars();
        let symbol = !word.capital
            && letters
                .next()
                .is_some_and(|first| first.script() == Script::Greek);
        word.foreign &= !(symbol && letters.all(|letter| !is_foreign(letter)));
    }
    words
}

fn gap(between: &str, first: bool) -> Gap {
    let ends = |sign: char| matches!(sign, '.' | '!' | '?' | '\n' | '…');
    let trimmed = between.trim_end_matches([' ', '\u{a0}', '"', '(', '”', '“', '»', '«', '-', '–']);
    if first
        || between.contains('\n')
        || (trimmed.ends_with(ends) && between.chars().any(char::is_whitespace))
    {
        return Gap::Sentence;
    }
    if between.chars().all(char::is_whitespace) && !between.is_empty() {
        return Gap::Space;
    }
    if between.chars().any(char::is_whitespace) || between.chars().count() > 1 {
        return Gap::Signs;
    }
    Gap::Joined
}

/// Whether a letter is none that ordinary text in Latin script is written with: of another script, or
/// drawn as a small capital or in a circle. Full width and ligatures are ordinary in pasted text.
fn is_foreign(written: char) -> bool {
    let ordinary = matches!(
        written,
        '\0'..='\u{24f}'
            // The small letter of "Əliyev", and the marks of "Oʻzbek".
            | '\u{259}'
            | '\u{2b0}'..='\u{2ff}'
            | '\u{1e00}'..='\u{1eff}'
            // Roman numerals.
            | '\u{2160}'..='\u{2188}'
            | '\u{fb00}'..='\u{fb06}'
            | '\u{ff21}'..='\u{ff3a}'
            | '\u{ff41}'..='\u{ff5a}'
    );
    written.is_alphabetic() && !ordinary
}

/// What a character is compared as; empty for what is no letter and no digit.
fn signs(written: char) -> Vec<Sign> {
    if written.is_ascii() {
        return ascii(written).into_iter().collect();
    }
    let parts: Vec<char> = std::iter::once(written)
        .nfkd()
        .filter(|part| !is_combining_mark(*part) && !is_invisible(*part))
        .collect();
    if !parts.iter().any(|part| is_letter_or_digit(*part)) {
        return Vec::new();
    }
    if let [only] = parts.as_slice() {
        return vec![one(written, *only)];
    }
    parts
        .into_iter()
        .filter(|part| is_letter_or_digit(*part))
        .map(|part| one(part, part))
        .collect()
}

fn is_letter_or_digit(sign: char) -> bool {
    sign.is_alphanumeric()
}

fn ascii(written: char) -> Option<Sign> {
    if !written.is_ascii_alphanumeric() {
        return None;
    }
    let lower = written.to_ascii_lowercase();
    let mut read_as = vec![lower];
    // Digits that are written for letters, and the capital "I" that looks like a small "l".
    read_as.extend(match written {
        '0' => &['o'][..],
        '1' => &['l', 'i'],
        '3' => &['e'],
        '4' => &['a'],
        '5' => &['s'],
        '7' => &['t'],
        'I' => &['l'],
        _ => &[],
    });
    Some(Sign {
        read_as,
        digit: written.is_ascii_digit().then_some(written),
        like_digit: match written {
            'l' | 'I' => Some('1'),
            'o' | 'O' => Some('0'),
            _ => None,
        },
    })
}

/// A character that is not ASCII: itself, and every plain letter that it looks like, in either case.
fn one(written: char, base: char) -> Sign {
    if base.is_ascii()
        && let Some(sign) = ascii(base)
    {
        return sign;
    }
    let digit = digit_value(base);
    let mut read_as: Vec<char> = base.to_lowercase().collect();
    read_as.truncate(1);
    let upper: Vec<char> = base.to_uppercase().collect();
    let lower: Vec<char> = base.to_lowercase().collect();
    let forms = [vec![written], vec![base], lower, upper];
    for form in forms {
        let form: String = form.into_iter().collect();
        let like: Vec<char> = skeleton(&form)
            .filter(|letter| !is_combining_mark(*letter))
            .collect();
        if let [like] = like.as_slice() {
            let like = like.to_lowercase().next().unwrap_or(*like);
            if like.is_alphanumeric() && !read_as.contains(&like) {
                read_as.push(like);
            }
        }
    }
    Sign {
        read_as,
        digit,
        like_digit: None,
    }
}

/// The value of a decimal digit of any script, as an ASCII digit. Each script's digits stand in a
/// row from zero to nine that begins at a code point that ends in 0 or 6.
fn digit_value(sign: char) -> Option<char> {
    let decimal = |sign: char| sign.general_category() == GeneralCategory::DecimalNumber;
    if !decimal(sign) {
        return None;
    }
    let code = u32::from(sign);
    let nibble = code & 0xF;
    let from_zero = char::from_u32(code - nibble).is_some_and(decimal) && nibble < 10;
    let value = if from_zero {
        nibble
    } else {
        nibble.checked_sub(6)?
    };
    char::from_digit(value, 10)
}

/// Letters to look for, as a text's letters are compared.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(pub(super) Vec<Sign>);

impl Pattern {
    /// The letters and digits of a text, without what stands between them.
    pub(super) fn of(text: &str) -> Self {
        Self(
            words(text)
                .into_iter()
                .flat_map(|word| word.signs)
                .collect(),
        )
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn reversed(&self) -> Self {
        Self(self.0.iter().rev().cloned().collect())
    }

    /// How many signs of the text it takes up, if the text begins with it. "rn" reads as "m", and
    /// "vv" as "w".
    pub(super) fn begins(&self, text: &[&Sign]) -> Option<usize> {
        let mut at = 0;
        for sign in &self.0 {
            let here = text.get(at)?;
            let next = text.get(at + 1);
            let pair =
                |first, second| here.reads(first) && next.is_some_and(|next| next.reads(second));
            if sign.is(here) {
                at += 1;
            } else if (sign.reads('m') && pair('r', 'n')) || (sign.reads('w') && pair('v', 'v')) {
                at += 2;
            } else {
                return None;
            }
        }
        Some(at)
    }
}

/// All signs of some words in a row, with the word that each belongs to.
pub(super) struct Row<'a> {
    pub(super) signs: Vec<&'a Sign>,
    words: Vec<usize>,
    starts: Vec<bool>,
}

impl<'a> Row<'a> {
    pub(super) fn of(words: &'a [Word]) -> Self {
        let mut row = Self {
            signs: Vec::new(),
            words: Vec::new(),
            starts: Vec::new(),
        };
        for (number, word) in words.iter().enumerate() {
            for (place, sign) in word.signs.iter().enumerate() {
                row.signs.push(sign);
                row.words.push(number);
                row.starts.push(place == 0 || word.humps.contains(&place));
            }
        }
        row
    }

    /// Where a pattern stands: the words that it touches, and whether it begins and ends where
    /// words do. A genitive's "s" may follow.
    pub(super) fn find(&self, pattern: &Pattern) -> Vec<Found> {
        if pattern.len() == 0 {
            return Vec::new();
        }
        let places = 0..self.signs.len();
        places
            .filter_map(|at| {
                let taken = pattern.begins(self.signs.get(at..)?)?;
                let end = at + taken;
                let first = *self.words.get(at)?;
                let genitive = self.signs.get(end).is_some_and(|sign| sign.reads('s'));
                Some(Found {
                    words: first..self.words.get(end - 1)? + 1,
                    within: at.checked_sub(1).and_then(|at| self.words.get(at)) == Some(&first),
                    begins: self.starts_at(at),
                    ends: self.starts_at(end) || (genitive && self.starts_at(end + 1)),
                })
            })
            .collect()
    }

    fn starts_at(&self, at: usize) -> bool {
        self.starts.get(at).copied().unwrap_or(true)
    }
}

/// A place where a pattern stands.
pub(super) struct Found {
    /// The words that it touches.
    pub(super) words: Range<usize>,
    /// Whether something of the first word stands before it.
    pub(super) within: bool,
    pub(super) begins: bool,
    pub(super) ends: bool,
}

//! Text that people type: trimmed, bounded, without control characters and without what cannot be
//! seen.

mod invisible;
mod plain;

pub use invisible::{is_invisible, without_invisible};
pub use plain::{is_hyphen, plain};

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    mistake::Fault,
    reading::{Field, Raw, Reading, Shape, read_string},
    secret::Words,
};

/// A line of text: 1 to 200 characters, no line breaks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line(pub String);

/// Running text: 1 to 10 000 characters, line breaks kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose(pub String);

/// A telephone number as people write it, with an extension or a word after it: "010-123 45 67, växel".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone(pub String);

/// The fewest digits of a telephone number.
const FEWEST_DIGITS: usize = 5;
/// The most signs of a telephone number.
const LONGEST_PHONE: usize = 100;

impl Phone {
    /// Reads a number.
    ///
    /// # Errors
    /// When it does not begin as a number, or has too few digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = plain(text);
        let text = text.trim();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let begins = text.starts_with(|sign: char| sign.is_ascii_digit() || "+(".contains(sign));
        if begins && digits >= FEWEST_DIGITS && text.chars().count() <= LONGEST_PHONE {
            return Ok(Self(text.to_owned()));
        }
        Err(Fault::new(
            "not-a-phone-number",
            "Skriv telefonnumret med siffror, till exempel 010-123 45 67.",
        ))
    }
}

impl Field for Phone {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        Self::parse(&read_string(raw)?).map_err(|fault| vec![fault])
    }

    fn shape() -> Shape {
        Shape::Text {
            limit: LONGEST_PHONE,
        }
    }
}

/// A language as a BCP 47 tag, such as `ar`, `prs` or `uk` (api.md).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Language(pub String);

macro_rules! typed_words {
    ($( $name:ident ),+) => {
        $(
            impl $name {
                /// The text as a [`Secret`](crate::secret::Secret).
                #[must_use]
                pub fn secret(&self) -> Words {
                    Words::new(self.0.clone())
                }
            }

            /// Prints the type's name only, so that text about a person never reaches a log.
            impl fmt::Debug for $name {
                fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                    out.write_str(stringify!($name))
                }
            }
        )+
    };
}

typed_words!(Line, Prose);

/// Longest [`Line`], in characters.
pub const LINE_LIMIT: usize = 200;
/// Longest [`Prose`], in characters.
pub const PROSE_LIMIT: usize = 10_000;

/// A text from outside for use in a Swedish line: one in a script that is written from the right is
/// isolated, so that it does not turn the numbers beside it round.
#[must_use]
pub fn isolated(text: &str) -> std::borrow::Cow<'_, str> {
    let from_the_right = |sign: char| matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    if text.chars().any(from_the_right) {
        format!("\u{2068}{text}\u{2069}").into()
    } else {
        text.into()
    }
}

/// A line as it is kept: as [`tidied`], with one space between words.
#[must_use]
pub fn tidy_line(text: &str) -> String {
    let tidied = tidied(text, false);
    tidied.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Running text as it is kept: as [`tidied`], without space around it.
#[must_use]
pub fn tidied_prose(text: &str) -> String {
    tidied(text, true).trim().to_owned()
}

/// A text as it is kept: composed (NFC), without what cannot be seen and without control characters,
/// which come with what is pasted from other programs. Every kind of line break is one; in a line it
/// becomes a space.
fn tidied(text: &str, breaks: bool) -> String {
    let text: String = without_invisible(text).nfc().collect();
    let mut kept = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\r' if signs.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                kept.push(if breaks { '\n' } else { ' ' });
            }
            '\t' => kept.push(if breaks { '\t' } else { ' ' }),
            _ if sign.is_control() => {}
            _ => kept.push(sign),
        }
    }
    kept
}

fn bounded(raw: &Raw<'_>, limit: usize, breaks: bool) -> Reading<String> {
    let text = tidied(&read_string(raw)?, breaks);
    let text = text.trim();
    if text.is_empty() {
        return Err(vec![Fault::new(
            "required",
            "Skriv något här. Fältet är tomt.",
        )]);
    }
    if text.chars().count() > limit {
        return Err(vec![Fault::new(
            "too-long",
            format!("Texten är för lång. Skriv högst {limit} tecken."),
        )]);
    }
    Ok(text.to_owned())
}

impl Field for Line {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        bounded(raw, LINE_LIMIT, false).map(Self)
    }

    fn shape() -> Shape {
        Shape::Text { limit: LINE_LIMIT }
    }
}

impl Field for Prose {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        bounded(raw, PROSE_LIMIT, true).map(Self)
    }

    fn shape() -> Shape {
        Shape::Text { limit: PROSE_LIMIT }
    }
}

impl Field for Language {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let text = read_string(raw)?.trim().to_lowercase();
        let mut parts = text.split('-');
        let primary = parts.next().unwrap_or_default();
        let well_formed = (2..=3).contains(&primary.len())
            && primary.bytes().all(|b| b.is_ascii_lowercase())
            && parts.all(|part| {
                (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        if well_formed && text.len() <= 35 {
            Ok(Self(text))
        } else {
            Err(vec![Fault::new(
                "not-a-language",
                "Språket känns inte igen. Ange språkets kod, till exempel ar för arabiska.",
            )])
        }
    }

    fn shape() -> Shape {
        Shape::Language
    }
}

impl Language {
    /// The language's Swedish name if patient copies exist in that language, otherwise its code.
    #[must_use]
    pub fn swedish(&self) -> &str {
        let primary = self.0.split('-').next().unwrap_or_default();
        match primary {
            "ar" => "arabiska",
            "prs" => "dari",
            "fa" => "persiska (farsi)",
            "ps" => "pashto",
            "so" => "somaliska",
            "ti" => "tigrinska",
            "uk" => "ukrainska",
            "ru" => "ryska",
            "en" => "engelska",
            "es" => "spanska",
            "tr" => "turkiska",
            "sv" => "svenska",
            "ku" | "kmr" | "ckb" => "kurdiska",
            "am" => "amhariska",
            "sq" => "albanska",
            "ka" => "georgiska",
            "mn" => "mongoliska",
            "bs" | "hr" | "sr" => "bosniska/kroatiska/serbiska",
            _ => &self.0,
        }
    }

    /// Whether a person with this language needs no interpreter.
    #[must_use]
    pub fn is_swedish(&self) -> bool {
        self.0 == "sv" || self.0.starts_with("sv-")
    }
}

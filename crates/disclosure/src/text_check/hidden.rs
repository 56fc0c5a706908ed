//! What is written in code within a text: percent signs, also twice, and base64.

use std::{collections::BTreeSet, ops::Range};

use base64::{
    Engine as _,
    alphabet::{Alphabet, STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use percent_encoding::percent_decode_str;

/// A piece of text that can be read in another way.
pub(super) struct Hidden {
    pub(super) range: Range<usize>,
    /// What it reads as, decoded, each reading once.
    pub(super) readings: Vec<String>,
    /// Whether there is more than was read.
    pub(super) cut_short: bool,
}

/// How often something may be written in code, one within the other.
const DEPTH: usize = 3;
/// Shorter pieces of base64 say nothing.
const SHORTEST: usize = 6;
/// How many readings of a text are read, and how many bytes of them all together: more than any
/// letter needs, and little enough to be compared at once.
const MOST_READINGS: usize = 500;
const MOST_BYTES: usize = 40_000;

/// The pieces between spaces, and their parts between punctuation, that can be decoded.
pub(super) fn in_text(text: &str) -> Vec<Hidden> {
    let mut found = Vec::new();
    let mut seen = Seen::default();
    let mut start = None;
    for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        match (sign.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                start = None;
                let piece = text.get(from..at).unwrap_or_default();
                let (readings, cut_short) = seen.readings(piece);
                if !readings.is_empty() || cut_short {
                    found.push(Hidden {
                        range: from..at,
                        readings,
                        cut_short,
                    });
                }
            }
            (false, Some(_)) | (true, None) => {}
        }
    }
    found
}

/// How much of a text's hidden pieces has been read.
#[derive(Default)]
struct Seen {
    readings: usize,
    bytes: usize,
}

impl Seen {
    /// The readings of a piece, and whether some were left out.
    fn readings(&mut self, piece: &str) -> (Vec<String>, bool) {
        let mut readings: Vec<String> = Vec::new();
        let mut known = BTreeSet::from([piece.to_owned()]);
        let mut now = vec![piece.to_owned()];
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for reading in now.iter().flat_map(|piece| decoded(piece)) {
                if !known.insert(reading.clone()) {
                    continue;
                }
                self.readings += 1;
                self.bytes += reading.len();
                if self.readings > MOST_READINGS || self.bytes > MOST_BYTES {
                    return (readings, true);
                }
                readings.push(reading.clone());
                next.push(reading);
            }
            now = next;
        }
        (readings, false)
    }
}

fn decoded(piece: &str) -> BTreeSet<String> {
    let mut decoded = BTreeSet::new();
    if piece.contains('%') {
        let text = percent_decode_str(piece).decode_utf8_lossy().into_owned();
        decoded.extend((text != piece).then_some(text));
    }
    let in_code = |sign: char| sign.is_ascii_alphanumeric() || "+/-_=".contains(sign);
    for part in piece.split(|sign| !in_code(sign)) {
        for part in std::iter::once(part).chain(part.split(['=', '/'])) {
            decoded.extend(from_base64(part));
        }
    }
    decoded
}

fn from_base64(part: &str) -> Option<String> {
    let part = part.trim_end_matches('=');
    // An ordinary word has no digits and no capital letter after the first.
    let coded = |sign: char| sign.is_ascii_digit() || sign.is_ascii_uppercase();
    if part.len() < SHORTEST || !part.chars().skip(1).any(coded) {
        return None;
    }
    let read = |alphabet: &Alphabet| {
        let config = GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true);
        let bytes = GeneralPurpose::new(alphabet, config).decode(part).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        // A newline at the end is what "echo" leaves there.
        let text = text.trim_end().to_owned();
        let readable = text
            .chars()
            .all(|sign| sign.is_alphanumeric() || sign.is_ascii_punctuation() || sign == ' ');
        readable.then_some(text)
    };
    read(&STANDARD).or_else(|| read(&URL_SAFE))
}

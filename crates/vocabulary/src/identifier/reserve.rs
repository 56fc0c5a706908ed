//! Reserve numbers: the national format, Västra Götaland's, and the other regions' that a patient
//! may bring.
//!
//! Formats and check digits are those that Inera publishes for national and local reserve
//! identities. The regions' patterns overlap, so the scheme of a number without a check digit is
//! the most likely one, and no proof of who issued it.

use jiff::civil::Date;

use super::{IdentifierMistake, Typed, date_of, luhn};

/// The region or organisation whose format a reserve number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReserveScheme {
    /// Nationell reservidentitet (NRID), `XXYYMMDDNNGC`.
    National,
    /// Västra Götaland's present format, `YYYYMMDD` + K, M or X + serial + check digit.
    VastraGotaland,
    /// Västra Götaland's old numbers that lack the present format (GRID).
    VastraGotalandOld,
    /// Region Stockholm, `99YYYYNNNNNC`.
    Stockholm,
    /// Region Skåne.
    Skane,
    /// Region Örebro län.
    Orebro,
    /// Region Värmland.
    Varmland,
    /// Region Blekinge.
    Blekinge,
    /// Region Västernorrland.
    Vasternorrland,
    /// Inera's own format, also used by Region Halland: day 32–59.
    Inera,
}

impl ReserveScheme {
    /// The name of the format in Swedish, as written after "formatet".
    #[must_use]
    pub fn swedish(self) -> &'static str {
        match self {
            Self::National => "nationellt reservnummer",
            Self::VastraGotaland => "VGR",
            Self::VastraGotalandOld => "VGR (gammalt)",
            Self::Stockholm => "Region Stockholm",
            Self::Skane => "Region Skåne",
            Self::Orebro => "Region Örebro län",
            Self::Varmland => "Region Värmland",
            Self::Blekinge => "Region Blekinge",
            Self::Vasternorrland => "Region Västernorrland",
            Self::Inera => "Inera eller Region Halland",
        }
    }

    /// The FHIR `system`; none where none is defined.
    #[must_use]
    pub fn system(self) -> Option<&'static str> {
        match self {
            Self::National => Some("http://electronichealth.se/identifier/nationelltReservnummer"),
            Self::VastraGotaland => Some("urn:oid:1.2.752.113.11.0.2.1.1.1"),
            Self::Stockholm => Some("urn:oid:1.2.752.97.3.1.3"),
            Self::Orebro => Some("urn:oid:1.2.752.74.9.3"),
            Self::Varmland => Some("urn:oid:1.2.752.74.9.2"),
            Self::Blekinge => Some("urn:oid:1.2.752.74.9.5"),
            Self::Inera => Some("urn:oid:1.2.752.129.2.1.3.2"),
            // Old VGR numbers have none; for Skåne and Västernorrland the sources disagree or
            // give only a part.
            Self::VastraGotalandOld | Self::Skane | Self::Vasternorrland => None,
        }
    }
}

const LONG: usize = 12;
const SKANE_SHORT: usize = 10;

/// Parses a reserve number into its stored form: upper case, no separators.
pub(super) fn read(typed: &Typed) -> Result<String, IdentifierMistake> {
    if typed.text.contains(['/', '+']) {
        return Err(IdentifierMistake::ForbiddenCharacter);
    }
    let bare = typed.bare();
    classify(&bare)?;
    Ok(bare)
}

/// The scheme of a stored number.
pub(super) fn scheme(stored: &str) -> Option<ReserveScheme> {
    classify(stored).ok()
}

/// The birth date in a stored number.
pub(super) fn birth_date(stored: &str) -> Option<Date> {
    let eight = stored.get(..8)?;
    match classify(stored).ok()? {
        ReserveScheme::National => national_birth_date(eight),
        ReserveScheme::VastraGotaland
        | ReserveScheme::VastraGotalandOld
        | ReserveScheme::Orebro
        | ReserveScheme::Varmland
        | ReserveScheme::Blekinge
        | ReserveScheme::Vasternorrland
        | ReserveScheme::Skane => date_of(eight),
        // Stockholm's contains the year of issue, Inera's the month and an invented day.
        ReserveScheme::Stockholm | ReserveScheme::Inera => None,
    }
}

fn classify(bare: &str) -> Result<ReserveScheme, IdentifierMistake> {
    match bare.len() {
        LONG => {}
        SKANE_SHORT if skane_short(bare) => return Ok(ReserveScheme::Skane),
        8 if all_digits(bare) => return Err(IdentifierMistake::LooksLikeLmaNumber),
        10 if all_digits(bare) => return Err(IdentifierMistake::LooksLikePersonalNumber),
        _ => return Err(IdentifierMistake::UnknownReserveFormat),
    }
    let (Some(front), Some(last_four)) = (bare.get(..8), bare.get(8..)) else {
        return Err(IdentifierMistake::UnknownReserveFormat);
    };
    if !all_digits(front) {
        return Err(IdentifierMistake::UnknownReserveFormat);
    }
    if all_digits(last_four) {
        return digits_only(bare, front);
    }
    // A real century of birth means a regional number; anything else is the national number's
    // shifted century.
    if matches!(front.get(..2), Some("18" | "19" | "20" | "21")) {
        return regional(bare, front, last_four);
    }
    match national(bare, front, last_four) {
        Err(IdentifierMistake::UnknownReserveFormat) if is_old_vgr(last_four) => {
            Ok(ReserveScheme::VastraGotalandOld)
        }
        settled => settled,
    }
}

/// Twelve digits: Stockholm, Inera, or no reserve number at all.
fn digits_only(bare: &str, front: &str) -> Result<ReserveScheme, IdentifierMistake> {
    let number = |range: std::ops::Range<usize>| -> u16 {
        front
            .get(range)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0)
    };
    if number(0..2) == 99 {
        // The year of issue; Inera's page says from 1980 and gives an example from 1945.
        return if !(1900..=2299).contains(&number(2..6)) {
            Err(IdentifierMistake::UnknownReserveFormat)
        } else if bare.get(4..).is_some_and(luhn::holds) {
            Ok(ReserveScheme::Stockholm)
        } else {
            Err(IdentifierMistake::WrongCheckDigit)
        };
    }
    if !(1..=12).contains(&number(4..6)) || !(18..=21).contains(&number(0..2)) {
        return Err(IdentifierMistake::UnknownReserveFormat);
    }
    match number(6..8) {
        32..=59 if bare.get(2..).is_some_and(luhn::holds) => Ok(ReserveScheme::Inera),
        32..=59 => Err(IdentifierMistake::WrongCheckDigit),
        61..=91 => Err(IdentifierMistake::IsCoordinationNumber),
        1..=31 => Err(IdentifierMistake::LooksLikePersonalNumber),
        _ => Err(IdentifierMistake::UnknownReserveFormat),
    }
}

/// `YYYYMMDD` and four characters of which at least one is a letter.
fn regional(bare: &str, front: &str, last_four: &str) -> Result<ReserveScheme, IdentifierMistake> {
    let real_date = date_of(front).is_some();
    if is_vgr(last_four) {
        return if !real_date {
            Err(IdentifierMistake::NoSuchDate)
        } else if !vgr_check_holds(bare) {
            Err(IdentifierMistake::WrongCheckDigit)
        } else if vgr_serial_fits(last_four) {
            Ok(ReserveScheme::VastraGotaland)
        } else {
            // The check digit shows that the number is correct; the serial shows that it was issued
            // before the present format.
            Ok(ReserveScheme::VastraGotalandOld)
        };
    }
    if is_old_vgr(last_four) {
        return Ok(ReserveScheme::VastraGotalandOld);
    }
    let Some(scheme) = by_last_four(last_four) else {
        return Err(IdentifierMistake::UnknownReserveFormat);
    };
    if real_date {
        Ok(scheme)
    } else {
        Err(IdentifierMistake::NoSuchDate)
    }
}

/// The region with this pattern of the last four characters. Narrow patterns are tried before
/// Blekinge's wide one.
fn by_last_four(last_four: &str) -> Option<ReserveScheme> {
    let [a, b, c, d] = <[u8; 4]>::try_from(last_four.as_bytes()).ok()?;
    let letter = |byte: u8| byte.is_ascii_uppercase();
    let digit = |byte: u8| byte.is_ascii_digit();
    if skane_last_four(last_four) {
        Some(ReserveScheme::Skane)
    } else if a == b'T' && letter(b) && digit(c) && (b'A'..=b'J').contains(&d) {
        Some(ReserveScheme::Orebro)
    } else if a == b'S'
        && b"FUXPL".contains(&b)
        && digit(c)
        && ((letter(d) && d != b'V') || (b'1'..=b'9').contains(&d))
    {
        Some(ReserveScheme::Varmland)
    } else if digit(a) && digit(b) && digit(c) && d == b'R' {
        Some(ReserveScheme::Vasternorrland)
    } else if letter(a) && letter(b) && digit(c) && letter(d) {
        Some(ReserveScheme::Blekinge)
    } else {
        None
    }
}

fn skane_last_four(last_four: &str) -> bool {
    matches!(
        last_four.as_bytes(),
        [b'D' | b'E' | b'F', b'A'..=b'Z', b'0' | b'1', b'A'..=b'Z']
    )
}

/// Skåne's form without century.
fn skane_short(bare: &str) -> bool {
    let (Some(front), Some(last_four)) = (bare.get(..6), bare.get(6..)) else {
        return false;
    };
    // Either century makes a date: 2000 was a leap year and 1900 was not.
    all_digits(front) && skane_last_four(last_four) && date_of(&format!("20{front}")).is_some()
}

fn is_vgr(last_four: &str) -> bool {
    matches!(last_four.as_bytes(), [b'K' | b'M' | b'X', rest @ ..] if rest.iter().all(u8::is_ascii_digit))
}

fn is_old_vgr(last_four: &str) -> bool {
    matches!(last_four.as_bytes(), [b'A'..=b'Z', rest @ ..] if rest.iter().all(u8::is_ascii_digit))
        && !is_vgr(last_four)
}

/// Luhn over positions 3–11 with K = 5, M = 7, X = 8.
fn vgr_check_holds(bare: &str) -> bool {
    let values: Option<Vec<u32>> = bare
        .chars()
        .skip(2)
        .map(|letter| match letter {
            'K' => Some(5),
            'M' => Some(7),
            'X' => Some(8),
            _ => letter.to_digit(10),
        })
        .collect();
    check_holds(values)
}

/// Serial 06–79, odd for M and even for K, or 80–89 for X.
fn vgr_serial_fits(last_four: &str) -> bool {
    let serial: u8 = last_four
        .get(1..3)
        .and_then(|serial| serial.parse().ok())
        .unwrap_or(0);
    match last_four.as_bytes().first() {
        Some(b'K') => (6..=79).contains(&serial) && serial.is_multiple_of(2),
        Some(b'M') => (6..=79).contains(&serial) && !serial.is_multiple_of(2),
        Some(b'X') => (80..=89).contains(&serial),
        Some(_) | None => false,
    }
}

/// `XXYYMMDDNNGC`: shifted century, date, two letters, sex, check digit.
fn national(bare: &str, front: &str, last_four: &str) -> Result<ReserveScheme, IdentifierMistake> {
    // Letters that are easily mistaken for digits or for each other are not used.
    let letter = |byte: u8| byte.is_ascii_uppercase() && !b"IOQVW".contains(&byte);
    let [first, second, sex, check] = <[u8; 4]>::try_from(last_four.as_bytes())
        .map_err(|_| IdentifierMistake::UnknownReserveFormat)?;
    if !letter(first)
        || !letter(second)
        || !(letter(sex) || sex.is_ascii_digit())
        || !check.is_ascii_digit()
    {
        return Err(IdentifierMistake::UnknownReserveFormat);
    }
    let dated = match front.get(..2) {
        // Unknown date: a serial that cannot be mistaken for a date.
        Some("00") => {
            let part = |range: std::ops::Range<usize>| -> u8 {
                front
                    .get(range)
                    .and_then(|digits| digits.parse().ok())
                    .unwrap_or(0)
            };
            (20..=99).contains(&part(4..6)) && (40..=59).contains(&part(6..8))
        }
        Some(_) | None => national_birth_date(front).is_some(),
    };
    if !dated {
        return Err(IdentifierMistake::NoSuchDate);
    }
    let values = bare
        .chars()
        .enumerate()
        .map(|(index, letter)| match letter.to_digit(10) {
            Some(digit) => Some(digit),
            // A letter counts as its ASCII code.
            None => (index < LONG - 1).then_some(u32::from(letter)),
        })
        .collect();
    if check_holds(values) {
        Ok(ReserveScheme::National)
    } else {
        Err(IdentifierMistake::WrongCheckDigit)
    }
}

/// The birth date from a shifted century: birth century + 3, + 6, … + 78.
fn national_birth_date(front: &str) -> Option<Date> {
    let shifted: u8 = front.get(..2)?.parse().ok()?;
    if !(22..=98).contains(&shifted) {
        return None;
    }
    let century = match shifted % 3 {
        1 => 19,
        2 => 20,
        _ => return None,
    };
    date_of(&format!("{century}{}", front.get(2..8)?))
}

fn check_holds(values: Option<Vec<u32>>) -> bool {
    values.is_some_and(|values| {
        values
            .split_last()
            .is_some_and(|(check, body)| luhn::check_digit(body) == *check)
    })
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

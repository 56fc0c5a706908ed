//! The LMA number: eight digits, shown `XX-XXXXXX`. No check digit is published.

use super::{IdentifierMistake, Typed};

/// Digits before the hyphen when the number is shown.
pub(super) const HYPHEN_AFTER: usize = 2;
const LENGTH: usize = 8;
/// Older cards have six digits before the number. Their meaning is not published, so they are
/// skipped and not stored.
const OLD_CARD_PREFIX: usize = 6;
const SERIAL_LIMIT: usize = 2;

/// Reads the number and the card's serial: `XX-XXXXXX`, `XX-XXXXXX/N`, and the older cards'
/// `xxxxxx xx-xxxxxx/xx` of up to sixteen digits.
pub(super) fn read(typed: &Typed) -> Result<(String, Option<String>), IdentifierMistake> {
    if typed.has_letter() {
        return Err(IdentifierMistake::LooksLikeReserveNumber);
    }
    let (front, serial) = match typed.text.split_once('/') {
        Some((front, serial)) => (front, Some(serial)),
        None => (typed.text.as_str(), None),
    };
    if front.contains('+') || serial.is_some_and(|serial| serial.contains(['/', '+', '-'])) {
        return Err(IdentifierMistake::ForbiddenCharacter);
    }
    let digits: String = front.chars().filter(char::is_ascii_digit).collect();
    let (number, run_on) = match digits.len() {
        LENGTH => (digits.as_str(), ""),
        // Six digits, the number and perhaps the serial, without separators.
        14..=16 => digits.split_at(OLD_CARD_PREFIX).1.split_at(LENGTH),
        10 | 12 => return Err(IdentifierMistake::LooksLikePersonalNumber),
        _ => return Err(IdentifierMistake::LmaLength),
    };
    let serial = match (serial, run_on) {
        (None, "") => None,
        (None, run_on) => Some(run_on),
        (Some(serial), "") if (1..=SERIAL_LIMIT).contains(&serial.len()) => Some(serial),
        (Some(_), _) => return Err(IdentifierMistake::LmaLength),
    };
    // Nobody has this number. If it were typed to get past a form, strangers would share a number.
    if number.bytes().all(|byte| byte == b'0') {
        return Err(IdentifierMistake::Placeholder);
    }
    Ok((number.to_owned(), serial.map(str::to_owned)))
}

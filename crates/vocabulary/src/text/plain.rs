//! Numbers, dates and codes as they are pasted: other hyphens, other digits, what cannot be seen.

use super::is_invisible;

/// Whether a sign is a hyphen, dash or minus that a keyboard or a copied document may have.
#[must_use]
pub fn is_hyphen(sign: char) -> bool {
    matches!(
        sign,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// The text with plain hyphens, digits 0 to 9 and spaces, and without what cannot be seen. For what is
/// read as a number, a date, a time or a code, never for a name or prose.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            _ if is_hyphen(sign) => plain.push('-'),
            _ if sign.is_whitespace() => plain.push(' '),
            _ if is_invisible(sign) || sign.is_control() => {}
            _ => plain.push(digit(sign).unwrap_or(sign)),
        }
    }
    plain
}

/// The digit 0 to 9 of an Arabic, Persian or full-width digit.
fn digit(sign: char) -> Option<char> {
    let zero = match sign {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return None,
    };
    char::from_digit(u32::from(sign) - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_is_pasted_reads_as_if_it_had_been_typed() {
        for (pasted, typed) in [
            ("12\u{2011}345678", "12-345678"),
            ("12\u{200b}-345678\u{feff}", "12-345678"),
            ("\u{202d}2026\u{2012}03\u{2212}05\u{202c}", "2026-03-05"),
            ("461\u{a0}30", "461 30"),
            ("\u{661}\u{662}-\u{6f3}\u{ff14}", "12-34"),
            ("Rum 4\u{0}", "Rum 4"),
        ] {
            assert_eq!(plain(pasted), typed, "{pasted:?}");
        }
    }
}

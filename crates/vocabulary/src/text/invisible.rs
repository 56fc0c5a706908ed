//! Characters that cannot be seen: they hide a name from a comparison and a reader sees nothing.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};
use unicode_script::{Script, UnicodeScript as _};

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Whether a character is written and not seen: zero-width characters, soft hyphens, direction
/// marks, fillers, variation selectors.
#[must_use]
pub fn is_invisible(sign: char) -> bool {
    if sign.is_ascii() {
        return false;
    }
    // Signs of Arabic, Syriac and Kaithi that are of the same category and are seen.
    let seen = matches!(
        sign,
        '\u{600}'..='\u{605}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{110bd}'
            | '\u{110cd}'
    );
    // Characters of other categories that Unicode says to draw as nothing.
    let drawn_as_nothing = matches!(
        sign,
        '\u{34f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{2065}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    drawn_as_nothing || (!seen && sign.general_category() == GeneralCategory::Format)
}

/// The text without what cannot be seen. The two joiners stay between letters of Arabic script,
/// where they change how a word is written.
#[must_use]
pub fn without_invisible(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut joiner = None;
    // Whether the last letter is Arabic; vowel signs may follow it. Kept, since looking back for it
    // at each joiner would take a text of joiners and vowel signs very long.
    let mut arabic = false;
    for sign in text.chars() {
        if is_invisible(sign) {
            let joins = matches!(sign, ZERO_WIDTH_NON_JOINER | ZERO_WIDTH_JOINER);
            joiner = joiner.or((joins && arabic).then_some(sign));
            continue;
        }
        kept.extend(joiner.take().filter(|_| is_arabic_letter(sign)));
        kept.push(sign);
        if sign.general_category() != GeneralCategory::NonspacingMark {
            arabic = is_arabic_letter(sign);
        }
    }
    kept
}

fn is_arabic_letter(sign: char) -> bool {
    sign.is_alphabetic() && sign.script() == Script::Arabic
}

#[cfg(test)]
mod tests {
    use super::{is_invisible, without_invisible};

    #[test]
    fn what_cannot_be_seen_is_dropped_and_the_rest_is_kept_as_it_is() {
        for (typed, kept) in [
            ("Ami\u{200b}na", "Amina"),
            ("Ami\u{ad}na", "Amina"),
            ("\u{202e}animA\u{202c}", "animA"),
            ("\u{2066}Amina\u{2069}\u{200e}\u{200f}\u{61c}", "Amina"),
            ("Ami\u{2060}na\u{feff}", "Amina"),
            ("A\u{e0041}mina\u{fe0f}", "Amina"),
            ("Ami\u{34f}na\u{3164}", "Amina"),
            ("Rum 12, å ä ö é – ”så”", "Rum 12, å ä ö é – ”så”"),
        ] {
            assert_eq!(without_invisible(typed), kept);
        }
        assert!(!is_invisible('\u{600}'), "an Arabic sign that is seen");
    }

    #[test]
    fn joiners_stay_between_arabic_letters_only() {
        // "Mi-khaham" with the zero-width non-joiner that Persian spelling asks for.
        let persian = "می\u{200c}خواهم";
        assert_eq!(without_invisible(persian), persian);
        let with_vowel = "مِ\u{200c}خ";
        assert_eq!(without_invisible(with_vowel), with_vowel);
        assert_eq!(without_invisible("Fat\u{200d}ima"), "Fatima");
        assert_eq!(without_invisible("\u{200c}می"), "می");
        assert_eq!(without_invisible("می\u{200c} A"), "می A");
        assert_eq!(without_invisible("می\u{200c}\u{200c}خ"), "می\u{200c}خ");
    }

    #[test]
    fn a_long_text_of_vowel_signs_and_joiners_takes_no_time() {
        let text = format!("م{}", "\u{650}\u{200c}".repeat(20_000));
        let began = std::time::Instant::now();
        let kept = without_invisible(&text);
        assert!(began.elapsed() < std::time::Duration::from_secs(2));
        // A joiner stays before a letter only.
        assert_eq!(kept.chars().count(), 20_001);
    }
}

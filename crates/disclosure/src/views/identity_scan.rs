//! Detects whether text that people typed names somebody or something: the patient, kin, a unit. It
//! checks what is sent without names. Text with a finding is refused, never corrected.

use domain::Case;
use percent_encoding::percent_decode_str;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Whether a typed text names the person, one of the person's numbers, or a unit. A ward's name
/// reveals the diagnosis.
pub(super) fn names_somebody(case: &Case, text: &str) -> bool {
    let (said, even) = (words(text), words(text).concat());
    let numbers = case
        .identifiers
        .iter()
        .map(|known| known.identifier.stored().to_lowercase());
    let person = words(case.person.name.reveal());
    names_a_unit(case, text)
        || numbers
            .into_iter()
            .any(|name| !name.is_empty() && even.contains(&name))
        || person
            .iter()
            .filter(|part| part.chars().count() > 1)
            .any(|part| said.iter().any(|word| is_or_is_of(word, part)))
}

/// Whether a word is a name, possibly in the genitive: "Aminas".
fn is_or_is_of(word: &str, name: &str) -> bool {
    word.strip_prefix(name)
        .is_some_and(|rest| ["", "s"].contains(&rest))
}

/// Parts of words that reveal where in the care somebody is: "medicinavdelningen",
/// "infektionskliniken", "barnmottagning", "psykiatrin". Normalised as [`words`] does.
const WARDS: [&str; 14] = [
    "avdelning",
    "klinik",
    "mottagning",
    "vardenhet",
    "vardcentral",
    "psyk",
    "dialys",
    "onkolog",
    "forlossning",
    "beroende",
    "infektion",
    "intensiv",
    "kirurg",
    "akuten",
];
/// The same, as whole words.
const SHORT: [&str; 7] = ["avd", "mott", "bup", "iva", "bb", "bvc", "mvc"];

/// Whether a text names a ward, a clinic or a unit that is or was a party. A ward is recognised by
/// a few words of its name or by its kind alone; what looks like a ward counts as one.
pub(super) fn names_a_unit(case: &Case, text: &str) -> bool {
    let said = words(text);
    let numbered = |word: &str, start: &str| {
        word.strip_prefix(start)
            .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))
    };
    let ward = |word: &String| {
        // Migrationsverket's own unit is not a ward.
        word != "mottagningsenhet"
            && word != "mottagningsenheten"
            && (SHORT.contains(&word.as_str())
                || word == "avdeln"
                || numbered(word, "avd")
                || WARDS.iter().any(|ward| word.contains(ward)))
    };
    let even = said.concat();
    said.iter().any(ward)
        || case
            .parties
            .values()
            .chain(case.former_parties.iter().map(|(party, _)| party))
            .map(|party| words(&party.unit.name).concat())
            .any(|name| !name.is_empty() && even.contains(&name))
}

/// The words of a text, without case, accents and the percent signs of links.
fn words(text: &str) -> Vec<String> {
    percent_decode_str(text)
        .decode_utf8_lossy()
        .to_lowercase()
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .collect::<String>()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

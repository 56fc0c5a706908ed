//! Whether the name of a place to meet is neutral: it says neither ward nor clinic nor group, and
//! nothing that is a number, a link or code. Stricter than the check of prose, since a name is short
//! and an administrator can choose another.

use unicode_script::{Script, UnicodeScript as _};

use super::{
    UnitNames,
    fold::{Gap, Row, Word},
    numbers, units, words,
};

/// Why a name cannot be that of a neutral place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceMistake {
    /// It has signs that no name of a place has.
    Signs,
    /// It has a number that may be a room, a ward or a person's.
    Number,
    /// It says a ward, a clinic, a specialty or a unit of the directory.
    Unit,
    /// It says which patients are meant.
    Group,
}

impl PlaceMistake {
    /// A stable code for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Signs => "not-a-place",
            Self::Number => "place-has-a-number",
            Self::Unit => "place-names-a-unit",
            Self::Group => "place-names-a-group",
        }
    }

    /// What to write instead, in Swedish.
    #[must_use]
    pub fn swedish(self) -> &'static str {
        match self {
            Self::Signs => {
                "Skriv bara ett namn på en plats, med bokstäver, mellanslag, komma, punkt och bindestreck: \
                 till exempel Huvudentrén."
            }
            Self::Number => {
                "Ta bort numret. Det kan läsas som ett rum, en avdelning eller en person. Bara Entré, Ingång, \
                 Port och Hus får ha en eller två siffror."
            }
            Self::Unit => {
                "Namnet pekar ut en avdelning, en mottagning eller en annan enhet och visar vilken vård någon får. \
                 Välj en plats som alla besökare använder, till exempel Huvudentrén."
            }
            Self::Group => {
                "Namnet visar vilka patienter det gäller. Välj en plats som alla besökare använder, till \
                 exempel Huvudentrén."
            }
        }
    }
}

/// Parts of words that say where in health care a place is.
const CARE: &[&str] = &[
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
    "akut",
    "enhet",
    "team",
    "hospice",
    "palliativ",
    "geriatri",
    "ortoped",
    "neuro",
    "stroke",
    "kardiolog",
    "hjart",
    "lung",
    "tuberkulos",
    "hematolog",
    "urolog",
    "reuma",
    "gynekolog",
    "cancer",
    "stral",
    "medicin",
    "rehab",
    "minnes",
    "demens",
    "barnsjukvard",
    "operation",
    "rontgen",
    "sangplats",
    "dagvard",
    "slutenvard",
    "sviten",
    "omlaggning",
    "provtagning",
    "vardplats",
    "sjukdom",
];
/// The same as whole words.
const SHORT: &[&str] = &[
    "avd", "mott", "bup", "iva", "bb", "hiv", "tbc", "ki", "rum", "sal", "salen", "sang", "badd",
    "bvc", "mvc", "gyn", "lma", "sip",
];
/// Words that say which patients are meant.
const GROUPS: &[&str] = &[
    "papperslos",
    "asyl",
    "flykting",
    "migra",
    "gomd",
    "tillstand",
    "patient",
    "lmakort",
];
/// Words after which a place may have one or two digits.
const NUMBERED: &[&str] = &[
    "entre", "entren", "ingang", "ingangen", "port", "hus", "huset",
];

/// Whether a text can be the name of a neutral place, given the directory's units.
///
/// # Errors
/// What is wrong with it.
pub fn neutral_place(units: &UnitNames, text: &str) -> Result<(), PlaceMistake> {
    let sign = |sign: char| {
        (sign.is_alphanumeric()
            && (sign.is_ascii_digit() || (sign.is_alphabetic() && sign.script() == Script::Latin)))
            || " ,.-'&/()".contains(sign)
    };
    let coded = !super::hidden::in_text(text).is_empty();
    let letters = text.chars().filter(|sign| sign.is_alphabetic()).count();
    if !text.chars().all(sign) || coded || letters < 3 || text.chars().count() > 80 {
        return Err(PlaceMistake::Signs);
    }
    let said = words(text);
    if !said
        .iter()
        .enumerate()
        .all(|(at, word)| number_fits(&said, at, word))
    {
        return Err(PlaceMistake::Number);
    }
    // Word by word: across two words "Östra lasarettet" would say "strål".
    let parts = word_by_word(&said);
    let says = |named: &[&str]| {
        parts
            .iter()
            .any(|word| named.iter().any(|part| word.contains(part)))
    };
    if says(GROUPS) {
        return Err(PlaceMistake::Group);
    }
    let row = Row::of(&said);
    let care = |word: &String| {
        units::begins_as_a_specialty(word)
            || (!units::is_a_place(word) && CARE.iter().any(|part| word.contains(part)))
            || SHORT.contains(&word.as_str())
    };
    let unit = parts.iter().any(care)
        || !units.marks(&said, &row).is_empty()
        || !units::alike(&said).is_empty()
        || !numbers::own_parts(units.own_ids(), &said).is_empty();
    if unit {
        return Err(PlaceMistake::Unit);
    }
    Ok(())
}

/// The words of a name in plain letters. Hyphens and full stops within a word, and letters written
/// apart, part no words.
fn word_by_word(said: &[Word]) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut alone = false;
    for word in said {
        let single = word.signs.len() == 1;
        match parts.last_mut() {
            Some(last) if word.gap == Gap::Joined || (single && alone) => {
                last.push_str(word.plain());
            }
            _ => parts.push(word.plain().to_owned()),
        }
        // A hyphenated part is a word too: "Entré-ögon".
        if word.gap == Gap::Joined && !single {
            parts.push(word.plain().to_owned());
        }
        alone = single;
    }
    parts
}

/// Whether a word has no digit, or is the short number of an entrance or a building.
fn number_fits(said: &[Word], at: usize, word: &Word) -> bool {
    let digits = word.signs.iter().filter(|sign| sign.is_digit()).count();
    if digits == 0 {
        return true;
    }
    let before = at.checked_sub(1).and_then(|before| said.get(before));
    digits <= 2
        && digits == word.signs.len()
        && before.is_some_and(|before| NUMBERED.contains(&before.plain()))
}

#[cfg(test)]
mod tests {
    use super::{PlaceMistake, neutral_place};
    use crate::text_check::UnitNames;

    #[test]
    fn a_specialty_is_found_at_the_start_of_a_word_and_nothing_across_words() {
        let judged = |name: &str| neutral_place(&UnitNames::default(), name);
        for name in [
            "Ögonentrén",
            "Njurentrén",
            "Kvinnohuset",
            "Barnentrén",
            "Entré-ögon",
            "Hjärtcaféet",
            "S t r å l huset",
            "Strål-huset",
        ] {
            assert_eq!(judged(name), Err(PlaceMistake::Unit), "{name}");
        }
        for name in [
            "Östra lasarettet",
            "Hjärtums bygdegård",
            "Huvudentrén",
            "Huddinge bibliotek",
            "Informationsdisken, Biblioteket",
            "Kafé Rosa",
        ] {
            assert_eq!(judged(name), Ok(()), "{name}");
        }
        let told = PlaceMistake::Group.swedish();
        assert!(told.starts_with("Namnet visar vilka patienter det gäller."));
    }
}

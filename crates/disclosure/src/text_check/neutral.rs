//! Whether the name of a place to meet is neutral: it says neither ward nor clinic nor group, and
//! nothing that is a number, a link or code. Stricter than the check of prose, since a name is short
//! and an administrator can choose another.

use unicode_script::{Script, UnicodeScript as _};

use super::{UnitNames, fold::Row, fold::Word, numbers, units, words};

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
                "Namnet säger en avdelning, en mottagning eller en enhet, och därmed vilken vård någon får. \
                 Välj en plats som alla besökare använder, till exempel Huvudentrén."
            }
            Self::Group => {
                "Namnet säger vilka patienter det gäller. Välj en plats som alla besökare använder, till \
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
    let plain: Vec<String> = said.iter().map(Word::plain).collect();
    let joined = plain.concat();
    let says = |parts: &[&str]| parts.iter().any(|part| joined.contains(part));
    if says(GROUPS) {
        return Err(PlaceMistake::Group);
    }
    let row = Row::of(&said);
    let unit = says(CARE)
        || plain.iter().any(|word| SHORT.contains(&word.as_str()))
        || !units.marks(&said, &row).is_empty()
        || !units::alike(&said).is_empty()
        || !numbers::own_parts(units.own_ids(), &said).is_empty();
    if unit {
        return Err(PlaceMistake::Unit);
    }
    Ok(())
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
        && before.is_some_and(|before| NUMBERED.contains(&before.plain().as_str()))
}

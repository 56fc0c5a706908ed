//! Units and rooms: every name of the directory, with its parts and numbers, and what looks like a
//! ward, a clinic or a room without being in it. Where somebody is cared for says what for.

use std::ops::Range;

use vocabulary::{hsa_id::HsaId, unit::UnitCard};

use super::{
    Finding, Mark,
    fold::{Pattern, Row, Word, words},
    rooms::is_counted,
    swedish::is_ordinary,
};

/// The names and ids that a text must not say, made once for a directory.
#[derive(Clone, Debug, Default)]
pub struct UnitNames {
    names: Vec<UnitName>,
    /// The part of each HSA-id after the hyphen, in lower case.
    own_ids: Vec<String>,
}

impl PartialEq for UnitNames {
    fn eq(&self, other: &Self) -> bool {
        self.own_ids == other.own_ids
            && self.names.len() == other.names.len()
            && self
                .names
                .iter()
                .zip(&other.names)
                .all(|(one, two)| one.words == two.words)
    }
}

impl Eq for UnitNames {}

#[derive(Clone, Debug)]
struct UnitName {
    /// In plain letters.
    words: Vec<String>,
    whole: Pattern,
    /// The number of a ward: "Avdelning 43".
    number: Option<String>,
    /// It is an ordinary word too, so that only a capital letter within a sentence makes it a name.
    capital_only: bool,
}

/// Words that alone say no more than that there is health care.
const GENERIC: &[&str] = &[
    "avdelning",
    "enhet",
    "fiktiv",
    "halsa",
    "halso",
    "hemsjukvard",
    "hemsjukvarden",
    "hemtjanst",
    "hemtjansten",
    "kommun",
    "kommunal",
    "kommunala",
    "kommunen",
    "kommunens",
    "koncernkontoret",
    "lakarmottagning",
    "lakarmottagningen",
    "migrationsverket",
    "mottagning",
    "mottagningen",
    "och",
    "oppenvard",
    "primarvard",
    "primarvarden",
    "region",
    "regionen",
    "rehab",
    "rehabilitering",
    "sjukhus",
    "sjukhuset",
    "sjukvard",
    "slutenvard",
    "vard",
    "vardavdelning",
    "vardcentral",
    "vardcentralen",
    "varden",
    "rehabmottagningen",
    "rehabmottagning",
    "avdelningen",
    "enheten",
];

impl UnitNames {
    /// The names and ids of some units.
    pub fn of<'a>(units: impl Iterator<Item = &'a UnitCard>) -> Self {
        let mut made = Self::default();
        for unit in units {
            made.add(&unit.name, &unit.hsa_id);
        }
        made
    }

    fn add(&mut self, name: &str, id: &HsaId) {
        if let Some((_, own)) = id.as_str().split_once('-')
            && own.len() >= 6
            && own.chars().any(|sign| sign.is_ascii_digit())
        {
            self.own_ids.push(own.to_lowercase());
        }
        for part in parts(name) {
            self.names.extend(UnitName::of(part));
        }
    }

    pub(super) fn own_ids(&self) -> &[String] {
        &self.own_ids
    }

    pub(super) fn marks(&self, said: &[Word], row: &Row<'_>) -> Vec<Mark> {
        let found = self.names.iter().flat_map(|name| name.places(said, row));
        found
            .filter_map(|words| Mark::over(said, words, Finding::Unit))
            .collect()
    }
}

/// A name and the parts of it that name the unit by themselves. What stands after a comma is most
/// often the hospital, which many units share.
fn parts(name: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = vec![name];
    let pieces = name.split([',', '(', ')', ';', '/']).map(str::trim);
    let pieces = pieces.filter(|piece| !piece.is_empty());
    parts.extend(pieces.enumerate().filter_map(|(at, piece)| {
        let telling = at == 0
            || words(piece)
                .iter()
                .any(|word| word.is_number() || ends_like_a_unit(word.plain()).is_some());
        telling.then_some(piece)
    }));
    parts
}

impl UnitName {
    fn of(part: &str) -> Option<Self> {
        let said = words(part);
        let plain: Vec<String> = said.iter().map(|word| word.plain().to_owned()).collect();
        let number = said.iter().find_map(Word::number);
        let says_more = plain
            .iter()
            .any(|word| !GENERIC.contains(&word.as_str()) && word.chars().count() > 1);
        if !says_more && number.is_none() {
            return None;
        }
        let whole = Pattern::of(part);
        let lone_word = said.len() == 1 && ends_like_a_unit(plain.first()?).is_none();
        Some(Self {
            capital_only: lone_word || whole.len() < 5,
            whole,
            words: plain,
            number,
        })
    }

    fn places(&self, said: &[Word], row: &Row<'_>) -> Vec<Range<usize>> {
        let found = row.find(&self.whole).into_iter();
        let mut places: Vec<Range<usize>> = found
            .filter(|found| {
                let first = said.get(found.words.start);
                let a_name = first.is_some_and(|first| {
                    first.capital && !first.begins_sentence() && !is_ordinary(&first.lower)
                });
                let long = self.whole.len() >= 8 && !self.capital_only;
                (found.begins && found.ends && (a_name || !self.capital_only))
                    || (long && (found.begins || found.ends))
            })
            .map(|found| found.words)
            .collect();
        places.extend((0..said.len()).filter_map(|at| self.inflected(said, at)));
        places.extend((0..said.len()).filter_map(|at| self.by_number(said, at)));
        places
    }

    /// The same words with other endings: "Strokeenhet", "Lungmottagningens".
    fn inflected(&self, said: &[Word], at: usize) -> Option<Range<usize>> {
        let end = at + self.words.len();
        let written = said.get(at..end)?;
        let same = written
            .iter()
            .zip(&self.words)
            .all(|(word, wanted)| same_word(word.plain(), wanted));
        (same && !self.capital_only).then_some(at..end)
    }

    /// "A43", "avd 43", "43:an", "Medicin 43": the ward by its number.
    fn by_number(&self, said: &[Word], at: usize) -> Option<Range<usize>> {
        let number = self.number.as_ref()?;
        let word = said.get(at)?;
        let plain = word.plain();
        let glued = plain
            .strip_suffix(number.as_str())
            .is_some_and(|front| self.calls_a_ward(front) || front == "a");
        if glued || plain == format!("{number}an") {
            return Some(at..at + 1);
        }
        let next = said.get(at + 1)?;
        let numbered = next.number().as_ref() == Some(number);
        let named = self.calls_a_ward(plain) || (plain == "a" && word.capital);
        let by_suffix = word.number().as_ref() == Some(number)
            && matches!(next.plain(), "an" | "ans" | "orna")
            && next.between == ":";
        ((numbered && named && !is_counted(said, at + 1)) || by_suffix).then_some(at..at + 2)
    }

    fn calls_a_ward(&self, front: &str) -> bool {
        let medicines = front.starts_with("mediciner");
        front.starts_with("avd")
            || (!medicines
                && ["medicin", "kirurg", "vardavd"]
                    .iter()
                    .any(|start| front.starts_with(start)))
            || (front.chars().count() > 1
                && self
                    .words
                    .iter()
                    .any(|word| word.chars().all(char::is_alphabetic) && same_word(front, word)))
    }
}

/// Whether two words differ by an ending only.
fn same_word(one: &str, other: &str) -> bool {
    const ENDINGS: &[&str] = &["", "s", "n", "en", "ens", "ns", "et", "ets", "t", "ts"];
    let longer = |short: &str, long: &str| {
        short.chars().count() >= 5
            && long
                .strip_prefix(short)
                .is_some_and(|rest| ENDINGS.contains(&rest))
    };
    one == other || longer(one, other) || longer(other, one)
}

/// What words for parts of the health service end with.
const ENDS: &[&str] = &[
    "enheten",
    "enhet",
    "avdelningen",
    "avdelning",
    "kliniken",
    "klinik",
    "mottagningen",
    "mottagning",
    "teamet",
    "team",
    "sviten",
    "svit",
    "centrum",
];

/// Words with those endings that say no more than that there is health care, or no unit at all.
const NO_UNIT: &[&str] = &[
    "akut",
    "boende",
    "bostads",
    "distriktsskoterske",
    "hembesoks",
    "hemsjukvards",
    "hemtjanst",
    "hemvards",
    "jour",
    "kommun",
    "lakar",
    "mottagnings",
    "narsjukvards",
    "omvardnads",
    "primarvards",
    "rehab",
    "rehabiliterings",
    "sjukhus",
    "slutenvards",
    "vard",
    "vardcentrals",
    "sjukskoterske",
    "oppenvards",
    "kop",
    "stads",
];

/// "Medvetenhet", "lägenhet" and their like end as "strokeenhet" does.
const NO_UNIT_WORDS: &[&str] = &[
    "lagenhet",
    "erfarenhet",
    "vetenhet",
    "nagenhet",
    "egenhet",
    "oppenhet",
    "belagenhet",
    "slitenhet",
    "vilsenhet",
    "frusenhet",
    "svullenhet",
    "tagenhet",
    "gripenhet",
    "spandenhet",
    "givenhet",
    "bundenhet",
    "latenhet",
    "fallenhet",
    "dragenhet",
    "slagenhet",
    "brutenhet",
    "bitenhet",
    "vikenhet",
    "vridenhet",
    "sjunkenhet",
    "sunkenhet",
    "druckenhet",
    "hallenhet",
    "levenhet",
    "lagsenhet",
    "vuxenhet",
    "ledsenhet",
    "trogenhet",
    "mogenhet",
    "vakenhet",
    "nakenhet",
    "ruttenhet",
    "tegenhet",
    "skrivenhet",
    "stuckenhet",
    "valkommenhet",
    "fullkomenhet",
];

/// The same as whole words, since units end so too: "njurenhet" as "renhet" does.
const QUALITIES: &[&str] = &[
    "klenhet", "renhet", "orenhet", "lenhet", "senhet", "galenhet",
];

/// What stands before the ending, if a word is one for a part of the health service.
fn ends_like_a_unit(plain: &str) -> Option<&str> {
    let abstract_word = |word: &str| {
        let bare = word.strip_suffix("en").unwrap_or(word);
        let bare = bare.strip_suffix('s').unwrap_or(bare);
        NO_UNIT_WORDS.iter().any(|ending| bare.ends_with(ending)) || QUALITIES.contains(&bare)
    };
    let nominative = plain.strip_suffix('s').unwrap_or(plain);
    if abstract_word(nominative) {
        return None;
    }
    ENDS.iter().find_map(|end| nominative.strip_suffix(end))
}

/// Places whose names begin as specialties do: "Hjärtums bygdegård", "Huddinge".
const PLACES: &[&str] = &[
    "hjartum",
    "hudding",
    "hudiksvall",
    "barnarp",
    "ogonstorp",
    "lungsund",
];

/// Whether a word, in plain letters, begins as words for a specialty do.
pub(super) fn begins_as_a_specialty(plain: &str) -> bool {
    SPECIALTIES.iter().any(|start| plain.starts_with(start)) && !is_a_place(plain)
}

/// Whether a word, in plain letters, is such a place.
pub(super) fn is_a_place(plain: &str) -> bool {
    PLACES.iter().any(|place| plain.starts_with(place))
}

/// Specialties, as words for units begin.
const SPECIALTIES: &[&str] = &[
    "palliativ",
    "stroke",
    "hiv",
    "tbc",
    "tuberkulos",
    "psyk",
    "dialys",
    "onkolog",
    "infektion",
    "geriatri",
    "ortoped",
    "neuro",
    "kirurg",
    "lung",
    "hjart",
    "njur",
    "gyn",
    "hematolog",
    "smart",
    "beroende",
    "intensiv",
    "minnes",
    "demens",
    "diabetes",
    "medicin",
    "hud",
    "ogon",
    "forlossning",
    "barn",
    "kvinno",
    "urolog",
    "reuma",
    "cancer",
];

/// Words that are units by themselves.
const ALONE: &[&str] = &[
    "geriatriken",
    "ortopeden",
    "neurologen",
    "kirurgen",
    "onkologen",
    "psykiatrin",
    "hospice",
    "lungmedicin",
    "gyn",
    "iva",
    "bup",
    "bb",
    "bvc",
    "mvc",
    "tbcsviten",
    "hematologen",
    "urologen",
    "kardiologen",
    "lungkliniken",
    "reumatologen",
    "dialysen",
    "barnpsyk",
    "vuxenpsyk",
];

/// What looks like a ward, a clinic or a team, in the directory or not.
pub(super) fn alike(said: &[Word]) -> Vec<Mark> {
    let places = (0..said.len()).filter_map(|at| {
        let word = said.get(at)?;
        let plain = word.plain();
        let before = at.checked_sub(1).and_then(|before| said.get(before));
        if let Some(front) = ends_like_a_unit(plain) {
            let compound = !front.is_empty() && !NO_UNIT.contains(&front);
            let beside = before.filter(|before| {
                front.is_empty() && !word.begins_sentence() && begins_as_a_specialty(before.plain())
            });
            return match (compound, beside) {
                (true, _) => Some(at..at + 1),
                (false, Some(_)) => Some(at - 1..at + 1),
                (false, None) => numbered_ward(said, at),
            };
        }
        // An abbreviation is written with capitals.
        let small = plain.chars().count() <= 3 && !word.capital;
        if ALONE.contains(&plain) && !small {
            return Some(at..at + 1);
        }
        numbered_ward(said, at)
    });
    places
        .filter_map(|words| Mark::over(said, words, Finding::Unit))
        .collect()
}

/// "Avd 43", "avdelning B", "avd43".
fn numbered_ward(said: &[Word], at: usize) -> Option<Range<usize>> {
    let word = said.get(at)?;
    let plain = word.plain();
    let digits_after = |start: &str| {
        plain
            .strip_prefix(start)
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|sign| sign.is_ascii_digit()))
    };
    if digits_after("avd") || digits_after("avdelning") {
        return Some(at..at + 1);
    }
    let next = said.get(at + 1)?;
    let is_ward = plain == "avd" || plain.ends_with("avdelning") || plain.ends_with("avdelningen");
    let ends = next.begins_sentence() && plain != "avd";
    let named = next.is_number() || (next.signs.len() == 1 && next.capital);
    let counted = is_counted(said, at + 1);
    (is_ward && named && !ends && !counted).then_some(at..at + 2)
}

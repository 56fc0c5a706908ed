//! Rooms and beds: what looks like one, and the place on the ward as the case has it.

use super::{
    Finding, Mark,
    fold::{Pattern, Row, Sign, Word},
};

/// What is counted: a number before it is no room and no ward.
const COUNTED: &[&str] = &[
    "ganger", "gang", "ggr", "timmar", "timme", "tim", "h", "minuter", "min", "dagar", "dag",
    "dygn", "st", "personer", "x", "veckor", "vecka", "manader", "manad", "natter", "natt",
    "kvallar", "kok", "ar", "mg", "ml",
];
/// Words after which a number is no room: "sängen i 3 till 4 timmar".
const GOES_ON: &[&str] = &["i", "till", "och"];

/// Whether something is counted by the number at a place, or by the range that begins with it: "säng
/// 4–5 gånger".
pub(super) fn is_counted(said: &[Word], at: usize) -> bool {
    let is_unit = |at: usize| {
        said.get(at)
            .is_some_and(|word| !word.begins_sentence() && COUNTED.contains(&word.plain()))
    };
    let ranges = |word: &Word| {
        word.is_number() && matches!(word.between.trim(), "-" | "–" | "—" | "/" | "‑" | "‐")
    };
    let to = |at: usize| {
        said.get(at)
            .is_some_and(|word| matches!(word.lower.as_str(), "till" | "à" | "eller"))
            && said.get(at + 1).is_some_and(Word::is_number)
    };
    is_unit(at + 1)
        || (said.get(at + 1).is_some_and(ranges) && is_unit(at + 2))
        || (to(at + 1) && is_unit(at + 3))
}

/// "Rum 12", "säng 3", and the place on the ward as the case has it.
pub(super) fn marks(room: Option<&str>, said: &[Word], row: &Row<'_>) -> Vec<Mark> {
    const ROOMS: &[&str] = &[
        "rum",
        "rummet",
        "sal",
        "salen",
        "sang",
        "sangen",
        "sangplats",
        "badd",
        "vardplats",
        "plats",
        "rumsnummer",
        "salnummer",
    ];
    let places = (0..said.len()).filter_map(|at| {
        let word = said.get(at)?;
        let plain = word.plain();
        let glued = ROOMS.iter().any(|start| {
            plain.strip_prefix(start).is_some_and(|rest| {
                !rest.is_empty() && rest.chars().all(|sign| sign.is_ascii_digit())
            })
        });
        if glued {
            return Some(at..at + 1);
        }
        let mut next = at + 1;
        if said
            .get(next)
            .is_some_and(|word| matches!(word.lower.as_str(), "nr" | "nummer"))
        {
            next += 1;
        }
        let number = said.get(next)?;
        let counted = is_counted(said, next)
            || said
                .get(next + 1)
                .is_some_and(|after| !after.begins_sentence() && GOES_ON.contains(&after.plain()));
        let room = ROOMS.contains(&plain)
            && number.signs.iter().any(Sign::is_digit)
            && number.signs.len() <= 4
            && !number.begins_sentence()
            && !counted;
        room.then_some(at..next + 1)
    });
    let known = room.map(Pattern::of).filter(|room| room.len() >= 3);
    let known = known.iter().flat_map(|room| row.find(room));
    let known = known
        .filter(|found| found.begins && found.ends)
        .filter(|found| {
            said.get(found.words.clone())
                .is_some_and(|words| words.iter().any(|word| !word.is_number()) || words.len() > 1)
        })
        .map(|found| found.words);
    places
        .chain(known)
        .filter_map(|words| Mark::over(said, words, Finding::Room))
        .collect()
}

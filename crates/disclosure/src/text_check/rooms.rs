//! Rooms and beds: what looks like one, and the place on the ward as the case has it.

use super::{
    Finding, Mark,
    fold::{Pattern, Row, Sign, Word},
};

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
    const COUNTED: &[&str] = &[
        "ganger", "gang", "ggr", "timmar", "timme", "tim", "h", "minuter", "min", "dagar", "dag",
        "st", "personer", "x", "veckor", "manader", "natter", "i", "till", "och", "kok",
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
        let counted = said.get(next + 1).is_some_and(|unit| {
            !unit.begins_sentence() && COUNTED.contains(&unit.plain().as_str())
        });
        let room = ROOMS.contains(&plain.as_str())
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

//! Which words of a note are names of kin: in the note about kin, in notes about consents, in the list
//! of those who attended, and beside a word for kin anywhere ("dottern Fatima", "Ahmed, sonen,").

use std::collections::BTreeSet;

use domain::Case;
use vocabulary::geography::municipality_named;

use super::{
    fold::{Gap, Word, words},
    names::{Name, Sureness},
    swedish::{
        is_also_a_name, is_bare_relation, is_ordinary, is_relation, is_title, is_verb,
        looks_like_verb,
    },
};

/// Shorter words in capitals are abbreviations.
const ABBREVIATION: usize = 4;

fn has_letters(word: &Word) -> bool {
    word.lower.chars().any(char::is_alphabetic) && (word.signs.len() > 1 || word.foreign)
}

fn is_place(word: &str) -> bool {
    municipality_named(word).is_some()
}

/// Whether a word may be a name where it stands beside a word for kin.
fn is_name(word: &Word) -> bool {
    has_letters(word)
        && (word.capital || word.foreign)
        && !is_relation(&word.lower)
        && (!is_ordinary(&word.lower) || is_also_a_name(&word.lower))
}

/// Whether the word there says what somebody is to the patient. "Man" most often means "one": it is a
/// husband after a word for whose, and where the word stands as a label.
fn relation_at(said: &[Word], at: usize) -> bool {
    let Some(word) = said.get(at) else {
        return false;
    };
    if word.lower != "man" {
        return is_relation(&word.lower);
    }
    let before = at.checked_sub(1).and_then(|before| said.get(before));
    let whose = before.is_some_and(|before| {
        matches!(
            before.lower.as_str(),
            "hennes" | "hans" | "dennes" | "sin" | "patientens" | "god"
        )
    });
    let label = word.between.contains('(')
        || said
            .get(at + 1)
            .is_some_and(|next| next.between.starts_with(':'));
    whose || label
}

/// The names in the note about kin: every word with a capital that is no ordinary word, and words in
/// small letters beside a word for kin or a telephone number.
pub(super) fn noted(kin: &str) -> Vec<Name> {
    let said = words(kin);
    let beside: BTreeSet<usize> = named_beside_relations(&said).into_iter().collect();
    let small = in_small_letters(&said);
    let names = said.iter().enumerate().filter_map(|(at, word)| {
        if !has_letters(word) || is_place(&word.lower) {
            return None;
        }
        let near = [at.checked_sub(1), at.checked_add(1)];
        let mut near = near.into_iter().flatten();
        let by_kin = near.clone().any(|near| relation_at(&said, near));
        if is_relation(&word.lower) {
            let by_a_name = near.any(|near| {
                said.get(near).is_some_and(|near| {
                    is_relation(&near.lower) || (near.capital && !is_ordinary(&near.lower))
                })
            });
            return (word.capital && is_also_a_name(&word.lower) && by_a_name)
                .then(|| Name::of(word, Sureness::Likely));
        }
        let name = |sureness| Some(Name::of(word, sureness).of_kin(by_kin && beside.contains(&at)));
        if small.contains(&at) {
            return Some(Name::of(word, Sureness::Likely).of_kin(by_kin));
        }
        if !(word.capital || word.foreign) || in_a_place(&said, at) {
            return None;
        }
        if is_ordinary(&word.lower) && !is_also_a_name(&word.lower) {
            let short = word.signs.len() < ABBREVIATION && !word.begins_sentence();
            return if short { name(Sureness::Likely) } else { None };
        }
        name(
            if word.foreign || beside.contains(&at) || !word.begins_sentence() {
                Sureness::Certain
            } else if begins_as_any_word(&said, at) {
                Sureness::MayBeAnyWord
            } else {
                Sureness::Likely
            },
        )
    });
    names.collect()
}

/// "Bor i Norge": what stands after "i" is a place.
fn in_a_place(said: &[Word], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| said.get(before));
    before.is_some_and(|before| before.lower == "i")
        && said.get(at).is_some_and(|word| word.gap == Gap::Space)
}

/// Whether a word has its capital because it begins a sentence: "Orkar inte mer", and not "Fatima
/// hjälper till", "Fatima Zahra" or "Fatima, 070-123 45 67".
fn begins_as_any_word(said: &[Word], at: usize) -> bool {
    let Some(word) = said.get(at) else {
        return false;
    };
    let verb = looks_like_verb(&word.lower);
    let Some(next) = said.get(at + 1) else {
        return verb;
    };
    if next.gap == Gap::Sentence {
        return verb;
    }
    let tied = matches!(
        next.lower.as_str(),
        "och" | "eller" | "tel" | "telefon" | "telefonnummer" | "mobil" | "nr" | "som"
    );
    let goes_on = next.gap == Gap::Space || verb;
    let a_name_here = next.capital
        || next.is_number()
        || is_relation(&next.lower)
        || is_verb(&next.lower)
        || (tied && !verb);
    goes_on && !a_name_here
}

/// The words in small letters that stand where a name does.
fn in_small_letters(said: &[Word]) -> BTreeSet<usize> {
    let small = |at: usize| {
        said.get(at).is_some_and(|word| {
            let goes_on = said
                .get(at + 1)
                .is_some_and(|next| next.gap == Gap::Space && !next.is_number() && !next.capital);
            has_letters(word)
                && !word.capital
                && !word.is_number()
                && !is_ordinary(&word.lower)
                && !is_relation(&word.lower)
                && !is_place(&word.lower)
                && !is_verb(&word.lower)
                && !(goes_on && looks_like_verb(&word.lower))
        })
    };
    let gap = |at: usize| said.get(at).map(|word| word.gap);
    let ends = |at: usize| gap(at) != Some(Gap::Space) || said.get(at).is_some_and(Word::is_number);
    let mut found = BTreeSet::new();
    for (at, word) in said.iter().enumerate() {
        if relation_at(said, at) {
            let next = said.get(at + 1).filter(|next| {
                next.gap != Gap::Sentence && next.between.trim() != "," && small(at + 1)
            });
            if next.is_some() {
                found.insert(at + 1);
                found.extend(
                    (gap(at + 2) == Some(Gap::Space) && small(at + 2) && ends(at + 3))
                        .then_some(at + 2),
                );
            }
            let in_apposition = word.between.contains('(')
                || (word.between.trim() == "," && word.gap != Gap::Sentence && ends(at + 1));
            let before = at
                .checked_sub(1)
                .filter(|before| in_apposition && small(*before));
            found.extend(before);
        }
        let telephone = word.number().is_some_and(|number| number.starts_with('0'))
            || (word.is_number() && word.between.ends_with('+'));
        if telephone && word.gap != Gap::Sentence {
            let before = at.checked_sub(1).filter(|before| small(*before));
            let first = before.and_then(|before| before.checked_sub(1));
            let first = first.filter(|first| small(*first) && gap(first + 1) == Some(Gap::Space));
            found.extend(before.into_iter().chain(first));
        }
    }
    found
}

/// The names in a note about a consent: who answered for the patient.
pub(super) fn mentioned(note: &str) -> Vec<Name> {
    let said = words(note);
    let capitals = said.iter().enumerate().filter(|(at, word)| {
        let abbreviation = word.lower.to_uppercase().chars().count() <= ABBREVIATION
            && note
                .get(word.range.clone())
                .is_some_and(|written| written.chars().skip(1).any(char::is_uppercase));
        has_letters(word)
            && (word.capital || word.foreign)
            && !abbreviation
            && !is_relation(&word.lower)
            && !is_ordinary(&word.lower)
            && !is_place(&word.lower)
            && !in_a_place(&said, *at)
    });
    let capitals = capitals.map(|(at, word)| {
        let any_word = word.begins_sentence() && begins_as_any_word(&said, at);
        Name::of(
            word,
            if any_word {
                Sureness::MayBeAnyWord
            } else {
                Sureness::Likely
            },
        )
    });
    let capitals: Vec<Name> = capitals.collect();
    capitals.into_iter().chain(beside_relations(note)).collect()
}

/// The names in the list of those who attended a meeting, other than of staff: "Patienten, Fatima
/// Zahra, tolk".
pub(super) fn attending(case: &Case, text: &str) -> Vec<Name> {
    let said = words(text);
    let begins = |word: &Word| {
        word.gap == Gap::Sentence
            || word.between.contains([',', ';', ':', '(', '/'])
            || word.lower == "och"
    };
    let mut items: Vec<Vec<&Word>> = Vec::new();
    for word in &said {
        match items.last_mut() {
            Some(item) if !begins(word) => item.push(word),
            _ => items.push(vec![word]),
        }
    }
    for item in &mut items {
        item.retain(|word| word.lower != "och");
    }
    items.retain(|item| !item.is_empty());
    let staff = [
        Some(&case.opened_by.name),
        case.sip.held.as_ref().map(|held| &held.by.name),
    ];
    let staff: Vec<String> = staff
        .into_iter()
        .flatten()
        .flat_map(|name| words(name))
        .map(|word| word.lower)
        .collect();
    let titled = |at: usize| {
        let item = items.get(at);
        item.is_some_and(|item| item.first().is_some_and(|word| is_title(&word.lower)))
    };
    let named = items.iter().enumerate().filter(|(at, item)| {
        let names = item
            .iter()
            .all(|word| is_name(word) && !is_place(&word.lower));
        // A word alone at the start may be anything: "Socialtjänsten".
        let alone = matches!(item.as_slice(), [word] if word.begins_sentence());
        names && !alone && !titled(at + 1) && !item.iter().all(|word| staff.contains(&word.lower))
    });
    let named =
        named.flat_map(|(_, item)| item.iter().map(|word| Name::of(word, Sureness::Likely)));
    let named: Vec<Name> = named.collect();
    named.into_iter().chain(beside_relations(text)).collect()
}

/// The names that stand beside a word for kin: "dottern Fatima", "Fatima (dotter)".
pub(super) fn beside_relations(text: &str) -> Vec<Name> {
    let said = words(text);
    let named = named_beside_relations(&said).into_iter();
    named
        .filter_map(|at| said.get(at))
        .map(|word| Name::of(word, Sureness::Likely))
        .collect()
}

/// Where names stand that a word for kin introduces, in any of the ways in which people write it.
pub(super) fn named_beside_relations(said: &[Word]) -> Vec<usize> {
    let relations = (0..said.len()).filter(|at| relation_at(said, *at));
    let mut found: Vec<usize> = relations
        .flat_map(|at| [names_after(said, at), names_before(said, at)].concat())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Names in a row from a word on: "Fatima Zahra".
fn run_on(said: &[Word], start: usize) -> Vec<usize> {
    let rest = said.get(start..).unwrap_or_default().iter().enumerate();
    let run = rest.take_while(|(at, word)| {
        is_name(word) && (*at == 0 || matches!(word.gap, Gap::Space | Gap::Joined))
    });
    run.map(|(at, _)| start + at).collect()
}

/// Names in a row up to a word.
fn run_back(said: &[Word], last: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = last;
    while said
        .get(at)
        .is_some_and(|word| is_name(word) && !is_place(&word.lower))
    {
        found.push(at);
        let tied = said
            .get(at)
            .is_some_and(|word| matches!(word.gap, Gap::Space | Gap::Joined));
        match at.checked_sub(1) {
            Some(before) if tied => at = before,
            _ => break,
        }
    }
    found
}

/// Whether what stands before a word is closed there: by punctuation, a number or the end.
fn closes(said: &[Word], at: usize) -> bool {
    said.get(at)
        .is_none_or(|word| !matches!(word.gap, Gap::Space | Gap::Joined) || word.is_number())
}

/// "Sonen Ahmed", "sonen: Ahmed", "sonen, Ahmed, hjälper till", "sonen som heter Ahmed".
fn names_after(said: &[Word], at: usize) -> Vec<usize> {
    let Some(next) = said.get(at + 1).filter(|next| next.gap != Gap::Sentence) else {
        return Vec::new();
    };
    if is_name(next) {
        let run = run_on(said, at + 1);
        let in_apposition = next.between.trim() != "," || closes(said, at + 1 + run.len());
        return if in_apposition { run } else { Vec::new() };
    }
    let mut named = false;
    for (place, word) in said.iter().enumerate().skip(at + 1).take(4) {
        if named && is_name(word) && word.gap != Gap::Sentence {
            return run_on(said, place);
        }
        match word.lower.as_str() {
            "heter" | "kallas" | "är" | "namn" | "namnet" => named = true,
            "som" | "vid" | "med" | "hans" | "hennes" => {}
            _ => return Vec::new(),
        }
        if word.gap == Gap::Sentence {
            return Vec::new();
        }
    }
    Vec::new()
}

/// "Ahmed (sonen)", "Ahmed, sonen,", "Ahmed, patientens son", "Ahmed är hennes äldsta son".
fn names_before(said: &[Word], relation: usize) -> Vec<usize> {
    let qualifies = |word: &Word| {
        matches!(
            word.lower.as_str(),
            "patientens"
                | "hennes"
                | "hans"
                | "deras"
                | "äldsta"
                | "yngsta"
                | "äldre"
                | "yngre"
                | "vuxen"
                | "vuxna"
                | "en"
                | "god"
        )
    };
    let mut at = relation;
    for _ in 0..2 {
        let spaced = said.get(at).is_some_and(|word| word.gap == Gap::Space);
        match at.checked_sub(1) {
            Some(before) if spaced && said.get(before).is_some_and(qualifies) => at = before,
            _ => break,
        }
    }
    let (Some(word), Some(before)) = (said.get(at), at.checked_sub(1)) else {
        return Vec::new();
    };
    if word.gap == Gap::Sentence {
        return Vec::new();
    }
    if word.between.contains('(') {
        return run_back(said, before);
    }
    let son_of = said
        .get(relation + 1)
        .is_some_and(|next| matches!(next.lower.as_str(), "till" | "åt"));
    if word.between.trim() == "," && (closes(said, relation + 1) || son_of) {
        return run_back(said, before);
    }
    let bare = said
        .get(relation)
        .is_some_and(|word| is_bare_relation(&word.lower));
    let is = said
        .get(before)
        .is_some_and(|word| word.lower == "är" && word.gap == Gap::Space);
    match before.checked_sub(1) {
        Some(name) if bare && is && word.gap == Gap::Space => run_back(said, name),
        _ => Vec::new(),
    }
}

//! Names of kin: where a case has them, and where a text says one.

use std::ops::Range;

use domain::Case;
use vocabulary::geography::municipality_named;

use super::{
    Finding, Mark,
    fold::{Gap, Pattern, Row, Sign, Word, words},
    swedish::{begins_sentences, is_also_a_name, is_ordinary, is_relation},
};

/// Up to so many letters a name is looked for as a whole word only: "Ali" stands in "kvalitet".
const SHORT: usize = 4;

/// A name that is looked for.
pub(super) struct Name {
    pattern: Pattern,
    backwards: Pattern,
    /// As it was written, in lower case.
    lower: String,
    /// Only with a capital letter is it a name: "Bo", "Maka".
    capital_only: bool,
    /// It was written as a name where kin are noted, and is no word for kin besides.
    certain: bool,
}

/// The names of kin that a case has, other than the patient's own.
pub(super) fn of_kin(case: &Case) -> Vec<Name> {
    let own: Vec<String> = words(case.person.name.reveal())
        .iter()
        .map(Word::plain)
        .collect();
    let mut names = Vec::new();
    if let Some(kin) = &case.person.kin {
        names.extend(noted(kin.reveal()));
    }
    for consent in case.consents.values() {
        let notes = consent.note.iter().chain(&consent.legal_ground);
        names.extend(notes.flat_map(|note| mentioned(note)));
    }
    let held = case.sip.held.iter().flat_map(|held| {
        let held = &held.value;
        [held.attended.reveal(), held.what_matters.reveal()]
    });
    let contacts = case.contacts.iter().map(|contact| contact.summary.reveal());
    names.extend(held.chain(contacts).flat_map(|text| beside_relations(text)));
    names.retain(|name| !own.contains(&name.plain()));
    names
}

impl Name {
    fn of(word: &Word, certain: bool) -> Self {
        let pattern = Pattern(word.signs.clone());
        Self {
            backwards: pattern.reversed(),
            pattern,
            capital_only: is_ordinary(&word.lower) || is_relation(&word.lower),
            certain: certain && !is_relation(&word.lower),
            lower: word.lower.clone(),
        }
    }

    fn plain(&self) -> String {
        words(&self.lower).iter().map(Word::plain).collect()
    }

    /// Where a text says the name.
    pub(super) fn marks(&self, said: &[Word], row: &Row<'_>) -> Vec<Mark> {
        let found = if self.capital_only || self.pattern.len() <= SHORT {
            self.whole_words(said)
        } else {
            self.anywhere(row)
        };
        found
            .into_iter()
            .filter_map(|place| {
                Mark::over(
                    said,
                    place,
                    Finding::Kin {
                        certain: self.certain,
                    },
                )
            })
            .collect()
    }

    fn whole_words(&self, said: &[Word]) -> Vec<Range<usize>> {
        let units = (0..said.len()).flat_map(|at| ends_of_units(said, at).map(move |end| at..end));
        units
            .filter(|unit| {
                let words = said.get(unit.clone()).unwrap_or_default();
                words
                    .first()
                    .is_some_and(|first| self.may_be(first, words) && self.is_all_of(words))
            })
            .collect()
    }

    /// Whether what is written can be this name, and not the ordinary word that it also is.
    fn may_be(&self, first: &Word, words: &[Word]) -> bool {
        let alone = words.len() == 1;
        let another_word = alone
            && first.lower != self.lower
            && (dotted(&first.lower) > dotted(&self.lower)
                || (!first.capital && is_ordinary(&first.lower)));
        let no_name_here = self.capital_only
            && (!first.capital || (first.begins_sentence() && begins_sentences(&first.lower)));
        !another_word && !no_name_here
    }

    fn is_all_of(&self, words: &[Word]) -> bool {
        let signs: Vec<&Sign> = words.iter().flat_map(|word| &word.signs).collect();
        let digit = |sign: &&&Sign| sign.is_digit();
        let before = signs.iter().take_while(digit).count();
        let after = signs.iter().rev().take_while(digit).count();
        let middle = signs.get(before..signs.len().saturating_sub(after));
        let whole = |signs: &[&Sign]| {
            self.pattern.begins(signs).is_some_and(|taken| {
                let rest = signs.get(taken..).unwrap_or_default();
                matches!(rest, [])
                    || matches!(rest, [last] if Pattern::of("s").begins(&[last]).is_some())
            })
        };
        whole(&signs) || middle.is_some_and(whole)
    }

    fn anywhere(&self, row: &Row<'_>) -> Vec<Range<usize>> {
        let long = self.pattern.len() > SHORT + 1;
        let ahead = row.find(&self.pattern).into_iter();
        ahead
            .chain(row.find(&self.backwards))
            .filter(|found| match (found.words.len(), long) {
                (1, true) => true,
                (1, false) | (_, true) => found.begins || found.ends,
                (_, false) => found.begins && found.ends,
            })
            .map(|found| found.words)
            .collect()
    }
}

/// How many of the letters å, ä and ö, which are letters of their own in Swedish.
fn dotted(word: &str) -> usize {
    word.chars()
        .filter(|letter| matches!(letter, 'å' | 'ä' | 'ö'))
        .count()
}

/// The ends of what may be one word that begins here: the word, the word with the parts that hyphens
/// or full stops tie to it, and letters written apart: "A l i".
fn ends_of_units(said: &[Word], at: usize) -> impl Iterator<Item = usize> + use<> {
    let follows = |end: usize, fits: &dyn Fn(&Word) -> bool| {
        let rest = said.get(end..).unwrap_or_default();
        end + rest.iter().take_while(|word| fits(word)).count()
    };
    let tied = follows(at + 1, &|word| word.gap == Gap::Joined);
    let single = |word: &Word| word.signs.len() == 1;
    let spelled = if said.get(at).is_some_and(single) {
        follows(at + 1, &|word| single(word) && word.gap != Gap::Sentence)
    } else {
        at + 1
    };
    let mut ends = vec![at + 1, tied, spelled];
    ends.sort_unstable();
    ends.dedup();
    ends.into_iter()
}

fn has_letters(word: &Word) -> bool {
    word.lower.chars().any(char::is_alphabetic) && (word.signs.len() > 1 || word.foreign)
}

fn is_place(word: &str) -> bool {
    municipality_named(word).is_some()
}

/// The names in the note about kin. Every word that is no relation and no ordinary word is one.
fn noted(kin: &str) -> Vec<Name> {
    let said = words(kin);
    let beside = |at: usize| {
        let near = [at.checked_sub(1), at.checked_add(1)];
        near.into_iter().flatten().filter_map(|near| said.get(near))
    };
    let names = said.iter().enumerate().filter(|(at, word)| {
        if !has_letters(word) || is_place(&word.lower) {
            return false;
        }
        if is_relation(&word.lower) {
            let by_a_name = beside(*at).any(|near| {
                is_relation(&near.lower) || (near.capital && !is_ordinary(&near.lower))
            });
            return word.capital && is_also_a_name(&word.lower) && by_a_name;
        }
        !is_ordinary(&word.lower)
            || (word.capital && (is_also_a_name(&word.lower) || !word.begins_sentence()))
    });
    // A word in small letters may be one that we do not know: it is marked, and decides nothing.
    names
        .map(|(_, word)| Name::of(word, word.capital || word.foreign))
        .collect()
}

/// The names in a note about a consent: who answered for the patient.
fn mentioned(note: &str) -> Vec<Name> {
    let said = words(note);
    let capitals = said.iter().filter(|word| {
        let abbreviation = word.lower.to_uppercase().chars().count() <= SHORT
            && note
                .get(word.range.clone())
                .is_some_and(|written| written.chars().skip(1).any(char::is_uppercase));
        has_letters(word)
            && (word.capital || word.foreign)
            && !abbreviation
            && !is_relation(&word.lower)
            && !is_ordinary(&word.lower)
            && !is_place(&word.lower)
    });
    let capitals: Vec<Name> = capitals.map(|word| Name::of(word, false)).collect();
    capitals.into_iter().chain(beside_relations(note)).collect()
}

/// The names that stand beside a word for kin: "dottern Fatima", "Fatima (dotter)".
fn beside_relations(text: &str) -> Vec<Name> {
    let said = words(text);
    named_beside_relations(&said)
        .filter_map(|at| said.get(at))
        .map(|word| Name::of(word, false))
        .collect()
}

fn named_beside_relations(said: &[Word]) -> impl Iterator<Item = usize> + '_ {
    let is_name = |word: &Word| {
        has_letters(word)
            && (word.capital || word.foreign)
            && !is_relation(&word.lower)
            && (!is_ordinary(&word.lower) || is_also_a_name(&word.lower))
    };
    said.iter().enumerate().flat_map(move |(at, word)| {
        let near = is_relation(&word.lower).then(|| {
            let next = said.get(at + 1).filter(|next| {
                is_name(next)
                    && (matches!(next.gap, Gap::Space | Gap::Joined)
                        || (next.gap != Gap::Sentence && next.between.trim() != ","))
            });
            let before = at.checked_sub(1).and_then(|before| said.get(before));
            let before = before.filter(|before| is_name(before) && word.between.contains('('));
            (before.map(|_| at - 1), next.map(|_| at + 1))
        });
        let (before, next) = near.unwrap_or_default();
        before.into_iter().chain(next)
    })
}

/// Where a text itself names kin, whether or not the case knows the name.
pub(super) fn introduced(said: &[Word], own: &[String]) -> Vec<Mark> {
    named_beside_relations(said)
        .filter(|at| {
            said.get(*at)
                .is_some_and(|word| !own.contains(&word.plain()))
        })
        .filter_map(|at| Mark::over(said, at..at + 1, Finding::Kin { certain: false }))
        .collect()
}

/// Where a text uses another script than Latin, so that the comparison cannot vouch for it.
pub(super) fn foreign(said: &[Word]) -> Vec<Mark> {
    let foreign = said.iter().enumerate().filter(|(_, word)| word.foreign);
    foreign
        .filter_map(|(at, _)| Mark::over(said, at..at + 1, Finding::OtherScript))
        .collect()
}

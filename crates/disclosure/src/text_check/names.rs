//! Names of kin: where a case has them, and where a text says one.

use std::ops::Range;

use domain::Case;
use vocabulary::{choice::Choice as _, plan::PlanField, sip::Attendee};

use super::{
    Finding, Mark,
    fold::{Found, Gap, Pattern, Row, Sign, Word, words},
    notes::{attending, beside_relations, mentioned, named_beside_relations, noted},
    swedish::{begins_sentences, is_ordinary, is_relation},
};

/// Up to so many letters a name is looked for as a whole word only: "Ali" stands in "kvalitet", and
/// "Ester" in "semester".
const SHORT: usize = 5;
/// The most parts that hyphens tie, or letters written apart, that are tried as one name.
const MOST_PARTS: usize = 24;

/// How sure it is that a word of a note is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// It was written as a name where kin are noted.
    Certain,
    Likely,
    /// It begins a sentence as any word may: "Orkar inte mer."
    MayBeAnyWord,
}

/// A name that is looked for.
pub(super) struct Name {
    pattern: Pattern,
    backwards: Pattern,
    /// As it was written, in lower case.
    lower: String,
    /// Only with a capital letter is it a name: "Bo", "Maka".
    capital_only: bool,
    sureness: Sureness,
    /// It stands beside a word for kin, so that it is kin's also when the patient is called so too.
    of_kin: bool,
}

/// The names of kin that a case has, other than the patient's own.
pub(super) fn of_kin(case: &Case, own: &[String]) -> Vec<Name> {
    let mut names = Vec::new();
    if let Some(kin) = &case.person.kin {
        names.extend(noted(kin.reveal()));
    }
    for consent in case.consents.values() {
        let by = consent.representative.iter();
        let said = by.flat_map(|by| by.mandate.iter().chain(&by.seen_by).chain(&by.childs_view));
        let notes = consent.note.iter().chain(&consent.legal_ground).chain(said);
        names.extend(notes.flat_map(|note| mentioned(note)));
    }
    // What is written now, and what the version says that a letter is made of.
    let agreed = case
        .plan
        .agreed()
        .into_iter()
        .flat_map(|agreed| &agreed.rows);
    for row in case.plan.rows.iter().chain(agreed) {
        if let Some(who) = row.value(PlanField::Who) {
            let role = row.value(PlanField::Role).and_then(Attendee::from_code);
            names.extend(match role {
                Some(Attendee::Kin | Attendee::Representative) => mentioned(who),
                _ => attending(case, who),
            });
        }
        for field in [PlanField::Text, PlanField::OwnPart] {
            names.extend(row.value(field).into_iter().flat_map(beside_relations));
        }
    }
    let contacts = case.contacts.iter().map(|contact| contact.summary.reveal());
    names.extend(contacts.flat_map(|text| beside_relations(text)));
    names.retain_mut(|name| {
        let shared = name.plain().iter().all(|word| own.contains(word));
        if shared {
            // The letter says it in its first line, so it may stop nothing.
            name.sureness = name.sureness.max(Sureness::Likely);
        }
        name.of_kin || !shared
    });
    names.sort_by(|one, two| (&one.lower, one.sureness).cmp(&(&two.lower, two.sureness)));
    names.dedup_by(|later, first| later.lower == first.lower);
    names
}

impl Name {
    pub(super) fn of(word: &Word, sureness: Sureness) -> Self {
        let pattern = Pattern(word.signs.clone());
        let relation = is_relation(&word.lower);
        Self {
            backwards: pattern.reversed(),
            pattern,
            capital_only: is_ordinary(&word.lower) || relation,
            sureness: if relation {
                sureness.max(Sureness::Likely)
            } else {
                sureness
            },
            lower: word.lower.clone(),
            of_kin: false,
        }
    }

    /// The same, beside a word for kin.
    pub(super) fn of_kin(self, of_kin: bool) -> Self {
        Self { of_kin, ..self }
    }

    fn plain(&self) -> Vec<String> {
        let words = words(&self.lower);
        words.iter().map(|word| word.plain().to_owned()).collect()
    }

    /// Where a text says the name.
    pub(super) fn marks(&self, said: &[Word], row: &Row<'_>) -> Vec<Mark> {
        let mut found: Vec<(Range<usize>, bool)> = Vec::new();
        let whole_only = self.capital_only
            || self.pattern.len() <= SHORT
            || self.sureness == Sureness::MayBeAnyWord;
        if whole_only {
            let whole = self.whole_words(said).into_iter();
            found.extend(whole.map(|place| {
                let certain = said.get(place.start).is_some_and(|first| {
                    written_as_a_name(first)
                        && !(first.begins_sentence() && is_ordinary(&first.lower))
                });
                (place, certain)
            }));
        }
        if !self.capital_only && self.sureness != Sureness::MayBeAnyWord {
            found.extend(self.within_words(said, row));
            found.extend(self.read_backwards(said, row));
        }
        let found = found.into_iter();
        found
            .filter_map(|(place, certain)| {
                let certain = certain && self.sureness == Sureness::Certain;
                Mark::over(said, place, Finding::Kin { certain })
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
        let any_word_here =
            self.sureness == Sureness::MayBeAnyWord && (!first.capital || first.begins_sentence());
        !another_word && !no_name_here && !any_word_here
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

    /// A long name wherever its letters stand, a short one where words are written together with
    /// capitals: "rumAmina"; and whether it stands there as a word of its own with a capital.
    fn within_words(&self, said: &[Word], row: &Row<'_>) -> Vec<(Range<usize>, bool)> {
        let short = self.pattern.len() <= SHORT;
        let found = row.find(&self.pattern).into_iter();
        found
            .filter_map(|found| {
                let word = said.get(found.words.start)?;
                let whole = found.begins && found.ends;
                let one = found.words.len() == 1;
                let told = match (short, one) {
                    (true, true) => whole && !word.humps.is_empty(),
                    (true, false) => false,
                    (false, true) => true,
                    (false, false) => whole,
                };
                let capital = found.within || written_as_a_name(word);
                told.then_some((found.words, whole && capital))
            })
            .collect()
    }

    /// The name written backwards, as whole words. Short names backwards are ordinary words ("Nader"
    /// is "redan"), so they have to end with the capital that a name begins with.
    fn read_backwards(&self, said: &[Word], row: &Row<'_>) -> Vec<(Range<usize>, bool)> {
        if self.pattern.len() < SHORT {
            return Vec::new();
        }
        let turned = |found: &Found| {
            let last = said.get(found.words.end.saturating_sub(1));
            let first = said.get(found.words.start);
            let capital_last = last.is_some_and(|word| {
                word.humps.last().map(|hump| hump + 1) == Some(word.signs.len())
            });
            let ordinary = first.is_some_and(|word| is_ordinary(&word.lower));
            // A capital at the end begins no new word.
            let whole = !found.within && (found.ends || capital_last);
            whole && !ordinary && (self.pattern.len() > SHORT || capital_last)
        };
        let found = row.find(&self.backwards).into_iter().filter(turned);
        found.map(|found| (found.words, false)).collect()
    }
}

/// Whether a word is written as names are: with a capital letter, where the script has capitals.
fn written_as_a_name(word: &Word) -> bool {
    word.capital || word.foreign
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
        let parts = rest.iter().take(MOST_PARTS);
        end + parts.take_while(|word| fits(word)).count()
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

/// Where a text itself names kin, whether or not the case knows the name.
pub(super) fn introduced(said: &[Word], own: &[String]) -> Vec<Mark> {
    let named = named_beside_relations(said).into_iter();
    named
        .filter(|at| {
            said.get(*at)
                .is_some_and(|word| !own.iter().any(|own| own == word.plain()))
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

//! Traces: random acts on several cases in parallel, so that tests can compare what outsiders
//! observe with and without the protected cases.
//!
//! Every act has its own instant, and the acts of a case are drawn from that case's own random
//! stream, so that leaving out one case changes nothing else. Every text that must never get out
//! contains a mark that occurs nowhere else ([`MARK`]), and every number is unique ([`numbers`]).

mod commands;
mod sequences;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub use self::commands::{numbers, numbers_in_letters};
use self::sequences::{ASIDES, FURTHER, SEQUENCE, SEQUENCE_WITH_NEEDS, THOROUGH, THOROUGH_END};

/// The beginning of every word that must stay inside the product: names, addresses, what was said.
pub const MARK: &str = "Qvx";

/// The marked words that the de-identified invitation contains: where or how to meet. Only these
/// stay the same when all words are replaced.
pub const IN_INVITATIONS: [&str; 2] = ["torget", "lank"];

/// The marked words that a letter to Migrationsverket may contain: the person's name, the
/// certificate, the plan's needs, the professionals' goals, what is done and how often. No letter may
/// contain any other.
pub const IN_LETTERS: [&str; 7] = [
    "namn",
    "efternamn",
    "intyg",
    "behov",
    "vardmal",
    "ansvar",
    "omfattning",
];

/// The marked words in a text. In lower case, as in a search index, a mark counts only at the
/// beginning of a word that ends with a number, because random letters can contain the mark by
/// chance.
#[must_use]
pub fn marked(text: &str) -> BTreeSet<String> {
    let small = MARK.to_lowercase();
    let any = text.match_indices(MARK).map(|(at, _)| (at, true));
    let marks = any.chain(text.match_indices(&small).map(|(at, _)| (at, false)));
    marks
        .filter_map(|(at, certain)| {
            let rest = text.get(at + MARK.len()..)?;
            let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
            let numbered = rest[word.len()..].starts_with(|c: char| c.is_ascii_digit());
            let begins = !text[..at].ends_with(|c: char| c.is_alphanumeric());
            let word = word.to_lowercase();
            let word = word.trim_end_matches(&OTHER.to_lowercase()).to_owned();
            (certain || (begins && numbered)).then_some(word)
        })
        .collect()
}

/// The ending of every word in the traces with replaced words.
const OTHER: &str = "Annan";

/// Placeholder in a command for the id of the letter last queued in the case.
pub const LAST_LETTER: &str = "the last";

/// Placeholder in a command of the plan for which version its author sees then.
pub const SEEN: &str = "what is seen";

/// Placeholder in a command for the number of the first other case of the trace.
pub const OTHER_CASE: &str = "the other";

/// What an act does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceRequest {
    /// A case is opened.
    Open(Value),
    /// A command is given on it.
    Command(Value),
}

/// An act of a user on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    pub at: Timestamp,
    /// Index of the case in the trace.
    pub case: usize,
    /// Log-in name of a user of the stage.
    pub who: &'static str,
    pub request: TraceRequest,
}

/// Acts on several cases, in order.
#[derive(Debug, Clone)]
pub struct Trace {
    pub acts: Vec<Act>,
    /// For each case, whether it is protected from beginning to end.
    pub protected: Vec<bool>,
}

impl Trace {
    /// A random trace with a number of acts and cases. Every second case is protected from
    /// beginning to end.
    #[must_use]
    pub fn of(seed: u64, start: Timestamp, cases: usize, acts: usize) -> Self {
        Self::drawn(seed, start, cases, acts, Wording::AsSaid)
    }

    /// The same trace with every word and number about a person replaced.
    #[must_use]
    pub fn in_other_words(seed: u64, start: Timestamp, cases: usize, acts: usize) -> Self {
        Self::drawn(seed, start, cases, acts, Wording::Others)
    }

    /// The same trace with everything replaced that no letter to Migrationsverket may contain.
    #[must_use]
    pub fn in_other_words_than_letters(
        seed: u64,
        start: Timestamp,
        cases: usize,
        acts: usize,
    ) -> Self {
        Self::drawn(seed, start, cases, acts, Wording::OthersThanLetters)
    }

    /// Four cases, one after the other, in each of which every command is given once and every
    /// field is filled in: an asylum seeker with nursing needs, one without, a person without
    /// permits, and a person whose group is not established.
    #[must_use]
    pub fn thorough(start: Timestamp) -> Self {
        let mut acts = Vec::new();
        let mut at = start;
        let groups = [
            "asylum_seeker",
            "without_permits",
            "asylum_seeker",
            "unestablished",
        ];
        for (case, group) in groups.into_iter().enumerate() {
            let mut script = CaseScript::of(0, case, Wording::AsSaid);
            script.group = group;
            at = after(at);
            let mut requests = vec![(at, script.next(at))];
            let end: &[&str] = if case == 0 { &[] } else { THOROUGH_END };
            let close: &[&str] = match case {
                2 => &["setting back", "same person", "move ward"],
                3 => &["close", "reopen"],
                _ => &[],
            };
            for name in THOROUGH.iter().chain(end).chain(close) {
                at = after(at);
                requests.push((at, script.command_of(name, at)));
            }
            acts.extend(requests.into_iter().map(|(at, (who, request))| Act {
                at,
                case,
                who,
                request,
            }));
        }
        Self {
            acts,
            protected: vec![false, true, false, true],
        }
    }

    fn drawn(seed: u64, start: Timestamp, cases: usize, acts: usize, words: Wording) -> Self {
        let mut order = SplitMix::of(seed, u64::MAX);
        let mut scripts: Vec<CaseScript> = (0..cases)
            .map(|case| CaseScript::of(seed, case, words))
            .collect();
        let mut at = start;
        let acts = (0..acts)
            .map(|turn| {
                // First every case is opened, then the cases are chosen at random.
                let case = if turn < cases {
                    turn
                } else {
                    order.below(cases)
                };
                at = after(at);
                let (who, request) = scripts[case].next(at);
                Act {
                    at,
                    case,
                    who,
                    request,
                }
            })
            .collect();
        Self {
            acts,
            protected: scripts.iter().map(|script| script.protected).collect(),
        }
    }

    /// The same trace without the acts on protected cases.
    #[must_use]
    pub fn purged(&self) -> Self {
        let mut purged = self.clone();
        purged.acts.retain(|act| !self.protected[act.case]);
        purged
    }
}

/// The instant of the next act, a minute and a half later.
pub(crate) fn after(at: Timestamp) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(90)).unwrap_or(at)
}

/// Which words of a trace are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wording {
    AsSaid,
    Others,
    OthersThanLetters,
}

/// Makes the acts of one case.
pub(crate) struct CaseScript {
    case: usize,
    draw: SplitMix,
    protected: bool,
    group: &'static str,
    opened: bool,
    stage: usize,
    words: Wording,
}

impl CaseScript {
    fn of(seed: u64, case: usize, words: Wording) -> Self {
        let mut draw = SplitMix::of(seed, case as u64);
        let protected = case % 2 == 1;
        let groups = if protected {
            ["without_permits", "unestablished"]
        } else {
            ["asylum_seeker", "mass_refugee"]
        };
        Self {
            group: groups[draw.below(2)],
            case,
            draw,
            protected,
            opened: false,
            stage: 0,
            words,
        }
    }

    /// The script of a twin: the words and numbers follow from the seed, never from the group.
    pub(crate) fn twin(seed: u64, group: &'static str) -> Self {
        let case = usize::try_from(seed % 4).unwrap_or(0);
        Self {
            group,
            protected: false,
            ..Self::of(seed, case, Wording::AsSaid)
        }
    }

    fn next(&mut self, at: Timestamp) -> (&'static str, TraceRequest) {
        if !self.opened {
            self.opened = true;
            return ("ward-nurse", TraceRequest::Open(self.opening()));
        }
        let name = match self.draw.below(8) {
            0 | 1 => ASIDES[self.draw.below(ASIDES.len())],
            2 => FURTHER[self.draw.below(FURTHER.len())],
            _ => {
                let sequence = if self.has_needs() {
                    SEQUENCE_WITH_NEEDS
                } else {
                    SEQUENCE
                };
                let name = sequence[self.stage % sequence.len()];
                self.stage += 1;
                name
            }
        };
        self.command_of(name, at)
    }
}

/// Random numbers of a seed and a stream: splitmix64.
pub(crate) struct SplitMix(u64);

impl SplitMix {
    pub(crate) fn of(seed: u64, stream: u64) -> Self {
        Self(seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = bound as u64;
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap_or(0)
    }
}

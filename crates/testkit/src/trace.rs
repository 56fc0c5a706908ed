//! Traces: what people do, drawn at random, to several cases side by side, so that what somebody
//! outside can observe may be compared with and without the protected cases.
//!
//! Every act has its own instant, and what happens to a case is drawn from a stream of that case, so
//! that leaving one case out moves nothing else. What must never get out carries a mark that occurs
//! nowhere else ([`MARK`]), and every number is one that nothing else has ([`numbers`]).

mod commands;
mod sequences;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub use self::commands::{numbers, numbers_in_letters};
use self::sequences::{ASIDES, FURTHER, SEQUENCE, SEQUENCE_WITH_NEEDS, THOROUGH, THOROUGH_END};

/// Begins every word that must stay inside: names, addresses, what was said.
pub const MARK: &str = "Qvx";

/// The marked words that the de-identified invitation says to Migrationsverket: where or how to
/// meet. They are the only ones that stay the same when all words are exchanged.
pub const IN_INVITATIONS: [&str; 2] = ["torget", "lank"];

/// The marked words that a letter to Migrationsverket may say: whom it is about, the certificate,
/// the plan's needs and who does what. Whatever is not here stands in none.
pub const IN_LETTERS: [&str; 5] = ["namn", "efternamn", "intyg", "behov", "ansvar"];

/// Which marked words a text says. In small letters, as an index of a search may hold it, a mark
/// stands at the beginning of a word that ends with a number: letters drawn at random make a mark too.
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

/// Ends every word of the traces in other words.
const OTHER: &str = "Annan";

/// Stands in a command for the id of the letter last put in the case's queue.
pub const LAST_LETTER: &str = "the last";

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceRequest {
    /// A case is opened.
    Open(Value),
    /// A command is given on it.
    Command(Value),
}

/// Somebody does something to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When.
    pub at: Timestamp,
    /// To which case of the trace.
    pub case: usize,
    /// Who: a user of the stage.
    pub who: &'static str,
    /// What.
    pub request: TraceRequest,
}

/// What is done to several cases, in order.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The acts.
    pub acts: Vec<Act>,
    /// For each case: whether it is protected from its beginning to its end.
    pub protected: Vec<bool>,
}

impl Trace {
    /// A trace of a seed: so many acts on so many cases, every second of which is protected from
    /// beginning to end.
    #[must_use]
    pub fn of(seed: u64, start: Timestamp, cases: usize, acts: usize) -> Self {
        Self::drawn(seed, start, cases, acts, Wording::AsSaid)
    }

    /// The same trace where every word about a person is another one, and every number.
    #[must_use]
    pub fn in_other_words(seed: u64, start: Timestamp, cases: usize, acts: usize) -> Self {
        Self::drawn(seed, start, cases, acts, Wording::Others)
    }

    /// The same trace where everything that no letter to Migrationsverket says is another.
    #[must_use]
    pub fn in_other_words_than_letters(
        seed: u64,
        start: Timestamp,
        cases: usize,
        acts: usize,
    ) -> Self {
        Self::drawn(seed, start, cases, acts, Wording::OthersThanLetters)
    }

    /// Four cases one after the other, on each of which everything is done once and every field is
    /// filled: an asylum seeker with and without nursing needs, somebody without permits, somebody
    /// whose group is not established.
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
            let close: &[&str] = if case == 3 { &["close"] } else { &[] };
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
                // At first every case is opened; then whichever comes.
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

    /// The same without everything that was done to the protected cases.
    #[must_use]
    pub fn purged(&self) -> Self {
        let mut purged = self.clone();
        purged.acts.retain(|act| !self.protected[act.case]);
        purged
    }
}

/// A minute and a half later: every act has its own instant.
fn after(at: Timestamp) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(90)).unwrap_or(at)
}

/// Which words a trace is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wording {
    AsSaid,
    Others,
    OthersThanLetters,
}

/// What happens to one case.
struct CaseScript {
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

/// Chance of a seed and a stream: splitmix64.
struct SplitMix(u64);

impl SplitMix {
    fn of(seed: u64, stream: u64) -> Self {
        Self(seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = bound as u64;
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap_or(0)
    }
}

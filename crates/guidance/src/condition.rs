//! Conditions in guidance files: all, any and not over facts, and nothing else.

use std::fmt;

use domain::Case;
use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
};

use crate::fact::{Fact, Shown};

/// A condition on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The fact holds.
    Fact(Fact),
    /// All of them hold; true when there are none.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// Holds when the inner condition does not.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether the condition holds, and since when: for `All` the latest of its parts, for `Any`
    /// the earliest.
    #[must_use]
    pub fn shown(&self, case: &Case, now: Timestamp) -> Shown {
        match self {
            Self::Fact(fact) => fact.shown(case, now),
            Self::All(parts) => {
                let mut since = None;
                for part in parts {
                    let part = part.shown(case, now);
                    if !part.holds {
                        return Shown {
                            holds: false,
                            since: None,
                        };
                    }
                    since = since.max(part.since);
                }
                Shown { holds: true, since }
            }
            Self::Any(parts) => {
                let held = parts
                    .iter()
                    .map(|part| part.shown(case, now))
                    .filter(|part| part.holds);
                held.fold(
                    Shown {
                        holds: false,
                        since: None,
                    },
                    |earliest, part| Shown {
                        holds: true,
                        since: match (earliest.since, part.since) {
                            (Some(one), Some(other)) => Some(one.min(other)),
                            (one, other) => one.or(other),
                        },
                    },
                )
            }
            Self::Not(part) => Shown {
                holds: !part.holds(case, now),
                since: None,
            },
        }
    }

    /// Whether the condition holds; stops at the first part that decides it.
    #[must_use]
    pub fn holds(&self, case: &Case, now: Timestamp) -> bool {
        match self {
            Self::Fact(fact) => fact.shown(case, now).holds,
            Self::All(parts) => parts.iter().all(|part| part.holds(case, now)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(case, now)),
            Self::Not(part) => !part.holds(case, now),
        }
    }

    /// Every fact that the condition names.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        match self {
            Self::Fact(fact) => vec![*fact],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::facts).collect(),
            Self::Not(part) => part.facts(),
        }
    }

    /// Whether a set of commands, including opening a case, can make the condition hold. A negated
    /// part is assumed to be possible.
    #[must_use]
    pub fn reachable_by(&self, commands: &[&str]) -> bool {
        match self {
            Self::Fact(fact) => {
                let by = fact.reached_by();
                fact.stands_from_opening()
                    // Time alone makes it hold.
                    || by.is_empty()
                    || by
                        .iter()
                        .any(|command| commands.contains(command))
            }
            Self::All(parts) => parts.iter().all(|part| part.reachable_by(commands)),
            Self::Any(parts) => parts.iter().any(|part| part.reachable_by(commands)),
            Self::Not(_) => true,
        }
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ConditionVisitor)
    }
}

struct ConditionVisitor;

impl<'de> Visitor<'de> for ConditionVisitor {
    type Value = Condition;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a fact, or a table with one of all, any and not")
    }

    fn visit_str<E: de::Error>(self, code: &str) -> Result<Condition, E> {
        Fact::from_code(code)
            .map(Condition::Fact)
            .ok_or_else(|| E::custom(format!("unknown fact `{code}`")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Condition, A::Error> {
        let Some(key) = map.next_key::<String>()? else {
            return Err(de::Error::custom(
                "an empty condition: write all, any or not",
            ));
        };
        let condition = match key.as_str() {
            "all" => Condition::All(map.next_value()?),
            "any" => Condition::Any(map.next_value()?),
            "not" => Condition::Not(Box::new(map.next_value()?)),
            other => {
                return Err(de::Error::unknown_field(other, &["all", "any", "not"]));
            }
        };
        if map.next_key::<String>()?.is_some() {
            return Err(de::Error::custom(
                "one of all, any and not, not several beside each other",
            ));
        }
        Ok(condition)
    }
}

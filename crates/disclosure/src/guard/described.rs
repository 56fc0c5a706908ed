//! What the policies are told, as plain data: who or what, and the facts about it. Everything that a
//! verdict can depend on stands here, so that the same description has the same verdict.

use std::{
    collections::{HashMap, HashSet},
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use cedar_policy::{Entity, EntityUid, RestrictedExpression};
use lru::LruCache;

use super::Verdict;

/// Somebody or something that the policies are told of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Described {
    of: EntityUid,
    facts: Vec<(&'static str, Fact)>,
}

/// A fact about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Fact {
    Flag(bool),
    Name(EntityUid),
    Names(Vec<EntityUid>),
    Text(String),
    Texts(Vec<String>),
}

impl Described {
    pub(super) fn new(of: EntityUid, facts: Vec<(&'static str, Fact)>) -> Self {
        Self { of, facts }
    }

    pub(super) fn uid(&self) -> EntityUid {
        self.of.clone()
    }

    /// As the policies read it; none when a fact stands twice.
    pub(super) fn entity(&self) -> Option<Entity> {
        let attributes: HashMap<String, RestrictedExpression> = self
            .facts
            .iter()
            .map(|(key, fact)| ((*key).to_owned(), fact.expression()))
            .collect();
        Entity::new(self.of.clone(), attributes, HashSet::new()).ok()
    }
}

impl Fact {
    fn expression(&self) -> RestrictedExpression {
        let name = |of: &EntityUid| RestrictedExpression::new_entity_uid(of.clone());
        let text = |value: &String| RestrictedExpression::new_string(value.clone());
        match self {
            Self::Flag(value) => RestrictedExpression::new_bool(*value),
            Self::Name(of) => name(of),
            Self::Names(all) => RestrictedExpression::new_set(all.iter().map(name)),
            Self::Text(value) => text(value),
            Self::Texts(all) => RestrictedExpression::new_set(all.iter().map(text)),
        }
    }
}

/// Everything that is laid before the policies at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Question {
    pub(super) principal: EntityUid,
    pub(super) action: EntityUid,
    pub(super) resource: EntityUid,
    pub(super) described: Vec<Described>,
}

/// How many verdicts are remembered.
const KEPT: usize = 2048;

/// Verdicts on questions asked lately.
///
/// INVARIANT: a verdict follows from its question and the policies alone, and the policies never
/// change while the program runs. The whole question is the key, never a hash of it.
pub(super) struct Verdicts(Mutex<LruCache<Question, Verdict>>);

impl Verdicts {
    pub(super) fn new() -> Self {
        let kept = NonZeroUsize::new(KEPT).unwrap_or(NonZeroUsize::MIN);
        Self(Mutex::new(LruCache::new(kept)))
    }

    /// The verdict on a question, remembered or found now.
    pub(super) fn on(
        &self,
        question: Question,
        find: impl FnOnce(&Question) -> Verdict,
    ) -> Verdict {
        let known = {
            let mut verdicts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            verdicts.get(&question).cloned()
        };
        if let Some(known) = known {
            return known;
        }
        let verdict = find(&question);
        let mut verdicts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        verdicts.put(question, verdict.clone());
        verdict
    }
}

//! What the policies are told, as plain data: who or what, and the facts about it. Everything that a
//! verdict can depend on stands here, so that the same description has the same verdict.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use cedar_policy::{Entity, EntityUid, RestrictedExpression};
use lru::LruCache;

use super::Verdict;

/// Somebody or something that the policies are told of. A page makes dozens of requests about one
/// case: they share its description, and what it hashes to is reckoned once.
#[derive(Debug, Clone)]
pub(super) struct EntityDescription {
    told: Arc<EntityFacts>,
    hash: u64,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct EntityFacts {
    of: EntityUid,
    facts: Vec<(&'static str, Attribute)>,
}

impl PartialEq for EntityDescription {
    fn eq(&self, other: &Self) -> bool {
        let same = Arc::ptr_eq(&self.told, &other.told) || self.told == other.told;
        same || (vocabulary::leak::seeded("stale-verdict") && self.told.of.eq(&other.told.of))
    }
}

impl Eq for EntityDescription {}

impl Hash for EntityDescription {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

/// A fact about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Attribute {
    Flag(bool),
    Name(EntityUid),
    Names(Vec<EntityUid>),
    Text(String),
    Texts(Vec<String>),
}

impl EntityDescription {
    pub(super) fn new(of: EntityUid, facts: Vec<(&'static str, Attribute)>) -> Self {
        let told = EntityFacts { of, facts };
        let mut hasher = DefaultHasher::new();
        if vocabulary::leak::seeded("stale-verdict") {
            told.of.hash(&mut hasher);
        } else {
            told.hash(&mut hasher);
        }
        Self {
            hash: hasher.finish(),
            told: Arc::new(told),
        }
    }

    pub(super) fn uid(&self) -> EntityUid {
        self.told.of.clone()
    }

    /// As the policies read it; none when a fact stands twice.
    pub(super) fn entity(&self) -> Option<Entity> {
        let attributes: HashMap<String, RestrictedExpression> = self
            .told
            .facts
            .iter()
            .map(|(key, fact)| ((*key).to_owned(), fact.expression()))
            .collect();
        Entity::new(self.uid(), attributes, HashSet::new()).ok()
    }
}

impl Attribute {
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
pub(super) struct DecisionRequest {
    pub(super) principal: EntityUid,
    pub(super) action: EntityUid,
    pub(super) resource: EntityUid,
    pub(super) described: Vec<EntityDescription>,
}

/// How many verdicts are remembered.
const KEPT: usize = 2048;

/// Verdicts on requests made lately.
///
/// INVARIANT: a verdict follows from its request and the policies alone, and the policies never
/// change while the program runs. The whole request is the key, never a hash of it.
pub(super) struct DecisionCache(Mutex<LruCache<DecisionRequest, Verdict>>);

impl DecisionCache {
    pub(super) fn new() -> Self {
        let kept = NonZeroUsize::new(KEPT).unwrap_or(NonZeroUsize::MIN);
        Self(Mutex::new(LruCache::new(kept)))
    }

    /// The verdict on a request, remembered or found now.
    pub(super) fn on(
        &self,
        request: DecisionRequest,
        find: impl FnOnce(&DecisionRequest) -> Verdict,
    ) -> Verdict {
        let known = {
            let mut decisions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            decisions.get(&request).cloned()
        };
        if let Some(known) = known {
            return known;
        }
        let verdict = find(&request);
        let mut decisions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        decisions.put(request, verdict.clone());
        verdict
    }
}

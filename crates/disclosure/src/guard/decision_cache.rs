//! Cached decisions, by the request that they answer. A request is plain data that holds everything
//! a verdict can depend on, so equal requests have the same verdict. This module refuses to know
//! what the facts mean.

use std::{
    hash::{BuildHasher as _, Hash, Hasher},
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use foldhash::fast::FixedState;
use lru::LruCache;

use super::{
    Verdict,
    entity_facts::{Action, CaseFacts, Principal, Resource},
};

/// The facts of a case that the policies get. A page asks dozens of questions about one case; they
/// share the facts, and the hash is computed once.
#[derive(Debug, Clone)]
pub(super) struct SharedCaseFacts {
    facts: Arc<CaseFacts>,
    hash: u64,
}

impl SharedCaseFacts {
    pub(super) fn new(facts: CaseFacts) -> Self {
        let hash = if vocabulary::leak::seeded("stale-verdict") {
            0
        } else {
            FixedState::default().hash_one(&facts)
        };
        Self {
            facts: Arc::new(facts),
            hash,
        }
    }

    pub(super) fn facts(&self) -> &CaseFacts {
        &self.facts
    }
}

impl PartialEq for SharedCaseFacts {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.facts, &other.facts)
            || self.facts == other.facts
            || vocabulary::leak::seeded("stale-verdict")
    }
}

impl Eq for SharedCaseFacts {}

impl Hash for SharedCaseFacts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

/// Everything that the policies get for one decision.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct DecisionRequest {
    pub(super) principal: Principal,
    pub(super) action: Action,
    pub(super) resource: Resource,
    pub(super) case: Option<SharedCaseFacts>,
}

/// How many verdicts are cached.
const KEPT: usize = 2048;

/// Verdicts on recent requests.
///
/// INVARIANT: a verdict depends only on its request and the policies, and the policies never change
/// while the program runs. The key is the whole request, never just its hash: the table compares
/// every field, and the hash only says where to look.
pub(super) struct DecisionCache(Mutex<LruCache<DecisionRequest, Verdict>>);

impl DecisionCache {
    pub(super) fn new() -> Self {
        let kept = NonZeroUsize::new(KEPT).unwrap_or(NonZeroUsize::MIN);
        Self(Mutex::new(LruCache::new(kept)))
    }

    /// The verdict on a request, from the cache or decided now.
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

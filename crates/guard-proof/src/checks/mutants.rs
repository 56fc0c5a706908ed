//! Whether the proof would notice policies that are removed, loosened or added.

use std::path::Path;

use cedar_policy::{Effect, Policy, PolicySet};
use cedar_policy_symcc::{
    CompiledPolicySet, disjoint_asserts, implies_asserts, never_errors_asserts,
    never_matches_asserts,
};

use super::{Proof, Row, row};
use crate::{
    loosened::{Accepted, Loosened, accepted, loosened},
    papers::{Broken, Fault, Layer},
    prover::{Prover, settled},
    stage::{self, Scene},
};

impl Proof<'_> {
    /// Removing any forbid must break some promise.
    pub(super) fn forbids_removed(&self) -> Result<Vec<Row>, Fault> {
        let forbids = &self.papers.forbids;
        Self::each(forbids, |_, gone, prover| {
            let rest = forbids.iter().filter(|forbid| forbid.id() != gone.id());
            let fallen = self.fallen(gone, &stage::open(rest)?, Layer::Forbids, prover)?;
            Ok(removed(gone, &fallen, "promise falls"))
        })
    }

    /// Removing any permit must stop some wanted flow.
    pub(super) fn permits_removed(&self) -> Result<Vec<Row>, Fault> {
        let papers = self.papers;
        let permits: Vec<&Policy> = papers.permits().collect();
        Self::each(&permits, |_, gone, prover| {
            let rest = permits.iter().filter(|permit| permit.id() != gone.id());
            let rest = stage::set(papers.forbids.iter().chain(rest.copied()))?;
            let stopped = self.stopped(gone, &rest, prover)?;
            Ok(removed(gone, &stopped, "flow is stopped"))
        })
    }

    /// Loosening any condition must break some promise, unless the data explains why it does not.
    pub(super) fn loosened(&self, root: &Path) -> Result<Vec<Row>, Fault> {
        let papers = self.papers;
        let reasons = accepted(root)?;
        let mut mutants = Vec::new();
        for policy in papers.forbids.iter().chain(papers.permits()) {
            mutants.extend(loosened(policy)?);
        }
        let found = Self::each(&mutants, |_, mutant, prover| self.noticed(mutant, prover))?;
        let mut rows: Vec<Row> = Vec::new();
        for (mutant, mut one) in mutants.iter().zip(found) {
            let fallen = !one.said.is_empty();
            let reason = reasons.iter().find(|reason| reason.is_about(mutant));
            one.failure = match (fallen, reason) {
                (true, None) | (false, Some(_)) => None,
                (false, None) => Some(format!(
                    "NOBODY NOTICES: {} without `{}` breaks no promise. Write the promise that \
                     it breaks, or explain it in crates/guard-proof/loosened.tsv",
                    mutant.id, mutant.without
                )),
                (true, Some(_)) => Some(format!(
                    "NOT NEEDED: crates/guard-proof/loosened.tsv explains {} without `{}`, which \
                     breaks {}",
                    mutant.id, mutant.without, one.said
                )),
            };
            if let (None, Some(reason)) = (&one.failure, reason) {
                one.said = format!("accepted: {}", reason.why);
            }
            rows.push(one);
        }
        rows.extend(
            reasons
                .iter()
                .filter(|reason| !mutants.iter().any(|one| reason.is_about(one)))
                .map(Accepted::stale),
        );
        Ok(rows)
    }

    fn noticed(&self, mutant: &Loosened, prover: &mut Prover) -> Result<Row, Fault> {
        let forbids = &self.papers.forbids;
        let fallen = match mutant.policy.effect() {
            Effect::Permit => {
                let alone = stage::set([&mutant.policy].into_iter())?;
                self.fallen(&mutant.policy, &alone, Layer::Permits, prover)?
            }
            Effect::Forbid => {
                let others = forbids
                    .iter()
                    .filter(|forbid| forbid.id() != mutant.policy.id());
                let rest = stage::open(others.chain([&mutant.policy]))?;
                let original = forbids
                    .iter()
                    .find(|forbid| forbid.id() == mutant.policy.id());
                let original = original.unwrap_or(&mutant.policy);
                self.fallen(original, &rest, Layer::Forbids, prover)?
            }
        };
        Ok(row(&mutant.id, &fallen.join(", "), None))
    }

    /// Each broken policy, when added, must be refused for the reason that it names.
    pub(super) fn broken(&self) -> Result<Vec<Row>, Fault> {
        Self::each(&self.papers.broken, |_, broken, prover| {
            let refused = self.refused(broken, prover)?;
            let failure = (!refused).then(|| {
                format!(
                    "A BROKEN POLICY PASSES: {}\n  {}\n  It should be refused by {}.",
                    broken.id, broken.english, broken.refused_by
                )
            });
            let said = format!("{} | {}", broken.english, broken.refused_by);
            Ok(row(&broken.id, &said, failure))
        })
    }

    fn refused(&self, broken: &Broken, prover: &mut Prover) -> Result<bool, Fault> {
        let papers = self.papers;
        let policy = &broken.policy;
        match broken.refused_by.as_str() {
            "errors" => {
                for scene in self.scenes {
                    let compiled = scene.policy(papers, policy)?;
                    if prover.ask(&never_errors_asserts(&compiled))?.is_some() {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            "flows" => {
                let all = papers
                    .forbids
                    .iter()
                    .chain(papers.permits())
                    .chain([policy]);
                Ok(!self.stopped(policy, &stage::set(all)?, prover)?.is_empty())
            }
            promise => {
                let alone = stage::set([policy].into_iter())?;
                let fallen = self.fallen(policy, &alone, Layer::Permits, prover)?;
                Ok(fallen.iter().any(|id| id == promise))
            }
        }
    }

    /// The promises of a layer that these policies break, in the first environment where
    /// `concerned` matters and one breaks.
    fn fallen(
        &self,
        concerned: &Policy,
        policies: &PolicySet,
        layer: Layer,
        prover: &mut Prover,
    ) -> Result<Vec<String>, Fault> {
        for scene in self.scenes {
            if !self.matters(scene, concerned)? {
                continue;
            }
            let compiled = scene.set(self.papers, policies)?;
            let mut fallen = Vec::new();
            for (promise, region) in self.papers.promises.iter().zip(&scene.promises) {
                if promise.layers.contains(&layer)
                    && prover.ask(&disjoint_asserts(&compiled, region))?.is_some()
                {
                    fallen.push(promise.id.clone());
                }
            }
            if !fallen.is_empty() {
                return Ok(fallen);
            }
        }
        Ok(Vec::new())
    }

    /// The flows that these policies stop, in the first environment where one is stopped.
    fn stopped(
        &self,
        concerned: &Policy,
        policies: &PolicySet,
        prover: &mut Prover,
    ) -> Result<Vec<String>, Fault> {
        for scene in self.scenes {
            if !self.matters(scene, concerned)? {
                continue;
            }
            let compiled: CompiledPolicySet = scene.set(self.papers, policies)?;
            let mut stopped = Vec::new();
            for (flow, region) in self.papers.flows.iter().zip(&scene.flows) {
                if prover.ask(&implies_asserts(region, &compiled))?.is_some() {
                    stopped.push(flow.id.clone());
                }
            }
            if !stopped.is_empty() {
                return Ok(stopped);
            }
        }
        Ok(Vec::new())
    }

    /// Whether the policy can match anything in an environment, judging by the schema alone.
    fn matters(&self, scene: &Scene, policy: &Policy) -> Result<bool, Fault> {
        let compiled = scene.policy(self.papers, policy)?;
        Ok(!settled(&never_matches_asserts(&compiled)))
    }
}

fn removed(gone: &Policy, noticed: &[String], what: &str) -> Row {
    let id = gone.id().to_string();
    let failure = noticed
        .is_empty()
        .then(|| format!("NOBODY NOTICES: {id} can be removed and no {what}."));
    row(&id, &noticed.join(", "), failure)
}

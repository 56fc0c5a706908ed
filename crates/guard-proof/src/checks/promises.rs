//! The promises, each checked against its layers alone, and the flows that must be allowed.

use cedar_policy::PolicySet;
use cedar_policy_symcc::{always_denies_asserts, disjoint_asserts, implies_asserts};

use super::{Proof, Row, decided_by, row};
use crate::{
    papers::{Fault, Flow, Layer, Promise},
    prover::Prover,
    stage::{self, Scene},
};

impl Proof<'_> {
    /// Each promise: a layer alone allows nothing in its region, in any environment.
    pub(super) fn promises(&self) -> Result<Vec<Row>, Fault> {
        Self::each(&self.papers.promises, |at, promise, prover| {
            let mut failure = self.empty(&promise.id, &promise.region, prover)?;
            for layer in &promise.layers {
                for scene in self.scenes {
                    if failure.is_none() {
                        failure = self.broken_in(scene, promise, at, *layer, prover)?;
                    }
                }
            }
            let layers = match promise.layers.as_slice() {
                [Layer::Forbids] => "forbids",
                [Layer::Permits] => "permits",
                _ => "both",
            };
            let mut said = format!("{layers} | {}", promise.english);
            if !promise.why.is_empty() {
                said = format!("{said} *{}*", promise.why);
            }
            Ok(row(&promise.id, &said, failure))
        })
    }

    fn broken_in(
        &self,
        scene: &Scene,
        promise: &Promise,
        at: usize,
        layer: Layer,
        prover: &mut Prover,
    ) -> Result<Option<String>, Fault> {
        let (layer_set, told) = match layer {
            Layer::Forbids => (
                &scene.forbids,
                "The promises (policies/promises.cedar) do not forbid this by themselves",
            ),
            Layer::Permits => (
                &scene.permits,
                "The permits (policies/channels.cedar, commands.cedar) allow this by themselves",
            ),
        };
        let Some(region) = scene.promises.get(at) else {
            return Ok(None);
        };
        let Some(witness) = prover.ask(&disjoint_asserts(layer_set, region))? else {
            return Ok(None);
        };
        let policies = match layer {
            Layer::Forbids => stage::open(self.papers.forbids.iter())?,
            Layer::Permits => stage::set(self.papers.permits())?,
        };
        let decided = decided_by(&policies, &witness, true)?;
        let part = decided_by(&promise.region, &witness, true)?;
        let by = match layer {
            Layer::Forbids => String::new(),
            Layer::Permits => format!(" ({decided})"),
        };
        Ok(Some(format!(
            "PROMISE BROKEN: {}\n  {}\n  {}\n  Source: {}\n{told}{by}; it lies in {part}:\n{witness}",
            promise.id, promise.swedish, promise.english, promise.source
        )))
    }

    /// Each wanted flow: the policies allow all of its requests.
    pub(super) fn flows(&self) -> Result<Vec<Row>, Fault> {
        Self::each(&self.papers.flows, |at, flow, prover| {
            let mut failure = self.empty(&flow.id, &flow.region, prover)?;
            for scene in self.scenes {
                if failure.is_none() {
                    failure = self.stopped_in(scene, flow, at, prover)?;
                }
            }
            Ok(row(&flow.id, &flow.english, failure))
        })
    }

    fn stopped_in(
        &self,
        scene: &Scene,
        flow: &Flow,
        at: usize,
        prover: &mut Prover,
    ) -> Result<Option<String>, Fault> {
        let Some(region) = scene.flows.get(at) else {
            return Ok(None);
        };
        let Some(witness) = prover.ask(&implies_asserts(region, &scene.whole))? else {
            return Ok(None);
        };
        let papers = self.papers;
        let whole = stage::set(papers.forbids.iter().chain(papers.permits()))?;
        let decided = decided_by(&whole, &witness, false)?;
        Ok(Some(format!(
            "A WANTED FLOW IS STOPPED: {}\n  {}\nDenied by {decided}:\n{witness}",
            flow.id, flow.english
        )))
    }

    /// Each policy of a region must match something, or it would prove nothing.
    fn empty(
        &self,
        id: &str,
        region: &PolicySet,
        prover: &mut Prover,
    ) -> Result<Option<String>, Fault> {
        for policy in region.policies() {
            let mut matches = false;
            for scene in self.scenes {
                let compiled = scene.policy(self.papers, policy)?.into_compiled_policyset();
                if prover.ask(&always_denies_asserts(&compiled))?.is_some() {
                    matches = true;
                    break;
                }
            }
            if !matches {
                let said = format!(
                    "A REGION IS EMPTY: {id}, {}, matches no request",
                    policy.id()
                );
                return Ok(Some(said));
            }
        }
        Ok(None)
    }
}

//! What is proved: no policy errs, each promise holds in its layers, and the wanted flows are
//! allowed. It also checks that the proof would notice a fault: removing any forbid or permit,
//! loosening any condition and adding any of the broken policies must be refuted.

mod mutants;
mod promises;

use std::path::Path;

use cedar_policy::{Authorizer, Decision, PolicySet};
use cedar_policy_symcc::{always_denies_asserts, never_errors_asserts};

use crate::{
    papers::{Fault, Papers},
    prover::{Prover, Spent, share},
    stage::{self, Scene},
    witness::Witness,
};

/// The result of one check.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// What was checked: the id of a promise, a flow or a policy.
    pub(crate) id: String,
    /// What it says, or what refuted it.
    pub(crate) said: String,
    pub(crate) spent: Spent,
    /// What went wrong, for a person to read; `None` when the check passed.
    pub(crate) failure: Option<String>,
}

/// The results of all checks.
#[derive(Debug, Default)]
pub(crate) struct Results {
    pub(crate) environments: usize,
    /// No policy and no region errs, and each set of policies concerns its own actions only.
    pub(crate) ground: Vec<Row>,
    pub(crate) promises: Vec<Row>,
    pub(crate) flows: Vec<Row>,
    pub(crate) forbids_removed: Vec<Row>,
    pub(crate) permits_removed: Vec<Row>,
    pub(crate) loosened: Vec<Row>,
    pub(crate) broken: Vec<Row>,
    pub(crate) failures: Vec<String>,
}

impl Results {
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        let mutants = self.forbids_removed.iter().chain(&self.permits_removed);
        let sound = self.ground.iter().chain(&self.promises).chain(&self.flows);
        sound
            .chain(mutants)
            .chain(&self.loosened)
            .chain(&self.broken)
    }
}

/// Proves everything about the repository at `root`.
pub(crate) fn prove(root: &Path) -> Result<Results, Fault> {
    let papers = Papers::read(root)?;
    let environments = Scene::environments(&papers);
    let scenes = share(environments.len(), |at, _| {
        let env = environments.get(at).cloned();
        env.map_or_else(
            || Err(Fault::Solver("an environment is gone".to_owned())),
            |env| Scene::new(&papers, env),
        )
    })?;
    let proof = Proof {
        papers: &papers,
        scenes: &scenes,
    };
    let mut results = Results {
        environments: scenes.len(),
        ground: proof.ground()?,
        promises: proof.promises()?,
        flows: proof.flows()?,
        ..Results::default()
    };
    // If a promise is already broken, removing more proves nothing.
    let sound = results.rows().all(|row| row.failure.is_none());
    if sound {
        results.forbids_removed = proof.forbids_removed()?;
        results.permits_removed = proof.permits_removed()?;
        results.loosened = proof.loosened(root)?;
        results.broken = proof.broken()?;
    }
    results.failures = results
        .rows()
        .filter_map(|row| row.failure.clone())
        .collect();
    Ok(results)
}

/// The input of the proof, and the environments that it is compiled for.
pub(crate) struct Proof<'p> {
    papers: &'p Papers,
    scenes: &'p [Scene],
}

impl Proof<'_> {
    /// Checks several things, one row each.
    fn each<T: Sync>(
        things: &[T],
        check: impl Fn(usize, &T, &mut Prover) -> Result<Row, Fault> + Sync,
    ) -> Result<Vec<Row>, Fault> {
        share(things.len(), |at, prover| {
            let _ = prover.spent();
            let thing = things.get(at);
            let thing = thing.ok_or_else(|| Fault::Solver("a thing is gone".to_owned()))?;
            let mut row = check(at, thing, prover)?;
            row.spent = prover.spent();
            Ok(row)
        })
    }

    /// What every other check depends on.
    fn ground(&self) -> Result<Vec<Row>, Fault> {
        let papers = self.papers;
        let regions = papers.promises.iter().map(|promise| &promise.region);
        let regions = regions.chain(papers.flows.iter().map(|flow| &flow.region));
        let all = papers.forbids.iter().chain(papers.permits());
        let all: Vec<_> = all.chain(regions.flat_map(PolicySet::policies)).collect();
        let errs = Self::each(&all, |_, policy, prover| {
            let mut failure = None;
            for scene in self.scenes {
                let compiled = scene.policy(papers, policy)?;
                if let Some(witness) = prover.ask(&never_errors_asserts(&compiled))? {
                    failure = Some(format!(
                        "A POLICY ERRS: {}\n  {}\n{witness}",
                        policy.id(),
                        scene.title()
                    ));
                    break;
                }
            }
            Ok(row(policy.id().as_ref(), "", failure))
        })?;
        let own = [("channels.cedar", true), ("commands.cedar", false)];
        let mut apart = Self::each(&own, |_, (file, disclosure), prover| {
            let deck = if *disclosure {
                &papers.channels
            } else {
                &papers.commands
            };
            let deck = stage::set(deck.iter())?;
            let mut failure = None;
            for scene in self
                .scenes
                .iter()
                .filter(|scene| scene.is_disclosure() != *disclosure)
            {
                let compiled = scene.set(papers, &deck)?;
                if let Some(witness) = prover.ask(&always_denies_asserts(&compiled))? {
                    failure = Some(format!(
                        "{file} PERMITS WHAT IS NOT ITS BUSINESS\n{witness}"
                    ));
                    break;
                }
            }
            let said = "permits nothing that the other file is asked about";
            Ok(row(file, said, failure))
        })?;
        let mut total = row("never errs", "", None);
        total.said = format!(
            "{} policies and regions evaluate without error, whatever the request",
            all.len()
        );
        for one in errs {
            total.spent += one.spent;
            if total.failure.is_none() {
                total.failure = one.failure;
            }
        }
        apart.insert(0, total);
        Ok(apart)
    }
}

fn row(id: &str, said: &str, failure: Option<String>) -> Row {
    Row {
        id: id.to_owned(),
        said: said.to_owned(),
        spent: Spent::default(),
        failure,
    }
}

/// The policies by which the engine itself decides a witness. A fault if the engine disagrees with
/// the solver.
fn decided_by(policies: &PolicySet, witness: &Witness, allowed: bool) -> Result<String, Fault> {
    let engine = Authorizer::new();
    let response = engine.is_authorized(&witness.request, policies, &witness.entities);
    if (response.decision() == Decision::Allow) != allowed {
        return Err(Fault::Solver(format!(
            "the solver and the policy engine disagree about this request:\n{witness}"
        )));
    }
    let mut ids: Vec<String> = response
        .diagnostics()
        .reason()
        .map(ToString::to_string)
        .collect();
    ids.sort();
    if ids.is_empty() {
        ids.push("no policy".to_owned());
    }
    Ok(ids.join(", "))
}

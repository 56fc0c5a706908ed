//! The request environments: every combination of principal type, action and resource type that the
//! schema allows, each with the policies and regions compiled for it once.

use cedar_policy::{Policy, PolicySet, RequestEnv};
use cedar_policy_symcc::{CompiledPolicy, CompiledPolicySet, SymEnv};

use crate::papers::{Fault, Papers};

/// A permit for everything, so that only the forbids limit it.
const ANYTHING: &str = "permit (principal, action, resource);";

/// One request environment.
pub(crate) struct Scene {
    pub(crate) env: RequestEnv,
    symbols: SymEnv,
    /// The forbids, with everything else permitted.
    pub(crate) forbids: CompiledPolicySet,
    /// The permits, with nothing forbidden.
    pub(crate) permits: CompiledPolicySet,
    /// The policies as they are.
    pub(crate) whole: CompiledPolicySet,
    /// The regions of the promises, in order.
    pub(crate) promises: Vec<CompiledPolicySet>,
    /// The wanted flows, in order.
    pub(crate) flows: Vec<CompiledPolicySet>,
}

impl Scene {
    /// Every environment of the schema, sorted by title.
    pub(crate) fn environments(papers: &Papers) -> Vec<RequestEnv> {
        let mut all: Vec<RequestEnv> = papers.schema.request_envs().collect();
        all.sort_by_key(title);
        all
    }

    /// Compiles everything that is used again and again.
    pub(crate) fn new(papers: &Papers, env: RequestEnv) -> Result<Self, Fault> {
        let symbols = SymEnv::new(&papers.schema, &env).map_err(fault)?;
        let compile = |set: &PolicySet| {
            CompiledPolicySet::compile_with_custom_symenv(
                set,
                &env,
                &papers.schema,
                symbols.clone(),
            )
            .map_err(fault)
        };
        let forbids = compile(&open(papers.forbids.iter())?)?;
        let permits = compile(&set(papers.permits())?)?;
        let whole = compile(&set(papers.forbids.iter().chain(papers.permits()))?)?;
        let regions = papers.promises.iter().map(|promise| &promise.region);
        let promises = regions.map(compile).collect::<Result<_, _>>()?;
        let flows = papers.flows.iter().map(|flow| compile(&flow.region));
        let flows = flows.collect::<Result<_, _>>()?;
        Ok(Self {
            env,
            symbols,
            forbids,
            permits,
            whole,
            promises,
            flows,
        })
    }

    /// A set of policies, compiled for this environment.
    pub(crate) fn set(
        &self,
        papers: &Papers,
        policies: &PolicySet,
    ) -> Result<CompiledPolicySet, Fault> {
        let symbols = self.symbols.clone();
        CompiledPolicySet::compile_with_custom_symenv(policies, &self.env, &papers.schema, symbols)
            .map_err(fault)
    }

    /// One policy, compiled for this environment.
    pub(crate) fn policy(&self, papers: &Papers, policy: &Policy) -> Result<CompiledPolicy, Fault> {
        let symbols = self.symbols.clone();
        CompiledPolicy::compile_with_custom_symenv(policy, &self.env, &papers.schema, symbols)
            .map_err(fault)
    }

    /// Principal, action and resource, for people.
    pub(crate) fn title(&self) -> String {
        title(&self.env)
    }

    /// Whether the guard asks the channel policies in this environment, rather than the command
    /// policies.
    pub(crate) fn is_disclosure(&self) -> bool {
        let action: &str = self.env.action().id().as_ref();
        self.env.resource().to_string() == "Document" || action == "become_party"
    }
}

fn title(env: &RequestEnv) -> String {
    let action: &str = env.action().id().as_ref();
    format!("{} · {action} · {}", env.principal(), env.resource())
}

/// Combines policies into a set.
pub(crate) fn set<'p>(policies: impl Iterator<Item = &'p Policy>) -> Result<PolicySet, Fault> {
    let mut all = PolicySet::new();
    for policy in policies {
        all.add(policy.clone())
            .map_err(|error| Fault::Schema(error.to_string()))?;
    }
    Ok(all)
}

/// Forbids with everything else permitted.
pub(crate) fn open<'p>(forbids: impl Iterator<Item = &'p Policy>) -> Result<PolicySet, Fault> {
    let anything =
        Policy::parse(None, ANYTHING).map_err(|error| Fault::Schema(error.to_string()))?;
    let mut all = set(forbids)?;
    all.add(anything)
        .map_err(|error| Fault::Schema(error.to_string()))?;
    Ok(all)
}

pub(crate) fn fault(error: impl std::error::Error) -> Fault {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        said = format!("{said}: {deeper}");
        cause = deeper.source();
    }
    Fault::Solver(said)
}

//! The input of the proof, read from the repository: the schema, the promises (forbids) and permits
//! as they are, and the proof's own data: forbidden regions, wanted flows, broken policies.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    str::FromStr as _,
};

use cedar_policy::{Effect, Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator};
use thiserror::Error;
use vocabulary::command::policy_actions;

/// Why nothing can be proved.
#[derive(Debug, Error)]
pub(crate) enum Fault {
    /// A file cannot be read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// A file does not have the content that it should.
    #[error("{0}: {1}")]
    Text(PathBuf, String),
    /// The policies and the proof's data do not fit the schema.
    #[error("the policies do not fit the schema:\n{0}")]
    Schema(String),
    /// The compiler or the solver gave up.
    #[error("{0}")]
    Solver(String),
}

/// The set of policies that a promise is checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    /// The forbids, with everything else permitted.
    Forbids,
    /// The permits, with nothing forbidden.
    Permits,
}

/// A promise: a region of requests that must never be allowed.
#[derive(Debug)]
pub(crate) struct Promise {
    pub(crate) id: String,
    pub(crate) swedish: String,
    pub(crate) english: String,
    pub(crate) source: String,
    /// The layers that keep the promise: both, unless the data says why only one does.
    pub(crate) layers: Vec<Layer>,
    /// Why only one layer keeps it; empty when both do.
    pub(crate) why: String,
    pub(crate) region: PolicySet,
}

/// A set of requests that must all be allowed.
#[derive(Debug)]
pub(crate) struct Flow {
    pub(crate) id: String,
    pub(crate) english: String,
    pub(crate) region: PolicySet,
}

/// A policy that the proof must refuse.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) id: String,
    pub(crate) english: String,
    /// The id of a promise, `flows` or `errors`.
    pub(crate) refused_by: String,
    pub(crate) policy: Policy,
}

/// Everything that the proof reads.
#[derive(Debug)]
pub(crate) struct Papers {
    pub(crate) schema: Schema,
    pub(crate) forbids: Vec<Policy>,
    /// What may be told: policies on documents and on becoming a party.
    pub(crate) channels: Vec<Policy>,
    /// Who may give which command.
    pub(crate) commands: Vec<Policy>,
    pub(crate) promises: Vec<Promise>,
    pub(crate) flows: Vec<Flow>,
    pub(crate) broken: Vec<Broken>,
}

impl Papers {
    /// Reads the repository at `root`.
    pub(crate) fn read(root: &Path) -> Result<Self, Fault> {
        let policies = root.join("policies");
        let own = root.join("crates/guard-proof");
        let path = policies.join("disclosure.cedarschema");
        let declared = format!("{}{}", text(&path)?, policy_actions());
        let (schema, _) = Schema::from_cedarschema_str(&declared)
            .map_err(|error| Fault::Text(path, error.to_string()))?;
        let papers = Self {
            forbids: named(&policies.join("promises.cedar"), Effect::Forbid)?,
            channels: named(&policies.join("channels.cedar"), Effect::Permit)?,
            commands: named(&policies.join("commands.cedar"), Effect::Permit)?,
            promises: promises(&own.join("promises"))?,
            flows: flows(&own.join("flows"))?,
            broken: broken(&own.join("broken"))?,
            schema,
        };
        papers.held_against_the_schema()?;
        Ok(papers)
    }

    /// Every permit from every file: a promise has to hold against all of them at once.
    pub(crate) fn permits(&self) -> impl Iterator<Item = &Policy> {
        self.channels.iter().chain(&self.commands)
    }

    /// Even a warning stops the proof: a region that can match nothing would prove nothing.
    fn held_against_the_schema(&self) -> Result<(), Fault> {
        let regions = self.promises.iter().map(|promise| &promise.region);
        let regions = regions.chain(self.flows.iter().map(|flow| &flow.region));
        let all = self.forbids.iter().chain(self.permits());
        let all = all.chain(regions.flat_map(PolicySet::policies));
        let mut together = PolicySet::new();
        for (at, policy) in all
            .chain(self.broken.iter().map(|broken| &broken.policy))
            .enumerate()
        {
            let own = policy.new_id(PolicyId::new(format!("{}#{at}", policy.id())));
            together
                .add(own)
                .map_err(|error| Fault::Schema(error.to_string()))?;
        }
        let validator = Validator::new(self.schema.clone());
        let result = validator.validate(&together, ValidationMode::Strict);
        let findings: Vec<String> = result
            .validation_errors()
            .map(ToString::to_string)
            .chain(result.validation_warnings().map(ToString::to_string))
            .collect();
        if findings.is_empty() {
            Ok(())
        } else {
            Err(Fault::Schema(findings.join("\n")))
        }
    }
}

fn text(path: &Path) -> Result<String, Fault> {
    std::fs::read_to_string(path).map_err(|error| Fault::File(path.to_owned(), error))
}

/// The policies of a file, in order.
fn policies(path: &Path) -> Result<Vec<Policy>, Fault> {
    let set = PolicySet::from_str(&text(path)?)
        .map_err(|error| Fault::Text(path.to_owned(), error.to_string()))?;
    // The parser names them by number: policy0, policy1, and so on.
    let mut all: Vec<Policy> = set.policies().cloned().collect();
    all.sort_by_key(|policy| {
        let number = policy.id().to_string();
        number.trim_start_matches("policy").parse::<usize>().ok()
    });
    Ok(all)
}

/// The files of a folder, sorted by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let wrong = |error| Fault::File(folder.to_owned(), error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        paths.push(entry.map_err(wrong)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn annotation(path: &Path, policy: &Policy, key: &str) -> Result<String, Fault> {
    let found = policy.annotation(key).map(str::to_owned);
    found.ok_or_else(|| Fault::Text(path.to_owned(), format!("{} lacks @{key}", policy.id())))
}

/// The policies of a file by their own names, all with the same effect.
fn named(path: &Path, effect: Effect) -> Result<Vec<Policy>, Fault> {
    let mut found = Vec::new();
    for policy in policies(path)? {
        let id = annotation(path, &policy, "id")?;
        if policy.effect() != effect {
            let wrong = format!("{id} is of the other effect: promises forbid, permits permit");
            return Err(Fault::Text(path.to_owned(), wrong));
        }
        found.push(policy.new_id(PolicyId::new(id)));
    }
    Ok(found)
}

/// The regions in a folder's files, by the name in the annotation `key`. The first policy of each
/// has the texts.
fn regions(folder: &Path, key: &str) -> Result<Vec<(PathBuf, Policy, PolicySet)>, Fault> {
    let mut found: Vec<(PathBuf, Policy, PolicySet)> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for path in files(folder)? {
        for policy in policies(&path)? {
            let id = annotation(&path, &policy, key)?;
            let wrong = |said: &str| Fault::Text(path.clone(), format!("{id}: {said}"));
            if policy.effect() != Effect::Permit {
                return Err(wrong("a region is written with permit"));
            }
            let place = *at.entry(id.clone()).or_insert_with(|| {
                found.push((path.clone(), policy.clone(), PolicySet::new()));
                found.len() - 1
            });
            if let Some((_, _, region)) = found.get_mut(place) {
                let own = PolicyId::new(format!("{id} ({})", region.policies().count() + 1));
                region
                    .add(policy.new_id(own))
                    .map_err(|error| wrong(&error.to_string()))?;
            }
        }
    }
    Ok(found)
}

fn promises(folder: &Path) -> Result<Vec<Promise>, Fault> {
    let mut promises = Vec::new();
    for (path, head, region) in regions(folder, "promise")? {
        let read = |key| annotation(&path, &head, key);
        let layers = match head.annotation("layers") {
            None => vec![Layer::Forbids, Layer::Permits],
            Some("forbids") => vec![Layer::Forbids],
            Some("permits") => vec![Layer::Permits],
            Some(other) => {
                let wrong = format!("@layers(\"{other}\") is neither forbids nor permits");
                return Err(Fault::Text(path, wrong));
            }
        };
        let why = if layers.len() == 2 {
            String::new()
        } else {
            read("why")?
        };
        promises.push(Promise {
            id: read("promise")?,
            swedish: read("swedish")?,
            english: read("english")?,
            source: read("source")?,
            layers,
            why,
            region,
        });
    }
    Ok(promises)
}

fn flows(folder: &Path) -> Result<Vec<Flow>, Fault> {
    let mut flows = Vec::new();
    for (path, head, region) in regions(folder, "flow")? {
        flows.push(Flow {
            id: annotation(&path, &head, "flow")?,
            english: annotation(&path, &head, "english")?,
            region,
        });
    }
    Ok(flows)
}

fn broken(folder: &Path) -> Result<Vec<Broken>, Fault> {
    let mut broken = Vec::new();
    for path in files(folder)? {
        for policy in policies(&path)? {
            let id = annotation(&path, &policy, "broken")?;
            broken.push(Broken {
                english: annotation(&path, &policy, "english")?,
                refused_by: annotation(&path, &policy, "refused_by")?,
                policy: policy.new_id(PolicyId::new(&id)),
                id,
            });
        }
    }
    Ok(broken)
}

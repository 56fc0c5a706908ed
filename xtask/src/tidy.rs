//! The rules, each in a file of its own, and what they find. A rule reads the tree and nothing
//! else; ARCHITECTURE.md names every rule beside the invariant it keeps.

mod command_names;
mod dependencies;
mod disclosed;
mod doc_comments;
mod documents;
mod domain_types;
mod exhaustive_events;
mod glossary;
mod leaks;
mod leftovers;
mod length;
mod licences;
mod named_paths;
mod names;
mod places;
mod proof_is_fresh;
mod requirements;
mod routes;
mod secrets;
mod unreadable;

use std::fmt;

use crate::tree::Tree;

/// A place where a rule is broken, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    rule: &'static str,
    advice: String,
    warning: bool,
}

impl Finding {
    fn new(path: &str, line: usize, rule: &'static str, advice: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            rule,
            advice: advice.into(),
            warning: false,
        }
    }

    fn warning(self) -> Self {
        Self {
            warning: true,
            ..self
        }
    }

    /// Whether it stops a change, rather than being worth a look.
    pub(crate) fn fails(&self) -> bool {
        !self.warning
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.warning { "warning: " } else { "" };
        write!(
            formatter,
            "{mark}{}:{}: {}: {}",
            self.path, self.line, self.rule, self.advice
        )
    }
}

/// A rule: its name, as ARCHITECTURE.md has it, and what finds its breaches.
type Rule = (&'static str, fn(&Tree) -> Vec<Finding>);

/// Every rule, in the order of ARCHITECTURE.md.
pub(crate) const RULES: &[Rule] = &[
    (unreadable::RULE, unreadable::check),
    (dependencies::RULE, dependencies::check),
    (domain_types::RULE, domain_types::check),
    (disclosed::RULE, disclosed::check),
    (secrets::RULE, secrets::check),
    (places::SQL, places::check_sql),
    (places::STATUS_CODES, places::check_status_codes),
    (places::CLOCK, places::check_clock),
    (places::OUTSIDE, places::check_outside),
    (exhaustive_events::RULE, exhaustive_events::check),
    (command_names::RULE, command_names::check),
    (names::RULE, names::check),
    (length::RULE, length::check),
    (leaks::RULE, leaks::check),
    (leftovers::RULE, leftovers::check),
    (doc_comments::REPEATS, doc_comments::check_repeats),
    (doc_comments::PUBLIC, doc_comments::check_public),
    (glossary::RULE, glossary::check),
    (requirements::RULE, requirements::check),
    (routes::RULE, routes::check),
    (named_paths::RULE, named_paths::check),
    (licences::RULE, licences::check),
    (proof_is_fresh::RULE, proof_is_fresh::check),
    (documents::RULE, documents::check),
];

/// Everything that all rules find, by path and line.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|(_, rule)| rule(tree)).collect();
    findings.sort_by(|a, b| (a.warning, &a.path, a.line).cmp(&(b.warning, &b.path, b.line)));
    findings.dedup();
    findings
}

/// For tests of rules: the findings on a made-up tree, as `path:line`.
#[cfg(test)]
fn places(rule: fn(&Tree) -> Vec<Finding>, files: &[(&str, &str)]) -> Vec<String> {
    let mut findings = rule(&Tree::of(files));
    findings.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    findings
        .iter()
        .map(|found| format!("{}:{}", found.path, found.line))
        .collect()
}

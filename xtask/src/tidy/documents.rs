//! The documents a stranger looks for are there, their links lead somewhere, and ARCHITECTURE.md
//! names every rule checked here.

use super::{Finding, RULES};
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "documents";

/// A document, and words that it cannot be itself without.
const NEEDED: [(&str, &str); 7] = [
    ("README.md", "./test"),
    ("ARCHITECTURE.md", "## Invariants"),
    ("CHANGELOG.md", "## Unreleased"),
    ("LICENSE", "EUROPEAN UNION PUBLIC LICENCE v. 1.2"),
    ("LICENSES.md", "|"),
    ("docs/GLOSSARY.md", "|"),
    (".ci/run", "./test"),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, words) in NEEDED {
        if !tree
            .file(path)
            .is_some_and(|file| file.text.contains(words))
        {
            findings.push(Finding::new(
                path,
                1,
                RULE,
                format!("write it: it must hold \"{words}\""),
            ));
        }
    }
    if let Some(architecture) = tree.file("ARCHITECTURE.md") {
        for (name, _) in RULES
            .iter()
            .filter(|(name, _)| !architecture.text.contains(&format!("`{name}`")))
        {
            let advice = format!("name the rule `{name}` beside the invariant that it keeps");
            findings.push(Finding::new(&architecture.path, 1, RULE, advice));
        }
    }
    let pages = tree
        .files()
        .iter()
        .filter(|file| file.has_extension("md") && !file.is_vendored());
    findings.extend(pages.flat_map(|page| dead_links(tree, page)));
    findings
}

fn dead_links(tree: &Tree, page: &File) -> Vec<Finding> {
    let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    page.lines()
        .flat_map(|(at, line)| line.split("](").skip(1).map(move |rest| (at, rest)))
        .filter_map(|(at, rest)| {
            let target = rest.split([')', '#', ' ']).next().unwrap_or_default();
            let leads = target.is_empty()
                || target.contains("://")
                || target.starts_with("mailto:")
                || tree.holds(&resolve(folder, target));
            (!leads).then(|| Finding::new(&page.path, at, RULE, format!("{target} is not there")))
        })
        .collect()
}

fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(files: &[(&str, &str)]) -> String {
        let lines: Vec<String> = check(&Tree::of(files))
            .iter()
            .map(ToString::to_string)
            .collect();
        lines.join("\n")
    }

    #[test]
    fn a_missing_document_is_found() {
        for (path, _) in NEEDED {
            assert!(advice(&[]).contains(&format!("{path}:1:")), "{path}");
        }
    }

    #[test]
    fn a_rule_that_the_architecture_does_not_name_is_found() {
        let named = advice(&[("ARCHITECTURE.md", "## Invariants\n`glossary`")]);
        assert!(
            named.contains("name the rule `routes`") && !named.contains("name the rule `glossary`")
        );
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let page = (
            "docs/a.md",
            "[a](gone.md) [b](../README.md#x) [c](https://example.se) [d](#here)\n[e](b/)",
        );
        let found = advice(&[page, ("README.md", "./test"), ("docs/b/c.md", "")]);
        assert!(found.contains("docs/a.md:1: documents: gone.md"), "{found}");
        assert_eq!(found.matches("docs/a.md").count(), 1, "{found}");
    }
}

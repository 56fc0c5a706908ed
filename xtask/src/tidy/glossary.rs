//! Every public type of `vocabulary` and `domain` has a row in the glossary, by its name in code,
//! and every name in the glossary's code column exists.

use std::collections::BTreeSet;

use super::Finding;
use super::domain_types::public_types;
use crate::syntax::{Kind, tokens};
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "glossary";

const GLOSSARY: &str = "docs/GLOSSARY.md";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(glossary) = tree.file(GLOSSARY) else {
        return vec![Finding::new(GLOSSARY, 1, RULE, "write it")];
    };
    let rows: Vec<(usize, String)> = glossary
        .lines()
        .flat_map(|(at, line)| names(line).into_iter().map(move |name| (at, name)))
        .collect();
    let named: BTreeSet<&str> = rows.iter().map(|(_, name)| name.as_str()).collect();
    let mut findings: Vec<Finding> = tree
        .crate_sources()
        .filter(|file| matches!(file.crate_name(), Some("vocabulary" | "domain")))
        .flat_map(|file| missing(file, &named))
        .collect();
    let words: BTreeSet<String> = tree
        .crate_sources()
        .flat_map(tokens)
        .filter(|token| token.kind == Kind::Word)
        .map(|token| token.text)
        .collect();
    for (at, name) in rows.iter().filter(|(_, name)| !words.contains(name)) {
        findings.push(Finding::new(
            GLOSSARY,
            *at,
            RULE,
            format!("{name} is not in the code: rename or remove it"),
        ));
    }
    findings
}

fn missing(file: &File, named: &BTreeSet<&str>) -> Vec<Finding> {
    public_types(file)
        .into_iter()
        .filter(|(name, _)| !named.contains(name.as_str()))
        .map(|(name, line)| {
            Finding::new(
                &file.path,
                line,
                RULE,
                format!("give {name} a row in {GLOSSARY}"),
            )
        })
        .collect()
}

/// The names in backquotes in the second column of a table's row.
fn names(line: &str) -> Vec<String> {
    let Some(column) = line.strip_prefix('|').and_then(|row| row.split('|').nth(1)) else {
        return Vec::new();
    };
    let quoted = column.split('`').skip(1).step_by(2);
    quoted
        .map(|name| name.rsplit("::").next().unwrap_or(name).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::check;

    const SOURCE: (&str, &str) = (
        "crates/vocabulary/src/unit.rs",
        "pub struct Unit;\nchoice! { pub enum UnitKind { Ward } }\nstruct Inner;\n",
    );

    #[test]
    fn a_type_without_a_row_is_found() {
        let glossary = ("docs/GLOSSARY.md", "| enhet | `Unit` | meaning | |\n");
        assert_eq!(
            places(check, &[SOURCE, glossary]),
            ["crates/vocabulary/src/unit.rs:2"]
        );
    }

    #[test]
    fn a_name_that_the_code_has_left_behind_is_found() {
        let glossary = (
            "docs/GLOSSARY.md",
            "| a | `Unit`, `UnitKind::Ward`, `UnitKind` | |\n| b | `Gone` | |\n",
        );
        assert_eq!(places(check, &[SOURCE, glossary]), ["docs/GLOSSARY.md:2"]);
    }

    #[test]
    fn no_glossary_is_found() {
        assert_eq!(places(check, &[]), ["docs/GLOSSARY.md:1"]);
    }
}

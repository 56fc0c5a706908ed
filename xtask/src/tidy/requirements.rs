//! Every requirement that a closed issue has met is named by a test, and no test names one that
//! does not exist. A test names a requirement after `covers:`, or in its own name, with `_` for `.`.

use std::collections::BTreeSet;

use super::Finding;
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "requirements";

const ALL: &str = "docs/requirements.tsv";
const DUE: &str = "docs/requirements-due.txt";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let (Some(all), Some(due)) = (tree.file(ALL), tree.file(DUE)) else {
        return vec![Finding::new(
            DUE,
            1,
            RULE,
            format!("{ALL} and {DUE} must be there"),
        )];
    };
    let known: BTreeSet<&str> = all
        .text
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .collect();
    let said: Vec<(&File, usize, String)> = tree
        .files()
        .iter()
        .filter(|file| tests_in(file))
        .flat_map(claims)
        .collect();
    let mut findings = Vec::new();
    for (at, id) in due
        .lines()
        // What follows an id is its kept mutant's test.
        .map(|(at, line)| (at, line.split('\t').next().unwrap_or_default().trim()))
        .filter(|(_, id)| !id.is_empty() && !id.starts_with('#'))
    {
        if !known.contains(id) {
            findings.push(Finding::new(DUE, at, RULE, format!("{id} is not in {ALL}")));
        } else if !said.iter().any(|(_, _, line)| names(line, id)) {
            findings.push(Finding::new(
                DUE,
                at,
                RULE,
                format!("write the test that fails without {id}, and name {id} there"),
            ));
        }
    }
    for (file, at, line) in &said {
        for id in covered(line).filter(|id| !known.contains(id.to_uppercase().as_str())) {
            let advice = format!("{} is not in {ALL}", id.to_uppercase());
            findings.push(Finding::new(&file.path, *at, RULE, advice));
        }
    }
    findings
}

/// Files that tests stand in. The rule's own examples prove nothing.
fn tests_in(file: &File) -> bool {
    !file.path.starts_with("xtask/")
        && (["rs", "mjs", "ts"]
            .iter()
            .any(|extension| file.has_extension(extension))
            || file.path.ends_with(".test.toml")
            || file.path.starts_with("e2e/stories/"))
}

/// Lines, in lower case, that can name a requirement.
fn claims(file: &File) -> Vec<(&File, usize, String)> {
    file.lines()
        .map(|(at, line)| (file, at, line.to_lowercase()))
        .filter(|(_, _, line)| {
            line.contains("covers:")
                || line.contains("fn ")
                || line.contains("test(")
                || line.contains("it(")
        })
        .collect()
}

/// Whether the line names the requirement, after `covers:` or in the name of a function.
fn names(line: &str, id: &str) -> bool {
    let id = id.to_lowercase();
    let after_covers = line.split_once("covers:").is_some_and(|(_, ids)| {
        ids.match_indices(&id).any(|(at, _)| {
            let before = ids[..at].chars().next_back();
            let mut after = ids[at + id.len()..].chars();
            let whole = match (after.next(), after.next()) {
                (None, _) | (Some('.'), None) => true,
                (Some('.'), Some(next)) | (Some(next), _) => !next.is_ascii_digit(),
            };
            !before.is_some_and(is_word) && whole
        })
    });
    after_covers || in_a_name(line, &id.replace('.', "_"))
}

fn in_a_name(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let mut after = line[at + name.len()..].chars();
        let ends = match (after.next(), after.next()) {
            (Some('_'), Some(next)) => next.is_ascii_lowercase(),
            (Some('_'), None) | (None, _) => false,
            (Some(next), _) => !is_word(next),
        };
        !before.is_some_and(|found| found.is_ascii_lowercase() || found.is_ascii_digit()) && ends
    })
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// The ids that the line claims after `covers:`, up to the first word that is none.
fn covered(line: &str) -> impl Iterator<Item = &str> {
    let ids = line.split_once("covers:").map_or("", |(_, ids)| ids);
    ids.split([',', ' '])
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty())
        .take_while(|word| {
            word.starts_with(['v', 'c', 'x'])
                && word.contains(|letter: char| letter.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    // Ids that no source has, so that nothing here can be taken for a claim.
    const ALL_IDS: (&str, &str) = (
        ALL,
        "id\twhere\twhat\nV91.1\ta\tb\nV91.10\ta\tb\nX90\ta\tb\n",
    );

    fn found(test: &str) -> Vec<String> {
        places(
            check,
            &[
                ALL_IDS,
                (DUE, "# due\nV91.1\n"),
                ("crates/a/tests/it/a.rs", test),
            ],
        )
    }

    #[test]
    fn a_requirement_that_no_test_names_is_found() {
        assert_eq!(
            found("fn something_else() {}"),
            ["docs/requirements-due.txt:2"]
        );
    }

    #[test]
    fn a_longer_number_is_another_requirement() {
        assert_eq!(found("// covers: V91.10"), ["docs/requirements-due.txt:2"]);
        assert_eq!(
            found("fn v91_10_holds() {}"),
            ["docs/requirements-due.txt:2"]
        );
    }

    #[test]
    fn a_requirement_is_named_after_covers_or_in_the_name() {
        for test in [
            "// covers: V91.1",
            "// covers: X90, V91.1.",
            "fn v91_1_holds() {}",
            "fn the_rule_v91_1() {}",
        ] {
            assert_eq!(found(test), Vec::<String>::new(), "{test}");
        }
    }

    #[test]
    fn a_claim_of_a_requirement_that_does_not_exist_is_found() {
        assert_eq!(
            found("// covers: V91.1, V91.3 and so on"),
            ["crates/a/tests/it/a.rs:1"]
        );
    }

    #[test]
    fn an_unknown_requirement_among_the_due_is_found() {
        let files = [ALL_IDS, (DUE, "V99.9\n")];
        assert_eq!(places(check, &files), ["docs/requirements-due.txt:1"]);
    }
}

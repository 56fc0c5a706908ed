//! The results of the proof in docs/guard.md, and whether they still speak of this tree: they carry
//! a hash of everything that was proved, and one of themselves. It knows nothing of how a proof is
//! made; `scripts/prove-guard` does that.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::tree::{File, Tree};

/// Where the results stand.
pub(crate) const RESULTS: &str = "docs/guard.md";
/// What makes them anew.
pub(crate) const COMMAND: &str = "scripts/prove-guard";

const BEGIN: &str = "<!-- proof: ";
const END: &str = "<!-- end of the proof -->";
/// What a proof depends on.
pub(crate) const INPUTS: [&str; 5] = [
    "policies/",
    // The actions of commands in the schema.
    "crates/vocabulary/src/command.rs",
    "crates/guard-proof/",
    "scripts/cvc5-over-stdin",
    "scripts/prove-guard",
];

/// What is wrong with the results in the tree; none when they stand.
pub(crate) fn objection(tree: &Tree) -> Option<String> {
    let Some(results) = tree.file(RESULTS).and_then(|file| Results::of(&file.text)) else {
        return Some(format!(
            "the results of the proof are missing: run {COMMAND}"
        ));
    };
    if results.inputs != inputs(tree) {
        return Some(format!(
            "the policies or the proof have changed since it was carried out: run {COMMAND}"
        ));
    }
    (results.rows != hash([results.tables]))
        .then(|| format!("the tables have been changed by hand: run {COMMAND}"))
}

/// The document with new results; none when it has no place for them.
pub(crate) fn recorded(tree: &Tree, tables: &str) -> Option<String> {
    let document = &tree.file(RESULTS)?.text;
    let (before, rest) = document.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    let (inputs, rows) = (inputs(tree), hash([tables]));
    Some(format!(
        "{before}{BEGIN}inputs {inputs} tables {rows} -->\n{tables}{END}{after}"
    ))
}

/// What differs between the results in the tree and tables that were proved now, times aside.
pub(crate) fn difference(tree: &Tree, tables: &str) -> Option<String> {
    if let Some(objection) = objection(tree) {
        return Some(objection);
    }
    let standing = tree
        .file(RESULTS)
        .and_then(|file| Results::of(&file.text))?;
    let (old, new) = (timeless(standing.tables), timeless(tables));
    let differs = old.iter().zip(&new).find(|(old, new)| old != new);
    let shown = match differs {
        Some((old, new)) => format!("stands:     {old}\nproved now: {new}"),
        None if old.len() == new.len() => return None,
        None => format!("{} lines stand, {} were proved now", old.len(), new.len()),
    };
    Some(format!(
        "{RESULTS} does not say what was proved now: run {COMMAND}\n{shown}"
    ))
}

struct Results<'d> {
    inputs: &'d str,
    rows: &'d str,
    tables: &'d str,
}

impl<'d> Results<'d> {
    fn of(document: &'d str) -> Option<Self> {
        let (_, rest) = document.split_once(BEGIN)?;
        let (head, rest) = rest.split_once(" -->\n")?;
        let (tables, _) = rest.split_once(END)?;
        let (inputs, rows) = head.strip_prefix("inputs ")?.split_once(" tables ")?;
        Some(Self {
            inputs,
            rows,
            tables,
        })
    }
}

/// Lines without the last column of each table, which is a time.
fn timeless(tables: &str) -> Vec<&str> {
    let lines = tables.lines();
    lines
        .map(|line| {
            let row = line.strip_suffix(" s |");
            row.and_then(|row| row.rsplit_once(" | "))
                .map_or(line, |(row, _)| row)
        })
        .collect()
}

/// SHA-256 of everything that the proof depends on, names and contents.
fn inputs(tree: &Tree) -> String {
    let concerned = |file: &&File| INPUTS.iter().any(|input| file.path.starts_with(input));
    let files = tree.files().iter().filter(concerned);
    let mut parts: Vec<(&str, &str)> = files
        .map(|file| (file.path.as_str(), file.text.as_str()))
        .collect();
    parts.sort_unstable();
    hash(parts.into_iter().flat_map(|(path, text)| [path, text]))
}

/// SHA-256 of texts, each with its length, so that nothing can move from one to the next.
fn hash<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    let mut shown = String::new();
    for byte in hash.finalize() {
        let _ = write!(shown, "{byte:02x}");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "# Guard\n<!-- proof: -->\n<!-- end of the proof -->\nMore.\n";
    const TABLES: &str = "\n| promise | queries | time |\n|---|---|---|\n| never | 4 | 0.3 s |\n\n";
    const POLICY: (&str, &str) = (
        "policies/promises.cedar",
        "forbid (principal, action, resource);",
    );

    fn proved() -> String {
        recorded(&Tree::of(&[POLICY, (RESULTS, DOCUMENT)]), TABLES).unwrap()
    }

    #[test]
    fn results_stand_until_a_policy_or_the_proof_changes() {
        let document = proved();
        assert!(document.ends_with("\nMore.\n"));
        let stands = |files: &[(&str, &str)]| {
            let mut files = files.to_vec();
            files.push((RESULTS, &document));
            objection(&Tree::of(&files)).is_none()
        };
        assert!(stands(&[POLICY]));
        assert!(stands(&[POLICY, ("crates/disclosure/src/lib.rs", "")]));
        assert!(!stands(&[(
            POLICY.0,
            "permit (principal, action, resource);"
        )]));
        assert!(!stands(&[
            POLICY,
            ("crates/guard-proof/promises/new.cedar", "")
        ]));
        assert!(!stands(&[("policies/renamed.cedar", POLICY.1)]));
        assert!(!stands(&[
            POLICY,
            ("crates/vocabulary/src/command.rs", "fn policy_actions() {}")
        ]));
    }

    #[test]
    fn a_document_without_results_is_no_proof() {
        for document in [DOCUMENT, "# Guard\n", ""] {
            assert!(objection(&Tree::of(&[(RESULTS, document)])).is_some());
        }
        assert!(objection(&Tree::of(&[])).is_some());
    }

    #[test]
    fn a_table_changed_by_hand_is_found() {
        let document = proved().replace("| never | 4", "| never | 5");
        let found = objection(&Tree::of(&[POLICY, (RESULTS, &document)])).unwrap();
        assert!(found.contains("by hand"), "{found}");
    }

    #[test]
    fn another_time_is_the_same_proof_but_another_answer_is_not() {
        let tree = Tree::of(&[POLICY, (RESULTS, &proved())]);
        let differs = |tables: &str| difference(&tree, tables).is_some();
        assert!(!differs(TABLES));
        assert!(!differs(&TABLES.replace("0.3 s", "12.9 s")));
        assert!(differs(&TABLES.replace("| 4 |", "| 5 |")));
        assert!(differs(&TABLES.replace("never", "always")));
        assert!(differs(&format!("{TABLES}| more | 1 | 0.1 s |\n")));
    }

    #[test]
    fn a_row_forged_with_its_hash_is_found_by_proving_again() {
        // Somebody who knows how the hash is made can write one that fits; only a new proof tells.
        let forged = TABLES.replace("| never | 4", "| never | 5");
        let tree = Tree::of(&[POLICY, (RESULTS, DOCUMENT)]);
        let document = recorded(&tree, &forged).unwrap();
        let tree = Tree::of(&[POLICY, (RESULTS, &document)]);
        assert!(objection(&tree).is_none());
        assert!(difference(&tree, TABLES).is_some());
    }
}

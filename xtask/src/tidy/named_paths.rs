//! The files and folders that rules name exist: a rule that looks where nothing stands any more finds
//! nothing, and nobody notices. What a table names is the matter of the rule that reads the table.

use super::{Finding, leaks, routes, secrets};
use crate::proof;
use crate::tree::Tree;

pub(super) const RULE: &str = "named-paths";

/// The paths that each source of `xtask` names.
const NAMED: [(&str, &[&str]); 5] = [
    ("xtask/src/tidy/leaks.rs", &leaks::OUTWARD),
    ("xtask/src/tidy/leaks.rs", &leaks::CARRIERS),
    (
        "xtask/src/tidy/routes.rs",
        &[routes::MATRIX, routes::NOT_THE_PRODUCT],
    ),
    (
        "xtask/src/tidy/secrets.rs",
        &[secrets::INDEX, secrets::EVENTS[0], secrets::EVENTS[1]],
    ),
    ("xtask/src/proof.rs", &proof::INPUTS),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    // Without the rules' own sources the tree is another project, or made up for a test.
    let here = NAMED
        .iter()
        .filter(|(source, _)| tree.file(source).is_some());
    here.flat_map(|(source, paths)| {
        let gone = paths.iter().filter(|path| !stands(tree, path));
        gone.map(|path| {
            let advice = format!("{path} is gone: name what stands in its place");
            Finding::new(source, 1, RULE, advice)
        })
    })
    .collect()
}

/// Whether a file, or something in a folder, is there.
fn stands(tree: &Tree, path: &str) -> bool {
    tree.files()
        .iter()
        .any(|file| file.path == path || (path.ends_with('/') && file.path.starts_with(path)))
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn a_rule_that_looks_in_a_folder_that_is_gone_is_found() {
        let source = "xtask/src/tidy/routes.rs";
        let bench = ("crates/server/src/bench/child.rs", "");
        let (here, matrix) = ((source, ""), (routes::MATRIX, ""));
        assert!(places(check, &[here, matrix, bench]).is_empty());
        assert_eq!(places(check, &[here, matrix]), [format!("{source}:1")]);
        let renamed = ("crates/server/src/benchmark/child.rs", "");
        assert_eq!(places(check, &[here, renamed]).len(), 2);
    }

    #[test]
    fn every_source_that_names_paths_is_there_itself() {
        let tree = Tree::of_working_folder().unwrap();
        for (source, _) in NAMED {
            assert!(tree.file(source).is_some(), "{source}");
        }
    }
}

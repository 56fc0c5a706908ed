//! The faults put into the guard's code that no test noticed, held against those that are explained.
//! It knows nothing of how they were made; `scripts/mutate-guard` does that.

use crate::tree::Tree;

/// Where the explanations stand: the file, the fault as cargo-mutants words it, the reason.
pub(crate) const EXPLAINED: &str = "crates/disclosure/survivors.tsv";

/// What is wrong with the survivors, a line each; `missed` is what cargo-mutants lists, as
/// `path:line:column: fault`. Lines and columns move, so that a fault counts by its words, as often as
/// it is explained.
pub(crate) fn unexplained(tree: &Tree, missed: &str) -> Vec<String> {
    let Some(explained) = tree.file(EXPLAINED) else {
        return vec![format!("{EXPLAINED} is missing")];
    };
    let mut reasons: Vec<(&str, &str)> = Vec::new();
    let mut found = Vec::new();
    for (at, line) in explained.lines() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        match line.split('\t').collect::<Vec<_>>().as_slice() {
            [path, fault, reason] if !reason.is_empty() => reasons.push((path, fault)),
            _ => found.push(format!(
                "{EXPLAINED}:{at}: write path, fault and reason, with tabs"
            )),
        }
    }
    for line in missed.lines().filter(|line| !line.is_empty()) {
        let Some(fault) = fault(line) else {
            found.push(format!("not a fault: {line}"));
            continue;
        };
        match reasons.iter().position(|reason| *reason == fault) {
            Some(at) => drop(reasons.swap_remove(at)),
            None => found.push(format!("nobody notices: {line}")),
        }
    }
    found
}

/// The path and the words of `path:line:column: words`.
fn fault(line: &str) -> Option<(&str, &str)> {
    let (place, words) = line.split_once(": ")?;
    Some((place.split(':').next()?, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MISSED: &str = "crates/a/src/b.rs:12:5: replace x -> bool with true\n";

    fn left(explained: &str, missed: &str) -> Vec<String> {
        unexplained(&Tree::of(&[(EXPLAINED, explained)]), missed)
    }

    #[test]
    fn a_fault_that_nobody_notices_and_nobody_explains_is_found() {
        assert_eq!(left("# none\n", MISSED).len(), 1);
        assert!(left("# none\n", "").is_empty());
        assert_eq!(unexplained(&Tree::of(&[]), "").len(), 1);
    }

    #[test]
    fn an_explanation_counts_for_one_fault_wherever_it_has_moved() {
        let explained = "crates/a/src/b.rs\treplace x -> bool with true\tthe same answer\n";
        assert!(left(explained, MISSED).is_empty());
        assert!(left(explained, &MISSED.replace("12:5", "99:1")).is_empty());
        assert_eq!(left(explained, &MISSED.repeat(2)).len(), 1);
    }

    #[test]
    fn an_explanation_without_a_reason_explains_nothing() {
        let explained = "crates/a/src/b.rs\treplace x -> bool with true\n";
        assert_eq!(left(explained, MISSED).len(), 2);
    }
}

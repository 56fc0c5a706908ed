//! The results of the proof in docs/guard.md speak of the policies and of the proof as they stand.
//! That they are true is shown by proving again (`./test --long`, or the stage `proof` after a change).

use super::Finding;
use crate::{proof, tree::Tree};

pub(super) const RULE: &str = "proof-is-fresh";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let objection = proof::objection(tree).into_iter();
    objection
        .map(|advice| Finding::new(proof::RESULTS, 1, RULE, advice))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::check;
    use crate::{proof, tree::Tree};

    #[test]
    fn a_policy_changed_without_a_new_proof_is_found() {
        let place = (proof::RESULTS, "<!-- proof: --><!-- end of the proof -->");
        let old = ("policies/channels.cedar", "");
        let document = proof::recorded(&Tree::of(&[old, place]), "tables\n").unwrap();
        let results = (proof::RESULTS, document.as_str());
        assert!(places(check, &[old, results]).is_empty());
        let new = (old.0, "permit (principal, action, resource);");
        assert_eq!(places(check, &[new, results]), ["docs/guard.md:1"]);
    }
}

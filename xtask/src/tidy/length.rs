//! A file that a newcomer reads in one go: worth a look over 400 lines, too long over 700, the
//! tests in it not counted.

use super::Finding;
use crate::syntax::tokens;
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "file-length";

const LOOK: usize = 400;
const LIMIT: usize = 700;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .iter()
        .filter(|file| {
            file.has_extension("rs") && !file.test_only && !file.path.contains("/tests/")
        })
        .filter_map(|file| {
            let lines = lines_without_tests(file);
            let advice = format!("{lines} lines without tests: split it by subject");
            let finding = Finding::new(&file.path, 1, RULE, advice);
            if lines > LIMIT {
                Some(finding)
            } else {
                (lines > LOOK).then(|| finding.warning())
            }
        })
        .collect()
}

fn lines_without_tests(file: &File) -> usize {
    let mut tested: Vec<usize> = tokens(file)
        .into_iter()
        .filter(|token| token.in_test)
        .map(|token| token.line)
        .collect();
    tested.dedup();
    // From the first to the last token of the test modules, comments and empty lines between too.
    let span = match (tested.first(), tested.last()) {
        (Some(first), Some(last)) => last - first + 1,
        _ => 0,
    };
    file.text.lines().count() - span
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(lines: usize, after: &str) -> Vec<Finding> {
        let text = "fn a() {}\n".repeat(lines) + after;
        check(&Tree::of(&[("crates/a/src/a.rs", &text)]))
    }

    #[test]
    fn a_file_over_the_limit_fails_and_one_below_warns() {
        assert!(findings(701, "")[0].fails());
        assert!(!findings(401, "")[0].fails());
        assert!(findings(400, "").is_empty());
    }

    #[test]
    fn the_tests_in_a_file_are_not_counted() {
        let tests = format!(
            "#[cfg(test)]\nmod tests {{\n{}}}\n",
            "fn b() {}\n\n".repeat(400)
        );
        assert!(findings(390, &tests).is_empty());
    }
}

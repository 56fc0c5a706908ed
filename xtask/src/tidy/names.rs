//! File names say what is inside: no `mod.rs`, no names that mean "the rest", and one integration
//! test program per crate (each more is a minute of linking).

use super::Finding;
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "file-names";

const MEANINGLESS: [&str; 11] = [
    "common", "helper", "helpers", "manager", "managers", "misc", "service", "services", "shared",
    "util", "utils",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .iter()
        .filter(|file| !file.is_vendored())
        .filter_map(check_file)
        .collect()
}

fn check_file(file: &File) -> Option<Finding> {
    let advice = if file.path.ends_with("/mod.rs") {
        "name it after what it holds: noun.rs beside noun/".to_owned()
    } else if let Some(name) = file
        .path
        .split('/')
        .map(stem)
        .find(|name| MEANINGLESS.contains(name))
    {
        format!("\"{name}\" says nothing: name it after what it holds")
    } else if is_second_test_program(file) {
        "make it a module of tests/it/main.rs".to_owned()
    } else {
        return None;
    };
    Some(Finding::new(&file.path, 1, RULE, advice))
}

fn stem(part: &str) -> &str {
    part.split('.').next().unwrap_or(part)
}

/// A `.rs` file directly in `tests/` is a program of its own.
fn is_second_test_program(file: &File) -> bool {
    let parts: Vec<&str> = file.path.split('/').collect();
    matches!(parts.as_slice(), ["crates", _, "tests", name] if name.contains(".rs"))
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::check;

    #[test]
    fn a_name_that_means_the_rest_is_found_for_files_and_folders() {
        let files = [
            ("crates/a/src/utils.rs", ""),
            ("crates/a/src/common/date.rs", ""),
            ("crates/a/src/x/mod.rs", ""),
        ];
        assert_eq!(places(check, &files).len(), 3);
    }

    #[test]
    fn a_second_test_program_is_found() {
        assert_eq!(
            places(check, &[("crates/a/tests/cases.rs", "")]),
            ["crates/a/tests/cases.rs:1"]
        );
    }

    #[test]
    fn names_that_say_something_are_let_be() {
        let files = [
            ("crates/a/tests/it/main.rs", ""),
            ("crates/a/src/service_purchase.rs", ""),
            ("crates/a/src/module.rs", ""),
        ];
        assert!(places(check, &files).is_empty());
    }
}

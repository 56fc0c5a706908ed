//! Nothing half done, nothing skipped, nothing that only works on one machine.

use super::Finding;
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "leftovers";

// Put together here, so that this file does not find itself.
const UNFINISHED: [&str; 4] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
];
/// By the extension of the files in which it counts.
const SKIPPED: [(&str, &str); 3] = [
    ("rs", concat!("#[", "ignore")),
    ("mjs", concat!(".skip", "(")),
    ("mjs", concat!(".only", "(")),
];
const MACHINE: [&str; 4] = ["home", "root", "work", "farm"];
const REGISTRIES: [&str; 8] = [
    concat!("npmjs", ".org"),
    concat!("npmjs", ".com"),
    concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"),
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("deb.debian", ".org"),
    concat!("proxy.golang", ".org"),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    // What cargo writes itself is not ours to word.
    tree.files()
        .iter()
        .filter(|file| {
            !file.is_vendored() && !file.path.ends_with("Cargo.lock") && file.path != "LICENSE"
        })
        .flat_map(check_file)
        .collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    file.lines()
        .filter_map(|(at, line)| {
            let advice = if UNFINISHED.iter().any(|mark| line.contains(mark)) {
                "finish it, or file an issue"
            } else if SKIPPED
                .iter()
                .any(|(extension, mark)| file.has_extension(extension) && line.contains(mark))
            {
                "run the test or remove it: every test runs every time"
            } else if names_a_machine(line) {
                "use a path that every machine has, or a setting"
            } else if REGISTRIES.iter().any(|host| line.contains(host)) {
                "leave out the registry's host: each machine has its own settings"
            } else {
                return None;
            };
            Some(Finding::new(&file.path, at, RULE, advice))
        })
        .collect()
}

/// Whether the line holds a path into somebody's own folders, as `/x/` at the start of a path.
fn names_a_machine(line: &str) -> bool {
    MACHINE.iter().any(|folder| {
        let path = format!("/{folder}/");
        line.match_indices(&path).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            !before.is_some_and(|found| found.is_alphanumeric() || "._-}/*]".contains(found))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    fn found(line: &str) -> bool {
        !places(check, &[("docs/a.md", line)]).is_empty()
    }

    #[test]
    fn unfinished_work_is_found() {
        assert!(
            UNFINISHED
                .iter()
                .all(|mark| found(&format!("// {mark} later")))
        );
    }

    #[test]
    fn a_test_that_does_not_run_is_found_in_code_only() {
        for (extension, mark) in SKIPPED {
            let (code, page) = (format!("a.{extension}"), "a.md");
            assert_eq!(
                places(check, &[(&code, mark), (page, mark)]),
                [format!("{code}:1")]
            );
        }
    }

    #[test]
    fn a_path_on_one_machine_is_found() {
        assert!(
            MACHINE
                .iter()
                .all(|folder| found(&format!("see `/{folder}/x`")))
        );
        assert!(!found(
            "crates/x/work/y, https://example.se/root/ and target/home/x"
        ));
    }

    #[test]
    fn a_registry_host_is_found_but_not_in_the_lock_file_of_cargo() {
        let line = format!("https://{}/x", REGISTRIES[0]);
        assert_eq!(
            places(check, &[("e2e/a.json", &line), ("Cargo.lock", &line)]),
            ["e2e/a.json:1"]
        );
    }
}

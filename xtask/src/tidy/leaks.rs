//! Seeded leaks: every bug that is put in on purpose stands in `docs/seeded-leaks.tsv` with the test
//! that finds it, every name there is put in somewhere, and a way out that has been built since has
//! its bug. Whether the test does find it is asked by `./test --long`.

use std::collections::BTreeSet;

use super::Finding;
use crate::syntax::{Kind, tokens};
use crate::tree::Tree;

pub(super) const RULE: &str = "leaks";
const TABLE: &str = "docs/seeded-leaks.tsv";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(table) = tree.files().iter().find(|file| file.path == TABLE) else {
        return vec![Finding::new(
            TABLE,
            1,
            RULE,
            "the table of seeded leaks is missing",
        )];
    };
    let mut findings = Vec::new();
    let mut listed = BTreeSet::new();
    for (line, row) in (1..).zip(table.text.lines()) {
        if row.starts_with('#') {
            continue;
        }
        let columns: Vec<&str> = row.split('\t').collect();
        let [way, name, found_by] = columns[..] else {
            findings.push(Finding::new(
                TABLE,
                line,
                RULE,
                "write way out, leak and test",
            ));
            continue;
        };
        if name != "-" {
            listed.insert(name.to_owned());
            if !found_by.contains("::") {
                let advice = format!("say which test finds {name}");
                findings.push(Finding::new(TABLE, line, RULE, advice));
            }
        } else if tree
            .files()
            .iter()
            .any(|file| file.path.starts_with(found_by))
        {
            let advice =
                format!("{found_by} exists: give “{way}” its bug and the test that finds it");
            findings.push(Finding::new(TABLE, line, RULE, advice));
        }
    }
    let mut seeded = BTreeSet::new();
    for file in tree.crate_sources() {
        let tokens = tokens(file);
        for window in tokens.windows(3) {
            let calls = window[0].text == "seeded" && window[1].text == "(";
            if calls && window[2].kind == Kind::Text {
                let name = window[2].text.clone();
                if !listed.contains(&name) {
                    let advice = format!("{name} is not in {TABLE}");
                    findings.push(Finding::new(&file.path, window[2].line, RULE, advice));
                }
                seeded.insert(name);
            }
        }
    }
    for name in listed.difference(&seeded) {
        let advice = format!("{name} is put in nowhere");
        findings.push(Finding::new(TABLE, 1, RULE, advice));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    const CODE: (&str, &str) = (
        "crates/app/src/a.rs",
        "fn a() { if leak::seeded(\"logs\") {} }",
    );

    #[test]
    fn a_leak_that_no_test_is_named_for_is_found() {
        let table = (TABLE, "# head\nLogs\tlogs\t\n");
        assert_eq!(places(check, &[table, CODE]), ["docs/seeded-leaks.tsv:2"]);
    }

    #[test]
    fn a_leak_that_the_table_does_not_name_is_found_and_one_that_is_nowhere() {
        let table = (TABLE, "Titles\ttitle\tvardbron-web canaries::titles\n");
        assert_eq!(
            places(check, &[table, CODE]),
            ["crates/app/src/a.rs:1", "docs/seeded-leaks.tsv:1"]
        );
    }

    #[test]
    fn a_way_out_that_has_been_built_without_its_bug_is_found() {
        let table = (
            TABLE,
            "Logs\tlogs\tvardbron-web a::b\nFHIR\t-\tcrates/fhir\n",
        );
        let built = ("crates/fhir/src/lib.rs", "fn b() {}");
        assert_eq!(places(check, &[table, CODE]), Vec::<String>::new());
        assert_eq!(
            places(check, &[table, CODE, built]),
            ["docs/seeded-leaks.tsv:2"]
        );
    }
}

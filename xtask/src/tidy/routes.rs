//! Every address that `web` answers stands in the authorization matrix, where a test asks it as
//! every role; and the matrix has no address that is gone.

use std::collections::BTreeSet;

use super::Finding;
use crate::syntax::{Kind, Token, tokens};
use crate::tree::Tree;

pub(super) const RULE: &str = "routes";

const MATRIX: &str = "crates/web/tests/it/routes.txt";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(matrix) = tree.file(MATRIX) else {
        return vec![Finding::new(
            MATRIX,
            1,
            RULE,
            "write it: one line per method and address",
        )];
    };
    let listed: Vec<(usize, &str)> = matrix
        .lines()
        .filter(|(_, line)| !line.starts_with('#'))
        .flat_map(|(at, line)| {
            line.split_whitespace()
                .filter(|word| word.starts_with('/'))
                .map(move |word| (at, word))
        })
        .collect();
    let mut answered = BTreeSet::new();
    let mut findings = Vec::new();
    for file in tree
        .crate_sources()
        .filter(|file| file.crate_name() == Some("web"))
    {
        for (line, address) in addresses(&tokens(file)) {
            if !listed.iter().any(|(_, known)| *known == address) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    RULE,
                    format!("add {address} to {MATRIX}"),
                ));
            }
            answered.insert(address);
        }
    }
    for (at, address) in listed
        .iter()
        .filter(|(_, address)| !answered.contains(*address))
    {
        findings.push(Finding::new(
            MATRIX,
            *at,
            RULE,
            format!("nothing answers {address}: remove it"),
        ));
    }
    findings
}

/// The addresses given to `.route("…")` and to `path = "…"` in a description of one.
fn addresses(tokens: &[Token]) -> Vec<(usize, String)> {
    tokens
        .windows(3)
        .filter(|window| {
            let begins =
                |first: &str, second: &str| window[0].text == first && window[1].text == second;
            (begins("route", "(") || begins("path", "=")) && !window[2].in_test
        })
        .map(|window| &window[2])
        .filter(|token| token.kind == Kind::Text && token.text.starts_with('/'))
        .map(|token| (token.line, token.text.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::check;

    const MATRIX: (&str, &str) = (
        "crates/web/tests/it/routes.txt",
        "# method address\nGET /cases/{id} nurse\n",
    );

    fn found(source: &str) -> Vec<String> {
        places(check, &[MATRIX, ("crates/web/src/router.rs", source)])
    }

    #[test]
    fn an_address_that_nobody_tries_is_found() {
        let source = "fn r() { a.route(\"/cases/{id}\", get(b))\n.route(\"/secret\", get(c)); }";
        assert_eq!(found(source), ["crates/web/src/router.rs:2"]);
    }

    #[test]
    fn an_address_of_a_described_handler_counts() {
        let source = "#[utoipa::path(get, path = \"/api/x\")]\nfn b() {}\nfn r() { a.route(\"/cases/{id}\", get(b)); }";
        assert_eq!(found(source), ["crates/web/src/router.rs:1"]);
    }

    #[test]
    fn an_address_that_is_gone_is_found() {
        assert_eq!(found("fn r() {}"), ["crates/web/tests/it/routes.txt:2"]);
    }
}

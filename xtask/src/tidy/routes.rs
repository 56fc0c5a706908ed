//! Every method and address that `web` answers stands in the authorization matrix, where a test asks
//! it as every role; the matrix has none that is gone, and no other crate answers anything. What
//! cannot be read is a finding: an address that the rule does not see is an address nobody asks.

mod sources;

use std::collections::BTreeSet;

use super::Finding;
use crate::syntax::tokens;
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "routes";

pub(super) const MATRIX: &str = "crates/web/tests/it/routes.txt";
/// Measures the machine itself, with a server that answers nothing of the product.
pub(super) const NOT_THE_PRODUCT: &str = "crates/server/src/bench/";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(matrix) = tree.file(MATRIX) else {
        let advice = "write it: one line per method and address";
        return vec![Finding::new(MATRIX, 1, RULE, advice)];
    };
    let (mut findings, listed) = rows(matrix);
    let web = || {
        let sources = tree.crate_sources();
        sources.filter(|file| file.crate_name() == Some("web"))
    };
    let modules = web().flat_map(|file| sources::modules(&tokens(file)).collect::<Vec<_>>());
    let modules: BTreeSet<String> = modules.collect();
    let mut answered = BTreeSet::new();
    for file in web() {
        for (line, read) in sources::routes(&tokens(file), &modules) {
            let routes = read.unwrap_or_else(|advice| {
                findings.push(Finding::new(&file.path, line, RULE, advice));
                Vec::new()
            });
            for route in routes {
                if !listed.iter().any(|(_, known)| *known == route) {
                    let advice = format!("add {route} to {MATRIX}");
                    findings.push(Finding::new(&file.path, line, RULE, advice));
                }
                answered.insert(route);
            }
        }
    }
    findings.extend(elsewhere(tree));
    let gone = listed.iter().filter(|(_, route)| !answered.contains(route));
    findings.extend(gone.map(|(at, route)| {
        let advice = format!("nothing answers {route}: remove it");
        Finding::new(MATRIX, *at, RULE, advice)
    }));
    findings
}

/// What another crate would answer.
fn elsewhere(tree: &Tree) -> Vec<Finding> {
    let others = tree
        .crate_sources()
        .filter(|file| file.crate_name() != Some("web") && !file.path.starts_with(NOT_THE_PRODUCT));
    let found = others.flat_map(|file| {
        let lines = sources::lines(&tokens(file)).into_iter();
        lines.map(|line| (file.path.as_str(), line))
    });
    let advice = "let web answer it, where the matrix is asked";
    found
        .map(|(path, line)| Finding::new(path, line, RULE, advice))
        .collect()
}

/// The rows' methods and addresses, with what is wrong among them.
fn rows(matrix: &File) -> (Vec<Finding>, Vec<(usize, String)>) {
    let (mut findings, mut listed) = (Vec::new(), Vec::new());
    let lines = matrix.lines();
    for (at, line) in lines.filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty()) {
        let head = line.split('|').next().unwrap_or_default();
        let words: Vec<&str> = head.split_whitespace().collect();
        let route = words.join(" ");
        if words.len() != 2 || !words[1].starts_with('/') {
            let advice = "begin the row with a method and an address";
            findings.push(Finding::new(MATRIX, at, RULE, advice));
        } else if listed.iter().any(|(_, known)| *known == route) {
            let advice = format!("{route} has a row already: keep one");
            findings.push(Finding::new(MATRIX, at, RULE, advice));
        } else {
            listed.push((at, route));
        }
    }
    (findings, listed)
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::check;

    const MATRIX: &str = "# method address\nGET /cases/{id} | 200 nurse\n";
    const KNOWN: &str = ".route(\"/cases/{id}\", get(b))";

    fn found_with(matrix: &str, path: &str, source: &str) -> Vec<String> {
        let known = format!("fn known() {{ a{KNOWN}; }}");
        let files = [
            ("crates/web/tests/it/routes.txt", matrix),
            ("crates/web/src/known.rs", known.as_str()),
            (path, source),
        ];
        places(check, &files)
    }

    /// What is found of one more call on a router, on the second line of a source.
    fn found(call: &str) -> Vec<String> {
        let source = format!("mod inside; fn r() {{ a\n{call}; }}");
        found_with(MATRIX, "crates/web/src/router.rs", &source)
    }

    const HERE: [&str; 1] = ["crates/web/src/router.rs:2"];

    #[test]
    fn an_address_that_nobody_tries_is_found() {
        assert_eq!(found(".route(\"/secret\", get(c))"), HERE);
        assert!(found(KNOWN).is_empty());
    }

    #[test]
    fn another_method_of_a_known_address_is_found_wherever_it_stands_in_the_call() {
        for call in [
            ".route(\"/cases/{id}\", post(c))",
            ".route(\"/cases/{id}\", get(b).post(c))",
            ".route(\n\"/cases/{id}\",\nget(async || b(1, [2])).delete(c),\n)",
            ".route(\"/cases/{id}\", put(c).get(b))",
            ".route(\"/cases/{id}\", patch(c))",
        ] {
            assert_eq!(found(call), HERE, "{call}");
        }
        let matrix = format!("{MATRIX}POST /cases/{{id}} | 303 nurse\n");
        let call = "fn r() { a.route(\"/cases/{id}\", get(b).post(c)); }";
        assert!(found_with(&matrix, "crates/web/src/router.rs", call).is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_found() {
        for call in [
            ".route(ADDRESS, get(b))",
            ".route(\"/cases/{id}\", methods())",
            ".route(\"/cases/{id}\", any(b))",
            ".route(\"/cases/{id}\", on(FILTER, b))",
            ".route(\"/cases/{id}\", get(b).fallback(c))",
            ".route(\"/cases/{id}\", routing::get(b))",
            ".nest(\"/cases\", other())",
            ".nest_service(\"/cases\", other)",
            ".route_service(\"/cases/{id}\", other)",
            ".fallback_service(other)",
            ".fallback(show_everything)",
            ".method_not_allowed_fallback(show_everything)",
            ".merge(other)",
            ".merge(outside::router())",
            ".routes((schemas, paths, methods))",
        ] {
            let source = found(call);
            assert!(!source.is_empty(), "{call}");
            assert!(
                source.iter().all(|place| place == HERE[0]),
                "{call}: {source:?}"
            );
        }
        for call in [
            ".merge(inside::router())",
            ".routes(routes!(b, c::d))",
            ".fallback(async || Problem::not_found())",
            ".method_not_allowed_fallback(async || Problem::method_not_allowed())",
        ] {
            assert!(found(call).is_empty(), "{call}");
        }
    }

    #[test]
    fn a_described_handler_counts_with_its_method() {
        let described = |what: &str| {
            let source = format!("#[utoipa::path({what})]\nfn b() {{}}");
            found_with(MATRIX, "crates/web/src/described.rs", &source)
        };
        assert!(described("get, path = \"/cases/{id}\", tag = \"x\"").is_empty());
        for what in [
            "post, path = \"/cases/{id}\"",
            "get, path = \"/secret\"",
            "path = \"/cases/{id}\", get",
            "method(get, head), path = \"/cases/{id}\"",
            "get, path = ADDRESS",
        ] {
            assert_eq!(described(what), ["crates/web/src/described.rs:1"], "{what}");
        }
    }

    #[test]
    fn a_row_that_nothing_answers_that_is_there_twice_or_is_no_row_is_found() {
        let found = |rows: &str| {
            let matrix = format!("{MATRIX}{rows}\n");
            found_with(&matrix, "crates/web/src/router.rs", "")
        };
        for rows in [
            "POST /cases/{id} | 303 nurse",
            "GET /gone | 200 nurse",
            "GET /cases/{id} | 404 others",
            "/cases/{id} | 200 nurse",
        ] {
            assert_eq!(found(rows), ["crates/web/tests/it/routes.txt:3"], "{rows}");
        }
    }

    #[test]
    fn another_crate_answers_nothing_and_tests_may() {
        let source = "fn r() { a.route(\"/secret\", get(c)); }";
        let found = |path| found_with(MATRIX, path, source);
        assert_eq!(
            found("crates/server/src/web.rs"),
            ["crates/server/src/web.rs:1"]
        );
        assert!(found("crates/server/src/bench/child.rs").is_empty());
        let tests = format!("#[cfg(test)]\nmod tests {{ {source} }}");
        assert!(found_with(MATRIX, "crates/web/src/router.rs", &tests).is_empty());
    }
}

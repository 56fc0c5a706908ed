//! What may stand in one crate only: SQL text in `store` (and in `tamper`, which only tests use), status codes in `web`, the clock and
//! chance in `app`, the way out in `channels` and `server`. Tests are let be, except for SQL, which
//! would tie a test to how the store keeps things.

use super::Finding;
use super::dependencies::PURE;
use crate::syntax::{Kind, Token, lines_with, tokens};
use crate::tree::{File, Tree};

pub(super) const SQL: &str = "sql-only-in-store";
pub(super) const STATUS_CODES: &str = "status-codes-only-in-web";
pub(super) const CLOCK: &str = "clock-and-chance-only-in-app";
pub(super) const OUTSIDE: &str = "outside-only-in-channels-and-server";

pub(super) fn check_sql(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .iter()
        .filter(|file| file.has_extension("rs") && !file.path.starts_with("xtask/"))
        .filter(|file| !matches!(file.crate_name(), Some("store" | "tamper")))
        .flat_map(|file| {
            tokens(file)
                .into_iter()
                .filter(|token| token.kind == Kind::Text && is_sql(&token.text))
                .map(|token| {
                    Finding::new(
                        &file.path,
                        token.line,
                        SQL,
                        "make it a statement of store, with a name",
                    )
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Whether the text begins as a statement does. Only capitals count: Swedish and English texts
/// begin with "Select" and "Update" too.
fn is_sql(text: &str) -> bool {
    const PAIRS: [(&str, &str); 8] = [
        ("INSERT", "INTO"),
        ("INSERT", "OR"),
        ("DELETE", "FROM"),
        ("CREATE", ""),
        ("ALTER", "TABLE"),
        ("DROP", ""),
        ("PRAGMA", ""),
        ("SELECT", ""),
    ];
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    let pair = PAIRS.iter().any(|(verb, next)| {
        first == *verb && (next.is_empty() || second == *next) && !second.is_empty()
    });
    pair || (first == "UPDATE" && words.next() == Some("SET"))
        || (first == "WITH" && text.contains("SELECT "))
}

pub(super) fn check_status_codes(tree: &Tree) -> Vec<Finding> {
    in_sources_without(tree, &["web"], |tokens| {
        let advice = "return an error of the use case; web turns it into an answer";
        mark(STATUS_CODES, advice, lines_with(tokens, &["StatusCode"]))
    })
}

/// What reads the clock, or makes something nobody could foresee.
const MAKERS: [&[&str]; 12] = [
    &["Timestamp", ":", ":", "now"],
    &["Zoned", ":", ":", "now"],
    &["SystemTime", ":", ":", "now"],
    &["Utc", ":", ":", "now"],
    &["Local", ":", ":", "now"],
    &["Uuid", ":", ":", "new_v4"],
    &["Uuid", ":", ":", "now_v7"],
    &["getrandom", ":", ":"],
    &["rand", ":", ":"],
    &["OsRng"],
    &["SysRng"],
    &["RandomState"],
];

pub(super) fn check_clock(tree: &Tree) -> Vec<Finding> {
    let advice = "take it as a parameter; app reads the clock and makes ids";
    let mut findings = in_sources_without(tree, &["app"], |tokens| {
        let lines = MAKERS
            .iter()
            .flat_map(|maker| lines_with(tokens, maker))
            .collect();
        mark(CLOCK, advice, lines)
    });
    // Time spent is measured by those who run things; the pure crates do not even do that.
    for file in tree
        .crate_sources()
        .filter(|file| file.crate_name().is_some_and(|name| PURE.contains(&name)))
    {
        let lines = lines_with(&tokens(file), &["Instant", ":", ":", "now"]);
        findings.extend(
            mark(CLOCK, advice, lines)
                .into_iter()
                .map(|found| found.at(file)),
        );
    }
    findings
}

/// What opens a connection, starts a process or writes a file.
const DOORS: [&[&str]; 9] = [
    &["TcpStream"],
    &["TcpListener"],
    &["UdpSocket"],
    &["UnixStream"],
    &["Command", ":", ":", "new"],
    &["File", ":", ":", "create"],
    &["fs", ":", ":", "write"],
    &["OpenOptions"],
    &["create_dir_all"],
];

pub(super) fn check_outside(tree: &Tree) -> Vec<Finding> {
    // The store's own files and connections are the database, and testkit has no product in it.
    in_sources_without(
        tree,
        &["channels", "server", "store", "testkit"],
        |tokens| {
            let lines = DOORS
                .iter()
                .flat_map(|door| lines_with(tokens, door))
                .collect();
            mark(
                OUTSIDE,
                "leave it to channels (what is sent) or server (what is run)",
                lines,
            )
        },
    )
}

/// A finding whose file is not said yet.
struct Mark {
    rule: &'static str,
    advice: &'static str,
    line: usize,
}

impl Mark {
    fn at(self, file: &File) -> Finding {
        Finding::new(&file.path, self.line, self.rule, self.advice)
    }
}

fn mark(rule: &'static str, advice: &'static str, mut lines: Vec<usize>) -> Vec<Mark> {
    lines.dedup();
    lines
        .into_iter()
        .map(|line| Mark { rule, advice, line })
        .collect()
}

fn in_sources_without(
    tree: &Tree,
    home: &[&str],
    look: impl Fn(&[Token]) -> Vec<Mark>,
) -> Vec<Finding> {
    tree.crate_sources()
        .filter(|file| !file.crate_name().is_some_and(|name| home.contains(&name)))
        .flat_map(|file| {
            look(&tokens(file))
                .into_iter()
                .map(|mark| mark.at(file))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn sql_outside_the_store_is_found_also_in_a_test() {
        let sql = "fn a() {\n q(\"SELECT id FROM cases\");\n q(\"\n  UPDATE cases SET a = $1\"); }";
        assert_eq!(
            places(
                check_sql,
                &[
                    ("crates/app/src/a.rs", sql),
                    ("crates/web/tests/it/a.rs", sql)
                ]
            ),
            [
                "crates/app/src/a.rs:2",
                "crates/app/src/a.rs:3",
                "crates/web/tests/it/a.rs:2",
                "crates/web/tests/it/a.rs:3"
            ]
        );
        assert!(places(check_sql, &[("crates/store/src/a.rs", sql)]).is_empty());
    }

    #[test]
    fn a_sentence_that_begins_with_select_is_not_sql() {
        let text =
            "fn a() { q(\"Select a unit\"); q(\"UPDATE\"); q(\"DELETE\"); q(\"WITH care\"); }";
        assert!(places(check_sql, &[("crates/app/src/a.rs", text)]).is_empty());
    }

    #[test]
    fn a_status_code_outside_web_is_found() {
        let source = "fn a() {\n b(http::StatusCode::NOT_FOUND) }";
        assert_eq!(
            places(check_status_codes, &[("crates/app/src/a.rs", source)]),
            ["crates/app/src/a.rs:2"]
        );
        assert!(places(check_status_codes, &[("crates/web/src/a.rs", source)]).is_empty());
    }

    #[test]
    fn the_clock_is_read_in_app_only_and_tests_are_let_be() {
        let source = "fn a() {\n b(jiff::Timestamp::now()) }\n#[cfg(test)]\nmod tests { fn c() { SystemTime::now(); } }";
        assert_eq!(
            places(check_clock, &[("crates/web/src/a.rs", source)]),
            ["crates/web/src/a.rs:2"]
        );
        assert!(places(check_clock, &[("crates/app/src/a.rs", source)]).is_empty());
    }

    #[test]
    fn chance_is_made_in_app_only() {
        let source = "fn a(b: &mut [u8]) {\n getrandom::fill(b); }";
        assert_eq!(
            places(check_clock, &[("crates/store/src/a.rs", source)]),
            ["crates/store/src/a.rs:2"]
        );
    }

    #[test]
    fn the_server_measures_time_spent_but_the_domain_does_not() {
        let source = "fn a() { Instant::now(); }";
        assert!(places(check_clock, &[("crates/server/src/a.rs", source)]).is_empty());
        assert_eq!(
            places(check_clock, &[("crates/domain/src/a.rs", source)]),
            ["crates/domain/src/a.rs:1"]
        );
    }

    #[test]
    fn a_socket_in_a_page_is_found() {
        let source = "fn a() {\n std::net::TcpStream::connect(\"x\"); }";
        assert_eq!(
            places(check_outside, &[("crates/web/src/a.rs", source)]),
            ["crates/web/src/a.rs:2"]
        );
        assert!(places(check_outside, &[("crates/server/src/a.rs", source)]).is_empty());
    }
}

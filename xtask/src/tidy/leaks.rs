//! Seeded leaks: every channel of the design has a row that says which bug is put in for it and which
//! test finds it, or that it is not built, or which test shows that it cannot leak; every module
//! through which something reaches somebody stands at its channel. Whether a test does find its leak
//! is asked by `./test --long`.

use std::collections::BTreeSet;

use super::Finding;
use crate::syntax::{Kind, tokens};
use crate::tree::Tree;

pub(super) const RULE: &str = "leaks";
const TABLE: &str = "docs/seeded-leaks.tsv";
/// The design's channels, by its own names, and the modules that each goes through.
const CHANNELS: &str = "docs/channels.tsv";
/// Each file right in one of these is a way to somebody; what stands deeper is part of it.
pub(super) const OUTWARD: [&str; 6] = [
    "crates/channels/src/",
    "crates/server/src/command/",
    "crates/web/src/",
    "crates/web/src/account/",
    "crates/web/src/api/",
    "crates/web/src/registers/",
];
/// Files among them that carry what others say and say nothing themselves.
pub(super) const CARRIERS: [&str; 7] = [
    "crates/web/src/api.rs",
    "crates/web/src/assets.rs",
    "crates/web/src/html.rs",
    "crates/web/src/pages.rs",
    "crates/web/src/problem.rs",
    "crates/web/src/request.rs",
    "crates/web/src/router.rs",
];
/// Crates that later issues bring, outward as a whole.
const OUTWARD_CRATES: [&str; 2] = ["crates/documents/", "crates/fhir/"];
const NOT_BUILT: &str = "-";
const CANNOT: &str = "none";

/// A row of a table, with its line.
struct Row<'t, const N: usize> {
    line: usize,
    columns: [&'t str; N],
}

fn rows<'t, const N: usize>(
    tree: &'t Tree,
    path: &str,
    findings: &mut Vec<Finding>,
) -> Vec<Row<'t, N>> {
    let Some(table) = tree.files().iter().find(|file| file.path == path) else {
        findings.push(Finding::new(path, 1, RULE, "the table is missing"));
        return Vec::new();
    };
    let mut rows = Vec::new();
    for (line, text) in table.lines().filter(|(_, text)| !text.starts_with('#')) {
        let columns: Vec<&str> = text.split('\t').collect();
        match <[&str; N]>::try_from(columns) {
            Ok(columns) => rows.push(Row { line, columns }),
            Err(found) => {
                let advice = format!("write {N} columns, not {}", found.len());
                findings.push(Finding::new(path, line, RULE, advice));
            }
        }
    }
    rows
}

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let leaks = rows::<4>(tree, TABLE, &mut findings);
    let channels = rows::<2>(tree, CHANNELS, &mut findings);
    for row in &leaks {
        let at = |advice: String| Finding::new(TABLE, row.line, RULE, advice);
        let [channel, way, leak, by] = row.columns;
        if !channels.iter().any(|known| known.columns[0] == channel) {
            findings.push(at(format!("{channel} is not in {CHANNELS}")));
        }
        if leak == NOT_BUILT {
            let gone = by
                .split(' ')
                .filter(|pattern| folder_is_gone(tree, pattern));
            findings.extend(gone.map(|pattern| {
                at(format!(
                    "{pattern} looks in a folder that is gone: say where it would stand now"
                ))
            }));
            let built = by.split(' ').find_map(|pattern| built(tree, pattern));
            findings.extend(built.map(|path| {
                at(format!(
                    "{path} exists: give “{way}” its bug and the test that finds it"
                ))
            }));
        } else if !names_a_test(tree, by) {
            findings.push(at(format!(
                "say which test finds {leak}: PACKAGE and a name"
            )));
        } else if leak == CANNOT && !by.contains(": ") {
            findings.push(at(format!("say after the test why “{way}” cannot leak")));
        }
    }
    for channel in &channels {
        if !leaks.iter().any(|row| row.columns[0] == channel.columns[0]) {
            let advice = format!("{} has no row in {TABLE}", channel.columns[0]);
            findings.push(Finding::new(CHANNELS, channel.line, RULE, advice));
        }
    }
    findings.extend(modules(tree, &channels));
    findings.extend(seeded(tree, &leaks));
    findings
}

/// The first file that a pattern fits: `*` stands for anything, and so does what comes after its end.
fn built<'t>(tree: &'t Tree, pattern: &str) -> Option<&'t str> {
    let fits = |path: &str| {
        let mut parts = pattern.split('*');
        let start = parts.next().unwrap_or_default();
        let rest = path.strip_prefix(start);
        parts
            .try_fold(rest?, |rest, part| {
                rest.split_once(part).map(|(_, rest)| rest)
            })
            .map(|_| ())
    };
    let mut paths = tree.files().iter().map(|file| file.path.as_str());
    paths.find(|path| fits(path).is_some())
}

/// Whether a pattern looks in a folder that is not there, of a crate that is: nothing would be found.
fn folder_is_gone(tree: &Tree, pattern: &str) -> bool {
    let is_there = |folder: &str| {
        let mut files = tree.files().iter();
        files.any(|file| file.path.starts_with(folder))
    };
    let start = pattern.split('*').next().unwrap_or_default();
    let folder = start.rfind('/').map_or("", |end| &start[..=end]);
    let parts: Vec<&str> = folder.splitn(3, '/').collect();
    let [crates, name, inside] = parts.as_slice() else {
        return false;
    };
    !inside.is_empty() && is_there(&format!("{crates}/{name}/")) && !is_there(folder)
}

/// Whether `PACKAGE module::name` (and perhaps a reason after a colon) names a test that is there.
fn names_a_test(tree: &Tree, by: &str) -> bool {
    let named = by.split(": ").next().unwrap_or_default();
    let Some((package, path)) = named.split_once(' ') else {
        return false;
    };
    let folder = match package.strip_prefix("vardbron-") {
        Some(name) => format!("crates/{name}/"),
        None => format!("{package}/"),
    };
    let declared = path
        .rsplit_once("::")
        .map(|(_, name)| format!("fn {name}("));
    declared.is_some_and(|declared| {
        tree.files()
            .iter()
            .any(|file| file.path.starts_with(&folder) && file.text.contains(&declared))
    })
}

/// Each outward module stands at a channel, and each that stands there exists.
fn modules(tree: &Tree, channels: &[Row<'_, 2>]) -> Vec<Finding> {
    let listed: BTreeSet<&str> = channels
        .iter()
        .flat_map(|channel| channel.columns[1].split(' '))
        .filter(|module| *module != NOT_BUILT)
        .collect();
    let built = tree.files().iter().filter(|file| !file.test_only);
    let paths = built.map(|file| file.path.as_str());
    let outward: BTreeSet<&str> = paths.filter(|path| is_outward(path)).collect();
    let unlisted = outward.difference(&listed).map(|path| {
        let advice = format!("a way to somebody that stands at no channel in {CHANNELS}");
        Finding::new(path, 1, RULE, advice)
    });
    let gone = listed
        .iter()
        .filter(|module| !tree.files().iter().any(|file| file.path == **module))
        .map(|module| Finding::new(CHANNELS, 1, RULE, format!("{module} does not exist")));
    unlisted.chain(gone).collect()
}

/// Whether a file is a way to somebody of its own.
fn is_outward(path: &str) -> bool {
    let right_in = |folder: &str| {
        let name = path
            .strip_prefix(folder)
            .and_then(|name| name.strip_suffix(".rs"));
        // A room's page holds the texts that its handlers fill in.
        name.is_some_and(|name| !name.contains('/') && name != "lib" && name != "page")
    };
    OUTWARD.into_iter().any(right_in) && !CARRIERS.contains(&path)
        || OUTWARD_CRATES
            .into_iter()
            .any(|folder| path == format!("{folder}src/lib.rs"))
}

/// Each leak of the table is put in somewhere, and none that the table does not name.
fn seeded(tree: &Tree, leaks: &[Row<'_, 4>]) -> Vec<Finding> {
    let listed: BTreeSet<String> = leaks
        .iter()
        .map(|row| row.columns[2].to_owned())
        .filter(|leak| leak != NOT_BUILT && leak != CANNOT)
        .collect();
    let mut findings = Vec::new();
    let mut seeded = BTreeSet::new();
    for file in tree.crate_sources() {
        for window in tokens(file).windows(3) {
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
    const TEST: (&str, &str) = ("crates/web/tests/it/a.rs", "async fn finds_it() {}");
    const ROW: &str = "logs\tLogs\tlogs\tvardbron-web a::finds_it\n";

    fn found(channels: &str, leaks: &str, more: &[(&str, &str)]) -> Vec<String> {
        let mut files = vec![(CHANNELS, channels), (TABLE, leaks), CODE, TEST];
        files.extend(more);
        places(check, &files)
    }

    #[test]
    fn a_leak_needs_a_test_that_is_there() {
        let listed = "# head\nlogs\t-\n";
        assert_eq!(found(listed, ROW, &[]), Vec::<String>::new());
        for by in [
            "",
            "vardbron-web",
            "vardbron-web a::gone",
            "vardbron-app a::finds_it",
        ] {
            let row = format!("# head\nlogs\tLogs\tlogs\t{by}\n");
            assert_eq!(
                found(listed, &row, &[]),
                ["docs/seeded-leaks.tsv:2"],
                "{by}"
            );
        }
    }

    #[test]
    fn a_leak_that_the_table_does_not_name_is_found_and_one_that_is_nowhere() {
        let row = "titles\tTitles\ttitle\tvardbron-web a::finds_it\n";
        assert_eq!(
            found("titles\t-\n", row, &[]),
            ["crates/app/src/a.rs:1", "docs/seeded-leaks.tsv:1"]
        );
    }

    #[test]
    fn a_channel_without_a_row_and_a_row_without_a_channel_are_found() {
        let both = "logs\t-\nids\t-\n";
        assert_eq!(found(both, ROW, &[]), ["docs/channels.tsv:2"]);
        assert_eq!(found("", ROW, &[]), ["docs/seeded-leaks.tsv:1"]);
    }

    #[test]
    fn a_way_out_that_has_been_built_without_its_bug_is_found_under_a_like_name_too() {
        let channels = "logs\t-\nuploads\t-\n";
        let table = format!("{ROW}uploads\tUploads\t-\tcrates/x crates/*/src/*upload\n");
        assert_eq!(found(channels, &table, &[]), Vec::<String>::new());
        for path in [
            "crates/x/src/lib.rs",
            "crates/app/src/cases/file_uploads.rs",
        ] {
            let built = (path, "fn b() {}");
            assert_eq!(
                found(channels, &table, &[built]),
                ["docs/seeded-leaks.tsv:2"]
            );
        }
    }

    #[test]
    fn what_cannot_leak_needs_a_reason_beside_its_test() {
        let channels = "logs\t-\nsizes\t-\n";
        let row =
            |reason: &str| format!("{ROW}sizes\tSize\tnone\tvardbron-web a::finds_it{reason}\n");
        assert_eq!(
            found(channels, &row(": bytes are compared"), &[]),
            Vec::<String>::new()
        );
        assert_eq!(found(channels, &row(""), &[]), ["docs/seeded-leaks.tsv:2"]);
    }

    #[test]
    fn a_new_module_that_reaches_somebody_stands_at_a_channel() {
        let page = ("crates/web/src/registers/export.rs", "fn a() {}");
        let room = ("crates/web/src/export.rs", "fn a() {}");
        let deeper = ("crates/web/src/export/part.rs", "fn a() {}");
        let texts = ("crates/web/src/registers/page.rs", "struct A;");
        let carrier = ("crates/web/src/router.rs", "fn a() {}");
        let files = [page, room, deeper, texts, carrier];
        assert_eq!(
            found("logs\t-\n", ROW, &files),
            [
                "crates/web/src/export.rs:1",
                "crates/web/src/registers/export.rs:1"
            ]
        );
        let listed = "logs\tcrates/web/src/registers/export.rs crates/web/src/export.rs\n";
        assert_eq!(found(listed, ROW, &files), Vec::<String>::new());
        assert_eq!(found(listed, ROW, &[]), ["docs/channels.tsv:1"; 2]);
    }

    #[test]
    fn a_pattern_whose_folder_is_gone_from_its_crate_is_found() {
        let channels = "logs\t-\nfiles\t-\n";
        let row = |pattern: &str| format!("{ROW}files\tFiles\t-\t{pattern}\n");
        assert_eq!(
            found(channels, &row("crates/app/src/gone/*csv"), &[]),
            ["docs/seeded-leaks.tsv:2"]
        );
        for fits in [
            "crates/app/src/*csv",
            "crates/later/src/*csv",
            "crates/later/",
        ] {
            assert_eq!(
                found(channels, &row(fits), &[]),
                Vec::<String>::new(),
                "{fits}"
            );
        }
    }
}

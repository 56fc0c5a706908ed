//! What we ship as it stands (styles, fonts, pictures, scripts, tables) has a row in LICENSES.md, and the licence's text stands in the tree.

use super::Finding;
use crate::tree::{File, Tree};

pub(super) const RULE: &str = "licences";

const LIST: &str = "LICENSES.md";
const FONTS: [&str; 4] = ["woff2", "woff", "ttf", "otf"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(list) = tree.file(LIST) else {
        return vec![Finding::new(
            LIST,
            1,
            RULE,
            "write it: path, work, version, licence, text",
        )];
    };
    let rows: Vec<(usize, Vec<&str>)> = list
        .lines()
        .filter(|(_, line)| line.starts_with('|'))
        .map(|(at, line)| (at, line.split('`').skip(1).step_by(2).collect()))
        .filter(|(_, paths): &(usize, Vec<&str>)| !paths.is_empty())
        .collect();
    let mut findings = Vec::new();
    for (at, paths) in &rows {
        let gone = |path: &&&str| !tree.files().iter().any(|file| covers(path, &file.path));
        for path in paths.iter().filter(gone) {
            findings.push(Finding::new(
                LIST,
                *at,
                RULE,
                format!("{path} is not in the tree"),
            ));
        }
        if paths.len() < 2 {
            let advice = "name the path and the path of the licence's text";
            findings.push(Finding::new(LIST, *at, RULE, advice));
        }
    }
    let listed = |file: &File| {
        rows.iter()
            .flat_map(|(_, paths)| paths)
            .any(|path| covers(path, &file.path))
    };
    for file in tree
        .files()
        .iter()
        .filter(|file| is_shipped(file) && !listed(file))
    {
        let advice = format!("give it a row in {LIST}, with its licence and the licence's text");
        findings.push(Finding::new(&file.path, 1, RULE, advice));
    }
    findings
}

/// Whether a row's path means the file: the file itself, a folder above it, or all that begins so
/// where the path ends with `*`.
fn covers(path: &str, file: &str) -> bool {
    if let Some(beginning) = path.strip_suffix('*') {
        return file.starts_with(beginning);
    }
    let rest = file.strip_prefix(path.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether the file goes out with the product as it stands. Ours have rows too: where files of
/// others lie among them, silence would not tell which is which.
fn is_shipped(file: &File) -> bool {
    let asset = file.path.starts_with("crates/") && file.path.contains("/assets/");
    let font = FONTS.iter().any(|extension| file.has_extension(extension));
    // Tables among the guidance are data of others; the guidance itself is worded by us.
    let table = file.path.starts_with("guidance/") && file.has_extension("tsv");
    (asset && !file.has_extension("md")) || font || table || file.is_vendored()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::check;

    const FONT: (&str, &str) = ("crates/web/assets/vendor/inter/inter.woff2", "");
    const TEXT: (&str, &str) = ("crates/web/assets/vendor/inter/OFL.txt", "SIL");

    #[test]
    fn a_font_without_a_row_is_found() {
        assert_eq!(
            places(check, &[("LICENSES.md", ""), FONT]),
            ["crates/web/assets/vendor/inter/inter.woff2:1"]
        );
    }

    #[test]
    fn a_row_whose_licence_is_missing_is_found() {
        let row = (
            "LICENSES.md",
            "| `crates/web/assets/vendor/inter/` | Inter | OFL-1.1 | `gone.txt` |\n",
        );
        assert_eq!(places(check, &[row, FONT]), ["LICENSES.md:1"]);
    }

    #[test]
    fn a_table_of_others_without_a_row_is_found() {
        let files = [
            ("LICENSES.md", ""),
            ("guidance/places/x.tsv", ""),
            ("guidance/x.toml", ""),
        ];
        assert_eq!(places(check, &files), ["guidance/places/x.tsv:1"]);
    }

    #[test]
    fn rows_for_many_files_that_begin_alike_need_no_row_each() {
        let row = (
            "LICENSES.md",
            "| `crates/web/assets/ds-*` | D | MIT | `LICENSE` |\n",
        );
        let files = [
            row,
            ("LICENSE", "x"),
            ("crates/web/assets/ds-1.svg", ""),
            ("crates/web/assets/x.svg", ""),
        ];
        assert_eq!(places(check, &files), ["crates/web/assets/x.svg:1"]);
    }

    #[test]
    fn a_folder_with_its_licence_is_fine() {
        let row = (
            "LICENSES.md",
            "| `crates/web/assets/vendor/inter` | Inter | OFL | `crates/web/assets/vendor/inter/OFL.txt` |\n",
        );
        assert!(places(check, &[row, FONT, TEXT]).is_empty());
    }
}

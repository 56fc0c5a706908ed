//! A source that does not parse would be silently passed over by the rules that read tokens.

use super::Finding;
use crate::tree::Tree;

pub(super) const RULE: &str = "syntax";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .iter()
        .filter(|file| file.has_extension("rs"))
        .filter_map(|file| {
            let error = syn::parse_file(&file.text).err()?;
            let line = error.span().start().line;
            Some(Finding::new(
                &file.path,
                line,
                RULE,
                format!("make it Rust: {error}"),
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::check;

    #[test]
    fn a_file_that_does_not_parse_is_found() {
        assert_eq!(places(check, &[("a.rs", "fn a() {}\nfn {}")]), ["a.rs:2"]);
    }

    #[test]
    fn a_file_that_parses_is_not() {
        assert!(places(check, &[("a.rs", "fn a() {}"), ("b.md", "fn {")]).is_empty());
    }
}

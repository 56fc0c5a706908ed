//! The pages and the API draw every command's form in the same way: what one command needs is said
//! by its form (`guidance/forms`), by the types of its fields, or by `disclosure`. So no source of
//! `web` names a command.

use std::collections::BTreeSet;

use super::Finding;
use crate::syntax::{Kind, tokens};
use crate::tree::Tree;

pub(super) const RULE: &str = "command-names";

/// Where each form says which command it gives.
const FORMS: &str = "guidance/forms/";
/// Given through a form, but before there is a case: it has pages of its own.
const NO_COMMAND_OF_A_CASE: &str = "open_case";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let forms = tree.files().iter();
    let commands: BTreeSet<&str> = forms
        .filter(|file| file.path.starts_with(FORMS))
        .filter_map(|file| file.text.lines().next())
        .filter_map(|line| line.strip_prefix("command = \"")?.strip_suffix('"'))
        .filter(|name| *name != NO_COMMAND_OF_A_CASE)
        .collect();
    let web = tree
        .crate_sources()
        .filter(|file| file.crate_name() == Some("web"));
    web.flat_map(|file| {
        let named = tokens(file).into_iter().filter(|token| {
            token.kind == Kind::Text && !token.in_test && commands.contains(token.text.as_str())
        });
        named
            .map(|token| {
                let advice = format!(
                    "{}: let the form in {FORMS} say it, or the type of the field",
                    token.text
                );
                Finding::new(&file.path, token.line, RULE, advice)
            })
            .collect::<Vec<_>>()
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn a_command_that_a_page_names_is_found() {
        let form = (
            "guidance/forms/close-case.toml",
            "command = \"close_case\"\n",
        );
        let open = ("guidance/forms/open-case.toml", "command = \"open_case\"\n");
        let page = (
            "crates/web/src/case/page.rs",
            "fn a() { b(\"open_case\");\n b(\"close_case\"); }\n#[cfg(test)]\nmod tests { const A: &str = \"close_case\"; }",
        );
        let domain = ("crates/domain/src/a.rs", "const A: &str = \"close_case\";");
        assert_eq!(
            places(check, &[form, open, page, domain]),
            ["crates/web/src/case/page.rs:2"]
        );
    }
}

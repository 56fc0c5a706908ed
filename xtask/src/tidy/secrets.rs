//! Where a `Secret` may be read: in `domain`, which decides, in `disclosure`, which makes views of
//! what the guard has let through, and in the one place of `app` that fills the search index. How it
//! is written in the journal is named by the domain's events only. Tests may look.

use super::Finding;
use crate::syntax::{Kind, lines_with, tokens};
use crate::tree::Tree;

pub(super) const RULE: &str = "secrets-stay-inside";

const READERS: [&str; 3] = ["vocabulary", "domain", "disclosure"];
/// The search index is made of names, and is the store's.
pub(super) const INDEX: &str = "crates/app/src/projection/index.rs";
/// What a field's attribute names to be written.
const WRITERS: [&str; 2] = ["stored", "stored::optional"];
/// The events, with what they carry and the shapes they once had.
pub(super) const EVENTS: [&str; 2] = ["crates/domain/src/event.rs", "crates/domain/src/event/"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.crate_sources()
        .flat_map(|file| {
            let name = file.crate_name().unwrap_or_default();
            let tokens = tokens(file);
            let mut found = Vec::new();
            if !READERS.contains(&name) && file.path != INDEX {
                let readings = [
                    lines_with(&tokens, &[".", "reveal", "("]),
                    lines_with(&tokens, &["into_revealed"]),
                ];
                found.extend(readings.concat().into_iter().map(|line| {
                    (
                        line,
                        "take a disclosed view; only domain and disclosure read a secret",
                    )
                }));
            }
            if name != "vocabulary" && !EVENTS.iter().any(|events| file.path.starts_with(events)) {
                let named = lines_with(&tokens, &["secret", ":", ":", "stored"]);
                let attributed = tokens
                    .iter()
                    .filter(|token| token.kind == Kind::Text && WRITERS.contains(&&*token.text))
                    .map(|token| token.line);
                found.extend(named.into_iter().chain(attributed).map(|line| {
                    (
                        line,
                        "only the events of the domain are written with their secrets",
                    )
                }));
            }
            found
                .into_iter()
                .map(|(line, advice)| Finding::new(&file.path, line, RULE, advice))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn a_secret_read_outside_the_guard_is_found() {
        let reads = "fn a(case: &Case) -> &str { case.person.name.reveal() }";
        assert_eq!(
            places(
                check,
                &[
                    ("crates/app/src/cases.rs", reads),
                    ("crates/app/src/projection/index.rs", reads),
                    ("crates/disclosure/src/views/person.rs", reads),
                    (
                        "crates/server/src/worker.rs",
                        "fn b(w: Words) { w.into_revealed(); }"
                    ),
                ]
            ),
            ["crates/app/src/cases.rs:1", "crates/server/src/worker.rs:1"]
        );
    }

    #[test]
    fn a_secret_written_anywhere_but_in_the_journal_is_found() {
        let writes =
            "use vocabulary::secret::stored;\nstruct A { #[serde(with = \"stored\")] b: Words }";
        assert_eq!(
            places(
                check,
                &[
                    ("crates/disclosure/src/views/person.rs", writes),
                    ("crates/domain/src/event.rs", writes),
                    ("crates/domain/src/event/values.rs", writes),
                ]
            ),
            [
                "crates/disclosure/src/views/person.rs:1",
                "crates/disclosure/src/views/person.rs:2"
            ]
        );
    }
}

//! The repository's guidance is free of errors.

use std::{fmt::Write as _, path::Path};

use guidance::{Library, Pack, Severity, check, requirement::requirement_ids, step::Addition};
use jiff::civil::date;

#[test]
fn the_repositorys_guidance_has_no_error_and_is_known_to_have_expired() {
    let library = match Library::builtin() {
        Ok(library) => library,
        Err(findings) => panic!(
            "{}",
            findings
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n")
        ),
    };
    let found = check(&library, &requirement_ids(), date(2026, 11, 22));
    let errors: Vec<String> = found
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let warnings: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "warning: guidance/vagledning-fyrbodal/2025-07-01/document.toml:12: \
          vagledning-fyrbodal@2025-07-01 was last valid on 2026-07-01"
        ]
    );
}

/// The table in `docs/` is the guidance side by side with what the sources say in key words.
// covers: VV.1
#[test]
fn every_text_stands_beside_what_its_place_of_the_source_says() {
    let library = Library::builtin().unwrap();
    let mut page = String::from(
        "# Our texts beside the sources\n\nMade from `guidance/` by the test \
         `every_text_stands_beside_what_its_place_of_the_source_says`; with `VARDBRON_RECORD=1` it is \
         written anew. A step or rule without a row here fails `vardbron guidance check`.\n",
    );
    for pack in library.packs() {
        let _ = write!(
            page,
            "\n## {}, version {}\n\n| id | place | what the source says, in key words | our text | beside it |\n\
             |---|---|---|---|---|\n",
            pack.document.title, pack.document.version
        );
        for row in &pack.comparison {
            for id in row.ids() {
                page.push_str(&compared(pack, id, &row.source));
            }
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guidance-comparison.md");
    if std::env::var_os("VARDBRON_RECORD").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, page, "record it anew with VARDBRON_RECORD=1");
}

fn compared(pack: &Pack, id: &str, source: &str) -> String {
    let mut lines = String::new();
    if let Some(step) = pack.step(id) {
        let place = (id, step.citation.as_str());
        lines.push_str(&line(place, source, &step.help, &step.additions));
    }
    if let Some(rule) = pack.rule(id) {
        let place = (id, rule.citation.as_str());
        lines.push_str(&line(place, source, &rule.text, &rule.additions));
    }
    lines
}

fn line((id, place): (&str, &str), source: &str, text: &str, beside: &[Addition]) -> String {
    let beside: Vec<String> = beside
        .iter()
        .map(|addition| match (&addition.from, &addition.reason) {
            (Some(from), _) => format!("{from}: {}", addition.text),
            (None, reason) => format!(
                "Vårdbrons tillägg: {} ({})",
                addition.text,
                reason.clone().unwrap_or_default()
            ),
        })
        .collect();
    format!(
        "| {id} | {place} | {source} | {text} | {} |\n",
        beside.join(" ")
    )
}

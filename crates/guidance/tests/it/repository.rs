//! The repository's guidance is free of errors.

use guidance::{Library, Severity, check, requirement::requirement_ids};
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
            "warning: guidance/vagledning-fyrbodal/2025-07-01/document.toml:11: \
          vagledning-fyrbodal@2025-07-01 was last valid on 2026-07-01"
        ]
    );
}

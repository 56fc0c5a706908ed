//! A case follows the version it was opened under, and says what a newer one changes.

use guidance::{Library, builtin_files, newer_version_changes, steps};
use jiff::civil::date;
use serde_json::json;

use crate::walk::{LIBRARY, Walk};

/// The repository's guidance, and a version of 2026-09-01 that drops the last step of 6 A, changes
/// a help text and moves a step of 6 C into it.
fn with_a_newer_version() -> Library {
    let newer = builtin_files()
        .iter()
        .filter(|(path, _)| path.contains("vagledning-fyrbodal"))
        .map(|(path, text)| {
            let text = text
                .replace("version = \"2025-07-01\"", "version = \"2026-09-01\"")
                .replace("valid_from = \"2025-07-01\"", "valid_from = \"2026-09-01\"")
                .replace("valid_to = \"2026-07-01\"", "valid_to = \"2027-08-31\"")
                .replace("\"V6A.10\", \"V6A.11\",", "\"V6A.10\", \"V6C.4\",")
                .replace(
                    "Kontakta Migrationsverket igen.",
                    "Kontakta Migrationsverket samma dag.",
                );
            (path.replace("2025-07-01", "2026-09-01"), text)
        });
    Library::builtin_and(newer).unwrap()
}

// covers: VV.1
#[test]
fn a_newer_version_is_shown_and_not_followed() {
    let walk = Walk::opened(&json!({}));
    assert_eq!(walk.case.guidance, "vagledning-fyrbodal@2025-07-01");
    let library = with_a_newer_version();
    assert_eq!(
        newer_version_changes(&walk.case, &library, date(2026, 8, 31)),
        None
    );
    let change = newer_version_changes(&walk.case, &library, date(2026, 9, 1)).unwrap();
    let ids = |list: &[(String, String)]| list.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    assert_eq!(change.to_version, "2026-09-01");
    assert_eq!(ids(&change.added), ["V6C.4"]);
    assert_eq!(ids(&change.removed), ["V6A.11"]);
    assert_eq!(ids(&change.changed), ["V6A.5"]);
    assert_eq!(
        steps(&walk.case, &library, walk.now),
        steps(&walk.case, &LIBRARY, walk.now),
        "the case keeps its own version"
    );
}

// covers: VV.1
#[test]
fn a_new_case_follows_the_latest_version_that_has_begun() {
    let library = with_a_newer_version();
    let current = |day| library.current(day).map(guidance::Pack::name).unwrap();
    assert_eq!(current(date(2026, 8, 31)), "vagledning-fyrbodal@2025-07-01");
    assert_eq!(current(date(2026, 9, 1)), "vagledning-fyrbodal@2026-09-01");
    assert!(
        library
            .current(date(2026, 8, 31))
            .unwrap()
            .expired_on(date(2026, 8, 31))
    );
    assert!(
        !library
            .current(date(2026, 9, 1))
            .unwrap()
            .expired_on(date(2026, 9, 1))
    );
}

// covers: VV.1
#[test]
fn every_document_says_who_owns_and_reviewed_it() {
    for pack in LIBRARY.packs() {
        assert!(!pack.document.owner_line().is_empty());
        assert!(!pack.document.governs.is_empty());
    }
    let main = LIBRARY.pack("vagledning-fyrbodal@2025-07-01").unwrap();
    assert_eq!(main.document.valid_from, date(2025, 7, 1));
    assert_eq!(main.document.valid_to, Some(date(2026, 7, 1)));
    assert!(!main.expired_on(date(2026, 7, 1)) && main.expired_on(date(2026, 7, 2)));
}

#[test]
fn a_case_of_a_version_that_is_gone_still_has_steps_and_says_so() {
    let mut walk = Walk::opened(&json!({}));
    walk.case.guidance = "vagledning-fyrbodal@2024-01-01".to_owned();
    assert!(!walk.steps().is_empty());
    let codes: Vec<&str> = guidance::warnings(&walk.case, &LIBRARY, walk.now)
        .into_iter()
        .map(|warning| warning.code)
        .collect();
    assert!(codes.contains(&"guidance-version-missing"));
}

//! The repository's own guidance, built into the program.

use std::sync::LazyLock;

macro_rules! files {
    ($($path:literal,)+) => {
        &[$(($path, include_str!(concat!("../../../", $path))),)+]
    };
}

/// Every guidance file of the repository: its path and its text.
#[must_use]
pub fn builtin_files() -> &'static [(&'static str, &'static str)] {
    static FILES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| [DOCUMENTS, FORMS].concat());
    &FILES
}

/// The forms, one for each command: every file in the folder, so that a form is only its file
/// (`build.rs`).
const FORMS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/forms.rs"));

/// The documents, in the order in which they are read.
const DOCUMENTS: &[(&str, &str)] = files![
    "guidance/vagledning-fyrbodal/2025-07-01/document.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/pathways.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-6a.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-6b.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-6c.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-7a.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-7b.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-7c.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/steps-group.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/rules.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/entitlements.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/references.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/conflicts.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/contacts.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/limits.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/sheets.toml",
    "guidance/vagledning-fyrbodal/2025-07-01/comparison.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/document.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/steps.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/rules.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/rules-care-request.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/references.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/contacts.toml",
    "guidance/checklista-hemsjukvard/2022-05-04/comparison.toml",
];

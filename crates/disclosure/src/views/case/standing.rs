//! What the guidance says about a case, for the case's views.

use domain::Case;
use guidance::{Entitlement, Library, VersionChange, Warning, Weight};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use vocabulary::calendar::local_date;

/// The guidance that a case follows (VV.1).
#[derive(Clone, Serialize)]
pub struct GuidanceView {
    /// Id of the document.
    pub id: String,
    pub version: String,
    /// The last valid day.
    pub valid_to: Option<Date>,
    pub expired: bool,
}

/// What a newer version of the guidance would change in this case.
#[derive(Clone, Serialize)]
pub struct NewerGuidanceView {
    pub version: String,
    pub valid_from: Date,
    /// Titles of steps that are added.
    pub added: Vec<String>,
    /// Titles of steps that are removed.
    pub removed: Vec<String>,
    /// Titles of steps whose text changes.
    pub changed: Vec<String>,
}

/// What the person is entitled to (V3.2–V3.4).
#[derive(Clone, Serialize)]
pub struct EntitlementView {
    /// One line.
    pub heading: String,
    /// The statute; absent while the group is unestablished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statute: Option<String>,
    pub items: Vec<String>,
    /// What applies to devices.
    pub devices: String,
    /// Whether the rules for children apply.
    pub child: bool,
}

/// A warning from the guidance that staff see on the case.
#[derive(PartialEq, Eq, Clone, Serialize, serde::Deserialize)]
pub struct WarningView {
    /// A stable kebab-case code.
    pub code: String,
    /// Swedish.
    pub detail: String,
    /// The requirement behind it.
    pub rule: String,
    /// `note`, `caution` or `stop`.
    pub weight: String,
}

impl GuidanceView {
    pub(crate) fn of(case: &Case, library: &Library, now: Timestamp) -> Self {
        let guidance = library.for_case(case);
        let name = guidance
            .as_ref()
            .map_or_else(|| case.guidance.clone(), |found| found.main.name());
        let (id, version) = name.split_once('@').unwrap_or((&name, ""));
        Self {
            id: id.to_owned(),
            version: version.to_owned(),
            valid_to: guidance
                .as_ref()
                .and_then(|found| found.main.document.valid_to),
            expired: guidance.is_some_and(|found| found.main.expired_on(local_date(now))),
        }
    }
}

impl NewerGuidanceView {
    pub(crate) fn of(change: VersionChange) -> Self {
        let titles = |steps: Vec<(String, String)>| steps.into_iter().map(|step| step.1).collect();
        Self {
            version: change.to_version,
            valid_from: change.valid_from,
            added: titles(change.added),
            removed: titles(change.removed),
            changed: titles(change.changed),
        }
    }
}

impl EntitlementView {
    pub(crate) fn of(entitlement: Entitlement) -> Self {
        let Entitlement {
            heading,
            statute,
            items,
            devices,
            child,
        } = entitlement;
        Self {
            heading,
            statute,
            items,
            devices,
            child,
        }
    }
}

impl WarningView {
    pub(crate) fn all(warnings: &[Warning]) -> Vec<Self> {
        warnings
            .iter()
            .map(|warning| Self {
                code: warning.code.to_owned(),
                detail: warning.text.clone(),
                rule: warning.rule.to_owned(),
                weight: match warning.weight {
                    Weight::Note => "note",
                    Weight::Caution => "caution",
                    Weight::Stop => "stop",
                }
                .to_owned(),
            })
            .collect()
    }
}

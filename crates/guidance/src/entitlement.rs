//! What the person is entitled to today, with the statute (V3.2–V3.4).

use domain::Case;
use jiff::civil::Date;
use vocabulary::calendar::turns_18_on;

use crate::{library::Library, pack::Age};

/// What the person is entitled to. Whether something cannot wait is a clinician's recorded
/// assessment, never this list's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitlement {
    /// In a line.
    pub heading: String,
    /// The statute; none while the group is not established.
    pub statute: Option<String>,
    /// What the person is entitled to.
    pub items: Vec<String>,
    /// Devices (V3.4).
    pub devices: String,
    /// Whether the rules for children hold.
    pub child: bool,
}

/// The entitlement on a day: by group, by age that day, by the rules valid that day.
#[must_use]
pub fn entitlement(case: &Case, library: &Library, today: Date) -> Option<Entitlement> {
    let child = today < turns_18_on(case.person.birth_date);
    let age = if child { Age::Child } else { Age::Adult };
    let guidance = library.for_case(case)?;
    let rules = guidance.packs().flat_map(|pack| &pack.entitlements);
    rules
        .filter(|rule| rule.groups.contains(&case.group) && rule.age == age)
        .filter(|rule| rule.valid_from <= today && rule.valid_to.is_none_or(|last| today <= last))
        .max_by_key(|rule| rule.valid_from)
        .map(|rule| Entitlement {
            heading: rule.heading.clone(),
            statute: rule.statute.clone(),
            items: rule.items.clone(),
            devices: rule.devices.clone(),
            child,
        })
}

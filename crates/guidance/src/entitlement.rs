//! What the person is entitled to today, with the statute (V3.2–V3.4).

use domain::Case;
use jiff::civil::Date;

use crate::{library::Library, pack::Age};

/// What the person is entitled to. Whether care can wait is a clinician's recorded assessment and
/// is not decided here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitlement {
    /// One line, in Swedish.
    pub heading: String,
    /// The statute; none while the group is not established.
    pub statute: Option<String>,
    /// Kinds of care.
    pub items: Vec<String>,
    /// What holds for devices (V3.4).
    pub devices: String,
    /// Whether the rules for children apply.
    pub child: bool,
}

/// The entitlement on a day, from the person's group, the age on that day and the rules valid on
/// that day.
#[must_use]
pub fn entitlement(case: &Case, library: &Library, today: Date) -> Option<Entitlement> {
    let child = case.person.is_child_on(today);
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

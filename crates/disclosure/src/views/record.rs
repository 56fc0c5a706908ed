//! Who recorded something, and when.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::{case::Stamped, event::By};
use serde::Serialize;
use vocabulary::{choice::Choice as _, role::Role};

use super::Moment;

/// A value with when it was recorded, by whom and at which unit.
#[derive(Clone, Serialize)]
pub struct Recorded<T> {
    /// When it was recorded.
    pub at: Moment,
    /// By whom: "Karin Lind, vårdpersonal".
    pub by: String,
    /// The unit, by name.
    pub unit: String,
    /// The value.
    pub value: T,
}

impl<T> Recorded<T> {
    pub(crate) fn of<V>(stamped: &Stamped<V>, value: impl FnOnce(&V) -> T) -> Self {
        Self {
            at: Moment(stamped.at),
            by: signature(&stamped.by),
            unit: stamped.by.unit_name.clone(),
            value: value(&stamped.value),
        }
    }
}

/// How somebody is named in a record: "Karin Lind, vårdpersonal".
pub(crate) fn signature(by: &By) -> String {
    if by.is_vardbron() {
        return by.name.clone();
    }
    [by.name.as_str(), ", ", role_in_sentence(by.role)].concat()
}

/// A role as it stands within a sentence: "vårdpersonal". A page names dozens of people by role, so
/// the words are made lower case once.
pub(crate) fn role_in_sentence(role: Role) -> &'static str {
    static ROLES: LazyLock<BTreeMap<Role, String>> = LazyLock::new(|| {
        let lower = |role: &Role| (*role, role.swedish().to_lowercase());
        Role::ALL.iter().map(lower).collect()
    });
    ROLES.get(&role).map_or(role.swedish(), String::as_str)
}

//! Who recorded something, and when.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::{case::Stamped, event::By};
use serde::Serialize;
use vocabulary::{choice::Choice as _, role::Role};

use super::Moment;

/// A value with when it was recorded, by whom and at which unit.
#[derive(Clone, Serialize)]
pub struct Recorded<T> {
    pub at: Moment,
    /// Signature: "Karin Lind, vårdpersonal".
    pub by: String,
    /// Name of the unit.
    pub unit: String,
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

/// The signature of somebody in a record: "Karin Lind, vårdpersonal".
pub(crate) fn signature(by: &By) -> String {
    if by.is_vardbron() {
        return by.name.clone();
    }
    [by.name.as_str(), ", ", role_in_sentence(by.role)].concat()
}

/// A role's name inside a sentence: "vårdpersonal". A page shows dozens of roles, so the lower-case
/// words are made once.
pub(crate) fn role_in_sentence(role: Role) -> &'static str {
    static ROLES: LazyLock<BTreeMap<Role, String>> = LazyLock::new(|| {
        let lower = |role: &Role| (*role, role.swedish().to_lowercase());
        Role::ALL.iter().map(lower).collect()
    });
    ROLES.get(&role).map_or(role.swedish(), String::as_str)
}

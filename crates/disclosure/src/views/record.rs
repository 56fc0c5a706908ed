//! Who recorded something, and when.

use domain::{case::Stamped, event::By};
use serde::Serialize;
use vocabulary::choice::Choice as _;

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
    format!("{}, {}", by.name, by.role.swedish().to_lowercase())
}

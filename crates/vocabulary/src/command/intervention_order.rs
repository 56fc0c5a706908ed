//! An intervention as commands name it.

use crate::{
    intervention::{Intervention, Per},
    reading::{Times, read_as_object},
};

/// An intervention with its extent: so many times per day or week (C9.1.8).
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct InterventionOrder {
    pub code: Intervention,
    pub times: Times,
    /// What `times` counts per.
    pub per: Per,
}

read_as_object!(
    InterventionOrder, "Ange insatsen med code, times och per.",
    { code: Intervention, times: Times, per: Per }
);

//! The log: who has looked at a case, for its parties; the own organisation's log, for its
//! reviewer.

use domain::{Actor, Case};
use serde::Serialize;

use super::Moment;
use crate::{
    Disclosed, Guard,
    audience::{LogReview, RegionalCare},
};

/// Somebody has looked at a case.
#[derive(Clone, Serialize)]
pub struct SeenRow {
    /// When.
    pub at: Moment,
    /// Who.
    pub by: String,
    /// At which unit.
    pub unit: String,
    /// What was looked at, in Swedish.
    pub what: String,
}

/// A row of an organisation's log.
#[derive(Clone, Serialize)]
pub struct LogRow {
    /// When.
    pub at: Moment,
    /// The staff member's id in the store: a reviewer never reviews own actions.
    #[serde(skip)]
    pub staff: String,
    /// The organisation whose log it is.
    #[serde(skip)]
    pub organisation: String,
    /// Who.
    pub by: String,
    /// At which unit.
    pub unit: String,
    /// What was done, in Swedish.
    pub what: String,
    /// Which case, where there is one.
    pub case: Option<String>,
}

impl Guard {
    /// Who has looked at a case, for the region's care units that are parties.
    #[must_use]
    pub fn seen(
        &self,
        actor: &Actor,
        case: &Case,
        rows: Vec<SeenRow>,
    ) -> Option<Disclosed<RegionalCare, Vec<SeenRow>>> {
        self.sees_whole_case(actor, case)
            .then(|| Disclosed::decided(rows))
    }

    /// The own organisation's log, without the reviewer's own actions.
    #[must_use]
    pub fn log(
        &self,
        actor: &Actor,
        rows: Vec<LogRow>,
    ) -> Option<Disclosed<LogReview, Vec<LogRow>>> {
        self.may_command(actor, None, "review_logs")
            .allowed
            .then(|| {
                let own = rows.into_iter().filter(|row| {
                    row.organisation == actor.unit.organisation && row.staff != actor.staff
                });
                Disclosed::decided(own.collect())
            })
    }
}

//! What has happened in a case, in words that anybody at the unit can read.

mod wording;

pub(crate) use wording::inside;

use domain::{Actor, Entry};
use serde::Serialize;

use super::{Moment, record::signature};
use crate::{AnyCase, Disclosed, Guard, audience::RegionalCare};

/// Something that has happened.
#[derive(Clone, Serialize)]
pub struct EventRow {
    /// When it was recorded.
    pub at: Moment,
    /// By whom: "Karin Lind, vårdpersonal".
    pub by: String,
    /// At which unit, by name.
    pub unit: String,
    /// What, in a few words.
    pub what: String,
    /// More about it; empty when there is no more.
    pub detail: String,
    /// The event's kind, for scripts.
    pub kind: &'static str,
}

impl Guard {
    /// What has happened in a case, the oldest first, for the region's care units that are
    /// parties.
    #[must_use]
    pub fn events(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        journal: &[Entry],
    ) -> Option<Disclosed<RegionalCare, Vec<EventRow>>> {
        self.sees_whole_case(actor, case)
            .then(|| Disclosed::decided(journal.iter().map(EventRow::of).collect()))
    }
}

impl EventRow {
    pub(super) fn of(entry: &Entry) -> Self {
        let (what, detail) = wording::of(&entry.event);
        Self {
            at: Moment(entry.at),
            by: signature(&entry.by),
            unit: entry.by.unit_name.clone(),
            what,
            detail,
            kind: entry.event.kind(),
        }
    }
}

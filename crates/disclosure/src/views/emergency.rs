//! A case opened in an emergency: for the person who reads it, and for its parties, who see that it
//! was opened.

use domain::{Actor, Entry};
use guidance::Library;
use jiff::Timestamp;
use serde::Serialize;
use vocabulary::choice::Choice as _;

use super::{CaseView, EventRow, Moment, events::History};
use crate::{
    AnyCase, Disclosed, EmergencyOpening, Guard,
    audience::{EmergencyReader, RegionalCare},
};

/// What the reader of an emergency opening sees: the case, without anything to do in it.
#[derive(Clone, Serialize)]
pub struct EmergencyView {
    pub case: CaseView,
    /// Its steps, without the actions that perform them.
    pub steps: Vec<EmergencyStep>,
    pub events: Vec<EventRow>,
    /// When the opening ends.
    pub until: Moment,
}

/// A step of the case, without what performs it.
#[derive(Clone, Serialize)]
pub struct EmergencyStep {
    pub title: String,
    pub status_name: &'static str,
    /// Why it does not apply, or what it waits for; may be empty.
    pub reason: String,
}

/// An emergency opening of a case, as the case's parties see it.
#[derive(Clone, Serialize)]
pub struct EmergencyRow {
    pub at: Moment,
    /// When the opening ends.
    pub until: Moment,
    pub by: String,
    /// Name of the unit.
    pub unit: String,
    /// The kind of reason, in Swedish.
    pub reason: &'static str,
    /// The reader's own words about the reason.
    pub words: String,
    /// The result of the follow-up, in Swedish; `None` while it is open.
    pub outcome: Option<&'static str>,
    /// When the follow-up was decided.
    pub decided_at: Option<Moment>,
}

impl Guard {
    /// The case, for somebody who has opened it in an emergency, while the opening lasts.
    #[must_use]
    #[expect(
        clippy::too_many_arguments,
        reason = "who, what, on which ground, and when"
    )]
    pub fn emergency_case(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        opening: &EmergencyOpening,
        journal: &[Entry],
        version: u64,
        library: &Library,
        now: Timestamp,
    ) -> Option<Disclosed<EmergencyReader, EmergencyView>> {
        let case = case.asked();
        let verdict = self.may_read_in_emergency(actor, &case, opening, now);
        verdict.allowed.then(|| {
            let mut view = CaseView::of(actor, &case, version, library, now);
            // An opening allows no actions.
            view.undoable = false;
            view.coordinates = false;
            let steps = guidance::steps(&case, library, now).into_iter();
            let mut history = History::of(&case);
            Disclosed::decided(EmergencyView {
                case: view,
                steps: steps
                    .map(|step| EmergencyStep {
                        title: step.title.to_owned(),
                        status_name: step.status.swedish(),
                        reason: step.reason.unwrap_or_default().into_owned(),
                    })
                    .collect(),
                events: journal.iter().map(|entry| history.row(entry)).collect(),
                until: Moment(opening.until),
            })
        })
    }

    /// Emergency openings of a case, for the region's care units that are parties.
    #[must_use]
    pub fn emergencies(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        rows: Vec<EmergencyRow>,
    ) -> Option<Disclosed<RegionalCare, Vec<EmergencyRow>>> {
        self.sees_whole_case(actor, case)
            .then(|| Disclosed::decided(rows))
    }
}

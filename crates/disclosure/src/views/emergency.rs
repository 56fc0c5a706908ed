//! A case opened in an emergency: for the one who reads it, and for its parties, who see that it
//! was opened.

use domain::{Actor, Entry};
use guidance::Library;
use jiff::Timestamp;
use serde::Serialize;
use vocabulary::choice::Choice as _;

use super::{CaseView, EventRow, Moment};
use crate::{
    AnyCase, Disclosed, EmergencyOpening, Guard,
    audience::{EmergencyReader, RegionalCare},
};

/// What the reader of an emergency opening sees: the case, and nothing to do with it.
#[derive(Clone, Serialize)]
pub struct EmergencyView {
    /// The case.
    pub case: CaseView,
    /// Its steps, as far as they apply.
    pub steps: Vec<EmergencyStep>,
    /// What has happened.
    pub events: Vec<EventRow>,
    /// Until when it can be read.
    pub until: Moment,
}

/// A step of the case, without what performs it.
#[derive(Clone, Serialize)]
pub struct EmergencyStep {
    /// What is to be done.
    pub title: String,
    /// Where it stands, in Swedish.
    pub status_name: &'static str,
    /// Why it does not apply, or what it waits for; may be empty.
    pub reason: String,
}

/// A case was opened in an emergency, as its parties see it.
#[derive(Clone, Serialize)]
pub struct EmergencyRow {
    /// When.
    pub at: Moment,
    /// Until when.
    pub until: Moment,
    /// By whom.
    pub by: String,
    /// At which unit.
    pub unit: String,
    /// Why, in Swedish.
    pub reason: &'static str,
    /// Why, in the reader's words.
    pub words: String,
    /// How the follow-up ended, in Swedish; none while it is open.
    pub outcome: Option<&'static str>,
    /// When the follow-up was decided.
    pub decided_at: Option<Moment>,
}

impl Guard {
    /// The case, for somebody who has opened it in an emergency and whose time has not run out.
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
            // Nothing can be done from here.
            view.undoable = false;
            view.coordinates = false;
            let steps = guidance::steps(&case, library, now).into_iter();
            Disclosed::decided(EmergencyView {
                case: view,
                steps: steps
                    .map(|step| EmergencyStep {
                        title: step.title.to_owned(),
                        status_name: step.status.swedish(),
                        reason: step.reason.unwrap_or_default().into_owned(),
                    })
                    .collect(),
                events: journal.iter().map(EventRow::of).collect(),
                until: Moment(opening.until),
            })
        })
    }

    /// Who has opened a case in an emergency, for the region's care units that are parties.
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

//! What has happened in a case, in words that anybody at the unit understands.

mod wording;

pub(crate) use wording::{inside, represented};

use domain::{Actor, Case, Entry};
use serde::Serialize;

use super::{
    Moment,
    audiences::told::{known_name, share_in_words, way},
    record::signature,
};
use crate::{
    AnyCase, Disclosed, Guard, PlacedTelling, Telling, TellingRecipient, audience::RegionalCare,
};

/// An entry of a case's history.
#[derive(Clone, Serialize)]
pub struct EventRow {
    /// When it was recorded.
    pub at: Moment,
    /// Signature: "Karin Lind, vårdpersonal".
    pub by: String,
    /// Name of the unit.
    pub unit: String,
    /// What happened, in a few words.
    pub what: String,
    /// Details; empty when there are none.
    pub detail: String,
    /// The event's kind, for scripts.
    pub kind: &'static str,
    /// Who was told something by it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<EventTold>,
}

/// A recipient who was told something by an event.
#[derive(Clone, Serialize)]
pub struct EventTold {
    /// `unit:HSA-ID`, or the code of an audience.
    pub audience: String,
    pub name: String,
    pub what: String,
    /// The channel's code, as in "Vem ser vad".
    pub channel: &'static str,
}

impl Guard {
    /// What has happened in a case, oldest first, for the region's care units that are parties.
    /// Each entry comes with its position in the journal, and `told` is what the journal's events
    /// have told.
    #[must_use]
    pub fn events<'e>(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        entries: impl IntoIterator<Item = (u64, &'e Entry)>,
        told: &[PlacedTelling],
    ) -> Option<Disclosed<RegionalCare, Vec<EventRow>>> {
        let known = &case.asked();
        self.sees_whole_case(actor, case).then(|| {
            let mut history = History::of(known);
            let rows = entries.into_iter().map(|(place, entry)| {
                let told = told.iter().filter(|placed| placed.place == place);
                let told = told.map(|placed| EventTold::of(known, &placed.telling));
                EventRow {
                    told: told.collect(),
                    ..history.row(entry)
                }
            });
            Disclosed::decided(rows.collect())
        })
    }
}

impl EventTold {
    fn of(case: &Case, telling: &Telling) -> Self {
        let name = if let TellingRecipient::Unit(unit) = &telling.to {
            known_name(case, unit)
        } else {
            let name = telling.to.swedish();
            name.unwrap_or_default().to_owned()
        };
        let what = telling.class.map(|class| {
            let whole = telling.sections.is_empty();
            share_in_words(class, &telling.sections, !whole)
        });
        Self {
            audience: telling.to.to_string(),
            name,
            what: what.unwrap_or_default(),
            channel: way(telling.means).0,
        }
    }
}

/// Puts the entries of a journal into words, oldest first. From the opening on it knows what each change
/// replaced.
pub(super) struct History<'c> {
    /// The case as it is now, which knows the units by name.
    known: &'c Case,
    /// The case before the next entry; none when the opening was not among the entries.
    before: Option<Case>,
}

impl<'c> History<'c> {
    pub(super) fn of(known: &'c Case) -> Self {
        Self {
            known,
            before: None,
        }
    }

    pub(super) fn row(&mut self, entry: &Entry) -> EventRow {
        let (what, detail) = wording::of(&entry.event, self.known, self.before.as_ref());
        self.before = domain::evolve(self.before.take(), entry).ok();
        EventRow {
            at: Moment(entry.at),
            by: signature(&entry.by),
            unit: entry.by.unit_name.clone(),
            what,
            detail,
            kind: entry.event.kind(),
            told: Vec::new(),
        }
    }
}

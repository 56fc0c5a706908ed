//! What new events change outside the journal: worklists, numbers, search, the municipality's
//! questions and the outbox. Everything is written in the transaction of the events and can be
//! rebuilt from the journal. Each projection has one match over all events, so a new event does not
//! compile until it has a place in each.

mod index;
mod outbox;
mod questions;

pub(crate) use index::{numbers, terms_of_parties};
pub(crate) use outbox::Intention;

use disclosure::PlacedTelling;
use domain::{Case, Entry};
use guidance::{StepState, Warning, recheck_at, steps, warnings};
use jiff::Timestamp;
use store::{
    Statement,
    worklist::{self, NO_DUE, StoredWorklistRow},
};
use vocabulary::{
    choice::Choice as _,
    unit::{UnitCard, UnitKind},
};

use crate::{App, case_cache::Loaded, clock::stamp, error::AppError};

/// A change to a case, as the projections see it.
pub(crate) struct Change<'a> {
    /// The case before; `None` when the change opened it.
    pub(crate) before: Option<&'a Loaded>,
    pub(crate) after: &'a Loaded,
    pub(crate) entries: &'a [Entry],
    /// What the new events told, and whom.
    pub(crate) told: &'a [PlacedTelling],
    pub(crate) now: Timestamp,
}

impl App {
    /// The statements that bring the projections up to date with a change.
    pub(crate) fn project(&self, change: &Change<'_>) -> Result<Vec<Statement>, AppError> {
        let mut statements = Vec::with_capacity(4);
        self.project_worklist(change, &mut statements)?;
        // This comes before the events' own statements, because one of them may queue a new
        // invitation.
        statements.extend(Self::stop_invitation(change));
        statements.extend(Self::hold_back_letters(change));
        for entry in change.entries {
            statements.extend(index::of(change, &entry.event));
            statements.extend(self.project_question(change, &entry.event)?);
            statements.extend(self.project_outbox(change, entry)?);
        }
        Ok(statements)
    }

    fn project_worklist(
        &self,
        change: &Change<'_>,
        statements: &mut Vec<Statement>,
    ) -> Result<(), AppError> {
        let key = &change.after.key;
        let case = &change.after.case;
        if !case.is_open() {
            statements.push(worklist::remove_case(key));
            return Ok(());
        }
        let listed = self.listed_units(case);
        for gone in change
            .before
            .map(|before| self.listed_units(&before.case))
            .unwrap_or_default()
        {
            if !listed.iter().any(|unit| unit.hsa_id == gone.hsa_id) {
                statements.push(worklist::remove(key, gone.hsa_id.as_str()));
            }
        }
        for row in self.worklist_rows(change.after, change.now)? {
            statements.push(worklist::place(row));
        }
        Ok(())
    }

    /// The worklist rows of an open case, one for each unit that has it on its worklist.
    pub(crate) fn worklist_rows(
        &self,
        loaded: &Loaded,
        now: Timestamp,
    ) -> Result<Vec<StoredWorklistRow>, AppError> {
        let case = &loaded.case;
        if !case.is_open() {
            return Ok(Vec::new());
        }
        let states = steps(case, &self.inner.library, now);
        let warned = warnings(case, &self.inner.library, now);
        let recheck = recheck_at(case, &self.inner.library, &states, now).map(stamp);
        self.listed_units(case)
            .iter()
            .filter_map(|unit| self.row(loaded, unit, (&states, &warned), now).transpose())
            .map(|row| {
                row.map(|row| StoredWorklistRow {
                    recheck_at: recheck.clone(),
                    ..row
                })
            })
            .collect()
    }

    fn row(
        &self,
        loaded: &Loaded,
        unit: &UnitCard,
        (states, warned): (&[StepState<'_>], &[Warning]),
        now: Timestamp,
    ) -> Result<Option<StoredWorklistRow>, AppError> {
        let case = &loaded.case;
        let row = self
            .inner
            .guard
            .worklist_row(unit, case, loaded.version, states, warned, now);
        let Some(row) = row else { return Ok(None) };
        Ok(Some(StoredWorklistRow {
            unit: unit.hsa_id.as_str().to_owned(),
            due: row
                .due
                .map_or_else(|| NO_DUE.to_owned(), |due| stamp(due.0)),
            id: case.id.to_string(),
            case_key: loaded.key.clone(),
            version: i64::try_from(loaded.version)
                .map_err(|error| AppError::fault("worklist", &error))?,
            recheck_at: None,
            state: row.state.code().to_owned(),
            next_step: row.next_step.clone().unwrap_or_default(),
            payload: serde_json::to_string(&row)
                .map_err(|error| AppError::fault("worklist", &error))?,
        }))
    }

    /// The units that have a case on their worklist: its parties that have staff, and
    /// Koncernkontoret once there is an agreement to sign.
    fn listed_units(&self, case: &Case) -> Vec<UnitCard> {
        let mut units: Vec<UnitCard> = case
            .parties
            .values()
            .filter(|party| !party.unit.kind.is_placeholder())
            .map(|party| party.unit.clone())
            .collect();
        if case.agreement.is_some() {
            let directory = self.directory();
            units.extend(
                directory
                    .of_kind(UnitKind::HeadOffice)
                    .map(|unit| unit.card.clone()),
            );
        }
        units
    }
}

//! What new events change outside the journal: worklists, numbers, search, the municipality's
//! questions and the outbox. Everything is written in the transaction of the events and can be
//! rebuilt from the journal. What each event does there is one match over all events ([`Effects`]).

mod index;
mod outbox;
mod questions;

pub(crate) use index::{numbers, terms_of_parties};

use disclosure::{Told, views::WorklistRow};
use domain::{Case, Entry};
use guidance::{recheck_at, steps, warnings};
use jiff::Timestamp;
use store::{
    Statement,
    worklist::{self, NO_DUE, StoredWorklistRow},
};
use vocabulary::{
    choice::Choice as _,
    unit::{UnitCard, UnitKind},
};

use crate::{
    App, case_cache::Loaded, cases::signed, clock::stamp, directory::Directory, effects::Effects,
    error::AppError,
};

/// A change to a case, as the projections see it.
pub(crate) struct Change<'a> {
    /// The case before; `None` when the change opened it.
    pub(crate) before: Option<&'a Loaded>,
    pub(crate) after: &'a Loaded,
    /// The new events of the journal.
    pub(crate) entries: &'a [Entry],
    /// The new events of the plan's stream. No projection follows from them.
    pub(crate) plan: &'a [Entry],
    /// What the new events told, and whom.
    pub(crate) told: &'a Told,
    pub(crate) now: Timestamp,
    /// What its worklist rows are believed to be; none where nothing is believed.
    pub(crate) listed: Option<&'a ListedRows>,
}

/// The rows of a case on worklists, as they were computed.
#[derive(Default)]
pub(crate) struct ListedRows {
    rows: Vec<WorklistRow>,
    /// When they must be computed again.
    recheck_at: Option<String>,
}

impl std::fmt::Debug for ListedRows {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ListedRows")
    }
}

impl App {
    /// The statements that bring the projections up to date with a change.
    pub(crate) fn project(&self, change: &Change<'_>) -> Result<Vec<Statement>, AppError> {
        let mut statements = Vec::with_capacity(4);
        self.project_worklist(change, &mut statements)?;
        // This comes before the events' own statements, because one of them may queue a new
        // invitation.
        statements.extend(Self::hold_back(change));
        for entry in change.entries {
            let effects = Effects::of(&entry.event);
            statements.extend(index::of(change, effects.register));
            statements.extend(self.project_question(change, effects.register)?);
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
        let directory = self.directory();
        let listed = listed_units(case, &directory);
        let before = change.before.map(|before| &before.case);
        for gone in before
            .map(|case| listed_units(case, &directory))
            .unwrap_or_default()
        {
            if !listed.iter().any(|unit| unit.hsa_id == gone.hsa_id) {
                statements.push(worklist::remove(key, gone.hsa_id.as_str()));
            }
        }
        let rows = self.listed_rows(change.after, change.now);
        for row in &rows.rows {
            match known_row(change.listed, row, &rows) {
                Some(known) if known == row => {}
                Some(known) if known.due == row.due => {
                    statements.push(worklist::refresh(stored(change.after, row, &rows)?));
                }
                Some(_) | None => {
                    statements.push(worklist::place(stored(change.after, row, &rows)?));
                }
            }
        }
        change.after.listed.get_or_init(|| rows);
        Ok(())
    }

    /// The worklist rows of an open case, one for each unit that has it on its worklist.
    pub(crate) fn worklist_rows(
        &self,
        loaded: &Loaded,
        now: Timestamp,
    ) -> Result<Vec<StoredWorklistRow>, AppError> {
        let rows = self.listed_rows(loaded, now);
        rows.rows
            .iter()
            .map(|row| stored(loaded, row, &rows))
            .collect()
    }

    fn listed_rows(&self, loaded: &Loaded, now: Timestamp) -> ListedRows {
        let case = &loaded.case;
        if !case.is_open() {
            return ListedRows::default();
        }
        let states = steps(case, &self.inner.library, now);
        let warned = warnings(case, &self.inner.library, now);
        let rows = listed_units(case, &self.directory())
            .into_iter()
            .filter_map(|unit| {
                self.inner
                    .guard
                    .worklist_row(unit, case, &states, &warned, now)
            })
            .collect();
        ListedRows {
            rows,
            recheck_at: recheck_at(case, &self.inner.library, &states, now).map(stamp),
        }
    }
}

/// The row that a unit's worklist is believed to hold. What a row shows follows from the case until
/// the instant of its next check: where that instant is another than believed, nothing is.
fn known_row<'a>(
    listed: Option<&'a ListedRows>,
    row: &WorklistRow,
    rows: &ListedRows,
) -> Option<&'a WorklistRow> {
    let listed = listed.filter(|listed| listed.recheck_at == rows.recheck_at)?;
    listed.rows.iter().find(|known| known.unit == row.unit)
}

fn stored(
    loaded: &Loaded,
    row: &WorklistRow,
    rows: &ListedRows,
) -> Result<StoredWorklistRow, AppError> {
    Ok(StoredWorklistRow {
        unit: row.unit.as_str().to_owned(),
        due: row
            .due
            .map_or_else(|| NO_DUE.to_owned(), |due| stamp(due.0)),
        id: row.id.to_string(),
        case_key: loaded.key.clone(),
        version: signed(loaded.version)?,
        recheck_at: rows.recheck_at.clone(),
        state: row.state.code().to_owned(),
        next_step: row.next_step.clone().unwrap_or_default(),
        payload: serde_json::to_string(row).map_err(|error| AppError::fault("worklist", &error))?,
    })
}

/// The units that have a case on their worklist: its parties that have staff, and
/// Koncernkontoret once there is an agreement to sign.
fn listed_units<'a>(case: &'a Case, directory: &'a Directory) -> Vec<&'a UnitCard> {
    let mut units: Vec<&UnitCard> = case
        .parties
        .values()
        .map(|party| &party.unit)
        .filter(|unit| !unit.kind.is_placeholder())
        .collect();
    if case.agreement.is_some() {
        units.extend(
            directory
                .of_kind(UnitKind::HeadOffice)
                .map(|unit| &unit.card),
        );
    }
    units
}

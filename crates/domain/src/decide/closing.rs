//! Closing a case, and opening one again that was closed by mistake (X4).

use vocabulary::{
    command::{CloseCase, ReopenCase},
    refusal::Refusal,
};

use super::{Decision, letters, settle};
use crate::{case::Case, event::Event};

pub(super) fn close(case: &Case, command: &CloseCase) -> Decision {
    letters::none_on_paper(case)?;
    Ok(vec![Event::CaseClosed {
        cause: command.cause,
        reason: command
            .reason
            .as_ref()
            .map_or_else(String::new, |reason| reason.0.clone()),
    }])
}

/// Opens the case for its coordinating unit. The other parties have left; of those outside only
/// Koncernkontoret goes on seeing an agreement. Nobody else is told: a question that the
/// municipality had answered is taken back, and a yes to be told has to be given anew. A no stands.
pub(super) fn reopen(case: &Case, command: &ReopenCase) -> Decision {
    if case.is_open() {
        return Err(Refusal::CaseNotClosed);
    }
    // They leave before it is open, so that none of them is told that it is (decision 0023).
    let mut events: Vec<Event> = case
        .parties
        .values()
        .filter(|party| party.unit.hsa_id != case.coordinator)
        .map(|party| Event::PartyRemoved {
            unit: party.unit.hsa_id.clone(),
            name: party.unit.name.clone(),
            reason: "Ärendet öppnades igen".to_owned(),
        })
        .collect();
    events.push(Event::CaseReopened {
        reason: command.reason.0.clone(),
    });
    events.extend(settle::taken_back(case, |question| {
        settle::stands(case, question)
    }));
    Ok(events)
}

//! The state of the case, its rows and the workers, and the part of it that decides what can come
//! next.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use domain::{Case, Entry, evolve};
use vocabulary::public_id::PublicId;

use crate::world::GUARD;

/// A row of the outbox, as in `store::outbox`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum RowState {
    Queued,
    Claimed,
    Sent,
    Stopped,
    Uncertain,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Row {
    pub(super) id: PublicId,
    pub(super) state: RowState,
    pub(super) version: u32,
    /// The receipt: the text that was reviewed, and the case's group at that time.
    pub(super) reviewed: Arc<str>,
    pub(super) group_version: u64,
    /// How many times it was claimed since a person last ordered it.
    pub(super) attempts: u32,
    /// How many times a person has ordered it, and how many times it has left.
    pub(super) ordered: u32,
    pub(super) left: u32,
}

impl Row {
    pub(super) fn to(&mut self, state: RowState) {
        self.state = state;
        self.version += 1;
    }
}

/// What a worker is doing with which row.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Worker {
    Idle,
    Looked {
        row: usize,
        row_version: u32,
        case_version: u32,
        text: Arc<str>,
    },
    /// `allowed`: whether it was allowed to leave at the moment of the claim.
    Claimed {
        row: usize,
        row_version: u32,
        allowed: bool,
    },
    Sent {
        row: usize,
        row_version: u32,
    },
}

/// The case with values derived from it, computed once.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) case: Case,
    /// The invitation's text, if it may leave now.
    pub(super) text: Option<Arc<str>>,
    facts: String,
}

impl Standing {
    pub(super) fn new(case: Case) -> Self {
        let text = GUARD.invitation(&case).ok();
        Self {
            text: text.map(|invitation| Arc::from(invitation.view().reviewed())),
            facts: facts(&case),
            case,
        }
    }
}

/// Every fact of a case that decides what may leave or what staff may do next: with the numbers and
/// the meeting, and with when each was recorded. The facts left out (texts, people) are not changed
/// by any act of the model.
fn facts(case: &Case) -> String {
    let consents: Vec<_> = case
        .consents
        .iter()
        .map(|(kind, consent)| (kind, consent.answer, &consent.units))
        .collect();
    let parties: Vec<_> = case
        .parties
        .iter()
        .map(|(unit, party)| (unit.as_str(), party.basis))
        .collect();
    format!(
        "{:?} {:?} {} {consents:?} {parties:?} {:?} {:?} {}",
        case.group,
        case.evidence,
        case.group_version,
        case.coordinator,
        case.sip,
        case.is_open(),
    )
}

#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) standing: Arc<Standing>,
    /// The case's version, which increases by one with each event.
    pub(super) version: u32,
    pub(super) rows: Vec<Row>,
    pub(super) workers: Vec<Worker>,
    /// Whether something left that was not allowed to leave when it was claimed.
    pub(super) wrong: bool,
    /// The number of acts so far; a state reached in fewer acts counts as the same.
    pub(super) acts: usize,
}

impl State {
    fn told(&self) -> (u32, &str, &[Row], &[Worker], bool) {
        let facts = self.standing.facts.as_str();
        (self.version, facts, &self.rows, &self.workers, self.wrong)
    }

    pub(super) fn case(&self) -> &Case {
        &self.standing.case
    }

    /// The row's text if it may leave now, that is, if everything that was decided when it was
    /// queued still holds when decided again.
    pub(super) fn decided_again(&self, row: usize) -> Option<Arc<str>> {
        let row = &self.rows[row];
        let queued = self.case().sip.invitation_queued.as_ref()?;
        let holds = queued.value == row.id && self.case().group_version == row.group_version;
        let text = self.standing.text.clone()?;
        (holds && text == row.reviewed).then_some(text)
    }

    pub(super) fn row_of(&self, id: PublicId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// Adds decided events to the case, each as one version.
    pub(super) fn record(&mut self, entries: &[Entry]) {
        let mut case = self.case().clone();
        for entry in entries {
            case = evolve(Some(case), entry).unwrap();
            self.version += 1;
        }
        self.standing = Arc::new(Standing::new(case));
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.told() == other.told()
    }
}

impl Eq for State {}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.told().hash(hasher);
    }
}

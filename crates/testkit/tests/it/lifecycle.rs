//! The life cycle of an invitation, explored completely: every order in which staff act on the
//! case, the group changes, two workers look, claim, send, settle or crash, attempts fail, and a
//! row is given up, sent again or said to have arrived. The case is the domain's and the permission
//! is the guard's; the row follows the rules of `app::delivery` and `store::outbox`. Exhaustive up
//! to [`ACTS`] acts.

mod acts;
mod state;

use std::sync::Arc;

use stateright::{Checker as _, Model, Property};

use crate::world::opened;
use acts::{START, Step, WORKERS};
use state::{RowState, Standing, State, Worker};

/// The number of acts after a meeting has been planned; one more with `VARDBRON_LONG`. Each further
/// act takes three times as much time and memory: eight take some fifteen seconds of one core, ten
/// filled the memory.
const ACTS: usize = 8;
/// The number of acts until an invitation may leave a second time: queued, looked at, claimed,
/// sent, uncertain, ordered again, looked at, claimed, sent.
const TWICE: usize = 9;
const LEAVES: &str = "nothing leaves that may not leave when it is claimed";
const ONCE: &str = "no row leaves oftener than somebody ordered it";
const WAITS: &str = "what may not leave does not wait";
const WHOLE: &str = "a state after exactly as many acts as is said is looked at";

/// A fault put into the rules that hold an invitation back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mutant {
    /// A change of the case stops no row.
    ChangeStopsNothing,
    /// A claim does not ask whether the row is still the one looked at.
    ClaimAsksForNoRow,
    /// A claim does not ask whether the case is still the one decided on.
    ClaimAsksForNoCase,
    /// A failed attempt waits for the next, even if the case has changed meanwhile.
    FailedTryAsksForNoCase,
    /// A worker sends what was reviewed, without deciding again.
    LookDecidesNothing,
}

fn any(state: &State, is: RowState) -> bool {
    state.rows.iter().any(|row| row.state == is)
}

struct Lifecycle {
    acts: usize,
    mutants: &'static [Mutant],
}

impl Model for Lifecycle {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            standing: Arc::new(Standing::new(opened(START))),
            version: 10,
            rows: Vec::new(),
            workers: vec![Worker::Idle; WORKERS],
            wrong: false,
            acts: 0,
        }]
    }

    // The depth is counted here, because stateright counts states including the first, and does not
    // expand states at its depth limit.
    fn actions(&self, state: &State, actions: &mut Vec<Step>) {
        if state.acts < self.acts {
            actions.extend(Step::all());
        }
    }

    fn next_state(&self, state: &State, step: Step) -> Option<State> {
        acts::taken(self.mutants, state, step)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always(LEAVES, |_, state: &State| !state.wrong),
            Property::always(ONCE, |_, state: &State| {
                state.rows.iter().all(|row| row.left <= row.ordered)
            }),
            Property::always(WAITS, |_, state: &State| {
                state.standing.text.is_some() || !any(state, RowState::Queued)
            }),
            Property::sometimes(WHOLE, |model: &Self, state: &State| {
                state.acts == model.acts
            }),
            Property::sometimes("an invitation leaves", |_, state: &State| {
                any(state, RowState::Sent) && state.rows.iter().any(|row| row.left == 1)
            }),
            Property::sometimes("a change stops one", |_, state: &State| {
                any(state, RowState::Stopped)
            }),
            Property::sometimes("nobody knows whether one left", |_, state: &State| {
                any(state, RowState::Uncertain)
            }),
            Property::sometimes("one is tried again", |_, state: &State| {
                let tried = |row: &state::Row| row.state == RowState::Queued && row.attempts == 1;
                state.rows.iter().any(tried)
            }),
        ];
        if self.acts >= TWICE {
            let twice = |_: &Self, state: &State| state.rows.iter().any(|row| row.left == 2);
            let twice = Property::sometimes("one leaves twice, as was ordered", twice);
            properties.push(twice);
        }
        properties
    }
}

/// Uses one thread, because only then is every state first reached by its shortest path; otherwise
/// a state might be skipped because it was first reached with no acts left.
fn explored(acts: usize, mutants: &'static [Mutant]) -> impl stateright::Checker<Lifecycle> {
    let model = Lifecycle { acts, mutants };
    model.checker().threads(1).spawn_bfs().join()
}

// covers: X1, X3
#[test]
fn nothing_forbidden_leaves_in_any_order_of_staff_workers_and_failures() {
    let long = std::env::var_os("VARDBRON_LONG").is_some();
    let acts = if long { ACTS + 1 } else { ACTS };
    let checker = explored(acts, &[]);
    checker.assert_properties();
    // Depth counts states, including the first.
    assert_eq!(checker.max_depth(), acts + 1);
}

/// The promises that are found broken within a number of acts.
fn broken(acts: usize, mutants: &'static [Mutant]) -> Vec<&'static str> {
    let checker = explored(acts, mutants);
    let found = |promise: &&'static str| checker.discovery(promise).is_some();
    [LEAVES, ONCE, WAITS].into_iter().filter(found).collect()
}

// Checks that the model finds faults: the rules that hold an invitation back are removed one at a
// time.
#[test]
fn each_fault_alone_is_found() {
    assert_eq!(broken(7, &[Mutant::ChangeStopsNothing]), [WAITS]);
    assert_eq!(broken(7, &[Mutant::ClaimAsksForNoRow]), [ONCE]);
    assert_eq!(broken(8, &[Mutant::FailedTryAsksForNoCase]), [WAITS]);
}

// A row that waits but must not leave is still held back, by the claim that checks the case and by
// the look that decides again. Each is a second line of defence, whose absence shows only when the
// first is gone.
#[test]
fn a_waiting_row_that_must_not_leave_is_held_back_by_the_second_line() {
    let [claim, look]: [&[Mutant]; 2] = [
        &[Mutant::ChangeStopsNothing, Mutant::ClaimAsksForNoCase],
        &[Mutant::FailedTryAsksForNoCase, Mutant::LookDecidesNothing],
    ];
    assert_eq!(broken(5, claim), [LEAVES, WAITS]);
    assert_eq!(broken(8, look), [LEAVES, WAITS]);
}

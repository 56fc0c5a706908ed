//! The life of an invitation, explored whole: every order in which staff act on the case, the group
//! changes, two workers look, claim, send, settle or die, and a row is given up. The case is the
//! domain's own and the leave is the guard's own; the row's rules are those of `store::outbox`
//! (claimed by version, together with the case's version). Exhaustive to [`DEPTH`] acts.

use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
};

use domain::{Case, Event, decide, evolve};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use stateright::{Checker as _, Model, Property};
use testkit::{Act, Deed};
use vocabulary::{command::Command, reading::Door};

use crate::world::{GUARD, context, object, opened};

/// So many acts after a meeting has been planned.
const DEPTH: usize = 10;
const START: Timestamp = Timestamp::constant(1_772_697_600, 0);
const WORKERS: usize = 2;

/// What staff do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Staff {
    Invite,
    Replan,
    WithdrawConsent,
    Consent,
    LosePermit,
    RegainGroup,
    RecordSentByHand,
    Close,
}

const STAFF: [Staff; 8] = [
    Staff::Invite,
    Staff::Replan,
    Staff::WithdrawConsent,
    Staff::Consent,
    Staff::LosePermit,
    Staff::RegainGroup,
    Staff::RecordSentByHand,
    Staff::Close,
];

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Step {
    Staff(Staff),
    Look(usize),
    Claim(usize),
    Send(usize),
    Settle(usize),
    Die(usize),
    GiveUp,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum RowState {
    Queued,
    Claimed,
    Sent,
    Stopped,
    Uncertain,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    state: RowState,
    version: u32,
}

/// How far a worker has come with which row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Worker {
    Idle,
    Looked {
        row: usize,
        row_version: u32,
        case_version: u32,
        text: String,
    },
    Claimed {
        row: usize,
        text: String,
    },
    Sent {
        row: usize,
    },
}

/// What left, and whether the guard would have let it leave when its claim was committed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Letter {
    row: usize,
    allowed_at_claim: bool,
}

#[derive(Debug, Clone)]
struct State {
    case: Case,
    version: u32,
    rows: Vec<Row>,
    workers: Vec<Worker>,
    claims: BTreeMap<usize, bool>,
    letters: Vec<Letter>,
}

impl State {
    /// What of the case decides what may leave, and its version, which decides the rest.
    fn summary(&self) -> impl Hash + PartialEq + use<> {
        (
            self.version,
            self.text(),
            self.case
                .sip
                .invitation_queued
                .as_ref()
                .map(|row| row.value),
            self.case.is_open(),
            format!(
                "{:?} {:?}",
                self.case.group,
                self.case.sip.meeting.is_some()
            ),
        )
    }

    /// The invitation as it may leave now.
    fn text(&self) -> Option<String> {
        GUARD
            .invitation(&self.case)
            .ok()
            .map(|invitation| invitation.view().text())
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.summary() == other.summary()
            && self.rows == other.rows
            && self.workers == other.workers
            && self.letters == other.letters
    }
}

impl Eq for State {}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.summary().hash(hasher);
        self.rows.hash(hasher);
        self.workers.hash(hasher);
        self.letters.hash(hasher);
    }
}

struct Lifecycle {
    /// With the case's version left out of the claim, as a mutant: the model must notice.
    claims_by_row_alone: bool,
    /// With rows that a change does not stop, as a mutant.
    change_stops_rows: bool,
}

fn act(staff: Staff, at: Timestamp) -> Act {
    let command = match staff {
        Staff::Invite => json!({ "command": "send_invitation" }),
        Staff::Replan => json!({
            "command": "plan_sip_meeting", "at": "2026-03-19T10:00:00+01:00", "form": "digital",
            "link": "https://mote.example.se/2", "kin_invited": false,
        }),
        Staff::WithdrawConsent | Staff::Consent => json!({
            "command": "record_consent", "kind": "sip", "form": "oral",
            "answer": if staff == Staff::Consent { "given" } else { "withdrawn" },
        }),
        Staff::LosePermit | Staff::RegainGroup => json!({
            "command": "establish_group", "evidence": "Beslutet visades",
            "group": if staff == Staff::LosePermit { "without_permits" } else { "asylum_seeker" },
        }),
        Staff::RecordSentByHand => {
            json!({ "command": "record_invitation_sent", "at": at.to_string() })
        }
        Staff::Close => json!({ "command": "close_case", "reason": "Klart" }),
    };
    Act {
        at,
        case: 0,
        who: "ward-nurse",
        deed: Deed::Command(command),
    }
}

impl Lifecycle {
    fn acted(&self, state: &State, staff: Staff) -> Option<State> {
        let at = START + SignedDuration::from_mins(i64::from(state.version));
        let act = act(staff, at);
        let Deed::Command(command) = &act.deed else {
            return None;
        };
        let command = Command::read(object(command), Door::Api, at).unwrap();
        let entries = decide(&state.case, &context(&act), &command).ok()?;
        let before = state.case.sip.invitation_queued.clone();
        let mut next = state.clone();
        for entry in &entries {
            next.case = evolve(Some(next.case), entry).unwrap();
            next.version += 1;
        }
        let sent = entries
            .iter()
            .any(|entry| matches!(entry.event, Event::InvitationSent { .. }));
        let after = &next.case.sip.invitation_queued;
        let gone =
            before.is_some() && after.as_ref().map(|row| row.value) != before.map(|row| row.value);
        if gone && (sent || self.change_stops_rows) {
            let to = if sent {
                RowState::Sent
            } else {
                RowState::Stopped
            };
            for row in next
                .rows
                .iter_mut()
                .filter(|row| row.state == RowState::Queued)
            {
                row.state = to.clone();
                row.version += 1;
            }
        }
        let queued = entries
            .iter()
            .any(|entry| matches!(entry.event, Event::InvitationQueued { .. }));
        if queued {
            next.rows.push(Row {
                state: RowState::Queued,
                version: 1,
            });
        }
        Some(next)
    }

    fn worked(&self, state: &State, step: Step) -> Option<State> {
        let mut next = state.clone();
        match step {
            Step::Look(worker) => {
                let row = state
                    .rows
                    .iter()
                    .position(|row| row.state == RowState::Queued)?;
                next.workers[worker] = Worker::Looked {
                    row,
                    row_version: state.rows[row].version,
                    case_version: state.version,
                    text: state.text()?,
                };
            }
            Step::Claim(worker) => {
                let Worker::Looked {
                    row,
                    row_version,
                    case_version,
                    text,
                } = state.workers[worker].clone()
                else {
                    return None;
                };
                let same_row = state.rows[row].state == RowState::Queued
                    && state.rows[row].version == row_version;
                let same_case = self.claims_by_row_alone || state.version == case_version;
                if same_row && same_case {
                    next.rows[row] = Row {
                        state: RowState::Claimed,
                        version: row_version + 1,
                    };
                    next.claims
                        .insert(row, state.text().as_ref() == Some(&text));
                    next.workers[worker] = Worker::Claimed { row, text };
                } else {
                    next.workers[worker] = Worker::Idle;
                }
            }
            Step::Send(worker) => {
                let Worker::Claimed { row, .. } = state.workers[worker] else {
                    return None;
                };
                next.letters.push(Letter {
                    row,
                    allowed_at_claim: state.claims[&row],
                });
                next.workers[worker] = Worker::Sent { row };
            }
            Step::Settle(worker) => {
                let Worker::Sent { row } = state.workers[worker] else {
                    return None;
                };
                if state.rows[row].state == RowState::Claimed {
                    next.rows[row].state = RowState::Sent;
                    next.rows[row].version += 1;
                }
                next.workers[worker] = Worker::Idle;
            }
            Step::Die(worker) => {
                if state.workers[worker] == Worker::Idle {
                    return None;
                }
                next.workers[worker] = Worker::Idle;
            }
            Step::GiveUp => {
                // Time has passed: whoever has claimed a row and not settled it is gone.
                let row = state
                    .rows
                    .iter()
                    .position(|row| row.state == RowState::Claimed)?;
                let held = state.workers.iter().any(|worker| {
                    matches!(worker, Worker::Claimed { row: held, .. } | Worker::Sent { row: held } if *held == row)
                });
                if held {
                    return None;
                }
                next.rows[row].state = RowState::Uncertain;
                next.rows[row].version += 1;
            }
            Step::Staff(staff) => return self.acted(state, staff),
        }
        Some(next)
    }
}

impl Model for Lifecycle {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<Self::State> {
        let case = opened(START);
        vec![State {
            case,
            version: 10,
            rows: Vec::new(),
            workers: vec![Worker::Idle; WORKERS],
            claims: BTreeMap::new(),
            letters: Vec::new(),
        }]
    }

    fn actions(&self, _: &Self::State, actions: &mut Vec<Self::Action>) {
        actions.extend(STAFF.map(Step::Staff));
        for worker in 0..WORKERS {
            actions.extend([
                Step::Look(worker),
                Step::Claim(worker),
                Step::Send(worker),
                Step::Settle(worker),
                Step::Die(worker),
            ]);
        }
        actions.push(Step::GiveUp);
    }

    fn next_state(&self, state: &Self::State, step: Self::Action) -> Option<Self::State> {
        self.worked(state, step)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(
                "nothing leaves that may not leave when it is claimed",
                |_, state: &State| state.letters.iter().all(|letter| letter.allowed_at_claim),
            ),
            Property::always("no row leaves twice", |_, state: &State| {
                let mut rows: Vec<usize> = state.letters.iter().map(|letter| letter.row).collect();
                rows.sort_unstable();
                rows.windows(2).all(|pair| pair[0] != pair[1])
            }),
            Property::always("what may not leave does not wait", |_, state: &State| {
                state.text().is_some() || state.rows.iter().all(|row| row.state != RowState::Queued)
            }),
            Property::sometimes("an invitation leaves", |_, state: &State| {
                state.rows.iter().any(|row| row.state == RowState::Sent)
                    && !state.letters.is_empty()
            }),
            Property::sometimes("a change stops one", |_, state: &State| {
                state.rows.iter().any(|row| row.state == RowState::Stopped)
            }),
            Property::sometimes("nobody knows whether one left", |_, state: &State| {
                state
                    .rows
                    .iter()
                    .any(|row| row.state == RowState::Uncertain)
            }),
        ]
    }
}

fn explored(model: Lifecycle) -> impl stateright::Checker<Lifecycle> {
    let long = std::env::var_os("VARDBRON_LONG").is_some();
    let depth = if long { DEPTH + 2 } else { DEPTH };
    model
        .checker()
        .target_max_depth(depth)
        .threads(2)
        .spawn_bfs()
        .join()
}

// covers: X1, X3
#[test]
fn in_whatever_order_staff_workers_and_failures_act_nothing_leaves_that_may_not() {
    let checker = explored(Lifecycle {
        claims_by_row_alone: false,
        change_stops_rows: true,
    });
    checker.assert_properties();
    assert!(
        checker.unique_state_count() > 10_000,
        "{}",
        checker.unique_state_count()
    );
}

// The model is awake: without the case's version in the claim, or without the change that stops what
// waits, it finds the way by which something leaves.
#[test]
fn a_claim_that_does_not_look_at_the_case_is_found() {
    let checker = explored(Lifecycle {
        claims_by_row_alone: true,
        change_stops_rows: false,
    });
    assert!(
        checker
            .discovery("nothing leaves that may not leave when it is claimed")
            .is_some()
    );
    assert!(
        checker
            .discovery("what may not leave does not wait")
            .is_some()
    );
}

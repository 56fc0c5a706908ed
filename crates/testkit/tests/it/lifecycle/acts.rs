//! The acts of staff, workers and failures, each as one transaction: by the domain's own rules, and
//! for the rows by those of `app::delivery` and `store::outbox`.

use domain::{
    Event, decide,
    delivery::{Delivery, delivered, invitation},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use testkit::{Act, TraceRequest, commands};
use vocabulary::{command::Command, public_id::PublicId, reading::Door};

use super::{
    Mutant,
    state::{Row, RowState, State, Worker},
};
use crate::world::{context, object};

pub(super) const START: Timestamp = Timestamp::constant(1_772_697_600, 0);
pub(super) const WORKERS: usize = 2;
/// A row is given up after this many failed attempts (the product makes more).
const TRIES: u32 = 2;

/// An act of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Staff {
    Invite,
    Replan,
    WithdrawConsent,
    Consent,
    LosePermit,
    RegainGroup,
    RecordSentByHand,
    Close,
    SayItArrived,
    SendAgain,
    DoNotSendAgain,
}

/// The outcome of a claimed row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Outcome {
    /// The recipient's server accepted it.
    Sent,
    /// Nothing was accepted; it is tried again.
    Later,
    /// It will never be accepted.
    Refused,
    /// Nobody knows whether it was sent.
    Unknown,
}

/// A transition of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Staff(Staff),
    Look(usize),
    Claim(usize),
    /// A worker sends the bytes.
    Send(usize),
    Settle(usize, Outcome),
    Die(usize),
    GiveUp,
}

impl Step {
    pub(super) fn all() -> Vec<Self> {
        let staff = [
            Staff::Invite,
            Staff::Replan,
            Staff::WithdrawConsent,
            Staff::Consent,
            Staff::LosePermit,
            Staff::RegainGroup,
            Staff::RecordSentByHand,
            Staff::Close,
            Staff::SayItArrived,
            Staff::SendAgain,
            Staff::DoNotSendAgain,
        ];
        let mut all: Vec<Self> = staff.map(Self::Staff).into();
        for worker in 0..WORKERS {
            all.extend([Self::Look(worker), Self::Claim(worker), Self::Send(worker)]);
            all.extend(
                [
                    Outcome::Sent,
                    Outcome::Later,
                    Outcome::Refused,
                    Outcome::Unknown,
                ]
                .map(|outcome| Self::Settle(worker, outcome)),
            );
            all.push(Self::Die(worker));
        }
        all.push(Self::GiveUp);
        all
    }
}

fn command(staff: Staff, at: Timestamp) -> Value {
    let resolved = |outcome| json!({ "command": "resolve_invitation", "outcome": outcome });
    let consent = |answer| json!({ "command": "record_consent", "kind": "sip", "form": "oral", "answer": answer });
    let group = |group| {
        json!({
            "command": "establish_group", "evidence": "Beslutet visades", "group": group,
        })
    };
    match staff {
        Staff::Invite => commands::send_invitation(),
        Staff::Replan => json!({
            "command": "plan_sip_meeting", "at": "2026-03-19T10:00:00+01:00", "form": "digital",
            "kin_invited": false,
        }),
        Staff::WithdrawConsent => consent("withdrawn"),
        Staff::Consent => consent("given"),
        Staff::LosePermit => group("without_permits"),
        Staff::RegainGroup => group("asylum_seeker"),
        Staff::RecordSentByHand => {
            json!({ "command": "record_invitation_sent", "at": at.to_string() })
        }
        Staff::Close => commands::close_case("Klart"),
        Staff::SayItArrived => resolved("arrived"),
        Staff::SendAgain => resolved("send_again"),
        Staff::DoNotSendAgain => resolved("stop"),
    }
}

fn now(state: &State) -> Timestamp {
    START + SignedDuration::from_mins(i64::from(state.version))
}

/// The state after `step`; none when it is not possible or changes nothing.
pub(super) fn taken(mutants: &[Mutant], state: &State, step: Step) -> Option<State> {
    let mut next = match step {
        Step::Staff(staff) => acted(mutants, state, staff)?,
        Step::Look(worker) => looked(mutants, state, worker)?,
        Step::Claim(worker) => claimed(mutants, state, worker)?,
        Step::Send(worker) => sent(state, worker)?,
        Step::Settle(worker, outcome) => settled(mutants, state, worker, outcome)?,
        Step::Die(worker) => {
            let mut next = state.clone();
            let was = std::mem::replace(&mut next.workers[worker], Worker::Idle);
            (was != Worker::Idle).then_some(next)?
        }
        Step::GiveUp => gone(state)?,
    };
    // Workers are interchangeable.
    next.workers.sort();
    next.acts += 1;
    Some(next)
}

/// A command as it is decided and projected (`app::projection`).
fn acted(mutants: &[Mutant], state: &State, staff: Staff) -> Option<State> {
    let at = now(state);
    let value = command(staff, at);
    let act = Act {
        at,
        case: 0,
        who: "ward-nurse",
        request: TraceRequest::Command(value.clone()),
    };
    let command = Command::read(object(&value), Door::Api, at).unwrap();
    let entries = decide(state.case(), &context(&act), &command).ok()?;
    let before = &state.case().sip;
    let mut next = state.clone();
    next.record(&entries);
    let mut settled = false;
    for entry in &entries {
        if let Event::InvitationQueued { outbox } = &entry.event {
            queue(&mut next, *outbox)?;
        } else if let Event::InvitationSent { .. } = &entry.event {
            settled = true;
            let waiting = before.invitation_queued.as_ref();
            if let Some(row) = waiting.or(before.invitation_uncertain.as_ref()) {
                let from = [RowState::Queued, RowState::Uncertain];
                moved(&mut next, row.value, &from, RowState::Sent)?;
            }
        } else if let Event::InvitationMailed { outbox, .. } = &entry.event {
            settled = true;
            let from = [RowState::Queued, RowState::Uncertain];
            moved(&mut next, *outbox, &from, RowState::Sent)?;
        } else if let Event::InvitationStopped { outbox, .. } = &entry.event {
            settled = true;
            let from = [RowState::Uncertain];
            moved(&mut next, *outbox, &from, RowState::Stopped)?;
        }
    }
    let now_queued = next.case().sip.invitation_queued.as_ref();
    let left_behind = before
        .invitation_queued
        .as_ref()
        .map(|row| row.value)
        .filter(|row| !settled && now_queued.is_none_or(|queued| queued.value != *row));
    if let Some(row) = left_behind
        && !mutants.contains(&Mutant::ChangeStopsNothing)
    {
        // None when it is not queued, because a worker has claimed it.
        let _ = moved(&mut next, row, &[RowState::Queued], RowState::Stopped);
    }
    Some(next)
}

/// Queues a new row, or an uncertain one again.
fn queue(next: &mut State, id: PublicId) -> Option<()> {
    let reviewed = next.standing.text.clone()?;
    let group_version = next.case().group_version;
    let Some(known) = next.row_of(id) else {
        next.rows.push(Row {
            id,
            state: RowState::Queued,
            version: 1,
            reviewed,
            group_version,
            attempts: 0,
            ordered: 1,
            left: 0,
        });
        return Some(());
    };
    moved(next, id, &[RowState::Uncertain], RowState::Queued)?;
    next.rows[known].attempts = 0;
    next.rows[known].ordered += 1;
    Some(())
}

/// Changes a row's state if it is one of `from`; otherwise none, a conflict.
fn moved(next: &mut State, id: PublicId, from: &[RowState], to: RowState) -> Option<()> {
    let row = next.row_of(id)?;
    let row = &mut next.rows[row];
    from.contains(&row.state).then(|| row.to(to))
}

/// What Vårdbron itself records in the case.
fn deliver(next: &mut State, row: usize, delivery: Delivery) {
    let ordered = next.case().opened_by.clone();
    let event = invitation(next.rows[row].id, delivery);
    let entry = delivered(event, &ordered, now(next));
    next.record(&[entry]);
}

/// A worker looks for a row and decides again; a row that must not leave is stopped at once.
fn looked(mutants: &[Mutant], state: &State, worker: usize) -> Option<State> {
    if state.workers[worker] != Worker::Idle {
        return None;
    }
    let queued = |row: &Row| row.state == RowState::Queued;
    let row = state.rows.iter().position(queued)?;
    let mut next = state.clone();
    let decided = if mutants.contains(&Mutant::LookDecidesNothing) {
        Some(state.rows[row].reviewed.clone())
    } else {
        state.decided_again(row)
    };
    if let Some(text) = decided {
        next.workers[worker] = Worker::Looked {
            row,
            row_version: state.rows[row].version,
            case_version: state.version,
            text,
        };
        return Some(next);
    }
    if counted_on(state, row) {
        deliver(&mut next, row, Delivery::Stopped(String::new()));
    }
    next.rows[row].to(RowState::Stopped);
    Some(next)
}

/// The row that was decided on is claimed, if neither the row nor the case has changed since.
fn claimed(mutants: &[Mutant], state: &State, worker: usize) -> Option<State> {
    let Worker::Looked {
        row,
        row_version,
        case_version,
        text,
    } = &state.workers[worker]
    else {
        return None;
    };
    let mut next = state.clone();
    let known = &state.rows[*row];
    let same_row = (known.state == RowState::Queued && known.version == *row_version)
        || mutants.contains(&Mutant::ClaimAsksForNoRow);
    let same_case = state.version == *case_version || mutants.contains(&Mutant::ClaimAsksForNoCase);
    next.workers[worker] = if same_row && same_case {
        next.rows[*row].to(RowState::Claimed);
        next.rows[*row].attempts += 1;
        Worker::Claimed {
            row: *row,
            row_version: next.rows[*row].version,
            allowed: state.decided_again(*row).as_ref() == Some(text),
        }
    } else {
        Worker::Idle
    };
    Some(next)
}

/// Whether the case still expects a row to be sent.
fn counted_on(state: &State, row: usize) -> bool {
    let queued = state.case().sip.invitation_queued.as_ref();
    queued.is_some_and(|queued| queued.value == state.rows[row].id)
}

fn sent(state: &State, worker: usize) -> Option<State> {
    let Worker::Claimed {
        row,
        row_version,
        allowed,
    } = state.workers[worker]
    else {
        return None;
    };
    let mut next = state.clone();
    next.wrong |= !allowed;
    next.rows[row].left += 1;
    next.workers[worker] = Worker::Sent { row, row_version };
    Some(next)
}

/// The outcome is recorded; it conflicts, so that nothing is recorded, when the row is no longer
/// the worker's.
fn settled(mutants: &[Mutant], state: &State, worker: usize, outcome: Outcome) -> Option<State> {
    let (row, row_version) = match (&state.workers[worker], outcome) {
        (Worker::Sent { row, row_version }, Outcome::Sent | Outcome::Unknown)
        | (
            Worker::Claimed {
                row, row_version, ..
            },
            Outcome::Later | Outcome::Refused | Outcome::Unknown,
        ) => (*row, *row_version),
        _ => return None,
    };
    let mut next = state.clone();
    next.workers[worker] = Worker::Idle;
    let known = &state.rows[row];
    if known.state != RowState::Claimed || known.version != row_version {
        return Some(next);
    }
    let stopped = Delivery::Stopped(String::new());
    let (to, delivery) = match outcome {
        Outcome::Sent => (RowState::Sent, Some(Delivery::Sent(now(state)))),
        Outcome::Later
            if !counted_on(state, row) && !mutants.contains(&Mutant::FailedTryAsksForNoCase) =>
        {
            (RowState::Stopped, None)
        }
        Outcome::Later if known.attempts < TRIES => (RowState::Queued, None),
        Outcome::Later | Outcome::Refused => (RowState::Stopped, Some(stopped)),
        Outcome::Unknown => (RowState::Uncertain, Some(Delivery::Uncertain)),
    };
    next.rows[row].to(to);
    if let Some(delivery) = delivery {
        deliver(&mut next, row, delivery);
    }
    Some(next)
}

/// Time has passed: workers that have claimed a row and not settled it count as lost.
fn gone(state: &State) -> Option<State> {
    let claimed = |row: &Row| row.state == RowState::Claimed;
    let row = state.rows.iter().position(claimed)?;
    let held = state.workers.iter().any(|worker| {
        matches!(worker, Worker::Claimed { row: held, .. } | Worker::Sent { row: held, .. } if *held == row)
    });
    if held {
        return None;
    }
    let mut next = state.clone();
    next.rows[row].to(RowState::Uncertain);
    deliver(&mut next, row, Delivery::Uncertain);
    Some(next)
}

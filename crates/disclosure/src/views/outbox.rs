//! What is on its way out of a case.

use domain::Actor;
use serde::Serialize;
use vocabulary::{
    audience::{OutboundChannel, OutboxState},
    choice::Choice as _,
    public_id::PublicId,
};

use super::{Moment, person::initials};
use crate::{
    AnyCase, CaseRef, Disclosed, Guard,
    audience::{AdministratorStaff, RegionalCare},
};

/// Something on its way out.
#[derive(Clone, Serialize)]
pub struct OutboxRow {
    pub id: PublicId,
    /// The code of the audience.
    pub audience: String,
    pub channel: OutboundChannel,
    /// The subject, without identity.
    pub subject: String,
    pub state: OutboxState,
    /// Why it was stopped, or is uncertain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub queued_at: Moment,
    /// How many times Vårdbron has tried to send it.
    pub tries: u64,
    /// When Vårdbron tries again, after a failed attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_try: Option<Moment>,
}

/// Something on its way out of one of a unit's cases. It shows no more of the case than the
/// worklist does.
#[derive(Clone, Serialize)]
pub struct UnitOutboxRow {
    pub case: PublicId,
    /// For example "M. K."
    pub initials: String,
    /// Whether the case is protected, for any reason.
    pub protected: bool,
    /// Whether it is a letter that a second person has to read first.
    pub needs_second_reader: bool,
    pub row: OutboxRow,
}

/// How many rows failed for a reason, without naming cases.
#[derive(Clone, Serialize)]
pub struct OutboxFault {
    pub channel: OutboundChannel,
    /// Why they failed, in Swedish.
    pub fault: String,
    /// How many; `None` when fewer than five.
    pub count: Option<u64>,
}

/// How many rows are in a state, without naming cases.
#[derive(Clone, Serialize)]
pub struct OutboxCount {
    pub channel: OutboundChannel,
    pub state: OutboxState,
    /// How many; `None` when fewer than five.
    pub count: Option<u64>,
}

/// Smaller figures are not shown, because they could reveal what happens in a single case.
const SMALLEST: u64 = 5;

/// The figure, if it is large enough to be shown.
fn large(count: Option<u64>) -> Option<u64> {
    count.filter(|count| *count >= SMALLEST)
}

impl Guard {
    /// What is on its way out of a case, for the region's care units that are parties.
    #[must_use]
    pub fn outbox(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        rows: Vec<OutboxRow>,
    ) -> Option<Disclosed<RegionalCare, Vec<OutboxRow>>> {
        self.sees_whole_case(actor, case)
            .then(|| Disclosed::decided(rows))
    }

    /// What is on its way out of a unit's cases, for staff of the region's care units. Only cases
    /// that they see in full are included.
    #[must_use]
    pub fn outbox_of_unit<'c>(
        &self,
        actor: &Actor,
        rows: impl IntoIterator<Item = (CaseRef<'c>, OutboxRow)>,
    ) -> Option<Disclosed<RegionalCare, Vec<UnitOutboxRow>>> {
        if !self.may_command(actor, None, "open_case").allowed {
            return None;
        }
        let rows = rows
            .into_iter()
            .filter(|(case, _)| self.sees_whole_case(actor, case))
            .map(|(case, row)| UnitOutboxRow {
                case: case.id,
                initials: initials(case.person.name.reveal()),
                protected: case.is_protected(),
                needs_second_reader: case
                    .letter(row.id)
                    .is_some_and(|letter| case.needs_second_reader(letter)),
                row,
            });
        Some(Disclosed::decided(rows.collect()))
    }

    /// Why sending has failed, for an administrator.
    #[must_use]
    pub fn outbox_faults(
        &self,
        actor: &Actor,
        faults: Vec<OutboxFault>,
    ) -> Option<Disclosed<AdministratorStaff, Vec<OutboxFault>>> {
        self.may_command(actor, None, "administer")
            .allowed
            .then(|| {
                let shown = faults.into_iter().map(|fault| OutboxFault {
                    count: large(fault.count),
                    ..fault
                });
                Disclosed::decided(shown.collect())
            })
    }

    /// How many rows are in each state, for an administrator. Every channel and state is listed,
    /// even when it has no rows, so that a row that appears or disappears reveals nothing.
    #[must_use]
    pub fn outbox_counts(
        &self,
        actor: &Actor,
        counts: &[OutboxCount],
    ) -> Option<Disclosed<AdministratorStaff, Vec<OutboxCount>>> {
        self.may_command(actor, None, "administer")
            .allowed
            .then(|| {
                let shown = OutboundChannel::ALL.iter().flat_map(|channel| {
                    OutboxState::ALL.iter().map(|state| OutboxCount {
                        channel: *channel,
                        state: *state,
                        count: large(
                            counts
                                .iter()
                                .find(|count| count.channel == *channel && count.state == *state)
                                .and_then(|count| count.count),
                        ),
                    })
                });
                Disclosed::decided(shown.collect())
            })
    }
}

//! What is on its way out of a case.

use domain::{Actor, Case};
use serde::Serialize;
use vocabulary::{
    audience::{OutboundChannel, OutboxState},
    public_id::PublicId,
};

use super::Moment;
use crate::{
    Disclosed, Guard,
    audience::{AdministratorStaff, RegionalCare},
};

/// Something on its way out.
#[derive(Clone, Serialize)]
pub struct OutboxRow {
    /// Its own id.
    pub id: PublicId,
    /// To whom: an audience's code.
    pub audience: String,
    /// By which channel.
    pub channel: OutboundChannel,
    /// What it is about, without identity.
    pub subject: String,
    /// Where it stands.
    pub state: OutboxState,
    /// Why it was stopped, or is uncertain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was queued.
    pub queued_at: Moment,
}

/// How many rows stand where, of no case in particular.
#[derive(Clone, Serialize)]
pub struct OutboxCount {
    /// By which channel.
    pub channel: OutboundChannel,
    /// Where they stand.
    pub state: OutboxState,
    /// How many.
    pub count: u64,
}

impl Guard {
    /// What is on its way out of a case, for the region's care units that are parties.
    #[must_use]
    pub fn outbox(
        &self,
        actor: &Actor,
        case: &Case,
        rows: Vec<OutboxRow>,
    ) -> Option<Disclosed<RegionalCare, Vec<OutboxRow>>> {
        self.sees_whole_case(actor, case)
            .then(|| Disclosed::decided(rows))
    }

    /// How many rows stand where, for an administrator.
    #[must_use]
    pub fn outbox_counts(
        &self,
        actor: &Actor,
        counts: Vec<OutboxCount>,
    ) -> Option<Disclosed<AdministratorStaff, Vec<OutboxCount>>> {
        self.may_command(actor, None, "administer")
            .allowed
            .then(|| Disclosed::decided(counts))
    }
}

//! Events for what Vårdbron itself did with a message that a person ordered to be sent. Recording
//! such a fact is never refused, even if the case has changed since. Whether the message was
//! allowed to be sent was decided before (`disclosure`, [`Case::invitation_may_leave`]).

use jiff::Timestamp;
use vocabulary::public_id::PublicId;

use crate::event::{By, Entry, Event};

/// What happened to the message of an outbox row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The recipient's mail server accepted it at this time.
    Sent(Timestamp),
    /// It will not be sent; the reason is in Swedish.
    Stopped(String),
    /// It may or may not have been sent.
    Uncertain,
}

/// The event that records what became of an invitation.
#[must_use]
pub fn invitation(outbox: PublicId, delivery: Delivery) -> Event {
    match delivery {
        Delivery::Sent(sent_at) => Event::InvitationMailed { outbox, sent_at },
        Delivery::Stopped(reason) => Event::InvitationStopped { outbox, reason },
        Delivery::Uncertain => Event::InvitationUncertain { outbox },
    }
}

/// The entry that records what became of a delivery. Vårdbron is its author, for the unit that
/// ordered it.
#[must_use]
pub fn delivered(event: Event, ordered: &By, at: Timestamp) -> Entry {
    Entry {
        at,
        by: By::vardbron(ordered),
        event,
    }
}

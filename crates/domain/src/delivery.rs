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

/// Who ordered an outbox row to be sent; `None` when the journal has no such row.
#[must_use]
pub fn ordered_by<'a>(
    journal: impl DoubleEndedIterator<Item = &'a Entry>,
    outbox: PublicId,
) -> Option<&'a By> {
    journal.rev().find_map(|entry| {
        matches!(&entry.event, Event::InvitationQueued { outbox: row } if *row == outbox)
            .then_some(&entry.by)
    })
}

/// The entry that records the delivery. Vårdbron is its author, for the unit that ordered it.
#[must_use]
pub fn delivered(outbox: PublicId, ordered: &By, delivery: Delivery, at: Timestamp) -> Entry {
    let event = match delivery {
        Delivery::Sent(sent_at) => Event::InvitationMailed { outbox, sent_at },
        Delivery::Stopped(reason) => Event::InvitationStopped { outbox, reason },
        Delivery::Uncertain => Event::InvitationUncertain { outbox },
    };
    Entry {
        at,
        by: By::vardbron(ordered),
        event,
    }
}

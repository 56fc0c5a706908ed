//! What Vårdbron itself has done with something that a person ordered to be sent, as events. A fact is
//! recorded and never refused: what has left has left, whatever the case has become since. Whether
//! it might leave was decided before (`disclosure`, [`Case::invitation_may_leave`]).

use jiff::Timestamp;
use vocabulary::public_id::PublicId;

use crate::event::{By, Entry, Event};

/// What became of an outbox row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It was handed over to the recipient's server at this instant.
    Sent(Timestamp),
    /// It will not be sent, for this reason in Swedish.
    Stopped(String),
    /// Nobody knows whether it was sent.
    Uncertain,
}

/// Who ordered an outbox row to be sent; none when the journal knows no such row.
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

/// The entry that records it, signed by Vårdbron for the unit that ordered it.
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

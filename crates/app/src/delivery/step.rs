//! What an event does to a row of the outbox, for whatever asks: queueing, holding back, who ordered a
//! row. Which event does what stands with all that events do beside the journal
//! ([`crate::effects`]).

use vocabulary::public_id::PublicId;

use super::DeliveryKind;

/// What an event does to the deliveries of its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step<'e> {
    /// Somebody has ordered a delivery, or ordered an uncertain one again.
    Queued(DeliveryKind, PublicId),
    /// A person has taken it out of the queue and carries it out.
    TakenOut(DeliveryKind, PublicId),
    Sent(DeliveryKind, PublicId),
    /// A person has sent it by their own means, whether or not it was queued.
    SentByHand(DeliveryKind),
    CameBack(DeliveryKind, PublicId),
    /// It will not be sent, for this reason.
    Stopped(DeliveryKind, PublicId, &'e str),
    /// It may or may not have been sent.
    Uncertain(DeliveryKind, PublicId),
    /// If the case no longer counts on it after this event, this is the reason.
    HeldBack(DeliveryKind, &'static str),
    /// The same for one row.
    RowHeldBack(DeliveryKind, PublicId, &'static str),
    /// Nothing is to be sent from the case any more, for this reason.
    CaseStopped(&'static str),
    Nothing,
}

impl Step<'_> {
    /// The row that it orders to be sent.
    pub(crate) fn queues(self) -> Option<(DeliveryKind, PublicId)> {
        match self {
            Self::Queued(kind, row) => Some((kind, row)),
            Self::TakenOut(..)
            | Self::Sent(..)
            | Self::SentByHand(_)
            | Self::CameBack(..)
            | Self::Stopped(..)
            | Self::Uncertain(..)
            | Self::HeldBack(..)
            | Self::RowHeldBack(..)
            | Self::CaseStopped(_)
            | Self::Nothing => None,
        }
    }

    /// Whether it says by itself what became of a row, so that no other reason is given.
    pub(crate) fn settles(self, kind: DeliveryKind, row: PublicId) -> bool {
        match self {
            Self::Sent(of, id) | Self::Stopped(of, id, _) | Self::Uncertain(of, id) => {
                of == kind && id == row
            }
            Self::SentByHand(of) => of == kind,
            Self::Queued(..)
            | Self::TakenOut(..)
            | Self::CameBack(..)
            | Self::HeldBack(..)
            | Self::RowHeldBack(..)
            | Self::CaseStopped(_)
            | Self::Nothing => false,
        }
    }

    /// Why it holds back a row that the case no longer counts on.
    pub(crate) fn holds_back(self, kind: DeliveryKind, row: PublicId) -> Option<&'static str> {
        match self {
            Self::HeldBack(of, reason) => (of == kind).then_some(reason),
            Self::RowHeldBack(of, id, reason) => (of == kind && id == row).then_some(reason),
            Self::Queued(..)
            | Self::TakenOut(..)
            | Self::Sent(..)
            | Self::SentByHand(_)
            | Self::CameBack(..)
            | Self::Stopped(..)
            | Self::Uncertain(..)
            | Self::CaseStopped(_)
            | Self::Nothing => None,
        }
    }
}

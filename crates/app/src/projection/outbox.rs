//! The outbox: what an event adds to it, and what it stops there. It is the same for every kind of
//! delivery; what is a kind's own, its rules say (`delivery`).

use domain::Entry;
use store::{
    Statement,
    outbox::{self, StoredOutboxRow, StoredOutboxState},
};
use vocabulary::{choice::Choice as _, public_id::PublicId};

use super::{Change, index};
use crate::{
    App,
    case_cache::Loaded,
    clock::stamp,
    delivery::{Carrier, DeliveryKind, LEFT_BEHIND, Step},
    effects::Effects,
    error::AppError,
    randomness,
};

impl App {
    pub(super) fn project_outbox(
        &self,
        change: &Change<'_>,
        entry: &Entry,
    ) -> Result<Option<Statement>, AppError> {
        let now = stamp(change.now);
        let by_a_person = |kind: DeliveryKind| match kind.rules().carrier() {
            Carrier::Worker { .. } => false,
            Carrier::Person { .. } => true,
        };
        Ok(match Effects::of(&entry.event).delivery {
            Step::Queued(kind, row) => Some(self.queued(change, kind, row)?),
            Step::SentByHand(kind) => Some(self.sent_by_hand(change, kind)?),
            Step::TakenOut(_, row) => Some(outbox::print_letter(&row.to_string(), &now)),
            Step::Sent(kind, row) if by_a_person(kind) => {
                Some(outbox::post_letter(&row.to_string(), &now))
            }
            Step::Stopped(kind, row, reason) if by_a_person(kind) => {
                Some(outbox::stop_letter(&row.to_string(), reason, &now))
            }
            Step::CameBack(_, row) => {
                let reason = "Brevet kom i retur";
                Some(outbox::return_letter(&row.to_string(), reason, &now))
            }
            // What Vårdbron itself did is settled in the same transaction (see `delivery::worker`).
            Step::Sent(..) | Step::Stopped(..) if entry.by.is_vardbron() => None,
            Step::Sent(_, row) => Some(outbox::sent_by_hand(&row.to_string(), ARRIVED, &now)),
            Step::Stopped(_, row, reason) => Some(outbox::give_up(&row.to_string(), reason, &now)),
            Step::CaseStopped(reason) => Some(outbox::stop_case(&change.after.key, reason, &now)),
            Step::Uncertain(..) | Step::HeldBack(..) | Step::RowHeldBack(..) | Step::Nothing => {
                None
            }
        })
    }

    fn queued(
        &self,
        change: &Change<'_>,
        kind: DeliveryKind,
        row: PublicId,
    ) -> Result<Statement, AppError> {
        let again = change.before.and_then(|before| uncertain(before, kind));
        if again == Some(row) {
            return Ok(outbox::send_again(&row.to_string(), &stamp(change.now)));
        }
        Ok(outbox::queue(self.outbox_row(change, kind, row)?))
    }

    /// Marks a waiting row as sent. If none waits, adds a row that says it was sent.
    fn sent_by_hand(&self, change: &Change<'_>, kind: DeliveryKind) -> Result<Statement, AppError> {
        let waiting = change.before.and_then(|before| {
            let mut queued = kind.rules().on_their_way(&before.case).into_iter();
            queued.next().or_else(|| uncertain(before, kind))
        });
        if let Some(row) = waiting {
            let now = stamp(change.now);
            return Ok(outbox::sent_by_hand(&row.to_string(), BY_HAND, &now));
        }
        let id = self.public_id(change.now, randomness::Purpose::Outbox)?;
        let row = self.outbox_row(change, kind, id)?;
        Ok(outbox::queue(StoredOutboxRow {
            state: StoredOutboxState::Sent,
            reason: Some(BY_HAND.to_owned()),
            ..row
        }))
    }

    /// Stops the outbox row of each delivery that the case no longer counts on, unless a new event
    /// says by itself what became of it. No message is sent about it (X1, X3).
    pub(super) fn hold_back(change: &Change<'_>) -> Vec<Statement> {
        let Some(before) = change.before else {
            return Vec::new();
        };
        let mut statements = Vec::new();
        for kind in DeliveryKind::ALL {
            let rules = kind.rules();
            let still = rules.on_their_way(&change.after.case);
            for row in rules.on_their_way(&before.case) {
                let steps = || {
                    change
                        .entries
                        .iter()
                        .map(|entry| Effects::of(&entry.event).delivery)
                };
                if still.contains(&row) || steps().any(|step| step.settles(*kind, row)) {
                    continue;
                }
                let said = steps().find_map(|step| step.holds_back(*kind, row));
                let also = rules.also_said(&change.after.case, row);
                let reason = format!("{}{also}", said.unwrap_or(LEFT_BEHIND));
                let (row, now) = (row.to_string(), stamp(change.now));
                statements.extend(match rules.carrier() {
                    Carrier::Worker { .. } => (!vocabulary::leak::seeded("outbox-not-stopped"))
                        .then(|| outbox::stop(&row, &reason, &now)),
                    Carrier::Person { .. } => (!vocabulary::leak::seeded("letter-not-stopped"))
                        .then(|| outbox::hold_back_letter(&row, &reason, &now)),
                });
            }
        }
        statements
    }

    /// A queued row with the intention and its receipt, never the content (guard.md).
    fn outbox_row(
        &self,
        change: &Change<'_>,
        kind: DeliveryKind,
        id: PublicId,
    ) -> Result<StoredOutboxRow, AppError> {
        let now = stamp(change.now);
        let case = &change.after.case;
        let rules = kind.rules();
        let label = rules.label(case, id);
        let label =
            label.ok_or_else(|| AppError::fault("outbox", &"queued and not in the case"))?;
        let directory = self.directory();
        let receipt = rules.receipt(&self.making(case, directory.letterhead()), id);
        let number =
            |value: u64| i64::try_from(value).map_err(|error| AppError::fault("outbox", &error));
        Ok(StoredOutboxRow {
            key: randomness::row_key(change.now)?,
            id: id.to_string(),
            case_key: change.after.key.clone(),
            audience: label.audience.code().to_owned(),
            channel: rules.channel().code().to_owned(),
            subject: label.subject.to_owned(),
            content: if vocabulary::leak::seeded("outbox-content") {
                index::leaked_name(case)
            } else {
                String::new()
            },
            state: StoredOutboxState::Queued,
            reason: None,
            fault: None,
            version: 1,
            attempts: 0,
            not_before: now.clone(),
            policy_hash: self.inner.guard.fingerprint().to_owned(),
            case_version: number(change.after.version)?,
            group_version: number(case.group_version)?,
            content_hash: receipt.unwrap_or_default(),
            created_at: now.clone(),
            changed_at: now,
        })
    }
}

/// The reason on a queued row that counts as sent.
const BY_HAND: &str = "Skickat från enhetens egen brevlåda";
/// The reason on an uncertain row that counts as sent.
const ARRIVED: &str = "Enheten har tagit reda på att den kom fram";

fn uncertain(loaded: &Loaded, kind: DeliveryKind) -> Option<PublicId> {
    kind.rules().uncertain(&loaded.case)
}

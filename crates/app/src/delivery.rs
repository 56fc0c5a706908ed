//! Deliveries: what a person has ordered to leave a case for somebody outside. A row of the outbox is
//! the intention and a receipt, never the content, so everything is decided again before something
//! leaves: by Vårdbron's worker for what it sends itself ([`worker`]), and by the command of the
//! person who carries it out for what they do with their own hands.
//!
//! A kind of delivery says what is its own ([`Rules`]). Everything else is here once: what is
//! decided again and in which order, how a row is claimed and settled, and in [`crate::projection`]
//! how it is queued and held back.

mod invitation;
mod letter;
mod step;
mod worker;

use disclosure::{
    Disclosed, Guard,
    audience::MigrationAgency,
    guard::DescribedCase,
    views::{DeidentifiedInvitation, Letterhead, PostedLetter},
};
use domain::{Actor, Case, Event, delivery::Delivery, event::By};
use jiff::Timestamp;
use store::outbox::{self, StoredOutboxRow};
use vocabulary::{
    audience::{Audience, OutboundChannel},
    choice::Choice as _,
    public_id::PublicId,
    refusal::Refusal,
};

pub use worker::{ClaimedMail, DecidedMail, SendResult};
pub(crate) use {step::Step, worker::in_words};

use crate::{App, case_cache::Loaded, cases::Beyond, effects::Effects, error::AppError};

vocabulary::choice! {
    /// A kind of delivery. What may be queued, what stops it and what becomes of it is said by its
    /// rules; the interleaving tests play each.
    pub enum DeliveryKind {
        /// The de-identified invitation to Migrationsverket (V6A.6).
        Invitation = "invitation", "Kallelsen utan namn";
        /// A letter of the post queue (V6A.7, V6B.13).
        Letter = "letter", "Brev";
    }
}

impl DeliveryKind {
    pub(crate) fn rules(self) -> &'static dyn Rules {
        match self {
            Self::Invitation => &invitation::Invitation,
            Self::Letter => &letter::Letter,
        }
    }

    /// Whether something is mailed to this contact of the directory.
    pub(crate) fn any_is_mailed_to(contact: &str) -> bool {
        let mut kinds = Self::ALL.iter();
        kinds.any(|kind| {
            let contacts = kind.rules().contacts();
            contacts.is_some_and(|(_, begins)| contact.starts_with(begins))
        })
    }
}

/// What a kind of delivery says of itself. `row` is the public id of its outbox row.
pub(crate) trait Rules: Sync {
    fn channel(&self) -> OutboundChannel;

    fn carrier(&self) -> Carrier;

    /// For whom and about what a row is; `None` when the case has no such row.
    fn label(&self, case: &Case, row: PublicId) -> Option<Label>;

    /// The rows that the case counts on being sent. A row that is no longer among them is stopped.
    fn on_their_way(&self, case: &Case) -> Vec<PublicId>;

    /// The row of which nobody knows whether it was sent, if a person may order it again.
    fn uncertain(&self, _: &Case) -> Option<PublicId> {
        None
    }

    /// A reason of its own why it must not go now.
    fn hindrance(&self, _: &Case, _: Timestamp) -> Option<Reason> {
        None
    }

    /// The hash of the bytes that are reviewed. It sends nothing.
    fn receipt(&self, making: &Making<'_>, row: PublicId) -> Result<String, No>;

    /// What leaves, if the guard allows it now.
    fn content(&self, making: &Making<'_>, row: PublicId) -> Result<Content, No>;

    /// What a result of the worker becomes in the case; `None` when a person records it.
    fn fact(&self, row: PublicId, delivery: Delivery) -> Option<Event>;

    /// What is added to the reason of a row that was held back.
    fn also_said(&self, _after: &Case, _row: PublicId) -> &'static str {
        ""
    }

    /// For a kind that is mailed: the recipient, and how the ids of their contacts in the directory
    /// begin. What such a contact says takes two administrators.
    fn contacts(&self) -> Option<(Audience, &'static str)> {
        None
    }
}

/// Who carries out a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// Vårdbron's worker. Whoever ordered it must still have the right to this command; otherwise
    /// the row is stopped for this reason.
    Worker {
        ordered_by: &'static str,
        right_lost: Reason,
    },
    /// A person, by commands, whose right to them is asked as for any command. They are refused with
    /// this when the row no longer is what was reviewed.
    Person { changed: Refusal },
}

/// For whom an outbox row is, and about what: no identity, and no unit.
pub(crate) struct Label {
    pub(crate) audience: Audience,
    pub(crate) subject: &'static str,
}

/// What a content is made from.
pub(crate) struct Making<'a> {
    pub(crate) guard: &'a Guard,
    pub(crate) case: &'a DescribedCase,
    pub(crate) letterhead: &'a Letterhead,
}

/// What leaves, as views for its recipient.
#[derive(Debug)]
pub(crate) enum Content {
    /// Goes by e-mail.
    Mail(Mail),
    /// Goes by post.
    Letter(PostedLetter),
}

/// What goes by e-mail. `server` hands each to the one way that `channels` has for it.
#[derive(Debug)]
pub enum Mail {
    Invitation(Disclosed<MigrationAgency, DeidentifiedInvitation>),
}

impl Mail {
    /// The invitation, if it is one.
    #[must_use]
    pub fn invitation(&self) -> Option<&Disclosed<MigrationAgency, DeidentifiedInvitation>> {
        match self {
            Self::Invitation(invitation) => Some(invitation),
        }
    }
}

/// A reason on an outbox row, in Swedish. It says nothing about a person.
pub(crate) type Reason = &'static str;

/// Why a delivery may not go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct No {
    /// On the row that is stopped.
    pub(crate) reason: Reason,
    /// For the person whose command asks for it; `None` when nothing more than that it has changed
    /// can be said.
    pub(crate) refusal: Option<Refusal>,
}

impl From<Reason> for No {
    fn from(reason: Reason) -> Self {
        Self {
            reason,
            refusal: None,
        }
    }
}

/// The reason on a row that the case no longer counts on.
pub(crate) const LEFT_BEHIND: Reason = "Ärendets uppgifter har ändrats";

/// Which delivery an outbox row is, and who ordered it.
#[derive(Debug, Clone)]
pub(crate) struct Ordered {
    pub(crate) kind: DeliveryKind,
    pub(crate) id: PublicId,
    pub(crate) by: By,
}

impl Ordered {
    /// The latest order of a row; `None` when the journal has none.
    pub(crate) fn of(loaded: &Loaded, row: PublicId) -> Option<Self> {
        loaded.entries.iter().rev().find_map(|entry| {
            let (kind, id) = Effects::of(&entry.event).delivery.queues()?;
            (id == row).then(|| Self {
                kind,
                id,
                by: entry.by.clone(),
            })
        })
    }

    /// Whether the case still counts on it.
    pub(crate) fn counted_on(&self, loaded: &Loaded) -> bool {
        let rules = self.kind.rules();
        rules.on_their_way(&loaded.case).contains(&self.id)
    }
}

impl App {
    /// Decides again on what was ordered, with the case as it is now.
    pub(crate) fn decide_again(
        &self,
        loaded: &Loaded,
        row: &StoredOutboxRow,
        ordered: &Ordered,
        now: Timestamp,
    ) -> Result<Content, No> {
        // What is compared and what leaves are made with the same addresses.
        let directory = self.directory();
        let making = self.making(&loaded.case, directory.letterhead());
        self.still_as_reviewed((loaded, &making), row, ordered, now)?;
        ordered.kind.rules().content(&making, ordered.id)
    }

    /// Everything that is decided again except whether the content may leave without further
    /// readers.
    fn still_as_reviewed(
        &self,
        (loaded, making): (&Loaded, &Making<'_>),
        row: &StoredOutboxRow,
        ordered: &Ordered,
        now: Timestamp,
    ) -> Result<(), No> {
        let case = &loaded.case;
        let rules = ordered.kind.rules();
        let label = rules.label(case, ordered.id);
        // Only a hand in the store can have made it another's.
        if row.channel != rules.channel().code()
            || label.is_none_or(|label| row.audience != label.audience.code())
        {
            return Err("Raden är inte den som lades i kö".into());
        }
        if !ordered.counted_on(loaded) {
            return Err(LEFT_BEHIND.into());
        }
        if i64::try_from(case.group_version).ok() != Some(row.group_version) {
            return Err("Gruppen har ändrats".into());
        }
        if let Some(reason) = rules.hindrance(case, now) {
            return Err(reason.into());
        }
        match rules.carrier() {
            Carrier::Worker {
                ordered_by,
                right_lost,
            } if !self.may_still_order(loaded, ordered, ordered_by) => {
                return Err(right_lost.into());
            }
            Carrier::Worker { .. } | Carrier::Person { .. } => {}
        }
        // Why what was reviewed cannot be made any more is said on the row. To a person it has
        // changed.
        let receipt = rules.receipt(making, ordered.id);
        if receipt.map_err(|no| No::from(no.reason))? != row.content_hash {
            return Err("Texten är inte längre den som granskades".into());
        }
        Ok(())
    }

    /// Whether whoever ordered a delivery may give the command still.
    fn may_still_order(&self, loaded: &Loaded, ordered: &Ordered, command: &str) -> bool {
        let By {
            staff, name, role, ..
        } = &ordered.by;
        let actor = self.directory().unit(&ordered.by.unit).map(|unit| Actor {
            staff: staff.clone(),
            name: name.clone(),
            role: *role,
            unit: unit.clone(),
        });
        let guard = &self.inner.guard;
        actor.is_some_and(|actor| {
            let may = guard.may_command(&actor, Some(&loaded.case), command);
            may.allowed
        })
    }

    pub(crate) fn making<'a>(
        &'a self,
        case: &'a DescribedCase,
        letterhead: &'a Letterhead,
    ) -> Making<'a> {
        Making {
            guard: &self.inner.guard,
            case,
            letterhead,
        }
    }

    /// Checks what a command on a delivery needs from outside the case: that what is queued can be
    /// made, so that staff are told at once and not when it is stopped; and that what is read or
    /// carried out is still what was reviewed.
    pub(crate) async fn check_delivery(
        &self,
        (before, after): (&Loaded, &Loaded),
        beyond: &Beyond<'_>,
    ) -> Result<(), AppError> {
        match beyond {
            Beyond::Queues(kind) => self.can_be_made(after, *kind),
            // The second reader approves the text that was queued, and that text can be read.
            Beyond::Reviews(row) => {
                let (row, ordered) = self.ordered_row(before, *row).await?;
                let directory = self.directory();
                let making = self.making(&before.case, directory.letterhead());
                self.still_as_reviewed((before, &making), &row, &ordered, self.now())
                    .map_err(|no| refused(&ordered, no))
            }
            Beyond::CarriesOut(row) => self.carried_out(before, *row).await.map(drop),
            Beyond::PostedByHand(_)
            | Beyond::PaperToAgency
            | Beyond::Number(_)
            | Beyond::Residence(_)
            | Beyond::Group
            | Beyond::Nothing => Ok(()),
        }
    }

    /// Refuses to queue what would be stopped later for a reason that staff can do something about.
    fn can_be_made(&self, after: &Loaded, kind: DeliveryKind) -> Result<(), AppError> {
        let mut entries = after.entries.iter().rev();
        let queued = entries.find_map(|entry| {
            let (of, row) = Effects::of(&entry.event).delivery.queues()?;
            (of == kind).then_some(row)
        });
        let directory = self.directory();
        let making = self.making(&after.case, directory.letterhead());
        let receipt = queued.map(|row| kind.rules().receipt(&making, row));
        match receipt {
            Some(Err(No {
                refusal: Some(refusal),
                ..
            })) => Err(refusal.into()),
            Some(Err(_) | Ok(_)) | None => Ok(()),
        }
    }

    /// What a person carries out, if it still may leave as it was reviewed.
    pub(crate) async fn carried_out(
        &self,
        loaded: &Loaded,
        row: PublicId,
    ) -> Result<Content, AppError> {
        let (row, ordered) = self.ordered_row(loaded, row).await?;
        self.decide_again(loaded, &row, &ordered, self.now())
            .map_err(|no| refused(&ordered, no))
    }

    /// A row of the case, and its order.
    async fn ordered_row(
        &self,
        loaded: &Loaded,
        id: PublicId,
    ) -> Result<(StoredOutboxRow, Ordered), AppError> {
        let ordered = Ordered::of(loaded, id);
        let ordered = ordered.ok_or(AppError::Refused(Refusal::LetterNotThere))?;
        let row = outbox::by_id(&id.to_string());
        let row = self.inner.database.read_one(row).await?;
        let row = row.ok_or_else(|| refused(&ordered, LEFT_BEHIND.into()))?;
        Ok((row, ordered))
    }
}

/// The refusal of a person's command on a delivery.
fn refused(ordered: &Ordered, no: No) -> AppError {
    let otherwise = match ordered.kind.rules().carrier() {
        Carrier::Person { changed } => changed,
        // No command of a person carries out what the worker sends.
        Carrier::Worker { .. } => Refusal::NotYourTask,
    };
    no.refusal.unwrap_or(otherwise).into()
}

//! The worker's deliveries: what a person has ordered Vårdbron to send.
//!
//! A row is first *claimed*: its content is made again from the case, everything is decided again,
//! and the claim is written in a transaction that requires the case to be unchanged since the
//! decision. A change of group that is written first therefore stops the row. One that is written
//! afterwards comes too late, as it would for a posted letter. The claim is stored before anything
//! is sent, so that two workers never send the same row. The result is then *settled*. If a worker
//! does not return, the row becomes *uncertain* and a person decides.
//!
//! This module does not send: `server` passes what is claimed to `channels`.

use std::sync::Arc;

use disclosure::Told;
use domain::{
    Entry,
    delivery::{Delivery, delivered},
    event::VARDBRON,
};
use jiff::{SignedDuration, Timestamp};
use store::{
    StoreError, Work,
    audit::AuditEntry,
    journal,
    outbox::{self, Settlement, StoredOutboxRow, StoredOutboxState},
};
use vocabulary::{
    audience::{Audience, OutboundChannel},
    choice::Choice as _,
    public_id::PublicId,
};

use super::{Content, DeliveryKind, LEFT_BEHIND, Mail, Ordered};
use crate::{
    App,
    access_log::Action,
    case_cache::Loaded,
    cases::signed,
    clock::stamp,
    directory::is_function,
    error::AppError,
    projection::Change,
    randomness,
    told::{append, detail},
};

/// How long to wait after each failed attempt. After the last, some sixteen hours after the first
/// attempt, the row is a dead letter: a person should know within the next working day.
const BACK_OFF: [SignedDuration; 8] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(4),
    SignedDuration::from_hours(8),
];
/// How many rows are looked at in one query.
const TOGETHER: i64 = 50;
/// How many times the case may change while a result is being written.
const RETRIES: usize = 20;

/// A row and its content, decided on but not claimed: it must not be sent yet.
#[derive(Debug)]
pub struct DecidedMail {
    row: StoredOutboxRow,
    case_version: i64,
    ordered: Ordered,
    message: Mail,
    at: Timestamp,
}

/// A claimed row and its content. The case was unchanged since the decision when it was claimed.
#[derive(Debug)]
pub struct ClaimedMail {
    row: StoredOutboxRow,
    ordered: Ordered,
    pub message: Mail,
    /// The id of the message, the same at every attempt. It is made from the row's random id, never
    /// from the case.
    pub reference: String,
    pub at: Timestamp,
}

/// What happened to a claimed message. The texts are short codes such as `550`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendResult {
    /// The recipient's server accepted it.
    Sent,
    /// Nothing was accepted; it can be tried again.
    Later(String),
    /// It will never be accepted.
    Refused(String),
    /// It may or may not have been accepted.
    Unknown(String),
}

impl App {
    /// Those whom a mail may be for, each with the mailbox of the contact directory. Whoever has none
    /// is not there, and what is for them waits.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn mailboxes(&self) -> Result<Vec<(Audience, String)>, AppError> {
        let contacts = store::directory::contacts();
        let contacts = self.inner.database.read(contacts).await?;
        let mut found: Vec<(Audience, String)> = Vec::new();
        for kind in DeliveryKind::ALL {
            let Some((to, begins)) = kind.rules().contacts() else {
                continue;
            };
            let mut theirs = contacts
                .iter()
                .filter(|contact| contact.id.starts_with(begins) && !is_function(&contact.id));
            if let Some(mailbox) = theirs.find_map(|contact| contact.mailbox.clone())
                && !mailbox.trim().is_empty()
                && found.iter().all(|(known, _)| *known != to)
            {
                found.push((to, mailbox));
            }
        }
        Ok(found)
    }

    /// Decides on the next mail to a recipient that is due; `None` when nothing may be sent now. Rows
    /// that may no longer be sent are stopped, and no message is sent about it.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn decide_mail(&self, to: Audience) -> Result<Option<DecidedMail>, AppError> {
        let now = self.now();
        let way = (OutboundChannel::Email.code(), to.code());
        let ready = outbox::ready(way, &stamp(now), TOGETHER);
        for row in self.inner.database.read(ready).await? {
            let loaded = self.load_by_key(&row.case_key).await?;
            let Some(ordered) = ordered(&loaded, &row) else {
                let reason = "Ingen har lagt den i kö";
                self.refuse(&loaded, &row, None, reason, now).await?;
                continue;
            };
            match self.decide_again(&loaded, &row, &ordered, now) {
                Ok(Content::Mail(message)) => {
                    return Ok(Some(DecidedMail {
                        case_version: signed(loaded.version)?,
                        row,
                        ordered,
                        message,
                        at: now,
                    }));
                }
                Ok(Content::Letter(_)) => {
                    let reason = "Ett brev skickas inte med e-post";
                    self.refuse(&loaded, &row, Some(&ordered), reason, now)
                        .await?;
                }
                Err(no) => {
                    self.refuse(&loaded, &row, Some(&ordered), no.reason, now)
                        .await?;
                }
            }
        }
        Ok(None)
    }

    /// Claims a decided row if neither it nor the case has changed since; otherwise `None`. A row
    /// that may still be sent is found again the next time.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn claim_mail(&self, decided: DecidedMail) -> Result<Option<ClaimedMail>, AppError> {
        let DecidedMail {
            row,
            case_version,
            ordered,
            message,
            at,
        } = decided;
        let mut work = Work::new();
        work.guard(journal::still_at(&row.case_key, case_version));
        work.guard(outbox::claim(&row.key, row.version, &stamp(at)));
        match self.inner.database.write(work).await {
            Err(StoreError::Conflict { .. }) if !vocabulary::leak::seeded("mail-claim") => {
                return Ok(None);
            }
            Ok(_) | Err(StoreError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let hash = randomness::hash(format!("mail {}", row.id).as_bytes());
        Ok(Some(ClaimedMail {
            row: StoredOutboxRow {
                version: row.version + 1,
                attempts: row.attempts + 1,
                ..row
            },
            ordered,
            message,
            reference: hash.chars().take(32).collect(),
            at,
        }))
    }

    /// Records what happened to a claimed message: on the row, and in the case if it is a fact of
    /// the case.
    ///
    /// # Errors
    /// When the store cannot be read or written, or the worker no longer holds the row.
    pub async fn settle_mail(
        &self,
        mail: &ClaimedMail,
        result: &SendResult,
    ) -> Result<(), AppError> {
        let now = self.now();
        let tries = usize::try_from(mail.row.attempts).unwrap_or(usize::MAX);
        let wait = BACK_OFF.get(tries.saturating_sub(1));
        let (state, fault, reason, delivery) = match (result, wait) {
            (SendResult::Sent, _) => (
                StoredOutboxState::Sent,
                None,
                None,
                Some(Delivery::Sent(now)),
            ),
            (SendResult::Later(code), Some(_)) => (
                StoredOutboxState::Queued,
                Some(code),
                Some(format!(
                    "Det gick inte att skicka nu ({}). Vårdbron försöker igen",
                    in_words(code)
                )),
                None,
            ),
            (SendResult::Later(code), None) => {
                let reason = format!(
                    "Det gick inte att skicka på {tries} försök ({})",
                    in_words(code)
                );
                let stopped = Delivery::Stopped(reason.clone());
                (
                    StoredOutboxState::Stopped,
                    Some(code),
                    Some(reason),
                    Some(stopped),
                )
            }
            (SendResult::Refused(code), _) => {
                let reason = format!("Mottagarens e-postserver sa nej ({})", in_words(code));
                let stopped = Delivery::Stopped(reason.clone());
                (
                    StoredOutboxState::Stopped,
                    Some(code),
                    Some(reason),
                    Some(stopped),
                )
            }
            (SendResult::Unknown(code), _) => (
                StoredOutboxState::Uncertain,
                Some(code),
                Some("Kontakten bröts medan mejlet skickades".to_owned()),
                Some(Delivery::Uncertain),
            ),
        };
        let not_before = wait
            .filter(|_| state == StoredOutboxState::Queued)
            .and_then(|wait| now.checked_add(*wait).ok())
            .unwrap_or(now);
        let settlement = Settlement {
            state,
            reason: reason.as_deref(),
            fault: fault.map(String::as_str),
            not_before: &stamp(not_before),
        };
        self.settle(&mail.row, &mail.ordered, delivery, &settlement, now)
            .await
    }

    /// Marks rows as uncertain that were claimed before an instant and whose worker has not
    /// returned. Returns how many.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn give_up_mail_claimed_before(&self, instant: Timestamp) -> Result<usize, AppError> {
        let now = self.now();
        let lost = outbox::lost(OutboundChannel::Email.code(), &stamp(instant), TOGETHER);
        let lost = self.inner.database.read(lost).await?;
        for row in &lost {
            let loaded = self.load_by_key(&row.case_key).await?;
            let Some(ordered) = ordered(&loaded, row) else {
                continue;
            };
            let settlement = Settlement {
                state: StoredOutboxState::Uncertain,
                reason: Some("Vårdbron stannade medan mejlet skickades"),
                fault: Some("lost"),
                not_before: &row.not_before,
            };
            let settled = self.settle(row, &ordered, Some(Delivery::Uncertain), &settlement, now);
            settled.await?;
        }
        Ok(lost.len())
    }

    /// Stops a queued row, and records it in the case if the case still expects the row to be sent.
    /// A conflict is left for the next time.
    async fn refuse(
        &self,
        loaded: &Arc<Loaded>,
        row: &StoredOutboxRow,
        ordered: Option<&Ordered>,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let entry = ordered
            .filter(|ordered| ordered.counted_on(loaded))
            .and_then(|ordered| fact(ordered, Delivery::Stopped(reason.to_owned()), now));
        let mut work = Work::new();
        if entry.is_none() {
            work.guard(journal::still_at(&loaded.key, signed(loaded.version)?));
        }
        let recorded = self.record_delivery(&mut work, loaded, entry, now)?;
        let after = recorded.map(|(after, _)| after);
        work.guard(outbox::refuse(&row.key, row.version, reason, &stamp(now)));
        work.log(note(row, ordered, Action::Deny, reason, now));
        self.write_delivery(work, after).await.map(drop)
    }

    /// Settles a claimed row together with its event. The event is a fact: if the case has changed
    /// meanwhile, it is recorded in the case as it is then.
    async fn settle(
        &self,
        row: &StoredOutboxRow,
        ordered: &Ordered,
        delivery: Option<Delivery>,
        settlement: &Settlement<'_>,
        now: Timestamp,
    ) -> Result<(), AppError> {
        for _ in 0..RETRIES {
            let loaded = self.load_by_key(&row.case_key).await?;
            let waits = settlement.state == StoredOutboxState::Queued;
            // A change could not stop it while it was being sent; it is stopped now.
            let stopped = waits && !ordered.counted_on(&loaded);
            let changed = Settlement {
                state: StoredOutboxState::Stopped,
                reason: Some(LEFT_BEHIND),
                fault: None,
                not_before: settlement.not_before,
            };
            let settlement = if stopped { &changed } else { settlement };
            let entry = delivery
                .clone()
                .and_then(|delivery| fact(ordered, delivery, now));
            let mut work = Work::new();
            // The case's row is locked before the outbox row, as in every command, so that there is
            // no deadlock.
            if waits {
                work.guard(journal::still_at(&loaded.key, signed(loaded.version)?));
            }
            let recorded = self.record_delivery(&mut work, &loaded, entry, now)?;
            let (after, told) = recorded.unzip();
            work.guard(outbox::settle(
                &row.key,
                row.version,
                settlement,
                &stamp(now),
            ));
            let told = told.unwrap_or_default();
            let said = told.journal.iter().map(|placed| &placed.telling);
            let what = settlement.fault.unwrap_or(settlement.state.name());
            let detail = detail(what, said);
            if stopped {
                work.log(note(row, Some(ordered), Action::Deny, LEFT_BEHIND, now));
            }
            if delivery.is_some() {
                let action = if told.is_empty() {
                    Action::Change
                } else {
                    Action::Disclose
                };
                work.log(note(row, Some(ordered), action, &detail, now));
            }
            if self.write_delivery(work, after).await? {
                return Ok(());
            }
        }
        Err(AppError::Busy)
    }

    /// Adds an event that Vårdbron records to a unit of work. Returns the case after it, and what
    /// the event told.
    fn record_delivery(
        &self,
        work: &mut Work,
        before: &Arc<Loaded>,
        entry: Option<Entry>,
        now: Timestamp,
    ) -> Result<Option<(Loaded, Told)>, AppError> {
        let Some(entry) = entry else {
            return Ok(None);
        };
        let entries = [entry];
        let consequences = self.consequences(Some(before), &entries)?;
        let (after, told) = Self::after(Some(before), before.key.clone(), &entries, consequences)?;
        let closed_at = after.case.closed.as_ref().map(|closed| stamp(closed.at));
        work.guard(journal::advance(
            &before.key,
            signed(before.version)?,
            signed(after.version)?,
            &stamp(now),
            closed_at.as_deref(),
        ));
        append(work, Some(before), &after, (&entries, &told.journal))?;
        work.extend(self.project(&Change {
            before: Some(before),
            after: &after,
            entries: &entries,
            plan: &[],
            told: &told,
            now,
            listed: None,
        })?);
        Ok(Some((after, told)))
    }

    /// Whether it was written; `false` when the case changed first.
    async fn write_delivery(&self, work: Work, after: Option<Loaded>) -> Result<bool, AppError> {
        match self.inner.database.write(work).await {
            Ok(_) => {
                if let Some(after) = after {
                    self.inner.case_cache.put(&Arc::new(after));
                }
                Ok(true)
            }
            Err(StoreError::Conflict { statement })
                if [journal::ADVANCE, journal::STILL_AT].contains(&statement) =>
            {
                Ok(false)
            }
            // Somebody else stopped or claimed the queued row first, so nothing is left to do.
            Err(StoreError::Conflict { statement }) if statement == outbox::CLAIM => Ok(true),
            Err(error) => Err(error.into()),
        }
    }
}

/// Which delivery a row is, and who ordered it.
fn ordered(loaded: &Loaded, row: &StoredOutboxRow) -> Option<Ordered> {
    Ordered::of(loaded, PublicId::parse(&row.id)?)
}

/// The entry for what became of a delivery.
fn fact(ordered: &Ordered, delivery: Delivery, at: Timestamp) -> Option<Entry> {
    let event = ordered.kind.rules().fact(ordered.id, delivery)?;
    Some(delivered(event, &ordered.by, at))
}

/// The log entry for what Vårdbron did, on the unit that ordered it.
fn note(
    row: &StoredOutboxRow,
    ordered: Option<&Ordered>,
    action: Action,
    detail: &str,
    at: Timestamp,
) -> AuditEntry {
    AuditEntry {
        at: stamp(at),
        actor: VARDBRON.to_owned(),
        unit: ordered.map_or_else(String::new, |ordered| ordered.by.unit.as_str().to_owned()),
        action: action.code().to_owned(),
        case_key: Some(row.case_key.clone()),
        patient_ref: None,
        detail: format!("{} {} {detail}", row.channel, row.audience),
    }
}

/// The meaning of a code from `channels`, in Swedish.
pub(crate) fn in_words(code: &str) -> String {
    match code {
        "connection" => "e-postservern svarar inte".to_owned(),
        "timeout" => "e-postservern svarar för långsamt".to_owned(),
        "tls" => "e-postservern kan inte kryptera".to_owned(),
        "recalled" => "får inte postas längre".to_owned(),
        "lost" => "Vårdbron stannade medan mejlet skickades".to_owned(),
        code if code.starts_with("log-in") => "e-postservern släpper inte in Vårdbron".to_owned(),
        code => format!("svar {code}"),
    }
}

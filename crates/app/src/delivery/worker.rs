//! Sends automatically what a person has ordered to be sent.
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

use disclosure::{
    Disclosed, PlacedTelling,
    audience::MigrationAgency,
    views::{DeidentifiedInvitation, InvitationRefusal},
};
use domain::{
    Actor, Entry,
    delivery::{Delivery, delivered, ordered_by},
    event::{By, VARDBRON},
};
use jiff::{SignedDuration, Timestamp};
use store::{
    StoreError, Work,
    audit::AuditEntry,
    journal,
    outbox::{self, Settlement, StoredOutboxRow, StoredOutboxState},
};
use vocabulary::{
    audience::OutboundChannel, choice::Choice as _, public_id::PublicId, refusal::Refusal,
};

use crate::{
    App,
    access_log::Action,
    case_cache::Loaded,
    cases::{Beyond, signed},
    clock::stamp,
    directory::is_migration_agency,
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
/// The reason on a row that the case no longer expects to be sent.
const LEFT_BEHIND: &str = "Ärendets uppgifter har ändrats";
/// How many times the case may change while a result is being written.
const RETRIES: usize = 20;

/// A row and its content, decided on but not claimed: it must not be sent yet.
#[derive(Debug)]
pub struct DecidedMail {
    row: StoredOutboxRow,
    case_version: i64,
    ordered: By,
    message: Disclosed<MigrationAgency, DeidentifiedInvitation>,
    at: Timestamp,
}

/// A claimed row and its content. The case was unchanged since the decision when it was claimed.
#[derive(Debug)]
pub struct ClaimedMail {
    row: StoredOutboxRow,
    ordered: By,
    pub message: Disclosed<MigrationAgency, DeidentifiedInvitation>,
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

/// The content to send, or why the row or the case forbids sending it now.
type Decision = Result<Disclosed<MigrationAgency, DeidentifiedInvitation>, &'static str>;

impl App {
    /// Refuses to queue an invitation whose content would be stopped later. Staff are told at once,
    /// while the meeting can still be planned in another way (V6A.6).
    pub(crate) fn check_invitation(
        &self,
        after: &Loaded,
        beyond: &Beyond<'_>,
    ) -> Result<(), AppError> {
        match beyond {
            Beyond::Invitation => match self.inner.guard.invitation(&after.case) {
                Err(InvitationRefusal::NamesSomebody) => {
                    Err(AppError::Refused(Refusal::InvitationNamesSomebody))
                }
                Err(InvitationRefusal::NotChosen) => {
                    Err(AppError::Refused(Refusal::MeetingPlaceNotChosen))
                }
                _ => Ok(()),
            },
            Beyond::LetterQueued
            | Beyond::LetterRead(_)
            | Beyond::LetterPrinted(_)
            | Beyond::PostedByHand(_)
            | Beyond::PaperToAgency
            | Beyond::Number(_)
            | Beyond::Residence(_)
            | Beyond::Group
            | Beyond::Nothing => Ok(()),
        }
    }

    /// The address of Migrationsverket's function mailbox in the contact directory, if there is
    /// one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn migration_agency_mailbox(&self) -> Result<Option<String>, AppError> {
        let contacts = self
            .inner
            .database
            .read(store::directory::contacts())
            .await?;
        Ok(contacts
            .into_iter()
            .filter(|contact| is_migration_agency(&contact.id))
            .find_map(|contact| contact.mailbox)
            .filter(|mailbox| !mailbox.trim().is_empty()))
    }

    /// Decides on the next message that is due; `None` when nothing may be sent now. Rows that may
    /// no longer be sent are stopped, and no message is sent about it.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn decide_mail(&self) -> Result<Option<DecidedMail>, AppError> {
        let now = self.now();
        let ready = outbox::ready(OutboundChannel::Email.code(), &stamp(now), TOGETHER);
        for row in self.inner.database.read(ready).await? {
            let loaded = self.load_by_key(&row.case_key).await?;
            let ordered = ordered(&loaded, &row);
            let decided = match &ordered {
                Some(ordered) => self.decide_again(&loaded, &row, ordered, now),
                None => Err("Ingen har lagt den i kö"),
            };
            match (decided, ordered) {
                (Ok(message), Some(ordered)) => {
                    return Ok(Some(DecidedMail {
                        case_version: signed(loaded.version)?,
                        row,
                        ordered,
                        message,
                        at: now,
                    }));
                }
                (Ok(_), None) => {}
                (Err(reason), ordered) => {
                    self.refuse(&loaded, &row, ordered.as_ref(), reason, now)
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

    /// Repeats every decision from when the row was queued, on the case as it is now.
    fn decide_again(
        &self,
        loaded: &Loaded,
        row: &StoredOutboxRow,
        ordered: &By,
        now: Timestamp,
    ) -> Decision {
        let case = &loaded.case;
        if !counted_on(loaded, row) {
            return Err(LEFT_BEHIND);
        }
        if i64::try_from(case.group_version).ok() != Some(row.group_version) {
            return Err("Gruppen har ändrats");
        }
        let meeting = case.sip.meeting.as_ref();
        if meeting.is_none_or(|meeting| meeting.value.at <= now) {
            return Err("Mötets tid har passerat");
        }
        let actor = self.directory().unit(&ordered.unit).map(|unit| Actor {
            staff: ordered.staff.clone(),
            name: ordered.name.clone(),
            role: ordered.role,
            unit: unit.clone(),
        });
        let guard = &self.inner.guard;
        let may = |actor: &Actor| {
            guard
                .may_command(actor, Some(case), "send_invitation")
                .allowed
        };
        if !actor.as_ref().is_some_and(may) {
            return Err("Enheten som la kallelsen i kö samordnar inte ärendet längre");
        }
        let message = guard.invitation(case).map_err(|no| match no {
            InvitationRefusal::NotAllowed(_) => "Migrationsverket får inte veta något",
            InvitationRefusal::NotNow | InvitationRefusal::NoMeeting => {
                "Ärendets uppgifter har ändrats"
            }
            InvitationRefusal::NotChosen => "Mötesplatsen eller länken är skriven för hand",
            InvitationRefusal::NamesSomebody => {
                "Mötesplatsens namn nämner patienten eller en enhet"
            }
        })?;
        if randomness::hash(message.view().reviewed().as_bytes()) != row.content_hash {
            return Err("Texten är inte längre den som granskades");
        }
        Ok(message)
    }

    /// Stops a queued row, and records it in the case if the case still expects the row to be sent.
    /// A conflict is left for the next time.
    async fn refuse(
        &self,
        loaded: &Arc<Loaded>,
        row: &StoredOutboxRow,
        ordered: Option<&By>,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let counted_on = counted_on(loaded, row);
        let entry = PublicId::parse(&row.id)
            .zip(ordered)
            .filter(|_| counted_on)
            .map(|(id, by)| delivered(id, by, Delivery::Stopped(reason.to_owned()), now));
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
        ordered: &By,
        delivery: Option<Delivery>,
        settlement: &Settlement<'_>,
        now: Timestamp,
    ) -> Result<(), AppError> {
        for _ in 0..RETRIES {
            let loaded = self.load_by_key(&row.case_key).await?;
            let waits = settlement.state == StoredOutboxState::Queued;
            // A change could not stop it while it was being sent; it is stopped now.
            let stopped = waits && !counted_on(&loaded, row);
            let changed = Settlement {
                state: StoredOutboxState::Stopped,
                reason: Some(LEFT_BEHIND),
                fault: None,
                not_before: settlement.not_before,
            };
            let settlement = if stopped { &changed } else { settlement };
            let entry = PublicId::parse(&row.id)
                .zip(delivery.clone())
                .map(|(id, delivery)| delivered(id, ordered, delivery, now));
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
            let told: Vec<PlacedTelling> = told.unwrap_or_default();
            let said = told.iter().map(|placed| &placed.telling);
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
    ) -> Result<Option<(Loaded, Vec<PlacedTelling>)>, AppError> {
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
        append(work, Some(before), &after, (&entries, &told))?;
        work.extend(self.project(&Change {
            before: Some(before),
            after: &after,
            entries: &entries,
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

/// Whether the case still expects a row to be sent.
fn counted_on(loaded: &Loaded, row: &StoredOutboxRow) -> bool {
    let queued = loaded.case.sip.invitation_queued.as_ref();
    queued.is_some_and(|queued| queued.value.to_string() == row.id)
}

/// Who ordered a row to be sent.
fn ordered(loaded: &Loaded, row: &StoredOutboxRow) -> Option<By> {
    let id = PublicId::parse(&row.id)?;
    ordered_by(loaded.entries.iter().map(AsRef::as_ref), id).cloned()
}

/// The log entry for what Vårdbron did, on the unit that ordered it.
fn note(
    row: &StoredOutboxRow,
    ordered: Option<&By>,
    action: Action,
    detail: &str,
    at: Timestamp,
) -> AuditEntry {
    AuditEntry {
        at: stamp(at),
        actor: VARDBRON.to_owned(),
        unit: ordered.map_or_else(String::new, |by| by.unit.as_str().to_owned()),
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

//! Sending by itself what a person has ordered to be sent.
//!
//! A row is *claimed*: what it shall say is made anew of the case, everything is decided again, and
//! the claim is written in a transaction that also asks that the case is still the one decided on. A
//! change of group that is written first therefore stops the row; one that is written after it comes
//! too late, as it would for a letter in the post. The claim is durable before anything is sent, so
//! that a row is never sent by two, and what became of it is *settled* afterwards. A worker that does
//! not come back leaves the row *uncertain*, and a person decides.
//!
//! This module does not send: `server` hands what is claimed to `channels`.

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
    case_cache::{Loaded, stored},
    cases::{Beyond, signed},
    clock::stamp,
    directory::is_migration_agency,
    error::AppError,
    projection::Change,
    randomness,
    told::{detail, kept},
};

/// How long to wait after each try that failed. When they are used up, some sixteen hours after the
/// first, the row is a dead letter: a person should know within the next working day.
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
/// How many rows are looked at in one go.
const TOGETHER: i64 = 50;
/// Why a row is stopped that the case does not count on any more.
const LEFT_BEHIND: &str = "Ärendets uppgifter har ändrats";
/// How often the case may have moved on while a result was being written.
const RETRIES: usize = 20;

/// A row with what it shall say, decided on but not claimed: nothing may be sent of it yet.
#[derive(Debug)]
pub struct DecidedMail {
    row: StoredOutboxRow,
    case_version: i64,
    ordered: By,
    message: Disclosed<MigrationAgency, DeidentifiedInvitation>,
    at: Timestamp,
}

/// A claimed row with what it shall say: the case was still the one decided on when it was claimed.
#[derive(Debug)]
pub struct ClaimedMail {
    row: StoredOutboxRow,
    ordered: By,
    /// The message.
    pub message: Disclosed<MigrationAgency, DeidentifiedInvitation>,
    /// What the message is called at every try; made of the row's random id, never of the case.
    pub reference: String,
    /// When it was claimed.
    pub at: Timestamp,
}

/// What became of a claimed mail. The texts are short codes such as `550`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendResult {
    /// The recipient's server took it.
    Sent,
    /// Nothing was taken: it can be tried again.
    Later(String),
    /// It will never be taken.
    Refused(String),
    /// Nobody knows whether it was taken.
    Unknown(String),
}

/// What the row and the case say about sending now.
type Decision = Result<Disclosed<MigrationAgency, DeidentifiedInvitation>, &'static str>;

impl App {
    /// Nothing is queued that would be stopped for what it says: staff are told at once, while the
    /// meeting can still be planned otherwise (V6A.6).
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
                _ => Ok(()),
            },
            Beyond::LetterQueued
            | Beyond::LetterRead(_)
            | Beyond::LetterPrinted(_)
            | Beyond::Number(_)
            | Beyond::Residence(_)
            | Beyond::Group
            | Beyond::Nothing => Ok(()),
        }
    }

    /// Migrationsverket's function mailbox, as the directory of contacts holds it; none while it
    /// holds none.
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

    /// Decides on the next mail whose time has come; none when nothing may be sent now. Rows that
    /// must not leave any more are stopped, and nothing is sent to say so.
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

    /// Claims what has been decided on, if neither the row nor the case has changed since; none
    /// otherwise: a row that may still leave is found again at the next look.
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

    /// Writes down what became of a claimed mail: on the row, and in the case where it is a fact of
    /// the case.
    ///
    /// # Errors
    /// When the store cannot be read or written, or the row is not the worker's any more.
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

    /// Rows that were claimed before an instant, and whose worker has not come back, become
    /// uncertain; gives how many.
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

    /// Everything that was decided when the row was queued, decided again on the case as it is now.
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
            InvitationRefusal::NamesSomebody => {
                "Mötesplatsen eller länken nämner patienten eller en enhet"
            }
        })?;
        if randomness::hash(message.view().reviewed().as_bytes()) != row.content_hash {
            return Err("Texten är inte längre den som granskades");
        }
        Ok(message)
    }

    /// Stops a queued row, and takes it off the case where the case still counts on it. A conflict is
    /// left to the next look.
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

    /// Settles a claimed row together with its event. The event is a fact: when the case has moved on
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
            // A change could not stop it while it was on its way: now it does.
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
            // The case's row before the outbox row, as every command does: none waits for the other.
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

    /// Adds an event that Vårdbron records to a unit of work; gives the case after it, and what the
    /// event told.
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
        work.extend(
            stored(&before.key, before.version, &entries)?
                .into_iter()
                .map(journal::append),
        );
        work.extend(kept(&before.key, &told)?);
        work.extend(self.project(&Change {
            before: Some(before),
            after: &after,
            entries: &entries,
            told: &told,
            now,
        })?);
        Ok(Some((after, told)))
    }

    /// Whether it was written; not when the case moved on first.
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
            // Somebody else stopped or claimed a queued row first: nothing is left to do.
            Err(StoreError::Conflict { statement }) if statement == outbox::CLAIM => Ok(true),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether the case still counts on a row's being sent.
fn counted_on(loaded: &Loaded, row: &StoredOutboxRow) -> bool {
    let queued = loaded.case.sip.invitation_queued.as_ref();
    queued.is_some_and(|queued| queued.value.to_string() == row.id)
}

/// Who ordered a row to be sent.
fn ordered(loaded: &Loaded, row: &StoredOutboxRow) -> Option<By> {
    let id = PublicId::parse(&row.id)?;
    ordered_by(loaded.entries.iter().map(AsRef::as_ref), id).cloned()
}

/// The log's entry of what Vårdbron did, on the unit that ordered it.
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

/// A code of `channels` for a person.
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

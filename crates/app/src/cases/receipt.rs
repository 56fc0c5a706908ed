//! The receipt of an answer, so that the same request sent again gets the same answer and is not
//! carried out again. It stores the case, its version and the number of events. The content of the
//! events is not stored a second time: it is read from the journal, after the guard has decided
//! again.

use serde::{Deserialize, Serialize, de::IgnoredAny};
use store::{
    StoreError,
    idempotency::{self, StoredAnswer},
};
use vocabulary::public_id::PublicId;

use super::{CaseAfter, Done, Notice, Opened, Wording};
use crate::{
    App, Caller, access_log::Action, case_cache::Loaded, clock::stamp, command_context::Request,
    error::AppError, projection::Change, randomness,
};

/// What is stored about an answer.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipt {
    /// The case that was opened; `None` for a command, whose URL names the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<PublicId>,
    /// The version of the case.
    version: u64,
    /// The version of the actor's share, if the actor got a share of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    share_version: Option<u64>,
    /// How many events the command made: the last ones up to that version.
    #[serde(default, alias = "events", deserialize_with = "counted")]
    entries: u64,
    warnings: Vec<Notice>,
}

/// Until November 2026 receipts stored the events themselves. Such a receipt is read as the number
/// of events, and their content is ignored.
fn counted<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Entries {
        Number(u64),
        Rows(Vec<IgnoredAny>),
    }
    Entries::deserialize(deserializer).map(|entries| match entries {
        Entries::Number(number) => number,
        Entries::Rows(rows) => rows.len() as u64,
    })
}

impl Receipt {
    pub(super) fn of_opened(opened: &Opened) -> Self {
        Self {
            id: Some(opened.id),
            version: opened.version,
            share_version: None,
            entries: 0,
            warnings: opened.warnings.clone(),
        }
    }

    /// `version` is the case's, which the actor may not know.
    pub(super) fn of_done(done: &Done, version: u64, entries: usize) -> Self {
        Self {
            id: None,
            version,
            share_version: Some(done.version).filter(|share| *share != version),
            entries: entries as u64,
            warnings: done.warnings.clone(),
        }
    }

    /// The row that is written in the same transaction as what the request did.
    pub(super) fn row(
        &self,
        caller: &Caller,
        request: &Request,
        change: &Change<'_>,
    ) -> Result<StoredAnswer, AppError> {
        Ok(StoredAnswer {
            actor: caller.staff_id().to_owned(),
            key_hash: randomness::hash(request.key.as_bytes()),
            body_hash: randomness::hash(&request.content),
            status: 200,
            answer: serde_json::to_string(self)
                .map_err(|error| AppError::fault("idempotency", &error))?,
            created_at: stamp(change.now),
        })
    }

    /// The journal positions of the command's events.
    fn places(&self) -> Option<std::ops::Range<usize>> {
        let end = usize::try_from(self.version).ok()?;
        let entries = usize::try_from(self.entries).ok()?;
        Some(end.checked_sub(entries)?..end)
    }
}

impl App {
    /// The receipt of the same request, if it has been answered before.
    pub(crate) async fn answered_before(
        &self,
        caller: &Caller,
        request: Option<&Request>,
    ) -> Result<Option<Receipt>, AppError> {
        let Some(request) = request else {
            return Ok(None);
        };
        let Some(found) = self.remembered(caller, request).await? else {
            return Ok(None);
        };
        serde_json::from_str(&found.answer)
            .map(Some)
            .map_err(|error| AppError::unreadable("idempotency", &error))
    }

    /// The answer to an opening that was done before, for a caller who may still know of the case.
    pub(super) async fn opened_before(
        &self,
        caller: &Caller,
        request: Option<&Request>,
    ) -> Result<Option<Opened>, AppError> {
        let Some(receipt) = self.answered_before(caller, request).await? else {
            return Ok(None);
        };
        let id = receipt.id.ok_or(AppError::NotFound)?;
        self.load_for(caller, &id.to_string()).await?;
        Ok(Some(Opened {
            id,
            version: receipt.version,
            warnings: receipt.warnings,
        }))
    }

    /// The answer to a command that was done before, with the events that the caller may see now.
    pub(super) async fn done_before(
        &self,
        caller: &Caller,
        id: &str,
        request: Option<&Request>,
        wording: Wording,
    ) -> Result<Option<Done>, AppError> {
        let Some(receipt) = self.answered_before(caller, request).await? else {
            return Ok(None);
        };
        // Read after the receipt, so the journal is at the receipt's version or later.
        let loaded = self.load_for(caller, id).await?;
        let events = match wording {
            Wording::Events => self.told_again(caller, &loaded, &receipt).await?,
            Wording::Nothing => Vec::new(),
        };
        if !events.is_empty() {
            self.note(caller, Action::View, Some(&loaded.key), "events")
                .await?;
        }
        Ok(Some(Done {
            after: CaseAfter::default(),
            version: self.version_in(caller, &loaded, &receipt),
            events,
            warnings: receipt.warnings,
        }))
    }

    /// The version that the receipt's answer gave its actor. A receipt that is older than the versions
    /// of shares gives the present version of the share.
    fn version_in(&self, caller: &Caller, loaded: &Loaded, receipt: &Receipt) -> u64 {
        if caller.unit().kind.is_regional_care() {
            return receipt.version;
        }
        let share = receipt.share_version;
        share.unwrap_or_else(|| self.version_for(caller, loaded))
    }

    async fn told_again(
        &self,
        caller: &Caller,
        loaded: &Loaded,
        receipt: &Receipt,
    ) -> Result<Vec<serde_json::Value>, AppError> {
        let entries = receipt
            .places()
            .and_then(|places| loaded.entries.get(places))
            .ok_or_else(|| AppError::Fault {
                place: "idempotency",
                detail: "the answer is of another journal".to_owned(),
            })?;
        let entries: Vec<_> = entries.iter().map(|entry| (**entry).clone()).collect();
        let first = receipt.version - receipt.entries + 1;
        let told = self.told(loaded).await?;
        self.new_events(caller, &loaded.case, (first, &entries), told)
    }

    /// When two openings with one key come at the same time, the later one gets the answer of the
    /// first.
    pub(super) async fn lost_race(
        &self,
        caller: &Caller,
        request: Option<&Request>,
        error: StoreError,
    ) -> Result<Opened, AppError> {
        if let StoreError::Conflict { statement } = &error
            && *statement == idempotency::REMEMBER
            && let Some(opened) = self.opened_before(caller, request).await?
        {
            return Ok(opened);
        }
        Err(error.into())
    }
}

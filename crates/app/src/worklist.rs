//! The worklist of the caller's unit. Its rows are next steps; they are computed when something
//! changes and read by key here.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use disclosure::{
    Disclosed,
    audience::OwnUnit,
    views::{self, RowState},
};
use jiff::{Timestamp, ToSpan as _};
use lru::LruCache;
use store::{
    drafts, outbox, visits,
    worklist::{self, END, Page, PagePart},
};
use vocabulary::{
    calendar::{at_local, local_date},
    choice::Choice as _,
    public_id::PublicId,
};

use crate::{
    App, Caller,
    clock::{stamp, unstamp},
    error::AppError,
};

/// The most rows on one page.
pub(crate) const PAGE_LIMIT: usize = 100;

/// How many parsed rows are cached.
const KEPT: usize = 4096;

/// Recently parsed rows: a worklist is read often, and few of its rows change between readings.
///
/// INVARIANT: a row depends on its stored text alone, and the whole text is compared.
pub(crate) struct RowsRead(Mutex<LruCache<(String, String), RowRead>>);

struct RowRead {
    payload: String,
    row: views::WorklistRow,
}

impl RowsRead {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(LruCache::new(
            NonZeroUsize::new(KEPT).unwrap_or(NonZeroUsize::MIN),
        )))
    }

    /// Parses a stored row, or takes it from the cache.
    fn read(&self, stored: worklist::StoredWorklistRow) -> Result<views::WorklistRow, AppError> {
        let version = version(&stored)?;
        let key = (stored.unit, stored.id);
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = rows.get(&key).filter(|row| row.payload == stored.payload) {
            return Ok(with_version(known.row.clone(), version));
        }
        let row = shown(&stored.payload)?;
        let read = RowRead {
            payload: stored.payload,
            row: row.clone(),
        };
        rows.put(key, read);
        Ok(with_version(row, version))
    }
}

/// A stored row, with its version.
pub(crate) fn read(stored: &worklist::StoredWorklistRow) -> Result<views::WorklistRow, AppError> {
    Ok(with_version(shown(&stored.payload)?, version(stored)?))
}

/// The row with the case's version, unless it has the version of a share.
fn with_version(row: views::WorklistRow, case: u64) -> views::WorklistRow {
    let version = if row.version == 0 { case } else { row.version };
    views::WorklistRow { version, ..row }
}

fn shown(payload: &str) -> Result<views::WorklistRow, AppError> {
    serde_json::from_str(payload).map_err(|error| AppError::unreadable("worklist", &error))
}

fn version(stored: &worklist::StoredWorklistRow) -> Result<u64, AppError> {
    u64::try_from(stored.version).map_err(|error| AppError::fault("worklist", &error))
}

/// The rows of the worklist to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WorklistPart {
    #[default]
    All,
    Overdue,
    /// Due today, and not late.
    Today,
    /// Due later, or on no day.
    Later,
    /// Waits for somebody else.
    Waiting,
    /// Nothing to do.
    Settled,
    /// Cases that the caller has opened lately.
    Mine,
}

impl WorklistPart {
    /// The part that a row in this state belongs to, beside all rows.
    #[must_use]
    pub fn of(state: RowState) -> Self {
        match state {
            RowState::Overdue => Self::Overdue,
            RowState::Today => Self::Today,
            RowState::Later => Self::Later,
            RowState::Waiting => Self::Waiting,
            RowState::Settled | RowState::Closed => Self::Settled,
        }
    }

    /// The part in the store; `None` for all rows.
    fn stored(self, now: Timestamp) -> Option<PagePart> {
        let (now, tomorrow) = (stamp(now), stamp(end_of_day(now)));
        let (states, from, until): (&[RowState], _, _) = match self {
            Self::All | Self::Mine => return None,
            Self::Overdue => (CLOCKED, String::new(), now),
            Self::Today => (CLOCKED, now, tomorrow),
            Self::Later => (CLOCKED, tomorrow, END.to_owned()),
            Self::Waiting => (&[RowState::Waiting], String::new(), END.to_owned()),
            Self::Settled => (&[RowState::Settled], String::new(), END.to_owned()),
        };
        Some(PagePart {
            states: states.iter().map(|state| state.code().to_owned()).collect(),
            from,
            until,
        })
    }
}

/// The states that follow from when a row is due.
const CLOCKED: &[RowState] = &[RowState::Overdue, RowState::Today, RowState::Later];

/// Whether a row has a planned meeting from today until a week ahead.
#[must_use]
pub fn has_coming_meeting(row: &views::WorklistRow, now: Timestamp) -> bool {
    let today = at_local(local_date(now), 0, 0);
    let week = at_local(local_date(now).saturating_add(7.days()), 0, 0);
    row.meeting_at
        .is_some_and(|at| (today..week).contains(&at.0))
}

/// The sum for each part.
fn summed(counts: impl Iterator<Item = (WorklistPart, u64)>) -> Vec<(WorklistPart, u64)> {
    let mut all: Vec<(WorklistPart, u64)> = Vec::new();
    for (part, count) in counts {
        match all.iter_mut().find(|(known, _)| *known == part) {
            Some((_, sum)) => *sum += count,
            None => all.push((part, count)),
        }
    }
    all
}

/// The end of the day in Sweden.
fn end_of_day(now: Timestamp) -> Timestamp {
    at_local(local_date(now).saturating_add(1.day()), 0, 0)
}

/// Which page of the worklist to read.
#[derive(Debug, Clone, Default)]
pub struct WorklistAsked {
    /// Where the previous page ended; `None` for the first.
    pub cursor: Option<String>,
    pub part: WorklistPart,
    /// How many rows, at most 100.
    pub limit: usize,
}

/// A page of the worklist.
#[derive(Debug)]
pub struct WorklistRows {
    pub rows: Disclosed<OwnUnit, Vec<views::WorklistRow>>,
    /// The cursor of the next page; `None` when there are no more rows.
    pub next: Option<String>,
}

impl App {
    /// A page of the caller's unit's worklist. It gives no totals.
    ///
    /// # Errors
    /// When the cursor or the store cannot be read.
    pub async fn worklist(
        &self,
        caller: &Caller,
        asked: &WorklistAsked,
    ) -> Result<WorklistRows, AppError> {
        let page = Page {
            after: asked.cursor.as_deref().map(read_cursor).transpose()?,
            part: asked.part.stored(self.now()),
            opened_by: (asked.part == WorklistPart::Mine).then(|| caller.staff_id().to_owned()),
            limit: asked.limit.clamp(1, PAGE_LIMIT),
        };
        let units = [caller.unit().hsa_id.as_str().to_owned()];
        let answers = self
            .inner
            .database
            .read_all(worklist::pages(&units, &page))
            .await?;
        let merged = worklist::merge(answers, &page);
        let rows = merged
            .rows
            .into_iter()
            .map(|row| self.inner.rows_read.read(row))
            .collect::<Result<Vec<views::WorklistRow>, AppError>>()?;
        let rows = self.inner.guard.worklist(&caller.actor, rows, self.now());
        Ok(WorklistRows {
            rows: rows.ok_or(AppError::NotFound)?,
            next: merged.next.map(|(due, id)| format!("{due}~{id}")),
        })
    }

    /// How many rows each part of the caller's unit's worklist has, over all its pages. `whole` are all its
    /// rows, where one page has them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn worklist_counts(
        &self,
        caller: &Caller,
        whole: Option<&[views::WorklistRow]>,
    ) -> Result<Vec<(WorklistPart, u64)>, AppError> {
        if let Some(rows) = whole {
            return Ok(summed(
                rows.iter().map(|row| (WorklistPart::of(row.state), 1)),
            ));
        }
        let now = self.now();
        let unit = caller.unit().hsa_id.as_str();
        let counts = worklist::counts(unit, &stamp(now), &stamp(end_of_day(now)));
        let counts = self.inner.database.read(counts).await?;
        Ok(summed(counts.into_iter().map(|(state, slot, count)| {
            let state = RowState::from_code(&state).unwrap_or(RowState::Later);
            let state = match slot {
                _ if !CLOCKED.contains(&state) => state,
                0 => RowState::Overdue,
                1 => RowState::Today,
                _ => RowState::Later,
            };
            (WorklistPart::of(state), u64::try_from(count).unwrap_or(0))
        })))
    }

    /// The rows of the caller's unit with a planned meeting from today until a week ahead, the first
    /// first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn coming_meetings(
        &self,
        caller: &Caller,
    ) -> Result<Disclosed<OwnUnit, Vec<views::WorklistRow>>, AppError> {
        let now = self.now();
        let unit = caller.unit().hsa_id.as_str();
        let rows = worklist::with_member(unit, "meeting_at", MEETINGS);
        let rows = self.inner.database.read(rows).await?;
        let mut rows = rows
            .into_iter()
            .map(|row| self.inner.rows_read.read(row))
            .collect::<Result<Vec<views::WorklistRow>, AppError>>()?;
        rows.retain(|row| has_coming_meeting(row, now));
        rows.sort_by_key(|row| row.meeting_at.map(|at| at.0));
        let rows = self.inner.guard.worklist(&caller.actor, rows, now);
        rows.ok_or(AppError::NotFound)
    }

    /// The caller's drafts in open cases of their unit, and of a new case, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn own_drafts(&self, caller: &Caller) -> Result<Vec<OwnDraft>, AppError> {
        let unit = caller.unit().hsa_id.as_str();
        let heads = drafts::of_user(caller.staff_id(), unit, LISTED_BESIDE);
        let heads = self.inner.database.read(heads).await?.into_iter();
        Ok(heads
            .map(|head| OwnDraft {
                case: PublicId::parse(&head.case),
                step: head.step,
                saved_at: unstamp(&head.saved_at).unwrap_or(Timestamp::UNIX_EPOCH),
            })
            .collect())
    }

    /// How many letters and mails of the caller's unit's cases wait, or have failed; `None` for units that
    /// send none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn waiting_letters(&self, caller: &Caller) -> Result<Option<u64>, AppError> {
        if !caller.unit().kind.is_regional_care() {
            return Ok(None);
        }
        let count = outbox::count_of_unit(caller.unit().hsa_id.as_str());
        let count = self.inner.database.read_one(count).await?;
        Ok(count.and_then(|count| u64::try_from(count).ok()))
    }

    /// The cases of the caller's unit in which something has happened since the caller looked, the latest
    /// first. For regional care only: other readers do not see every event.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn changed_cases(&self, caller: &Caller) -> Result<Vec<CaseNews>, AppError> {
        if !caller.unit().kind.is_regional_care() {
            return Ok(Vec::new());
        }
        let unit = caller.unit().hsa_id.as_str();
        let changed = visits::changed_since(caller.staff_id(), unit, LISTED_BESIDE);
        let changed = self.inner.database.read(changed).await?.into_iter();
        Ok(changed
            .filter_map(|case| {
                Some(CaseNews {
                    case: PublicId::parse(&case.id)?,
                    events: u64::try_from(case.events).ok()?,
                    latest: unstamp(&case.changed_at)?,
                })
            })
            .collect())
    }
}

/// The most rows with a meeting that are compared.
const MEETINGS: i64 = 200;
/// The most drafts and changed cases beside the list.
const LISTED_BESIDE: i64 = 8;

/// A form that the caller has begun and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDraft {
    /// None for a case that has not been opened.
    pub case: Option<PublicId>,
    /// The form's part of the URL.
    pub step: String,
    pub saved_at: Timestamp,
}

/// A case in which something has happened since the caller looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseNews {
    pub case: PublicId,
    /// How many events have been added.
    pub events: u64,
    pub latest: Timestamp,
}

pub(crate) fn read_cursor(text: &str) -> Result<(String, String), AppError> {
    text.split_once('~')
        .filter(|(due, id)| due.len() <= 40 && id.len() <= 40)
        .map(|(due, id)| (due.to_owned(), id.to_owned()))
        .ok_or_else(|| {
            AppError::mistake(
                "cursor",
                "not-a-cursor",
                "Börja om från listans första sida.",
            )
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use store::worklist::StoredWorklistRow;
    use vocabulary::public_id::PublicId;

    use super::RowsRead;

    fn stored(title: &str) -> StoredWorklistRow {
        let payload = json!({
            "id": PublicId::from_random([7; 16]), "version": 1, "unit": "SE2321000131-E90000000001",
            "protected": false, "next_step": null, "next_title": title, "due": null,
            "state": "later", "owner": "", "coordinator": "",
        });
        StoredWorklistRow {
            unit: "SE2321000131-E90000000001".to_owned(),
            due: String::new(),
            id: PublicId::from_random([7; 16]).to_string(),
            case_key: String::new(),
            version: 1,
            recheck_at: None,
            state: String::new(),
            next_step: String::new(),
            payload: payload.to_string(),
        }
    }

    #[test]
    fn a_row_that_has_changed_is_read_again() {
        let rows = RowsRead::new();
        for title in ["Bostad", "Bostad", "Samtycke"] {
            let row = rows.read(stored(title)).unwrap();
            assert_eq!(row.next_title.as_deref(), Some(title));
        }
    }
}

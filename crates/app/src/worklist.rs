//! The worklist of the caller's unit. Its rows are next steps; they are computed when something
//! changes and read by key here.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use disclosure::{Disclosed, audience::OwnUnit, views};
use lru::LruCache;
use store::worklist::{self, Page};

use crate::{App, Caller, clock::stamp, error::AppError};

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
            due_before: match asked.part {
                WorklistPart::All => None,
                WorklistPart::Overdue => Some(stamp(self.now())),
            },
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

//! The worklist of the caller's unit: rows that are next steps, computed when something changed
//! and read by key here.

use disclosure::{Disclosed, audience::OwnUnit, views};
use store::worklist::{self, Page};

use crate::{App, Caller, clock::stamp, error::AppError};

/// Most rows of one page.
pub(crate) const PAGE_LIMIT: usize = 100;

/// Which part of the worklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WorklistPart {
    /// All of it.
    #[default]
    All,
    /// Only what is late.
    Overdue,
}

/// What is asked of the worklist.
#[derive(Debug, Clone, Default)]
pub struct WorklistAsked {
    /// Where the page before ended; none for the first.
    pub cursor: Option<String>,
    /// Which part.
    pub part: WorklistPart,
    /// How many rows, at most 100.
    pub limit: usize,
}

/// Rows of the worklist.
#[derive(Debug)]
pub struct WorklistRows {
    /// The rows.
    pub rows: Disclosed<OwnUnit, Vec<views::WorklistRow>>,
    /// The cursor of the next page; none when there is no more.
    pub next: Option<String>,
}

impl App {
    /// A page of the worklist of the caller's unit. No totals.
    ///
    /// # Errors
    /// When the cursor cannot be read, or the store.
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
            .iter()
            .map(|row| {
                serde_json::from_str(&row.payload)
                    .map_err(|error| AppError::unreadable("worklist", &error))
            })
            .collect::<Result<Vec<views::WorklistRow>, AppError>>()?;
        let rows = self.inner.guard.worklist(&caller.actor, rows, self.now());
        Ok(WorklistRows {
            rows: rows.ok_or(AppError::NotFound)?,
            next: merged.next.map(|(due, id)| format!("{due}~{id}")),
        })
    }
}

fn read_cursor(text: &str) -> Result<(String, String), AppError> {
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

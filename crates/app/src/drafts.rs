//! Drafts: what somebody has typed and not saved, kept on the server for its author only and
//! purged when it is used. A browser's own storage holds no case text.

use jiff::Timestamp;
use store::{
    Work,
    drafts::{self, Draft},
};

use crate::{
    App, Caller,
    clock::{stamp, unstamp},
    error::AppError,
};

/// A draft as its author gets it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDraft {
    /// The form's fields, as they were typed.
    pub fields: Vec<(String, String)>,
    /// When it was saved.
    pub saved_at: Timestamp,
}

/// Which form a draft belongs to: a case's public id (empty before there is one) and a step.
#[derive(Debug, Clone, Copy)]
pub struct DraftPlace<'a> {
    /// The case's public id, or empty.
    pub case: &'a str,
    /// The step or form.
    pub step: &'a str,
}

impl App {
    /// Saves a draft in the place of an earlier one.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn save_draft(
        &self,
        caller: &Caller,
        place: DraftPlace<'_>,
        fields: &[(String, String)],
    ) -> Result<Timestamp, AppError> {
        let now = self.now();
        let body =
            serde_json::to_string(fields).map_err(|error| AppError::fault("draft", &error))?;
        let mut work = Work::new();
        work.push(drafts::save(Draft {
            user_id: caller.staff_id().to_owned(),
            case_key: place.case.to_owned(),
            step: place.step.to_owned(),
            body,
            saved_at: stamp(now),
        }));
        self.inner.database.write(work).await?;
        Ok(now)
    }

    /// The caller's own draft.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn draft(
        &self,
        caller: &Caller,
        place: DraftPlace<'_>,
    ) -> Result<Option<SavedDraft>, AppError> {
        let found = self
            .inner
            .database
            .read_one(drafts::find(caller.staff_id(), place.case, place.step))
            .await?;
        found
            .map(|draft| {
                Ok(SavedDraft {
                    fields: serde_json::from_str(&draft.body)
                        .map_err(|error| AppError::fault("draft", &error))?,
                    saved_at: unstamp(&draft.saved_at).unwrap_or(Timestamp::UNIX_EPOCH),
                })
            })
            .transpose()
    }

    /// Purges the caller's own draft: it has been used.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn purge_draft(
        &self,
        caller: &Caller,
        place: DraftPlace<'_>,
    ) -> Result<(), AppError> {
        let mut work = Work::new();
        work.push(drafts::remove(caller.staff_id(), place.case, place.step));
        self.inner.database.write(work).await?;
        Ok(())
    }
}

//! Drafts: what somebody has typed and not saved, kept on the server for its author only and
//! purged when it is used. A browser's own storage holds no case text.
//!
//! What a page saves by itself may arrive late, after the form has been sent: then it is no draft
//! any more and is not kept.

use jiff::Timestamp;
use store::{
    Statement, StoreError, Work,
    drafts::{self, StoredDraft},
    presence,
};

use crate::{
    App, Caller,
    clock::{stamp, unstamp},
    error::AppError,
    randomness,
};

/// A draft as its author gets it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDraft {
    /// The form's fields, as they were typed.
    pub fields: Vec<(String, String)>,
    /// Its version: how many times it has been saved on purpose.
    pub version: u64,
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

/// What a draft is typed on, by which one that comes too late is known.
#[derive(Debug, Clone, Copy)]
pub enum TypedOn<'a> {
    /// A draft of this version; 0 when there was none.
    Draft(u64),
    /// A form with this key for being sent.
    Form(&'a str),
}

impl App {
    /// Saves a draft on purpose, in the place of an earlier one.
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
        let mut work = Work::new();
        work.push(drafts::save(draft(caller, place, fields, now)?));
        self.inner.database.write(work).await?;
        Ok(now)
    }

    /// Keeps what is typed; says when, or nothing when what it was typed on has been answered or
    /// sent since.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn keep_draft(
        &self,
        caller: &Caller,
        place: DraftPlace<'_>,
        fields: &[(String, String)],
        on: TypedOn<'_>,
    ) -> Result<Option<Timestamp>, AppError> {
        let now = self.now();
        let typed = draft(caller, place, fields, now)?;
        let statement: Statement = match on {
            TypedOn::Draft(version) => drafts::keep_on(StoredDraft {
                version: crate::cases::signed(version)?,
                ..typed
            }),
            TypedOn::Form(key) => {
                drafts::keep_unless_sent(typed, &randomness::hash(key.as_bytes()))
            }
        };
        let mut work = Work::new();
        work.guard(statement);
        match self.inner.database.write(work).await {
            Ok(_) => Ok(Some(now)),
            Err(StoreError::Conflict { statement }) if statement == drafts::KEEP => Ok(None),
            Err(error) => Err(error.into()),
        }
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
                        .map_err(|error| AppError::unreadable("draft", &error))?,
                    version: u64::try_from(draft.version).unwrap_or(0),
                    saved_at: unstamp(&draft.saved_at).unwrap_or(Timestamp::UNIX_EPOCH),
                })
            })
            .transpose()
    }

    /// Purges the caller's own draft: it has been used, and the form is not open any more.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn purge_draft(
        &self,
        caller: &Caller,
        place: DraftPlace<'_>,
    ) -> Result<(), AppError> {
        let (user, case, step) = (caller.staff_id(), place.case, place.step);
        self.inner.present.forget(user, case, step);
        let mut work = Work::new();
        work.push(drafts::remove(user, case, step));
        work.push(presence::remove(case, step, user));
        self.inner.database.write(work).await?;
        Ok(())
    }
}

fn draft(
    caller: &Caller,
    place: DraftPlace<'_>,
    fields: &[(String, String)],
    now: Timestamp,
) -> Result<StoredDraft, AppError> {
    Ok(StoredDraft {
        user_id: caller.staff_id().to_owned(),
        case_key: place.case.to_owned(),
        step: place.step.to_owned(),
        body: serde_json::to_string(fields).map_err(|error| AppError::fault("draft", &error))?,
        version: 0,
        saved_at: stamp(now),
    })
}

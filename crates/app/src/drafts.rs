//! Drafts: what somebody has typed but not saved. They are stored on the server, for their author
//! only, and deleted when they are used. The browser's own storage holds no case text.
//!
//! What a page saves automatically may arrive after the form has been sent. It is then no longer a
//! draft and is not stored.

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

/// A draft, returned to its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDraft {
    /// The form's fields as they were typed.
    pub fields: Vec<(String, String)>,
    /// How many times it has been saved deliberately.
    pub version: u64,
    pub saved_at: Timestamp,
}

/// Which form a draft belongs to.
#[derive(Debug, Clone, Copy)]
pub struct DraftPlace<'a> {
    /// The case's public id; empty before there is a case.
    pub case: &'a str,
    /// The step or form.
    pub step: &'a str,
}

/// What the author was typing in, which shows whether an automatic save came too late.
#[derive(Debug, Clone, Copy)]
pub enum TypedOn<'a> {
    /// A draft of this version; 0 when there was none.
    Draft(u64),
    /// A form with this idempotency key.
    Form(&'a str),
}

impl App {
    /// Saves a draft deliberately; it replaces an earlier one.
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

    /// Saves what is typed automatically. Returns the time, or `None` when the form has been sent
    /// or its draft saved since.
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

    /// Deletes the caller's own draft: it has been used, and the form is closed.
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

//! Work outside users' requests: updating worklist rows that change with the clock, backup,
//! deleting what has expired, and in its submodules `verify` and rebuilding projections.

mod rebuild;
mod seals;
mod verify;

use std::path::Path;

use jiff::SignedDuration;
use store::{
    Database, Work, audit::AuditEntry, backup, drafts, emergency, idempotency, log_ins, people,
    presence, visits, worklist,
};

pub(crate) use self::verify::TOGETHER as CASES_TOGETHER;
pub use self::{rebuild::RebuiltCases, verify::Verified};
use crate::{App, access_log::Action, clock::stamp, error::AppError};

/// How many cases are updated in one transaction.
const TOGETHER: i64 = 200;
/// How long receipts of idempotency keys are kept.
const ANSWERS_KEPT: SignedDuration = SignedDuration::from_hours(48);
/// How long drafts are kept.
const DRAFTS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How long attempts at emergency access are kept.
const TRIES_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// The actor in the access log for what is done at the command line.
/// Who acts from the command line, in the log: no user of the product.
pub(crate) const COMMAND_LINE: &str = "command-line";

impl App {
    /// Updates the worklist rows that are due. Returns how many cases.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn recheck_due(&self) -> Result<usize, AppError> {
        let now = self.now();
        let due = self
            .inner
            .database
            .read(worklist::to_recheck(&stamp(now), TOGETHER))
            .await?;
        let mut keys: Vec<String> = due.into_iter().map(|row| row.case_key).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in &keys {
            let loaded = self.load_by_key(key).await?;
            let mut work = Work::new();
            // The case must be unchanged: a change has already written newer rows.
            work.guard(store::journal::still_at(
                key,
                crate::cases::signed(loaded.version)?,
            ));
            work.extend(
                self.worklist_rows(&loaded, now)?
                    .into_iter()
                    .map(worklist::place),
            );
            match self.inner.database.write(work).await {
                Ok(_) | Err(store::StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(keys.len())
    }

    /// Deletes what has expired: sessions, receipts of idempotency keys, old drafts.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn forget_expired(&self) -> Result<(), AppError> {
        let now = self.now();
        let before = |age: SignedDuration| stamp(now.saturating_sub(age).unwrap_or(now));
        let mut work = Work::new();
        work.push(people::forget_expired(&stamp(now)));
        work.push(idempotency::forget_before(&before(ANSWERS_KEPT)));
        work.push(drafts::forget_before(&before(DRAFTS_KEPT)));
        work.push(visits::forget_before(&before(crate::visits::KEPT)));
        work.push(presence::forget_before(&before(crate::presence::OPEN_FOR)));
        work.push(emergency::forget_before(&before(TRIES_KEPT)));
        work.push(log_ins::forget_counts(&before(crate::log_in::COUNTS_KEPT)));
        work.push(log_ins::forget_addresses(&before(
            crate::log_in::ADDRESS_KEPT,
        )));
        self.inner.database.write(work).await?;
        Ok(())
    }

    /// Logs that the whole store is about to be written to a file ([`Self::backup`]), so that the file
    /// holds the entry and a checkpoint of it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn log_backup(&self) -> Result<(), AppError> {
        // Whoever uses the command line is not a user of the product, so the log names the command
        // line.
        let mut work = Work::new();
        work.log(AuditEntry {
            at: stamp(self.now()),
            actor: COMMAND_LINE.to_owned(),
            unit: String::new(),
            action: Action::Export.code().to_owned(),
            case_key: None,
            patient_ref: None,
            detail: "backup".to_owned(),
        });
        self.inner.database.write(work).await?;
        Ok(())
    }

    /// Writes the whole store to a file. Returns how many rows.
    ///
    /// # Errors
    /// When the store or the file cannot be used.
    pub async fn backup(&self, file: &Path) -> Result<u64, AppError> {
        let summary = backup::backup(&self.inner.database, file).await?;
        Ok(summary.rows)
    }

    /// Fills an empty store from a backup. Returns how many rows.
    ///
    /// # Errors
    /// When the store is not empty or the file cannot be read.
    pub async fn restore(url: &str, file: &Path) -> Result<u64, AppError> {
        let summary = backup::restore(url, file).await?;
        Ok(summary.rows)
    }

    /// The database, for benchmarks that measure it.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.inner.database
    }
}

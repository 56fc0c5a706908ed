//! Each use case once: it resolves what a decision needs (clock, ids, units, rights), lets `domain`
//! decide, writes journal, projections, outbox and log in one transaction, and answers with what
//! the guard discloses.
//!
//! Pages, API and command line call the same functions here. This crate knows no HTTP and no page;
//! its public signatures name no domain type, and its queries answer with `Disclosed` only.

mod administration;
mod cases;
mod checkpoint;
mod clock;
mod confirmations;
mod directory;
mod drafts;
mod emergency;
mod error;
mod extract;
mod fresh;
mod guidance_view;
mod journal_of_access;
mod ledger;
mod letters;
mod maintenance;
mod moment;
mod nobody;
mod outbox;
mod people;
mod presence;
mod projection;
mod questions;
mod review;
mod rights;
mod search;
mod sending;
mod unit_list;
mod visits;
mod worklist;

use std::sync::Arc;

use jiff::Timestamp;
use store::Database;

pub use administration::{NewStaff, StaffCard};
pub use cases::{CaseForCaller, Done, Foreseen, Notice, Opened};
pub use checkpoint::{Checkpoint, Seal, Witness};
pub use clock::Clock;
pub use confirmations::Confirmation;
pub use directory::{Directory, DirectoryUnit, NearUnit, UnitDetails};
pub use drafts::{DraftPlace, SavedDraft, TypedOn};
pub use emergency::EmergencyAnswer;
pub use error::AppError;
pub use fresh::Chance;
pub use journal_of_access::Action;
pub use ledger::{AtHand, Which};
pub use maintenance::Verified;
pub use moment::{Moment, Request};
pub use people::{AssignmentCard, Caller, SESSION_IDLE, SignedIn};
pub use questions::QuestionAnswer;
pub use review::DrawAsked;
pub use sending::{ClaimedMail, DecidedMail, SendResult};
pub use store::directory::{StoredContact as Contact, StoredLink as Link};
pub use visits::News;
pub use worklist::{WorklistAsked, WorklistPage, WorklistPart};

/// The product's use cases over one store. Cloning gives another handle.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    clock: Clock,
    chance: Chance,
    guard: disclosure::Guard,
    library: guidance::Library,
    directory: directory::Shared,
    believed: people::Believed,
    tries: people::Tries,
    present: presence::Noted,
    confirmations: confirmations::Confirmations,
    decoy_password: String,
    remembered: ledger::Remembered,
    nobody: Arc<ledger::Loaded>,
    views: journal_of_access::Views,
}

impl App {
    /// Opens the store and makes ready. Needs a tokio runtime.
    ///
    /// # Errors
    /// When the store cannot be opened, or policies or guidance do not hold together.
    pub async fn start(
        url: &str,
        clock: Clock,
        library: guidance::Library,
    ) -> Result<Self, AppError> {
        Self::rehearse(url, clock, Chance::system(), library).await
    }

    /// The same with chance of the caller's choosing, for trials that must come out alike.
    ///
    /// # Errors
    /// As [`App::start`].
    pub async fn rehearse(
        url: &str,
        clock: Clock,
        chance: Chance,
        library: guidance::Library,
    ) -> Result<Self, AppError> {
        let database = Database::open(url).await?;
        let guard =
            disclosure::Guard::new().map_err(|error| AppError::fault("policies", &error))?;
        let app = Self {
            inner: Arc::new(Inner {
                views: journal_of_access::Views::start(database.clone()),
                database,
                clock,
                chance,
                guard,
                library,
                directory: directory::Shared::default(),
                believed: people::Believed::new(),
                tries: people::Tries::new(),
                present: presence::Noted::new(),
                confirmations: confirmations::Confirmations::default(),
                decoy_password: people::hash_password("nobody has this password")?,
                remembered: ledger::Remembered::new(),
                nobody: Arc::new(nobody::case()?),
            }),
        };
        app.reload_directory().await?;
        app.reload_confirmations().await?;
        Ok(app)
    }

    /// The instant now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn healthy(&self) -> Result<(), AppError> {
        self.inner
            .database
            .read(store::directory::setting("demo"))
            .await?;
        Ok(())
    }

    /// How many statements have been read from the store, for the tests of what is answered where
    /// nothing may be told.
    #[must_use]
    pub fn statements_read(&self) -> u64 {
        self.inner.database.statements_read()
    }

    /// Finishes what has been given to the store and closes it.
    pub async fn close(&self) {
        self.log_written().await;
        self.inner.database.close().await;
    }
}

//! Every use case, once each. It looks up what a decision needs (clock, ids, units, rights), lets
//! `domain` decide, writes journal, projections, outbox and log in one transaction, and answers
//! with what the guard discloses.
//!
//! Pages, API and command line call the same functions here. This crate refuses to know HTTP and
//! pages. Its public signatures name no domain type, and its queries answer with `Disclosed` only.

mod access_log;
mod administration;
mod aggregate;
mod case_cache;
mod cases;
mod checkpoint;
mod clock;
mod command_context;
mod confirmations;
mod decoy_case;
mod delivery;
mod directory;
mod drafts;
mod effects;
mod emergency;
mod error;
mod extract;
mod guidance_view;
mod letters;
mod log_in;
mod looked;
mod maintenance;
mod meeting_points;
mod outbox;
mod people;
mod presence;
mod projection;
mod questions;
mod randomness;
mod renderer;
mod review;
mod rights;
mod search;
mod told;
mod unit_list;
mod visits;
mod worklist;

use std::sync::Arc;

use disclosure::ShareKey;
use jiff::{SignedDuration, Timestamp};
use store::{
    Database, Work,
    directory::{INSTALLATION, SHARE_KEY, set_first, setting},
};

pub use access_log::Action;
pub use administration::{Administered, NewStaff, ProposalCard, Settling, StaffCard};
pub use case_cache::{AtHand, Which};
pub use cases::{AfterSaving, CaseForCaller, CasePage, Done, Foreseen, Notice, Opened, Preview};
pub use checkpoint::{Checkpoint, LogSigner, Witness};
pub use clock::Clock;
pub use command_context::{Moment, Request};
pub use confirmations::{Confirmation, ConfirmationDraft};
pub use delivery::{ClaimedMail, DecidedMail, DeliveryKind, Mail, SendResult};
pub use directory::{Directory, DirectoryUnit, NearUnit, UnitDetails, WhomToCall, is_function};
pub use drafts::{DraftPlace, SavedDraft, TypedOn};
pub use emergency::EmergencyAnswer;
pub use error::AppError;
pub use looked::{Looked, looked_at};
pub use maintenance::{RebuiltCases, Verified};
pub use meeting_points::{KeptMeetingPoint, MeetingPointDraft};
pub use people::{AssignmentCard, Caller, SESSION_IDLE, SESSION_LIFE, SignedIn};
pub use questions::QuestionAnswer;
pub use randomness::Chance;
pub use renderer::Renderer;
pub use review::{DrawAsked, ReviewsAsked};
pub use search::Hits;

pub use store::directory::{StoredContact as Contact, StoredLink as Link};
pub use visits::News;
pub use worklist::{
    CaseNews, OwnDraft, WorklistAsked, WorklistPart, WorklistRows, has_coming_meeting,
};

/// How long closing waits for views that the log does not take.
const LAST_VIEWS: std::time::Duration = std::time::Duration::from_secs(10);

/// What the operator decides about the use cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppSettings {
    /// How long a session lasts, however much it is used.
    pub session_life: SignedDuration,
    /// How many bytes are kept free on the disk of a SQLite store; none means a twentieth of it,
    /// within bounds.
    pub disk_reserve: Option<u64>,
}

impl Default for AppSettings {
    fn default() -> Self {
        Self {
            session_life: SESSION_LIFE,
            disk_reserve: None,
        }
    }
}

/// The product's use cases over one store. Cloning it gives another handle to the same app.
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
    meeting_host: std::sync::OnceLock<vocabulary::meeting_point::MeetingHost>,
    token_cache: people::TokenCache,
    log_ins: log_in::LogIns,
    settings: AppSettings,
    present: presence::PresenceThrottle,
    rows_read: worklist::RowsRead,
    confirmations: confirmations::Confirmations,
    case_cache: case_cache::CaseCache,
    decoy_case: Arc<case_cache::Loaded>,
    views: access_log::Views,
}

impl App {
    /// Opens the store and loads policies, guidance and directory. Needs a tokio runtime.
    ///
    /// # Errors
    /// When the store cannot be opened, or policies or guidance are inconsistent.
    pub async fn start(
        url: &str,
        clock: Clock,
        library: guidance::Library,
    ) -> Result<Self, AppError> {
        Self::start_with_random(url, clock, Chance::system(), library).await
    }

    /// The same with a random source that the caller chooses, for tests that have to give the same
    /// result each time.
    ///
    /// # Errors
    /// As [`App::start`].
    pub async fn start_with_random(
        url: &str,
        clock: Clock,
        chance: Chance,
        library: guidance::Library,
    ) -> Result<Self, AppError> {
        Self::start_with_settings(url, clock, chance, library, AppSettings::default()).await
    }

    /// The same with the operator's settings.
    ///
    /// # Errors
    /// As [`App::start`].
    pub async fn start_with_settings(
        url: &str,
        clock: Clock,
        chance: Chance,
        library: guidance::Library,
        settings: AppSettings,
    ) -> Result<Self, AppError> {
        let database = Database::open_with(url, settings.disk_reserve).await?;
        let key = share_key(&database, &chance).await?;
        let guard =
            disclosure::Guard::new(key).map_err(|error| AppError::fault("policies", &error))?;
        let app = Self {
            inner: Arc::new(Inner {
                views: access_log::Views::start(database.clone()),
                database,
                clock,
                chance,
                guard,
                library,
                directory: directory::Shared::default(),
                meeting_host: std::sync::OnceLock::new(),
                token_cache: people::TokenCache::new(),
                log_ins: log_in::LogIns::new()?,
                settings,
                present: presence::PresenceThrottle::new(),
                rows_read: worklist::RowsRead::new(),
                confirmations: confirmations::Confirmations::default(),
                case_cache: case_cache::CaseCache::new(),
                decoy_case: Arc::new(decoy_case::case()?),
            }),
        };
        app.reload_directory().await?;
        app.reload_confirmations().await?;
        app.fill_in_told().await?;
        app.fill_in_share_versions().await?;
        app.fill_in_seals().await?;
        app.rebuild_once().await?;
        Ok(app)
    }

    /// The current time.
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

    /// Whether the store answers and may be written: somebody who sends work here asks it.
    ///
    /// # Errors
    /// [`AppError::Stopped`] when the store has failed, or another error when it does not answer.
    pub async fn ready(&self) -> Result<(), AppError> {
        if self.has_failed() {
            return Err(AppError::Stopped);
        }
        self.healthy().await
    }

    /// Whether the store has failed, so that nothing is written any more. Close nothing then: what
    /// the disk holds is for the next process to find out.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.inner.database.has_failed()
    }

    /// Completes when [`App::has_failed`].
    pub async fn failed(&self) {
        self.inner.database.failed().await;
    }

    /// How many statements have been read from the store. Tests use it to check that answers which
    /// must reveal nothing take equally many.
    #[must_use]
    pub fn statements_read(&self) -> u64 {
        self.inner.database.statements_read()
    }

    /// Finishes pending writes and closes the store.
    pub async fn close(&self) {
        let written = tokio::time::timeout(LAST_VIEWS, self.log_written()).await;
        if written.is_err() {
            tracing::error!("views wait to be written to the access log, and the store is closed");
        }
        self.inner.database.close().await;
    }

    /// What tells this installation's store from others: random, and the same as long as the store
    /// lives, also in a copy of it.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn installation(&self) -> Result<String, AppError> {
        let bits = randomness::random()?;
        let stored = drawn_once(&self.inner.database, INSTALLATION, bits).await?;
        stored.ok_or_else(|| AppError::fault("installation", &"it has no name"))
    }
}

/// A setting that is random bits, drawn by whoever opens the store first.
async fn drawn_once(
    database: &Database,
    name: &'static str,
    bits: [u8; 16],
) -> Result<Option<String>, AppError> {
    let stored = database.read_one(setting(name)).await?;
    if stored.is_some() {
        return Ok(stored);
    }
    let mut work = Work::new();
    work.push(set_first(name, &base16ct::lower::encode_string(&bits)));
    database.write(work).await?;
    Ok(database.read_one(setting(name)).await?)
}

/// The store's key for the versions of shares. The first process that opens the store makes it.
async fn share_key(database: &Database, chance: &Chance) -> Result<ShareKey, AppError> {
    let bits = chance.draw(Timestamp::UNIX_EPOCH, randomness::Purpose::ShareKey)?;
    let stored = drawn_once(database, SHARE_KEY, bits).await?;
    stored
        .as_deref()
        .and_then(randomness::unhex)
        .map(ShareKey::new)
        .ok_or_else(|| AppError::fault("share key", &"it is not there or cannot be read"))
}

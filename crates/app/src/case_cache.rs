//! Cases as the journal holds them: read, remembered while they are in use, and never believed
//! without asking the journal for the version.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use disclosure::{DescribedCase, PlacedTelling};
use domain::{
    Entry,
    event::{JournalError, decode},
    replay,
};
use lru::LruCache;
use store::journal::{self, StoredCaseHead, StoredEvent};
use vocabulary::public_id::PublicId;

use crate::{App, Caller, access_log::Action, cases::CasePage, clock::stamp, error::AppError};

/// How many cases are remembered.
const KEPT: usize = 2048;

/// A case with its place in the journal.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// Its time-ordered row key.
    pub(crate) key: String,
    /// Its version: the place of its latest event.
    pub(crate) version: u64,
    /// The case.
    pub(crate) case: DescribedCase,
    /// Its events, for what happened and who was told; shared with the versions before and after.
    pub(crate) entries: Vec<Arc<Entry>>,
    /// What they have told, once somebody has asked for it.
    pub(crate) told: OnceLock<Vec<PlacedTelling>>,
}

impl Loaded {
    /// Its events with their places in the journal.
    pub(crate) fn placed_entries(&self) -> impl Iterator<Item = (u64, &Entry)> {
        (1..).zip(self.entries.iter().map(AsRef::as_ref))
    }

    /// Its events in order.
    pub(crate) fn journal(&self) -> Vec<Entry> {
        self.entries
            .iter()
            .map(|entry| Entry::clone(entry))
            .collect()
    }
}

/// A case as it was read for one page, with what the access log says of that page. A page asks for
/// several views of a case: with this all of them are of one version, the journal is read once, and
/// the log has one row. It opens nothing: the guard is asked anew for each view.
#[derive(Clone)]
pub struct AtHand(pub(crate) Arc<Loaded>, pub(crate) Option<CasePage>);

impl std::fmt::Debug for AtHand {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("AtHand")
    }
}

/// Which case somebody asks for.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// The one with this public id, as the journal holds it now.
    Id(&'a str),
    /// The one that has been read.
    AtHand(&'a AtHand),
}

impl Which<'_> {
    /// Whether the row that the page left in the access log says this already.
    pub(crate) fn is_logged(self, what: &str) -> bool {
        match self {
            Self::Id(_) => false,
            Self::AtHand(read) => read.1.is_some_and(|page| page.shows(what)),
        }
    }
}

impl<'a> From<&'a str> for Which<'a> {
    fn from(id: &'a str) -> Self {
        Self::Id(id)
    }
}

impl<'a> From<&'a String> for Which<'a> {
    fn from(id: &'a String) -> Self {
        Self::Id(id)
    }
}

impl<'a> From<&'a AtHand> for Which<'a> {
    fn from(read: &'a AtHand) -> Self {
        Self::AtHand(read)
    }
}

/// Cases in use.
pub(crate) struct CaseCache(Mutex<LruCache<PublicId, Arc<Loaded>>>);

impl CaseCache {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(LruCache::new(
            NonZeroUsize::new(KEPT).unwrap_or(NonZeroUsize::MIN),
        )))
    }

    fn get(&self, id: PublicId) -> Option<Arc<Loaded>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .cloned()
    }

    /// The case as it was when it was last read or changed here, at this version: what the journal
    /// holds now may be later.
    pub(crate) fn at(&self, id: &str, version: u64) -> Option<Arc<Loaded>> {
        let known = self.get(PublicId::parse(id)?)?;
        (known.version == version).then_some(known)
    }

    /// The case if it is remembered as the journal holds it.
    fn of(&self, id: PublicId, version: i64) -> Option<Arc<Loaded>> {
        self.get(id)
            .filter(|known| i64::try_from(known.version).is_ok_and(|found| found == version))
    }

    pub(crate) fn put(&self, loaded: &Arc<Loaded>) {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cache.put(loaded.case.id, Arc::clone(loaded));
    }
}

impl App {
    /// Makes sure that there is a case with a public id that the caller may know of.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none or the caller may not know of it.
    pub async fn known_case(&self, caller: &Caller, id: &str) -> Result<(), AppError> {
        self.load_for(caller, id).await.map(drop)
    }

    /// A case, for somebody who may know of it. Whoever may not, and whoever asks for one that does
    /// not exist, gets the same answer, and the attempt is logged.
    pub(crate) async fn load_for(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Arc<Loaded>, AppError> {
        let loaded = self.load(caller, which).await?;
        let known = self.knows(caller, &loaded.case).then_some(());
        if known.is_none() {
            self.note(caller, Action::Deny, self.logged_key(&loaded), "case")
                .await?;
        }
        known.ok_or(AppError::NotFound).map(|()| loaded)
    }

    /// What the guard made of a case for the caller, with its trace in the log; a no leaves one
    /// too.
    pub(crate) async fn shown<T>(
        &self,
        caller: &Caller,
        loaded: &Loaded,
        what: &str,
        view: Option<T>,
    ) -> Result<T, AppError> {
        let action = if view.is_some() {
            Action::View
        } else {
            Action::Deny
        };
        self.note(caller, action, self.logged_key(loaded), what)
            .await?;
        if view.is_none()
            && vocabulary::leak::seeded("existence-status")
            && self.logged_key(loaded).is_some()
        {
            return Err(AppError::Refused(vocabulary::refusal::Refusal::NotYourTask));
        }
        view.ok_or(AppError::NotFound)
    }

    /// The same for a view on a page, which leaves one row for all that it shows.
    pub(crate) async fn shown_on<T>(
        &self,
        which: Which<'_>,
        caller: &Caller,
        loaded: &Loaded,
        what: &str,
        view: Option<T>,
    ) -> Result<T, AppError> {
        match view {
            Some(view) if which.is_logged(what) => Ok(view),
            view => self.shown(caller, loaded, what, view).await,
        }
    }

    /// The case's key in the log; none for nobody's case, which is in no journal.
    fn logged_key<'l>(&self, loaded: &'l Loaded) -> Option<&'l str> {
        Some(loaded.key.as_str()).filter(|key| *key != self.inner.decoy_case.key)
    }

    /// The case with a public id, as the journal holds it now.
    ///
    /// Existence is a secret: no such case, a malformed id and a case that the caller may not know
    /// of take the same way, whether the case is remembered or not. Where there is none, nobody's
    /// case is handed out, of which the guard says no to everybody: what is done for a stranger is
    /// done to the end in either case, with as many statements and as many decisions.
    pub(crate) async fn load(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Arc<Loaded>, AppError> {
        let id = match which.into() {
            Which::AtHand(read) => return Ok(Arc::clone(&read.0)),
            Which::Id(id) => id,
        };
        let parsed = PublicId::parse(id);
        let asked = parsed.unwrap_or(PublicId::from_random([0; 16])).to_string();
        let head = self
            .inner
            .database
            .read_one(journal::head_by_id(&asked))
            .await?;
        let knows = |case: &DescribedCase| self.knows(caller, case);
        self.of_head(head.filter(|_| parsed.is_some()), knows).await
    }

    /// The case of a head, or nobody's where there is none. To somebody who may not know of it, it
    /// takes as many statements whether there is one or not, and whether or not it is remembered.
    pub(crate) async fn of_head(
        &self,
        head: Option<StoredCaseHead>,
        is_told: impl Fn(&DescribedCase) -> bool,
    ) -> Result<Arc<Loaded>, AppError> {
        let Some(head) = head else {
            let nobody = Arc::clone(&self.inner.decoy_case);
            is_told(&nobody.case);
            self.read_of_nobody().await?;
            return Ok(nobody);
        };
        let id = PublicId::parse(&head.id);
        let Some(known) = id.and_then(|id| self.inner.case_cache.of(id, head.version)) else {
            return self.read_journal(&head).await;
        };
        if !is_told(&known.case) && !vocabulary::leak::seeded("existence-time") {
            self.read_of_nobody().await?;
        }
        Ok(known)
    }

    /// Asks for events that there are none of, as long as asking for a case's takes.
    async fn read_of_nobody(&self) -> Result<(), AppError> {
        let events = journal::events_after(&self.inner.decoy_case.key, 0);
        self.inner.database.read(events).await?;
        Ok(())
    }

    /// The case with a row key.
    pub(crate) async fn load_by_key(&self, key: &str) -> Result<Arc<Loaded>, AppError> {
        let head = self
            .inner
            .database
            .read_one(journal::head_by_key(key))
            .await?
            .ok_or(AppError::NotFound)?;
        if let Some(known) =
            PublicId::parse(&head.id).and_then(|id| self.inner.case_cache.of(id, head.version))
        {
            return Ok(known);
        }
        self.read_journal(&head).await
    }

    async fn read_journal(&self, head: &StoredCaseHead) -> Result<Arc<Loaded>, AppError> {
        let events = self
            .inner
            .database
            .read(journal::events_after(&head.key, 0))
            .await?;
        let loaded = Arc::new(loaded_of(&head.key, &events)?);
        // More may have come since the head was read, never less.
        if i64::try_from(loaded.version).is_ok_and(|version| version < head.version) {
            return Err(AppError::fault("journal", &"the last events are missing"));
        }
        self.inner.case_cache.put(&loaded);
        Ok(loaded)
    }
}

/// The case that stored events make.
///
/// # Errors
/// When an event cannot be read, or one is missing before another: it may be the one that closed a way
/// to Migrationsverket (X1).
pub(crate) fn loaded_of(key: &str, events: &[StoredEvent]) -> Result<Loaded, AppError> {
    if let Some((_, place)) = events
        .iter()
        .zip(1..)
        .find(|(event, place)| event.seq != *place)
    {
        let detail = format!("the event at place {place} is missing");
        return Err(AppError::fault("journal", &detail));
    }
    let entries = events
        .iter()
        .map(|event| decode(&event.kind, event.version, &event.payload))
        .collect::<Result<Vec<Entry>, JournalError>>()?;
    let case = replay(&entries).map_err(|misfit| AppError::fault("journal", &misfit))?;
    let version = events.last().map_or(0, |event| event.seq);
    Ok(Loaded {
        key: key.to_owned(),
        version: u64::try_from(version).unwrap_or(0),
        case: case.into(),
        entries: entries.into_iter().map(Arc::new).collect(),
        told: OnceLock::new(),
    })
}

/// Entries as the journal stores them, from the place after `version`.
pub(crate) fn stored(
    key: &str,
    version: u64,
    entries: &[Entry],
) -> Result<Vec<StoredEvent>, AppError> {
    entries
        .iter()
        .zip(version + 1..)
        .map(|(entry, seq)| {
            Ok(StoredEvent {
                case_key: key.to_owned(),
                seq: i64::try_from(seq).map_err(|error| AppError::fault("journal", &error))?,
                kind: entry.event.kind().to_owned(),
                version: i64::from(entry.event.version()),
                payload: serde_json::to_string(entry)
                    .map_err(|error| AppError::fault("journal", &error))?,
                at: stamp(entry.at),
                actor: entry.by.staff.clone(),
                unit: entry.by.unit.as_str().to_owned(),
            })
        })
        .collect()
}

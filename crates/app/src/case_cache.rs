//! Cases read from the journal and kept in memory while they are in use. A cached case is used only
//! after the journal has confirmed its version.

use std::{
    borrow::Cow,
    num::NonZeroUsize,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use disclosure::{DescribedCase, PlacedTelling};
use domain::{
    Entry,
    event::{JournalError, decode},
    evolve,
    plan::PlanVersion,
    replay,
};
use lru::LruCache;
use store::{
    audit,
    journal::{self, StoredCaseHead, StoredEvent},
};
use vocabulary::public_id::PublicId;

use crate::{
    App, Caller, access_log::Action, cases::CasePage, clock::stamp, error::AppError,
    projection::ListedRows,
};

/// How many cases are cached.
const KEPT: usize = 2048;

/// A case, with its key and version in the journal.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// Its time-ordered row key.
    pub(crate) key: String,
    /// The position of its latest event.
    pub(crate) version: u64,
    /// How many events its plan has, in the stream beside the journal.
    pub(crate) plan_version: u64,
    pub(crate) case: DescribedCase,
    /// Its events, for what happened and who was told. The versions before and after share them.
    pub(crate) entries: Vec<Arc<Entry>>,
    /// What its events have told, computed the first time somebody asks.
    pub(crate) told: OnceLock<Vec<PlacedTelling>>,
    /// Its rows on worklists, when this process wrote it.
    pub(crate) listed: OnceLock<ListedRows>,
    /// The hash of its last event, which the next one carries. A case that is about to be written
    /// has none yet.
    pub(crate) last: OnceLock<audit::Hash>,
}

impl Loaded {
    /// The hash of its last event.
    pub(crate) fn last_hash(&self) -> Result<audit::Hash, AppError> {
        self.last
            .get()
            .copied()
            .ok_or_else(|| AppError::fault("journal", &"the last event has no hash yet"))
    }

    /// The same with nothing believed of its worklist rows.
    pub(crate) fn with_unknown_rows(&self) -> Self {
        Self {
            key: self.key.clone(),
            version: self.version,
            plan_version: self.plan_version,
            case: domain::Case::clone(&self.case).into(),
            entries: self.entries.clone(),
            told: self.told.clone(),
            listed: OnceLock::new(),
            last: self.last.clone(),
        }
    }

    /// Its events with their positions in the journal.
    pub(crate) fn placed_entries(&self) -> impl Iterator<Item = (u64, &Entry)> {
        (1..).zip(self.entries.iter().map(AsRef::as_ref))
    }

    pub(crate) fn journal(&self) -> Vec<Entry> {
        self.entries
            .iter()
            .map(|entry| Entry::clone(entry))
            .collect()
    }
}

/// A case read for one page, with the log entry that the page makes. A page asks for several views
/// of a case. With this they all show one version, the journal is read once, and the log gets one
/// row. It gives no access: the guard decides again for each view.
#[derive(Clone)]
pub struct AtHand(pub(crate) Arc<Loaded>, pub(crate) Option<CasePage>);

impl std::fmt::Debug for AtHand {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("AtHand")
    }
}

/// Which case is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// The one with this public id, in its latest version.
    Id(&'a str),
    /// One that has already been read.
    AtHand(&'a AtHand),
}

impl Which<'_> {
    /// Whether the page's row in the access log already covers this view.
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

/// The cached cases.
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

    /// The cached case, if it is at this version. The journal may hold a later version.
    pub(crate) fn at(&self, id: &str, version: u64) -> Option<Arc<Loaded>> {
        let known = self.get(PublicId::parse(id)?)?;
        (known.version == version).then_some(known)
    }

    /// The cached case, if journal and plan are at the versions of its head.
    fn of(&self, id: PublicId, head: &StoredCaseHead) -> Option<Arc<Loaded>> {
        let is_at =
            |known: u64, version: i64| i64::try_from(known).is_ok_and(|found| found == version);
        self.get(id).filter(|known| {
            is_at(known.version, head.version) && is_at(known.plan_version, head.plan_version)
        })
    }

    pub(crate) fn put(&self, loaded: &Arc<Loaded>) {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cache.put(loaded.case.id, Arc::clone(loaded));
    }
}

impl App {
    /// Checks that there is a case with this public id that the caller may know of.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none or the caller may not know of it.
    pub async fn known_case(&self, caller: &Caller, id: &str) -> Result<(), AppError> {
        self.load_for(caller, id).await.map(drop)
    }

    /// A case, for a caller who may know of it. A caller who may not gets the same answer as for a
    /// case that does not exist, and the attempt is logged.
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

    /// A case, for a caller who sees the whole of it. The guard is asked before anything else is read, so
    /// that a refusal takes as long for a case that is there as for one that is not.
    pub(crate) async fn load_whole(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
        what: &str,
    ) -> Result<Arc<Loaded>, AppError> {
        let loaded = self.load(caller, which).await?;
        let seen = self
            .inner
            .guard
            .sees_whole_case(&caller.actor, &loaded.case);
        if seen {
            return Ok(loaded);
        }
        self.shown(caller, &loaded, what, None).await
    }

    /// A case, with what the guard shows the caller of it, which is logged as `what`. The guard is
    /// asked as soon as the case is there: `decide` cannot read anything, and nobody gets the case
    /// before it has decided.
    pub(crate) async fn load_shown<T>(
        &self,
        caller: &Caller,
        which: Which<'_>,
        decide: impl FnOnce(&Loaded) -> (Cow<'static, str>, Option<T>),
    ) -> Result<(Arc<Loaded>, T), AppError> {
        let loaded = self.load(caller, which).await?;
        let (what, view) = decide(&loaded);
        let view = self.shown_on(which, caller, &loaded, &what, view).await?;
        Ok((loaded, view))
    }

    /// A case, if the caller may know of it. Nothing is logged, because nothing is shown.
    pub(crate) async fn load_if_known(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Option<Arc<Loaded>>, AppError> {
        let loaded = self.load(caller, id).await?;
        let known = self.knows(caller, &loaded.case);
        Ok(known.then_some(loaded))
    }

    /// A view that the guard made of a case, or its refusal. Either is logged.
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

    /// The same for a view on a page, whose row in the log covers everything that the page shows.
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

    /// The case's key in the log; `None` for the decoy case, which is in no journal.
    fn logged_key<'l>(&self, loaded: &'l Loaded) -> Option<&'l str> {
        Some(loaded.key.as_str()).filter(|key| *key != self.inner.decoy_case.key)
    }

    /// The case with a public id, in its latest version.
    ///
    /// Whether a case exists is secret. A case that does not exist, a malformed id and a case that
    /// the caller may not know of all take the same steps, cached or not. If there is no case, the
    /// decoy case is returned, which the guard refuses to everybody. So both answers take as many
    /// statements and as many decisions.
    ///
    /// INVARIANT: nothing outside this module calls it. Every way to a case by its public id asks the
    /// guard before anything else is read.
    async fn load(
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

    /// The case of a head, or the decoy case if there is no head. For somebody who may not know of
    /// the case it takes the same number of statements whether it exists or not, and cached or not.
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
        let Some(known) = id.and_then(|id| self.inner.case_cache.of(id, &head)) else {
            return self.read_journal(&head).await;
        };
        if !is_told(&known.case) && !vocabulary::leak::seeded("existence-time") {
            self.read_of_nobody().await?;
        }
        Ok(known)
    }

    /// Reads events that do not exist, to take as long as reading a case does.
    async fn read_of_nobody(&self) -> Result<(), AppError> {
        let nobody = &self.inner.decoy_case;
        let events = journal::events_with_plan(&nobody.key, &nobody.case.id.to_string());
        self.inner.database.read(events).await?;
        Ok(())
    }

    pub(crate) async fn load_by_key(&self, key: &str) -> Result<Arc<Loaded>, AppError> {
        let head = self
            .inner
            .database
            .read_one(journal::head_by_key(key))
            .await?
            .ok_or(AppError::NotFound)?;
        if let Some(known) =
            PublicId::parse(&head.id).and_then(|id| self.inner.case_cache.of(id, &head))
        {
            return Ok(known);
        }
        self.read_journal(&head).await
    }

    async fn read_journal(&self, head: &StoredCaseHead) -> Result<Arc<Loaded>, AppError> {
        let events = self
            .inner
            .database
            .read(journal::events_with_plan(&head.key, &head.id))
            .await?;
        let journal = events.iter().take_while(|event| event.case_key == head.key);
        let (events, plan) = events.split_at(journal.count());
        let loaded = Arc::new(with_plan(loaded_of(&head.key, events)?, plan)?);
        // More events may have come since the head was read, but never fewer.
        let fewer =
            |found: u64, version: i64| i64::try_from(found).is_ok_and(|found| found < version);
        if fewer(loaded.version, head.version) || fewer(loaded.plan_version, head.plan_version) {
            return Err(AppError::fault("journal", &"the last events are missing"));
        }
        self.inner.case_cache.put(&loaded);
        Ok(loaded)
    }
}

/// Builds a case from the stored events of its journal, without the rows of its plan. Worklists, searches
/// and what was told follow from the journal alone.
///
/// # Errors
/// When an event cannot be read, or one is missing: the missing one may be the event that closed a
/// path to Migrationsverket (X1).
pub(crate) fn loaded_of(key: &str, events: &[StoredEvent]) -> Result<Loaded, AppError> {
    let entries = read_all("journal", events)?;
    let case = replay(&entries).map_err(|misfit| AppError::fault("journal", &misfit))?;
    let version = events.last().map_or(0, |event| event.seq);
    Ok(Loaded {
        key: key.to_owned(),
        version: u64::try_from(version).unwrap_or(0),
        plan_version: 0,
        case: case.into(),
        entries: entries.into_iter().map(Arc::new).collect(),
        told: OnceLock::new(),
        listed: OnceLock::new(),
        last: OnceLock::from(
            events
                .last()
                .map_or_else(|| store::of_no_event(key), StoredEvent::hash),
        ),
    })
}

/// The same case with the rows of its plan, from the stream beside the journal.
///
/// # Errors
/// When an event cannot be read or one is missing, and when the version that the journal says was agreed
/// on says something else.
fn with_plan(loaded: Loaded, events: &[StoredEvent]) -> Result<Loaded, AppError> {
    let entries = read_all("plan", events)?;
    let mut case = domain::Case::clone(&loaded.case);
    for entry in &entries {
        case = evolve(Some(case), entry).map_err(|misfit| AppError::fault("plan", &misfit))?;
    }
    let agreed = case.sip.agreed.as_ref().and_then(|agreed| {
        let hash = agreed.value.hash.as_deref()?;
        Some((agreed.value.version, hash))
    });
    if let Some((version, hash)) = agreed {
        let found = case
            .plan
            .versions
            .iter()
            .find(|known| known.number == version);
        if found.is_none_or(|found| PlanVersion::hash_of(&found.rows) != hash) {
            return Err(AppError::fault("plan", &"it is not what was agreed on"));
        }
    }
    Ok(Loaded {
        plan_version: entries.len() as u64,
        case: case.into(),
        ..loaded
    })
}

fn read_all(place: &'static str, events: &[StoredEvent]) -> Result<Vec<Entry>, AppError> {
    if let Some((_, seq)) = events
        .iter()
        .zip(1..)
        .find(|(event, seq)| event.seq != *seq)
    {
        let detail = format!("the event at place {seq} is missing");
        return Err(AppError::fault(place, &detail));
    }
    let entries = events
        .iter()
        .map(|event| decode(&event.kind, event.version, &event.payload));
    Ok(entries.collect::<Result<Vec<Entry>, JournalError>>()?)
}

/// Entries in the form that the journal stores, at the positions after `version`.
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
                prev_hash: Vec::new(),
                payload: serde_json::to_string(entry)
                    .map_err(|error| AppError::fault("journal", &error))?,
                at: stamp(entry.at),
                actor: entry.by.staff.clone(),
                unit: entry.by.unit.as_str().to_owned(),
            })
        })
        .collect()
}

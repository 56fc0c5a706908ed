//! Who has a step's form open: noted when a form is shown and while it is typed in, told to
//! colleagues at regional units of the same case, forgotten after minutes. It locks nothing.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use disclosure::{Disclosed, audience::RegionalCare, views::OpenRow};
use domain::Actor;
use jiff::{SignedDuration, Timestamp};
use lru::LruCache;
use store::{
    Work,
    presence::{self, Named, StoredPresence},
};
use vocabulary::{choice::Choice as _, hsa_id::HsaId, role::Role};

use crate::{App, Caller, case_cache::Which, clock::stamp, error::AppError};

/// For how long a form counts as open after it was last shown or typed in.
pub(crate) const OPEN_FOR: SignedDuration = SignedDuration::from_mins(5);
/// How often the same user is noted at the same form.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(30);
/// How many notes are remembered, so that they are not written anew.
const KEPT: usize = 4096;

/// When users were last noted at forms.
pub(crate) struct PresenceThrottle(Mutex<LruCache<(String, String, String), Timestamp>>);

impl PresenceThrottle {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(LruCache::new(
            NonZeroUsize::new(KEPT).unwrap_or(NonZeroUsize::MIN),
        )))
    }

    /// Whether it is time to note a user at a form; it is noted from now on.
    fn is_due(&self, user: &str, case: &str, step: &str, now: Timestamp) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (user.to_owned(), case.to_owned(), step.to_owned());
        let since = noted.get(&key).map(|at| now.duration_since(*at));
        let due = since.is_none_or(|since| since.is_negative() || since >= NOTED_EVERY);
        if due {
            noted.put(key, now);
        }
        due
    }

    pub(crate) fn forget(&self, user: &str, case: &str, step: &str) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.pop(&(user.to_owned(), case.to_owned(), step.to_owned()));
    }
}

impl App {
    /// Notes that the caller has a form of a case open, and says who else has.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn open_by(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
        step: &str,
    ) -> Result<Disclosed<RegionalCare, Vec<OpenRow>>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        let now = self.now();
        let since = stamp(now.saturating_sub(OPEN_FOR).unwrap_or(now));
        let case = &loaded.case.id.to_string();
        let others = presence::others(case, step, caller.staff_id(), &since);
        let others = self.inner.database.read(others).await?;
        let others: Vec<Actor> = others.iter().filter_map(|one| self.actor_of(one)).collect();
        let rows = self
            .inner
            .guard
            .open_by(&caller.actor, &loaded.case, &others)
            .ok_or(AppError::NotFound)?;
        let user = caller.staff_id();
        if self.inner.present.is_due(user, case, step, now) {
            let mut work = Work::new();
            work.push(presence::note(StoredPresence {
                case_id: case.clone(),
                step: step.to_owned(),
                user_id: user.to_owned(),
                unit: caller.unit().hsa_id.as_str().to_owned(),
                role: caller.role().code().to_owned(),
                seen_at: stamp(now),
            }));
            // The page does not wait for the disk: a note that is lost is made again.
            let database = self.inner.database.clone();
            tokio::spawn(async move {
                if let Err(error) = database.write(work).await {
                    tracing::warn!(%error, "who has a form open could not be noted");
                }
            });
        }
        Ok(rows)
    }

    /// The one who was noted, as the directory knows unit and role now.
    fn actor_of(&self, named: &Named) -> Option<Actor> {
        let unit = HsaId::parse(&named.present.unit).ok()?;
        Some(Actor {
            staff: named.present.user_id.clone(),
            name: named.name.clone(),
            role: Role::from_code(&named.present.role)?,
            unit: self.directory().unit(&unit)?.clone(),
        })
    }
}

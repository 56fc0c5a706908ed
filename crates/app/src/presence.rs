//! Who has a step's form open. It is noted when a form is shown and while somebody types in it,
//! shown to colleagues at regional units of the same case, and forgotten after minutes. It locks
//! nothing.

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

/// How long a form counts as open after it was last shown or typed in.
pub(crate) const OPEN_FOR: SignedDuration = SignedDuration::from_mins(5);
/// How often the same user at the same form is written to the store.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(30);
/// How many notes are remembered, so that they are not written again too soon.
const KEPT: usize = 4096;

/// When each user was last noted at each form.
pub(crate) struct PresenceThrottle(Mutex<LruCache<(String, String, String), Timestamp>>);

impl PresenceThrottle {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(LruCache::new(
            NonZeroUsize::new(KEPT).unwrap_or(NonZeroUsize::MIN),
        )))
    }

    /// Whether it is time to note a user at a form. If so, the time is remembered.
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
    /// Notes that the caller has a form of a case open. Returns who else has it open.
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
            // The page does not wait for the disk: a lost note is made again.
            let database = self.inner.database.clone();
            tokio::spawn(async move {
                if let Err(error) = database.write(work).await {
                    tracing::warn!(%error, "who has a form open could not be noted");
                }
            });
        }
        Ok(rows)
    }

    /// The user who was noted, with unit and role as in the directory now.
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

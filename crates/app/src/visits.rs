//! What has happened in a case since somebody's last visit: their own visits, stored for them
//! alone, and what others have done since the previous visit.

use disclosure::{Disclosed, audience::RegionalCare, views::EventRow};
use domain::Entry;
use jiff::{SignedDuration, Timestamp};
use store::{
    Work,
    visits::{self, StoredVisit},
};

use crate::{
    App, Caller,
    case_cache::Which,
    clock::{stamp, unstamp},
    error::AppError,
};

/// When a case has not been viewed for this long, the next view is a new visit.
const VISIT: SignedDuration = SignedDuration::from_mins(30);
/// How often an ongoing visit is written to the store.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// How long visits are kept.
pub(crate) const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// What is new in a case.
#[derive(Debug)]
pub struct News {
    /// When the reader last looked.
    pub since: Timestamp,
    /// What others have done since, earliest first.
    pub rows: Disclosed<RegionalCare, Vec<EventRow>>,
}

impl App {
    /// What others have done in a case since the caller's previous visit; `None` on a first visit,
    /// or when nothing has happened.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller is not regional care that is a party.
    pub async fn news(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<Option<News>, AppError> {
        let loaded = self.load_for(caller, which).await?;
        let id = &loaded.case.id.to_string();
        let now = self.now();
        let found = visits::find(caller.staff_id(), id);
        let found = self.inner.database.read_one(found).await?;
        let version = crate::cases::signed(loaded.version)?;
        let quiet = |visit: &StoredVisit| {
            let at = unstamp(&visit.at).unwrap_or(Timestamp::UNIX_EPOCH);
            now.duration_since(at)
        };
        let visit = match &found {
            Some(old) if quiet(old) < VISIT => StoredVisit {
                version,
                at: stamp(now),
                ..old.clone()
            },
            old => StoredVisit {
                user_id: caller.staff_id().to_owned(),
                case_id: id.clone(),
                version,
                at: stamp(now),
                before_version: old.as_ref().map_or(version, |old| old.version),
                before_at: old
                    .as_ref()
                    .map_or_else(|| stamp(now), |old| old.at.clone()),
            },
        };
        let seen = usize::try_from(visit.before_version).unwrap_or(usize::MAX);
        let fresh: Vec<(u64, &Entry)> = loaded
            .placed_entries()
            .skip(seen)
            .filter(|(_, entry)| entry.by.staff != caller.staff_id())
            .collect();
        let any = !fresh.is_empty();
        let told = self.told(&loaded).await?;
        let since = unstamp(&visit.before_at).unwrap_or(now);
        let rows = self
            .inner
            .guard
            .events(&caller.actor, &loaded.case, fresh, told)
            .ok_or(AppError::NotFound)?;
        let as_noted = found.is_some_and(|old| {
            old.version == version
                && old.before_version == visit.before_version
                && quiet(&old) < NOTED_EVERY
        });
        if !as_noted {
            let mut work = Work::new();
            work.push(visits::note(visit));
            // The page does not wait for the disk: if this is lost, the same news is shown once
            // more.
            let database = self.inner.database.clone();
            tokio::spawn(async move {
                if let Err(error) = database.write(work).await {
                    tracing::warn!(%error, "a visit could not be noted");
                }
            });
        }
        Ok(any.then_some(News { since, rows }))
    }
}

//! Logging in and out. Every try is counted in the store before a password is looked at, so that
//! tries at the same time cannot pass a limit, and at most a few passwords are hashed at a time, so
//! that they cannot take the memory (decision 0015).
//!
//! A try is counted for the user at their address; at an address that is new to the user, also for
//! all such addresses together, and for the address. So nobody keeps others out of the places where
//! they usually log in.

mod waits;

use std::{
    net::IpAddr,
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash,
};
use jiff::{SignedDuration, Timestamp};
use lru::LruCache;
use store::{
    StoreError, Work,
    audit::AuditEntry,
    log_ins::{self, StoredCount},
    people::{self, StoredToken, StoredUser},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use vocabulary::{choice::Choice as _, hsa_id::HsaId, role::Role};

use self::waits::{CountedTry, LONGEST_WAIT, Limit, Subject, closed_until, counted};
use crate::{
    App,
    access_log::Action,
    clock::{stamp, unstamp},
    error::AppError,
    people::{TokenKind, new_token},
    randomness,
};

/// The most passwords that are hashed at a time; each takes 19 MiB meanwhile.
const HASHED_AT_ONCE: usize = 4;
/// How many waits the process remembers having logged.
const WAITS_REMEMBERED: usize = 4096;
/// How often a try is counted again when others were counted meanwhile.
const COUNTED_AGAIN: u32 = 16;
/// Who is named in the log when a name belongs to nobody. What was typed may be a password.
pub(crate) const NOBODY: &str = "unknown-log-in";
/// The most units that an installation's keepers are looked for in.
const KEEPERS: i64 = 50;

/// A user at an address.
const AT_ADDRESS: Limit = Limit {
    free: 5,
    longest: LONGEST_WAIT,
    forgotten_after: SignedDuration::from_hours(12),
};
/// A user at all addresses that are new to them.
const ELSEWHERE: Limit = Limit {
    free: 10,
    longest: LONGEST_WAIT,
    forgotten_after: SignedDuration::from_hours(12),
};
/// An address, for all users to whom it is new.
///
/// The wait stays short: it is shared, and whoever wants to can bring it about for all of them.
const FROM_ADDRESS: Limit = Limit {
    free: 20,
    longest: SignedDuration::from_mins(1),
    forgotten_after: SignedDuration::from_hours(1),
};
/// An address, for all users who usually log in from it: one password tried on everybody there.
const AT_USUAL_ADDRESS: Limit = Limit {
    free: 100,
    longest: SignedDuration::from_mins(1),
    forgotten_after: SignedDuration::from_hours(1),
};
/// The longest password that is looked at, in bytes.
const PASSWORD_MOST: usize = 1024;
/// How many tries may wait to be looked at.
const WAITING_TRIES: usize = 64;
/// How long counts are stored: longer than any of them matters.
pub(crate) const COUNTS_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// How long an address stays usual for a user who does not log in from it.
pub(crate) const ADDRESS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// What the process keeps for logging in.
pub(crate) struct LogIns {
    slots: Arc<Semaphore>,
    /// Tries that are under way or wait for a slot.
    queue: Arc<Semaphore>,
    /// Makes names that belong to nobody unreadable; drawn at each start.
    key: [u8; 32],
    /// Is checked when a name belongs to nobody, so that it takes as long.
    decoy: String,
    /// The waits that were logged, by subject.
    logged: Mutex<LruCache<String, Timestamp>>,
}

impl LogIns {
    pub(crate) fn new() -> Result<Self, AppError> {
        let parallel = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let kept = NonZeroUsize::new(WAITS_REMEMBERED).unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            slots: Arc::new(Semaphore::new(parallel.min(HASHED_AT_ONCE))),
            queue: Arc::new(Semaphore::new(WAITING_TRIES)),
            key: randomness::random()?,
            decoy: hash_password("nobody has this password")?,
            logged: Mutex::new(LruCache::new(kept)),
        })
    }

    /// Whether a wait is to be logged: each only once.
    fn is_new_wait(&self, subject: &str, until: Timestamp) -> bool {
        let mut logged = self.logged.lock().unwrap_or_else(PoisonError::into_inner);
        logged.put(subject.to_owned(), until) != Some(until)
    }

    /// Forgets a wait that the log did not take.
    fn wait_is_not_logged(&self, subject: &str) {
        let mut logged = self.logged.lock().unwrap_or_else(PoisonError::into_inner);
        logged.pop(subject);
    }
}

/// The hash of a password: argon2id at the library's recommended cost.
pub(crate) fn hash_password(password: &str) -> Result<String, AppError> {
    let salt: [u8; 16] = randomness::random()?;
    let hashed = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| AppError::fault("password", &error))?;
    Ok(hashed.to_string())
}

fn password_fits(hashed: &str, password: &str) -> bool {
    PasswordHash::new(hashed).is_ok_and(|hashed| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hashed)
            .is_ok()
    })
}

/// Whom somebody says they are, and where.
struct Claimed {
    /// The user with that name, also one who may no longer log in.
    user: Option<StoredUser>,
    /// The user's id, or what stands for a name that belongs to nobody.
    id: String,
    address: String,
}

/// Why somebody was not let in, as the log names it.
#[derive(Clone, Copy)]
enum NotLetIn {
    WrongPassword,
    Waits,
}

impl App {
    /// Logs a user in and returns a session token. A name that belongs to nobody takes as many
    /// steps as one that belongs to a user, so that the answer and its time do not reveal which
    /// names exist. It runs to its end even if the caller is dropped, so that no guess is unlogged.
    ///
    /// # Errors
    /// [`AppError::WrongPassword`], or [`AppError::TooManyTries`] while tries have to wait.
    pub async fn log_in(
        &self,
        login: &str,
        password: &str,
        from: Option<IpAddr>,
    ) -> Result<String, AppError> {
        if password.len() > PASSWORD_MOST || login.len() > PASSWORD_MOST {
            return Err(AppError::WrongPassword);
        }
        // A flood of tries takes neither memory nor turns without end.
        let queued = Arc::clone(&self.inner.log_ins.queue)
            .try_acquire_owned()
            .map_err(|_| AppError::Busy)?;
        let (app, login) = (self.clone(), login.trim().to_lowercase());
        let password = password.to_owned();
        let address = from.map_or_else(String::new, place_of);
        tokio::spawn(async move {
            let _queued = queued;
            app.try_to_log_in(&login, password, address).await
        })
        .await
        .map_err(|error| AppError::fault("log-in", &error))?
    }

    async fn try_to_log_in(
        &self,
        login: &str,
        password: String,
        address: String,
    ) -> Result<String, AppError> {
        let database = &self.inner.database;
        let user = database.read_one(people::user_by_login(login)).await?;
        let nobody = format!("{NOBODY}/{}", self.unreadable(login));
        let id = user.as_ref().map_or(nobody, |user| user.id.clone());
        let claimed = Claimed { user, id, address };
        let subjects = self.subjects(&claimed).await?;
        // Before a slot is waited for, so that a flood of guesses keeps nobody else waiting.
        let stored = self.counts(&subjects).await?;
        self.open_or_wait(&claimed, &subjects, &stored).await?;
        let slot = self.slot().await?;
        let counted = self.count(&claimed, &subjects).await?;
        let user = claimed.user.as_ref().filter(|user| user.active);
        let hashed = user.and_then(|user| user.password.clone());
        let known = hashed.is_some();
        let hashed = hashed.unwrap_or_else(|| self.inner.log_ins.decoy.clone());
        let fits = tokio::task::spawn_blocking(move || {
            // Held until the memory is free again.
            let _slot = slot;
            password_fits(&hashed, &password)
        })
        .await
        .map_err(|error| AppError::fault("password", &error))?;
        if let Some(user) = user.filter(|_| fits && known) {
            return self.let_in(user, &claimed, &counted).await;
        }
        self.log_refusal(&claimed, NotLetIn::WrongPassword).await?;
        Err(AppError::WrongPassword)
    }

    /// A place among those whose passwords are hashed.
    async fn slot(&self) -> Result<OwnedSemaphorePermit, AppError> {
        Arc::clone(&self.inner.log_ins.slots)
            .acquire_owned()
            .await
            .map_err(|error| AppError::fault("password", &error))
    }

    /// The hash of a new password.
    pub(crate) async fn hashed(&self, password: &str) -> Result<String, AppError> {
        let password = password.to_owned();
        let slot = self.slot().await?;
        tokio::task::spawn_blocking(move || {
            let _slot = slot;
            hash_password(&password)
        })
        .await
        .map_err(|error| AppError::fault("password", &error))?
    }

    /// Stands for a name in the store and cannot be read back.
    fn unreadable(&self, login: &str) -> String {
        let key = base16ct::lower::encode_string(&self.inner.log_ins.key);
        randomness::hash(format!("{key}/{login}").as_bytes())
    }

    /// Whose tries this one is counted among.
    async fn subjects(&self, claimed: &Claimed) -> Result<Vec<Subject>, AppError> {
        let Claimed { id, address, .. } = claimed;
        let query = log_ins::last_from(id, address);
        let last = self.inner.database.read_one(query).await?;
        let oldest = self.now().saturating_sub(ADDRESS_KEPT);
        let usual = last
            .and_then(|last| unstamp(&last))
            .is_some_and(|last| oldest.is_ok_and(|oldest| last > oldest));
        let subject = |name: String, limit| Subject { name, limit };
        let mut subjects = vec![subject(format!("user/{id}/{address}"), AT_ADDRESS)];
        if usual {
            subjects.push(subject(format!("usual/{address}"), AT_USUAL_ADDRESS));
        } else {
            subjects.push(subject(format!("elsewhere/{id}"), ELSEWHERE));
            subjects.push(subject(format!("address/{address}"), FROM_ADDRESS));
        }
        Ok(subjects)
    }

    async fn counts(&self, subjects: &[Subject]) -> Result<Vec<StoredCount>, AppError> {
        let names: Vec<String> = subjects.iter().map(|one| one.name.clone()).collect();
        let query = log_ins::counts(&names);
        Ok(self.inner.database.read(query).await?)
    }

    /// Counts a try, on every machine in the same order.
    async fn count(
        &self,
        claimed: &Claimed,
        subjects: &[Subject],
    ) -> Result<Vec<CountedTry>, AppError> {
        for _ in 0..COUNTED_AGAIN {
            let stored = self.counts(subjects).await?;
            self.open_or_wait(claimed, subjects, &stored).await?;
            let now = self.now();
            let tries: Vec<CountedTry> = subjects
                .iter()
                .map(|subject| counted(subject, of(&stored, subject), now))
                .collect();
            let mut work = Work::new();
            work.use_reserve();
            for tried in &tries {
                work.guard(log_ins::count(&tried.count));
            }
            match self.inner.database.write(work).await {
                Ok(_) => return Ok(tries),
                Err(StoreError::Conflict {
                    statement: log_ins::COUNT,
                }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::Busy)
    }

    /// Nothing, or the error that tries have to wait, which is logged once for each wait.
    async fn open_or_wait(
        &self,
        claimed: &Claimed,
        subjects: &[Subject],
        stored: &[StoredCount],
    ) -> Result<(), AppError> {
        let now = self.now();
        let longest = subjects
            .iter()
            .filter_map(|subject| Some((closed_until(of(stored, subject), now)?, subject)))
            .max_by_key(|(until, _)| *until);
        let Some((until, subject)) = longest else {
            return Ok(());
        };
        if self.inner.log_ins.is_new_wait(&subject.name, until) {
            let logged = self.log_refusal(claimed, NotLetIn::Waits).await;
            if logged.is_err() {
                self.inner.log_ins.wait_is_not_logged(&subject.name);
            }
            logged?;
        }
        let seconds = until.duration_since(now).as_secs().saturating_add(1);
        Err(AppError::TooManyTries {
            seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
        })
    }

    async fn let_in(
        &self,
        user: &StoredUser,
        claimed: &Claimed,
        counted: &[CountedTry],
    ) -> Result<String, AppError> {
        let now = self.now();
        let assignments = self.assignments_of(&user.id).await?;
        let only = match assignments.as_slice() {
            [only] => Some(only.id.clone()),
            _ => None,
        };
        let ends = self.session_end(now, now);
        let (token, statement) = new_token(
            &user.id,
            only.as_deref(),
            TokenKind::Session,
            now,
            Some(ends),
        )?;
        let mut work = Work::new();
        work.use_reserve();
        // The password may have been changed since it was compared.
        work.guard(people::still_known(user));
        work.push(statement);
        // The user's own count begins anew. Where the tries of several are counted together only
        // this one is taken back, so that nobody clears the count with an account of their own.
        let mut counted = counted.iter();
        if let Some(own) = counted.next() {
            work.push(log_ins::forget(&own.count.subject));
        }
        for shared in counted {
            let StoredCount {
                subject, version, ..
            } = &shared.count;
            work.push(log_ins::take_back(subject, *version, &shared.open_before));
        }
        if !claimed.address.is_empty() {
            work.push(log_ins::came_from(&user.id, &claimed.address, &stamp(now)));
        }
        for unit in self.units_of_log(Some(user)).await? {
            work.log(own_entry(&user.id, unit, Action::LogIn, "", now));
        }
        match self.inner.database.write(work).await {
            Ok(_) => Ok(token),
            Err(StoreError::Conflict {
                statement: people::STILL_KNOWN,
            }) => {
                self.log_refusal(claimed, NotLetIn::WrongPassword).await?;
                Err(AppError::WrongPassword)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Logs that somebody who knows a first password does not know the code that belongs to it.
    pub(crate) async fn log_wrong_code(&self, user: &StoredUser) -> Result<(), AppError> {
        let mut work = Work::new();
        work.use_reserve();
        for unit in self.units_of_log(Some(user)).await? {
            let now = self.now();
            work.log(own_entry(&user.id, unit, Action::LogInFailed, "code", now));
        }
        self.inner.database.write(work).await?;
        Ok(())
    }

    async fn log_refusal(&self, claimed: &Claimed, why: NotLetIn) -> Result<(), AppError> {
        let action = match why {
            NotLetIn::WrongPassword => Action::LogInFailed,
            NotLetIn::Waits => Action::LogInWaits,
        };
        let user = claimed.user.as_ref();
        let actor = user.map_or(NOBODY, |user| user.id.as_str());
        let mut work = Work::new();
        work.use_reserve();
        for unit in self.units_of_log(user).await? {
            work.log(own_entry(actor, unit, action, &claimed.address, self.now()));
        }
        self.inner.database.write(work).await?;
        Ok(())
    }

    /// The units that the log names for a user without a chosen assignment: one of each
    /// organisation, so that the reviewers of each see it. What belongs to nobody, or to somebody
    /// without an assignment, stands under the unit of those who keep the installation.
    pub(crate) async fn units_of_log(
        &self,
        user: Option<&StoredUser>,
    ) -> Result<Vec<String>, AppError> {
        let id = user.map_or(NOBODY, |user| user.id.as_str());
        let mut organisations = Vec::new();
        let mut units = Vec::new();
        for card in self.assignments_of(id).await? {
            if !organisations.contains(&card.unit.organisation) {
                organisations.push(card.unit.organisation);
                units.push(card.unit.hsa_id.as_str().to_owned());
            }
        }
        // Asked for everybody, so that it takes as long for a name that exists.
        let keepers = self.keepers_unit().await?;
        if units.is_empty() {
            units.push(keepers);
        }
        Ok(units)
    }

    /// The unit of an administrator whose organisation has a log reviewer; otherwise a reviewer's
    /// or an administrator's unit, and an empty one in a store without either.
    async fn keepers_unit(&self) -> Result<String, AppError> {
        let of_role = |role: Role| people::units_of_role(role.code(), KEEPERS);
        let (administrators, reviewers) = self
            .inner
            .database
            .read_two(of_role(Role::Administrator), of_role(Role::LogReviewer))
            .await?;
        let directory = self.directory();
        let organisation = |unit: &String| {
            let unit = HsaId::parse(unit).ok()?;
            Some(directory.unit(&unit)?.organisation.clone())
        };
        let reviewed = |unit: &&String| {
            let own = organisation(unit);
            own.is_some() && reviewers.iter().any(|other| organisation(other) == own)
        };
        Ok(administrators
            .iter()
            .find(reviewed)
            .or_else(|| reviewers.first())
            .or_else(|| administrators.first())
            .cloned()
            .unwrap_or_default())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn log_out(&self, token: &str) -> Result<(), AppError> {
        let (hash, now) = (randomness::token_hash(token), self.now());
        self.inner.token_cache.forget(Some(&hash));
        let query = people::bearer(&hash);
        let bearer = self.inner.database.read_one(query).await?;
        let mut work = Work::new();
        work.use_reserve();
        let Some(bearer) = bearer else {
            // Also the session of somebody who may no longer log in.
            work.push(people::revoke_token(&hash));
            self.inner.database.write(work).await?;
            return Ok(());
        };
        if !is_session(&bearer.token) {
            return Ok(());
        }
        let units = match bearer.assignment {
            Some(assignment) => vec![assignment.unit],
            None => self.units_of_log(Some(&bearer.user)).await?,
        };
        let ends = bearer.token.expires_at.as_deref().and_then(unstamp);
        work.push(people::revoke_token(&hash));
        if ends.is_none_or(|ends| ends > now) {
            for unit in units {
                work.log(own_entry(&bearer.user.id, unit, Action::LogOut, "", now));
            }
        }
        self.inner.database.write(work).await?;
        // Whoever looked the token up meanwhile may have kept it.
        self.inner.token_cache.forget(Some(&hash));
        Ok(())
    }
}

fn is_session(token: &StoredToken) -> bool {
    TokenKind::of(&token.kind) == Some(TokenKind::Session)
}

fn of<'a>(stored: &'a [StoredCount], subject: &Subject) -> Option<&'a StoredCount> {
    stored.iter().find(|count| count.subject == subject.name)
}

/// What counts as one place: an IPv4 address, or the network of an IPv6 address, within which a
/// machine takes new addresses as it likes.
fn place_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string() + "/64"
        }
    }
}

/// A row of what a user did without a chosen assignment.
pub(crate) fn own_entry(
    actor: &str,
    unit: String,
    action: Action,
    detail: &str,
    at: Timestamp,
) -> AuditEntry {
    AuditEntry {
        at: stamp(at),
        actor: actor.to_owned(),
        unit,
        action: action.code().to_owned(),
        case_key: None,
        patient_ref: None,
        detail: detail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn a_machine_that_takes_new_addresses_stays_at_one_place() {
        for (address, place) in [
            ("10.1.2.3", "10.1.2.3"),
            ("::ffff:10.1.2.3", "10.1.2.3"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(place_of(address.parse().unwrap()), place);
        }
    }
}

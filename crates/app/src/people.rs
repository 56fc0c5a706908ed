//! Users, assignments, tokens and sessions. A token belongs to a user and one assignment. The store
//! keeps only its hash.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash,
};
use domain::Actor;
use jiff::{SignedDuration, Timestamp};
use lru::LruCache;
use store::{
    Work,
    audit::AuditEntry,
    people::{self, StoredAssignment, StoredToken, StoredUser, TokenHolder},
};
use vocabulary::{choice::Choice as _, hsa_id::HsaId, role::Role, unit::UnitCard};

use crate::{
    App,
    clock::{stamp, unstamp},
    error::AppError,
    randomness,
};

/// How long an unused session lasts.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_mins(30);
/// How long a token that was found in the store is trusted before it is looked up again.
const BELIEVED: SignedDuration = SignedDuration::from_secs(5);
/// How many tokens are cached.
const KEPT: usize = 4096;

/// The user who calls, with the assignment they act under.
#[derive(Debug, Clone)]
pub struct Caller {
    pub(crate) actor: Actor,
    pub(crate) assignment: String,
}

impl Caller {
    #[must_use]
    pub fn name(&self) -> &str {
        &self.actor.name
    }

    /// The user's id in the store.
    #[must_use]
    pub fn staff_id(&self) -> &str {
        &self.actor.staff
    }

    #[must_use]
    pub fn role(&self) -> Role {
        self.actor.role
    }

    #[must_use]
    pub fn unit(&self) -> &UnitCard {
        &self.actor.unit
    }

    #[must_use]
    pub fn assignment(&self) -> &str {
        &self.assignment
    }
}

/// A user who has logged in; `caller` is set once an assignment has been chosen.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The user's id in the store.
    pub user: String,
    pub name: String,
    /// The assignments to choose from.
    pub assignments: Vec<AssignmentCard>,
    /// Set once an assignment has been chosen.
    pub caller: Option<Caller>,
}

/// An assignment, for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentCard {
    pub id: String,
    pub unit: UnitCard,
    pub role: Role,
}

/// Tokens that were looked up recently.
pub(crate) struct TokenCache(Mutex<LruCache<String, (Timestamp, Arc<Known>)>>);

struct Known {
    expires_at: Option<Timestamp>,
    signed_in: SignedIn,
}

impl TokenCache {
    pub(crate) fn new() -> Self {
        let kept = std::num::NonZeroUsize::new(KEPT).unwrap_or(std::num::NonZeroUsize::MIN);
        Self(Mutex::new(LruCache::new(kept)))
    }

    fn get(&self, hash: &str, now: Timestamp) -> Option<Arc<Known>> {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, known) = cache.get(hash)?;
        let age = now.duration_since(*at);
        (age >= SignedDuration::ZERO && age < BELIEVED).then(|| Arc::clone(known))
    }

    fn put(&self, hash: &str, now: Timestamp, known: Arc<Known>) {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cache.put(hash.to_owned(), (now, known));
    }

    /// Forgets one token, or all of them after rights have changed.
    pub(crate) fn forget(&self, hash: Option<&str>) {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match hash {
            Some(hash) => {
                cache.pop(hash);
            }
            None => cache.clear(),
        }
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

impl App {
    /// The name of a user, or the product's name if there is no such user.
    pub(crate) async fn staff_name(&self, id: &str) -> Result<String, AppError> {
        let user = self.inner.database.read_one(people::user_by_id(id)).await?;
        Ok(user.map_or_else(|| "Vårdbron".to_owned(), |user| user.name))
    }

    /// Logs a user in and returns a session token. The password is checked even if the log-in name
    /// does not exist, so that the response time does not reveal which names exist.
    ///
    /// # Errors
    /// [`AppError::WrongPassword`], or [`AppError::TooManyTries`] after five failures in a row.
    pub async fn log_in(&self, login: &str, password: &str) -> Result<String, AppError> {
        let now = self.now();
        let login = login.trim().to_lowercase();
        self.inner.tries.check(&login, now)?;
        let user = self
            .inner
            .database
            .read_one(people::user_by_login(&login))
            .await?;
        let user = user.filter(|user| user.active);
        let hashed = user.as_ref().and_then(|user| user.password.clone());
        let known = hashed.is_some();
        let hashed = hashed.unwrap_or_else(|| self.inner.decoy_password.clone());
        let password = password.to_owned();
        let fits = tokio::task::spawn_blocking(move || password_fits(&hashed, &password))
            .await
            .map_err(|error| AppError::fault("password", &error))?;
        let Some(user) = user.filter(|_| fits && known) else {
            self.inner.tries.failed(&login, now);
            return Err(AppError::WrongPassword);
        };
        self.inner.tries.forget(&login);
        let assignments = self.assignments_of(&user.id).await?;
        let only = match assignments.as_slice() {
            [only] => Some(only.id.clone()),
            _ => None,
        };
        let (token, statement) = new_token(
            &user.id,
            only.as_deref(),
            "session",
            now,
            Some(now + SESSION_IDLE),
        )?;
        let mut work = Work::new();
        work.push(statement);
        work.log(AuditEntry {
            at: stamp(now),
            actor: user.id.clone(),
            unit: String::new(),
            action: "log-in".to_owned(),
            case_key: None,
            patient_ref: None,
            detail: String::new(),
        });
        self.inner.database.write(work).await?;
        Ok(token)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn log_out(&self, token: &str) -> Result<(), AppError> {
        let hash = randomness::token_hash(token);
        self.inner.token_cache.forget(Some(&hash));
        let mut work = Work::new();
        work.push(people::revoke_token(&hash));
        self.inner.database.write(work).await?;
        Ok(())
    }

    /// The user that a token belongs to. A session is extended at most once a minute.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when there is no such token or it has expired.
    pub async fn signed_in(&self, token: &str) -> Result<SignedIn, AppError> {
        let now = self.now();
        let hash = randomness::token_hash(token);
        let known = match self.inner.token_cache.get(&hash, now) {
            Some(known) => known,
            None => self.look_up(&hash, now).await?,
        };
        if known.expires_at.is_some_and(|end| end <= now) {
            return Err(AppError::NotSignedIn);
        }
        Ok(known.signed_in.clone())
    }

    /// The caller of a token, with the chosen assignment.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when there is no such token, it has expired, or no assignment is
    /// chosen.
    pub async fn caller(&self, token: &str) -> Result<Caller, AppError> {
        self.signed_in(token)
            .await?
            .caller
            .ok_or(AppError::NotSignedIn)
    }

    async fn look_up(&self, hash: &str, now: Timestamp) -> Result<Arc<Known>, AppError> {
        let bearer = self
            .inner
            .database
            .read_one(people::bearer(hash))
            .await?
            .ok_or(AppError::NotSignedIn)?;
        let mut expires_at = bearer.token.expires_at.as_deref().and_then(unstamp);
        if bearer.token.kind == "session"
            && let Some(end) = expires_at
            && end > now
            && end.duration_since(now) < SESSION_IDLE - SignedDuration::from_mins(1)
        {
            let prolonged = now + SESSION_IDLE;
            let mut work = Work::new();
            work.push(people::change_token(
                hash,
                bearer.token.assignment_id.as_deref(),
                &bearer.token.details,
                Some(&stamp(prolonged)),
            ));
            self.inner.database.write(work).await?;
            expires_at = Some(prolonged);
        }
        let assignments = self.assignments_of(&bearer.user.id).await?;
        let known = Arc::new(Known {
            expires_at,
            signed_in: SignedIn {
                caller: self.caller_of(&bearer),
                user: bearer.user.id.clone(),
                name: bearer.user.name.clone(),
                assignments,
            },
        });
        self.inner.token_cache.put(hash, now, Arc::clone(&known));
        Ok(known)
    }

    fn caller_of(&self, bearer: &TokenHolder) -> Option<Caller> {
        let assignment = bearer.assignment.as_ref()?;
        let (role, unit) = self.role_and_unit(assignment)?;
        Some(Caller {
            actor: Actor {
                staff: bearer.user.id.clone(),
                name: bearer.user.name.clone(),
                role,
                unit,
            },
            assignment: assignment.id.clone(),
        })
    }

    fn role_and_unit(&self, assignment: &StoredAssignment) -> Option<(Role, UnitCard)> {
        let role = Role::from_code(&assignment.role)?;
        let unit = self
            .directory()
            .unit(&HsaId::parse(&assignment.unit).ok()?)?
            .clone();
        Some((role, unit))
    }

    /// The user's current assignments.
    pub(crate) async fn assignments_of(&self, user: &str) -> Result<Vec<AssignmentCard>, AppError> {
        let rows = self
            .inner
            .database
            .read(people::assignments_of_user(user))
            .await?;
        Ok(rows
            .iter()
            .filter(|row| row.active)
            .filter_map(|row| {
                let (role, unit) = self.role_and_unit(row)?;
                Some(AssignmentCard {
                    id: row.id.clone(),
                    unit,
                    role,
                })
            })
            .collect())
    }

    /// Chooses the session's assignment.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the assignment is not one of the user's.
    pub async fn choose_assignment(&self, token: &str, assignment: &str) -> Result<(), AppError> {
        let signed_in = self.signed_in(token).await?;
        if !signed_in
            .assignments
            .iter()
            .any(|card| card.id == assignment)
        {
            return Err(AppError::NotFound);
        }
        let hash = randomness::token_hash(token);
        let mut work = Work::new();
        work.push(people::change_token(
            &hash,
            Some(assignment),
            "",
            Some(&stamp(self.now() + SESSION_IDLE)),
        ));
        self.inner.database.write(work).await?;
        self.inner.token_cache.forget(Some(&hash));
        Ok(())
    }

    /// A token for a demo user and their first assignment. It never expires. For demonstrations and
    /// tests (`vardbron demo-token`).
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such demo user.
    pub async fn demo_token(&self, login: &str) -> Result<String, AppError> {
        let user = self
            .inner
            .database
            .read_one(people::user_by_login(login))
            .await?
            .filter(|user| user.demo && user.active)
            .ok_or(AppError::NotFound)?;
        let assignment = self
            .assignments_of(&user.id)
            .await?
            .into_iter()
            .next()
            .ok_or(AppError::NotFound)?;
        let (token, statement) =
            new_token(&user.id, Some(&assignment.id), "demo", self.now(), None)?;
        let mut work = Work::new();
        work.push(statement);
        self.inner.database.write(work).await?;
        Ok(token)
    }

    /// The caller that a user is with their first assignment, without a token. For demonstration
    /// data and simulation only.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such user.
    pub async fn demo_caller(&self, login: &str) -> Result<Caller, AppError> {
        let user = self
            .inner
            .database
            .read_one(people::user_by_login(login))
            .await?
            .filter(|user| user.demo)
            .ok_or(AppError::NotFound)?;
        let card = self
            .assignments_of(&user.id)
            .await?
            .into_iter()
            .next()
            .ok_or(AppError::NotFound)?;
        Ok(Caller {
            actor: Actor {
                staff: user.id,
                name: user.name,
                role: card.role,
                unit: card.unit,
            },
            assignment: card.id,
        })
    }
}

fn new_token(
    user: &str,
    assignment: Option<&str>,
    kind: &str,
    now: Timestamp,
    expires_at: Option<Timestamp>,
) -> Result<(String, store::Statement), AppError> {
    let token = randomness::token()?;
    let statement = people::give_token(StoredToken {
        hash: randomness::token_hash(&token),
        user_id: user.to_owned(),
        assignment_id: assignment.map(str::to_owned),
        kind: kind.to_owned(),
        details: String::new(),
        created_at: stamp(now),
        expires_at: expires_at.map(stamp),
    });
    Ok((token, statement))
}

pub(crate) fn user_row(
    id: &str,
    login: &str,
    name: &str,
    password: Option<String>,
    demo: bool,
    now: Timestamp,
) -> StoredUser {
    StoredUser {
        id: id.to_owned(),
        login: login.to_owned(),
        name: name.to_owned(),
        hsa_id: None,
        password,
        details: String::from("{}"),
        demo,
        active: true,
        created_at: stamp(now),
    }
}

/// Failed log-ins by log-in name, so that passwords cannot be guessed by trying many.
pub(crate) struct Tries(Mutex<LruCache<String, (u32, Timestamp)>>);

const TRIES: u32 = 5;
const CLOSED_FOR: SignedDuration = SignedDuration::from_mins(5);

impl Tries {
    pub(crate) fn new() -> Self {
        let kept = std::num::NonZeroUsize::new(KEPT).unwrap_or(std::num::NonZeroUsize::MIN);
        Self(Mutex::new(LruCache::new(kept)))
    }

    fn check(&self, login: &str, now: Timestamp) -> Result<(), AppError> {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match cache.get(login) {
            Some((count, last)) if *count >= TRIES && now.duration_since(*last) < CLOSED_FOR => {
                Err(AppError::TooManyTries)
            }
            _ => Ok(()),
        }
    }

    fn failed(&self, login: &str, now: Timestamp) {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = cache.get(login).map_or(0, |(count, last)| {
            if now.duration_since(*last) < CLOSED_FOR {
                *count
            } else {
                0
            }
        });
        cache.put(login.to_owned(), (count + 1, now));
    }

    fn forget(&self, login: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop(login);
    }
}

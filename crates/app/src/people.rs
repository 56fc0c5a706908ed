//! Users, assignments, tokens and sessions. A token belongs to a user and one assignment, and opens
//! either the pages or the API. The store keeps only its hash.

use std::sync::{Arc, Mutex, PoisonError};

use domain::Actor;
use jiff::{SignedDuration, Timestamp};
use lru::LruCache;
use store::{
    StoreError, Work,
    people::{self, StoredAssignment, StoredToken, StoredUser, TokenHolder},
};
use vocabulary::{choice::Choice as _, hsa_id::HsaId, role::Role, unit::UnitCard};

use crate::{
    App,
    clock::{stamp, unstamp},
    error::AppError,
    log_in::NOBODY,
    randomness,
};

/// How long an unused session lasts.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_mins(30);
/// How long a session lasts however much it is used, unless the operator has set another time.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(12);
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
    /// When the user has to log in again, however much the session is used.
    pub ends_by: Timestamp,
    began: Timestamp,
}

/// What a token was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A user's browser.
    Session,
    /// A program.
    Api,
    /// Demonstrations and tests.
    Demo,
}

/// Where a token is shown. One for pages opens no other door, and one for programs no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenUse {
    Pages,
    Programs,
}

impl TokenKind {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Api => "api",
            Self::Demo => "demo",
        }
    }

    pub(crate) fn of(code: &str) -> Option<Self> {
        [Self::Session, Self::Api, Self::Demo]
            .into_iter()
            .find(|kind| kind.code() == code)
    }

    fn is_for(self) -> TokenUse {
        match self {
            Self::Session => TokenUse::Pages,
            Self::Api | Self::Demo => TokenUse::Programs,
        }
    }
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
    kind: TokenKind,
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

impl App {
    /// The name of a user, or the product's name if there is no such user.
    pub(crate) async fn staff_name(&self, id: &str) -> Result<String, AppError> {
        if id == NOBODY {
            return Ok("Okänd".to_owned());
        }
        let user = self.inner.database.read_one(people::user_by_id(id)).await?;
        Ok(user.map_or_else(|| "Vårdbron".to_owned(), |user| user.name))
    }

    /// The user whose session a token is. A session is extended at most once a minute.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when there is no such session or it has ended.
    pub async fn signed_in(&self, token: &str) -> Result<SignedIn, AppError> {
        self.holder(token, TokenUse::Pages).await
    }

    /// The caller of a program's token, with the assignment it was given for.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when there is no such token for programs, it has expired, or its
    /// assignment has ended.
    pub async fn caller(&self, token: &str) -> Result<Caller, AppError> {
        self.holder(token, TokenUse::Programs)
            .await?
            .caller
            .ok_or(AppError::NotSignedIn)
    }

    /// When a session ends that began and was used at these times.
    pub(crate) fn session_end(&self, began: Timestamp, used: Timestamp) -> Timestamp {
        let life = self.inner.settings.session_life;
        let longest = began.saturating_add(life).unwrap_or(Timestamp::MAX);
        let idle = used.saturating_add(SESSION_IDLE).unwrap_or(Timestamp::MAX);
        longest.min(idle)
    }

    /// The holder of a token. One that is for the other use is as good as none.
    async fn holder(&self, token: &str, asked: TokenUse) -> Result<SignedIn, AppError> {
        let now = self.now();
        let hash = randomness::token_hash(token);
        let known = match self.inner.token_cache.get(&hash, now) {
            Some(known) => known,
            None => self.look_up(&hash, now).await?,
        };
        let ended = known.expires_at.is_some_and(|end| end <= now);
        if ended || known.kind.is_for() != asked {
            return Err(AppError::NotSignedIn);
        }
        Ok(known.signed_in.clone())
    }

    async fn look_up(&self, hash: &str, now: Timestamp) -> Result<Arc<Known>, AppError> {
        let bearer = self
            .inner
            .database
            .read_one(people::bearer(hash))
            .await?
            .ok_or(AppError::NotSignedIn)?;
        let kind = TokenKind::of(&bearer.token.kind).ok_or(AppError::NotSignedIn)?;
        let began = unstamp(&bearer.token.created_at).ok_or(AppError::NotSignedIn)?;
        let mut expires_at = bearer.token.expires_at.as_deref().and_then(unstamp);
        if kind == TokenKind::Session {
            // Also a session from before the setting was changed, or one without an end.
            let longest = self.session_end(began, Timestamp::MAX);
            expires_at = Some(expires_at.unwrap_or(longest).min(longest));
        }
        let prolonged = self.session_end(began, now);
        if kind == TokenKind::Session
            && let Some(end) = expires_at
            && end > now
            && prolonged.duration_since(end) > SignedDuration::from_mins(1)
        {
            let mut work = Work::new();
            work.push(people::change_token(
                hash,
                bearer.token.assignment_id.as_deref(),
                &bearer.token.details,
                Some(&stamp(prolonged)),
            ));
            match self.inner.database.write(work).await {
                Ok(_) => expires_at = Some(prolonged),
                // Reading goes on while nothing can be written; the session ends when it would.
                Err(StoreError::Unknown(_) | StoreError::Stopped | StoreError::NoRoom) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let assignments = self.assignments_of(&bearer.user.id).await?;
        let known = Arc::new(Known {
            kind,
            expires_at,
            signed_in: SignedIn {
                ends_by: self.session_end(began, Timestamp::MAX),
                began,
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
            Some(&stamp(self.session_end(signed_in.began, self.now()))),
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
        let (token, statement) = new_token(
            &user.id,
            Some(&assignment.id),
            TokenKind::Demo,
            self.now(),
            None,
        )?;
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

pub(crate) fn new_token(
    user: &str,
    assignment: Option<&str>,
    kind: TokenKind,
    now: Timestamp,
    expires_at: Option<Timestamp>,
) -> Result<(String, store::Statement), AppError> {
    let token = randomness::token()?;
    let statement = people::give_token(StoredToken {
        hash: randomness::token_hash(&token),
        user_id: user.to_owned(),
        assignment_id: assignment.map(str::to_owned),
        kind: kind.code().to_owned(),
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

//! Users, assignments, tokens and sessions. A token belongs to a user and one assignment, and opens
//! either the pages or the API. The store keeps only its hash.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

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
    access_log::Action,
    clock::{stamp, unstamp},
    error::AppError,
    log_in::{NOBODY, own_entry},
    randomness,
};

/// How long an unused session lasts.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_mins(30);
/// How long a session lasts however much it is used, unless the operator has set another time.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(12);
/// How long a token that was found in the store is trusted before it is looked up again.
const BELIEVED: SignedDuration = SignedDuration::from_secs(5);
/// The number of letters of a mark.
const MARK_LENGTH: usize = 16;
/// How many tokens are cached.
const KEPT: usize = 4096;

/// What is kept of a user besides name and password.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(crate) struct UserDetails {
    /// Somebody else chose the password: until it is changed, a session does nothing but that.
    pub(crate) first_password: bool,
    /// Whoever made the account knows its first password, and no second person has vouched for its
    /// user yet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) made_by_one: bool,
    /// Hash of the code that the second person hands the user: with the first password it proves
    /// that the user has met both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
}

impl UserDetails {
    /// Details that cannot be read count as those of a first password: then the user chooses one.
    pub(crate) fn of(user: &StoredUser) -> Self {
        serde_json::from_str(&user.details).unwrap_or(Self {
            first_password: true,
            ..Self::default()
        })
    }

    pub(crate) fn stored(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(|error| AppError::fault("user", &error))
    }
}

/// The letters of a code: none that is taken for another.
const CODE_LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A code to hand over, and its hash.
pub(crate) fn new_code() -> Result<(String, String), AppError> {
    let bits: [u8; 10] = randomness::random()?;
    let letters = bits
        .iter()
        .filter_map(|bit| CODE_LETTERS.get(usize::from(bit % 32)));
    let code: String = letters.map(|letter| char::from(*letter)).collect();
    let hash = code_hash(&code);
    Ok((code, hash))
}

fn code_hash(code: &str) -> String {
    let plain: String = code
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    randomness::token_hash(&plain.to_uppercase())
}

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

    /// A short mark of who acts where, and as what. It is made of what the user's own pages say, so that it
    /// tells nothing, and is the same after a new log-in and in every process.
    #[must_use]
    pub fn mark(&self) -> String {
        let actor = &self.actor;
        let parts = [&actor.name, actor.unit.hsa_id.as_str(), actor.role.code()];
        let mut mark = randomness::hash(parts.join("\n").as_bytes());
        mark.truncate(MARK_LENGTH);
        mark
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
    /// Set once an assignment has been chosen; never while the first password is in force.
    pub caller: Option<Caller>,
    /// When the user has to log in again, however much the session is used.
    pub ends_by: Timestamp,
    /// Whether somebody else chose the password, so that the user must change it first.
    pub first_password: bool,
    /// Whether the user also needs the code that a second administrator has handed over.
    pub needs_code: bool,
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
        let details = UserDetails::of(&bearer.user);
        let known = Arc::new(Known {
            kind,
            expires_at,
            signed_in: SignedIn {
                ends_by: self.session_end(began, Timestamp::MAX),
                began,
                caller: self.caller_of(&bearer),
                first_password: details.first_password,
                needs_code: details.first_password && details.code.is_some(),
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
        if UserDetails::of(&bearer.user).first_password {
            return None;
        }
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
        // Placeholders have no staff, and an assignment holds for the kind that it was given for.
        let holds = !unit.kind.is_placeholder() && unit.kind.code() == assignment.kind;
        holds.then_some((role, unit))
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

    /// Changes the user's own password. Every other session of the user ends, so that whoever knew
    /// the old password acts as the user no longer. Returns the session to go on with.
    ///
    /// # Errors
    /// [`AppError::WrongPassword`] or [`AppError::TooManyTries`], as at log-in; mistakes in the new
    /// password or the code; [`AppError::NotSignedIn`].
    pub async fn change_password(
        &self,
        token: &str,
        current: &str,
        new: &str,
        code: &str,
        from: Option<IpAddr>,
    ) -> Result<String, AppError> {
        let signed_in = self.signed_in(token).await?;
        let user = people::user_by_id(&signed_in.user);
        let user = self.inner.database.read_one(user).await?;
        let before = user.ok_or(AppError::NotSignedIn)?;
        let mut user = before.clone();
        new_password_fits(&user, current, new)?;
        // The old password is tried as at log-in, with the same limits.
        let session = self.log_in(&user.login, current, from).await?;
        let details = UserDetails::of(&user);
        let works = signed_in.assignments.first();
        if let Err(refused) = code_fits(&details, code, works.is_some()) {
            self.log_out(&session).await?;
            self.log_wrong_code(&user).await?;
            return Err(refused);
        }
        user.password = Some(self.hashed(new).await?);
        user.details = UserDetails {
            first_password: false,
            made_by_one: details.made_by_one && details.code.is_none(),
            code: None,
        }
        .stored()?;
        let mut work = Work::new();
        work.push(people::revoke_others(
            &user.id,
            &randomness::token_hash(&session),
        ));
        for unit in self.units_of_log(Some(&user)).await? {
            let now = self.now();
            work.log(own_entry(
                &user.id,
                unit,
                Action::Administer,
                "own-password",
                now,
            ));
        }
        // Somebody else may be changing it, or be giving the user a code, at this moment.
        work.guard(people::change_credentials(&before, &user));
        match self.inner.database.write(work).await {
            Err(StoreError::Conflict {
                statement: people::CHANGE_CREDENTIALS,
            }) => {
                self.log_out(&session).await?;
                return Err(AppError::WrongPassword);
            }
            written => written?,
        };
        self.inner.token_cache.forget(None);
        if let Some(caller) = &signed_in.caller {
            self.choose_assignment(&session, caller.assignment())
                .await?;
        }
        Ok(session)
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

fn new_password_fits(user: &StoredUser, current: &str, new: &str) -> Result<(), AppError> {
    if user.demo {
        return Err(AppError::mistake(
            "nytt",
            "demo-password",
            "Alla i demon delar ett lösenord, och det går inte att byta.",
        ));
    }
    if let Err(detail) = crate::administration::password_fits(new) {
        return Err(AppError::mistake("nytt", "too-short", detail));
    }
    if new == current || new.to_lowercase().contains(&user.login) {
        return Err(AppError::mistake(
            "nytt",
            "known-password",
            "Välj ett nytt lösenord: inte det gamla, och inte ett som innehåller ditt användarnamn.",
        ));
    }
    Ok(())
}

/// Whether the user of an account that one administrator made has also met the second one.
fn code_fits(details: &UserDetails, code: &str, works: bool) -> Result<(), AppError> {
    match &details.code {
        Some(hash) if *hash == code_hash(code) => Ok(()),
        Some(_) => Err(AppError::mistake(
            "kod",
            "wrong-code",
            "Engångskoden stämmer inte. Du får den av den administratör som bekräftade ditt uppdrag, \
             inte av den som gav dig lösenordet.",
        )),
        None if details.made_by_one && !works => Err(AppError::mistake(
            "kod",
            "not-confirmed-yet",
            "Ditt uppdrag väntar på att en annan administratör bekräftar det. Då får du en \
             engångskod. Försök igen när du har den.",
        )),
        None => Ok(()),
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

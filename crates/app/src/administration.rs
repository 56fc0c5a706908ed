//! Units, staff, assignments, contacts and links: what an administrator maintains. An administrator
//! sees no case, and one alone opens no way to one: what would is a proposal, which a second person
//! confirms (decision 0017).
//!
//! Every change is logged with what was there before, raises an item of log review, and is written
//! one at a time, so that it is decided on what is there.

mod change;
mod proposals;
mod rules;
mod seeding;

use jiff::Timestamp;
use store::{
    StoreError, Work,
    directory::{self, StoredContact, StoredLink},
    meeting_points,
    people::{self, StoredAssignment, StoredUser},
    proposals as stored, reviews, streams, units,
};
use vocabulary::{
    choice::Choice as _, hsa_id::HsaId, refusal::Refusal, role::Role, text::tidy_line,
};

use self::change::{ContactState, LinkState, LoggedChange, Post, UnitState};
pub use self::proposals::{ProposalCard, Settling};
use self::rules::{address_lines, checked, disguised, fits, no_staff, unknown_unit};
pub(crate) use self::{
    change::{Change, beside, said},
    rules::password_fits,
    seeding::by_command_line,
};
use crate::{
    App, AssignmentCard, Caller, DirectoryUnit,
    access_log::{Action, entry},
    clock::stamp,
    directory::micro,
    error::AppError,
    people::{UserDetails, user_row},
    randomness,
};

/// A new member of staff, with the first assignments.
#[derive(Debug, Clone)]
pub struct NewStaff {
    /// The name that the person logs in with.
    pub login: String,
    pub name: String,
    /// Plain text; it is hashed before it is stored. The person changes it at the first log-in.
    pub password: String,
    pub assignments: Vec<(HsaId, Role)>,
}

/// A member of staff as an administrator sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffCard {
    /// Staff id in the store.
    pub id: String,
    pub login: String,
    pub name: String,
    /// Whether the person may log in.
    pub active: bool,
    /// Current assignments.
    pub assignments: Vec<AssignmentCard>,
}

/// What became of a change that an administrator asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Administered {
    /// It holds now.
    Done,
    /// It waits for a second person.
    Proposed,
}

/// The store's stream whose version moves with every change of the registers.
const ONE_AT_A_TIME: &str = "administration";

/// How an account comes into being.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Account {
    /// With a first password, which its user changes before anything else.
    First,
    /// The same, made by one administrator: its user also meets the second one.
    Proposed,
    /// Of a demonstration, where everybody knows the password.
    Demo,
}

impl App {
    pub(crate) async fn administers(&self, caller: &Caller) -> Result<(), AppError> {
        let guard = &self.inner.guard;
        if guard.may_command(&caller.actor, None, "administer").allowed {
            return Ok(());
        }
        self.note(caller, Action::Deny, None, "administer").await?;
        Err(AppError::Refused(Refusal::NotYourTask))
    }

    /// Adds or changes a unit. A unit's kind and organisation never change.
    ///
    /// # Errors
    /// Mistakes, when the unit is not what its kind says or is changed into another;
    /// [`Refusal::NotYourTask`] unless the caller is an administrator.
    pub async fn put_unit(
        &self,
        caller: &Caller,
        unit: &DirectoryUnit,
    ) -> Result<Administered, AppError> {
        self.administers(caller).await?;
        let version = self.administration_version().await?;
        let directory = self.directory();
        let before = directory.any(&unit.card.hsa_id).map(UnitState::of);
        let after = UnitState::of(unit);
        let known = directory
            .all()
            .any(|known| known.card.organisation == after.organisation);
        let closes = before.as_ref().is_some_and(|before| before.active) && !after.active;
        if closes {
            self.coordinates_nothing(&after.hsa_id).await?;
        }
        let reviewers = people::assignments_at(&after.hsa_id, Role::LogReviewer.code());
        let reviewed = closes && self.inner.database.read_one(reviewers).await?.is_some();
        let change = Change::Unit {
            new_organisation: !known,
            ends_review: reviewed,
            before: before.map(Box::new),
            after: Box::new(after),
        };
        self.administer(caller, change, version, Work::new()).await
    }

    /// Refuses to close a unit that coordinates open cases: nobody could take them over, and their
    /// deadlines run on.
    pub(super) async fn coordinates_nothing(&self, unit: &str) -> Result<(), AppError> {
        let keys = store::worklist::keys_of_unit(unit);
        let mut coordinated = 0_usize;
        for key in self.inner.database.read(keys).await? {
            let loaded = self.load_by_key(&key).await?;
            coordinated += usize::from(loaded.case.coordinator.as_str() == unit);
        }
        if coordinated == 0 {
            return Ok(());
        }
        let cases = if coordinated == 1 {
            "1 öppet ärende".to_owned()
        } else {
            format!("{coordinated} öppna ärenden")
        };
        let detail = format!(
            "Enheten samordnar {cases}. Be enheten lämna över samordningen eller avsluta dem först. Arbetar \
             ingen kvar där: ge någon ett uppdrag på enheten."
        );
        Err(AppError::mistake("active", "coordinates-cases", &detail))
    }

    /// Adds a member of staff. The account holds at once; assignments may wait for a second person.
    ///
    /// # Errors
    /// Mistakes in name, log-in name or password; [`Refusal::NotYourTask`].
    pub async fn add_staff(
        &self,
        caller: &Caller,
        staff: &NewStaff,
    ) -> Result<Administered, AppError> {
        self.administers(caller).await?;
        checked(staff)?;
        self.free_login(&staff.login).await?;
        for (unit, _) in &staff.assignments {
            self.workplace(caller, unit).await?;
        }
        let user = randomness::token()?;
        let name = staff.name.trim().to_owned();
        let change = Change::Staff {
            user: user.clone(),
            login: staff.login.trim().to_lowercase(),
            name,
        };
        let hashed = self.hashed(&staff.password).await?;
        let version = self.administration_version().await?;
        let mut work = Work::new();
        push_account(
            &mut work,
            &user,
            staff,
            hashed,
            Account::Proposed,
            self.now(),
        )?;
        let mut became = self.administer(caller, change, version, work).await?;
        for (unit, role) in &staff.assignments {
            became = self.add_assignment(caller, &user, unit, *role).await?;
        }
        Ok(became)
    }

    async fn free_login(&self, login: &str) -> Result<(), AppError> {
        let login = login.trim().to_lowercase();
        let taken = self
            .inner
            .database
            .read_one(people::user_by_login(&login))
            .await?;
        if taken.is_some() {
            return Err(AppError::mistake(
                "login",
                "taken",
                "Användarnamnet är upptaget. Välj ett annat.",
            ));
        }
        Ok(())
    }

    /// A unit in use that may have staff.
    async fn workplace(
        &self,
        caller: &Caller,
        unit: &HsaId,
    ) -> Result<vocabulary::unit::UnitCard, AppError> {
        let directory = self.directory();
        let card = directory.unit(unit).ok_or_else(unknown_unit)?;
        if card.kind.is_placeholder() {
            return Err(self.denied(caller, no_staff()).await?);
        }
        Ok(card.clone())
    }

    /// Gives a member of staff another assignment. Nobody gives themself one.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a user that does not exist; mistakes; [`Refusal::NotYourTask`].
    pub async fn add_assignment(
        &self,
        caller: &Caller,
        user: &str,
        unit: &HsaId,
        role: Role,
    ) -> Result<Administered, AppError> {
        self.administers(caller).await?;
        let version = self.administration_version().await?;
        let found = self
            .inner
            .database
            .read_one(people::user_by_id(user))
            .await?;
        let found = found.ok_or(AppError::NotFound)?;
        let card = self.workplace(caller, unit).await?;
        let change = Change::Assignment(Post {
            user: found.id,
            name: found.name,
            unit: card.hsa_id.as_str().to_owned(),
            unit_name: card.name,
            organisation: card.organisation,
            kind: card.kind,
            role,
        });
        self.administer(caller, change, version, Work::new()).await
    }

    /// Ends an assignment. Its tokens stop working at once.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`Refusal::NotYourTask`].
    pub async fn end_assignment(
        &self,
        caller: &Caller,
        assignment: &str,
    ) -> Result<Administered, AppError> {
        self.administers(caller).await?;
        let version = self.administration_version().await?;
        let found = self
            .inner
            .database
            .read_one(people::assignment_by_id(assignment))
            .await?;
        let found = found
            .filter(|found| found.active)
            .ok_or(AppError::NotFound)?;
        let unreadable = || AppError::Fault {
            place: "assignment",
            detail: "an assignment cannot be read".to_owned(),
        };
        let unit = HsaId::parse(&found.unit).map_err(|_| unreadable())?;
        let directory = self.directory();
        let unit = directory.any(&unit).ok_or_else(unreadable)?;
        let change = Change::AssignmentEnded {
            assignment: found.id.clone(),
            post: Post {
                name: self.staff_name(&found.user_id).await?,
                user: found.user_id,
                unit: found.unit,
                unit_name: unit.card.name.clone(),
                organisation: unit.card.organisation.clone(),
                kind: unit.card.kind,
                role: Role::from_code(&found.role).ok_or_else(unreadable)?,
            },
        };
        self.administer(caller, change, version, Work::new()).await
    }

    /// One page of staff by log-in name, after the name `after` (empty for the first page).
    ///
    /// # Errors
    /// [`Refusal::NotYourTask`] unless the caller is an administrator.
    pub async fn staff(&self, caller: &Caller, after: &str) -> Result<Vec<StaffCard>, AppError> {
        self.administers(caller).await?;
        let users = self
            .inner
            .database
            .read(people::users_page(after, 200))
            .await?;
        let mut cards = Vec::with_capacity(users.len());
        for user in users {
            cards.push(StaffCard {
                assignments: self.assignments_of(&user.id).await?,
                id: user.id,
                login: user.login,
                name: user.name,
                active: user.active,
            });
        }
        Ok(cards)
    }

    /// The contact directory (VB1.1).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn contacts(&self, _caller: &Caller) -> Result<Vec<StoredContact>, AppError> {
        Ok(self.inner.database.read(directory::contacts()).await?)
    }

    /// Changes a contact and marks it as checked. A change of Migrationsverket's takes two persons.
    ///
    /// # Errors
    /// [`Refusal::NotYourTask`]; [`AppError::Stale`] when somebody else changed it first.
    pub async fn change_contact(
        &self,
        caller: &Caller,
        mut contact: StoredContact,
    ) -> Result<Administered, AppError> {
        self.administers(caller).await?;
        contact.function = tidy_line(&contact.function);
        for text in [&mut contact.phone, &mut contact.hours, &mut contact.mailbox] {
            *text = text.as_deref().map(tidy_line);
        }
        contact.post_address = contact.post_address.as_deref().map(address_lines);
        let version = self.administration_version().await?;
        let before = self.contact(&contact.id).await?;
        if before.version != contact.version {
            return Err(AppError::Stale {
                current: u64::try_from(before.version).unwrap_or(0),
            });
        }
        let change = Change::Contact {
            before: ContactState::from(&before),
            after: ContactState::from(&contact),
        };
        self.administer(caller, change, version, Work::new()).await
    }

    async fn contact(&self, id: &str) -> Result<StoredContact, AppError> {
        let all = self.inner.database.read(directory::contacts()).await?;
        let found = all.into_iter().find(|contact| contact.id == id);
        found.ok_or(AppError::NotFound)
    }

    /// The governing documents (V2.1).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn links(&self, _caller: &Caller) -> Result<Vec<StoredLink>, AppError> {
        Ok(self.inner.database.read(directory::links()).await?)
    }

    /// Changes a link; no new release is needed (V2.1).
    ///
    /// # Errors
    /// [`Refusal::NotYourTask`]; [`AppError::Stale`] when somebody else changed it first.
    pub async fn change_link(&self, caller: &Caller, link: StoredLink) -> Result<(), AppError> {
        self.administers(caller).await?;
        let version = self.administration_version().await?;
        let all = self.inner.database.read(directory::links()).await?;
        let before = all.iter().find(|known| known.id == link.id);
        let before = before.ok_or(AppError::NotFound)?;
        if before.version != link.version {
            return Err(AppError::Stale {
                current: u64::try_from(before.version).unwrap_or(0),
            });
        }
        let change = Change::Link {
            before: LinkState::from(before),
            after: LinkState::from(&link),
        };
        self.administer(caller, change, version, Work::new())
            .await
            .map(drop)
    }

    /// Carries out a change, or proposes it when it takes two. `work` is what it also writes.
    async fn administer(
        &self,
        caller: &Caller,
        change: Change,
        version: Option<i64>,
        work: Work,
    ) -> Result<Administered, AppError> {
        if let Err(refused) = fits(&change, caller.staff_id()) {
            return Err(self.denied(caller, refused).await?);
        }
        if change.takes_two() {
            self.propose(caller, change, version).await?;
            return Ok(Administered::Proposed);
        }
        self.write_change(caller, change, None, version, work)
            .await?;
        Ok(Administered::Done)
    }

    /// Writes a change, its row in the log and its items of log review in one transaction.
    pub(crate) async fn write_change(
        &self,
        caller: &Caller,
        change: Change,
        proposed_by: Option<&str>,
        version: Option<i64>,
        mut work: Work,
    ) -> Result<(), AppError> {
        let now = self.now();
        one_at_a_time(&mut work, version);
        self.push_change(&mut work, caller, &change, now).await?;
        let proposer = match proposed_by {
            Some(id) => Some((id, self.staff_name(id).await?)),
            None => None,
        };
        let proposer = proposer.as_ref().map(|(id, name)| (*id, name.as_str()));
        for review in self.raised_by(caller, &change, proposer, now)? {
            work.push(reviews::raise(&review));
        }
        let code = change.code();
        let logged = LoggedChange {
            change,
            proposed_by: proposed_by.map(str::to_owned),
        };
        work.log(entry(
            caller,
            Action::Administer,
            None,
            &row(code, &logged)?,
            now,
        ));
        self.written(work).await?;
        self.reload_directory().await?;
        if !vocabulary::leak::seeded("stale-token") {
            self.inner.token_cache.forget(None);
        }
        Ok(())
    }

    async fn push_change(
        &self,
        work: &mut Work,
        caller: &Caller,
        change: &Change,
        now: Timestamp,
    ) -> Result<(), AppError> {
        match change {
            // The account was pushed with its password, which no change holds; what stands beside by
            // its own use case.
            Change::Staff { .. } | Change::Beside(_) => {}
            Change::Unit { after, .. } => {
                work.push(units::put(after.as_ref().into()));
            }
            Change::Assignment(post) => {
                work.push(people::put_assignment(StoredAssignment {
                    id: randomness::token()?,
                    user_id: post.user.clone(),
                    unit: post.unit.clone(),
                    kind: post.kind.code().to_owned(),
                    role: post.role.code().to_owned(),
                    from_at: stamp(now),
                    to_at: None,
                    active: true,
                }));
            }
            Change::AssignmentEnded { assignment, .. } => {
                let found = people::assignment_by_id(assignment);
                let found = self.inner.database.read_one(found).await?;
                let mut found = found.ok_or(AppError::NotFound)?;
                found.active = false;
                found.to_at = Some(stamp(now));
                work.push(people::put_assignment(found));
            }
            Change::Contact { after, .. } => {
                work.guard(directory::change_contact(StoredContact {
                    id: after.id.clone(),
                    function: after.function.clone(),
                    phone: after.phone.clone(),
                    hours: after.hours.clone(),
                    mailbox: after.mailbox.clone(),
                    post_address: after.address.clone(),
                    version: after.version,
                    confirmed_at: Some(stamp(now)),
                    confirmed_by: Some(domain::Actor::signature(&caller.actor)),
                }));
            }
            Change::Link { after, .. } => {
                let found = self.inner.database.read(directory::links()).await?;
                let known = found.into_iter().find(|link| link.id == after.id);
                let known = known.ok_or(AppError::NotFound)?;
                work.guard(directory::change_link(StoredLink {
                    title: after.title.clone(),
                    governs: after.governs.clone(),
                    link: after.link.clone(),
                    changed_at: stamp(now),
                    changed_by: domain::Actor::signature(&caller.actor),
                    ..known
                }));
            }
        }
        Ok(())
    }

    /// The version of the registers; whoever changes them reads it first.
    pub(crate) async fn administration_version(&self) -> Result<Option<i64>, AppError> {
        let version = streams::version(ONE_AT_A_TIME);
        Ok(self.inner.database.read_one(version).await?)
    }

    /// User ids of those who administer now.
    async fn administrators(&self) -> Result<Vec<String>, AppError> {
        let holders = people::holders_of_role(Role::Administrator.code());
        let holders = self.inner.database.read(holders).await?;
        let mut users: Vec<String> = holders.into_iter().map(|(_, user)| user).collect();
        users.sort();
        users.dedup();
        Ok(users)
    }

    /// Writes a change of the registers; somebody else's meanwhile makes it stale.
    async fn written(&self, work: Work) -> Result<(), AppError> {
        const STALE: [&str; 8] = [
            streams::BEGIN,
            streams::ADVANCE,
            stored::SETTLE,
            directory::CHANGE_CONTACT,
            directory::CHANGE_LINK,
            people::CHANGE_CREDENTIALS,
            units::CHANGE,
            meeting_points::CHANGE,
        ];
        match self.inner.database.write(work).await {
            Err(StoreError::Conflict { statement }) if STALE.contains(&statement) => {
                Err(AppError::Stale { current: 0 })
            }
            other => Ok(other.map(drop)?),
        }
    }

    /// Logs a refusal by its code, without what was typed, and hands it back.
    async fn denied(&self, caller: &Caller, refused: AppError) -> Result<AppError, AppError> {
        if let AppError::Mistakes(mistakes) = &refused {
            for mistake in mistakes {
                self.note(caller, Action::Deny, None, mistake.code).await?;
            }
        }
        Ok(refused)
    }
}

/// Lets only one change of the registers through at a time: it is decided on what it has read.
fn one_at_a_time(work: &mut Work, version: Option<i64>) {
    work.guard(match version {
        Some(version) => streams::advance(ONE_AT_A_TIME, version, version + 1),
        None => streams::begin(ONE_AT_A_TIME, 1),
    });
}

/// A row of the log: what was done, and all of it.
fn row(code: &str, logged: &LoggedChange) -> Result<String, AppError> {
    let json =
        serde_json::to_string(logged).map_err(|error| AppError::fault("administration", &error))?;
    Ok(format!("{code} {json}"))
}

/// The row of the log of a change that one person carries out.
pub(crate) fn logged_change(change: Change) -> Result<String, AppError> {
    let code = change.code();
    let logged = LoggedChange {
        change,
        proposed_by: None,
    };
    row(code, &logged)
}

/// Adds an account without assignments.
fn push_account(
    work: &mut Work,
    id: &str,
    staff: &NewStaff,
    hashed: String,
    account: Account,
    now: Timestamp,
) -> Result<(), AppError> {
    let login = staff.login.trim().to_lowercase();
    let demo = account == Account::Demo;
    let user = user_row(id, &login, staff.name.trim(), Some(hashed), demo, now);
    work.push(people::put_user(match account {
        Account::Demo => user,
        Account::First | Account::Proposed => StoredUser {
            details: UserDetails {
                first_password: true,
                made_by_one: account == Account::Proposed,
                code: None,
            }
            .stored()?,
            ..user
        },
    }));
    Ok(())
}

impl UnitState {
    fn of(unit: &DirectoryUnit) -> Self {
        Self {
            hsa_id: unit.card.hsa_id.as_str().to_owned(),
            name: unit.card.name.clone(),
            kind: unit.card.kind,
            organisation: unit.card.organisation.clone(),
            municipality: unit.card.municipality.map(|code| code.as_str().to_owned()),
            latitude: unit.position.map(|place| micro(place.lat())),
            longitude: unit.position.map(|place| micro(place.lon())),
            details: unit.details.clone(),
            demo: unit.demo,
            active: unit.active,
        }
    }
}

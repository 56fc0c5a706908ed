//! Units, staff, assignments, contacts and links: what an administrator maintains. An administrator
//! sees no case.

use domain::Actor;
use store::{
    Work,
    directory::{self, StoredContact, StoredLink},
    people::{self, StoredAssignment},
    units,
};
use vocabulary::{choice::Choice as _, hsa_id::HsaId, refusal::Refusal, role::Role};

use crate::{
    App, AssignmentCard, Caller, DirectoryUnit,
    access_log::{Action, entry},
    clock::stamp,
    directory::SENDER,
    directory::{micro, to_row},
    error::AppError,
    people::user_row,
    randomness,
};

/// A new member of staff, with the first assignments.
#[derive(Debug, Clone)]
pub struct NewStaff {
    /// The name that the person logs in with.
    pub login: String,
    pub name: String,
    /// Plain text; it is hashed before it is stored.
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

/// The shortest password allowed, in characters.
const PASSWORD_LENGTH: usize = 12;

impl App {
    pub(crate) async fn administers(&self, caller: &Caller) -> Result<(), AppError> {
        let guard = &self.inner.guard;
        if guard.may_command(&caller.actor, None, "administer").allowed {
            return Ok(());
        }
        self.note(caller, Action::Deny, None, "administer").await?;
        Err(AppError::Refused(Refusal::NotYourTask))
    }

    fn logged(&self, caller: &Caller, what: &str) -> Work {
        let mut work = Work::new();
        work.log(entry(caller, Action::Administer, None, what, self.now()));
        work
    }

    /// Adds or changes a unit.
    ///
    /// # Errors
    /// [`Refusal::NotYourTask`] unless the caller is an administrator.
    pub async fn put_unit(&self, caller: &Caller, unit: &DirectoryUnit) -> Result<(), AppError> {
        self.administers(caller).await?;
        let mut work = self.logged(caller, "unit");
        work.push(units::put(to_row(unit)?));
        self.inner.database.write(work).await?;
        self.reload_directory().await?;
        self.inner.token_cache.forget(None);
        Ok(())
    }

    /// Adds a member of staff.
    ///
    /// # Errors
    /// Mistakes in name, log-in name or password; [`Refusal::NotYourTask`].
    pub async fn add_staff(&self, caller: &Caller, staff: &NewStaff) -> Result<(), AppError> {
        self.administers(caller).await?;
        checked(staff)?;
        self.free_login(&staff.login).await?;
        let mut work = self.logged(caller, "staff");
        self.write_staff(&mut work, staff, false).await?;
        self.inner.database.write(work).await?;
        Ok(())
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
                "Namnet används redan. Välj ett annat inloggningsnamn.",
            ));
        }
        Ok(())
    }

    async fn write_staff(
        &self,
        work: &mut Work,
        staff: &NewStaff,
        demo: bool,
    ) -> Result<(), AppError> {
        let now = self.now();
        let hashed = self.hashed(&staff.password).await?;
        self.push_staff(work, staff, hashed, demo, now)
    }

    fn push_staff(
        &self,
        work: &mut Work,
        staff: &NewStaff,
        hashed: String,
        demo: bool,
        now: jiff::Timestamp,
    ) -> Result<(), AppError> {
        let id = randomness::token()?;
        let login = staff.login.trim().to_lowercase();
        work.push(people::put_user(user_row(
            &id,
            &login,
            &staff.name,
            Some(hashed),
            demo,
            now,
        )));
        for (unit, role) in &staff.assignments {
            let kind = self
                .directory()
                .unit(unit)
                .map(|card| card.kind.code().to_owned());
            work.push(people::put_assignment(StoredAssignment {
                id: randomness::token()?,
                user_id: id.clone(),
                unit: unit.as_str().to_owned(),
                kind: kind.unwrap_or_default(),
                role: role.code().to_owned(),
                from_at: stamp(now),
                to_at: None,
                active: true,
            }));
        }
        Ok(())
    }

    /// Gives a member of staff another assignment.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a user that does not exist; [`Refusal::NotYourTask`].
    pub async fn add_assignment(
        &self,
        caller: &Caller,
        user: &str,
        unit: &HsaId,
        role: Role,
    ) -> Result<(), AppError> {
        self.administers(caller).await?;
        let found = self
            .inner
            .database
            .read_one(people::user_by_id(user))
            .await?;
        let found = found.ok_or(AppError::NotFound)?;
        let directory = self.directory();
        let card = directory.unit(unit).ok_or_else(|| {
            AppError::mistake(
                "unit",
                "unknown-unit",
                "Enheten finns inte. Välj en i listan.",
            )
        })?;
        let mut work = self.logged(caller, "assignment");
        work.push(people::put_assignment(StoredAssignment {
            id: randomness::token()?,
            user_id: found.id,
            unit: unit.as_str().to_owned(),
            kind: card.kind.code().to_owned(),
            role: role.code().to_owned(),
            from_at: stamp(self.now()),
            to_at: None,
            active: true,
        }));
        self.inner.database.write(work).await?;
        self.inner.token_cache.forget(None);
        Ok(())
    }

    /// Ends an assignment. Its tokens stop working at once.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`Refusal::NotYourTask`].
    pub async fn end_assignment(&self, caller: &Caller, assignment: &str) -> Result<(), AppError> {
        self.administers(caller).await?;
        let found = self
            .inner
            .database
            .read_one(people::assignment_by_id(assignment))
            .await?;
        let mut found = found.ok_or(AppError::NotFound)?;
        found.active = false;
        found.to_at = Some(stamp(self.now()));
        let mut work = self.logged(caller, "assignment ended");
        work.push(people::put_assignment(found));
        self.inner.database.write(work).await?;
        if !vocabulary::leak::seeded("stale-token") {
            self.inner.token_cache.forget(None);
        }
        Ok(())
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

    /// The demo users with their first assignment, for the log-in page of a demonstration. Empty in
    /// a store without demo data.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn demo_users(&self) -> Result<Vec<StaffCard>, AppError> {
        if !self.is_demo().await? {
            return Ok(Vec::new());
        }
        let users = self
            .inner
            .database
            .read(people::users_page("", 500))
            .await?;
        let mut cards = Vec::new();
        for user in users.into_iter().filter(|user| user.demo && user.active) {
            cards.push(StaffCard {
                assignments: self.assignments_of(&user.id).await?,
                id: user.id,
                login: user.login,
                name: user.name,
                active: true,
            });
        }
        Ok(cards)
    }

    /// Creates the first user of an empty store that is not a demo: an administrator (`vardbron
    /// add-administrator`).
    ///
    /// # Errors
    /// When the store is a demo or has users, or the name or password is not accepted.
    pub async fn add_first_administrator(
        &self,
        unit: &DirectoryUnit,
        staff: &NewStaff,
    ) -> Result<(), AppError> {
        if self.is_demo().await? {
            return Err(AppError::mistake(
                "store",
                "demo-store",
                "Det här är en demo.",
            ));
        }
        let users = self.inner.database.read(people::users_page("", 1)).await?;
        if !users.is_empty() {
            return Err(AppError::mistake(
                "store",
                "has-users",
                "Det finns redan användare. Be en administratör lägga till fler.",
            ));
        }
        checked(staff)?;
        let mut work = Work::new();
        work.push(units::put(to_row(unit)?));
        self.inner.database.write(work).await?;
        self.reload_directory().await?;
        let mut work = Work::new();
        self.write_staff(&mut work, staff, false).await?;
        self.seed_guidance_directory(&mut work, None);
        self.inner.database.write(work).await?;
        Ok(())
    }

    /// Whether the store holds demo data.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn is_demo(&self) -> Result<bool, AppError> {
        Ok(self
            .inner
            .database
            .read_one(directory::setting("demo"))
            .await?
            .is_some())
    }

    /// Whether the store has no users.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn is_empty(&self) -> Result<bool, AppError> {
        Ok(self
            .inner
            .database
            .read_one(directory::is_empty())
            .await?
            .unwrap_or(false))
    }

    /// Fills an empty store with the units and staff of a demonstration, all with one password, and
    /// the return address of letters. Cases are opened afterwards with the ordinary use cases;
    /// [`App::finish_demo`] comes last.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn seed_demo(
        &self,
        units_of_demo: &[DirectoryUnit],
        staff: &[NewStaff],
        sender: &str,
        password: &str,
    ) -> Result<(), AppError> {
        let now = self.now();
        let mut work = Work::new();
        for unit in units_of_demo {
            work.push(units::put(to_row(unit)?));
        }
        self.seed_guidance_directory(&mut work, Some(sender));
        self.inner.database.write(work).await?;
        self.reload_directory().await?;
        let hashed = self.hashed(password).await?;
        let mut work = Work::new();
        for member in staff {
            self.push_staff(&mut work, member, hashed.clone(), true, now)?;
        }
        self.inner.database.write(work).await?;
        Ok(())
    }

    /// Marks the store as holding demo data, once all of it has been written.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn finish_demo(&self, name: &str) -> Result<(), AppError> {
        let mut work = Work::new();
        work.push(directory::set("demo", name));
        self.inner.database.write(work).await?;
        Ok(())
    }

    /// The guidance's contacts and links, which an administrator maintains from then on (VB1.1,
    /// V2.1).
    fn seed_guidance_directory(&self, work: &mut Work, sender: Option<&str>) {
        let now = stamp(self.now());
        let today = vocabulary::calendar::local_date(self.now());
        let Some(main) = self.inner.library.current(today) else {
            return;
        };
        let guidance = self.inner.library.guidance(main);
        work.push(directory::add_contact(StoredContact {
            id: SENDER.to_owned(),
            function: "Avsändare på brev".to_owned(),
            phone: None,
            hours: None,
            mailbox: None,
            post_address: sender.map(str::to_owned),
            version: 1,
            confirmed_at: None,
            confirmed_by: None,
        }));
        let mut position = 0;
        for pack in guidance.packs() {
            for contact in &pack.contacts {
                work.push(directory::add_contact(StoredContact {
                    id: contact.id.clone(),
                    function: contact.name.clone(),
                    phone: contact.phone.clone(),
                    hours: contact
                        .hours
                        .as_ref()
                        .map(vocabulary::calendar::PhoneHours::swedish),
                    mailbox: contact.mailbox.clone(),
                    post_address: (!contact.post.is_empty()).then(|| contact.post.join("\n")),
                    version: 1,
                    confirmed_at: None,
                    confirmed_by: None,
                }));
            }
            for reference in &pack.references {
                position += 1;
                work.push(directory::add_link(StoredLink {
                    id: reference.slug.clone(),
                    position,
                    title: reference.title.clone(),
                    governs: reference.governs.clone(),
                    link: reference.url.clone(),
                    version: 1,
                    changed_at: now.clone(),
                    changed_by: String::new(),
                }));
            }
        }
    }

    /// The contact directory (VB1.1).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn contacts(&self, _caller: &Caller) -> Result<Vec<StoredContact>, AppError> {
        Ok(self.inner.database.read(directory::contacts()).await?)
    }

    /// Changes a contact and marks it as checked.
    ///
    /// # Errors
    /// [`Refusal::NotYourTask`]; [`AppError::Stale`] when somebody else changed it first.
    pub async fn change_contact(
        &self,
        caller: &Caller,
        mut contact: StoredContact,
    ) -> Result<(), AppError> {
        self.administers(caller).await?;
        contact.confirmed_at = Some(stamp(self.now()));
        contact.confirmed_by = Some(Actor::signature(&caller.actor));
        let version = contact.version;
        let mut work = self.logged(caller, "contact");
        work.guard(directory::change_contact(contact));
        self.changed(work, directory::CHANGE_CONTACT, version)
            .await?;
        // Letters use these addresses, so the directory in memory is read again.
        self.reload_directory().await
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
    pub async fn change_link(&self, caller: &Caller, mut link: StoredLink) -> Result<(), AppError> {
        self.administers(caller).await?;
        if !link.link.starts_with("https://") {
            return Err(AppError::mistake(
                "link",
                "not-a-link",
                "Länken ska börja med https://. Kopiera den från webbläsaren.",
            ));
        }
        link.changed_at = stamp(self.now());
        link.changed_by = Actor::signature(&caller.actor);
        let version = link.version;
        let mut work = self.logged(caller, "link");
        work.guard(directory::change_link(link));
        self.changed(work, directory::CHANGE_LINK, version).await
    }

    async fn changed(&self, work: Work, guard: &'static str, version: i64) -> Result<(), AppError> {
        match self.inner.database.write(work).await {
            Err(store::StoreError::Conflict { statement }) if statement == guard => {
                Err(AppError::Stale {
                    current: u64::try_from(version + 1).unwrap_or(0),
                })
            }
            other => Ok(other.map(drop)?),
        }
    }

    /// Imports postal codes from GeoNames' file (`vardbron import-postal-codes`). Returns how many.
    ///
    /// # Errors
    /// The lines that cannot be read; then nothing is written.
    pub async fn import_postal_codes(&self, text: &str) -> Result<usize, AppError> {
        let rows = vocabulary::geography::read_postal_rows(text).map_err(|mistakes| {
            AppError::Mistakes(
                mistakes
                    .into_iter()
                    .take(20)
                    .map(|mistake| {
                        vocabulary::mistake::Mistake::new(
                            format!("rad {}", mistake.line),
                            "postal-code-file",
                            mistake.to_string(),
                        )
                    })
                    .collect(),
            )
        })?;
        let count = rows.len();
        for chunk in rows.chunks(1000) {
            let mut work = Work::new();
            for row in chunk {
                if let Some(municipality) = row.municipality {
                    work.push(directory::add_postal_code(directory::StoredPostalCode {
                        code: row.postal_code.as_str().to_owned(),
                        municipality: municipality.as_str().to_owned(),
                        place: row.place.clone(),
                        latitude_e6: micro(row.position.lat()),
                        longitude_e6: micro(row.position.lon()),
                    }));
                }
            }
            self.inner.database.write(work).await?;
        }
        Ok(count)
    }
}

fn checked(staff: &NewStaff) -> Result<(), AppError> {
    let mut mistakes = Vec::new();
    let mut mistake = |field: &str, code, detail: &str| {
        mistakes.push(vocabulary::mistake::Mistake::new(field, code, detail));
    };
    if staff.name.trim().is_empty() {
        mistake("name", "required", "Skriv personens namn.");
    }
    let login = staff.login.trim();
    if login.is_empty()
        || login
            .chars()
            .any(|c| !(c.is_alphanumeric() || "-._@".contains(c)))
    {
        mistake(
            "login",
            "not-a-login",
            "Inloggningsnamnet får ha bokstäver, siffror och tecknen - . _ @.",
        );
    }
    if staff.password.chars().count() < PASSWORD_LENGTH {
        mistake(
            "password",
            "too-short",
            "Lösenordet är för kort. Skriv minst 12 tecken.",
        );
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(AppError::Mistakes(mistakes))
    }
}

//! What fills a store before its administrators do: a demonstration, the first two administrators,
//! the guidance's contacts and links, postal codes.

use store::{
    Work,
    audit::AuditEntry,
    directory::{self, StoredContact, StoredLink},
    people::{self, StoredAssignment},
    units,
};
use vocabulary::{choice::Choice as _, role::Role};

use super::{
    Account, NewStaff, StaffCard, change::UnitState, checked, disguised, no_staff, one_at_a_time,
    push_account, unknown_unit,
};
use crate::{
    App, DirectoryUnit,
    access_log::Action,
    clock::stamp,
    directory::{SENDER, micro, to_row},
    error::AppError,
    maintenance::COMMAND_LINE,
    randomness,
};

/// From how many administrators on the command line makes no more.
const ENOUGH: usize = 2;

/// The entry of the log for what is done at the command line.
pub(crate) fn by_command_line(unit: &str, detail: &str, now: jiff::Timestamp) -> AuditEntry {
    AuditEntry {
        at: stamp(now),
        actor: COMMAND_LINE.to_owned(),
        unit: unit.to_owned(),
        action: Action::Administer.code().to_owned(),
        case_key: None,
        patient_ref: None,
        detail: detail.to_owned(),
    }
}

impl App {
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

    /// Adds one of the first two administrators of a store that is not a demo (`vardbron
    /// add-administrator`). From then on two administrators add others, one proposing and the other
    /// confirming. Returns how many there are now.
    ///
    /// # Errors
    /// When the store is a demo or has two administrators, when the unit stands in the directory as
    /// something else or may not have staff, or the name or password is not accepted.
    pub async fn add_first_administrator(
        &self,
        unit: &DirectoryUnit,
        staff: &NewStaff,
    ) -> Result<usize, AppError> {
        if self.is_demo().await? {
            return Err(AppError::mistake(
                "store",
                "demo-store",
                "Det här är en demo.",
            ));
        }
        let version = self.administration_version().await?;
        let administrators = self.administrators().await?.len();
        if administrators >= ENOUGH {
            return Err(AppError::mistake(
                "store",
                "has-administrators",
                "Det finns redan två administratörer. De lägger till fler: den ena föreslår och den \
                 andra bekräftar.",
            ));
        }
        checked(staff)?;
        self.free_login(&staff.login).await?;
        let empty = self.is_empty().await?;
        let mut work = Work::new();
        one_at_a_time(&mut work, version);
        let id = unit.card.hsa_id.as_str();
        match self.directory().any(&unit.card.hsa_id) {
            None => {
                let state = UnitState::of(unit);
                if state.recognised() != state.kind {
                    return Err(disguised(state.recognised()));
                }
                work.push(units::put(to_row(unit)?));
            }
            Some(known)
                if known.active
                    && known.card.kind == unit.card.kind
                    && known.card.organisation == unit.card.organisation => {}
            Some(_) => {
                return Err(AppError::mistake(
                    "unit",
                    "another-unit",
                    "HSA-id:t står i registret som en annan enhet, eller som stängd. Ange enhetens egna \
                     uppgifter, eller en annan enhet.",
                ));
            }
        }
        let hashed = self.hashed(&staff.password).await?;
        let user = randomness::token()?;
        let now = self.now();
        push_account(&mut work, &user, staff, hashed, Account::First, now)?;
        work.push(people::put_assignment(StoredAssignment {
            id: randomness::token()?,
            user_id: user,
            unit: id.to_owned(),
            kind: unit.card.kind.code().to_owned(),
            role: Role::Administrator.code().to_owned(),
            from_at: stamp(now),
            to_at: None,
            active: true,
        }));
        if empty {
            self.seed_guidance_directory(&mut work, None);
        }
        let detail = format!("first-administrator {}", staff.login.trim().to_lowercase());
        work.log(by_command_line(id, &detail, now));
        self.inner.database.write(work).await?;
        self.reload_directory().await?;
        Ok(administrators + 1)
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

    /// Whether the store has users of a demonstration, whose password everybody knows.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn has_demo_users(&self) -> Result<bool, AppError> {
        let users = self
            .inner
            .database
            .read(people::users_page("", 500))
            .await?;
        Ok(users.iter().any(|user| user.demo))
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
        work.log(by_command_line("", "demo units", now));
        self.inner.database.write(work).await?;
        self.reload_directory().await?;
        let hashed = self.hashed(password).await?;
        let mut work = Work::new();
        for member in staff {
            self.push_demo_staff(&mut work, member, hashed.clone(), now)?;
        }
        work.log(by_command_line("", "demo staff", now));
        self.inner.database.write(work).await?;
        Ok(())
    }

    fn push_demo_staff(
        &self,
        work: &mut Work,
        staff: &NewStaff,
        hashed: String,
        now: jiff::Timestamp,
    ) -> Result<(), AppError> {
        let user = randomness::token()?;
        push_account(work, &user, staff, hashed, Account::Demo, now)?;
        for (unit, role) in &staff.assignments {
            let directory = self.directory();
            let card = directory.unit(unit).ok_or_else(unknown_unit)?;
            if card.kind.is_placeholder() {
                return Err(no_staff());
            }
            work.push(people::put_assignment(StoredAssignment {
                id: randomness::token()?,
                user_id: user.clone(),
                unit: unit.as_str().to_owned(),
                kind: card.kind.code().to_owned(),
                role: role.code().to_owned(),
                from_at: stamp(now),
                to_at: None,
                active: true,
            }));
        }
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
    pub(crate) fn seed_guidance_directory(&self, work: &mut Work, sender: Option<&str>) {
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
            for contact in &pack.contacts {
                for function in &contact.functions {
                    work.push(directory::add_contact(StoredContact {
                        id: format!("{}.{}", contact.id, function.id),
                        function: format!("{}: {}", contact.name, function.title),
                        phone: None,
                        hours: None,
                        mailbox: None,
                        post_address: None,
                        version: 1,
                        confirmed_at: None,
                        confirmed_by: None,
                    }));
                }
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

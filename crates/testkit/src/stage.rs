//! A stage: the use cases on their own store, with units and users in it.

use std::time::Duration;

use app::{App, AppSettings, Chance, Clock};
use guidance::Library;
use jiff::Timestamp;
use vocabulary::meeting_point::MeetingHost;

use crate::{store_location::StoreLocation, units};

/// Thursday 5 March 2026 at 09.42 in Sweden: an ordinary working day that is followed by another.
const ORDINARY_MORNING: &str = "2026-03-05T09:42:00+01:00";
/// The sender's address on the stage's letters.
pub(crate) const SENDER: &str = "Regionen\nBox 1\n461 21 Trollhättan";
/// The password of every user on the stage.
pub const PASSWORD: &str = "ett-langt-provlosenord";

/// The longest that a test waits for something that happens at once; a busy machine is no fault.
const PATIENCE: Duration = Duration::from_mins(1);

/// The product on a new store with the stage's units and users.
pub struct Stage {
    /// The use cases.
    pub app: App,
    // Dropped after the use cases, so that the store is closed before its location is removed; none
    // for a second machine on another stage's store.
    _place: Option<StoreLocation>,
    url: String,
    start: Timestamp,
    clock: Clock,
}

/// Digital meetings of the stage have links to this host.
fn meets(app: &App) {
    if let Some(host) = MeetingHost::parse("https://mote.example.se") {
        app.meet_at(host);
    }
}

#[expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test ends where it fails"
)]
impl Stage {
    /// On SQLite, on an ordinary morning.
    pub async fn new() -> Self {
        Self::at(ORDINARY_MORNING).await
    }

    /// On SQLite, at an instant in RFC 3339.
    pub async fn at(start: &str) -> Self {
        Self::on(StoreLocation::folder(), start).await
    }

    /// On PostgreSQL, on an ordinary morning.
    pub async fn on_postgres() -> Self {
        Self::on(StoreLocation::database(), ORDINARY_MORNING).await
    }

    /// On SQLite, with results that depend on the seed only: the clock stands still until it is
    /// set, and random bits are derived from the instant.
    pub async fn rehearsed(start: Timestamp, seed: u64) -> Self {
        let (clock, chance) = (Clock::held(start), Chance::rehearsed(seed));
        Self::with(StoreLocation::folder(), start, clock, chance).await
    }

    async fn on(place: StoreLocation, start: &str) -> Self {
        let start: Timestamp = start.parse().expect("an instant");
        Self::with(place, start, Clock::starting_at(start), Chance::system()).await
    }

    async fn with(place: StoreLocation, start: Timestamp, clock: Clock, chance: Chance) -> Self {
        let library = Library::builtin().expect("the guidance of the repository");
        let app = App::start_with_random(&place.url(), clock.clone(), chance, library)
            .await
            .expect("a store that opens");
        app.seed_demo(
            &units::directory(),
            &units::staff(PASSWORD),
            SENDER,
            PASSWORD,
        )
        .await
        .expect("units and users");
        app.seed_meeting_points(&[units::meeting_point()])
            .await
            .expect("a place to meet");
        app.finish_demo("stage").await.expect("a finished stage");
        meets(&app);
        Self {
            app,
            url: place.url(),
            _place: Some(place),
            start,
            clock,
        }
    }

    /// Sets a rehearsed stage's clock.
    pub fn set_clock(&self, at: Timestamp) {
        self.clock.set(at);
    }

    /// The same store opened later, by a program whose clock starts at an instant in RFC 3339. This
    /// stage must outlive it.
    pub async fn later(&self, start: &str) -> Self {
        let start: Timestamp = start.parse().expect("an instant");
        let library = Library::builtin().expect("the guidance of the repository");
        let clock = Clock::starting_at(start);
        let app = App::start(&self.url, clock.clone(), library)
            .await
            .expect("a store that opens twice");
        meets(&app);
        Self {
            app,
            _place: None,
            url: self.url.clone(),
            start,
            clock,
        }
    }

    /// The same store opened by a program that is to keep more free than any disk has. This stage
    /// must outlive it.
    pub async fn on_a_full_disk(&self) -> Self {
        let library = Library::builtin().expect("the guidance of the repository");
        let (clock, chance) = (Clock::starting_at(self.start), Chance::system());
        let settings = AppSettings {
            disk_reserve: Some(u64::MAX),
            ..AppSettings::default()
        };
        let app =
            App::start_with_settings(&self.url, clock.clone(), chance, library, settings).await;
        Self {
            app: app.expect("a store that opens twice"),
            _place: None,
            url: self.url.clone(),
            start: self.start,
            clock,
        }
    }

    /// Another machine on the same store, which must be PostgreSQL.
    pub async fn beside(&self) -> Self {
        let library = Library::builtin().expect("the guidance of the repository");
        let clock = Clock::starting_at(self.start);
        let app = App::start(&self.url, clock.clone(), library)
            .await
            .expect("a store that opens twice");
        meets(&app);
        Self {
            app,
            _place: None,
            url: self.url.clone(),
            start: self.start,
            clock,
        }
    }

    /// A token of the user with a role's name.
    pub async fn token(&self, role: &str) -> String {
        self.app
            .demo_token(role)
            .await
            .expect("a user of that role")
    }

    /// The entries of the access log, each as action and detail, earliest first.
    pub async fn access_log(&self) -> Vec<(String, String)> {
        self.app.log_written().await;
        let rows = store::audit::page(-1, 0, 10_000);
        let rows = self.app.database().read(rows).await;
        rows.expect("a log that can be read")
            .into_iter()
            .map(|row| (row.entry.action, row.entry.detail))
            .collect()
    }

    /// Waits until a user's look at a version of a case has been noted, which no page waits for.
    pub async fn visited(&self, user: &str, case: &str, version: u64) {
        let staff = self.staff_id(user).await;
        self.until(async || {
            let visit = store::visits::find(&staff, case);
            let visit = self.app.database().read_one(visit).await;
            let visit = visit.expect("visits that can be read");
            visit.is_some_and(|visit| visit.version.unsigned_abs() >= version)
        })
        .await;
    }

    /// Waits until it has been noted that a user has a step's form open, which no page waits for.
    pub async fn has_open(&self, user: &str, case: &str, step: &str) {
        let staff = self.staff_id(user).await;
        self.until(async || {
            let open = store::presence::others(case, step, "", "");
            let open = self.app.database().read(open).await;
            let open = open.expect("open forms that can be read");
            open.iter().any(|one| one.present.user_id == staff)
        })
        .await;
    }

    async fn staff_id(&self, user: &str) -> String {
        let caller = self.app.demo_caller(user).await.expect("a user");
        caller.staff_id().to_owned()
    }

    /// Asks the store again until something holds.
    async fn until(&self, holds: impl AsyncFn() -> bool) {
        let asked = async { while !holds().await {} };
        let asked = tokio::time::timeout(PATIENCE, asked).await;
        asked.expect("it comes to hold");
    }

    /// The store's address, for another program that opens it.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }
}

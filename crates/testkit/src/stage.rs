//! A stage: the use cases over a store of its own, with units and users in it.

use app::{App, Clock};
use guidance::Library;
use jiff::Timestamp;

use crate::{place::Place, units};

/// Thursday 5 March 2026 at 09.42 in Sweden: an ordinary working day before another.
const ORDINARY_MORNING: &str = "2026-03-05T09:42:00+01:00";
/// The password of every user on the stage.
pub const PASSWORD: &str = "ett-langt-provlosenord";

/// The product over a fresh store with the stage's units and users.
pub struct Stage {
    /// The use cases.
    pub app: App,
    // Dropped after the use cases, so that the store is closed before its place goes away.
    place: Place,
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
        Self::on(Place::folder(), start).await
    }

    /// On PostgreSQL, on an ordinary morning.
    pub async fn on_postgres() -> Self {
        Self::on(Place::database(), ORDINARY_MORNING).await
    }

    async fn on(place: Place, start: &str) -> Self {
        let start: Timestamp = start.parse().expect("an instant");
        let library = Library::builtin().expect("the guidance of the repository");
        let app = App::start(&place.url(), Clock::starting_at(start), library)
            .await
            .expect("a store that opens");
        app.seed_demo(&units::directory(), &units::staff(PASSWORD), PASSWORD)
            .await
            .expect("units and users");
        app.finish_demo("stage").await.expect("a finished stage");
        Self { app, place }
    }

    /// A token of the user with a role's name.
    pub async fn token(&self, role: &str) -> String {
        self.app
            .demo_token(role)
            .await
            .expect("a user of that role")
    }

    /// The address of the store, for what starts beside it.
    #[must_use]
    pub fn url(&self) -> String {
        self.place.url()
    }
}

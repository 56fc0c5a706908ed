//! The register of neutral places to meet, which an administrator keeps, and the host of the links
//! that Vårdbron makes. Invitations to somebody outside say nothing else of where people meet.

use disclosure::text_check::neutral_place;
use domain::Actor;
use store::{
    Work,
    meeting_points::{self, StoredMeetingPoint},
};
use vocabulary::{
    meeting_point::{MeetingHost, MeetingPoint},
    mistake::Mistake,
    public_id::PublicId,
    text::without_invisible,
};

use crate::{
    App, Caller,
    administration::{
        Change,
        beside::{BesideChange, PlaceState},
        by_command_line,
    },
    clock::stamp,
    error::AppError,
};

/// A place of the register, as an administrator keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMeetingPoint {
    pub point: MeetingPoint,
    /// Whether it can be chosen for a new meeting.
    pub active: bool,
    pub version: i64,
    /// Name and role of who changed it last.
    pub changed_by: String,
}

/// What an administrator writes about a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeetingPointDraft {
    pub building: String,
    pub name: String,
    /// Whether it can be chosen for a new meeting.
    pub active: bool,
}

impl App {
    /// Sets the host of the links that Vårdbron makes for digital meetings. The first setting stays;
    /// without any, Vårdbron makes no links.
    pub fn meet_at(&self, host: MeetingHost) {
        self.inner.meeting_host.get_or_init(|| host);
    }

    /// Whether Vårdbron makes the links to digital meetings.
    #[must_use]
    pub fn makes_meeting_links(&self) -> bool {
        self.inner.meeting_host.get().is_some()
    }

    /// The places that can be chosen for a meeting.
    #[must_use]
    pub fn meeting_points(&self) -> Vec<MeetingPoint> {
        self.directory().meeting_points().cloned().collect()
    }

    /// The whole register, in use or not.
    ///
    /// # Errors
    /// [`Refusal::NotYourTask`](vocabulary::refusal::Refusal::NotYourTask) unless the caller is an
    /// administrator.
    pub async fn kept_meeting_points(
        &self,
        caller: &Caller,
    ) -> Result<Vec<KeptMeetingPoint>, AppError> {
        self.administers(caller).await?;
        let rows = self.inner.database.read(meeting_points::all()).await?;
        rows.into_iter().map(kept).collect()
    }

    /// Adds a place, or changes the one with an id and a version.
    ///
    /// # Errors
    /// Mistakes in building or name; [`AppError::Stale`] when somebody else changed it first;
    /// [`Refusal::NotYourTask`](vocabulary::refusal::Refusal::NotYourTask).
    pub async fn keep_meeting_point(
        &self,
        caller: &Caller,
        known: Option<(PublicId, i64)>,
        draft: &MeetingPointDraft,
    ) -> Result<(), AppError> {
        self.administers(caller).await?;
        let draft = self.checked(draft)?;
        let fresh = || Ok::<_, AppError>((self.moment()?.fresh.id(), 1));
        let (id, version) = known.map_or_else(fresh, Ok)?;
        let registers = self.administration_version().await?;
        let before = self.kept_place(known).await?;
        let after = PlaceState {
            id: id.to_string(),
            building: draft.building.clone(),
            name: draft.name.clone(),
            active: draft.active,
        };
        let row = StoredMeetingPoint {
            id: id.to_string(),
            building: draft.building,
            name: draft.name,
            active: draft.active,
            version,
            changed_at: stamp(self.now()),
            changed_by: Actor::signature(&caller.actor),
        };
        let mut work = Work::new();
        if known.is_some() {
            work.guard(meeting_points::change(row));
        } else {
            work.push(meeting_points::add(row));
        }
        let change = Change::Beside(BesideChange::MeetingPoint { before, after });
        self.write_change(caller, change, None, registers, work)
            .await
    }

    /// The place that is to be changed, as it stands in the register.
    async fn kept_place(
        &self,
        known: Option<(PublicId, i64)>,
    ) -> Result<Option<PlaceState>, AppError> {
        let Some((id, _)) = known else {
            return Ok(None);
        };
        let rows = self.inner.database.read(meeting_points::all()).await?;
        let row = rows.into_iter().find(|row| row.id == id.to_string());
        let row = row.ok_or(AppError::NotFound)?;
        Ok(Some(PlaceState {
            id: row.id,
            building: row.building,
            name: row.name,
            active: row.active,
        }))
    }

    /// Fills the register of a demonstration, in a store without an administrator's own places.
    ///
    /// # Errors
    /// When a place is not neutral or the store cannot be written.
    pub async fn seed_meeting_points(&self, points: &[MeetingPoint]) -> Result<(), AppError> {
        let mut work = Work::new();
        for point in points {
            let draft = self.checked(&MeetingPointDraft {
                building: point.building.clone(),
                name: point.name.clone(),
                active: true,
            })?;
            work.push(meeting_points::add(StoredMeetingPoint {
                id: point.id.to_string(),
                building: draft.building,
                name: draft.name,
                active: true,
                version: 1,
                changed_at: stamp(self.now()),
                changed_by: String::new(),
            }));
        }
        work.log(by_command_line("", "demo meeting points", self.now()));
        self.inner.database.write(work).await?;
        self.reload_directory().await
    }

    fn checked(&self, draft: &MeetingPointDraft) -> Result<MeetingPointDraft, AppError> {
        let directory = self.directory();
        let units = &directory.letterhead().units;
        let mut mistakes = Vec::new();
        let mut neutral = |field: &str, missing: &str, typed: &str| {
            let text = without_invisible(typed).trim().to_owned();
            if text.is_empty() {
                mistakes.push(Mistake::new(field, "required", missing));
            } else if let Err(mistake) = neutral_place(units, &text) {
                mistakes.push(Mistake::new(field, mistake.code(), mistake.swedish()));
            }
            text
        };
        let name = neutral("name", "Skriv platsens namn.", &draft.name);
        let building = neutral(
            "building",
            "Skriv vilket hus platsen ligger i.",
            &draft.building,
        );
        if mistakes.is_empty() {
            // Read together they may say what neither says alone: "Medicin" and "43".
            let whole = format!("{name} {building}");
            if let Err(mistake) = neutral_place(units, &whole) {
                mistakes.push(Mistake::new("name", mistake.code(), mistake.swedish()));
            }
        }
        if mistakes.is_empty() {
            Ok(MeetingPointDraft {
                building,
                name,
                active: draft.active,
            })
        } else {
            Err(AppError::Mistakes(mistakes))
        }
    }
}

/// A row of the register as a place.
pub(crate) fn kept(row: StoredMeetingPoint) -> Result<KeptMeetingPoint, AppError> {
    let id = PublicId::parse(&row.id).ok_or_else(|| AppError::Fault {
        place: "meeting points",
        detail: format!("place {} cannot be read", row.id),
    })?;
    Ok(KeptMeetingPoint {
        point: MeetingPoint {
            id,
            building: row.building,
            name: row.name,
        },
        active: row.active,
        version: row.version,
        changed_by: row.changed_by,
    })
}

//! The neutral places to meet, per building. It does not know whether a name is neutral.

use crate::{
    seal,
    statement::{Query, Statement, params},
};

/// Name of the statement that changes a place; it conflicts when its version is stale.
pub const CHANGE: &str = "meeting-points.change";

/// A place to meet in a building.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMeetingPoint {
    /// A public id.
    pub id: String,
    pub building: String,
    pub name: String,
    /// Whether it can be chosen.
    pub active: bool,
    pub version: i64,
    pub changed_at: String,
    /// Name and role of who changed it last.
    pub changed_by: String,
}

/// Adds a place; does nothing when the id exists.
pub fn add(point: StoredMeetingPoint) -> Statement {
    let key = params![point.id.as_str()];
    Statement::any(
        "meeting-points.add",
        "INSERT INTO meeting_points (id, building, name, active, version, changed_at, changed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        params![
            point.id,
            point.building,
            point.name,
            point.active,
            point.version,
            point.changed_at,
            point.changed_by,
        ],
    )
    .sealed(&seal::MEETING_POINT, key)
}

/// Changes the place of that id and version; the version increases by one. For `Work::guard`.
pub fn change(point: StoredMeetingPoint) -> Statement {
    let key = params![point.id.as_str()];
    Statement::one(
        CHANGE,
        "UPDATE meeting_points
         SET building = $3, name = $4, active = $5, changed_at = $6, changed_by = $7,
             version = version + 1
         WHERE id = $1 AND version = $2",
        params![
            point.id,
            point.version,
            point.building,
            point.name,
            point.active,
            point.changed_at,
            point.changed_by,
        ],
    )
    .sealed(&seal::MEETING_POINT, key)
}

/// All places, in use or not, by building and name.
pub fn all() -> Query<StoredMeetingPoint> {
    Query::new(
        "meeting-points.all",
        "SELECT id, building, name, active, version, changed_at, changed_by
         FROM meeting_points ORDER BY building, name, id",
        params![],
        |row| {
            Ok(StoredMeetingPoint {
                id: row.text(0)?,
                building: row.text(1)?,
                name: row.text(2)?,
                active: row.truth(3)?,
                version: row.integer(4)?,
                changed_at: row.text(5)?,
                changed_by: row.text(6)?,
            })
        },
    )
}

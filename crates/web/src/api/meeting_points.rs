use app::App;
use axum::extract::State;
use serde::Serialize;
use vocabulary::public_id::PublicId;

use super::bearer::ApiCaller;
use crate::request::{ApiResult, NoParameters, shown};

use super::openapi::{MeetingPoints, Read};

#[derive(Serialize)]
struct MeetingPointRow {
    id: PublicId,
    building: String,
    name: String,
}

/// The neutral places to meet that can be chosen, by building and name. Only such a place is told to
/// somebody outside.
#[utoipa::path(
    get, path = "/api/v1/meeting-points", tag = "directory", operation_id = "list_meeting_points",
    responses((status = 200, description = "The places.", body = MeetingPoints), Read),
    security(("token" = []))
)]
pub(super) async fn list(State(app): State<App>, _: ApiCaller, _: NoParameters) -> ApiResult {
    let points = app.meeting_points().into_iter();
    let rows: Vec<MeetingPointRow> = points
        .map(|point| MeetingPointRow {
            id: point.id,
            building: point.building,
            name: point.name,
        })
        .collect();
    shown(&rows)
}

use app::App;
use axum::extract::State;

use crate::{
    api::{
        bearer::ApiCaller,
        openapi::{Events, Read},
    },
    request::{ApiResult, NoParameters, PathId, shown},
};

/// What happened in a case; for regional care units that are parties.
#[utoipa::path(
    get, path = "/api/v1/cases/{id}/events", tag = "cases", operation_id = "list_events",
    params(("id" = String, Path, description = "The case's id.")),
    responses((status = 200, description = "The events.", body = Events), Read),
    security(("token" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    PathId(id): PathId,
    _: NoParameters,
) -> ApiResult {
    shown(&app.events(&caller, &id).await?)
}

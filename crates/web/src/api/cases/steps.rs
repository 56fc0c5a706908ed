use app::App;
use axum::extract::State;

use crate::{
    api::{
        bearer::ApiCaller,
        openapi::{Read, Steps},
    },
    request::{ApiResult, NoParameters, PathId, shown},
};

/// The steps of a case, in the guidance's order; for regional care units that are parties.
#[utoipa::path(
    get, path = "/api/v1/cases/{id}/steps", tag = "cases", operation_id = "list_steps",
    params(("id" = String, Path, description = "The case's id.")),
    responses((status = 200, description = "The steps.", body = Steps), Read),
    security(("token" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    PathId(id): PathId,
    _: NoParameters,
) -> ApiResult {
    shown(&app.steps(&caller, &id).await?)
}

use app::App;
use axum::extract::State;

use crate::{
    api::{
        bearer::ApiCaller,
        openapi::{Audiences, Read},
    },
    request::{ApiResult, NoParameters, PathId, shown},
};

/// "Vem ser vad": who sees the case, who may be added, who is told in another way and who never
/// is; for regional care units that are parties.
#[utoipa::path(
    get, path = "/api/v1/cases/{id}/audiences", tag = "cases", operation_id = "list_audiences",
    params(("id" = String, Path, description = "The case's id.")),
    responses((status = 200, description = "The audiences.", body = Audiences), Read),
    security(("token" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    PathId(id): PathId,
    _: NoParameters,
) -> ApiResult {
    shown(&app.audiences(&caller, &id).await?)
}

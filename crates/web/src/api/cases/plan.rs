use app::App;
use axum::extract::State;
use disclosure::views::PlanForReader;

use crate::{
    api::{
        bearer::ApiCaller,
        openapi::{Plan, Read},
    },
    request::{ApiResult, NoParameters, PathId, shown},
};

/// The plan of a case, as much of it as the caller may read: all of it for a regional care unit that is
/// a party, its share for municipal primary care that is a party. It is changed by commands.
#[utoipa::path(
    get, path = "/api/v1/cases/{id}/plan", tag = "cases", operation_id = "show_plan",
    params(("id" = String, Path, description = "The case's id.")),
    responses((status = 200, description = "The plan.", body = Plan), Read),
    security(("token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    PathId(id): PathId,
    _: NoParameters,
) -> ApiResult {
    match app.plan(&caller, &id).await? {
        PlanForReader::Regional(view) => shown(&view),
        PlanForReader::Municipal(view) => shown(&view),
    }
}

use app::App;
use axum::extract::State;

use crate::{
    api::{
        bearer::ApiCaller,
        openapi::{OutboxCounts, Read},
    },
    request::{ApiResult, NoParameters, shown},
};

/// How much is on its way out, by channel and state, without any case; for administrators.
#[utoipa::path(
    get, path = "/api/v1/outbox/counts", tag = "outbox", operation_id = "count_outbox",
    responses((status = 200, description = "The counts.", body = OutboxCounts), Read),
    security(("token" = []))
)]
pub(crate) async fn list(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    _: NoParameters,
) -> ApiResult {
    shown(&app.outbox_counts(&caller).await?)
}

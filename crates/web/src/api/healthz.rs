use app::App;
use axum::extract::State;

use crate::request::{ApiResult, shown};

use super::openapi::{Health, Unsigned};

/// Whether the store answers.
#[utoipa::path(
    get, path = "/healthz", tag = "health", operation_id = "healthz",
    responses((status = 200, description = "The store answers.", body = Health), Unsigned)
)]
pub(super) async fn healthz(State(app): State<App>) -> ApiResult {
    app.healthy().await?;
    shown(&serde_json::json!({ "status": "ok" }))
}

/// Whether the store answers and takes changes. After a failed write it does not, while reading
/// goes on for a while; whatever distributes requests asks here.
#[utoipa::path(
    get, path = "/readyz", tag = "health", operation_id = "readyz",
    responses((status = 200, description = "The store answers and takes changes.", body = Health), Unsigned)
)]
pub(super) async fn readyz(State(app): State<App>) -> ApiResult {
    app.ready().await?;
    shown(&serde_json::json!({ "status": "ok" }))
}

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

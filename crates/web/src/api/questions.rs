//! Questions to municipal primary care, under their own ids: before its yes it sees nothing else.

pub(super) mod answer;
pub(super) mod show;

use app::App;
use axum::extract::State;

use super::bearer::ApiCaller;
use crate::request::{ApiResult, NoParameters, shown};

use super::openapi::{Questions, Read};

/// The questions that wait for the caller's unit, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/questions", tag = "questions", operation_id = "list_questions",
    responses((status = 200, description = "The questions.", body = Questions), Read),
    security(("token" = []))
)]
pub(super) async fn list(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    _: NoParameters,
) -> ApiResult {
    shown(&app.questions(&caller).await?)
}

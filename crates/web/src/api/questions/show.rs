use app::App;
use axum::extract::State;

use crate::{
    api::{
        bearer::ApiCaller,
        openapi::{QuestionBody, Read},
    },
    request::{ApiResult, NoParameters, PathId, shown},
};

/// A question that waits for the caller's unit.
#[utoipa::path(
    get, path = "/api/v1/questions/{id}", tag = "questions", operation_id = "show_question",
    params(("id" = String, Path, description = "The question's id.")),
    responses((status = 200, description = "The question.", body = QuestionBody), Read),
    security(("token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    PathId(id): PathId,
    _: NoParameters,
) -> ApiResult {
    shown(&app.question(&caller, &id).await?)
}

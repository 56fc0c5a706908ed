use app::App;
use axum::extract::State;

use crate::{
    api::{
        bearer::Bearer,
        openapi::{QuestionBody, Read},
    },
    request::{Answer, Id, Plain, shown},
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
    Bearer(caller): Bearer,
    Id(id): Id,
    _: Plain,
) -> Answer {
    shown(&app.question(&caller, &id).await?)
}

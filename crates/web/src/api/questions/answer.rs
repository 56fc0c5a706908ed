use app::{App, AppError, QuestionAnswer};
use axum::{extract::State, response::IntoResponse as _};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Map, Value};
use vocabulary::{
    intervention::{Intervention, answer_faults},
    mistake::Mistake,
    reading::{Door, Fields, mistakes},
    text::Prose,
};

use crate::{
    api::{
        bearer::ApiCaller,
        openapi::{AnswerBody, Answering, IdempotencyKey},
    },
    request::{ApiResult, JsonBody, PathId},
};

/// Answers a question to the caller's unit.
///
/// No `If-Match`: who answers does not see the case, and a question is answered once.
#[utoipa::path(
    post, path = "/api/v1/questions/{id}/answer", tag = "questions", operation_id = "answer_question",
    params(("id" = String, Path, description = "The question's id."), IdempotencyKey),
    request_body = AnswerBody,
    responses((status = 204, description = "It is answered."), Answering),
    security(("token" = []))
)]
pub(crate) async fn answer(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    PathId(id): PathId,
    sent: JsonBody,
) -> ApiResult {
    let moment = app.moment()?;
    let given = read(&sent.fields, app.now()).map_err(AppError::Mistakes)?;
    app.answer_question(&caller, &id, &given, moment, sent.request.as_ref())
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn read(fields: &Map<String, Value>, now: Timestamp) -> Result<QuestionAnswer, Vec<Mistake>> {
    let mut fields = Fields::new(fields, Door::Api, now);
    let answer = fields.take("answer");
    let accepted = fields.take::<Option<Vec<Intervention>>>("accepted");
    let comment = fields.take("comment");
    let names_some = accepted
        .iter()
        .flatten()
        .any(|codes: &Vec<Intervention>| !codes.is_empty());
    if let (Some(answer), Some(comment)) = (answer, &comment) {
        let comment: &Option<Prose> = comment;
        for fault in answer_faults(answer, names_some, comment.is_some()) {
            fields.fault(fault);
        }
    }
    fields.finish().map_err(mistakes)?;
    let all = (|| {
        Some(QuestionAnswer {
            answer: answer?,
            accepted: accepted?,
            comment: comment?,
        })
    })();
    all.ok_or_else(Vec::new)
}

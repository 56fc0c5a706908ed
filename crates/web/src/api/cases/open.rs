use app::{App, AppError};
use axum::extract::State;
use vocabulary::{opening::OpenCase, reading::Door};

use crate::{
    api::{
        bearer::ApiCaller,
        openapi::{IdempotencyKey, OpenCaseBody, OpenedBody, Opening},
    },
    request::{ApiResult, JsonBody, made},
};

/// Opens a case. The caller's unit becomes the first party and coordinates. An asylum seeker or
/// mass refugee without LMA number and without evidence is opened as unestablished.
#[utoipa::path(
    post, path = "/api/v1/cases", tag = "cases", operation_id = "open_case",
    params(IdempotencyKey),
    request_body = OpenCaseBody,
    responses((status = 201, description = "The case is open.", body = OpenedBody,
        headers(("Location" = String, description = "The case's address."))), Opening),
    security(("token" = []))
)]
pub(crate) async fn open(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    sent: JsonBody,
) -> ApiResult {
    let moment = app.moment()?;
    let asked = OpenCase::read(&sent.fields, Door::Api, app.now()).map_err(AppError::Mistakes)?;
    let opened = app
        .open_case(&caller, &asked, moment, sent.request.as_ref())
        .await?;
    made(&format!("/api/v1/cases/{}", opened.id), &opened)
}

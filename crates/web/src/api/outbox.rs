//! The outbox: of a case here, and counts over all cases in the module below.

pub(super) mod counts;

use app::App;
use axum::extract::State;
use vocabulary::mistake::Mistake;

use super::bearer::ApiCaller;
use crate::{
    problem::Problem,
    request::{ApiResult, Parameters, shown},
};

use super::openapi::{Outbox, Read};

/// Everything on its way out of a case; for regional care units that are parties.
#[utoipa::path(
    get, path = "/api/v1/outbox", tag = "outbox", operation_id = "list_outbox",
    params(("case" = String, Query, description = "The case's id.")),
    responses((status = 200, description = "What is on its way.", body = Outbox), Read),
    security(("token" = []))
)]
pub(super) async fn list(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    asked: Parameters,
) -> ApiResult {
    let asked = asked.only(&["case"])?;
    let case = asked.get("case").ok_or_else(|| {
        let detail = "Ange ärendets id i case.";
        Problem::mistaken(vec![Mistake::new("case", "required", detail)])
    })?;
    shown(&app.outbox(&caller, case).await?)
}

use app::{App, CaseForCaller};
use axum::extract::State;

use crate::{
    api::{
        bearer::ApiCaller,
        openapi::{CaseBody, Read},
    },
    request::{ApiResult, NoParameters, PathId, shown},
};

/// What the caller may see of a case: all of it for a regional care unit that is a party, its share
/// for municipal primary care that is a party, the agreement for Koncernkontoret and for the one who
/// signs for the municipality at another unit.
#[utoipa::path(
    get, path = "/api/v1/cases/{id}", tag = "cases", operation_id = "show_case",
    params(("id" = String, Path, description = "The case's id.")),
    responses((status = 200, description = "The case.", body = CaseBody), Read),
    security(("token" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    PathId(id): PathId,
    _: NoParameters,
) -> ApiResult {
    match app.case(&caller, &id).await? {
        CaseForCaller::Regional(view) => shown(&view),
        CaseForCaller::Municipal(view) => shown(&view),
        CaseForCaller::Signing(view) => shown(&view),
        CaseForCaller::HeadOffice(view) => shown(&view),
    }
}

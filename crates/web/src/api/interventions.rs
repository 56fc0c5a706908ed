use serde::Serialize;
use vocabulary::{
    choice::Choice as _,
    intervention::{Intervention, Purchasable},
};

use super::bearer::ApiCaller;
use crate::request::{ApiResult, NoParameters, shown};

use super::openapi::{Interventions, Read};

#[derive(Serialize)]
struct InterventionRow {
    code: Intervention,
    name: &'static str,
    purchasable: bool,
    /// The code of the refusal when it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused_as: Option<&'static str>,
}

/// The coded interventions. Those that may be asked of municipal primary care come first; the rest
/// are listed so that a refusal is no surprise.
#[utoipa::path(
    get, path = "/api/v1/interventions", tag = "directory", operation_id = "list_interventions",
    responses((status = 200, description = "The interventions.", body = Interventions), Read),
    security(("token" = []))
)]
pub(super) async fn list(_: ApiCaller, _: NoParameters) -> ApiResult {
    let rows: Vec<InterventionRow> = Intervention::ALL.iter().copied().map(row).collect();
    shown(&rows)
}

fn row(code: Intervention) -> InterventionRow {
    let refused_as = match code.purchasable() {
        Purchasable::Yes => None,
        Purchasable::Rehab => Some("rehab-not-purchased"),
        Purchasable::OutsidePrimaryCareLevel => Some("outside-primary-care-level"),
    };
    InterventionRow {
        code,
        name: code.swedish(),
        purchasable: refused_as.is_none(),
        refused_as,
    }
}

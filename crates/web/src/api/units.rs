use app::App;
use axum::extract::State;
use vocabulary::{
    choice::Choice as _, geography::MunicipalityCode, mistake::Mistake, unit::UnitKind,
};

use super::bearer::ApiCaller;
use crate::{
    problem::Problem,
    request::{ApiResult, Parameters, shown},
};

use super::openapi::{Read, Units};

/// The units in use, by HSA-id. Social services and municipal rehab are listed to administrators
/// only.
#[utoipa::path(
    get, path = "/api/v1/units", tag = "directory", operation_id = "list_units",
    params(
        ("kind" = Option<super::openapi::Kind>, Query, description = "Only units of this kind."),
        ("municipality" = Option<super::openapi::Municipality>, Query,
            description = "Only units of the municipality with this four-digit code."),
    ),
    responses((status = 200, description = "The units.", body = Units), Read),
    security(("token" = []))
)]
pub(super) async fn list(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    asked: Parameters,
) -> ApiResult {
    let asked = asked.only(&["kind", "municipality"])?;
    let kind = asked.get("kind").map(kind).transpose()?;
    let municipality = asked.get("municipality").map(municipality).transpose()?;
    shown(&app.units(&caller, kind, municipality))
}

fn kind(text: &str) -> Result<UnitKind, Problem> {
    UnitKind::from_code(text).ok_or_else(|| {
        let detail = format!("Välj ett av alternativen: {}.", UnitKind::CODES.join(", "));
        Problem::mistaken(vec![Mistake::new("kind", "not-an-alternative", detail)])
    })
}

fn municipality(text: &str) -> Result<MunicipalityCode, Problem> {
    MunicipalityCode::parse(text).map_err(|mistake| {
        Problem::mistaken(vec![Mistake::new(
            "municipality",
            mistake.code(),
            mistake.detail(),
        )])
    })
}

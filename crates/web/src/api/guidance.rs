use app::App;
use axum::extract::State;
use jiff::civil::Date;
use serde::Serialize;
use vocabulary::calendar::local_date;

use super::bearer::ApiCaller;
use crate::request::{ApiResult, NoParameters, shown};

use super::openapi::{Guidance, Read};

#[derive(Serialize)]
struct GuidanceRow<'a> {
    id: &'a str,
    version: &'a str,
    title: &'a str,
    owner: String,
    governs: &'a str,
    valid_from: Date,
    /// The last valid day; none until further notice.
    valid_to: Option<Date>,
    expired: bool,
    /// Whether a case that is opened today follows it.
    current: bool,
}

/// The documents of the guidance in every version at hand, and whether their last valid day has
/// passed.
#[utoipa::path(
    get, path = "/api/v1/guidance", tag = "guidance", operation_id = "list_guidance",
    responses((status = 200, description = "The documents.", body = Guidance), Read),
    security(("token" = []))
)]
pub(super) async fn list(State(app): State<App>, _: ApiCaller, _: NoParameters) -> ApiResult {
    let today = local_date(app.now());
    let library = app.library();
    let current = library
        .current(today)
        .map(|pack| (pack.document.id(), &pack.document.version));
    let rows = library.packs().map(|pack| GuidanceRow {
        id: pack.document.id(),
        version: &pack.document.version,
        title: &pack.document.title,
        owner: pack.document.owner_line(),
        governs: &pack.document.governs,
        valid_from: pack.document.valid_from,
        valid_to: pack.document.valid_to,
        expired: pack.expired_on(today),
        current: current == Some((pack.document.id(), &pack.document.version)),
    });
    shown(&rows.collect::<Vec<_>>())
}

//! Cases: the caller's worklist; a single case and its parts are in the modules below.

pub(super) mod audiences;
pub(super) mod commands;
pub(super) mod events;
pub(super) mod open;
pub(super) mod plan;
pub(super) mod show;
pub(super) mod steps;

use app::{App, WorklistAsked, WorklistPart};
use axum::extract::State;
use http::{HeaderValue, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use vocabulary::mistake::Mistake;

use super::bearer::ApiCaller;
use crate::{
    problem::Problem,
    request::{ApiResult, Parameters, shown},
};

use super::openapi::{Read, Worklist};

/// Rows of a page by default, and at most.
const LIMIT: usize = 100;

/// The worklist of the caller's unit, what is due first at the top. No totals: the answer is the
/// rows, and the header `Link` with `rel="next"` leads on while there are more.
#[utoipa::path(
    get, path = "/api/v1/cases", tag = "cases", operation_id = "list_cases",
    params(
        ("cursor" = Option<String>, Query, description = "From the header Link of the page before."),
        ("limit" = Option<super::openapi::Limit>, Query, description = "Rows of a page, 100 when absent."),
        ("part" = Option<super::openapi::Part>, Query, description = "All of it, or what is late."),
    ),
    responses((status = 200, description = "A page of the worklist.", body = Worklist,
        headers(("Link" = String, description = "`<…>; rel=\"next\"` while there are more."))), Read),
    security(("token" = []))
)]
pub(super) async fn list(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    asked: Parameters,
) -> ApiResult {
    let asked = worklist_asked(asked)?;
    let page = app.worklist(&caller, &asked).await?;
    let mut answer = shown(&page.rows)?;
    if let Some(cursor) = page.next {
        answer
            .headers_mut()
            .insert(header::LINK, next(&asked, &cursor)?);
    }
    Ok(answer)
}

fn worklist_asked(asked: Parameters) -> Result<WorklistAsked, Problem> {
    let asked = asked.only(&["cursor", "limit", "part"])?;
    let mistake =
        |field, code, detail: &str| Problem::mistaken(vec![Mistake::new(field, code, detail)]);
    let limit = match asked.get("limit") {
        None => LIMIT,
        Some(text) => text
            .parse()
            .ok()
            .filter(|limit| (1..=LIMIT).contains(limit))
            .ok_or_else(|| mistake("limit", "not-a-limit", "Ange ett helt tal från 1 till 100."))?,
    };
    let part = match asked.get("part") {
        None | Some("all") => WorklistPart::All,
        Some("overdue") => WorklistPart::Overdue,
        Some(_) => {
            let detail = "Välj ett av alternativen: all, overdue.";
            return Err(mistake("part", "not-an-alternative", detail));
        }
    };
    Ok(WorklistAsked {
        cursor: asked.get("cursor").map(str::to_owned),
        part,
        limit,
    })
}

fn next(asked: &WorklistAsked, cursor: &str) -> Result<HeaderValue, Problem> {
    let part = match asked.part {
        WorklistPart::Overdue => "&part=overdue",
        WorklistPart::All
        | WorklistPart::Today
        | WorklistPart::Later
        | WorklistPart::Waiting
        | WorklistPart::Settled
        | WorklistPart::Mine => "",
    };
    let cursor = utf8_percent_encode(cursor, NON_ALPHANUMERIC);
    let link = format!(
        "</api/v1/cases?cursor={cursor}&limit={}{part}>; rel=\"next\"",
        asked.limit
    );
    HeaderValue::try_from(link).map_err(|error| Problem::fault("answer", error.to_string()))
}

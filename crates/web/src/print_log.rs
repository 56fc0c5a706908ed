//! Logs that a page was printed. The script reports it, because only the browser knows. The report
//! is used for the log only.

use axum::{Router, response::IntoResponse as _, routing::post};
use http::StatusCode;

use crate::{Web, account::session::Signed, form_body::FormBody, pages::PageResult};

pub(super) fn router() -> Router<Web> {
    Router::new().route("/utskrift", post(printed))
}

async fn printed(signed: Signed, posted: FormBody) -> PageResult {
    let mut parts = posted.get("sida").split('/').skip(1);
    let case = match (parts.next(), parts.next()) {
        (Some("arenden"), Some(id)) => Some(id),
        _ => None,
    };
    signed.app.printed(&signed.caller, case).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

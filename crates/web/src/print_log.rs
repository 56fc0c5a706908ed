//! That a page was printed: the script says so, since only the browser knows. What is said counts
//! for nothing but the log.

use axum::{Router, response::IntoResponse as _, routing::post};
use http::StatusCode;

use crate::{Web, account::session::Signed, form_body::FormBody, pages::PageResult};

/// The addresses.
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

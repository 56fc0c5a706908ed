//! Logs that a page of a case was printed. The script reports it, because only the browser knows. The
//! report is used for the log only, and only when it may be true (decision 0018). Pages without a
//! case show no patient, or print as a notice, so printing them leaves no row.

use app::AppError;
use axum::{Router, response::IntoResponse as _, routing::post};
use http::StatusCode;

use crate::{Web, account::session::Signed, form_body::FormBody, pages::PageResult};

pub(super) fn router() -> Router<Web> {
    Router::new().route("/utskrift", post(printed))
}

async fn printed(signed: Signed, posted: FormBody) -> PageResult {
    let mut parts = posted.get("sida").split('/').skip(1);
    if let (Some("arenden"), Some(id)) = (parts.next(), parts.next()) {
        match signed.app.printed(&signed.caller, id).await {
            // A browser is told the same whatever it has reported.
            Ok(()) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

//! What an administrator keeps: units, staff with assignments, and what is on its way out in
//! numbers. No page here shows a case.

mod outbox;
mod staff;
mod units;

use axum::{
    Router,
    response::Redirect,
    routing::{get, post},
};

use crate::Web;

/// The addresses.
pub(super) fn router() -> Router<Web> {
    Router::new()
        .route(
            "/administration",
            get(async || Redirect::to("/administration/enheter")),
        )
        .route("/administration/enheter", get(units::list))
        .route(
            "/administration/enheter/ny",
            get(units::new).post(units::add),
        )
        .route(
            "/administration/enheter/{hsa_id}",
            get(units::edit).post(units::change),
        )
        .route("/administration/personal", get(staff::list))
        .route(
            "/administration/personal/ny",
            get(staff::new).post(staff::add),
        )
        .route("/administration/personal/{id}", get(staff::member))
        .route("/administration/personal/{id}/uppdrag", post(staff::assign))
        .route("/administration/personal/{id}/avsluta", post(staff::end))
        .route("/administration/utskick", get(outbox::counts))
}

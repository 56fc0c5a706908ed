//! The registers beside the cases: units, staff with their assignments, proposals, contacts, the outbox, and
//! review of the log. No page here shows a case.

pub mod contacts;
pub(crate) mod kit;
pub mod log_review;
pub mod meeting_points;
pub mod outbox;
pub mod outbox_counts;
pub mod proposals;
pub mod staff;
pub mod units;

use axum::{Router, response::Redirect, routing::get};

use crate::Web;

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route(
            "/administration",
            get(async || Redirect::to("/administration/enheter")),
        )
        .merge(units::router())
        .merge(staff::router())
        .merge(proposals::router())
        .merge(contacts::router())
        .merge(meeting_points::router())
        .merge(outbox::router())
        .merge(outbox_counts::router())
        .merge(log_review::router())
}

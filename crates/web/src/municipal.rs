//! The pages for readers who get a share of a case: municipal primary care's questions and its own
//! view, and Koncernkontoret's agreement. The structs that are drawn have no fields for more than
//! the share.

pub(super) mod head_office;
pub mod page;
pub(crate) mod question;
pub(super) mod share;
pub(super) mod signing;

use axum::{Router, routing::get};

use crate::Web;

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/forfragningar", get(question::list))
        .route(
            "/forfragningar/{id}",
            get(question::show).post(question::answer),
        )
}

//! Who the user is and how pages look to them: log in, choose an assignment, the session in the
//! browser with its cookies, and settings.

pub mod assignments;
pub mod cookies;
pub mod log_in;
pub mod page;
pub mod session;
pub mod settings;

use axum::Router;

use crate::Web;

/// The addresses.
pub(super) fn router() -> Router<Web> {
    Router::new()
        .merge(log_in::router())
        .merge(assignments::router())
        .merge(settings::router())
}

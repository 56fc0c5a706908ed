//! The user's account: logging in, choosing an assignment, the session in the browser with its
//! cookies, and settings for how pages look.

pub mod assignments;
pub mod cookies;
pub mod log_in;
pub mod page;
pub mod password;
pub mod session;
pub mod settings;

use axum::Router;

use crate::Web;

pub(super) fn router() -> Router<Web> {
    Router::new()
        .merge(log_in::router())
        .merge(assignments::router())
        .merge(settings::router())
        .merge(password::router())
}

//! Pages of a case.

use axum::Router;

use crate::Web;

/// The addresses.
pub(crate) fn router() -> Router<Web> {
    Router::new()
}

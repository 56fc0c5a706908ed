//! The JSON API under `/api/v1`: the same use cases as the pages, for programs. Paths and verbs are
//! mirrored by the files here, and the OpenAPI document is made from the handlers, so that nothing
//! is answered that it does not name.

pub mod bearer;
mod cases;
mod guidance;
mod healthz;
mod interventions;
mod openapi;
mod outbox;
mod questions;
mod units;

use axum::Router;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::Web;

/// Every call of the API.
pub fn router() -> Router<Web> {
    described().split_for_parts().0
}

fn described() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(openapi::start())
        .routes(routes!(healthz::healthz))
        .routes(routes!(openapi::show))
        .routes(routes!(units::list))
        .routes(routes!(interventions::list))
        .routes(routes!(guidance::list))
        .routes(routes!(cases::list, cases::open::open))
        .routes(routes!(cases::show::show))
        .routes(routes!(cases::steps::list))
        .routes(routes!(cases::audiences::list))
        .routes(routes!(cases::events::list))
        .routes(routes!(cases::commands::give))
        .routes(routes!(outbox::list))
        .routes(routes!(outbox::counts::list))
        .routes(routes!(questions::list))
        .routes(routes!(questions::show::show))
        .routes(routes!(questions::answer::answer))
}

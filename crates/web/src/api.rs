//! The JSON API under `/api/v1`: the same use cases as the pages, for programs. The files here
//! mirror paths and verbs, and the OpenAPI document is generated from the handlers, so that it
//! names every answer.

pub mod bearer;
mod cases;
mod guidance;
mod healthz;
mod interventions;
mod meeting_points;
mod openapi;
mod outbox;
mod questions;
mod units;

use axum::Router;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::Web;

/// The routes of the API.
pub fn router() -> Router<Web> {
    described().split_for_parts().0
}

fn described() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(openapi::start())
        .routes(routes!(healthz::healthz))
        .routes(routes!(healthz::readyz))
        .routes(routes!(openapi::show))
        .routes(routes!(units::list))
        .routes(routes!(meeting_points::list))
        .routes(routes!(interventions::list))
        .routes(routes!(guidance::list))
        .routes(routes!(cases::list, cases::open::open))
        .routes(routes!(cases::show::show))
        .routes(routes!(cases::steps::list))
        .routes(routes!(cases::plan::show))
        .routes(routes!(cases::audiences::list))
        .routes(routes!(cases::events::list))
        .routes(routes!(cases::commands::give))
        .routes(routes!(outbox::list))
        .routes(routes!(outbox::counts::list))
        .routes(routes!(questions::list))
        .routes(routes!(questions::show::show))
        .routes(routes!(questions::answer::answer))
}

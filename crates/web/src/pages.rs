//! The HTML pages: one handler for each URL, which extracts, parses, asks `app` once and shows the
//! result.
//!
//! A handler answers with a page, a redirect after a post, or a [`Problem`]. Handlers ask `app`
//! what a user may see and do and never look at the role. A page's URL contains nothing about a
//! case except its random id.

use askama::Template;
use axum::{
    Router, middleware,
    response::{Html, IntoResponse as _, Response},
};
use http::StatusCode;
use vocabulary::public_id::PublicId;

use crate::{
    Web, account, case, emergency, failure, guidance, help, municipal, new_case, print_log,
    problem::Problem, registers, worklist,
};

/// Room for most pages, in bytes, so that the text is not moved while it grows.
const USUAL_PAGE: usize = 64 << 10;

/// What a page's handler answers with.
pub(crate) type PageResult = Result<Response, Problem>;

/// The routes of all pages.
pub fn router() -> Router<Web> {
    Router::new()
        .merge(account::router())
        .merge(worklist::router())
        .merge(new_case::router())
        .merge(case::router())
        .merge(municipal::router())
        .merge(emergency::router())
        .merge(guidance::router())
        .merge(registers::router())
        .merge(print_log::router())
        .merge(help::router())
        .layer(middleware::from_fn(failure::dress))
        .layer(middleware::from_fn(account::session::same_origin))
}

/// A page as HTML.
pub(crate) fn shown(page: &impl Template) -> PageResult {
    shown_with(StatusCode::OK, page)
}

/// A page with another status: a form with its mistakes and everything that was typed.
pub(crate) fn shown_with(status: StatusCode, page: &impl Template) -> PageResult {
    let mut html = String::with_capacity(USUAL_PAGE);
    page.render_into(&mut html)
        .map_err(|error| Problem::fault("page", error.to_string()))?;
    // The title is what a screen reader says first.
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        html = html.replacen("<title>", "<title>Fel: ", 1);
    }
    Ok((status, Html(html)).into_response())
}

/// The short reference by which people name a case: the beginning of its random id.
pub(crate) fn reference(id: &PublicId) -> String {
    id.reference()
}

/// The same text with a capital first letter, for the beginning of a sentence or a cell.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

//! The pages of a case. A handler opens the case as the guard discloses it to the reader, asks
//! `app` once, and draws the result. The three shares of a case have the same URLs: the guard
//! decides which share a reader gets, and URLs reveal nothing about the reader's role.

pub(super) mod audience_panel;
mod command_form;
mod confirm;
mod conflict;
mod form_choices;
mod form_fields;
mod form_options;
mod form_page;
mod form_values;
mod header;
pub mod letter;
mod log_extract;
pub(super) mod opened_case;
pub mod page;
mod plan;
mod prefill;
mod presence;
mod saving;
pub(super) mod side_actions;
mod step;
mod step_page;
pub(super) mod step_summary;
pub mod tabs;
mod undo;

use app::{DraftPlace, TypedOn};
use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};

use crate::{
    Web,
    account::session::Signed,
    form_body::{FormBody, kept},
    municipal::share,
    pages::PageResult,
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/arenden/{id}", get(step::first))
        .route(
            "/arenden/{id}/steg/{slug}",
            get(step::show).post(step::save),
        )
        .route(
            "/arenden/{id}/gor/{slug}",
            get(step::act).post(step::do_act),
        )
        .route("/arenden/{id}/utkast/{slug}", post(draft))
        .route("/arenden/{id}/angra", post(undo::undo))
        .route("/arenden/{id}/brev/{letter}", get(letter::page))
        .route("/arenden/{id}/brev/{letter}/papper", get(letter::paper))
        .route("/arenden/{id}/loggutdrag", get(log_extract::page))
        .route("/arenden/{id}/plan", get(plan::show).post(plan::save))
        .route("/arenden/{id}/plan/mote", get(plan::meeting))
        .route("/arenden/{id}/plan/godkann", post(plan::approve))
        .route("/arenden/{id}/plan/faststall", post(plan::agree))
        .route("/arenden/{id}/plan/version/{number}", get(plan::version))
        .route("/arenden/{id}/overenskommelse", get(share::agreement))
        .merge(tabs::router())
}

/// Saves what is typed, right or wrong, for its author only, and returns who else has the form
/// open. Text that arrives after the form has been sent is not saved.
async fn draft(
    signed: Signed,
    Path((id, slug)): Path<(String, String)>,
    mut posted: FormBody,
) -> PageResult {
    let (app, caller) = (&signed.app, &signed.caller);
    app.known_case(caller, &id).await?;
    let place = DraftPlace {
        case: &id,
        step: &slug,
    };
    let key = posted.get(command_form::KEY).to_owned();
    // The form gets a new version and key when it is shown again.
    posted
        .0
        .retain(|(name, _)| ![command_form::VERSION, command_form::KEY].contains(&name.as_str()));
    let at = app
        .keep_draft(caller, place, &posted.0, TypedOn::Form(&key))
        .await?;
    let mut answer = kept(at);
    if at.is_some() {
        let others = presence::sentences(&signed, &id, &slug).await?;
        answer.headers_mut().extend(presence::header(&others));
    }
    Ok(answer)
}

//! The pages of a case. A handler opens the case as the guard lets its reader see it, asks `app`
//! once, and draws what it got. The three shares of a case have the same addresses: which share a
//! reader gets is the guard's matter, and an address never tells.

mod acts;
mod check;
mod choices;
mod conflict;
mod extract;
mod fields;
pub(super) mod head;
mod letter;
mod offered;
pub(super) mod patient;
mod prefill;
mod presence;
pub(super) mod recorded;
mod section;
pub(super) mod seen;
mod show;
mod step;
mod task;
mod typed;

use app::{DraftPlace, TypedOn};
use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};

use super::{
    Answer,
    municipal::share,
    posted::{Posted, kept},
    session::Signed,
};
use crate::Web;

pub(super) use acts::Act;

/// The addresses.
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
        .route("/arenden/{id}/angra", post(section::undo))
        .route("/arenden/{id}/parter", get(section::parties))
        .route("/arenden/{id}/vem-ser-vad", get(section::audiences_page))
        .route("/arenden/{id}/samtycken", get(section::consents))
        .route("/arenden/{id}/samtalslogg", get(section::contacts))
        .route("/arenden/{id}/handelser", get(section::events))
        .route("/arenden/{id}/brev/{letter}", get(letter::page))
        .route("/arenden/{id}/brev/{letter}/papper", get(letter::paper))
        .route("/arenden/{id}/loggutdrag", get(extract::page))
        .route("/arenden/{id}/kopior", get(section::copies))
        .route("/arenden/{id}/patienten", get(patient::page))
        .route("/arenden/{id}/adress", post(patient::address))
        .route("/arenden/{id}/plan", get(share::plan))
        .route("/arenden/{id}/overenskommelse", get(share::agreement))
}

/// Keeps what is typed, right or wrong, for its author only, and says who else has the form open.
/// What comes after the form has been sent is not kept.
async fn draft(
    signed: Signed,
    Path((id, slug)): Path<(String, String)>,
    mut posted: Posted,
) -> Answer {
    let (app, caller) = (&signed.app, &signed.caller);
    app.known_case(caller, &id).await?;
    let place = DraftPlace {
        case: &id,
        step: &slug,
    };
    let key = posted.get(task::KEY).to_owned();
    // The form gets a version and a key of its own when it is shown again.
    posted
        .0
        .retain(|(name, _)| ![task::VERSION, task::KEY].contains(&name.as_str()));
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

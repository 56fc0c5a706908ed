//! "Välj uppdrag": a session has one assignment at a time.

use app::{AssignmentCard, SignedIn};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use http::HeaderMap;
use vocabulary::choice::Choice as _;

use super::{
    cookies,
    page::{AssignmentChoice, AssignmentsPage},
    session::{self, DisplayChoices, PageVisitor, Signed},
};
use crate::{
    Web, flash,
    form_body::FormBody,
    html::frame::{Frame, Viewer},
    menu::{self, MenuEntry},
    pages::{PageResult, shown},
    problem::Problem,
};

pub(super) fn router() -> Router<Web> {
    Router::new().route("/uppdrag", get(choose).post(chosen))
}

async fn choose(State(web): State<Web>, visitor: PageVisitor, headers: HeaderMap) -> PageResult {
    let Ok(person) = session::person(&headers, &web).await else {
        return Ok(Redirect::to("/logga-in").into_response());
    };
    if person.first_password {
        return Ok(Redirect::to(super::password::PLACE).into_response());
    }
    shown(&AssignmentsPage {
        frame: surroundings(visitor.signed.as_ref(), &person, visitor.choices),
        assignments: person
            .assignments
            .iter()
            .map(|card| choice(card, &person))
            .collect(),
    })
}

async fn chosen(State(web): State<Web>, headers: HeaderMap, posted: FormBody) -> PageResult {
    let token = cookies::read(&headers, cookies::SESSION).ok_or_else(Problem::not_signed_in)?;
    let before = web.app.signed_in(&token).await?;
    web.app
        .choose_assignment(&token, posted.get("uppdrag"))
        .await?;
    Ok(onwards(&before, &headers))
}

/// Redirects to where the user was when the session has just begun. After a change of assignment it
/// goes to the worklist, because another unit has other cases.
fn onwards(before: &SignedIn, headers: &HeaderMap) -> Response {
    let place = cookies::read(headers, cookies::PLACE)
        .filter(|place| before.caller.is_none() && flash::is_local(place))
        .filter(|place| place != "/uppdrag");
    Redirect::to(place.as_deref().unwrap_or("/inkorg")).into_response()
}

fn choice(card: &AssignmentCard, person: &SignedIn) -> AssignmentChoice {
    AssignmentChoice {
        id: card.id.clone(),
        unit: card.unit.name.clone(),
        role: format!("{}, {}", card.role.swedish(), card.unit.organisation),
        current: person
            .caller
            .as_ref()
            .is_some_and(|caller| caller.assignment() == card.id),
    }
}

/// Before an assignment is chosen, the page shows the user's name and no unit.
fn surroundings(signed: Option<&Signed>, person: &SignedIn, choices: DisplayChoices) -> Frame {
    match signed {
        Some(signed) => signed.frame("Välj uppdrag", MenuEntry::Elsewhere),
        None => Frame {
            viewer: Some(Viewer {
                name: person.name.clone(),
                ..Viewer::default()
            }),
            ..menu::plain("Välj uppdrag", choices)
        },
    }
}

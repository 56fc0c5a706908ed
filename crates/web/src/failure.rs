//! Draws a problem as a page for the user: a page that says no keeps the menu, so that the user can
//! continue. Faults are left to the outermost layer, which logs them under a number. This layer
//! also clears the receipt once it has been shown, and remembers where the user is.

pub mod page;

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use self::page::{FailurePage, NotFoundPage};
use crate::{
    account::{
        cookies::{self, CookieLife},
        session::{DisplayChoices, Signed, SignedSlot},
    },
    flash,
    form_sender::{self, FromAnother, PostedOnce},
    menu::{MenuEntry, plain},
    pages::shown_with,
    problem::Problem,
};

/// The layer around every page.
pub(crate) async fn dress(request: Request, next: Next) -> Response {
    let autosave = request.headers().contains_key("x-utkast");
    let choices = DisplayChoices::read(request.headers());
    let (mut request, posted) = PostedOnce::of(request).await;
    let slot = SignedSlot::default();
    request.extensions_mut().insert(slot.clone());
    let place = returnable(&request);
    let carried = cookies::read(request.headers(), cookies::RECEIPT).is_some();
    let mut answer = next.run(request).await;
    let Some(signed) = slot.0.get() else {
        let sent_away = answer.status() == StatusCode::SEE_OTHER
            && answer.headers().get(header::LOCATION)
                == Some(&HeaderValue::from_static("/logga-in"));
        if let Some(posted) = posted.filter(|_| sent_away && !autosave) {
            let page = posted.after_log_out(plain("Inte sparat", choices));
            answer = shown_with(StatusCode::UNAUTHORIZED, &page).unwrap_or(answer);
        }
        return answer;
    };
    if answer.extensions().get::<FromAnother>().is_some() {
        return match posted.filter(|_| !autosave) {
            Some(posted) => {
                let page =
                    posted.in_another_assignment(signed.frame("Inte sparat", MenuEntry::Elsewhere));
                shown_with(StatusCode::CONFLICT, &page).unwrap_or(answer)
            }
            // A page that saves by itself says that nothing was saved.
            None => StatusCode::FORBIDDEN.into_response(),
        };
    }
    if let Some(problem) = answer.extensions_mut().remove::<Problem>() {
        answer = problem_page(signed, &problem).unwrap_or_else(|| {
            // For a fault, or a page that cannot be drawn, the outermost layer answers.
            problem.into_response()
        });
    }
    if answer.status() == StatusCode::OK && is_html(answer.headers()) {
        if let Some(place) = place {
            add(
                &mut answer,
                cookies::written(cookies::PLACE, &place, CookieLife::Session, signed.https),
            );
        }
        if carried {
            add(
                &mut answer,
                cookies::written(cookies::RECEIPT, "", CookieLife::Gone, signed.https),
            );
        }
    }
    if is_html(answer.headers()) {
        answer = form_sender::marked(answer, &signed.caller.mark()).await;
    }
    answer
}

/// The page for a problem; none for an internal fault.
fn problem_page(signed: &Signed, problem: &Problem) -> Option<Response> {
    let status = problem.status();
    if status == StatusCode::NOT_FOUND {
        let frame = signed.frame("Sidan finns inte", MenuEntry::Elsewhere);
        return shown_with(status, &NotFoundPage { frame }).ok();
    }
    if status == StatusCode::INTERNAL_SERVER_ERROR || status == StatusCode::UNAUTHORIZED {
        return None;
    }
    let frame = signed.frame("Det gick inte", MenuEntry::Elsewhere);
    let mut text = vec![problem.detail()];
    text.extend(
        problem
            .mistakes()
            .iter()
            .map(|mistake| mistake.detail.as_str()),
    );
    let heading = match status {
        StatusCode::FORBIDDEN => "Det här hör inte till ditt uppdrag",
        StatusCode::CONFLICT => "Det går inte att göra",
        StatusCode::PRECONDITION_FAILED => "Någon hann ändra före dig",
        StatusCode::UNPROCESSABLE_ENTITY => "Något behöver rättas",
        _ => "Det gick inte",
    };
    shown_with(status, &FailurePage::plain(frame, heading, &text)).ok()
}

/// The URL to return to after logging in again, if it is a page that a person asked for.
fn returnable(request: &Request) -> Option<String> {
    let asked = request.uri().path_and_query()?.as_str();
    let path = request.uri().path();
    let page = request.method() == Method::GET
        && path != "/uppdrag"
        && !request.headers().contains_key("x-levande");
    (page && flash::is_local(asked)).then(|| asked.to_owned())
}

fn is_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"))
}

fn add(answer: &mut Response, cookie: HeaderValue) {
    answer.headers_mut().append(header::SET_COOKIE, cookie);
}

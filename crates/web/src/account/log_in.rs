//! "Logga in" and "Logga ut", and the URL that keeps a session alive.

mod demo;

use std::net::IpAddr;

use app::AppError;
use axum::{
    Extension, Router,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use http::{HeaderMap, StatusCode, header};

use self::demo::DemoUserQuery;
use super::{
    cookies::{self, CookieLife},
    page::LogInPage,
    session::{self, DisplayChoices},
};
use crate::{
    Web, flash,
    form_body::FormBody,
    html::{
        field::{FieldKind, FieldView},
        form::{FormView, RefusalNote},
    },
    menu,
    pages::{PageResult, shown, shown_with},
    problem::Problem,
};

/// Where a request comes from, put into it by the program that listens. Tries to log in are counted
/// for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/", get(root))
        .route("/logga-in", get(form).post(log_in))
        .route("/logga-ut", post(log_out))
        .route("/session", post(stay))
}

async fn root() -> Redirect {
    Redirect::to("/inkorg")
}

async fn form(
    State(web): State<Web>,
    headers: HeaderMap,
    Query(narrowed): Query<DemoUserQuery>,
) -> PageResult {
    if session::person(&headers, &web).await.is_ok() {
        return Ok(Redirect::to("/inkorg").into_response());
    }
    shown(&page(&web, DisplayChoices::read(&headers), &narrowed).await?)
}

async fn log_in(
    State(web): State<Web>,
    from: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    posted: FormBody,
) -> PageResult {
    let (login, password) = (posted.get("anvandarnamn"), posted.get("losenord"));
    let from = from.map(|Extension(ClientAddress(address))| address);
    match web.app.log_in(login, password, from).await {
        Ok(token) => {
            // The browser forgets the session that it had, so nobody could end it any more.
            if let Some(before) = cookies::read(&headers, cookies::SESSION)
                && let Err(error) = web.app.log_out(&before).await
            {
                tracing::error!(%error, "the session before could not be ended");
            }
            Ok(let_in(&web, &headers, &token).await?)
        }
        Err(error @ (AppError::WrongPassword | AppError::TooManyTries { .. })) => {
            let choices = DisplayChoices::read(&headers);
            let mut page = page(&web, choices, &DemoUserQuery::default()).await?;
            page.form.fields[0].values = vec![posted.get("anvandarnamn").to_owned()];
            page.form.refusals = vec![RefusalNote {
                text: said(&error),
                citation: None,
            }];
            shown_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Redirects to where the user was, if it is the same user, otherwise to the worklist.
async fn let_in(web: &Web, headers: &HeaderMap, token: &str) -> Result<Response, AppError> {
    let person = web.app.signed_in(token).await?;
    let same = cookies::read(headers, cookies::LAST_USER).is_none_or(|last| last == person.user);
    let place = cookies::read(headers, cookies::PLACE)
        .filter(|place| same && flash::is_local(place))
        .unwrap_or_else(|| "/inkorg".to_owned());
    let to = if person.first_password {
        super::password::PLACE
    } else if person.caller.is_some() {
        place.as_str()
    } else {
        "/uppdrag"
    };
    let https = web.settings.https;
    let mut answer = Redirect::to(to).into_response();
    for (name, value) in [
        (cookies::SESSION, token),
        (cookies::LAST_USER, &person.user),
        (cookies::PLACE, &place),
    ] {
        let cookie = cookies::written(name, value, CookieLife::Session, https);
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}

async fn log_out(State(web): State<Web>, headers: HeaderMap) -> PageResult {
    let ended = match cookies::read(&headers, cookies::SESSION) {
        Some(token) => web.app.log_out(&token).await,
        None => Ok(()),
    };
    // The browser forgets the user whether or not the store could be told: the next one at this
    // computer must not go on as them.
    let mut answer = match ended {
        Ok(()) => Redirect::to("/logga-in").into_response(),
        Err(error) => Problem::from(error).into_response(),
    };
    for name in cookies::OF_THE_USER {
        let gone = cookies::written(name, "", CookieLife::Gone, web.settings.https);
        answer.headers_mut().append(header::SET_COOKIE, gone);
    }
    Ok(answer)
}

async fn stay(State(web): State<Web>, headers: HeaderMap) -> StatusCode {
    match session::person(&headers, &web).await {
        Ok(_) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::UNAUTHORIZED,
    }
}

pub(super) fn said(error: &AppError) -> String {
    if let AppError::TooManyTries { seconds } = error {
        let wait = match seconds {
            1 => "1 sekund".to_owned(),
            0..=60 => format!("{seconds} sekunder"),
            _ => format!("{} minuter", seconds.div_ceil(60)),
        };
        format!(
            "Det har varit för många försök att logga in. Vänta {wait} och försök sedan igen. \
             Har du glömt lösenordet, kontakta administratören."
        )
    } else {
        "Användarnamnet eller lösenordet stämmer inte. Kontrollera båda och försök igen.".to_owned()
    }
}

async fn page(
    web: &Web,
    choices: DisplayChoices,
    narrowed: &DemoUserQuery,
) -> Result<LogInPage, AppError> {
    Ok(LogInPage {
        frame: menu::plain("Logga in", choices),
        form: FormView {
            action: "/logga-in".to_owned(),
            heading: "Logga in".to_owned(),
            is_page: true,
            fields: vec![
                FieldView::text("anvandarnamn", "Användarnamn")
                    .required()
                    .autocomplete("username"),
                FieldView::new("losenord", "Lösenord", FieldKind::Password)
                    .required()
                    .autocomplete("current-password"),
            ],
            submit: "Logga in".to_owned(),
            ..FormView::default()
        },
        single_sign_on: None,
        demo: demo::users(web, narrowed).await?,
    })
}

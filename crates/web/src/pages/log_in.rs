//! "Logga in" and "Logga ut", and the small address that keeps a session alive.

use app::{App, AppError, AssignmentCard};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use http::{HeaderMap, StatusCode, header};
use vocabulary::choice::Choice as _;

use super::{
    Answer,
    cookies::{self, Kept},
    frame,
    posted::Posted,
    receipt,
    session::{self, Choices},
    shown, shown_with,
};
use crate::{
    Web,
    page::{
        entry::{DemoUser, DemoUsers, LogInPage},
        field::{FieldKind, FieldView},
        form::{FormView, Refused},
    },
};

/// The password that all users of a demonstration share, as the log-in page shows it.
pub const DEMO_PASSWORD: &str = "demo-vardbron";

/// How many demo users the page lists: those with a role of their own (api.md), and one more.
const LISTED: usize = 16;

/// The addresses.
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

async fn form(State(web): State<Web>, headers: HeaderMap) -> Answer {
    if session::person(&headers, &web).await.is_ok() {
        return Ok(Redirect::to("/inkorg").into_response());
    }
    shown(&page(&web.app, Choices::read(&headers)).await?)
}

async fn log_in(State(web): State<Web>, headers: HeaderMap, posted: Posted) -> Answer {
    match web
        .app
        .log_in(posted.get("anvandarnamn"), posted.get("losenord"))
        .await
    {
        Ok(token) => Ok(let_in(&web, &headers, &token).await?),
        Err(error @ (AppError::WrongPassword | AppError::TooManyTries)) => {
            let mut page = page(&web.app, Choices::read(&headers)).await?;
            page.form.fields[0].values = vec![posted.get("anvandarnamn").to_owned()];
            page.form.refusals = vec![Refused {
                text: said(&error).to_owned(),
                citation: None,
            }];
            shown_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// To where the user was, if it is the same user; else to the worklist.
async fn let_in(web: &Web, headers: &HeaderMap, token: &str) -> Result<Response, AppError> {
    let person = web.app.signed_in(token).await?;
    let same = cookies::read(headers, cookies::LAST_USER).is_none_or(|last| last == person.user);
    let place = cookies::read(headers, cookies::PLACE)
        .filter(|place| same && receipt::is_local(place))
        .unwrap_or_else(|| "/inkorg".to_owned());
    let to = if person.caller.is_some() {
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
        let cookie = cookies::written(name, value, Kept::Session, https);
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}

async fn log_out(State(web): State<Web>, headers: HeaderMap) -> Answer {
    if let Some(token) = cookies::read(&headers, cookies::SESSION) {
        web.app.log_out(&token).await?;
    }
    let gone = cookies::written(cookies::SESSION, "", Kept::Gone, web.settings.https);
    Ok(([(header::SET_COOKIE, gone)], Redirect::to("/logga-in")).into_response())
}

async fn stay(State(web): State<Web>, headers: HeaderMap) -> StatusCode {
    match session::person(&headers, &web).await {
        Ok(_) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::UNAUTHORIZED,
    }
}

fn said(error: &AppError) -> &'static str {
    if *error == AppError::TooManyTries {
        "Inloggningen är stängd en stund efter för många försök. Vänta fem minuter och försök igen."
    } else {
        "Användarnamnet eller lösenordet stämmer inte. Kontrollera båda och försök igen."
    }
}

async fn page(app: &App, choices: Choices) -> Result<LogInPage, AppError> {
    Ok(LogInPage {
        frame: frame::plain("Logga in", choices),
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
        demo: demo(app).await?,
    })
}

/// The users of a demonstration; none on a store of real cases.
async fn demo(app: &App) -> Result<Option<DemoUsers>, AppError> {
    let mut users = app.demo_users().await?;
    users.sort_by_key(|user| order(&user.login));
    users.truncate(LISTED);
    let users: Vec<DemoUser> = users
        .into_iter()
        .map(|user| {
            let first = user.assignments.first();
            DemoUser {
                role: first
                    .map(|card| card.role.swedish().to_owned())
                    .unwrap_or_default(),
                unit: units(&user.assignments),
                user_name: user.login,
                name: user.name,
            }
        })
        .collect();
    Ok((!users.is_empty()).then(|| DemoUsers {
        password: DEMO_PASSWORD.to_owned(),
        users,
    }))
}

/// Where a user works: the units of all assignments.
fn units(assignments: &[AssignmentCard]) -> String {
    let names: Vec<&str> = assignments
        .iter()
        .map(|card| card.unit.name.as_str())
        .collect();
    names.join(" och ")
}

/// The users named after the roles of api.md come first, in its order.
const ORDER: [&str; LISTED] = [
    "ward-nurse",
    "discharge-coordinator",
    "physician",
    "two-wards",
    "health-centre",
    "specialist-clinic",
    "regional-rehab",
    "municipal-primary-care",
    "municipal-nurse",
    "municipal-head-of-operations",
    "head-office",
    "administrator",
    "log-reviewer",
    "stranger-ward",
    "social-services",
    "municipal-rehab",
];

fn order(login: &str) -> usize {
    ORDER
        .iter()
        .position(|known| *known == login)
        .unwrap_or(LISTED)
}

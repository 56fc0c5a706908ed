//! "Lösenord": a user changes their own. The first one was chosen by somebody else, so until it is
//! changed there is no other page.

use app::{AppError, SignedIn};
use axum::{
    Extension, Router,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use vocabulary::mistake::Mistake;

use super::{
    cookies::{self, CookieLife},
    log_in::{ClientAddress, said},
    session::{self, DisplayChoices},
};
use crate::{
    Web,
    flash::{self, Flash},
    form_body::{FormBody, refilled},
    html::{
        block::Block,
        field::{FieldKind, FieldView},
        form::FormView,
        plain::PlainPage,
    },
    menu,
    pages::{PageResult, shown, shown_with},
    problem::Problem,
};

/// Where a user with a first password is sent.
pub(crate) const PLACE: &str = "/losenord";

pub(super) fn router() -> Router<Web> {
    Router::new().route("/losenord", get(form).post(change))
}

async fn form(State(web): State<Web>, headers: HeaderMap) -> PageResult {
    match session::person(&headers, &web).await {
        Ok(person) => shown(&page(&headers, &person, fields(&person))),
        Err(AppError::NotSignedIn) => Ok(Redirect::to("/logga-in").into_response()),
        Err(error) => Err(error.into()),
    }
}

async fn change(
    State(web): State<Web>,
    from: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    posted: FormBody,
) -> PageResult {
    let token = cookies::read(&headers, cookies::SESSION).ok_or_else(Problem::not_signed_in)?;
    let person = web.app.signed_in(&token).await?;
    let new = posted.get("nytt");
    let changed = if new == posted.get("igen") {
        let (current, code) = (posted.get("nuvarande"), posted.get("kod"));
        let from = from.map(|Extension(ClientAddress(address))| address);
        web.app
            .change_password(&token, current, new, code, from)
            .await
    } else {
        let detail = "Lösenorden är inte lika. Skriv det nya lösenordet en gång till.";
        Err(AppError::Mistakes(vec![Mistake::new(
            "igen",
            "not-the-same",
            detail,
        )]))
    };
    let mistakes = match changed {
        Ok(session) => return Ok(onwards(&web, &person, &session)),
        Err(AppError::Mistakes(mistakes)) => mistakes,
        Err(AppError::WrongPassword) => {
            let detail = "Lösenordet stämmer inte. Skriv det som du loggade in med.";
            vec![Mistake::new("nuvarande", "wrong-password", detail)]
        }
        Err(error @ AppError::TooManyTries { .. }) => {
            vec![Mistake::new("nuvarande", "too-many-tries", said(&error))]
        }
        Err(error) => return Err(error.into()),
    };
    let form = refilled(fields(&person), &posted, &mistakes);
    let page = page(&headers, &person, form);
    shown_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Goes on with the new session; the old one has ended.
fn onwards(web: &Web, person: &SignedIn, session: &str) -> Response {
    let https = web.settings.https;
    let to = match (&person.caller, person.assignments.as_slice()) {
        (Some(_), _) | (None, [_]) => "/inkorg",
        (None, _) => "/uppdrag",
    };
    let mut answer = Redirect::to(to).into_response();
    for cookie in [
        cookies::written(cookies::SESSION, session, CookieLife::Session, https),
        flash::cookie(Flash::PasswordChanged, None, &[], https),
    ] {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

fn fields(person: &SignedIn) -> FormView {
    let password = |name: &str, label: &str, token| {
        FieldView::new(name, label, FieldKind::Password)
            .required()
            .autocomplete(token)
    };
    let mut fields = vec![password(
        "nuvarande",
        "Nuvarande lösenord",
        "current-password",
    )];
    if person.needs_code {
        fields.push(
            FieldView::text("kod", "Engångskod")
                .help("Du får den av den administratör som bekräftade ditt uppdrag.")
                .required()
                .autocomplete("one-time-code"),
        );
    }
    fields.extend([
        password("nytt", "Nytt lösenord", "new-password")
            .help("Minst 12 tecken. Flera ord efter varandra är lätta att minnas."),
        password("igen", "Nytt lösenord en gång till", "new-password"),
    ]);
    FormView {
        action: PLACE.to_owned(),
        fields,
        submit: "Byt lösenordet".to_owned(),
        on_save: vec!["Du loggas ut överallt utom här.".to_owned()],
        ..FormView::default()
    }
}

fn page(headers: &HeaderMap, person: &SignedIn, form: FormView) -> PlainPage {
    let lead = if person.first_password {
        "Någon annan har valt ditt lösenord. Välj ett eget innan du börjar, så att ingen annan kan \
         logga in som du."
    } else {
        "Byt lösenord om någon annan kan ha sett det."
    };
    PlainPage {
        frame: menu::plain("Lösenord", DisplayChoices::read(headers)),
        heading: "Byt lösenord".to_owned(),
        lead: lead.to_owned(),
        narrow: true,
        blocks: vec![Block::Form(Box::new(form))],
        ..PlainPage::default()
    }
}

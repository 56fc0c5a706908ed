//! Who looks at a page: the browser's session, in one cookie that no script can read and no other
//! site can send.
//!
//! A post must come from our own pages: the browser says so in `Sec-Fetch-Site` or `Origin`. The
//! `Referer` header is not used: every answer forbids browsers to send it, so that no case's URL is
//! sent in it.

use std::sync::{Arc, OnceLock};

use app::{App, AppError, Caller, SignedIn};
use axum::{
    extract::{FromRequestParts, Request},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, Method, StatusCode, header, request::Parts};
use vocabulary::refusal::Refusal;

use super::cookies::{self, CookieLife};
use crate::{
    Web,
    flash::{self, CarriedFlash, Flash},
    form_sender::{FromAnother, Sender},
    html::frame::{Scheme, TextSize},
    problem::Problem,
};

/// How the user wants pages to look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DisplayChoices {
    /// Light or dark colours.
    pub(crate) scheme: Scheme,
    pub(crate) size: TextSize,
    /// Whether single-key shortcuts are off.
    pub(crate) single_keys_off: bool,
}

impl DisplayChoices {
    /// Reads the choices from the cookies.
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        Self {
            scheme: match cookies::read(headers, cookies::SCHEME).as_deref() {
                Some("light") => Scheme::Light,
                Some("dark") => Scheme::Dark,
                _ => Scheme::Auto,
            },
            size: match cookies::read(headers, cookies::SIZE).as_deref() {
                Some("stor") => TextSize::Large,
                _ => TextSize::Normal,
            },
            single_keys_off: cookies::read(headers, cookies::KEYS).as_deref() == Some("off"),
        }
    }
}

/// A user who is logged in and has chosen an assignment.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) app: App,
    /// The user in the chosen assignment.
    pub(crate) caller: Caller,
    /// The user with all assignments.
    pub(crate) person: SignedIn,
    /// How the user wants pages to look.
    pub(crate) choices: DisplayChoices,
    /// What has just happened, from the cookie.
    pub(crate) carried: CarriedFlash,
    /// Whether cookies are for https only.
    pub(crate) https: bool,
}

/// Where the extractor stores the user, for the layer that draws problem pages.
#[derive(Clone, Default)]
pub(crate) struct SignedSlot(pub(crate) Arc<OnceLock<Signed>>);

impl Signed {
    /// Whether the policies permit the caller a command that is not about a case.
    pub(crate) fn may(&self, command: &str) -> bool {
        self.app.may(&self.caller, command)
    }

    /// Redirects to a page that shows what has just happened.
    pub(crate) fn told(&self, to: &str, said: Flash) -> Response {
        self.told_more(to, said, None, &[])
    }

    /// Redirects to a page that shows what has just happened, how to undo it and what to look at.
    /// `undo` is a URL; the warnings are fixed texts that name nobody.
    pub(crate) fn told_more(
        &self,
        to: &str,
        said: Flash,
        undo: Option<&str>,
        warnings: &[String],
    ) -> Response {
        let cookie = flash::cookie(said, undo, warnings, self.https);
        ([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response()
    }
}

impl FromRequestParts<Web> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let person = match person(&parts.headers, web).await {
            Ok(person) => person,
            Err(AppError::NotSignedIn) => return Err(to_log_in(parts, web)),
            Err(error) => return Err(Problem::from(error).into_response()),
        };
        if person.first_password {
            return Err(Redirect::to(super::password::PLACE).into_response());
        }
        let Some(caller) = person.caller.clone() else {
            return Err(Redirect::to("/uppdrag").into_response());
        };
        let signed = Self {
            app: web.app.clone(),
            caller,
            person,
            choices: DisplayChoices::read(&parts.headers),
            carried: CarriedFlash::read(&parts.headers),
            https: web.settings.https,
        };
        if let Some(Sender(sender)) = parts.extensions.get::<Sender>()
            && *sender != signed.caller.mark()
        {
            let mut refused = StatusCode::CONFLICT.into_response();
            if let Some(slot) = parts.extensions.get::<SignedSlot>() {
                let _ = slot.0.set(signed);
            }
            refused.extensions_mut().insert(FromAnother);
            return Err(refused);
        }
        if let Some(slot) = parts.extensions.get::<SignedSlot>() {
            // Set once for each request; a second extraction gives the same value.
            let _ = slot.0.set(signed.clone());
        }
        Ok(signed)
    }
}

/// The user whose session a request has.
///
/// # Errors
/// [`AppError::NotSignedIn`] when it has none or it has ended.
pub(crate) async fn person(headers: &HeaderMap, web: &Web) -> Result<SignedIn, AppError> {
    let token = cookies::read(headers, cookies::SESSION).ok_or(AppError::NotSignedIn)?;
    web.app.signed_in(&token).await
}

/// Redirects to the log-in page and remembers the page that was asked for: after logging in, the
/// same user returns there, with the draft.
fn to_log_in(parts: &Parts, web: &Web) -> Response {
    let answer = Redirect::to("/logga-in").into_response();
    if parts.method != Method::GET {
        return answer;
    }
    let asked = parts
        .uri
        .path_and_query()
        .map_or("/inkorg", |asked| asked.as_str());
    let cookie = cookies::written(
        cookies::PLACE,
        asked,
        CookieLife::Session,
        web.settings.https,
    );
    ([(header::SET_COOKIE, cookie)], answer).into_response()
}

/// A visitor, logged in or not, of pages that everybody may read.
#[derive(Clone)]
pub(crate) struct PageVisitor {
    /// The user, if logged in with an assignment.
    pub(crate) signed: Option<Signed>,
    /// How the user wants pages to look.
    pub(crate) choices: DisplayChoices,
}

impl FromRequestParts<Web> for PageVisitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        let choices = DisplayChoices::read(&parts.headers);
        Ok(Self {
            signed: Signed::from_request_parts(parts, web).await.ok(),
            choices,
        })
    }
}

/// An administrator. Other users get the answer that there is no such page.
#[derive(Clone)]
pub(crate) struct Administrator(pub(crate) Signed);

impl FromRequestParts<Web> for Administrator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let signed = Signed::from_request_parts(parts, web).await?;
        if signed.may("administer") {
            Ok(Self(signed))
        } else {
            Err(Problem::not_found().into_response())
        }
    }
}

/// A user who may open a case. Other users get the answer that it is not their task.
#[derive(Clone)]
pub(crate) struct CaseOpener(pub(crate) Signed);

impl FromRequestParts<Web> for CaseOpener {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let signed = Signed::from_request_parts(parts, web).await?;
        if signed.may("open_case") {
            Ok(Self(signed))
        } else {
            Err(Problem::from(Refusal::NotYourTask).into_response())
        }
    }
}

/// Accepts a post from our own pages only, so that no other site can act for a user.
pub(crate) async fn same_origin(request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe || is_ours(request.headers()) {
        next.run(request).await
    } else {
        Problem::from(Refusal::NotYourTask).into_response()
    }
}

/// Whether the browser says that a post comes from our own pages. Every modern browser sends one of
/// the two headers with a post. A request without them is refused, because it could carry a cookie.
/// Programs use the API, which takes a token and ignores cookies.
fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text("origin") else {
        return false;
    };
    let host = text("host").unwrap_or_default();
    let named = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    named.is_some_and(|named| !host.is_empty() && named.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::is_ours;

    fn headers(given: &[(&'static str, &'static str)]) -> HeaderMap {
        given
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn another_site_cannot_post_for_a_user() {
        assert!(is_ours(&headers(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "null")
        ])));
        assert!(is_ours(&headers(&[
            ("origin", "https://v.example"),
            ("host", "v.example")
        ])));
        assert!(
            !is_ours(&headers(&[("host", "v.example")])),
            "it says nothing"
        );
        assert!(!is_ours(&headers(&[])));
        for other in [
            [("sec-fetch-site", "cross-site"), ("host", "v.example")],
            [("sec-fetch-site", "same-site"), ("host", "v.example")],
            [("origin", "https://evil.example"), ("host", "v.example")],
            [("origin", "null"), ("host", "v.example")],
        ] {
            assert!(!is_ours(&headers(&other)), "{other:?}");
        }
    }
}

//! The parts of a program's request other than its path: content, version, idempotency key, and
//! query parameters. They are parsed strictly, so that mistakes are reported and not guessed at.

mod json;

use std::collections::BTreeMap;

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, FromRequestParts, Path, Request},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::{Map, Value};
use vocabulary::mistake::Mistake;

use crate::problem::Problem;

/// The most bytes of content accepted.
pub const CONTENT_LIMIT: usize = 1 << 20;
/// Longest idempotency key, in characters.
const KEY_LIMIT: usize = 200;

/// The result of a handler of the API.
pub type ApiResult = Result<Response, Problem>;

/// A JSON object with the request's idempotency key, sent to a URL without parameters.
#[derive(Debug, Clone)]
pub struct JsonBody {
    /// The object's members.
    pub fields: Map<String, Value>,
    /// The idempotency key with what it was sent for; none when there is no key.
    pub request: Option<app::Request>,
}

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        NoParameters::from_request_parts(&mut parts, state).await?;
        let key = idempotency_key(&parts.headers)?;
        if !says_json(&parts.headers) {
            return Err(Problem::not_json());
        }
        // The outer layer has already read and measured it.
        let content = to_bytes(body, CONTENT_LIMIT)
            .await
            .map_err(|_| Problem::cut_off())?;
        let fields = json::object(&content)?;
        let request = key.map(|key| app::Request {
            key,
            content: named(&parts, &content),
        });
        Ok(Self { fields, request })
    }
}

/// The content together with method and path: a key is valid for one combination.
fn named(parts: &Parts, content: &Bytes) -> Vec<u8> {
    let mut named = format!("{} {}\n", parts.method, parts.uri.path()).into_bytes();
    named.extend_from_slice(content);
    named
}

fn says_json(headers: &HeaderMap) -> bool {
    let mut said = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(only), None) = (said.next(), said.next()) else {
        return false;
    };
    let Ok(only) = only.to_str() else {
        return false;
    };
    let mut parts = only.split(';').map(str::trim);
    let json = parts
        .next()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    json && parts.all(|parameter| {
        parameter.is_empty()
            || parameter.split_once('=').is_some_and(|(name, value)| {
                name.trim().eq_ignore_ascii_case("charset")
                    && value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
            })
    })
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut given = headers.get_all("idempotency-key").iter();
    let Some(first) = given.next() else {
        return Ok(None);
    };
    let text = first.to_str().map_err(|_| Problem::bad_key())?.trim();
    if given.next().is_some() || text.is_empty() || text.len() > KEY_LIMIT {
        return Err(Problem::bad_key());
    }
    Ok(Some(text.to_owned()))
}

/// The version in `If-Match`.
///
/// `5` and `"5"` are the version 5. Anything else counts as a version that no case has (also `*`, a
/// list and a weak tag, because a change is based on exactly one version), so that it is answered
/// like any other version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub Option<u64>);

/// The version that no case has.
const NO_VERSION: u64 = u64::MAX;

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let mut given = parts.headers.get_all(header::IF_MATCH).iter();
        let version = given.next().map(|first| {
            let only = given.next().is_none();
            first
                .to_str()
                .ok()
                .filter(|_| only)
                .and_then(version)
                .unwrap_or(NO_VERSION)
        });
        Ok(Self(version))
    }
}

fn version(text: &str) -> Option<u64> {
    let text = text.trim();
    let bare = text
        .strip_prefix('"')
        .map_or(Some(text), |rest| rest.strip_suffix('"'))?;
    let canonical = bare == "0" || !bare.starts_with('0');
    let digits = bare.bytes().all(|byte| byte.is_ascii_digit());
    (canonical && digits).then(|| bare.parse().ok()).flatten()
}

/// The id in the path. Nobody can tell a malformed id from an unknown one, because both are looked
/// up in the same way.
#[derive(Debug, Clone)]
pub struct PathId(pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Path::<String>::from_request_parts(parts, state)
            .await
            .map(|Path(id)| Self(id))
            .map_err(|_| Problem::not_found())
    }
}

/// The query parameters, each given at most once.
#[derive(Debug, Clone, Default)]
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// The value of a parameter, if it was given.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Checks that no other parameters than these were given.
    ///
    /// # Errors
    /// A mistake for each other parameter.
    pub fn only(self, names: &[&str]) -> Result<Self, Problem> {
        let unknown: Vec<Mistake> = self
            .0
            .keys()
            .filter(|name| !names.contains(&name.as_str()))
            .map(|name| {
                let detail = if names.is_empty() {
                    "Parametern finns inte. Adressen har inga parametrar.".to_owned()
                } else {
                    format!(
                        "Parametern finns inte. Parametrarna är {}.",
                        names.join(", ")
                    )
                };
                Mistake::new(name.as_str(), "unknown-parameter", detail)
            })
            .collect();
        if unknown.is_empty() {
            Ok(self)
        } else {
            Err(Problem::mistaken(unknown))
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Parameters {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut asked = BTreeMap::new();
        let query = parts.uri.query().unwrap_or_default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name)?, decoded(value)?);
            if asked.insert(name.clone(), value).is_some() {
                let detail = "Parametern står mer än en gång. Ange den en gång.";
                return Err(Problem::mistaken(vec![Mistake::new(
                    name, "repeated", detail,
                )]));
            }
        }
        Ok(Self(asked))
    }
}

fn decoded(part: &str) -> Result<String, Problem> {
    let part = part.replace('+', " ");
    let text = percent_decode_str(&part)
        .decode_utf8()
        .map_err(|_| Problem::not_utf8())?;
    Ok(text.into_owned())
}

/// Checks that a URL without parameters was requested without any.
#[derive(Debug, Clone, Copy)]
pub struct NoParameters;

impl<S: Send + Sync> FromRequestParts<S> for NoParameters {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Parameters::from_request_parts(parts, state)
            .await?
            .only(&[])?;
        Ok(Self)
    }
}

/// Room for most answers, in bytes, so that the text is not moved while it grows.
const USUAL_ANSWER: usize = 32 << 10;

/// A view as JSON.
///
/// # Errors
/// A fault if the view cannot be serialised.
pub fn shown<T: Serialize>(view: &T) -> ApiResult {
    let mut body = Vec::with_capacity(USUAL_ANSWER);
    serde_json::to_writer(&mut body, view)
        .map_err(|error| Problem::fault("answer", error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// The answer 201 with the new resource and its URL.
///
/// # Errors
/// As [`shown`].
pub fn made<T: Serialize>(location: &str, view: &T) -> ApiResult {
    let location = HeaderValue::try_from(location)
        .map_err(|error| Problem::fault("answer", error.to_string()))?;
    let mut answer = shown(view)?;
    *answer.status_mut() = StatusCode::CREATED;
    answer.headers_mut().insert(header::LOCATION, location);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_version_is_a_plain_number_with_or_without_quotes() {
        assert_eq!(version("5"), Some(5));
        assert_eq!(version("\"5\""), Some(5));
        for other in [
            "",
            "\"\"",
            "*",
            "05",
            "+5",
            "-5",
            "5.0",
            "W/\"5\"",
            "\"5",
            "\"4\", \"5\"",
        ] {
            assert_eq!(version(other), None, "{other}");
        }
    }
}

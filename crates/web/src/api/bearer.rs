//! The caller. A program sends its token in `Authorization: Bearer`; a person's browser has a
//! session, which the pages handle.

use app::{App, Caller};
use axum::extract::{FromRef, FromRequestParts};
use http::{HeaderMap, header, request::Parts};

use crate::problem::Problem;

/// The caller of the API, in the assignment that the token was given for.
#[derive(Debug, Clone)]
pub struct ApiCaller(pub Caller);

impl<S> FromRequestParts<S> for ApiCaller
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let token = token(&parts.headers).ok_or_else(Problem::not_signed_in)?;
        Ok(Self(App::from_ref(state).caller(token).await?))
    }
}

/// The longest token that is looked up; ours are shorter.
const TOKEN_LIMIT: usize = 200;

fn token(headers: &HeaderMap) -> Option<&str> {
    let mut shown = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(only), None) = (shown.next(), shown.next()) else {
        return None;
    };
    let (scheme, token) = only.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    let fits =
        scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && token.len() <= TOKEN_LIMIT;
    fits.then_some(token)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};

    use super::token;

    fn shown(values: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_static(value));
        }
        token(&headers).map(str::to_owned)
    }

    #[test]
    fn only_one_bearer_token_names_a_caller() {
        assert_eq!(shown(&["Bearer abc"]), Some("abc".to_owned()));
        assert_eq!(shown(&["bearer  abc"]), Some("abc".to_owned()));
        assert_eq!(shown(&[]), None);
        assert_eq!(shown(&["Bearer "]), None);
        assert_eq!(shown(&["Basic abc"]), None);
        assert_eq!(shown(&["abc"]), None);
        assert_eq!(shown(&["Bearer abc", "Bearer def"]), None);
    }
}

//! Writes a problem as an answer: JSON for a program, a page for a person.

use askama::Template as _;
use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use vocabulary::mistake::Mistake;

use super::{Problem, known};
use crate::{
    failure::page::{FailurePage, NotFoundPage},
    html::frame::Frame,
};

/// The media type of RFC 9457.
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// Whether a request came to the API or to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surface {
    /// The API, for programs.
    Api,
    /// A page, for people.
    Page,
}

impl Surface {
    /// The surface of a path.
    pub(crate) fn of(path: &str) -> Self {
        let program =
            path == "/api" || path.starts_with("/api/") || ["/healthz", "/readyz"].contains(&path);
        if program { Self::Api } else { Self::Page }
    }
}

/// A problem as in RFC 9457, with Vårdbron's own members.
#[derive(Serialize)]
struct ProblemBody<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    rule: &'a str,
    detail: &'a str,
    #[serde(skip_serializing_if = "<[Mistake]>::is_empty")]
    mistakes: &'a [Mistake],
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    request_id: &'a str,
}

/// Writes a problem for the API or for a page. Headers of the marked answer (`Allow`) are kept.
pub(crate) fn write(marked: Response, problem: &Problem, surface: Surface, id: &str) -> Response {
    let (content_type, body) = match surface {
        Surface::Api => (PROBLEM_JSON, json(problem, id)),
        Surface::Page => (HTML, page(problem, id)),
    };
    let (mut parts, _) = marked.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, content_type);
    if problem.0.known.retry_after > 0 {
        parts
            .headers
            .insert(header::RETRY_AFTER, problem.0.known.retry_after.into());
    }
    if surface == Surface::Api && problem.0.known.status == StatusCode::UNAUTHORIZED {
        const CHALLENGE: HeaderValue = HeaderValue::from_static("Bearer realm=\"vardbron\"");
        parts.headers.insert(header::WWW_AUTHENTICATE, CHALLENGE);
    }
    (parts, Body::from(body)).into_response()
}

fn json(problem: &Problem, id: &str) -> Vec<u8> {
    let problem = &problem.0;
    let members = ProblemBody {
        r#type: format!("urn:vardbron:problem:{}", problem.code),
        title: problem.known.title,
        status: problem.known.status.as_u16(),
        code: problem.code,
        rule: problem.rule,
        detail: &problem.detail,
        mistakes: &problem.mistakes,
        version: problem.version,
        request_id: id,
    };
    // It contains only text and numbers, which can always be serialised.
    serde_json::to_vec(&members).unwrap_or_default()
}

fn page(problem: &Problem, id: &str) -> Vec<u8> {
    let problem = &problem.0;
    let frame = Frame {
        title: problem.known.title.to_owned(),
        ..Frame::default()
    };
    let written = if *problem.known == known::NOT_FOUND {
        NotFoundPage { frame }.render()
    } else if problem.fault.is_some() {
        FailurePage::fault(frame, id).render()
    } else if *problem.known == known::TOO_LARGE {
        FailurePage::too_large(frame).render()
    } else {
        let mut text = vec![problem.detail.as_str()];
        text.extend(
            problem
                .mistakes
                .iter()
                .map(|mistake| mistake.detail.as_str()),
        );
        FailurePage::plain(frame, problem.known.title, &text).render()
    };
    written
        .unwrap_or_else(|_| problem.detail.clone())
        .into_bytes()
}

#[cfg(test)]
mod tests {
    use axum::{
        body::to_bytes,
        response::{IntoResponse as _, Response},
    };
    use http::header;

    use super::{Surface, write};
    use crate::problem::Problem;

    async fn written(problem: Problem, surface: Surface) -> (Response, String) {
        let answer = write(problem.clone().into_response(), &problem, surface, "q7w2");
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        (Response::from_parts(parts, axum::body::Body::empty()), text)
    }

    #[tokio::test]
    async fn a_fault_tells_its_number_and_not_what_went_wrong() {
        for surface in [Surface::Api, Surface::Page] {
            let problem = Problem::fault("journal", "row 17 of Amina");
            let (answer, text) = written(problem, surface).await;
            assert_eq!(answer.status().as_u16(), 500);
            assert!(text.contains("q7w2"), "{text}");
            for inside in ["Amina", "row 17", "journal"] {
                assert!(!text.contains(inside), "{text}");
            }
        }
    }

    #[tokio::test]
    async fn who_should_wait_is_told_for_how_long() {
        let (answer, _) = written(app::AppError::Busy.into(), Surface::Api).await;
        assert_eq!(answer.status().as_u16(), 503);
        assert_eq!(answer.headers()[header::RETRY_AFTER], "2");
        let (answer, _) = written(Problem::not_found(), Surface::Api).await;
        assert!(!answer.headers().contains_key(header::RETRY_AFTER));
    }

    #[tokio::test]
    async fn a_browser_is_not_asked_for_a_token() {
        let (answer, _) = written(Problem::not_signed_in(), Surface::Page).await;
        assert!(!answer.headers().contains_key(header::WWW_AUTHENTICATE));
        let (answer, _) = written(Problem::not_signed_in(), Surface::Api).await;
        assert!(answer.headers().contains_key(header::WWW_AUTHENTICATE));
    }
}

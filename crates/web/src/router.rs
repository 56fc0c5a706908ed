//! The router with the layers that every request passes. The outermost layer checks the URL, writes
//! problems and adds the headers of every answer. Inside it panics are caught, time is limited,
//! answers are compressed, and content is read up to its limit.

use std::time::Duration;

use app::App;
use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Path, Request, State},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use http_body_util::BodyExt as _;
use percent_encoding::percent_decode_str;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate as _, SizeAbove},
    },
};

use crate::{
    Settings, Web, api, assets, pages,
    problem::{Problem, Surface, write},
    request::CONTENT_LIMIT,
};

/// How long a request may take in total.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// How much of too large content is read and discarded, so that the sender gets the answer: if the
/// connection is closed while the other side still writes, it is reset and the answer is lost.
const DISCARD_LIMIT: usize = 64 << 20;
/// Answers smaller than this, in bytes, are not compressed.
const COMPRESS_FROM: u64 = 1024;

/// All routes: pages, API and assets.
pub fn router(app: App, settings: Settings) -> Router {
    let routes = Router::new()
        .merge(api::router())
        .merge(pages::router())
        .route("/tillgangar/{hash}/{name}", get(asset));
    protected(routes, Web { app, settings })
}

/// Wraps routes in the layers that every request passes.
fn protected(routes: Router<Web>, web: Web) -> Router {
    let packed = SizeAbove::new(COMPRESS_FROM)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::const_new("font/"));
    routes
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(from_fn(read_content))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(packed),
        )
        .layer(from_fn(limit_time))
        .layer(CatchPanicLayer::custom(|_| panicked()))
        .layer(from_fn_with_state(web.clone(), finish))
        .with_state(web)
}

/// The answer to a panic. The panic's text may contain data that was being worked on, so it is not
/// repeated here.
fn panicked() -> Response {
    Problem::fault("handler", "a panic was caught").into_response()
}

/// Writes problems and adds the headers of every answer.
async fn finish(State(web): State<Web>, request: Request, next: Next) -> Response {
    let surface = Surface::of(request.uri().path());
    let method = request.method().clone();
    let address = request.extensions().get::<MatchedPath>().cloned();
    let (mut answer, looked) = app::looked_at(async {
        if readable(request.uri()) {
            next.run(request).await
        } else {
            Problem::not_utf8().into_response()
        }
    })
    .await;
    if shows(&method, answer.status())
        && let Err(error) = web.app.was_shown(looked).await
    {
        // Nobody reads what cannot be logged.
        answer = Problem::from(error).into_response();
    }
    if let Some(problem) = answer.extensions_mut().remove::<Problem>() {
        let id = web.app.request_id();
        problem.log(
            &id,
            &method,
            address.as_ref().map_or("", MatchedPath::as_str),
        );
        answer = write(answer, &problem, surface, &id);
    }
    protect(answer.headers_mut());
    answer
}

/// Whether an answer shows what was looked at for it. A redirect and the answer to a `HEAD` do not,
/// so they leave no row of a view in the access log.
fn shows(method: &Method, status: StatusCode) -> bool {
    *method != Method::HEAD && (!status.is_redirection() || status == StatusCode::NOT_MODIFIED)
}

/// Whether the URL is valid UTF-8.
fn readable(uri: &Uri) -> bool {
    [uri.path(), uri.query().unwrap_or_default()]
        .iter()
        .all(|part| percent_decode_str(part).decode_utf8().is_ok())
}

const PROTECTION: [(HeaderName, HeaderValue); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
             object-src 'none'",
        ),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
];

/// Adds headers that forbid browsers and proxies to store answers, except assets, which set their
/// own.
fn protect(headers: &mut HeaderMap) {
    if vocabulary::leak::seeded("browser-cache") {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private"));
    }
    for (name, value) in PROTECTION {
        if name == header::REFERRER_POLICY && vocabulary::leak::seeded("referer") {
            continue;
        }
        headers.insert(name, value);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

async fn limit_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(TIME_LIMIT, next.run(request))
        .await
        .unwrap_or_else(|_| Problem::too_slow().into_response())
}

/// Reads the whole content, or enough of it to know that it is too large.
async fn read_content(request: Request, next: Next) -> Response {
    let (parts, mut body) = request.into_parts();
    let mut content = Vec::new();
    let mut length: usize = 0;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Problem::cut_off().into_response();
        };
        let Some(data) = frame.data_ref() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > DISCARD_LIMIT {
            break;
        }
        if length <= CONTENT_LIMIT {
            content.extend_from_slice(data);
        }
    }
    if length > CONTENT_LIMIT {
        return Problem::too_large().into_response();
    }
    next.run(Request::from_parts(parts, Body::from(content)))
        .await
}

/// Serves a file that pages need; its URL changes when the file does.
async fn asset(Path((hash, name)): Path<(String, String)>) -> Result<Response, Problem> {
    let found = assets::find(&hash, &name).ok_or_else(Problem::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, found.content_type),
        (header::CACHE_CONTROL, assets::CACHE_CONTROL),
    ];
    Ok((headers, found.bytes).into_response())
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, response::Response, routing::get};
    use http::Request;
    use http_body_util::BodyExt as _;
    use testkit::Stage;
    use tower::ServiceExt as _;

    use super::protected;
    use crate::{Settings, Web};

    async fn fails() -> Response {
        panic!("the name of Amina")
    }

    #[tokio::test]
    async fn a_panic_is_answered_and_tells_nothing() {
        let stage = Stage::new().await;
        let web = Web {
            app: stage.app.clone(),
            settings: Settings::default(),
        };
        let router = protected(Router::new().route("/api/x", get(fails)), web);
        let request = Request::get("/api/x").body(Body::empty()).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        assert_eq!(answer.status().as_u16(), 500);
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["code"], "fault");
        assert!(!problem.to_string().contains("Amina"));
    }
}

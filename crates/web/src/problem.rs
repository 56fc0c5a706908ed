//! All negative answers: one type, which becomes `application/problem+json` (RFC 9457) for a
//! program and a page for a person.
//!
//! A handler only says which problem it is. The outermost layer writes the answer, because only it
//! knows the surface (API or page) and the request's id. It also logs internal faults, once, under
//! that id and without anything about a person. "Does not exist" and "not for you" are one value,
//! so that they cannot differ.

mod known;
mod written;

use app::AppError;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use vocabulary::{mistake::Mistake, refusal::Refusal};

pub(crate) use self::{
    known::{KNOWN, ProblemKind},
    written::{Surface, write},
};

/// A problem: the reason for a negative answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem(Box<Parts>);

/// What a problem consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    known: &'static ProblemKind,
    code: &'static str,
    rule: &'static str,
    detail: String,
    mistakes: Vec<Mistake>,
    version: Option<u64>,
    fault: Option<(&'static str, String)>,
}

impl Parts {
    fn new(known: &'static ProblemKind) -> Self {
        Self {
            known,
            code: known.code,
            rule: "",
            detail: known.detail.to_owned(),
            mistakes: Vec::new(),
            version: None,
            fault: None,
        }
    }
}

impl From<Parts> for Problem {
    fn from(parts: Parts) -> Self {
        Self(Box::new(parts))
    }
}

impl Problem {
    fn new(known: &'static ProblemKind) -> Self {
        Parts::new(known).into()
    }

    /// It does not exist, or the caller may not know of it.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(&known::NOT_FOUND)
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn not_signed_in() -> Self {
        Self::new(&known::NOT_SIGNED_IN)
    }

    /// The URL does not allow this method.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        Self::new(&known::METHOD_NOT_ALLOWED)
    }

    /// The request's content is too large.
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(&known::TOO_LARGE)
    }

    /// The URL or the content is not UTF-8.
    #[must_use]
    pub fn not_utf8() -> Self {
        Self::new(&known::NOT_UTF8)
    }

    /// The sender stopped before the end of the content.
    #[must_use]
    pub fn cut_off() -> Self {
        Self::new(&known::CUT_OFF)
    }

    /// The request took too long and was aborted.
    #[must_use]
    pub fn too_slow() -> Self {
        Self::new(&known::TOO_SLOW)
    }

    /// The content is not declared as JSON.
    #[must_use]
    pub fn not_json() -> Self {
        Self::new(&known::NOT_JSON)
    }

    /// The content says that it is JSON and is not.
    #[must_use]
    pub fn malformed(detail: String) -> Self {
        Parts {
            detail,
            ..Parts::new(&known::MALFORMED)
        }
        .into()
    }

    /// The header `Idempotency-Key` cannot be used.
    #[must_use]
    pub fn bad_key() -> Self {
        Self::new(&known::BAD_KEY)
    }

    /// A change of a case without the version that it is based on.
    #[must_use]
    pub fn version_required() -> Self {
        Self::new(&known::VERSION_REQUIRED)
    }

    /// The request contains mistakes, by field.
    #[must_use]
    pub fn mistaken(mistakes: Vec<Mistake>) -> Self {
        Parts {
            mistakes,
            ..Parts::new(&known::MISTAKES)
        }
        .into()
    }

    /// An internal fault: where and what, without personal data.
    #[must_use]
    pub fn fault(place: &'static str, detail: impl Into<String>) -> Self {
        let said = detail.into();
        let mut parts = Parts::new(&known::FAULT);
        if vocabulary::leak::seeded("fault-detail") {
            parts.detail = format!("{place}: {said}");
        }
        parts.fault = Some((place, said));
        parts.into()
    }

    /// HTTP status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.known.status
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The mistakes, by field.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        &self.0.mistakes
    }

    /// In Swedish: what happened and what to do.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// Logs a fault under the id that the user gets. Nothing else is logged: expected refusals need
    /// no log, and the request may name a person.
    pub(crate) fn log(&self, incident: &str, method: &http::Method, address: &str) {
        if let Some((place, detail)) = &self.0.fault {
            tracing::error!(incident, %method, address, place, detail, "a request failed");
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let known = if refusal == Refusal::NotYourTask {
            &known::NOT_YOUR_TASK
        } else {
            &known::REFUSED
        };
        Parts {
            code: refusal.code(),
            rule: refusal.rule(),
            detail: refusal.detail().to_owned(),
            ..Parts::new(known)
        }
        .into()
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) => refusal.into(),
            AppError::Mistakes(mistakes) => Self::mistaken(mistakes),
            AppError::NotFound => Self::not_found(),
            AppError::Stale { current } => Parts {
                version: Some(current),
                ..Parts::new(&known::STALE_VERSION)
            }
            .into(),
            AppError::KeyReused => Self::new(&known::KEY_REUSED),
            AppError::NotSignedIn => Self::not_signed_in(),
            AppError::WrongPassword => Self::new(&known::WRONG_PASSWORD),
            AppError::TooManyTries { .. } => Self::new(&known::TOO_MANY_TRIES),
            AppError::TooManyEmergencies => Self::new(&known::TOO_MANY_EMERGENCIES),
            AppError::Busy => Self::new(&known::BUSY),
            AppError::Unknown => Self::new(&known::UNKNOWN),
            AppError::Stopped => Self::new(&known::STOPPED),
            AppError::NoRoom => Self::new(&known::NO_ROOM),
            AppError::NewerJournal(said) => Self::fault("journal", said),
            AppError::Fault { place, detail } => Self::fault(place, detail),
        }
    }
}

/// Only marks the answer; [`write`] fills it in.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.known.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

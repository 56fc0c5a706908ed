//! A page's form as it was posted: pairs in their order, unchanged, so that a form that is shown
//! again still contains everything.

use app::Request;
use axum::{
    body::to_bytes,
    extract::{self, FromRequest},
    response::{IntoResponse as _, Response},
};
use http::{HeaderName, StatusCode, header};
use jiff::Timestamp;
use percent_encoding::percent_decode;
use vocabulary::{
    calendar::{local_time, time_digits},
    mistake::Mistake,
    reading::MISSING,
};

use crate::{
    form_sender,
    html::{field::FieldView, form::FormView},
    problem::Problem,
    request::CONTENT_LIMIT,
};

/// The posted fields of a form, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FormBody(pub(crate) Vec<(String, String)>);

/// The field with the version that a form was drawn on.
pub(crate) const VERSION: &str = "version";
/// The field with a form's own key, so that sending it twice carries it out once.
pub(crate) const KEY: &str = "nyckel";

impl FormBody {
    /// Reads the pairs of a posted form.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Problem> {
        body.split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
            .map(pair)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The version that the form was drawn on; a missing or unreadable one becomes one that nothing
    /// has.
    pub(crate) fn version(&self) -> u64 {
        self.get(VERSION).parse().unwrap_or(u64::MAX)
    }

    /// The request that the form is, if it carries a key: its address and what was typed, apart from
    /// the fields in `except`.
    pub(crate) fn request(&self, address: &str, except: &[&str]) -> Option<Request> {
        let key = self.get(KEY);
        let mut content = address.to_owned();
        let own = self.0.iter();
        for (name, value) in own.filter(|(name, _)| !except.contains(&name.as_str())) {
            content.push('\n');
            content.push_str(name);
            content.push('=');
            content.push_str(value);
        }
        (!key.is_empty()).then(|| Request {
            key: key.to_owned(),
            content: content.into_bytes(),
        })
    }

    /// The first value of a field; empty when it was not posted.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The value of a field, trimmed; none when it is empty.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text = self.get(name).trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Whether a field was posted at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }
}

impl<S: Send + Sync> FromRequest<S> for FormBody {
    type Rejection = Problem;

    async fn from_request(request: extract::Request, _: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") && !kind.is_empty() {
            return Err(Problem::not_utf8());
        }
        // The outer layer has already read and measured it.
        let body = to_bytes(request.into_body(), CONTENT_LIMIT)
            .await
            .map_err(|_| Problem::cut_off())?;
        Self::read(&body).map(form_sender::unmarked)
    }
}

fn pair(pair: &[u8]) -> Result<(String, String), Problem> {
    let mut halves = pair.splitn(2, |byte| *byte == b'=');
    let mut half = || decoded(halves.next().unwrap_or_default());
    Ok((half()?, half()?))
}

fn decoded(part: &[u8]) -> Result<String, Problem> {
    let spaced: Vec<u8> = part
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    percent_decode(&spaced)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Problem::not_utf8())
}

/// The answer to an autosave: when it was saved, or that the form has been sent since.
pub(crate) fn kept(at: Option<Timestamp>) -> Response {
    let Some(at) = at else {
        return StatusCode::CONFLICT.into_response();
    };
    let saved = [(
        HeaderName::from_static("x-sparat"),
        time_digits(local_time(at)),
    )];
    (StatusCode::NO_CONTENT, saved).into_response()
}

/// Puts the typed answers and their mistakes back into a form. A mistake in a field that the form
/// does not show is shown at the top.
pub(crate) fn refilled(mut form: FormView, posted: &FormBody, mistakes: &[Mistake]) -> FormView {
    for field in &mut form.fields {
        refill(field, posted);
    }
    for mistake in mistakes {
        let name = mistake.field.split(['[', '.']).next().unwrap_or_default();
        let found = form
            .fields
            .iter_mut()
            .find(|field| field.name == mistake.field)
            .or(None);
        let found = match found {
            Some(found) => Some(found),
            None => form
                .fields
                .iter_mut()
                .find(|field| field.name == name || field.name.split('.').next() == Some(name)),
        };
        match found {
            Some(field) if mistake.detail == MISSING => field.error = Some(field.missing()),
            Some(field) => field.error = Some(mistake.detail.clone()),
            None => form.refusals.push(crate::html::form::RefusalNote {
                text: mistake.detail.clone(),
                citation: None,
            }),
        }
    }
    form
}

fn refill(field: &mut FieldView, posted: &FormBody) {
    use crate::html::field::FieldKind;
    // A form that comes back with mistakes is still the form that was drawn on that version.
    let carried = [VERSION, KEY].contains(&&*field.name) && posted.has(&field.name);
    let hidden = matches!(
        field.kind,
        FieldKind::Password | FieldKind::Hidden | FieldKind::Heading
    );
    if hidden && !carried {
        return;
    }
    let typed: Vec<String> = posted
        .0
        .iter()
        .filter(|(name, _)| *name == field.name)
        .map(|(_, v)| v.clone())
        .collect();
    if !typed.is_empty() || !posted.0.is_empty() {
        field.values = typed;
    }
}

#[cfg(test)]
mod tests {
    use super::pair;

    #[test]
    fn swedish_letters_and_plus_signs_come_through() {
        assert_eq!(
            pair(b"namn=%C3%85sa+Ek").unwrap(),
            ("namn".to_owned(), "Åsa Ek".to_owned())
        );
        assert_eq!(pair(b"tomt").unwrap(), ("tomt".to_owned(), String::new()));
        assert!(pair(b"namn=%FF").is_err());
    }
}

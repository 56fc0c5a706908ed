//! Who else has the form open, in words: on the page, and in the answer to an autosave.

use app::{AppError, Which};
use http::{HeaderName, HeaderValue};

use crate::account::session::Signed;

/// One sentence for each user who has the form open; empty for a reader who gets a share of the
/// case only.
pub(super) async fn sentences(
    signed: &Signed,
    which: impl Into<Which<'_>>,
    step: &str,
) -> Result<Vec<String>, AppError> {
    match signed.app.open_by(&signed.caller, which, step).await {
        Ok(rows) => Ok(rows
            .view()
            .iter()
            .map(|row| {
                let role = row.role.to_lowercase();
                format!(
                    "{}, {role}, {}, har också formuläret öppet.",
                    row.by, row.unit
                )
            })
            .collect()),
        Err(AppError::NotFound) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// The sentences as a header, encoded because names are not ASCII.
pub(super) fn header(sentences: &[String]) -> Option<(HeaderName, HeaderValue)> {
    let text = sentences.join(" ");
    let encoded = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
    let value = HeaderValue::from_str(&encoded.to_string()).ok()?;
    Some((HeaderName::from_static("x-oppet"), value))
}

//! All cookies: the session's token, the address to return to, who was here last, a receipt, and
//! how the user wants pages to look. None contains anything about a case, except the random id in
//! an address.

use http::{HeaderMap, HeaderValue, header};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The session's token.
pub(crate) const SESSION: &str = "vardbron";
/// The page to return to after logging in again.
pub(crate) const PLACE: &str = "vardbron_plats";
/// The last user of this browser, so that another user is not sent to that page.
pub(crate) const LAST_USER: &str = "vardbron_vem";
/// What has just happened, shown once.
pub(crate) const RECEIPT: &str = "vardbron_kvitto";
/// Light or dark colours.
pub(crate) const SCHEME: &str = "vardbron_farger";
/// Size of the text on pages.
pub(crate) const SIZE: &str = "vardbron_text";
/// Whether single-key shortcuts are off.
pub(crate) const KEYS: &str = "vardbron_genvagar";

/// The cookies that say something about a user. How pages look says nothing about anybody.
pub(crate) const OF_THE_USER: [&str; 4] = [SESSION, PLACE, LAST_USER, RECEIPT];

/// How long a cookie is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CookieLife {
    /// Until the browser is closed.
    Session,
    Year,
    /// The cookie is removed.
    Gone,
}

/// The value of a cookie; none when it is missing, occurs twice, or cannot be read.
pub(crate) fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim_ascii().strip_prefix(name)?.strip_prefix('='));
    let (Some(value), None) = (found.next(), found.next()) else {
        return None;
    };
    let text = percent_decode_str(value).decode_utf8().ok()?.into_owned();
    (!text.is_empty()).then_some(text)
}

/// A `Set-Cookie` header: never readable by script, never sent from another site.
pub(crate) fn written(name: &str, value: &str, kept: CookieLife, https: bool) -> HeaderValue {
    let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
    let age = match kept {
        CookieLife::Session => "",
        CookieLife::Year => "; Max-Age=31536000",
        CookieLife::Gone => "; Max-Age=0",
    };
    let secure = if https { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{age}{secure}");
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header::COOKIE};

    use super::{CookieLife, read, written};

    #[test]
    fn a_cookie_reads_back_and_a_doubled_one_does_not() {
        let mut headers = HeaderMap::new();
        headers.append(
            COOKIE,
            HeaderValue::from_static("a=1; plats=%2Farenden%2Fx; b=2"),
        );
        assert_eq!(read(&headers, "plats"), Some("/arenden/x".to_owned()));
        headers.append(COOKIE, HeaderValue::from_static("plats=other"));
        assert_eq!(read(&headers, "plats"), None);
    }

    #[test]
    fn no_script_and_no_other_site_gets_a_cookie() {
        let text = written("vardbron", "x;y", CookieLife::Session, true);
        let text = text.to_str().unwrap();
        assert_eq!(
            text,
            "vardbron=x%3By; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
    }
}

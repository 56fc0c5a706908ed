//! What has just happened, shown once on the next page (POST → redirect → GET). It is sent in a
//! cookie, so it is a code and contains nothing about a case.

use http::{HeaderMap, HeaderValue};
use vocabulary::{choice, choice::Choice as _};

use crate::{
    account::cookies::{self, CookieLife},
    html::{
        frame::FlashMessage,
        part::{Alert, Tone},
    },
};

choice! {
    /// A message about what has just happened.
    pub enum Flash {
        /// Saved, and nothing more to say.
        Saved = "sparat", "Sparat.";
        /// Saved, and the step is done.
        StepDone = "klart", "Sparat. Steget är klart.";
        /// A case was opened.
        Opened = "startat", "Ärendet är startat. Ingenting har skickats.";
        /// Something was sent or queued.
        Sent = "skickat", "Sparat. Under Kopior ser du vad som väntar och vad som har lämnat Vårdbron.";
        /// A unit was asked or ordered to do something, in the product.
        Asked = "fragat", "Skickat. Mottagaren ser det i Vårdbron nu.";
        /// Something was signed.
        Signed = "undertecknat", "Underskriften är sparad.";
        /// A party was added.
        PartyAdded = "tillagd", "Parten är tillagd och ser sin del av ärendet.";
        /// A party was removed.
        PartyRemoved = "borttagen", "Parten är borttagen och ser inte ärendet längre.";
        /// The latest change was undone.
        Undone = "angrat", "Ångrat. Det är som det var före din senaste ändring.";
        /// The plan was approved, or agreed on.
        PlanSettled = "planen", "Sparat. Under Vem har godkänt ser du vilka som har godkänt planen.";
        /// A case was closed.
        Closed = "avslutat", "Ärendet är avslutat.";
        /// A case was opened again.
        Reopened = "oppnat-igen", "Ärendet är öppet igen. Lägg till andra enheter på nytt, och kontrollera det som är bokat.";
        /// An answer to a question was given.
        Answered = "besvarat", "Svaret är sparat. Den som frågade ser det nu.";
        /// A wrong disclosure or a question from an authority was recorded.
        Reported = "rapporterat", "Rapporterat. Det står under Samtalslogg i ärendet.";
        /// It takes two persons and waits for the second.
        Proposed = "foreslaget", "Sparat som förslag. Det gäller när en annan administratör har bekräftat det under Förslag.";
        /// A proposal was confirmed, refused or withdrawn.
        Settled = "avgjort", "Förslaget är avgjort.";
        /// The user's own password was changed.
        PasswordChanged = "nytt-losenord", "Lösenordet är bytt.";
        /// An assignment or a unit has ended.
        Ended = "slutat", "Sparat. Det gäller från och med nu.";
    }
}

impl Flash {
    /// What to say after an administrator has saved something.
    pub(crate) fn of(administered: app::Administered, done: Self) -> Self {
        match administered {
            app::Administered::Done => done,
            app::Administered::Proposed => Self::Proposed,
        }
    }
}

/// The messages that a request brings in its cookie.
#[derive(Debug, Clone, Default)]
pub(crate) struct CarriedFlash {
    said: Option<Flash>,
    undo: Option<String>,
    warnings: Vec<String>,
}

/// Separates the parts of the cookie; no part contains it.
const BETWEEN: char = '\n';

impl CarriedFlash {
    /// Reads the messages from the cookie.
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let text = cookies::read(headers, cookies::RECEIPT).unwrap_or_default();
        let mut parts = text.split(BETWEEN);
        Self {
            said: parts.next().and_then(Flash::from_code),
            undo: parts
                .next()
                .filter(|undo| is_local(undo))
                .map(str::to_owned),
            warnings: parts.map(str::to_owned).collect(),
        }
    }

    /// The message on the page.
    pub(crate) fn receipt(&self) -> Option<FlashMessage> {
        self.said.map(|said| FlashMessage {
            text: said.swedish().to_owned(),
            undo: self.undo.clone(),
        })
    }

    /// The warnings that the user should look at.
    pub(crate) fn alerts(&self) -> Vec<Alert> {
        self.warnings
            .iter()
            .map(|text| Alert {
                tone: Tone::Warning,
                text: text.clone(),
                ..Alert::default()
            })
            .collect()
    }
}

/// The cookie that shows it on the next page. `undo` is the URL that "Ångra" posts to; warnings are
/// fixed texts that name nobody.
pub(crate) fn cookie(
    said: Flash,
    undo: Option<&str>,
    warnings: &[String],
    https: bool,
) -> HeaderValue {
    let mut text = said.code().to_owned();
    text.push(BETWEEN);
    text.push_str(undo.unwrap_or_default());
    for warning in warnings.iter().take(4) {
        text.push(BETWEEN);
        text.extend(
            warning
                .chars()
                .filter(|letter| *letter != BETWEEN)
                .take(200),
        );
    }
    cookies::written(cookies::RECEIPT, &text, CookieLife::Session, https)
}

/// Whether a URL is a path on this server.
pub(crate) fn is_local(path: &str) -> bool {
    // A browser leaves tabs and line breaks out, and takes a backslash for a slash.
    let strange = |sign: char| sign == '\\' || sign.is_control();
    path.starts_with('/') && !path.starts_with("//") && !path.contains(strange)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header::COOKIE};

    use super::{CarriedFlash, Flash, cookie, is_local};

    #[test]
    fn what_is_said_after_a_redirect_is_a_code_with_a_way_back() {
        let sent = cookie(
            Flash::Saved,
            Some("/arenden/x/angra"),
            &["Kontrollera.".to_owned()],
            false,
        );
        let pair = sent.to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::try_from(pair).unwrap());
        let carried = CarriedFlash::read(&headers);
        let receipt = carried.receipt().unwrap();
        assert_eq!(receipt.text, "Sparat.");
        assert_eq!(receipt.undo.as_deref(), Some("/arenden/x/angra"));
        assert_eq!(carried.alerts().len(), 1);
    }

    #[test]
    fn only_a_path_of_ours_is_gone_to() {
        assert!(is_local("/inkorg"));
        for other in [
            "",
            "//example.org",
            "https://example.org",
            "/\\example.org",
            "/\t/example.org",
            "/\n/example.org",
            "/\u{7f}/example.org",
        ] {
            assert!(!is_local(other), "{other}");
        }
    }
}

//! Pages that say no: what happened, what it means, what to do. No text blames the user.

use askama::Template;

use crate::html::frame::Frame;

/// The answer 404, the same for what does not exist and what the viewer may not know of. It takes
/// nothing but the frame, so that the two cannot differ.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "failure/not_found.html")]
pub struct NotFoundPage {
    pub frame: Frame,
}

/// Other problem pages: 403 on an act, 410, 413, 422, 429, 500.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "failure/failure.html")]
pub struct FailurePage {
    pub frame: Frame,
    /// What happened.
    pub heading: String,
    /// What it means and what to do, in short sentences.
    pub text: Vec<String>,
    /// The number under which the fault is logged, for the user to tell support.
    pub incident: Option<String>,
    /// Text and URL of the link to continue with.
    pub back: Option<(String, String)>,
}

impl FailurePage {
    /// 500: an internal fault, logged under a number.
    pub fn fault(frame: Frame, incident: &str) -> Self {
        Self {
            frame,
            heading: "Något gick fel hos oss".to_owned(),
            text: vec![
                "Det du sparade tidigare finns kvar. Det du skrev nyss kan saknas.".to_owned(),
                "Gå tillbaka och försök igen. Ring supporten om det händer igen, och läs upp numret."
                    .to_owned(),
            ],
            incident: Some(incident.to_owned()),
            back: Some(("Till inkorgen".to_owned(), "/inkorg".to_owned())),
        }
    }

    /// 413: a file or text that is too large.
    pub fn too_large(frame: Frame) -> Self {
        Self::plain(
            frame,
            "Det du skickade är för stort",
            &[
                "Inget sparades.",
                "Gå tillbaka, korta texten eller välj en mindre fil och försök igen.",
            ],
        )
    }

    /// A page with a heading, sentences and a link to the worklist.
    pub fn plain(frame: Frame, heading: &str, text: &[&str]) -> Self {
        Self {
            frame,
            heading: heading.to_owned(),
            text: text.iter().map(|line| (*line).to_owned()).collect(),
            incident: None,
            back: Some(("Till inkorgen".to_owned(), "/inkorg".to_owned())),
        }
    }
}

//! Whose form a page shows: each carries a mark of the user and the assignment that it was drawn for. A form
//! that comes from another, because the user has changed assignment in another tab, is not carried out for
//! the wrong unit, and one that comes after logging out is not lost. Both are shown again with everything
//! that was typed, to be sent once more.

use axum::{body::Body, extract::Request, response::Response};
use http::{Method, header};
use memchr::{memchr, memmem};

use crate::{
    form_body::FormBody,
    html::{
        block::{Block, TextPart, TextView},
        field::FieldView,
        form::FormView,
        frame::Frame,
        part::PageLink,
        plain::PlainPage,
    },
    request::CONTENT_LIMIT,
};

/// The field with the mark.
const SENDER: &str = "som";
/// Forms that hold for whoever is logged in.
const OF_ANYBODY: [&str; 5] = [
    "/logga-in",
    "/logga-ut",
    "/uppdrag",
    "/session",
    "/installningar",
];
/// Fields that are no answer of the user's.
const NO_ANSWERS: [&str; 5] = ["command", "version", "nyckel", "granskad", SENDER];

/// The mark that a posted form carries.
#[derive(Debug, Clone)]
pub(crate) struct Sender(pub(crate) String);

/// That a form came from another assignment and was not carried out. An extension of the answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FromAnother;

/// A posted form that may have to be sent once more.
pub(crate) struct PostedOnce {
    address: String,
    fields: FormBody,
}

impl PostedOnce {
    /// Takes the form out of a request, which afterwards carries its mark as an extension; none for what
    /// is no form with a mark.
    pub(crate) async fn of(request: Request) -> (Request, Option<Self>) {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_form = request.method() == Method::POST
            && kind.starts_with("application/x-www-form-urlencoded")
            && !OF_ANYBODY.contains(&request.uri().path());
        if !is_form {
            return (request, None);
        }
        let (mut parts, body) = request.into_parts();
        // The outer layer has already read and measured it.
        let content = axum::body::to_bytes(body, CONTENT_LIMIT)
            .await
            .unwrap_or_default();
        let fields = FormBody::read(&content).unwrap_or_default();
        let sender = fields.text(SENDER);
        let posted = sender.clone().map(|_| Self {
            address: parts.uri.path().to_owned(),
            fields,
        });
        if let Some(sender) = sender {
            parts.extensions.insert(Sender(sender));
        }
        (Request::from_parts(parts, Body::from(content)), posted)
    }

    /// The page that shows the form again, for a user who has been logged out.
    pub(crate) fn after_log_out(&self, frame: Frame) -> PlainPage {
        self.page(
            frame,
            "Du är utloggad, och inget är sparat än",
            "Det du skrev finns kvar på den här sidan. Logga in i en ny flik, kom tillbaka hit och skicka \
             igen.",
            ("Logga in i en ny flik", "/logga-in"),
        )
    }

    /// The same for a user who has another assignment now.
    pub(crate) fn in_another_assignment(&self, frame: Frame) -> PlainPage {
        self.page(
            frame,
            "Du har bytt uppdrag, och inget är sparat",
            "Du skrev det här i ett annat uppdrag, kanske i en annan flik. Byt tillbaka till det uppdraget, \
             kom tillbaka hit och skicka igen.",
            ("Byt uppdrag i en ny flik", "/uppdrag"),
        )
    }

    fn page(
        &self,
        frame: Frame,
        heading: &str,
        text: &str,
        (label, href): (&str, &str),
    ) -> PlainPage {
        let answers = self.fields.0.iter();
        let answers = answers.filter(|(name, value)| {
            !NO_ANSWERS.contains(&name.as_str()) && !value.trim().is_empty()
        });
        let typed: Vec<String> = answers.map(|(_, value)| value.clone()).collect();
        let form = FormView {
            action: self.address.clone(),
            heading: "Skicka igen".to_owned(),
            fields: self
                .fields
                .0
                .iter()
                .map(|(name, value)| FieldView::hidden(name, value))
                .collect(),
            submit: "Skicka igen".to_owned(),
            ..FormView::default()
        };
        let link = TextPart::NewTab(PageLink::new(label, href));
        let mut blocks = vec![Block::Text(TextView {
            heading: "Så gör du".to_owned(),
            parts: vec![TextPart::Paragraph(text.to_owned()), link],
        })];
        if !typed.is_empty() {
            blocks.push(Block::Text(TextView {
                heading: "Det här skrev du".to_owned(),
                parts: vec![TextPart::List(typed)],
            }));
        }
        blocks.push(Block::Form(Box::new(form)));
        PlainPage {
            frame,
            heading: heading.to_owned(),
            narrow: true,
            blocks,
            ..PlainPage::default()
        }
    }
}

/// A form without its mark, which has been looked at.
pub(crate) fn unmarked(mut posted: FormBody) -> FormBody {
    posted.0.retain(|(name, _)| name != SENDER);
    posted
}

/// A page whose forms carry the mark.
pub(crate) async fn marked(answer: Response, mark: &str) -> Response {
    let (mut parts, body) = answer.into_parts();
    let Ok(content) = axum::body::to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(with_mark(&content, mark)))
}

/// The page's bytes, which are UTF-8 and need not be checked again, with the mark in each form that posts.
fn with_mark(html: &[u8], mark: &str) -> Vec<u8> {
    let field = format!("<input type=\"hidden\" name=\"{SENDER}\" value=\"{mark}\">");
    let mut marked = Vec::with_capacity(html.len() + 4 * field.len());
    let mut copied = 0;
    for found in memmem::find_iter(html, "method=\"post\"") {
        let tag = html.get(found..).unwrap_or_default();
        let Some(end) = memchr(b'>', tag) else {
            break;
        };
        let end = found + end + 1;
        marked.extend_from_slice(html.get(copied..end).unwrap_or_default());
        marked.extend_from_slice(field.as_bytes());
        copied = end;
    }
    marked.extend_from_slice(html.get(copied..).unwrap_or_default());
    marked
}

#[cfg(test)]
mod tests {
    use super::with_mark;

    fn marked(html: &str) -> String {
        String::from_utf8(with_mark(html.as_bytes(), "m1")).unwrap()
    }

    #[test]
    fn every_form_that_posts_carries_the_mark_and_nothing_else_changes() {
        let page =
            "<form action=\"/a\" method=\"post\" novalidate><b>1</b></form><form action=\"/b\">";
        assert_eq!(
            marked(page),
            "<form action=\"/a\" method=\"post\" novalidate><input type=\"hidden\" name=\"som\" \
             value=\"m1\"><b>1</b></form><form action=\"/b\">"
        );
        assert_eq!(marked("<p>post</p>"), "<p>post</p>");
    }
}

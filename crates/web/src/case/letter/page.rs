//! A letter on paper: one recipient, one letter, nothing of the page around it.

use askama::Template;

use crate::html::frame::Frame;

/// A printed letter.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "case/letter.html")]
pub struct LetterPage {
    /// Not printed.
    pub frame: Frame,
    /// URL of the letter's page.
    pub back: String,
    /// Postal address of the sender.
    pub sender: Vec<String>,
    /// Postal address of the recipient.
    pub recipient: Vec<String>,
    pub date: String,
    /// The reference that identifies the letter.
    pub reference: String,
    pub heading: String,
    pub parts: Vec<PaperPart>,
}

/// A part of a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperPart {
    pub heading: String,
    /// The text.
    pub paragraphs: Vec<String>,
}

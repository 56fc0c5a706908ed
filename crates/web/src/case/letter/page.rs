//! A letter on paper: one recipient, one letter, nothing of the page around it.

use askama::Template;

use crate::html::frame::Frame;

/// A letter, as it is printed.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "case/letter.html")]
pub struct LetterPage {
    /// The surroundings, which are not printed.
    pub frame: Frame,
    /// Where the letter's own page is.
    pub back: String,
    /// The sender's address.
    pub sender: Vec<String>,
    /// The recipient's address.
    pub recipient: Vec<String>,
    /// The day.
    pub date: String,
    /// What tells it from other paper.
    pub reference: String,
    /// Its heading.
    pub heading: String,
    /// Its parts.
    pub parts: Vec<PaperPart>,
}

/// A part of a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperPart {
    /// What it is called.
    pub heading: String,
    /// What it says.
    pub paragraphs: Vec<String>,
}

//! A text shown word for word, with what a check has found in it marked.

use askama::Template;

use super::prints_itself;

/// A text in pieces; a marked piece has a label that says what it is found to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "html/marked_text.html")]
pub struct MarkedText {
    /// The text, in order.
    pub pieces: Vec<MarkedPiece>,
    /// Whether a colleague has to read it before it is printed.
    pub waits_for_reader: bool,
}

/// A piece of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkedPiece {
    pub text: String,
    /// What it is found to be ("närståendes namn"); none means that nothing is found.
    pub found: Option<String>,
}

impl MarkedText {
    /// The marked pieces, each with what it is found to be, in words.
    pub fn found(&self) -> Vec<String> {
        let found = self.pieces.iter();
        found
            .filter_map(|piece| {
                let found = piece.found.as_ref()?;
                Some(format!("{} ({found})", piece.text))
            })
            .collect()
    }
}

impl From<String> for MarkedText {
    fn from(text: String) -> Self {
        Self {
            pieces: vec![MarkedPiece { text, found: None }],
            waits_for_reader: false,
        }
    }
}

prints_itself!(MarkedText);

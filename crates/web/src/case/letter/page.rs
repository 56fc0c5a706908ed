//! A letter on paper: one recipient, one letter, nothing of the page around it.

use app::Renderer;
use askama::Template;
use disclosure::views::{DocumentPart, PartContent, PostedLetter, Prose};
use vocabulary::calendar::long_date;

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
    /// The text; empty for a table.
    pub paragraphs: Vec<String>,
    pub table: Option<PaperTable>,
}

/// A table of a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperTable {
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

/// Draws a letter as the page that is printed.
pub(super) struct LetterPages {
    pub(super) frame: Frame,
    /// URL of the letter's page.
    pub(super) back: String,
}

impl Renderer for LetterPages {
    type Output = LetterPage;

    fn render(&self, letter: &PostedLetter) -> LetterPage {
        let document = letter.document();
        LetterPage {
            frame: self.frame.clone(),
            back: self.back.clone(),
            sender: document.sender.clone(),
            recipient: document.recipient.clone(),
            date: long_date(document.date),
            reference: document.reference.clone(),
            heading: document.heading.clone(),
            parts: document.parts.iter().map(part).collect(),
        }
    }
}

fn part(part: &DocumentPart) -> PaperPart {
    let heading = part.heading.clone();
    match &part.content {
        PartContent::Prose(prose) => PaperPart {
            heading,
            paragraphs: prose.text.lines().map(str::to_owned).collect(),
            table: None,
        },
        PartContent::Table(table) => {
            let row = |row: &Vec<Prose>| row.iter().map(|cell| cell.text.clone()).collect();
            let table = PaperTable {
                columns: table.columns().to_vec(),
                rows: table.rows().iter().map(row).collect(),
            };
            PaperPart {
                heading,
                paragraphs: Vec::new(),
                table: Some(table),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_a_letter_is_a_table_on_paper_with_a_heading_for_each_column() {
        let cell = |text: &str| text.to_owned();
        let table = PaperTable {
            columns: vec!["Insats", "Vem"],
            rows: vec![vec![cell("Promenad"), cell("Dagverksamheten")]],
        };
        let page = LetterPage {
            parts: vec![PaperPart {
                heading: "Insatser".to_owned(),
                paragraphs: Vec::new(),
                table: Some(table),
            }],
            ..LetterPage::default()
        };
        let page = page.render().unwrap();
        let (_, paper) = page.split_once("<h3>Insatser</h3>").unwrap();
        assert!(paper.starts_with(
            "<table><thead><tr><th scope=\"col\">Insats</th><th scope=\"col\">Vem</th></tr></thead>\
             <tbody><tr><td>Promenad</td><td>Dagverksamheten</td></tr></tbody></table>"
        ));
    }
}

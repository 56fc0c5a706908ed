//! A document: what its one recipient gets, as parts of prose and tables. It has one text
//! ([`Document::reviewed`]), which people review and whose hash a receipt holds; a page, a print and
//! a file are drawn from the same parts and add nothing.

use jiff::civil::Date;
use serde::Serialize;
use vocabulary::calendar::long_date;

use crate::text_check::{Finding, Mark};

/// A document as its recipient gets it. Only the guard makes one.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Document {
    /// The sender's address, one line per item.
    pub sender: Vec<String>,
    /// The recipient's address, one line per item.
    pub recipient: Vec<String>,
    pub date: Date,
    /// Reference that identifies the document on paper; empty before it is queued.
    pub reference: String,
    pub heading: String,
    pub parts: Vec<DocumentPart>,
}

/// A part of a document.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct DocumentPart {
    pub heading: String,
    pub content: PartContent,
}

/// What a part says.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub enum PartContent {
    Prose(Prose),
    Table(Table),
}

/// Words, and what the check has found in them.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Prose {
    pub text: String,
    /// What the check has found in the text. It is for those who read the document before it leaves,
    /// and does not stand in it.
    #[serde(skip)]
    pub marks: Vec<Mark>,
}

/// A table. Its columns are words of the product, and every row has a cell for each.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Vec<Prose>>,
}

/// A piece of a text, and what the check has found it to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextPiece {
    pub text: String,
    /// What is found, in Swedish; `None` for text without a finding.
    pub mark: Option<&'static str>,
}

impl TextPiece {
    /// Text without a finding.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            mark: None,
        }
    }
}

impl Prose {
    /// Words of the product, which are not checked.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            marks: Vec::new(),
        }
    }

    fn pieces(&self) -> Vec<TextPiece> {
        let mut pieces = Vec::new();
        let mut done = 0;
        let text = |range: std::ops::Range<usize>| self.text.get(range).unwrap_or_default();
        for mark in &self.marks {
            pieces.push(TextPiece::plain(text(done..mark.range.start)));
            pieces.push(TextPiece {
                text: text(mark.range.clone()).to_owned(),
                mark: Some(mark.finding.swedish()),
            });
            done = mark.range.end;
        }
        pieces.push(TextPiece::plain(text(done..self.text.len())));
        pieces.retain(|piece| !piece.text.is_empty());
        pieces
    }
}

impl Table {
    /// A table; the type holds each row to its columns.
    #[must_use]
    pub fn new<const N: usize>(columns: [&'static str; N], rows: Vec<[Prose; N]>) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: rows.into_iter().map(Vec::from).collect(),
        }
    }

    #[must_use]
    pub fn columns(&self) -> &[&'static str] {
        &self.columns
    }

    /// The rows, each with a cell for each column.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Prose>] {
        &self.rows
    }

    /// The columns, then a line per cell, named by its column. Lines of a cell are indented further, so
    /// that no cell can look like another.
    fn pieces(&self) -> Vec<TextPiece> {
        let mut pieces = vec![TextPiece::plain(self.columns.join(", "))];
        for row in &self.rows {
            let mut before = "\n- ";
            for (column, cell) in self.columns.iter().zip(row) {
                pieces.push(TextPiece::plain(format!("{before}{column}: ")));
                pieces.extend(cell.pieces().into_iter().map(|piece| TextPiece {
                    text: piece.text.replace('\n', "\n    "),
                    ..piece
                }));
                before = "\n  ";
            }
        }
        pieces
    }
}

impl DocumentPart {
    #[must_use]
    pub fn prose(heading: &str, prose: Prose) -> Self {
        Self {
            heading: heading.to_owned(),
            content: PartContent::Prose(prose),
        }
    }

    #[must_use]
    pub fn table(heading: &str, table: Table) -> Self {
        Self {
            heading: heading.to_owned(),
            content: PartContent::Table(table),
        }
    }

    /// Every text of the part that somebody may have written.
    fn proses(&self) -> Vec<&Prose> {
        match &self.content {
            PartContent::Prose(prose) => vec![prose],
            PartContent::Table(table) => table.rows().iter().flatten().collect(),
        }
    }

    fn pieces(&self) -> Vec<TextPiece> {
        match &self.content {
            PartContent::Prose(prose) => prose.pieces(),
            PartContent::Table(table) => table.pieces(),
        }
    }

    /// What the check has found in it.
    pub fn findings(&self) -> impl Iterator<Item = Finding> + '_ {
        let proses = self.proses().into_iter();
        proses.flat_map(|prose| prose.marks.iter().map(|mark| mark.finding))
    }
}

impl Document {
    /// The whole text, as a person reviews it. The receipt of an outbox row holds the hash of these
    /// bytes: a change of them for a kind that exists would refuse every document that is queued.
    #[must_use]
    pub fn reviewed(&self) -> String {
        let pieces = self.pieces().into_iter();
        pieces.map(|piece| piece.text).collect()
    }

    /// The same text, with what the check has found in it.
    #[must_use]
    pub fn pieces(&self) -> Vec<TextPiece> {
        let mut before = self.recipient.clone();
        before.push(String::new());
        before.push(long_date(self.date));
        if !self.reference.is_empty() {
            before.push(self.reference.clone());
        }
        before.push(String::new());
        before.push(self.heading.clone());
        let mut pieces = vec![TextPiece::plain(before.join("\n"))];
        for part in &self.parts {
            pieces.push(TextPiece::plain(format!("\n\n{}: ", part.heading)));
            pieces.extend(part.pieces());
        }
        let sender = self.sender.join(", ");
        pieces.push(TextPiece::plain(format!("\n\nAvsändare: {sender}")));
        pieces
    }

    /// What the check has found in it.
    pub fn findings(&self) -> impl Iterator<Item = Finding> + '_ {
        self.parts.iter().flat_map(DocumentPart::findings)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn prose(text: &str, mark: Option<std::ops::Range<usize>>) -> Prose {
        let marks = mark.map(|range| Mark {
            range,
            finding: Finding::Room,
        });
        Prose {
            text: text.to_owned(),
            marks: marks.into_iter().collect(),
        }
    }

    fn document(parts: Vec<DocumentPart>) -> Document {
        Document {
            sender: vec!["Regionen".to_owned(), "462 80 Vänersborg".to_owned()],
            recipient: vec!["Mottagaren".to_owned()],
            date: date(2026, 9, 3),
            reference: "Brev 1a2b3c4d".to_owned(),
            heading: "Plan".to_owned(),
            parts,
        }
    }

    fn part(table: Table) -> DocumentPart {
        DocumentPart {
            heading: "Insatser".to_owned(),
            content: PartContent::Table(table),
        }
    }

    #[test]
    fn the_text_says_all_that_a_table_says_each_cell_under_its_column() {
        let table = Table::new(
            ["Insats", "Vem"],
            vec![
                [prose("Såromläggning", None), prose("Vårdcentralen", None)],
                [prose("Promenad", None), prose("", None)],
            ],
        );
        let needs = DocumentPart::prose("Behov", Prose::plain("Hjälp hemma"));
        assert_eq!(
            document(vec![needs, part(table)]).reviewed(),
            "Mottagaren\n\n3 september 2026\nBrev 1a2b3c4d\n\nPlan\n\nBehov: Hjälp hemma\n\n\
             Insatser: Insats, Vem\n- Insats: Såromläggning\n  Vem: Vårdcentralen\n\
             - Insats: Promenad\n  Vem: \n\nAvsändare: Regionen, 462 80 Vänersborg"
        );
        let empty = Table::new(["Insats", "Vem"], Vec::new());
        let text = document(vec![part(empty)]).reviewed();
        assert!(text.contains("Insatser: Insats, Vem\n\nAvsändare"));
    }

    #[test]
    fn other_cells_are_another_text() {
        let text = |first: &str, second: &str| {
            let row = [prose(first, None), prose(second, None)];
            let table = Table::new(["Insats", "Vem"], vec![row]);
            document(vec![part(table)]).reviewed()
        };
        assert_ne!(
            text("Promenad\n  Vem: Dottern", ""),
            text("Promenad", "Dottern\n  Vem: ")
        );
        assert_ne!(
            text("Promenad\n  Vem: Dottern", "x"),
            text("Promenad", "Dottern")
        );
        assert!(text("a\n- Insats: b", "").contains("- Insats: a\n    - Insats: b\n  Vem: "));
    }

    #[test]
    fn what_is_found_in_a_cell_is_found_in_the_document_and_marked_in_its_text() {
        let table = Table::new(["Insats"], vec![[prose("Rum 4 i dag", Some(0..5))]]);
        let document = document(vec![part(table)]);
        assert_eq!(document.findings().collect::<Vec<_>>(), [Finding::Room]);
        let marked = document.pieces().into_iter();
        let marked = marked.filter(|piece| piece.mark.is_some());
        let marked: Vec<String> = marked.map(|piece| piece.text).collect();
        assert_eq!(marked, ["Rum 4"]);
    }
}

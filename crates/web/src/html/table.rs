//! A table of anything; on a narrow screen each row becomes a card with its labels.

use askama::Template;

use super::{part::Tag, prints_itself};

/// A table in a card.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/table.html")]
pub struct TableView {
    /// What the table holds; its heading.
    pub caption: String,
    /// Whether the caption is for screen readers only, because the page's heading says the same.
    pub caption_hidden: bool,
    /// The columns. The first names the row.
    pub columns: Vec<Column>,
    /// The rows, each with one cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// What to say when there are no rows.
    pub empty: String,
    /// Where the newer rows are.
    pub previous: Option<String>,
    /// Where the older rows are.
    pub next: Option<String>,
}

/// A column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// Whether it holds figures, set to the right.
    pub figures: bool,
}

impl TableView {
    /// The cells of a row with their columns.
    fn paired<'a>(&'a self, row: &'a [Cell]) -> impl Iterator<Item = (&'a Column, &'a Cell)> {
        self.columns.iter().zip(row)
    }
}

impl Column {
    /// Columns of text from their headings.
    pub fn all(labels: &[&str]) -> Vec<Self> {
        labels
            .iter()
            .map(|label| Self {
                label: (*label).to_owned(),
                figures: false,
            })
            .collect()
    }
}

/// One cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What it says; may be empty when there is a tag or an act.
    pub text: String,
    /// A second, quieter line.
    pub small: String,
    /// Where the text leads.
    pub href: Option<String>,
    /// Whether the text is a number, date or phone number.
    pub number: bool,
    /// A badge before the text.
    pub tag: Option<Tag>,
    /// What can be done to the row.
    pub acts: Vec<RowAction>,
}

impl Cell {
    /// Text.
    pub fn text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// A number, date or phone number.
    pub fn number(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            number: true,
            ..Self::default()
        }
    }

    /// Text that leads somewhere.
    pub fn link(text: &str, href: &str) -> Self {
        Self {
            text: text.to_owned(),
            href: Some(href.to_owned()),
            ..Self::default()
        }
    }

    /// A badge.
    pub fn tag(tag: Tag) -> Self {
        Self {
            tag: Some(tag),
            ..Self::default()
        }
    }

    /// What can be done to the row.
    pub fn acts(acts: Vec<RowAction>) -> Self {
        Self {
            acts,
            ..Self::default()
        }
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.small.is_empty() && self.tag.is_none() && self.acts.is_empty()
    }

    /// The same cell with a quieter second line.
    #[must_use]
    pub fn with_small(mut self, small: &str) -> Self {
        small.clone_into(&mut self.small);
        self
    }
}

/// Something that can be done to a row: a link, or a button that posts.
#[derive(Debug, Clone, Default)]
pub struct RowAction {
    /// The words ("Ta bort").
    pub label: String,
    /// What it is done to, for screen readers ("Vårdcentralen Kungshöjd").
    pub about: String,
    /// Where it leads or posts.
    pub target: String,
    /// What it posts; `None` makes it a link.
    pub post: Option<Vec<(String, String)>>,
}

impl RowAction {
    /// A link.
    pub fn link(label: &str, about: &str, href: &str) -> Self {
        Self {
            label: label.to_owned(),
            about: about.to_owned(),
            target: href.to_owned(),
            post: None,
        }
    }

    /// A button that posts these fields.
    pub fn post(label: &str, about: &str, action: &str, fields: &[(&str, &str)]) -> Self {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self {
            label: label.to_owned(),
            about: about.to_owned(),
            target: action.to_owned(),
            post: Some(fields.collect()),
        }
    }
}

prints_itself!(TableView);

//! A general table. On a narrow screen each row becomes a card with labels.

use askama::Template;

use super::{part::Tag, prints_itself};

/// A table in a card.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/table.html")]
pub struct TableView {
    /// Heading of the table.
    pub caption: String,
    /// Whether the caption is for screen readers only, because the page's heading says the same.
    pub caption_hidden: bool,
    /// The first column names the row.
    pub columns: Vec<Column>,
    /// The rows, each with one cell per column.
    pub rows: Vec<Vec<Cell>>,
    /// Text when there are no rows.
    pub empty: String,
    /// URL of newer rows.
    pub previous: Option<String>,
    /// URL of older rows.
    pub next: Option<String>,
}

/// A column of a [`TableView`].
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Heading of the column.
    pub label: String,
    /// Whether it contains figures, which are aligned right.
    pub figures: bool,
}

impl TableView {
    /// The cells of a row with their columns.
    fn paired<'a>(&'a self, row: &'a [Cell]) -> impl Iterator<Item = (&'a Column, &'a Cell)> {
        self.columns.iter().zip(row)
    }
}

impl Column {
    /// Text columns with these headings.
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

/// A cell of a [`TableView`].
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// May be empty when there is a tag or an action.
    pub text: String,
    /// A second line in smaller text.
    pub small: String,
    /// URL of the text's link.
    pub href: Option<String>,
    /// Whether the text is a number, date or phone number.
    pub number: bool,
    /// A badge before the text.
    pub tag: Option<Tag>,
    pub acts: Vec<RowAction>,
}

impl Cell {
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

    /// Text that is a link.
    pub fn link(text: &str, href: &str) -> Self {
        Self {
            text: text.to_owned(),
            href: Some(href.to_owned()),
            ..Self::default()
        }
    }

    /// A cell with a badge.
    pub fn tag(tag: Tag) -> Self {
        Self {
            tag: Some(tag),
            ..Self::default()
        }
    }

    pub fn acts(acts: Vec<RowAction>) -> Self {
        Self {
            acts,
            ..Self::default()
        }
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.small.is_empty() && self.tag.is_none() && self.acts.is_empty()
    }

    /// The cell with a second line in smaller text.
    #[must_use]
    pub fn with_small(mut self, small: &str) -> Self {
        small.clone_into(&mut self.small);
        self
    }
}

/// An action on a row: a link, or a button that posts.
#[derive(Debug, Clone, Default)]
pub struct RowAction {
    /// Text of the link or button ("Ta bort").
    pub label: String,
    /// The object of the action, for screen readers ("Vårdcentralen Kungshöjd").
    pub about: String,
    /// URL that it links or posts to.
    pub target: String,
    /// The posted fields; `None` makes it a link.
    pub post: Option<Vec<(String, String)>>,
}

impl RowAction {
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

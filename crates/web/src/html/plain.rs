//! A page of blocks without a case: registers, administration, references, help, settings.

use askama::Template;

use super::{
    block::{Block, TextPart, TextView},
    frame::Frame,
    part::{Alert, PageLink},
};

use super::part::Filter;

/// Heading, what can be done, and blocks in order.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/plain.html")]
pub struct PlainPage {
    /// The surroundings.
    pub frame: Frame,
    /// The way here.
    pub crumbs: Vec<PageLink>,
    /// The page's heading.
    pub heading: String,
    /// What the page is for.
    pub lead: String,
    /// What can be done.
    pub actions: Vec<PageLink>,
    /// Notices.
    pub alerts: Vec<Alert>,
    /// Filters as links, the chosen one current.
    pub filters: Vec<Filter>,
    /// The page, in order.
    pub blocks: Vec<Block>,
    /// What stands beside it.
    pub aside: Vec<Block>,
    /// Whether it is set narrow, for reading and for forms.
    pub narrow: bool,
}

impl PlainPage {
    /// A narrow page of text under headings, such as an imprint or a paper routine.
    pub fn reading(frame: Frame, heading: &str, parts: Vec<TextPart>) -> Self {
        Self {
            frame,
            heading: heading.to_owned(),
            blocks: vec![Block::Text(TextView {
                heading: String::new(),
                parts,
            })],
            narrow: true,
            ..Self::default()
        }
    }
}

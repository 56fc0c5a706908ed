//! A page of blocks that belongs to no case: registers, administration, references, help, settings.

use askama::Template;

use super::{
    block::Block,
    frame::Frame,
    part::{Alert, PageLink},
};

use super::part::Filter;

/// A page with a heading, links and blocks.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/plain.html")]
pub struct PlainPage {
    pub frame: Frame,
    /// Breadcrumbs.
    pub crumbs: Vec<PageLink>,
    pub heading: String,
    /// What the page is for.
    pub lead: String,
    /// Links and buttons for what the user can do.
    pub actions: Vec<PageLink>,
    pub alerts: Vec<Alert>,
    /// Filters as links, the chosen one current.
    pub filters: Vec<Filter>,
    /// The page's content, in order.
    pub blocks: Vec<Block>,
    /// The content of the margin.
    pub aside: Vec<Block>,
    /// Whether the page is narrow, for reading and for forms.
    pub narrow: bool,
    /// Whether it is printed to be handed over: without the product's footer and the browser's address.
    pub handed_over: bool,
}

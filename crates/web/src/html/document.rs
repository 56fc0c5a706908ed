//! Long forms that are documents: the plan (SIP), the care request, the agreement. Their parts are
//! in a list of contents. Missing parts prevent sealing, never saving.

use askama::Template;

use super::{
    audience_panel::AudiencePanel,
    block::Block,
    case_header::CaseHeader,
    form::FormView,
    frame::Frame,
    part::{Icon, PageLink},
};

/// A document that is being written.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/document.html")]
pub struct DocumentPage {
    /// Uses [`super::frame::TextSize::Meeting`] in meeting mode.
    pub frame: Frame,
    /// Without numbers in meeting mode.
    pub head: CaseHeader,
    /// What the document is ("Samordnad individuell plan").
    pub heading: String,
    /// The state of the document ("Utkast. Senast ändrad av Karin Lind i dag 10.39.").
    pub lead: String,
    /// Preview, meeting mode, sealing.
    pub actions: Vec<PageLink>,
    pub contents: Vec<DocumentPart>,
    /// The document as a form; headings in it are the parts' anchors.
    pub form: FormView,
    /// Who sees the document.
    pub audiences: AudiencePanel,
    /// Copies and other content of the margin.
    pub aside: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, Default)]
pub struct DocumentPart {
    pub label: String,
    /// Its anchor (`#f-…`) or URL.
    pub href: String,
    /// Whether all of it is filled in.
    pub filled: bool,
    /// The number of answers missing before it can be sealed.
    pub missing: u32,
    /// Whether it is the open part.
    pub current: bool,
}

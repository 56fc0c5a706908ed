//! Long forms that are a document: the plan (SIP), the care request, the agreement. Their parts
//! stand in a list of contents; missing parts stop the sealing, never the saving.

use askama::Template;

use super::{
    audience_panel::AudiencePanel,
    block::Block,
    case_header::CaseHeader,
    form::FormView,
    frame::Frame,
    part::{Icon, PageLink},
};

/// A document under work.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/document.html")]
pub struct DocumentPage {
    /// The surroundings; [`super::frame::TextSize::Meeting`] in meeting mode.
    pub frame: Frame,
    /// Whose case; without numbers in meeting mode.
    pub head: CaseHeader,
    /// What the document is ("Samordnad individuell plan").
    pub heading: String,
    /// How it stands ("Utkast. Senast ändrad av Karin Lind i dag 10.39.").
    pub lead: String,
    /// Preview, meeting mode, sealing.
    pub actions: Vec<PageLink>,
    /// Its parts.
    pub contents: Vec<DocumentPart>,
    /// The document as a form; headings in it are the parts' anchors.
    pub form: FormView,
    /// Who sees the document.
    pub audiences: AudiencePanel,
    /// Copies and other company.
    pub aside: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, Default)]
pub struct DocumentPart {
    /// Its heading.
    pub label: String,
    /// Its anchor (`#f-…`) or address.
    pub href: String,
    /// Whether all of it is filled in.
    pub filled: bool,
    /// How many answers are missing before sealing.
    pub missing: u32,
    /// Whether it is the one that is open.
    pub current: bool,
}

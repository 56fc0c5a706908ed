//! What every page of a case begins with.

use askama::Template;

use super::{
    frame::NavItem,
    part::{Alert, Concealed, FactRow, FactValue, Icon, Tag},
    prints_itself,
};

/// What every page of a case begins with: whose it is, its badge, the banner of a protected case
/// and the tabs.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/case_header.html")]
pub struct CaseHeader {
    /// Initials and age ("M. K., 34 år"), never the full name on a screen that others pass.
    pub patient: String,
    /// Group, or the protected badge alone.
    pub tags: Vec<Tag>,
    /// Whether the case is protected, whatever protects it.
    pub protected: bool,
    /// Reference, number, place, day of discharge, language.
    pub facts: Vec<FactRow>,
    /// Where "Vem ser vad" is: `#vsv` on a page that shows it.
    pub audiences_href: String,
    /// The case's pages.
    pub tabs: Vec<NavItem>,
    /// Notices: guidance past its date, group not established, who has the step open.
    pub alerts: Vec<Alert>,
}

prints_itself!(CaseHeader);

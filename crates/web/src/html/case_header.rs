//! The head of every page of a case.

use askama::Template;

use super::{
    frame::NavItem,
    part::{Alert, Concealed, FactRow, FactValue, Icon, Tag},
    prints_itself,
};

/// The head of every page of a case: the patient, the badge, the banner of a protected case and the
/// tabs.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/case_header.html")]
pub struct CaseHeader {
    /// Initials and age ("M. K., 34 år"), never the full name on a screen that others pass.
    pub patient: String,
    /// The group's badge, or the protected badge alone.
    pub tags: Vec<Tag>,
    /// Whether the case is protected, for whatever reason.
    pub protected: bool,
    /// Whether steps of the case tell Migrationsverket something, although it is protected.
    pub steps_tell_agency: bool,
    /// Reference, number, place, day of discharge, language.
    pub facts: Vec<FactRow>,
    /// URL of "Vem ser vad": `#vsv` on a page that shows it.
    pub audiences_href: String,
    /// The case's pages.
    pub tabs: Vec<NavItem>,
    /// Notices: expired guidance, group not established, who has the step open.
    pub alerts: Vec<Alert>,
}

prints_itself!(CaseHeader);

//! The pages of the guidance: overview, a pathway with an anchor per step, where the documents
//! differ.

use askama::Template;

use crate::html::{
    additions::Additions,
    block::{Block, TextView},
    frame::Frame,
    part::{Alert, Citation, Icon, PageLink},
};

/// The overview of the guidance.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "guidance/overview.html")]
pub struct GuidancePage {
    pub frame: Frame,
    /// Name, version and validity.
    pub lead: String,
    /// Notice when the guidance has expired.
    pub alert: Option<Alert>,
    /// The pathways, inpatient and outpatient.
    pub pathways: Vec<PathwayLink>,
    /// Chapters, entitlements, references, conflicts, versions.
    pub chapters: Vec<PageLink>,
    /// Further content, in order.
    pub blocks: Vec<Block>,
}

/// A pathway in the overview.
#[derive(Debug, Clone, Default)]
pub struct PathwayLink {
    /// Its letter and setting ("6 A, inneliggande").
    pub label: String,
    pub when: String,
    pub href: String,
}

/// A pathway, or any other part of the guidance that has numbered statements.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "guidance/pathway.html")]
pub struct PathwayPage {
    pub frame: Frame,
    /// Breadcrumbs.
    pub crumbs: Vec<PageLink>,
    pub heading: String,
    /// Name, version and validity.
    pub lead: String,
    /// What the guidance says before the steps.
    pub intro: Option<TextView>,
    /// The steps, in the guidance's order.
    pub steps: Vec<GuidanceStep>,
}

/// A step in the words of the guidance.
#[derive(Debug, Clone, Default)]
pub struct GuidanceStep {
    /// Anchor on the page.
    pub anchor: String,
    /// What stands beside its text.
    pub additions: Additions,
    /// Empty for bullets.
    pub number: String,
    pub title: String,
    /// The guidance's own words.
    pub text: Vec<String>,
    pub who: String,
    /// May be empty.
    pub deadline: String,
    /// Who it tells what, one sentence each.
    pub discloses: Vec<String>,
    pub source: String,
    /// Where another document differs, and which governs.
    pub differs: Vec<String>,
}

/// Where the two documents differ.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "guidance/conflicts.html")]
pub struct ConflictsPage {
    pub frame: Frame,
    /// Breadcrumbs.
    pub crumbs: Vec<PageLink>,
    /// Which document governs, and why.
    pub lead: String,
    pub conflicts: Vec<SourceConflict>,
}

/// A difference between the two documents.
#[derive(Debug, Clone, Default)]
pub struct SourceConflict {
    /// Anchor on the page.
    pub anchor: String,
    /// The subject of the difference.
    pub topic: String,
    /// The older document's statement, with its citation.
    pub older: (String, Citation),
    /// The newer document's statement, with its citation.
    pub newer: (String, Citation),
    /// What Vårdbron does.
    pub governs: String,
}

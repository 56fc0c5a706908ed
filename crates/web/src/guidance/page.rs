//! The guidance, to read: overview, a pathway with an anchor per step, where the documents differ.

use askama::Template;

use crate::html::{
    block::{Block, TextView},
    frame::Frame,
    part::{Alert, Citation, Icon, PageLink},
};

/// The overview.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "guidance/overview.html")]
pub struct GuidancePage {
    /// The surroundings.
    pub frame: Frame,
    /// Name, version and validity.
    pub lead: String,
    /// Notice when it is past its date.
    pub alert: Option<Alert>,
    /// The pathways, inpatient and outpatient.
    pub pathways: Vec<PathwayLink>,
    /// Chapters, entitlements, references, conflicts, versions.
    pub chapters: Vec<PageLink>,
    /// More, in order.
    pub blocks: Vec<Block>,
}

/// A pathway in the overview.
#[derive(Debug, Clone, Default)]
pub struct PathwayLink {
    /// Its letter and setting ("6 A, inneliggande").
    pub label: String,
    /// Whom it is for.
    pub when: String,
    /// Where it stands.
    pub href: String,
}

/// A pathway, or any other part of the guidance that has numbered statements.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "guidance/pathway.html")]
pub struct PathwayPage {
    /// The surroundings.
    pub frame: Frame,
    /// The way here.
    pub crumbs: Vec<PageLink>,
    /// Its heading.
    pub heading: String,
    /// Name, version and validity.
    pub lead: String,
    /// What the guidance says before the steps.
    pub intro: Option<TextView>,
    /// The steps, in the guidance's order.
    pub steps: Vec<GuidanceStep>,
}

/// One step as the guidance tells it.
#[derive(Debug, Clone, Default)]
pub struct GuidanceStep {
    /// The anchor on the page.
    pub anchor: String,
    /// Its number, or nothing for bullets.
    pub number: String,
    /// What it is.
    pub title: String,
    /// The guidance's own words.
    pub text: Vec<String>,
    /// Who does it.
    pub who: String,
    /// By when; may be empty.
    pub deadline: String,
    /// Whom it tells what, one sentence each.
    pub discloses: Vec<String>,
    /// Where it stands.
    pub source: String,
    /// Where another document says otherwise, and which governs.
    pub differs: Vec<String>,
}

/// Where the two documents differ.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "guidance/conflicts.html")]
pub struct ConflictsPage {
    /// The surroundings.
    pub frame: Frame,
    /// The way here.
    pub crumbs: Vec<PageLink>,
    /// Which document governs, and why.
    pub lead: String,
    /// The differences.
    pub conflicts: Vec<SourceConflict>,
}

/// One difference.
#[derive(Debug, Clone, Default)]
pub struct SourceConflict {
    /// The anchor on the page.
    pub anchor: String,
    /// What they differ about.
    pub topic: String,
    /// What the older says, with where.
    pub older: (String, Citation),
    /// What the newer says, with where.
    pub newer: (String, Citation),
    /// What Vårdbron does.
    pub governs: String,
}

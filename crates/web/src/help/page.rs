//! The pages that help.

use askama::Template;

use crate::html::{block::Block, frame::Frame};

/// "Genvägar": the keys, and that none sends or signs.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "help/shortcuts.html")]
pub struct ShortcutsPage {
    /// The surroundings.
    pub frame: Frame,
}

/// "Lathund": how the everyday work is done.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "help/quick_guide.html")]
pub struct QuickGuidePage {
    /// The surroundings.
    pub frame: Frame,
}

/// "Tillgänglighet": the statement the law asks for.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "help/accessibility.html")]
pub struct AccessibilityPage {
    /// The surroundings.
    pub frame: Frame,
    /// The operator's contact for accessibility, when configured.
    pub contact: Option<String>,
}

/// The page an operator puts up when Vårdbron is down, with the routine on paper. It stands alone:
/// no menu, no viewer, nothing to fetch but the styles.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "help/downtime.html")]
pub struct DowntimePage {
    /// The surroundings, without a viewer.
    pub frame: Frame,
    /// When it is expected back, when known.
    pub expected: Option<String>,
    /// More to read, such as phone numbers.
    pub below: Vec<Block>,
}

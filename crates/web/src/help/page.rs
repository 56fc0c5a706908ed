//! The help pages.

use askama::Template;

use crate::html::{block::Block, frame::Frame};

/// "Genvägar": the shortcut keys; none of them sends or signs.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "help/shortcuts.html")]
pub struct ShortcutsPage {
    pub frame: Frame,
}

/// "Lathund": how to do the everyday work.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "help/quick_guide.html")]
pub struct QuickGuidePage {
    pub frame: Frame,
}

/// "Tillgänglighet": the accessibility statement that the law requires.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "help/accessibility.html")]
pub struct AccessibilityPage {
    pub frame: Frame,
    /// The operator's contact for accessibility, when configured.
    pub contact: Option<String>,
}

/// The page that an operator shows when Vårdbron is down, with the routine on paper. It needs
/// nothing else: no menu, no viewer, nothing to fetch but the styles.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "help/downtime.html")]
pub struct DowntimePage {
    /// Without a viewer.
    pub frame: Frame,
    /// When it is expected to be back, if known.
    pub expected: Option<String>,
    /// Further content, such as phone numbers.
    pub below: Vec<Block>,
}

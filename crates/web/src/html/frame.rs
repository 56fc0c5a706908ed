//! The frame around every page: head, header, menu and footer.

use askama::Template;

use super::{
    part::{Alert, Icon},
    prints_itself,
};
use crate::assets::asset_url;

/// The frame of a page for a viewer.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The kind of page and nothing else ("Ärende", "Inkorg"): never a group, citation or person,
    /// because titles are visible in window lists and browser history.
    pub title: String,
    /// None on the log-in page and when the service is down.
    pub viewer: Option<Viewer>,
    /// The main menu, in order.
    pub nav: Vec<NavItem>,
    /// What has just happened ("Sparat. Steget är klart."), announced to screen readers at once.
    pub receipt: Option<FlashMessage>,
    /// Warnings above the page, such as expired guidance.
    pub alerts: Vec<Alert>,
    /// The guidance in force, for the footer.
    pub guidance: Option<GuidanceInForce>,
    /// Seconds of idleness until the session ends; a warning comes two minutes before.
    pub timeout_seconds: Option<u32>,
    /// Whether `/` and `?` are off because the viewer has chosen so.
    pub single_keys_off: bool,
    /// The viewer's choice of light or dark.
    pub scheme: Scheme,
    /// The viewer's choice of text size.
    pub size: TextSize,
    /// When set, only this notice is printed (protected case): who printed and when.
    pub print_notice: Option<String>,
    /// Whether the page has a list of steps with the id `steg` to skip to.
    pub has_steps: bool,
    /// Whether the page's own form has the id `steget` to skip to.
    pub has_form: bool,
}

/// The user who looks at the page, and the chosen assignment.
#[derive(Debug, Clone, Default)]
pub struct Viewer {
    /// First and last name of the member of staff.
    pub name: String,
    /// The unit of the chosen assignment; empty before one is chosen.
    pub unit: String,
    /// Whether there is another assignment to change to.
    pub can_change: bool,
    /// Whether the search box is shown (staff who see cases).
    pub can_search: bool,
}

/// One entry of a menu.
#[derive(Debug, Clone, Default)]
pub struct NavItem {
    /// Text in the menu.
    pub label: String,
    /// The link's URL.
    pub href: String,
    /// Whether the current page belongs to this entry.
    pub current: bool,
    /// How many things wait there, and of what kind ("nya händelser").
    pub count: Option<(u32, String)>,
}

impl NavItem {
    /// An entry without a count.
    pub fn new(label: &str, href: &str, current: bool) -> Self {
        Self {
            label: label.to_owned(),
            href: href.to_owned(),
            current,
            count: None,
        }
    }
}

/// What has just happened, with a way to undo it if there is one.
#[derive(Debug, Clone, Default)]
pub struct FlashMessage {
    /// What happened and what it means.
    pub text: String,
    /// URL that "Ångra" posts to, for acts that can be undone.
    pub undo: Option<String>,
}

/// The guidance that the product follows now.
#[derive(Debug, Clone, Default)]
pub struct GuidanceInForce {
    /// Name and version ("Vägledning version 1").
    pub name: String,
    /// The last valid day, in words ("1 juli 2026").
    pub valid_to: String,
    /// Whether that day has passed.
    pub expired: bool,
    /// Who has confirmed it since then, and until when; empty when nobody has.
    pub confirmed: String,
}

/// Light or dark colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scheme {
    /// As set in the browser.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Scheme {
    /// The value of `data-color-scheme`.
    pub fn value(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How large the text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextSize {
    /// Dense, for work at a desk.
    #[default]
    Normal,
    /// Larger, by the viewer's choice.
    Large,
    /// For a screen that everybody in a room reads.
    Meeting,
}

impl TextSize {
    /// The value of `data-text`.
    pub fn value(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "stor",
            Self::Meeting => "mote",
        }
    }
}

impl Frame {
    /// Everything before the page's own content.
    pub fn top(&self) -> PageTop<'_> {
        PageTop { frame: self }
    }

    /// Everything after the page's own content.
    pub fn end(&self) -> PageEnd<'_> {
        PageEnd { frame: self }
    }
}

/// Head, header, menu and messages.
#[derive(Debug, Template)]
#[template(path = "html/top.html")]
pub struct PageTop<'a> {
    frame: &'a Frame,
}

/// Footer, time-out dialogue and script.
#[derive(Debug, Template)]
#[template(path = "html/end.html")]
pub struct PageEnd<'a> {
    frame: &'a Frame,
}

impl PageTop<'_> {
    fn asset(name: &str) -> String {
        asset_url(name)
    }
}

prints_itself!(PageTop<'_>, PageEnd<'_>);

//! The door for people and programs: pages and the JSON API. It asks `app` and shows what it is
//! given; it holds no rule of the guidance and never sees an undisclosed case.

pub mod account;
pub mod api;
pub mod assets;
pub mod case;
pub mod emergency;
pub mod failure;
pub mod flash;
pub mod form_body;
pub mod guidance;
pub mod help;
pub mod html;
pub mod menu;
pub mod municipal;
pub mod new_case;
pub mod pages;
pub mod print_log;
pub mod problem;
pub mod registers;
pub mod request;
pub mod router;
#[cfg(test)]
mod samples;
pub mod worklist;

use app::App;
use axum::extract::FromRef;

pub use self::router::router;

/// What the operator has chosen about the door.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// In a demonstration the password that all its users share: the log-in page shows it with
    /// them. None on a store of real cases.
    pub demo_password: Option<&'static str>,
    /// Whether users reach it over https, so that cookies are marked for it.
    pub https: bool,
}

/// What every handler may ask for.
#[derive(Clone)]
pub struct Web {
    /// The use cases.
    pub app: App,
    /// The operator's choices.
    pub settings: Settings,
}

impl FromRef<Web> for App {
    fn from_ref(web: &Web) -> Self {
        web.app.clone()
    }
}

impl FromRef<Web> for Settings {
    fn from_ref(web: &Web) -> Self {
        web.settings
    }
}

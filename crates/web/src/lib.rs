//! The interface for people and programs: pages and the JSON API. It asks `app` and shows the
//! answers. It contains no rule of the guidance and never sees an undisclosed case.

pub mod account;
pub mod api;
pub mod assets;
pub mod case;
pub mod emergency;
pub mod failure;
pub mod flash;
pub mod form_body;
mod form_sender;
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
pub mod worklist;

use app::App;
use axum::extract::FromRef;

pub use self::{account::log_in::ClientAddress, router::router};

/// The operator's settings for pages and API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// In a demonstration, the password that all users share, which the log-in page shows. None on
    /// a store of real cases.
    pub demo_password: Option<&'static str>,
    /// Whether users reach it over https, so that cookies are marked Secure.
    pub https: bool,
}

/// The state that every handler has access to.
#[derive(Clone)]
pub struct Web {
    pub app: App,
    /// The operator's settings.
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

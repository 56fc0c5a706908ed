//! Help pages: "Lathund", "Genvägar", "Tillgänglighet" and the page for when Vårdbron is down.

pub mod page;

use axum::{Router, extract::State, routing::get};

use self::page::{AccessibilityPage, DowntimePage, QuickGuidePage, ShortcutsPage};
use crate::{
    Web,
    account::session::{DisplayChoices, PageVisitor},
    menu,
    pages::{PageResult, shown},
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/lathund", get(quick_guide))
        .route("/genvagar", get(shortcuts))
        .route("/tillganglighet", get(accessibility))
        .route("/driftstopp", get(downtime))
}

async fn quick_guide(visitor: PageVisitor) -> PageResult {
    shown(&QuickGuidePage {
        frame: visitor.frame("Lathund"),
    })
}

async fn shortcuts(visitor: PageVisitor) -> PageResult {
    shown(&ShortcutsPage {
        frame: visitor.frame("Genvägar"),
    })
}

async fn accessibility(visitor: PageVisitor) -> PageResult {
    shown(&AccessibilityPage {
        frame: visitor.frame("Tillgänglighet"),
        contact: None,
    })
}

/// The page that an operator saves and shows during downtime; the same for everybody.
async fn downtime(State(_): State<Web>) -> PageResult {
    shown(&DowntimePage {
        frame: menu::plain("Driftstopp", DisplayChoices::default()),
        ..DowntimePage::default()
    })
}

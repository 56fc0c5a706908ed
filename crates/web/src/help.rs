//! Pages that help: "Lathund", "Genvägar", "Tillgänglighet" and the page for when Vårdbron is down.

pub mod page;

use axum::{Router, extract::State, routing::get};

use self::page::{AccessibilityPage, DowntimePage, QuickGuidePage, ShortcutsPage};
use crate::{
    Web,
    account::session::{Choices, Visitor},
    menu,
    pages::{Answer, shown},
};

/// The addresses.
pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/lathund", get(quick_guide))
        .route("/genvagar", get(shortcuts))
        .route("/tillganglighet", get(accessibility))
        .route("/driftstopp", get(downtime))
}

async fn quick_guide(visitor: Visitor) -> Answer {
    shown(&QuickGuidePage {
        frame: visitor.frame("Lathund"),
    })
}

async fn shortcuts(visitor: Visitor) -> Answer {
    shown(&ShortcutsPage {
        frame: visitor.frame("Genvägar"),
    })
}

async fn accessibility(visitor: Visitor) -> Answer {
    shown(&AccessibilityPage {
        frame: visitor.frame("Tillgänglighet"),
        contact: None,
    })
}

/// To be saved and put up by the operator: the same for everybody.
async fn downtime(State(_): State<Web>) -> Answer {
    shown(&DowntimePage {
        frame: menu::plain("Driftstopp", Choices::default()),
        ..DowntimePage::default()
    })
}

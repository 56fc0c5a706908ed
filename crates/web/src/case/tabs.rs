//! The other pages of a case, one file for each tab, and what they share.

pub(super) mod audiences;
mod consents;
mod contacts;
mod copies;
mod events;
mod parties;
pub(crate) mod patient;

use axum::{
    Router,
    routing::{get, post},
};
use disclosure::views::{EventRow, EventTold};
use vocabulary::calendar::relative_moment;

use super::{header, opened_case::OpenedCase, page::CaseTabPage, side_actions::SIDE_ACTIONS};
use crate::{
    Web,
    html::{
        block::Block,
        frame::NavItem,
        part::{Icon, PageLink},
        table::{Cell, Column, TableView},
    },
    menu::MenuEntry,
    pages::capital,
    problem::Problem,
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/arenden/{id}/parter", get(parties::parties))
        .route("/arenden/{id}/vem-ser-vad", get(audiences::audiences_page))
        .route("/arenden/{id}/samtycken", get(consents::consents))
        .route("/arenden/{id}/samtalslogg", get(contacts::contacts))
        .route("/arenden/{id}/handelser", get(events::events))
        .route("/arenden/{id}/kopior", get(copies::copies))
        .route("/arenden/{id}/patienten", get(patient::page))
        .route("/arenden/{id}/adress", post(patient::address))
}

/// The pages of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseTab {
    /// Steps and the current step's form.
    Steps,
    /// Parties and who sees what.
    Parties,
    Consents,
    /// Contacts by phone, by post and in person.
    Contacts,
    /// Events, and who has looked at the case.
    Events,
    /// Copies on paper.
    Copies,
    /// Patient and group.
    Patient,
}

impl CaseTab {
    /// In the order they are shown.
    pub const ALL: [Self; 7] = [
        Self::Steps,
        Self::Parties,
        Self::Consents,
        Self::Contacts,
        Self::Events,
        Self::Copies,
        Self::Patient,
    ];

    /// Text of the tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::Steps => "Steg",
            Self::Parties => "Parter",
            Self::Consents => "Samtycke",
            Self::Contacts => "Samtalslogg",
            Self::Events => "Händelser",
            Self::Copies => "Kopior",
            Self::Patient => "Patient",
        }
    }

    /// The part of the URL after the case's own.
    pub fn path(self) -> &'static str {
        match self {
            Self::Steps => "",
            Self::Parties => "/parter",
            Self::Consents => "/samtycken",
            Self::Contacts => "/samtalslogg",
            Self::Events => "/handelser",
            Self::Copies => "/kopior",
            Self::Patient => "/patienten",
        }
    }

    /// The tabs of the case at `base` (`/arenden/{id}`) with this one current.
    pub fn tabs(self, base: &str) -> Vec<NavItem> {
        Self::ALL
            .iter()
            .map(|tab| NavItem::new(tab.label(), &format!("{base}{}", tab.path()), *tab == self))
            .collect()
    }
}

/// A page of the case under a tab, without content.
pub(super) async fn page(
    opened: &OpenedCase,
    tab: CaseTab,
    heading: &str,
    lead: &str,
) -> Result<CaseTabPage, Problem> {
    let view = opened.whole()?;
    let title = if vocabulary::leak::seeded("title") {
        view.person.name.as_str()
    } else {
        "Ärende"
    };
    let mut frame = opened.signed.frame(title, MenuEntry::Cases);
    opened.dress(&mut frame);
    let audiences = format!("{}/vem-ser-vad", opened.base());
    Ok(CaseTabPage {
        frame,
        head: header::of(opened, view, tab, &audiences),
        heading: heading.to_owned(),
        lead: lead.to_owned(),
        actions: links(opened, tab).await?,
        ..CaseTabPage::default()
    })
}

/// Actions that are offered on the row they concern, and have no link of their own.
const BY_ROW: [&str; 5] = [
    "remove_party",
    "resolve_invitation",
    "review_letter",
    "print_letter",
    "settle_letter",
];

/// Links to what the reader may do on a page.
async fn links(opened: &OpenedCase, tab: CaseTab) -> Result<Vec<PageLink>, Problem> {
    let own: Vec<_> = SIDE_ACTIONS
        .iter()
        .filter(|act| act.tab == tab && tab != CaseTab::Steps)
        .collect();
    let commands: Vec<&'static str> = own.iter().map(|act| act.command).collect();
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut may = app.may_on(caller, &opened.at_hand, &commands).await?;
    if opened.whole()?.awaits_confirmation_of.is_none() {
        may.remove("confirm_group");
    }
    Ok(own
        .into_iter()
        .filter(|act| may.contains(act.command) && !BY_ROW.contains(&act.command))
        .enumerate()
        .map(|(place, act)| {
            let href = act.address(&opened.base());
            // The first of a few links is the page's main action. The patient's page has many links
            // of equal weight.
            if place == 0 && tab != CaseTab::Patient {
                PageLink::main(act.label, &href, Some(Icon::Plus))
            } else {
                PageLink::new(act.label, &href)
            }
        })
        .collect())
}

fn table(caption: &str, columns: &[&str], rows: Vec<Vec<Cell>>, empty: &str) -> Block {
    Block::Table(TableView {
        caption: caption.to_owned(),
        columns: Column::all(columns),
        rows,
        empty: empty.to_owned(),
        ..TableView::default()
    })
}

fn happened(caption: &str, events: &[EventRow], opened: &OpenedCase, empty: &str) -> Block {
    let rows = events
        .iter()
        .rev()
        .map(|event| {
            vec![
                Cell::text(&capital(&relative_moment(event.at.0, opened.now))),
                Cell::text(&event.by).with_small(&event.unit),
                Cell::text(&event.what).with_small(&event.detail),
                learned(&event.told),
            ]
        })
        .collect();
    table(caption, &["När", "Vem", "Vad", "Fick veta"], rows, empty)
}

/// Who was told what by an event.
fn learned(told: &[EventTold]) -> Cell {
    let names: Vec<&str> = told.iter().map(|told| told.name.as_str()).collect();
    let mut what: Vec<&str> = told.iter().map(|told| told.what.as_str()).collect();
    what.dedup();
    Cell::text(&names.join(", ")).with_small(&what.join("; "))
}

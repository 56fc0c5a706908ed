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
use guidance::{Awaited, CaseTab};
use vocabulary::calendar::relative_moment;

use super::{form_options, header, opened_case::OpenedCase, page::CaseTabPage, side_actions};
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

/// Every tab, in the order in which they are shown.
const ALL: [CaseTab; 8] = [
    CaseTab::Steps,
    CaseTab::Plan,
    CaseTab::Parties,
    CaseTab::Consents,
    CaseTab::Contacts,
    CaseTab::Events,
    CaseTab::Copies,
    CaseTab::Patient,
];

/// Text of a tab.
fn label(tab: CaseTab) -> &'static str {
    match tab {
        CaseTab::Steps => "Steg",
        CaseTab::Plan => "Plan",
        CaseTab::Parties => "Parter",
        CaseTab::Consents => "Samtycke",
        CaseTab::Contacts => "Samtalslogg",
        CaseTab::Events => "Händelser",
        CaseTab::Copies => "Kopior",
        CaseTab::Patient => "Patient",
    }
}

/// The part of a tab's URL after the case's own.
pub(super) fn path(tab: CaseTab) -> &'static str {
    match tab {
        CaseTab::Steps => "",
        CaseTab::Plan => "/plan",
        CaseTab::Parties => "/parter",
        CaseTab::Consents => "/samtycken",
        CaseTab::Contacts => "/samtalslogg",
        CaseTab::Events => "/handelser",
        CaseTab::Copies => "/kopior",
        CaseTab::Patient => "/patienten",
    }
}

/// The tabs of the case at `base` (`/arenden/{id}`) with `current` marked.
pub(crate) fn tabs(current: CaseTab, base: &str) -> Vec<NavItem> {
    let item = |tab: &CaseTab| {
        let href = format!("{base}{}", path(*tab));
        NavItem::new(label(*tab), &href, *tab == current)
    };
    ALL.iter().map(item).collect()
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

/// Links to what the reader may do on a page.
async fn links(opened: &OpenedCase, tab: CaseTab) -> Result<Vec<PageLink>, Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let view = opened.whole()?;
    let all = app.library().side_actions().iter();
    let own: Vec<_> = all
        .filter(|act| act.tab == tab && tab != CaseTab::Steps && !act.by_row)
        .filter(|act| match act.only_when {
            Some(Awaited::GroupAwaitsConfirmation) => view.awaits_confirmation_of.is_some(),
            Some(Awaited::CaseClosed) => view.closed.is_some(),
            None => true,
        })
        .collect();
    // A form that the case leaves without an answer is not offered.
    let case = form_options::offered_in(opened);
    let form = |command: &str| app.library().form(command);
    let own: Vec<_> = own
        .into_iter()
        .filter(|act| {
            form(&act.command).is_none_or(|form| !form_options::offers_nothing(form, case))
        })
        .collect();
    let commands: Vec<&str> = own.iter().map(|act| act.command.as_str()).collect();
    let may = app.may_on(caller, &opened.at_hand, &commands).await?;
    Ok(own
        .into_iter()
        .filter(|act| may.contains(act.command.as_str()))
        .enumerate()
        .map(|(place, act)| {
            let href = side_actions::at(&opened.base(), &act.slug);
            // The first of a few links is the page's main action. The patient's page has many links
            // of equal weight, and the plan's is to end it.
            if place == 0 && ![CaseTab::Patient, CaseTab::Plan].contains(&tab) {
                PageLink::main(&act.label, &href, Some(Icon::Plus))
            } else {
                PageLink::new(&act.label, &href)
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

//! The number of outbox rows by channel and state, over all cases.

use axum::{Router, routing::get};
use disclosure::views::{OutboxCount, OutboxFault};
use vocabulary::choice::Choice as _;

use crate::{
    Web,
    account::session::Administrator,
    html::{
        block::Block,
        plain::PlainPage,
        table::{Cell, Column, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, capital, shown},
};

pub(super) fn router() -> Router<Web> {
    Router::new().route("/administration/utskick", get(counts))
}

/// The page with the counts.
async fn counts(Administrator(signed): Administrator) -> PageResult {
    let counts = signed.app.outbox_counts(&signed.caller).await?;
    let faults = signed.app.outbox_faults(&signed.caller).await?;
    let mut failed = Column::all(&["Kanal", "Fel", "Antal"]);
    failed[2].figures = true;
    let mut columns = Column::all(&["Kanal", "Status", "Antal"]);
    columns[2].figures = true;
    shown(&PlainPage {
        frame: signed.frame("Utskick", MenuEntry::Outbox),
        heading: "Utskick".to_owned(),
        lead: "Det som väntar på att skickas, har skickats eller har stoppats, utan ärenden. Tal under fem visas inte."
            .to_owned(),
        blocks: vec![
            Block::Table(TableView {
                caption: "Utskick per kanal och läge".to_owned(),
                caption_hidden: true,
                columns,
                rows: counts.view().iter().map(row).collect(),
                empty: "Inget har lagts i kö än.".to_owned(),
                ..TableView::default()
            }),
            Block::Table(TableView {
                caption: "Det som inte har gått att skicka".to_owned(),
                columns: failed,
                rows: faults.view().iter().map(fault).collect(),
                empty: "Inget fel.".to_owned(),
                ..TableView::default()
            }),
        ],
        ..PlainPage::default()
    })
}

fn row(count: &OutboxCount) -> Vec<Cell> {
    vec![
        Cell::text(count.channel.swedish()),
        Cell::text(count.state.swedish()),
        Cell::number(&figure(count.count)),
    ]
}

fn fault(found: &OutboxFault) -> Vec<Cell> {
    vec![
        Cell::text(found.channel.swedish()),
        Cell::text(&capital(&found.fault)),
        Cell::number(&figure(found.count)),
    ]
}

/// A figure, or that it is too small to be shown.
fn figure(count: Option<u64>) -> String {
    count.map_or_else(|| "Färre än 5".to_owned(), |count| count.to_string())
}

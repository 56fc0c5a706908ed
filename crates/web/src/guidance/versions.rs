//! The documents and versions, their owners, and their periods of validity (VV.1).

use app::App;
use guidance::{Pack, pack::Document};
use jiff::civil::Date;
use vocabulary::calendar::{local_date, long_date};

use super::{confirmation, crumbs};
use crate::{
    account::session::Signed,
    html::{
        block::Block,
        part::{Tag, Tone},
        plain::PlainPage,
        table::{Cell, Column, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, shown},
};

pub(super) async fn page(signed: Signed) -> PageResult {
    let today = local_date(signed.app.now());
    let rows = signed
        .app
        .library()
        .packs()
        .map(|pack| row(&signed.app, pack, today))
        .collect();
    shown(&PlainPage {
        frame: signed.frame("Vägledning", MenuEntry::Guidance),
        crumbs: crumbs(),
        heading: "Versioner och giltighet".to_owned(),
        lead: "Ett ärende följer den version som gällde när det startades. När datumet har \
               passerat används versionen tills den är ersatt, och det syns på \
               varje sida."
            .to_owned(),
        blocks: vec![Block::Table(TableView {
            caption: "Dokument och versioner".to_owned(),
            caption_hidden: true,
            columns: Column::all(&[
                "Dokument",
                "Version",
                "Gäller från",
                "Gäller till",
                "Status",
                "Innehållsansvarig",
                "Granskad av",
            ]),
            rows,
            ..TableView::default()
        })],
        ..PlainPage::default()
    })
}

fn row(app: &App, pack: &Pack, today: Date) -> Vec<Cell> {
    let document = &pack.document;
    let last = document
        .valid_to
        .map_or_else(|| "Tills vidare".to_owned(), long_date);
    let confirmed = confirmation::sentence(app, &pack.name())
        .filter(|_| pack.expired_on(today))
        .unwrap_or_default();
    vec![
        Cell::text(&document.title).with_small(&origin(document)),
        Cell::number(&document.version),
        Cell::text(&long_date(document.valid_from)),
        Cell::text(&last),
        Cell::tag(state(pack, today)).with_small(&confirmed),
        Cell::text(&document.owner_line()),
        Cell::text(&document.reviewer_line()),
    ]
}

/// To whom the document was presented, and when it was written, as far as it says so.
fn origin(document: &Document) -> String {
    let presented = document
        .presented
        .iter()
        .map(|text| format!("Presenterad för {text}"));
    let parts: Vec<String> = document.dated.iter().cloned().chain(presented).collect();
    parts.join(". ")
}

fn state(pack: &Pack, today: Date) -> Tag {
    if pack.document.valid_from > today {
        Tag::toned("Kommande", Tone::Info)
    } else if pack.expired_on(today) {
        Tag::toned("Datumet har passerat", Tone::Warning)
    } else {
        Tag::toned("Gäller", Tone::Success)
    }
}

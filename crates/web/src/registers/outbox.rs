//! "Brev och e-post": what waits to be sent, is uncertain or has failed in the unit's cases. Also
//! draws the rows of a case's own table of its outbox.

use axum::{Router, routing::get};
use disclosure::views::{OutboxRow, UnitOutboxRow};
use guidance::Library;
use jiff::Timestamp;
use vocabulary::{
    audience::{Audience, OutboundChannel, OutboxState},
    calendar::relative_moment,
    choice::Choice as _,
};

use crate::{
    Web,
    account::session::Signed,
    case::side_actions,
    html::{
        block::Block,
        part::{Tag, Tone},
        plain::PlainPage,
        table::{Cell, Column, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, capital, reference, shown},
};

pub(super) fn router() -> Router<Web> {
    Router::new().route("/brev-och-e-post", get(of_unit))
}

/// Headings of the columns of [`cells`].
pub(crate) const COLUMNS: [&str; 4] = ["Till", "Vad", "Läge", "När"];

async fn of_unit(signed: Signed) -> PageResult {
    let found = signed.app.outbox_of_unit(&signed.caller).await?;
    let (library, now) = (signed.app.library(), signed.app.now());
    let part = |states: &[OutboxState], caption: &str, empty: &str| {
        let rows = found.view().iter();
        let rows = rows.filter(|found| states.contains(&found.row.state));
        Block::Table(TableView {
            caption: caption.to_owned(),
            columns: Column::all(&["Ärende", "Till", "Vad", "Läge", "När"]),
            rows: rows.map(|found| with_case(library, found, now)).collect(),
            empty: empty.to_owned(),
            ..TableView::default()
        })
    };
    shown(&PlainPage {
        frame: signed.unprinted_frame("Brev och e-post", MenuEntry::Letters),
        heading: "Brev och e-post".to_owned(),
        lead: "Det som väntar på att skickas eller skrivas ut från enhetens ärenden, och det som inte gick."
            .to_owned(),
        blocks: vec![
            part(
                &[OutboxState::Uncertain],
                "Oklart om skickat",
                "Inget är oklart.",
            ),
            part(
                &[OutboxState::Stopped, OutboxState::Sent],
                "Gick inte att skicka, eller kom tillbaka",
                "Allt har gått att skicka.",
            ),
            part(
                &[OutboxState::Queued, OutboxState::Claimed],
                "Väntar på att skickas",
                "Inget väntar.",
            ),
        ],
        ..PlainPage::default()
    })
}

fn with_case(library: &Library, found: &UnitOutboxRow, now: Timestamp) -> Vec<Cell> {
    let base = format!("/arenden/{}", found.case);
    let mut case =
        Cell::link(&found.initials, &format!("{base}/kopior")).with_small(&reference(&found.case));
    case.tag = found.protected.then(Tag::protected);
    let state = if found.needs_second_reader {
        "Väntar på en andra läsare"
    } else {
        stage(&found.row)
    };
    std::iter::once(case)
        .chain(cells(library, &found.row, (state, &base), now))
        .collect()
}

/// The cells of an outbox row of the case at `base`, with the name of its state.
pub(crate) fn cells(
    library: &Library,
    row: &OutboxRow,
    (state, base): (&str, &str),
    now: Timestamp,
) -> Vec<Cell> {
    let tone = match row.state {
        OutboxState::Sent if row.channel == OutboundChannel::Post => Tone::Warning,
        OutboxState::Sent => Tone::Success,
        OutboxState::Queued | OutboxState::Claimed => Tone::Info,
        OutboxState::Uncertain => Tone::Warning,
        OutboxState::Stopped => Tone::Danger,
    };
    let audience = Audience::from_code(&row.audience);
    let name = audience.map_or_else(|| row.audience.clone(), |found| found.swedish().to_owned());
    let reason = row.reason.as_deref().unwrap_or_default();
    let said = row.next_try.map_or_else(
        || reason.to_owned(),
        |next| format!("{reason} {}", relative_moment(next.0, now)),
    );
    let letter = row.channel == OutboundChannel::Post;
    let settled_by = audience
        .filter(|_| row.state == OutboxState::Uncertain)
        .and_then(|to| library.settles_uncertain(to));
    let subject = if let Some(action) = settled_by {
        let href = side_actions::at(base, &action.slug);
        Cell::link("Avgör vad som hände", &href)
    } else if letter {
        Cell::link(&row.subject, &format!("{base}/brev/{}", row.id))
    } else {
        Cell::text(&row.subject)
    };
    vec![
        Cell::text(&name),
        subject.with_small(row.channel.swedish()),
        Cell::tag(Tag::toned(state, tone)).with_small(&said),
        Cell::text(&capital(&relative_moment(row.queued_at.0, now))),
    ]
}

/// The name of a row's state. Of posted letters only returned ones are listed.
pub(crate) fn stage(row: &OutboxRow) -> &'static str {
    if row.channel != OutboundChannel::Post {
        return row.state.swedish();
    }
    match row.state {
        OutboxState::Queued => "Väntar på att skrivas ut",
        OutboxState::Claimed | OutboxState::Uncertain => "Utskrivet, inte postat",
        OutboxState::Sent => "Kom i retur",
        OutboxState::Stopped => "Får inte postas",
    }
}

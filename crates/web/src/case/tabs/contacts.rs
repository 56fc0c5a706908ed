//! Calls, letters and meetings, and what authorities have asked.

use app::CasePage;
use axum::extract::Path;
use guidance::CaseTab;
use http::StatusCode;
use vocabulary::calendar::relative_moment;

use super::{page, table};
use crate::{
    account::session::Signed,
    case::{header, opened_case::OpenedCase},
    html::{
        block::Block,
        part::{Alert, Tone},
        table::Cell,
    },
    pages::{PageResult, capital, shown_with},
};

/// Calls, letters and meetings, and what authorities have asked.
pub(super) async fn contacts(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Case).await?;
    let view = opened.whole()?;
    let mut page = page(
        &opened,
        CaseTab::Contacts,
        "Samtalslogg",
        "Samtal, brev och möten med dem som inte har konto här.",
    )
    .await?;
    let rows = view
        .contacts
        .iter()
        .rev()
        .map(|contact| {
            let function = contact.with_function.as_deref().unwrap_or_default();
            vec![
                Cell::text(&capital(&relative_moment(contact.at.0, opened.now))),
                Cell::text(contact.audience_name).with_small(function),
                Cell::text(contact.channel_name).with_small(contact.subject_name),
                Cell::text(&contact.summary),
                Cell::text(&contact.by).with_small(&contact.unit),
            ]
        })
        .collect();
    page.blocks.push(table(
        "Kontakter",
        &["När", "Med vem", "Hur", "Vad sades", "Antecknat av"],
        rows,
        "Ingen kontakt är antecknad än.",
    ));
    let answer = header::banner(&opened, view, "inbound_answer");
    page.blocks.push(Block::Alert(Alert {
        folded: false,
        tone: Tone::Info,
        heading: "Om en myndighet frågar".to_owned(),
        text: format!("Svaret är alltid: ”{answer}” Anteckna frågan här."),
        link: None,
    }));
    page.blocks.push(incidents(
        "Frågor från myndigheter",
        &view.inbound_questions,
        &opened,
        "Ingen myndighet har frågat.",
    ));
    page.blocks.push(incidents(
        "Felaktiga utlämnanden",
        &view.wrong_disclosures,
        &opened,
        "Inget är rapporterat.",
    ));
    shown_with(StatusCode::OK, &page)
}

fn incidents(
    caption: &str,
    found: &[disclosure::views::IncidentView],
    opened: &OpenedCase,
    empty: &str,
) -> Block {
    let rows = found
        .iter()
        .rev()
        .map(|incident| {
            vec![
                Cell::text(&capital(&relative_moment(incident.at.0, opened.now))),
                Cell::text(incident.audience_name),
                Cell::text(&incident.what),
                Cell::text(&incident.by).with_small(&incident.unit),
            ]
        })
        .collect();
    table(caption, &["När", "Vem", "Vad", "Antecknat av"], rows, empty)
}

//! The outbox of a case, and copies on paper.

use app::CasePage;
use axum::extract::Path;
use guidance::CaseTab;
use http::StatusCode;
use vocabulary::{audience::OutboundChannel, calendar::relative_moment};

use super::{page, table};
use crate::{
    account::session::Signed,
    case::{letter, opened_case::OpenedCase},
    html::{
        block::Block,
        part::{Alert, Tone},
        table::Cell,
    },
    pages::{PageResult, capital, shown_with},
    problem::Problem,
    registers::outbox,
};

/// The outbox of a case, and copies on paper.
pub(super) async fn copies(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Outbox).await?;
    let view = opened.whole()?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut page = page(
        &opened,
        CaseTab::Copies,
        "Kopior",
        "Vad som har lämnat Vårdbron eller är på väg, en mottagare i taget.",
    )
    .await?;
    if view.protected {
        page.blocks.push(Block::Alert(Alert {
folded: false,
            tone: Tone::Warning,
            heading: "Skriv inte ut arbetssidorna".to_owned(),
            text: "I ett skyddat ärende lämnas patientens kopia i handen, aldrig med post. E-post \
                   skickas bara om ett steg säger det. Bor patienten i Migrationsverkets boende: fråga var papperet \
                   kan förvaras."
                .to_owned(),
            link: None,
        }));
    }
    page.blocks.push(letters(&opened).await?);
    let rows = app.outbox(caller, &opened.at_hand).await?;
    // Letters have their own table, with what to do with each.
    let rows = rows.view().iter();
    let rows = rows.filter(|row| row.channel != OutboundChannel::Post);
    let (library, base) = (app.library(), opened.base());
    let rows = rows.map(|row| {
        let stage = outbox::stage(row);
        outbox::cells(library, row, (stage, &base), opened.now)
    });
    page.blocks.push(table(
        "E-post",
        &outbox::COLUMNS,
        rows.collect(),
        "Inget har skickats härifrån.",
    ));
    let rows = view
        .sip
        .copies
        .iter()
        .rev()
        .map(|copy| {
            vec![
                Cell::text(copy.value.recipient_name),
                Cell::number(&copy.value.plan_version.to_string()),
                Cell::text(copy.value.how_name),
                Cell::text(&capital(&relative_moment(copy.value.at.0, opened.now))),
                Cell::text(&copy.by).with_small(&copy.unit),
            ]
        })
        .collect();
    page.blocks.push(table(
        "Kopior av planen",
        &["Till", "Planens version", "Hur", "När", "Antecknat av"],
        rows,
        "Ingen kopia är antecknad än.",
    ));
    shown_with(StatusCode::OK, &page)
}

/// The letters of the case, each with its own page.
async fn letters(opened: &OpenedCase) -> Result<Block, Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let found = app.letters(caller, &opened.at_hand).await?;
    let rows = found
        .view()
        .iter()
        .rev()
        .map(|letter| {
            let to = format!("{}/brev/{}", opened.base(), letter.id);
            vec![
                Cell::link(letter.kind_name, &to),
                Cell::tag(letter::tag(letter)).with_small(&letter::said(letter, opened.now)),
                Cell::text(&capital(&relative_moment(letter.queued_at.0, opened.now)))
                    .with_small(&letter.queued_by),
            ]
        })
        .collect();
    Ok(table(
        "Brev",
        &["Brev", "Läge", "Lagt i kö"],
        rows,
        "Inget brev ligger i kö.",
    ))
}

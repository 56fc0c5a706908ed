//! Events, who has looked, and who has opened the case in an emergency.

use app::CasePage;
use axum::extract::Path;
use guidance::CaseTab;
use http::StatusCode;
use vocabulary::calendar::relative_moment;

use super::{happened, page, table};
use crate::{
    account::session::Signed,
    case::opened_case::OpenedCase,
    html::{
        block::Block,
        part::{PageLink, Tag, Tone},
        table::Cell,
    },
    pages::{PageResult, capital, shown_with},
    problem::Problem,
};

/// Events, and who has looked at the case.
pub(super) async fn events(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Events).await?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut page = page(
        &opened,
        CaseTab::Events,
        "Händelser",
        "Vad som har hänt och vem som har sett ärendet.",
    )
    .await?;
    let events = app.events(caller, &opened.at_hand).await?;
    page.blocks.push(happened(
        "Vad som har hänt",
        events.view(),
        &opened,
        "Inget har hänt än.",
    ));
    let seen = app.seen(caller, &opened.at_hand).await?;
    let rows = seen
        .view()
        .iter()
        .map(|seen| {
            vec![
                Cell::text(&capital(&relative_moment(seen.at.0, opened.now))),
                Cell::text(&seen.by).with_small(&seen.unit),
                Cell::text(&seen.what),
            ]
        })
        .collect();
    page.blocks.push(table(
        "Vem som har sett ärendet",
        &["När", "Vem", "Vad"],
        rows,
        "Ingen visning är loggad än.",
    ));
    page.blocks.extend(emergencies(&opened).await?);
    if opened.whole()?.coordinates {
        let href = format!("{}/loggutdrag", opened.base());
        page.actions
            .push(PageLink::new("Loggutdrag till patienten", &href));
    }
    shown_with(StatusCode::OK, &page)
}

/// Who has opened the case in an emergency; nothing when nobody has.
async fn emergencies(opened: &OpenedCase) -> Result<Option<Block>, Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let found = app.emergencies(caller, &opened.at_hand).await?;
    let rows: Vec<_> = found
        .view()
        .iter()
        .map(|row| {
            let followed = row.outcome.map_or_else(
                || Cell::tag(Tag::toned("Väntar på granskning", Tone::Warning)),
                |outcome| {
                    let at = row.decided_at.map(|at| relative_moment(at.0, opened.now));
                    Cell::text(outcome).with_small(&at.unwrap_or_default())
                },
            );
            vec![
                Cell::text(&capital(&relative_moment(row.at.0, opened.now))),
                Cell::text(&row.by).with_small(&row.unit),
                Cell::text(row.reason).with_small(&row.words),
                followed,
            ]
        })
        .collect();
    let columns = ["När", "Vem", "Varför", "Uppföljning"];
    Ok((!rows.is_empty()).then(|| table("Nödöppningar", &columns, rows, "")))
}

//! "Vem ser vad" in full, with everything that each audience has been told, also before a change of
//! group.

use app::CasePage;
use axum::extract::Path;
use disclosure::views::AudienceRow;
use guidance::CaseTab;
use http::StatusCode;
use vocabulary::{calendar::date_and_clock, choice::Choice as _};

use super::{page, table};
use crate::{
    account::session::Signed,
    case::{audience_panel, opened_case::OpenedCase, step_page::briefly},
    html::{block::Block, table::Cell},
    pages::{PageResult, capital, shown_with},
};

/// "Vem ser vad" in full, with everything that each audience has been told, also before a change of
/// group.
pub(super) async fn audiences_page(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Audiences).await?;
    let view = opened.whole()?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let rows = app.audiences(caller, &opened.at_hand).await?;
    let mut page = page(
        &opened,
        CaseTab::Parties,
        "Vem ser vad",
        "Vårdbron räknar fram listan ur reglerna varje gång sidan visas. Ingen skriver den för \
         hand.",
    )
    .await?;
    page.actions.clear();
    "#vsv".clone_into(&mut page.head.audiences_href);
    page.blocks.push(told(rows.view()));
    page.aside = vec![Block::Audiences(audience_panel::panel(
        &briefly(rows.view()),
        view.protected,
        opened.now,
    ))];
    shown_with(StatusCode::OK, &page)
}

pub(super) fn told(rows: &[AudienceRow]) -> Block {
    let mut all: Vec<_> = rows
        .iter()
        .flat_map(|row| row.told.iter().map(move |told| (row, told)))
        .collect();
    all.sort_by_key(|(_, told)| std::cmp::Reverse(told.when));
    let rows = all
        .into_iter()
        .map(|(row, told)| {
            vec![
                Cell::text(&row.name).with_small(row.relation.swedish()),
                Cell::text(&told.what),
                Cell::text(&capital(&date_and_clock(told.when.0))),
                Cell::text(told.channel_name),
            ]
        })
        .collect();
    table(
        "Vad var och en har fått veta",
        &["Vem", "Vad", "När", "Hur"],
        rows,
        "Ingen utanför enheten har fått veta något än.",
    )
}

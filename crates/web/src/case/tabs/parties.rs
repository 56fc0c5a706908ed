//! Units that take part, the nearest ones, and who sees what.

use app::CasePage;
use axum::extract::Path;
use guidance::CaseTab;
use http::StatusCode;
use vocabulary::{calendar::relative_moment, choice::Choice as _, unit::UnitKind};

use super::{audiences::told, page, table};
use crate::{
    account::session::Signed,
    case::{
        audience_panel,
        form_options::{BETWEEN_TOWNS, kilometres},
        header,
        opened_case::OpenedCase,
        side_actions,
        step_page::briefly,
    },
    html::{
        block::Block,
        table::{Cell, RowAction},
    },
    pages::{PageResult, capital, shown_with},
    problem::Problem,
};

/// Units that take part, the nearest ones, and who sees what.
pub(super) async fn parties(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Audiences).await?;
    let view = opened.whole()?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut page = page(
        &opened,
        CaseTab::Parties,
        "Parter",
        "Enheter som deltar i ärendet. Var och en ser sin del.",
    )
    .await?;
    "#vsv".clone_into(&mut page.head.audiences_href);
    page.lead = format!(
        "{} {}",
        page.lead,
        header::banner(&opened, view, "care_principal")
    );
    let removes = side_actions::may(&opened, side_actions::REMOVE_PARTY).await?;
    let rows = view
        .parties
        .iter()
        .map(|party| {
            let mut acts = Vec::new();
            if removes && !party.coordinates && !party.placeholder {
                let fields = [("andra", "ja"), ("unit", party.unit.as_str())];
                let to = side_actions::at(&opened.base(), side_actions::REMOVE_PARTY);
                acts.push(RowAction::post("Ta bort", &party.name, &to, &fields));
            }
            let note = match (party.coordinates, party.placeholder) {
                (true, _) => "Samordnar ärendet",
                (_, true) => "Har ingen personal och får inga uppgifter",
                (false, false) => "",
            };
            vec![
                Cell::text(&party.name).with_small(note),
                Cell::text(party.kind_name),
                Cell::text(&capital(&relative_moment(party.since.0, opened.now)))
                    .with_small(party.basis_name),
                Cell::acts(acts),
            ]
        })
        .collect();
    page.blocks.push(table(
        "Parter nu",
        &["Enhet", "Typ", "Sedan", "Gör"],
        rows,
        "Ingen part än.",
    ));
    page.blocks.push(nearest(&opened).await?);
    let rows = app.audiences(caller, &opened.at_hand).await?;
    page.blocks.push(told(rows.view()));
    page.aside = vec![Block::Audiences(audience_panel::panel(
        &briefly(rows.view()),
        view.protected,
        opened.now,
    ))];
    shown_with(StatusCode::OK, &page)
}

/// How many units of a kind are listed as nearest.
const NEAREST: usize = 3;

async fn nearest(opened: &OpenedCase) -> Result<Block, Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut rows = Vec::new();
    let mut measured = false;
    if opened.whole()?.residence.is_some() {
        for kind in [
            UnitKind::HealthCentre,
            UnitKind::MunicipalPrimaryCare,
            UnitKind::RegionalRehab,
        ] {
            let near = app.units_to_add(caller, &opened.at_hand, kind).await?;
            for near in near.into_iter().take(NEAREST) {
                measured |= near.kilometres.is_some();
                let away = near.kilometres.map(kilometres).unwrap_or_default();
                rows.push(vec![
                    Cell::text(&near.unit.name),
                    Cell::text(kind.swedish()),
                    Cell::number(&away),
                ]);
            }
        }
    }
    let note = if measured { BETWEEN_TOWNS } else { "" };
    let mut block = table(
        "Närmast där patienten bor",
        &["Enhet", "Typ", "Avstånd"],
        rows,
        "Anteckna var patienten ska bo, så visas de närmaste enheterna här.",
    );
    if let Block::Table(view) = &mut block
        && !note.is_empty()
    {
        view.caption = format!("{}. {note}", view.caption);
    }
    Ok(block)
}

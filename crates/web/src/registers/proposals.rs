//! "Förslag": what one administrator has proposed and another settles. Nothing of it holds before
//! that.

use app::{AppError, ProposalCard, Settling};
use axum::{
    Router,
    extract::Path,
    routing::{get, post},
};
use http::StatusCode;
use vocabulary::calendar::{date_and_clock, local_date, long_date};

use crate::{
    Web,
    account::session::{Administrator, Signed},
    flash::Flash,
    form_body::FormBody,
    html::{
        block::{Block, EmptyState, TextPart, TextView},
        part::{Alert, PageLink, Tone},
        plain::PlainPage,
        table::{Cell, Column, RowAction, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, shown, shown_with},
    problem::Problem,
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/administration/forslag", get(list))
        .route("/administration/forslag/{id}", post(settle))
}

pub(super) const HOME: &str = "/administration/forslag";

async fn list(Administrator(signed): Administrator) -> PageResult {
    shown(&page(&signed, Vec::new()).await?)
}

/// Confirms, refuses or withdraws a proposal.
async fn settle(
    Administrator(signed): Administrator,
    Path(id): Path<String>,
    posted: FormBody,
) -> PageResult {
    let settling = match posted.get("svar") {
        "bekrafta" => Settling::Confirm,
        "nej" => Settling::Refuse,
        "dra-tillbaka" => Settling::Withdraw,
        _ => {
            let alert = stopped("Välj om du bekräftar förslaget eller säger nej.");
            let page = page(&signed, vec![alert]).await?;
            return shown_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    match signed
        .app
        .settle_proposal(&signed.caller, &id, settling)
        .await
    {
        Ok(None) => Ok(signed.told(HOME, Flash::Settled)),
        Ok(Some(code)) => shown(&code_page(&signed, &code)),
        Err(AppError::Mistakes(mistakes)) => {
            let alerts = mistakes.iter().map(|mistake| stopped(&mistake.detail));
            let page = page(&signed, alerts.collect()).await?;
            shown_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn stopped(text: &str) -> Alert {
    Alert {
        tone: Tone::Danger,
        text: text.to_owned(),
        ..Alert::default()
    }
}

/// The code for the first log-in, which is shown once to whoever confirmed.
fn code_page(signed: &Signed, code: &str) -> PlainPage {
    PlainPage {
        frame: signed.unprinted_frame("Engångskod", MenuEntry::Proposals),
        crumbs: vec![PageLink::new("Förslag", HOME)],
        heading: "Bekräftat. Lämna engångskoden".to_owned(),
        lead: "Personen är ny och behöver koden vid sin första inloggning, tillsammans med lösenordet \
               från den som föreslog. Lämna koden själv till personen, inte till den som föreslog. Den \
               visas bara nu."
            .to_owned(),
        narrow: true,
        blocks: vec![Block::Text(TextView {
            heading: "Engångskod".to_owned(),
            parts: vec![
                TextPart::Exact(code.to_owned().into()),
                TextPart::Link(PageLink::new("Tillbaka till förslagen", HOME)),
            ],
        })],
        ..PlainPage::default()
    }
}

async fn page(signed: &Signed, alerts: Vec<Alert>) -> Result<PlainPage, Problem> {
    let cards = signed.app.proposals(&signed.caller).await?;
    let mut blocks: Vec<Block> = cards.iter().map(block).collect();
    if blocks.is_empty() {
        blocks.push(Block::Empty(EmptyState {
            heading: "Inga förslag väntar".to_owned(),
            text: "Det som kräver två personer läggs här när en administratör har sparat det."
                .to_owned(),
            link: None,
        }));
    }
    Ok(PlainPage {
        frame: signed.frame("Förslag", MenuEntry::Proposals),
        heading: "Förslag".to_owned(),
        lead: "Här bekräftar en annan administratör det som kräver två personer. Inget av det gäller \
               förrän det är bekräftat. Kontrollera att det stämmer, till exempel med personens chef."
            .to_owned(),
        alerts,
        blocks,
        ..PlainPage::default()
    })
}

fn block(card: &ProposalCard) -> Block {
    let one = |text: &str| {
        let lines: Vec<&str> = text.lines().collect();
        Cell::text(&lines.join(", "))
    };
    let mut rows: Vec<Vec<Cell>> = card
        .differences
        .iter()
        .map(|(label, before, after)| vec![Cell::text(label), one(before), one(after)])
        .collect();
    let action = format!("{HOME}/{}", card.id);
    let button = |label: &str, answer: &str| {
        RowAction::post(label, &card.heading, &action, &[("svar", answer)])
    };
    let acts = if card.own {
        vec![button("Dra tillbaka", "dra-tillbaka")]
    } else if card.expired || card.concerns_reader {
        vec![button("Säg nej", "nej")]
    } else {
        vec![button("Bekräfta", "bekrafta"), button("Säg nej", "nej")]
    };
    let until = if card.expired {
        "Förslaget är för gammalt för att bekräftas. Gör ett nytt.".to_owned()
    } else {
        format!("Kan bekräftas till {}", long_date(local_date(card.until)))
    };
    let about = if card.concerns_reader && !card.own {
        "Det gäller dig. Någon annan bekräftar det.".to_owned()
    } else {
        card.warning.unwrap_or_default().to_owned()
    };
    let by = format!("{}, {}", card.by, date_and_clock(card.at));
    rows.push(vec![
        Cell::text("Föreslaget av").with_small(&until),
        Cell::text(&by).with_small(&about),
        Cell::acts(acts),
    ]);
    Block::Table(TableView {
        caption: card.heading.clone(),
        columns: Column::all(&["Uppgift", "Nu", "Om förslaget bekräftas"]),
        rows,
        ..TableView::default()
    })
}

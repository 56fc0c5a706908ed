//! "Loggutdrag": what the patient may know of who has opened the case: when, at which unit and
//! what, without names (PDL 8 kap. 5 §). The page is printed and handed over in person. It is
//! printed in full also for a protected case, because it is the patient's own copy.

use axum::extract::Path;
use disclosure::views::PatientLog;
use vocabulary::calendar::{date_and_clock, local_date, long_date};

use crate::{
    account::session::Signed,
    html::{
        block::{Block, FactsView, TextPart, TextView},
        part::{FactRow, PageLink},
        plain::PlainPage,
        table::{Cell, Column, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, capital, shown},
};

pub(super) async fn page(signed: Signed, Path(id): Path<String>) -> PageResult {
    let extract = signed.app.patient_log(&signed.caller, &id).await?;
    shown(&drawn(
        &signed,
        extract.view(),
        &format!("/arenden/{id}/handelser"),
    ))
}

fn drawn(signed: &Signed, extract: &PatientLog, back: &str) -> PlainPage {
    // In the margin and not printed: this is for the person who hands it over.
    let mut by_hand = vec![
        "Kontrollera vem du lämnar det till.".to_owned(),
        "Skicka det inte med post eller e-post.".to_owned(),
        "Att du har gjort utdraget är loggat.".to_owned(),
    ];
    if extract.in_hand_only {
        by_hand.push(
            "Bor patienten i Migrationsverkets boende: fråga var papperet kan förvaras. Enheternas \
             namn kan avslöja vad patienten vårdas för."
                .to_owned(),
        );
    }
    let rows = extract
        .rows
        .iter()
        .map(|row| {
            vec![
                Cell::text(&capital(&date_and_clock(row.at.0))),
                Cell::text(&row.unit),
                Cell::text(&row.what),
            ]
        })
        .collect();
    PlainPage {
        frame: signed.frame("Loggutdrag", MenuEntry::Cases),
        crumbs: vec![PageLink::new("Tillbaka till händelserna", back)],
        heading: "Vilka enheter har öppnat ditt ärende?".to_owned(),
        lead:
            "Här ser du när någon i vården har läst eller skrivit i ditt ärende i Vårdbron, och på \
               vilken enhet. Undrar du över något? Fråga den som gav dig utdraget."
                .to_owned(),
        blocks: vec![
            Block::Facts(FactsView {
                heading: "Utdraget".to_owned(),
                facts: vec![
                    FactRow::text("Gäller", &extract.name),
                    FactRow::text("Född", &extract.birth_date.swedish()),
                    FactRow::text("Gjort", &long_date(local_date(signed.app.now()))),
                    FactRow::text("Lämnat av", &signed.caller.unit().name),
                ],
                link: None,
            }),
            Block::Table(TableView {
                caption: "Vad som har hänt, det senaste först".to_owned(),
                columns: Column::all(&["När", "Enhet", "Vad"]),
                rows,
                ..TableView::default()
            }),
        ],
        aside: vec![Block::Text(TextView {
            heading: "Lämna utdraget i handen".to_owned(),
            parts: vec![TextPart::List(by_hand)],
        })],
        ..PlainPage::default()
    }
}
